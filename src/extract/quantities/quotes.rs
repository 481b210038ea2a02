//! Quoted names and titles: stretches in which numbers are no facts.

use crate::extract::numbers::char_at;
use crate::model::Reason;

/// Longest quotation, in characters, that can be a name; longer ones are what somebody said.
const LONGEST_NAME: usize = 24;
/// How far a closing mark is looked for, in characters: longer than any title that occurs.
const REACH: usize = 160;

/// What an opening mark at byte `at` begins.
pub(super) struct Quotation {
    /// The byte of its closing mark.
    pub(super) end: usize,
    /// Why numbers inside are no facts; `None` where the quotation is speech.
    pub(super) reason: Option<Reason>,
}

/// The closing mark of an opening one.
pub(super) const fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        '"' => '"',
        _ => return None,
    })
}

/// The quotation that `open` at byte `at` begins, if it ends on the same line and within reach.
pub(super) fn quotation(text: &str, at: usize, open: char) -> Option<Quotation> {
    let close = closing(open)?;
    let (mut here, mut depth, mut n_chars, mut is_speech) = (at + open.len_utf8(), 0, 0, false);
    while let Some(c) = char_at(text, here) {
        if c == close {
            if depth == 0 {
                let is_title = matches!(open, '《' | '〈');
                let reason = if is_title {
                    Some(Reason::Title)
                } else {
                    (!is_speech && n_chars <= LONGEST_NAME).then_some(Reason::Name)
                };
                return Some(Quotation { end: here, reason });
            }
            depth -= 1;
        } else if c == open {
            depth += 1;
        } else if is_sentence_mark(text, here, c) {
            is_speech = true;
        } else if c == '\n' && !matches!(open, '《' | '“') {
            return None;
        }
        n_chars += 1;
        if n_chars > REACH {
            return None;
        }
        here += c.len_utf8();
    }
    None
}

/// Whether the mark at byte `at` divides sentences or clauses; half-width in reports that are typed so.
fn is_sentence_mark(text: &str, at: usize, c: char) -> bool {
    match c {
        '。' | '！' | '？' | '；' | '，' | '：' | '!' | '?' | ';' => true,
        ',' | ':' => !char_at(text, at + 1).is_some_and(|next| next.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    #[expect(clippy::option_option, reason = "no quotation, a quotation that is no name, and one that is")]
    fn check(text: &str, expected: Option<Option<Reason>>) {
        let open = text.chars().next().expect("a mark");
        assert_eq!(quotation(text, 0, open).map(|quotation| quotation.reason), expected);
    }

    #[test]
    fn names_titles_and_speech() {
        check("“1363”机制", Some(Some(Reason::Name)));
        check("《2024年20件实事清单》", Some(Some(Reason::Title)));
        check("“我们走访了30户，解决12件”", Some(None));
        check("“‘两个薄弱’问题”", Some(Some(Reason::Name)));
        check("“没有结尾", None);
    }
}
