//! Traditional characters.

use std::collections::HashMap;

/// Traditional characters and the simplified ones that stand for them.
///
/// Used only for a report that is written in traditional characters: several of them (著, 乾, 於) are ordinary
/// characters of simplified text.
#[derive(Debug, Clone, Default)]
pub struct Traditional {
    simplified: HashMap<char, char>,
    /// One bit for each character of the basic plane, set where it is a traditional one: every character of every
    /// report is asked for.
    is_one: Vec<u64>,
}

/// How many characters the basic plane has.
const BASIC_PLANE: usize = 0x1_0000;
/// A report is written in traditional characters when at least one in this many of its Han characters is one.
const ONE_IN: usize = 20;

impl Traditional {
    /// A table of pairs, traditional first.
    pub fn new(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        let simplified: HashMap<char, char> = pairs.into_iter().collect();
        let mut is_one = vec![0; BASIC_PLANE / 64];
        for code in simplified.keys().map(|c| *c as usize).filter(|code| *code < BASIC_PLANE) {
            is_one[code / 64] |= 1 << (code % 64);
        }
        Self { simplified, is_one }
    }

    /// The simplified character that stands for a traditional one.
    pub fn simplified(&self, traditional: char) -> Option<char> {
        self.simplified.get(&traditional).copied()
    }

    fn holds(&self, c: char) -> bool {
        let code = c as usize;
        match self.is_one.get(code / 64) {
            Some(bits) => bits >> (code % 64) & 1 == 1,
            None => self.simplified.contains_key(&c),
        }
    }

    /// Whether a report is written in traditional characters.
    pub fn is_written_in(&self, report: &str) -> bool {
        let mut han = 0_usize;
        let mut traditional = 0_usize;
        for c in report.chars().filter(|c| *c >= '\u{3400}') {
            han += 1;
            traditional += usize::from(self.holds(c));
        }
        traditional > 0 && traditional * ONE_IN >= han
    }
}
