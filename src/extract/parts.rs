//! Digests: reports whose parts are by several committees, and what each part is.
//!
//! Nothing but the build of a report decides: parts begin at headings, bylines and labels that name another place
//! ([`Head`]), and hold running text.

use std::collections::BTreeSet;

use super::article::Article;
use super::regions::Head;
use crate::model::{CharSpan, RegionCode, Span};
use crate::segment::BlockKind;

/// One part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the report's decoded text.
    pub span: CharSpan,
    /// Where it stands in the clean text.
    pub clean: Span,
    /// Its heading, as written.
    pub heading: Option<String>,
    /// Whom it is about.
    pub region: Option<RegionCode>,
    /// Whether it is about another place than the report as a whole.
    pub is_of_another: bool,
}

/// Of a hundred characters, so many stand in parts about other places at least: a report that only quotes what its
/// counties did speaks for itself on half of its length and more.
const LEAST_COVERED: usize = 65;

/// The parts of a report in order, from the first with running text on; together they cover the rest of the text.
///
/// A heading without running text before the next one belongs to what follows. A report about one place has one part.
pub fn parts(article: &Article<'_>) -> Vec<Part> {
    let text = article.clean.text();
    let heads = with_text(article);
    let ends = heads.iter().skip(1).map(|head| head.at).chain([text.len()]);
    let own = article.regions.article();
    let part = |(head, end): (&Head, usize)| {
        let clean = lines(text, head.at, end);
        Part {
            span: article.clean.original(clean),
            clean,
            heading: head.heading.map(|words| heading(article, words)),
            region: head.region.or(own),
            is_of_another: head.region.is_some() && head.region != own,
        }
    };
    heads.iter().zip(ends).map(part).collect()
}

/// Whether these are parts by several committees beyond doubt: at least two places beside the report's own, whose parts
/// are most of its text.
pub fn are_of_several(parts: &[Part], report: &str) -> bool {
    let others = parts.iter().filter(|part| part.is_of_another);
    let covered: usize = others.clone().map(|part| (part.span.end - part.span.start) as usize).sum();
    let regions: BTreeSet<_> = others.map(|part| part.region).collect();
    let whole = report.trim().chars().count();
    regions.len() >= 2 && covered * 100 >= whole * LEAST_COVERED
}

/// Whether the parts can be taken apart where a person says that the report is a digest.
pub fn are_parted(parts: &[Part]) -> bool {
    parts.iter().filter_map(|part| part.region).collect::<BTreeSet<_>>().len() >= 2
}

/// The heads with running text behind them. A title before the first part has none, and is that of the whole.
fn with_text(article: &Article<'_>) -> Vec<Head> {
    let heads = article.regions.heads();
    let own = article.regions.article();
    let mut kept: Vec<Head> = Vec::new();
    let mut pending: Option<Head> = None;
    for (index, head) in heads.iter().enumerate() {
        let end = heads.get(index + 1).map_or(usize::MAX, |next| next.at);
        let has_text = has_paragraph(article, head.at, end);
        let is_title = index == 0 && (head.region.is_none() || head.region == own);
        match (has_text, pending.take()) {
            (true, Some(before)) => kept.push(Head { at: before.at, ..*head }),
            (true, None) => kept.push(*head),
            (false, _) if is_title => {}
            (false, before) => pending = before.or(Some(*head)),
        }
    }
    kept.dedup_by(|next, before| next.region == before.region);
    kept
}

/// Whether running text begins within a stretch of the clean text.
fn has_paragraph(article: &Article<'_>, start: usize, end: usize) -> bool {
    let blocks = &article.structure.blocks;
    let first = blocks.partition_point(|block| block.span.start < start);
    blocks[first..]
        .iter()
        .take_while(|block| block.span.start < end)
        .any(|block| block.kind == BlockKind::Paragraph && block.span.of(article.clean.text()).ends_with(SENTENCE_ENDS))
}

const SENTENCE_ENDS: [char; 4] = ['。', '！', '？', '；'];

/// A stretch without the line ends behind it.
fn lines(text: &str, start: usize, end: usize) -> Span {
    Span::new(start, start + text[start..end].trim_end_matches('\n').len())
}

/// A heading without its marks: 【湖北宜都】 is 湖北宜都, ——各地巡礼 is 各地巡礼.
fn heading(article: &Article<'_>, words: Span) -> String {
    let written = article.clean.as_written(article.report, words);
    written.trim_matches(|c: char| "【】[]#—：:".contains(c) || c.is_whitespace()).to_owned()
}
