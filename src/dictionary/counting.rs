//! `counting.toml`: how a number is tied to what it counts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::metrics::Metrics;
use super::source::{DictionarySource, fault, line_of, parse_toml};
use super::units::Dimension;
use crate::error::Result;

/// Words around numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counting {
    /// Words that end the noun phrase behind a number.
    pub phrase_ends: Lexicon,
    /// Words between a comma and a number that carry no noun.
    pub fillers: Lexicon,
    /// Words that make a number a part of the one before it.
    pub parts: Lexicon,
    /// Words before a number that only say of what kind the things are: 经济方面26件.
    pub kinds: Vec<String>,
    /// Families whose total a number that names only the kind takes up, in the paragraph or some lines before it.
    pub kind_families: Vec<String>,
    /// The units of such numbers.
    pub kind_units: Vec<String>,
    /// Words that say a stock has grown.
    pub growth: Lexicon,
    /// Words that say a stock exists.
    pub standing: Lexicon,
    /// Words that join nouns to numbers one by one.
    pub respectively: Vec<String>,
    /// Words that make a number the sum of those before it.
    pub sums: Vec<String>,
    /// Families whose nouns a later sentence may leave out.
    pub recalled_families: Vec<String>,
    /// Families of metrics whose words only modify what follows them in a list.
    pub modifying_families: Vec<String>,
    /// Verbs that leave the noun out: 今年已办五十场.
    pub light_verbs: Lexicon,
    /// Verbs that may follow a number without a noun: 15期得到批示.
    pub predicates: Lexicon,
    /// What a verb says of a noun that no pattern knows.
    pub unnamed: Vec<Unnamed>,
    /// The metric for a unit where no other word decides.
    pub fallback_unit: BTreeMap<String, String>,
    /// The metric for a dimension where no other word decides, as `units.toml` names it.
    pub fallback: BTreeMap<Dimension, String>,
}

/// What a verb and a unit say of a noun that no pattern knows: 组织跨村联谊6场 is an event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unnamed {
    /// One of them stands before the number.
    pub verbs: Vec<String>,
    /// The units that fit.
    pub units: Vec<String>,
    /// The metric.
    pub metric: String,
}

impl Counting {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "counting.toml";

    /// Loads the table and checks that its metrics exist.
    pub(super) fn load(source: &DictionarySource, metrics: &Metrics) -> Result<Self> {
        let text = source.text(Self::FILE)?;
        let table: Self = parse_toml(Self::FILE, &text)?;
        for metric in table.metrics() {
            if metrics.named(metric).is_none() {
                return Err(fault(Self::FILE, line_of(&text, metric), format!("no metric {metric} in metrics.toml")));
            }
        }
        Ok(table)
    }

    /// Every metric that the table names.
    fn metrics(&self) -> impl Iterator<Item = &String> {
        let unnamed = self.unnamed.iter().map(|entry| &entry.metric);
        self.fallback.values().chain(self.fallback_unit.values()).chain(unnamed)
    }
}
