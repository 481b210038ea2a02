//! Positions: bytes of the clean text inside, characters of the report outside.

use serde::{Deserialize, Serialize};

/// A stretch of the clean text.
///
/// # Units
/// Bytes of the clean text, half-open, always on character boundaries.
///
/// # Examples
/// ```
/// use tongjian::model::Span;
/// let text = "提交7件提案";
/// let span = Span::new(6, 10);
/// assert_eq!(span.of(text), "7件");
/// assert!(span.contains(Span::new(6, 7)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text that the span covers.
    ///
    /// # Panics
    /// If the span does not lie on character boundaries of `text`: then it was made for another text.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved right by `bytes`, as when a sentence's span becomes one of the whole text.
    #[must_use]
    pub const fn shifted(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, end: self.end + bytes }
    }
}

/// A stretch of a report's decoded text: the evidence that every record carries.
///
/// # Units
/// Characters (Unicode scalar values) of the decoded text as it stands in the file, a byte order mark left out;
/// half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CharSpan {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl CharSpan {
    /// A span from character `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The text that the span covers; shorter if `text` ends before it.
    ///
    /// ```
    /// use tongjian::model::CharSpan;
    /// assert_eq!(CharSpan::new(2, 4).of("提交7件提案"), "7件");
    /// ```
    pub fn of(self, text: &str) -> String {
        text.chars().skip(self.start as usize).take((self.end - self.start) as usize).collect()
    }
}
