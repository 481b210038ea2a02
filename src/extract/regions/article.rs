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
            let region = rest.iter().try_fold(*first, |a, b| common(scene, a, *b));
            // Parts from several provinces make a digest of the country; two may be a report and what it quotes.
            if region.is_some() || rest.len() > 1 {
                return Article { region, undecided: None };
            }
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
const IN_SOURCE: u64 = 2;
const AS_BODY: u64 = 8;
const IN_FULL: u64 = 4;
const IN_SHORT: u64 = 2;

#[derive(Debug, Clone, Default)]
struct Votes {
    /// For the place itself.
    own: u64,
    /// For what lies in it.
    below: u64,
    /// How many places in it are named.
    children: usize,
    /// How many places around it are named.
    above: u64,
}

fn elect(scene: &Scene<'_>, names: &[PlaceName], metadata: &Metadata) -> Article {
    let head = head_end(scene);
    let mut weighed = names.iter().map(|name| (name.clone(), weight(scene, name, head))).collect::<Vec<_>>();
    for text in [metadata.title.as_deref(), metadata.source.as_deref()].into_iter().flatten() {
        weighed.extend(scene.names_in(text).into_iter().map(|name| {
            let as_body = name.before_body || scene.words.media_follow(&text[name.span.end..]);
            let weight = if as_body { IN_TITLE_AS_BODY } else { IN_TITLE };
            (PlaceName { span: Span::new(0, 0), ..name }, weight)
        }));
    }
    let mut votes = count(scene, &weighed);
    votes.insert(RegionCode::CHINA, Votes { own: national(scene, head) * PARTS, ..Votes::default() });
    let classes = class_counts(scene);
    let mut ranked = votes.iter().map(|(&code, votes)| (score(scene, code, votes, &classes), code)).collect::<Vec<_>>();
    ranked.sort_by_key(|(score, code)| (std::cmp::Reverse(*score), *code));
    let best = ranked.first().map_or(0, |(score, _)| *score);
    let rivals = ranked.iter().take_while(|(score, _)| *score == best).map(|(_, code)| *code);
    let rivals = rivals.take(MAX_RIVALS).collect::<Vec<_>>();
    // Where two districts are named once each, their city and its province have as many votes: the city is meant.
    let nested =
        |one: RegionCode, other: RegionCode| scene.gazetteer.covers(one, other) || scene.gazetteer.covers(other, one);
    let around = rivals.iter().copied().filter(|&one| rivals.iter().all(|&other| nested(one, other)));
    let around = around.max_by_key(|code| code.level());
    match (best, around) {
        (0, _) => Article::default(),
        (_, Some(region)) => Article { region: Some(region), undecided: None },
        (_, None) => {
            // Namesakes are worth a word; places that merely occur equally often are not.
            let name = names.iter().find(|name| rivals.iter().all(|code| name.candidates.contains(code)));
            Article { region: None, undecided: name.map(|name| (name.span, rivals)) }
        }
    }
}

/// More places with equal votes than this are a list, not a choice.
const MAX_RIVALS: usize = 40;

/// The votes of a place, times how often the report speaks of places of its class as its own, and a little more where
/// the places above it are named too.
fn score(scene: &Scene<'_>, code: RegionCode, votes: &Votes, classes: &BTreeMap<&str, u64>) -> u64 {
    if votes.own == 0 && votes.children < 2 {
        return 0;
    }
    let name = scene.gazetteer.name_in(code, scene.year).unwrap_or_default();
    let class = classes.iter().filter(|(class, _)| name.ends_with(*class)).map(|(_, n)| n).sum::<u64>();
    (2 * votes.own + votes.below) * (1 + class) * (10 + 3 * votes.above.min(3))
}

/// Counts names that can mean one place only, then gives each namesake to the place whose surroundings are named most.
fn count(scene: &Scene<'_>, weighed: &[(PlaceName, u64)]) -> BTreeMap<RegionCode, Votes> {
    let mut sure = BTreeMap::new();
    let mut open = Vec::new();
    for (name, weight) in weighed {
        let meant = name.alone(scene.gazetteer).map(|code| scene.gazetteer.reporting(code));
        match meant {
            Some(code) => cast(&mut sure, &[code], *weight),
            None => open.push((name, *weight)),
        }
    }
    let mut around = sure.clone();
    spread(scene, &mut around);
    let mut split = Vec::new();
    for (name, weight) in open {
        let mut codes = name.candidates.iter().map(|&code| scene.gazetteer.reporting(code)).collect::<Vec<_>>();
        codes.dedup();
        let support = |code: RegionCode| -> Vec<u64> {
            let above = scene.gazetteer.ancestors(code);
            above.map(|above| around.get(&above).map_or(0, |votes| votes.own + votes.below)).collect()
        };
        let best = codes.iter().map(|&code| support(code)).max().unwrap_or_default();
        codes.retain(|&code| support(code) == best);
        match codes.len() {
            1 => cast(&mut sure, &codes, weight),
            2..=MAX_NAMESAKES => split.push((codes, weight)),
            // A name that many places share and nothing decides, such as a township's, says nothing.
            _ => {}
        }
    }
    spread(scene, &mut sure);
    // What is undecided speaks for no place above it either.
    for (codes, weight) in split {
        cast(&mut sure, &codes, weight);
    }
    sure
}

/// The votes for the whole country: its own bodies at the beginning of lines and elsewhere.
fn national(scene: &Scene<'_>, head: usize) -> u64 {
    let found = scene.places.bodies.national.find_overlapping_iter(scene.text);
    let weights = found.map(|hit| {
        let at = hit.span.start;
        let begins = scene.text[..at].chars().next_back().is_none_or(|c| c == '\n');
        if begins && at < head { IN_TITLE_AS_BODY } else { IN_SHORT }
    });
    weights.sum()
}

/// Where the report's head ends: its first paragraph.
fn head_end(scene: &Scene<'_>) -> usize {
    let first = scene.structure.blocks.iter().find(|block| block.kind == BlockKind::Paragraph);
    first.map_or(scene.text.len(), |block| block.span.start)
}

fn weight(scene: &Scene<'_>, name: &PlaceName, head: usize) -> u64 {
    let line = scene.block_of(name.span);
    let titled = |kind| matches!(kind, BlockKind::Heading { .. } | BlockKind::Byline);
    let in_title = name.span.start < head && line.is_some_and(|line| titled(line.kind));
    let credit = line.and_then(|line| {
        let start = scene.near(name.span.start, NEAR).max(line.span.start);
        scene.words.credit_behind(&scene.text[start..name.span.start])
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
fn cast(votes: &mut BTreeMap<RegionCode, Votes>, codes: &[RegionCode], weight: u64) {
    let part = weight * PARTS / u64::try_from(codes.len()).unwrap_or(1).max(1);
    for code in codes {
        votes.entry(*code).or_default().own += part;
    }
}

/// Above this many places of one name, a name is no evidence.
const MAX_NAMESAKES: usize = 6;
/// Divisible by every number of namesakes, so that equal parts stay whole numbers.
const PARTS: u64 = 60;

/// Lets every place share in the votes of what lies in it and around it.
fn spread(scene: &Scene<'_>, votes: &mut BTreeMap<RegionCode, Votes>) {
    let own = votes.iter().map(|(&code, votes)| (code, votes.own)).collect::<BTreeMap<_, _>>();
    for (&code, weight) in &own {
        for above in scene.gazetteer.ancestors(code) {
            let entry = votes.entry(above).or_default();
            entry.below += weight;
            entry.children += 1;
        }
    }
    for (code, entry) in votes.iter_mut() {
        let above = scene.gazetteer.ancestors(*code).filter(|above| own.contains_key(above)).count();
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
