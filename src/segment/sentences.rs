//! Sentences of a line.

use crate::model::Span;

/// The sentences of the line at `line`, final marks and closing quotation marks included.
///
/// A mark inside quotation marks or brackets ends no sentence unless the quotation ends with it: in
/// `“组织小，容易组织。”他说` the sentence goes on.
pub(super) fn sentences(text: &str, line: Span) -> impl Iterator<Item = Span> {
    let mut found = Vec::new();
    let mut start = line.start;
    let mut depth = 0_usize;
    let mut chars = line.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '“' | '（' | '《' | '‘' => depth += 1,
            '”' | '）' | '》' | '’' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let end = line.start + at + c.len_utf8();
        let closes = matches!(c, '。' | '！' | '？');
        let quoted_end = closes && depth == 1 && chars.peek().is_some_and(|(_, next)| matches!(next, '”' | '）'));
        if quoted_end {
            // 。” ends the sentence behind the closing mark, unless words such as 他说 follow.
            if let Some((at, next)) = chars.next() {
                depth = 0;
                let end = line.start + at + next.len_utf8();
                if !chars.peek().is_some_and(|(_, c)| matches!(c, '，' | '、' | '”')) {
                    found.push(Span::new(start, end));
                    start = end;
                }
            }
        } else if closes && (depth == 0 || end - start > MAX_QUOTED) || is_too_long(end - start, c) {
            depth = 0;
            found.push(Span::new(start, end));
            start = end;
        }
    }
    if start < line.end {
        found.push(Span::new(start, line.end));
    }
    found.into_iter().map(move |span| trimmed(text, span)).filter(|span| !span.is_empty())
}

/// Bytes after which an unclosed quotation no longer keeps sentences together: damaged text often lacks the closing
/// mark, and a whole report must not become one sentence.
const MAX_QUOTED: usize = 600;

/// Bytes after which a sentence ends at the next comma, and after twice as many anywhere: the longest sentences of real
/// reports stay below it, and a file without a full stop must not become one sentence of megabytes, as each number is
/// held against the words of its whole sentence.
const LONGEST: usize = 3000;

fn is_too_long(length: usize, c: char) -> bool {
    length > 2 * LONGEST || length > LONGEST && matches!(c, '，' | '；' | '、' | ' ')
}

fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, sentences};
    use crate::model::Span;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let found: Vec<_> = sentences(line, Span::new(0, line.len())).map(|span| span.of(line)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_at_full_stops_outside_quotations() {
        check("开展协商3场。收集建议5条；办结4件。", &["开展协商3场。", "收集建议5条；办结4件。"]);
        check("以“事前问需。事后问效”为要求。", &["以“事前问需。事后问效”为要求。"]);
        check("居民说：“问题解决了。”大家都满意。", &["居民说：“问题解决了。”", "大家都满意。"]);
        check("协商为民", &["协商为民"]);
    }

    #[test]
    fn a_line_without_full_stops_is_cut_at_commas() {
        let line = "提交提案3件，".repeat(2000);
        let found: Vec<_> = sentences(&line, Span::new(0, line.len())).collect();
        assert!(found.iter().all(|span| span.len() < LONGEST + 40 && span.of(&line).ends_with('，')));
        assert_eq!(found.iter().map(|span| span.len()).sum::<usize>(), line.len());
    }
}
