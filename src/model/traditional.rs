//! Traditional characters.

use std::collections::HashMap;

use super::CharSet;

/// Traditional characters and the simplified ones that stand for them.
///
/// Used only for a report that is written in traditional characters: several of them (著, 乾, 於) are ordinary
/// characters of simplified text.
#[derive(Debug, Clone, Default)]
pub struct Traditional {
    simplified: HashMap<char, char>,
    /// All traditional ones.
    all: CharSet,
}

/// A report is written in traditional characters when at least one in this many of its Han characters is one.
const ONE_IN: usize = 20;

impl Traditional {
    /// A table of pairs, traditional first.
    pub fn new(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        let simplified: HashMap<char, char> = pairs.into_iter().collect();
        let all = simplified.keys().copied().collect();
        Self { simplified, all }
    }

    /// The simplified character that stands for a traditional one.
    pub fn simplified(&self, traditional: char) -> Option<char> {
        self.simplified.get(&traditional).copied()
    }

    /// Whether a report is written in traditional characters.
    pub fn is_written_in(&self, report: &str) -> bool {
        let mut han = 0_usize;
        let mut traditional = 0_usize;
        for c in report.chars().filter(|c| *c >= '\u{3400}') {
            han += 1;
            traditional += usize::from(self.all.contains(c));
        }
        traditional > 0 && traditional * ONE_IN >= han
    }
}
