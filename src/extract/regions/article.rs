//! Whose report it is as a whole.
//!
//! What metadata says wins. Else the bodies that sign or head the parts decide: one of them, or what holds them all.
//! Else every place that is named stands for election, and its votes are how often and where it is named, times how
//! often the report speaks of 我市, 县政协 and the like of its class.

use std::collections::BTreeMap;

use super::Scene;
use super::mentions::{Form, PlaceName};
use super::words::Credit;
use crate::model::{Metadata, RegionCode, Span};
use crate::segment::BlockKind;

/// What is known of the article as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Article {
    /// Whose report it is.
    pub(super) region: Option<RegionCode>,
    /// Places that the report names equally and that nothing decides between, with where the name stands.
    pub(super) undecided: Option<(Span, Vec<RegionCode>)>,
}

/// Decides whose report it is; `headed` are the places that head or sign its parts.
pub(super) fn infer(scene: &Scene<'_>, names: &[PlaceName], headed: &[RegionCode], metadata: &Metadata) -> Article {
    let found = |region| Article { region: Some(region), undecided: None };
    if let Some(region) = metadata.region {
        return found(scene.gazetteer.reporting(region));
    }
    match headed {
        [] => {}
        [only] => return found(*only),
        [first, rest @ ..] => {
            return Article { region: rest.iter().try_fold(*first, |a, b| common(scene, a, *b)), undecided: None };
        }
    }
    elect(scene, names, metadata)
}

/// The lowest place that holds both; `None` where only the country does.
fn common(scene: &Scene<'_>, one: RegionCode, other: RegionCode) -> Option<RegionCode> {
    let gazetteer = scene.gazetteer;
    std::iter::once(one).chain(gazetteer.ancestors(one)).find(|&above| gazetteer.covers(above, other))
}

/// Votes for a place by how it is named.
const IN_TITLE_AS_BODY: u64 = 24;
const IN_TITLE: u64 = 8;
const IN_AUTHOR_LINE: u64 = 24;
const IN_SOURCE: u64 = 8;
const AS_BODY: u64 = 8;
const IN_FULL: u64 = 4;
const IN_SHORT: u64 = 2;

#[derive(Debug, Clone, Default)]
struct Votes {
    own: u64,
    below: u64,
    children: usize,
    above: u64,
    first: Option<Span>,
    /// Whether a name counted that could only mean this place.
    alone: bool,
}

fn elect(scene: &Scene<'_>, names: &[PlaceName], metadata: &Metadata) -> Article {
    let mut votes: BTreeMap<RegionCode, Votes> = BTreeMap::new();
    let titles = title_spans(scene);
    for name in names {
        let weight = weight(scene, name, &titles);
        cast(scene, &mut votes, name, weight);
    }
    for text in [metadata.title.as_deref(), metadata.source.as_deref()].into_iter().flatten() {
        for name in scene.names_in(text) {
            let as_body = name.before_body || scene.words.media_follow(&text[name.span.end..]);
            let weight = if as_body { IN_TITLE_AS_BODY } else { IN_TITLE };
            cast(scene, &mut votes, &PlaceName { span: Span::new(0, 0), ..name }, weight);
        }
    }
    spread(scene, &mut votes);
    let classes = class_counts(scene);
    let score = |code: RegionCode, votes: &Votes| -> u64 {
        if votes.own == 0 && votes.children < 2 {
            return 0;
        }
        let name = scene.gazetteer.name_in(code, scene.year).unwrap_or_default();
        let class = classes.iter().filter(|(class, _)| name.ends_with(*class)).map(|(_, n)| n).sum::<u64>();
        (2 * votes.own + votes.below) * (1 + class) * (10 + 3 * votes.above.min(3))
    };
    let mut ranked = votes.iter().map(|(&code, votes)| (score(code, votes), code, votes)).collect::<Vec<_>>();
    ranked.sort_by_key(|(score, code, _)| (std::cmp::Reverse(*score), *code));
    let Some(&(best, winner, winning)) = ranked.first().filter(|(score, _, _)| *score > 0) else {
        return Article::default();
    };
    let rivals = ranked.iter().take_while(|(score, _, _)| *score == best).map(|(_, code, _)| *code).collect::<Vec<_>>();
    if rivals.len() > 1 && !winning.alone {
        return Article { region: None, undecided: winning.first.map(|span| (span, rivals)) };
    }
    Article { region: Some(winner), undecided: None }
}

/// The report's head: everything before its first paragraph.
fn title_spans(scene: &Scene<'_>) -> Vec<Span> {
    let head = scene.structure.blocks.iter().take_while(|block| block.kind != BlockKind::Paragraph);
    head.filter(|block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Byline))
        .map(|block| block.span)
        .collect()
}

fn weight(scene: &Scene<'_>, name: &PlaceName, titles: &[Span]) -> u64 {
    let in_title = titles.iter().any(|title| title.contains(name.span));
    let credit = scene.line_of(name.span).and_then(|line| {
        let (at, credit) = scene.words.credits(line.of(scene.text))?;
        (line.start + at <= name.span.start && name.span.start <= line.start + at + NEAR).then_some(credit)
    });
    match (credit, in_title) {
        (Some(Credit::Author), _) => IN_AUTHOR_LINE,
        (Some(Credit::Source), _) => IN_SOURCE,
        (None, true) if name.before_body => IN_TITLE_AS_BODY,
        (None, true) => IN_TITLE,
        (None, false) if name.before_body => AS_BODY,
        (None, false) if name.form == Form::Certain => IN_FULL,
        (None, false) => IN_SHORT,
    }
}

/// How far behind 作者 or 来源 a place may stand, in bytes: an author's name and office fit.
const NEAR: usize = 60;

/// Gives a name's votes to what it may mean, in equal parts.
fn cast(scene: &Scene<'_>, votes: &mut BTreeMap<RegionCode, Votes>, name: &PlaceName, weight: u64) {
    let mut codes = name.candidates.iter().map(|&code| scene.gazetteer.reporting(code)).collect::<Vec<_>>();
    codes.dedup();
    // A township's name that many counties share says nothing; a short name means the highest of its places.
    if codes.len() > MAX_NAMESAKES {
        return;
    }
    let meant = name.alone(scene.gazetteer).map(|code| scene.gazetteer.reporting(code));
    let codes = meant.map_or(codes, |code| vec![code]);
    let part = weight * PARTS / u64::try_from(codes.len()).unwrap_or(1).max(1);
    for code in codes {
        let entry = votes.entry(code).or_default();
        entry.own += part;
        entry.alone |= meant.is_some();
        entry.first.get_or_insert(name.span);
    }
}

/// Above this many places of one name, a name is no evidence.
const MAX_NAMESAKES: usize = 6;
/// Divisible by every number of namesakes, so that equal parts stay whole numbers.
const PARTS: u64 = 60;

/// Lets every place share in the votes of what lies in it and around it.
fn spread(scene: &Scene<'_>, votes: &mut BTreeMap<RegionCode, Votes>) {
    let own = votes.iter().map(|(&code, votes)| (code, votes.own, votes.first, votes.alone)).collect::<Vec<_>>();
    for &(code, weight, first, alone) in &own {
        for above in scene.gazetteer.ancestors(code) {
            let entry = votes.entry(above).or_default();
            entry.below += weight;
            entry.children += usize::from(alone);
            if entry.first.is_none() {
                entry.first = first;
            }
        }
    }
    let named = own.iter().map(|(code, ..)| *code).collect::<Vec<_>>();
    for (code, entry) in votes.iter_mut() {
        let above = scene.gazetteer.ancestors(*code).filter(|above| named.contains(above)).count();
        entry.above = u64::try_from(above).unwrap_or(u64::MAX);
    }
}

/// How often 我市, 市政协 and the like of each class occur.
fn class_counts<'t>(scene: &Scene<'t>) -> BTreeMap<&'t str, u64> {
    let mut counts = BTreeMap::new();
    for (_, own) in scene.own_places() {
        *counts.entry(own.class).or_default() += 1;
    }
    counts
}
