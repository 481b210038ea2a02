//! `checks.toml`: words by which the numbers of one report are worked out from each other.

use serde::Deserialize;

use super::source::{DictionarySource, parse_toml};
use crate::error::Result;

/// Words of sums, shares and rates.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// Words that make a number the sum of the list before it.
    pub sums: Vec<String>,
    /// What may stand before such a word.
    pub marks: Vec<String>,
    /// Words that make a list the whole of the number before it.
    pub shares: Vec<String>,
    /// Words before a list that may be the parts of the number before it.
    pub lists: Vec<String>,
    /// Joints of a list.
    pub joints: Vec<String>,
    /// Words that set a number apart from its list.
    pub apart: Vec<String>,
    /// Units that count alike.
    pub alike: Vec<Vec<String>>,
    /// What happened to a part of the things: 立案 of 立案率.
    pub rates: Vec<String>,
    /// Words before a percentage that make the number before it the part.
    pub portions: Vec<String>,
    /// Words that name a whole which the sentence does not state.
    pub elsewhere: Vec<String>,
    /// How far a percentage may lie off beside its rounding, in hundredths of a point.
    pub slack: i64,
    /// Words that say that a number takes in everything.
    pub whole: Vec<String>,
    /// Words that say nothing of what is counted.
    pub empty: Vec<String>,
    /// Fewest characters that name a thing.
    pub least_words: usize,
}

impl Checks {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "checks.toml";

    /// Loads the table.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        let mut table: Self = parse_toml(Self::FILE, &source.text(Self::FILE)?)?;
        // Longer words first, so that a prefix never hides a longer word.
        for words in [&mut table.sums, &mut table.portions, &mut table.empty] {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        Ok(table)
    }

    /// Whether two units count alike: the same one, or 人 and 名.
    pub fn are_alike(&self, one: &str, other: &str) -> bool {
        one == other
            || self.alike.iter().any(|set| set.iter().any(|unit| unit == one) && set.iter().any(|unit| unit == other))
    }
}
