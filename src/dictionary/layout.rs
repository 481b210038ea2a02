//! `layout.toml`: how lines of a report are told apart.

use serde::Deserialize;

use super::source::{DictionarySource, parse_toml};
use crate::error::Result;

/// Words that tell page furniture, captions, bylines and headings from running text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Navigation, share buttons, editors' lines.
    pub furniture: FurnitureWords,
    /// Words under a photograph.
    pub caption: LineWords,
    /// Names of bodies that stand alone on a line.
    pub byline: BylineWords,
    /// Headings without a mark.
    pub heading: HeadingWords,
}

/// How page furniture looks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurnitureWords {
    /// Beginnings of such lines.
    pub starts: Vec<String>,
    /// Beginnings of the line below which only titles of other reports stand.
    pub tail_starts: Vec<String>,
    /// Endings of such lines, where they are short.
    pub ends: Vec<String>,
    /// Words that occur in no other line.
    pub contains: Vec<String>,
    /// Widest short line, in characters.
    pub short_width: usize,
    /// Fewest pieces of a line of menu words.
    pub menu_pieces: usize,
}

/// Beginnings and endings of a kind of line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineWords {
    /// Beginnings.
    pub starts: Vec<String>,
    /// Endings.
    pub ends: Vec<String>,
}

/// How a byline looks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BylineWords {
    /// Marks that stand before it.
    pub marks: Vec<char>,
    /// Beginnings of bodies' names.
    pub starts: Vec<String>,
    /// Endings of bodies' names.
    pub ends: Vec<String>,
    /// Widest byline, in characters.
    pub max_width: usize,
}

/// How a heading without a mark looks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingWords {
    /// Widest heading, in characters.
    pub max_width: usize,
    /// Beginnings that only headings have.
    pub starts: Vec<String>,
    /// Beginnings that no heading has.
    pub not_starts: Vec<String>,
}

impl Layout {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "layout.toml";

    /// Loads and checks the table.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        parse_toml(Self::FILE, &source.text(Self::FILE)?)
    }
}
