//! Clauses: the stretches between commas and stronger marks, the reach of most cue words.

use crate::dictionary::{is_clause_mark, is_sentence_mark};
use crate::model::Span;

/// The clause that holds the byte `at`, its final mark left out; looked for inside `within` only.
pub(crate) fn clause_at(text: &str, within: Span, at: usize) -> Span {
    stretch_at(text, within, at, is_clause_mark)
}

/// The half-sentence (between ；。！？) that holds the byte `at`, its final mark left out.
pub(crate) fn half_sentence_at(text: &str, within: Span, at: usize) -> Span {
    stretch_at(text, within, at, is_sentence_mark)
}

fn stretch_at(text: &str, within: Span, at: usize, mark: fn(char) -> bool) -> Span {
    let start = text[within.start..at].char_indices().rev().find(|&(_, char)| mark(char));
    let start = start.map_or(within.start, |(place, char)| within.start + place + char.len_utf8());
    let end = text[at..within.end].char_indices().find(|&(_, char)| mark(char));
    Span::new(start, end.map_or(within.end, |(place, _)| at + place))
}
