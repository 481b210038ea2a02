//! Clauses: the stretches between commas and stronger marks, the reach of most cue words.

use crate::dictionary::is_clause_mark;
use crate::model::Span;

/// Longest clause that is looked at to either side, in characters: a report without marks stays fast.
const LONGEST: usize = 200;

/// The clause that holds the byte `at`, its final mark left out; looked for inside `within` only.
pub(crate) fn clause_at(text: &str, within: Span, at: usize) -> Span {
    let at = at.clamp(within.start, within.end);
    let mut start = at;
    for (place, char) in text[within.start..at].char_indices().rev().take(LONGEST) {
        if is_clause_mark(char) {
            break;
        }
        start = within.start + place;
    }
    let mut end = at;
    for char in text[at..within.end].chars().take(LONGEST) {
        if is_clause_mark(char) {
            break;
        }
        end += char.len_utf8();
    }
    Span::new(start, end)
}
