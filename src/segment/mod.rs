//! Clean text → blocks → sections → sentences.

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
