//! Digits that are no amounts by their shape: 2023-05-06, 10:17, 0591-87654321, 4+1, A3, 4S.

use crate::extract::numbers::char_at;
use crate::model::{Reason, Span};

/// What the digits at byte `start` are, when their shape alone says that they are no amount.
pub(super) fn digits(text: &str, start: usize, floor: usize) -> Option<(Span, Reason)> {
    let before = text[floor..start].chars().next_back();
    let rest = &text[start..];
    let bytes = rest.as_bytes();
    let n = run(bytes, 0);
    let passed = |length: usize, reason| Some((Span::new(start, start + length), reason));
    if let Some(length) = telephone(rest, n) {
        return passed(length, Reason::Telephone);
    }
    if let Some(length) = date(bytes, n) {
        return passed(length, Reason::Date);
    }
    if let Some(length) = clock(rest, n) {
        return passed(length, Reason::ClockTime);
    }
    if matches!(before, Some('+' | '＋')) || combination(&rest[n..]) {
        return passed(combined(rest, n), Reason::Slogan);
    }
    if before.is_some_and(|c| c.is_ascii_alphabetic()) && !counted_after_word(text, floor, start, n) {
        return passed(name(rest, n), Reason::Name);
    }
    None
}

/// How many digits stand at `at`.
fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// 0591-87654321, 13912345678, 400-123-4567.
fn telephone(rest: &str, n: usize) -> Option<usize> {
    let bytes = rest.as_bytes();
    let dash = matches!(bytes.get(n), Some(b'-'));
    let second = if dash { run(bytes, n + 1) } else { 0 };
    match n {
        3 | 4 if dash && bytes[0] == b'0' && (7..=8).contains(&second) => Some(n + 1 + second),
        3 if dash && (rest.starts_with("400") || rest.starts_with("800")) && second >= 3 => {
            let third = if bytes.get(n + 1 + second) == Some(&b'-') { 1 + run(bytes, n + 2 + second) } else { 0 };
            Some(n + 1 + second + third)
        }
        11 if bytes[0] == b'1' && matches!(bytes[1], b'3'..=b'9') && !rest[n..].starts_with(['元', '人', '吨']) => {
            Some(n)
        }
        3..=5 if ["热线", "专线", "急救", "客服"].iter().any(|word| rest[n..].starts_with(word)) => Some(n),
        _ => None,
    }
}

/// 2023-05-06, 2023/5, 2023.5.6, 3·15, 12·4.
fn date(bytes: &[u8], n: usize) -> Option<usize> {
    if bytes[n..].starts_with("·".as_bytes()) && n <= 2 {
        let day = run(bytes, n + "·".len());
        return (1..=2).contains(&day).then_some(n + "·".len() + day);
    }
    let separator = *bytes.get(n)?;
    let is_year = n == 4 && (bytes.starts_with(b"19") || bytes.starts_with(b"20"));
    if !is_year || !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let month = run(bytes, n + 1);
    let after_month = n + 1 + month;
    let day = if bytes.get(after_month) == Some(&separator) { run(bytes, after_month + 1) } else { 0 };
    match (month, day) {
        (1..=2, 1..=2) => Some(after_month + 1 + day),
        (1..=2, 0) if separator != b'.' && bytes[n + 1] <= b'1' => Some(after_month),
        _ => None,
    }
}

/// 10:17, 10：17:30. A full-width colon needs an hour and two digits as well.
fn clock(rest: &str, n: usize) -> Option<usize> {
    if n > 2 || rest[..n].parse::<u8>().ok()? > 24 {
        return None;
    }
    let mut end = n;
    for _ in 0..2 {
        let Some(colon) = char_at(rest, end).filter(|c| matches!(c, ':' | '：' | '∶')) else { break };
        let at = end + colon.len_utf8();
        if run(rest.as_bytes(), at) != 2 || rest.as_bytes()[at] > b'5' {
            break;
        }
        end = at + 2;
    }
    (end > n).then_some(end)
}

/// 2/3: its parts, and where it ends. 9/10 and 5/12 are rather dates or scores.
pub(super) fn slash_fraction(rest: &str) -> Option<(u8, u8, usize)> {
    let bytes = rest.as_bytes();
    let (&[over, b'/', under], after) = (bytes.first_chunk::<3>()?, bytes.get(3)) else { return None };
    let is_whole = after.is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'/');
    let is_fraction = over.is_ascii_digit() && under.is_ascii_digit() && b'0' < over && over < under && is_whole;
    is_fraction.then(|| (over - b'0', under - b'0', 3))
}

/// Whether digits are followed by + and more: 4+1, 1+N, 3+X.
fn combination(after: &str) -> bool {
    after
        .strip_prefix(['+', '＋'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphabetic()))
}

/// How far 1+6+N reaches.
fn combined(rest: &str, n: usize) -> usize {
    let mut end = n;
    while let Some(plus) = char_at(rest, end).filter(|c| matches!(c, '+' | '＋')) {
        let at = end + plus.len_utf8();
        let length = rest[at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 {
            break;
        }
        end = at + length;
    }
    end
}

/// Whether digits after Latin letters are counted all the same: 开通APP3个.
fn counted_after_word(text: &str, floor: usize, start: usize, n: usize) -> bool {
    let letters = text[floor..start].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    letters > 1 && text[start + n..].starts_with(['个', '名', '家', '件', '次', '场', '人', '条', '项', '期', '篇'])
}

/// How far a name such as G312 or A3 reaches.
fn name(rest: &str, n: usize) -> usize {
    let more = rest[n..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')).count();
    n + more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_small_proper_fractions_are_read() {
        assert_eq!(slash_fraction("2/3的委员"), Some((2, 3, 3)));
        assert_eq!(slash_fraction("0/ "), None);
        assert_eq!(slash_fraction("5/12"), None);
        assert_eq!(slash_fraction("3/2"), None);
    }

    #[test]
    fn shapes_that_are_no_amounts() {
        let shape = |text: &'static str| digits(text, 0, 0).map(|(span, reason)| (span.of(text), reason));
        assert_eq!(shape("2023-05-06发布"), Some(("2023-05-06", Reason::Date)));
        assert_eq!(shape("0591-87654321"), Some(("0591-87654321", Reason::Telephone)));
        assert_eq!(shape("10:17"), Some(("10:17", Reason::ClockTime)));
        assert_eq!(shape("1+N模式"), Some(("1+N", Reason::Slogan)));
        assert_eq!(shape("10件"), None);
        assert_eq!(shape("10-15件"), None);
    }
}
