//! Clean text → blocks → sections → sentences.

mod blocks;
mod sentences;
mod signature;

pub use signature::{BINS, Signature};

use crate::dictionary::Layout;
use crate::model::Span;

/// What a line of the clean text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A title or heading; level 1 is the highest.
    Heading {
        /// 1 for a title, growing downwards.
        level: u8,
    },
    /// Who speaks: `●市政协办公厅`, `政协兰州市委员会`.
    Byline,
    /// Running text.
    Paragraph,
    /// The words under a photograph.
    Caption,
    /// Navigation, share buttons, editors' lines: not part of the report.
    Furniture,
}

/// One line of the clean text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What the line is for.
    pub kind: BlockKind,
    /// Where it stands in the clean text, line break left out.
    pub span: Span,
    /// The section that it belongs to, an index into [`Structure::sections`].
    pub section: usize,
}

/// A part of the report under one heading; the first one may have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's text, marks such as `##` or `●` left out.
    pub heading: Option<Span>,
    /// From the heading to the next section.
    pub span: Span,
}

/// A sentence, or a heading as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the clean text, final mark included.
    pub span: Span,
    /// The block that it belongs to, an index into [`Structure::blocks`].
    pub block: usize,
}

/// How a report is built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// Every line that holds text, in order.
    pub blocks: Vec<Block>,
    /// The parts, in order; together they cover the whole text.
    pub sections: Vec<Section>,
    /// Sentences of headings, bylines, paragraphs and captions, in order; furniture has none.
    pub sentences: Vec<Sentence>,
}

/// Finds blocks, sections and sentences of a clean text.
///
/// A section begins at every heading. A byline belongs to the section whose heading stands before it; a byline
/// without a heading directly before it begins a section of its own, as do the signed parts of a newspaper page.
///
/// # Examples
/// ```
/// use tongjian::dictionary::{Dictionaries, DictionarySource};
/// use tongjian::segment::{BlockKind, segment};
/// let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
/// let text = "三元区\n强化政治引领。组织对口协商9场。\n";
/// let structure = segment(text, &dictionaries.layout);
/// assert_eq!(structure.blocks[0].kind, BlockKind::Heading { level: 1 });
/// assert_eq!(structure.sentences[2].span.of(text), "组织对口协商9场。");
/// assert_eq!(structure.sections.len(), 1);
/// ```
pub fn segment(text: &str, layout: &Layout) -> Structure {
    let mut structure = Structure::default();
    let mut previous = None;
    for line in blocks::classify(text, layout) {
        let begins = match line.kind {
            BlockKind::Heading { .. } => true,
            BlockKind::Byline => !matches!(previous, Some(BlockKind::Heading { .. } | BlockKind::Byline)),
            _ => structure.sections.is_empty(),
        };
        if begins {
            let titled = matches!(line.kind, BlockKind::Heading { .. } | BlockKind::Byline);
            structure.begin_section(line.span.start, titled.then_some(line.body), text.len());
        }
        let block = structure.blocks.len();
        structure.blocks.push(Block { kind: line.kind, span: line.span, section: structure.sections.len() - 1 });
        if line.kind != BlockKind::Furniture {
            structure.sentences.extend(sentences::sentences(text, line.span).map(|span| Sentence { span, block }));
            previous = Some(line.kind);
        }
    }
    structure
}

impl Structure {
    fn begin_section(&mut self, start: usize, heading: Option<Span>, end: usize) {
        // The first section reaches back to the beginning, so that the sections cover the whole text.
        let start = if self.sections.is_empty() { 0 } else { start };
        if let Some(last) = self.sections.last_mut() {
            last.span.end = start;
        }
        self.sections.push(Section { heading, span: Span::new(start, end) });
    }

    /// The sentence that holds a place in the text.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|sentence| sentence.span.start <= byte);
        after.checked_sub(1).filter(|index| byte < self.sentences[*index].span.end)
    }
}
