//! Sets of characters.

use serde::Deserialize;

/// How many characters the basic plane has.
const BASIC_PLANE: usize = 0x1_0000;

/// A set of characters that is asked about for every character of every report: one bit for each character of the basic
/// plane, and a list of those beyond it.
///
/// # Examples
/// ```
/// use tongjian::model::CharSet;
/// let marks: CharSet = "×＊".chars().collect();
/// assert!(marks.contains('×') && !marks.contains('件'));
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<char>")]
pub struct CharSet {
    basic: Vec<u64>,
    beyond: Vec<char>,
}

impl CharSet {
    /// Whether a character is in the set.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        let code = c as usize;
        match self.basic.get(code / 64) {
            Some(bits) => bits >> (code % 64) & 1 == 1,
            None => self.beyond.contains(&c),
        }
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut set = Self { basic: vec![0; BASIC_PLANE / 64], beyond: Vec::new() };
        for c in chars {
            match set.basic.get_mut(c as usize / 64) {
                Some(bits) => *bits |= 1 << (c as usize % 64),
                None => set.beyond.push(c),
            }
        }
        set
    }
}

impl From<Vec<char>> for CharSet {
    fn from(chars: Vec<char>) -> Self {
        chars.into_iter().collect()
    }
}

/// Whether it is one of the Chinese characters that nearly all of a report consists of (CJK Unified Ideographs and their
/// Extension A): letters without case, for which Unicode's tables need not be asked.
pub const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::{CharSet, is_ideograph};

    #[test]
    fn ideographs_are_letters_without_case() {
        for c in ('\0'..=char::MAX).filter(|c| is_ideograph(*c)) {
            assert!(c.is_alphanumeric() && c.to_lowercase().eq([c]), "{c:?}");
        }
    }

    #[test]
    fn characters_beyond_the_basic_plane_count_too() {
        let set: CharSet = "甲𠮷".chars().collect();
        assert!(set.contains('甲') && set.contains('𠮷'));
        assert!(!set.contains('乙') && !set.contains('𠮶') && !CharSet::default().contains('甲'));
    }
}
