//! `damage.toml`: signs that a copy of a report is damaged.

use serde::{Deserialize, Deserializer};

use super::lexicon::Lexicon;
use super::source::{DictionarySource, parse_toml};
use crate::error::Result;
use crate::model::CharSet;

/// Signs of damage, by kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Damage {
    /// Numbers are gone.
    pub stripped: Stripped,
    /// Numbers were never there.
    pub placeholder: Placeholder,
    /// Text is not what it was.
    pub garbled: Garbled,
}

/// How stripped numbers show: 提案件，占%.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stripped {
    /// Words that no whole text holds.
    pub strong: Lexicon,
    /// 余 with a unit.
    pub approximate: Lexicon,
    /// Characters that form a word with 余.
    pub rest: Vec<String>,
    /// Words behind which a number is missing where a unit follows.
    pub before: Lexicon,
    /// Units.
    pub units: Lexicon,
    /// Longer words that begin like a unit.
    pub not_followed: Lexicon,
    /// Words that begin like one of `not_followed` and still are signs.
    pub followed: Lexicon,
    /// How many signs it takes.
    pub least: usize,
}

/// How numbers that were never filled in show: ×件.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholder {
    /// Marks of which one is enough.
    pub marks: CharSet,
    /// Marks of which it takes two in a row.
    pub repeated: CharSet,
    /// What may stand between mark and unit.
    pub between: Vec<String>,
    /// Units.
    pub units: Vec<String>,
    /// Characters before a mark that give it another meaning.
    pub unless_before: CharSet,
    /// How often a single one of `repeated` must occur.
    pub least: usize,
}

/// How text shows that it was read wrongly.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Garbled {
    /// What lost characters turn into.
    pub words: Lexicon,
    /// Characters that misread Chinese is made of.
    #[serde(deserialize_with = "characters")]
    pub misread: CharSet,
    /// How many of them it takes.
    pub least_misread: usize,
    /// One for so many characters of the text.
    pub misread_one_in: usize,
    /// How many lost characters it takes.
    pub least_lost: usize,
    /// A run of accented letters and signs that is enough by itself, in characters.
    pub long_run: usize,
    /// A run that counts.
    pub run: usize,
    /// How many runs it takes.
    pub least_runs: usize,
    /// Hundredths of the text that must stand twice.
    pub doubled_share: usize,
    /// Shortest sentence that counts, in characters.
    pub sentence: usize,
    /// How many doubled sentences it takes.
    pub least_sentences: usize,
}

/// The characters of a string.
fn characters<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<CharSet, D::Error> {
    Ok(String::deserialize(deserializer)?.chars().collect())
}

impl Damage {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "damage.toml";

    /// Loads the table.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        parse_toml(Self::FILE, &source.text(Self::FILE)?)
    }
}
