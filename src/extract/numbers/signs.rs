//! The characters that numerals are written with.

/// What a character means inside a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// 0–9, half or full width.
    Digit(u8),
    /// 〇 to 九, 两, and the financial forms.
    Han(u8),
    /// 十, 百, 千.
    Small(u16),
    /// 廿, 卅.
    Twenty(u8),
    /// 万, 亿.
    Big(u32),
    /// 几, 数.
    Several,
}

/// The meaning of `c` inside a numeral, if it has one.
pub(crate) const fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '0'..='9' => Sign::Digit(c as u8 - b'0'),
        '０' => Sign::Digit(0),
        '１' => Sign::Digit(1),
        '２' => Sign::Digit(2),
        '３' => Sign::Digit(3),
        '４' => Sign::Digit(4),
        '５' => Sign::Digit(5),
        '６' => Sign::Digit(6),
        '７' => Sign::Digit(7),
        '８' => Sign::Digit(8),
        '９' => Sign::Digit(9),
        '零' | '〇' | '○' => Sign::Han(0),
        '一' | '壹' | '弌' => Sign::Han(1),
        '二' | '两' | '兩' | '贰' | '貳' | '弍' => Sign::Han(2),
        '三' | '叁' | '叄' => Sign::Han(3),
        '四' | '肆' => Sign::Han(4),
        '五' | '伍' => Sign::Han(5),
        '六' | '陆' | '陸' => Sign::Han(6),
        '七' | '柒' => Sign::Han(7),
        '八' | '捌' => Sign::Han(8),
        '九' | '玖' => Sign::Han(9),
        '十' | '拾' => Sign::Small(10),
        '百' | '佰' => Sign::Small(100),
        '千' | '仟' => Sign::Small(1000),
        '廿' => Sign::Twenty(20),
        '卅' => Sign::Twenty(30),
        '万' | '萬' => Sign::Big(10_000),
        '亿' | '億' => Sign::Big(100_000_000),
        '几' | '幾' | '数' | '數' => Sign::Several,
        _ => return None,
    })
}

/// Whether two Chinese digits said together are a range: 两三, 三五.
pub(super) const fn is_range(first: u8, second: u8) -> bool {
    first > 0 && (second == first + 1 || first == 3 && second == 5)
}

/// The character that begins at byte `at`.
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The byte after one white space at `at`, or `at` itself: `23 个`, and a line break that cleaning left behind.
pub(crate) fn past_gap(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    match bytes.get(at) {
        Some(b' ' | b'\n' | b'\t') => at + 1,
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at + 2,
        Some(0xC2) if bytes.get(at + 1) == Some(&0xA0) => at + 2,
        Some(0xE3) if bytes[at..].starts_with("\u{3000}".as_bytes()) => at + 3,
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_are_ranges() {
        assert!(is_range(2, 3) && is_range(8, 9) && is_range(3, 5));
        assert!(!is_range(8, 1) && !is_range(0, 1) && !is_range(5, 5));
    }

    #[test]
    fn one_white_space_is_passed() {
        assert_eq!(past_gap("3 个", 1), 2);
        assert_eq!(past_gap("3\u{3000}个", 1), 4);
        assert_eq!(past_gap("3\u{a0}个", 1), 3);
        assert_eq!(past_gap("3\r\n个", 1), 3);
        assert_eq!(past_gap("3个", 1), 1);
        assert_eq!(past_gap("3", 1), 1);
    }
}
