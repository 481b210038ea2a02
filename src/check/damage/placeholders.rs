//! Numbers that were never filled in: ×件, XX余条, ___次, “＊”个.

use super::{Sign, examples};
use crate::dictionary::Placeholder;
use crate::model::{ProblemCode, Span};

/// Whether marks stand before units where numbers should.
pub(super) fn find(text: &str, words: &Placeholder) -> Option<Sign> {
    let mut places = Vec::new();
    let mut singles = Vec::new();
    let is_mark = |c: char| words.marks.contains(c) || words.repeated.contains(c);
    let mut at = 0;
    while let Some(start) = text[at..].find(is_mark).map(|found| at + found) {
        let run = text[start..].find(|c| !is_mark(c)).map_or(text.len(), |end| start + end);
        at = run;
        let before = text[..start].chars().next_back();
        let outer = before.filter(|c| matches!(c, '“' | '（' | ' ')).map_or(start, |c| start - c.len_utf8());
        let before = text[..outer].chars().next_back();
        let Some(end) = unit_behind(&text[run..], words).map(|len| run + len) else { continue };
        let is_word = before.is_some_and(|c| c.is_ascii_alphanumeric() || words.unless_before.contains(c));
        let is_year = text[run..].starts_with('年') && text[start..run].chars().count() > 1;
        if is_word && !is_year {
            continue;
        }
        let marks = text[start..run].chars();
        if marks.clone().any(|c| words.marks.contains(c)) || marks.count() > 1 {
            places.push(Span::new(start, end));
        } else {
            singles.push(Span::new(start, end));
        }
    }
    if singles.len() >= words.least || !places.is_empty() {
        places.append(&mut singles);
    }
    places.sort_by_key(|place| place.start);
    if places.is_empty() {
        return None;
    }
    let message = format!(
        "应填数字的地方是占位符，共 {} 处，如{}；这些地方没有数字可取，请换用定稿",
        places.len(),
        examples(text, &places)
    );
    Some(Sign { code: ProblemCode::Placeholder, message, places })
}

/// How many bytes of `rest` are a unit, with what may stand before it.
fn unit_behind(rest: &str, words: &Placeholder) -> Option<usize> {
    let mut unit = rest;
    while let Some(shorter) = words.between.iter().find_map(|word| unit.strip_prefix(word.as_str())) {
        unit = shorter;
    }
    let found = words.units.iter().find(|word| unit.starts_with(word.as_str()))?;
    Some(rest.len() - unit.len() + found.len())
}
