//! Where the parts of a report begin, and whom each is about.

use super::{Scene, mentions, sections};
use crate::model::{RegionCode, Span};

/// The beginning of a part: a heading, a byline or a label from which on the report is about another place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Where the part begins in the clean text.
    pub at: usize,
    /// The words of the heading or label; `None` where a report begins without one.
    pub heading: Option<Span>,
    /// Whom the part is about.
    pub region: Option<RegionCode>,
}

/// Every place of the text from which on it is about another place than before; the first is its beginning.
pub(super) fn heads(scene: &Scene<'_>, names: &[mentions::PlaceName], sections: &[Option<RegionCode>]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let mut begin = |head: Head| {
        if heads.last().is_none_or(|last| last.region != head.region) {
            heads.push(head);
        }
    };
    let mut last = None;
    for block in &scene.structure.blocks {
        let region = sections.get(block.section).copied().flatten();
        if last != Some(block.section) {
            last = Some(block.section);
            let section = &scene.structure.sections[block.section];
            begin(Head { at: section.span.start, heading: section.heading, region });
        }
        if let Some(labelled) = sections::label(scene, names, block, region) {
            let line = block.span.of(scene.text);
            let words = line.find('】').map_or(line.len(), |end| end + '】'.len_utf8());
            let heading = Span::new(block.span.start, block.span.start + words);
            begin(Head { at: block.span.start, heading: Some(heading), region: Some(labelled) });
        }
    }
    heads
}
