//! Whom each part of the report is about: its heading, its byline, or the part before.

use super::Scene;
use super::mentions::{self, Form, PlaceName};
use crate::model::{RegionCode, Span};
use crate::segment::{Block, BlockKind};

/// What a heading or byline says about whose part begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Owner {
    /// A place by name: 三元区, 湖里区政协, 政协兰州市委员会.
    Named {
        /// The name.
        name: PlaceName,
        /// Whether the heading is nothing but the owner's name, so that the parts below it are the owner's as well.
        alone: bool,
    },
    /// 市政协办公厅: the report's own place of a class.
    Own(String),
}

/// The places that head or sign parts by name and beyond doubt, in the order of codes.
pub(super) fn headed(scene: &Scene<'_>, names: &[PlaceName]) -> Vec<RegionCode> {
    let blocks = || scene.structure.blocks.iter();
    let mut found = blocks()
        .filter_map(|block| match owner(scene, names, block)? {
            Owner::Named { name, alone: true } if name.form == Form::Certain => name.alone(scene.gazetteer),
            _ => None,
        })
        .map(|code| scene.gazetteer.reporting(code))
        .collect::<Vec<_>>();
    // One labelled paragraph may be an example; several are the parts of a digest.
    let mut labelled = blocks().filter_map(|block| label(scene, names, block, None)).collect::<Vec<_>>();
    labelled.sort_unstable();
    labelled.dedup();
    if labelled.len() > 1 {
        found.extend(labelled);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whom each section is about.
pub(super) fn regions(scene: &Scene<'_>, names: &[PlaceName], article: Option<RegionCode>) -> Vec<Option<RegionCode>> {
    let mut regions = Vec::with_capacity(scene.structure.sections.len());
    let mut current = Reach { region: article, level: 0 };
    for index in 0..scene.structure.sections.len() {
        let all = &scene.structure.blocks;
        let first = all.partition_point(|block| block.section < index);
        let blocks = || all[first..].iter().take_while(|block| block.section == index);
        let level = blocks().find_map(|block| match block.kind {
            BlockKind::Heading { level } => Some(level),
            _ => None,
        });
        let own = blocks()
            .take_while(|block| !matches!(block.kind, BlockKind::Paragraph | BlockKind::Caption))
            .filter_map(|block| Some((block.kind, owner(scene, names, block)?)))
            .filter_map(|(kind, owner)| place(scene, &owner, article).map(|(code, alone)| (kind, code, alone)))
            .last();
        match own {
            Some((kind, region, alone)) => {
                // A name alone heads everything up to the next name; a heading that only begins with one, its own part.
                let signed = kind == BlockKind::Byline;
                let level = if alone || signed { 0 } else { level.unwrap_or(0) };
                current = Reach { region: Some(region), level };
            }
            None if level.is_some_and(|level| level <= current.level) => current = Reach { region: article, level: 0 },
            None => {}
        }
        regions.push(current.region);
    }
    regions
}

/// The place that labels what follows, as a heading would: a line of running text that is nothing but its name, or a
/// paragraph that begins with the name in brackets (【湖北宜都】).
pub(super) fn label(
    scene: &Scene<'_>,
    names: &[PlaceName],
    block: &Block,
    section: Option<RegionCode>,
) -> Option<RegionCode> {
    if block.kind != BlockKind::Paragraph {
        return None;
    }
    let line = block.span.of(scene.text);
    let start = block.span.start + numbering(line);
    let name = mentions::beginning_at(names, start)?;
    let behind = &scene.text[name.span.end..block.span.end];
    let behind = &behind[scene.words.starts_with_body(behind).unwrap_or(0)..];
    let whole = line.len() <= MAX_BODY_BYTES && behind.chars().all(|c| !super::words::is_han(c) && !c.is_ascii_digit());
    let bracketed = scene.text[..start].ends_with('【') && behind.starts_with('】');
    let region = (whole || bracketed).then(|| name.resolve(section, scene.gazetteer)).flatten()?;
    let region = scene.gazetteer.reporting(region);
    let inside = section.is_some_and(|section| scene.gazetteer.covers(section, region));
    (name.form == Form::Certain || inside).then_some(region)
}

/// A region, and the level of heading that ends it.
struct Reach {
    region: Option<RegionCode>,
    level: u8,
}

fn place(scene: &Scene<'_>, owner: &Owner, article: Option<RegionCode>) -> Option<(RegionCode, bool)> {
    match owner {
        Owner::Named { name, alone } => {
            let code = scene.gazetteer.reporting(name.resolve(article, scene.gazetteer)?);
            // A short name heads a part only of a report about what lies around it.
            let related = article
                .is_none_or(|article| scene.gazetteer.covers(article, code) || scene.gazetteer.covers(code, article));
            (name.form == Form::Certain || related).then_some((code, *alone))
        }
        Owner::Own(class) => scene.own_place(article?, class).map(|code| (code, true)),
    }
}

fn owner(scene: &Scene<'_>, names: &[PlaceName], block: &Block) -> Option<Owner> {
    if !matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Byline) {
        return None;
    }
    let line = block.span.of(scene.text);
    let start = block.span.start + numbering(line);
    let rest = &scene.text[start..block.span.end];
    let body =
        scene.words.starts_body_name(rest).filter(|_| block.kind == BlockKind::Byline || rest.contains("委员会"));
    let at = start + body.unwrap_or(0);
    if let Some(name) = mentions::beginning_at(names, at) {
        let behind = &scene.text[name.span.end..block.span.end];
        let alone = body.is_some() || is_alone(scene, name, behind);
        let certain = name.form == Form::Certain || is_whole(behind);
        return certain.then(|| Owner::Named { name: name.clone(), alone });
    }
    let own = scene.words.own_place_at(scene.text, start).filter(|own| own.body)?;
    let short = Span::new(start, block.span.end).len() <= MAX_BODY_BYTES;
    (block.kind == BlockKind::Byline || short).then(|| Owner::Own(own.class.to_owned()))
}

/// The longest heading that can be a body's name, in bytes: 省政协人口资源环境委员会办公室 and a little more.
const MAX_BODY_BYTES: usize = 60;

/// Whether a heading is just the name of a place or its body.
fn is_alone(scene: &Scene<'_>, name: &PlaceName, behind: &str) -> bool {
    is_whole(behind)
        || name.before_body
            && scene.words.starts_with_body(behind).is_some_and(|len| !scene.words.people_follow(&behind[len..]))
}

/// Whether nothing that belongs to the heading's words stands behind the name.
fn is_whole(behind: &str) -> bool {
    behind.chars().next().is_none_or(|c| matches!(c, '：' | ':' | ' ' | '】' | '）' | '—' | '|' | '篇'))
}

/// Bytes of marks and numbering: `●`, `## `, `一、`, `（二）`, `3.`.
fn numbering(line: &str) -> usize {
    let body = line.trim_start_matches(|c: char| !super::words::is_han(c));
    let numerals = body.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let numbered = numerals.len() < body.len() && numerals.starts_with(['、', '）', '.', ' ']);
    let rest = if numbered { numerals.trim_start_matches(|c: char| !super::words::is_han(c)) } else { body };
    line.len() - rest.len()
}
