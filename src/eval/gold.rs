//! The two sides: what two readers wrote down, and what a program said. JSON Lines, one object each.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::model::Record;

/// A gold set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gold {
    /// Numbers.
    pub facts: Vec<GoldFact>,
    /// Named things.
    pub platforms: Vec<GoldPlatform>,
    /// Ways of working.
    pub practices: Vec<GoldPractice>,
}

/// A fact that two readers agreed on; the fields are those of the annotation guideline.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the guideline defines every field")]
pub struct GoldFact {
    pub doc: String,
    pub quote: String,
    pub number: String,
    pub value: f64,
    #[serde(default)]
    pub value_max: Option<f64>,
    pub bound: String,
    #[serde(default)]
    pub unit: Option<String>,
    pub metric: String,
    #[serde(default)]
    pub region: Option<String>,
    #[serde(default)]
    pub year: Option<i64>,
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    pub optional: bool,
}

/// A platform of the gold set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the guideline defines every field")]
pub struct GoldPlatform {
    pub doc: String,
    #[serde(default)]
    pub quote: String,
    pub name: String,
    #[serde(default)]
    pub core: Option<String>,
    #[serde(default)]
    pub region: Option<String>,
    #[serde(default)]
    pub optional: bool,
}

/// A practice of the gold set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the guideline defines every field")]
pub struct GoldPractice {
    pub doc: String,
    #[serde(default)]
    pub region: Option<String>,
    pub practice: String,
    #[serde(default)]
    pub quote: String,
    #[serde(default)]
    pub optional: bool,
}

/// What a program extracted. Fields that scoring does not need may be missing, so that other programs can be scored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// Numbers.
    pub facts: Vec<SaidFact>,
    /// Named things.
    pub platforms: Vec<SaidPlatform>,
    /// Ways of working.
    pub practices: Vec<SaidPractice>,
}

/// An extracted fact.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the record format defines every field")]
pub struct SaidFact {
    pub doc: String,
    pub start: u32,
    pub end: u32,
    pub number: String,
    pub value: Option<f64>,
    pub value_max: Option<f64>,
    pub bound: Option<String>,
    pub unit: Option<String>,
    pub metric: Option<String>,
    pub region: Option<String>,
    pub year: Option<i64>,
    pub status: Option<String>,
    pub quote: String,
    pub rule: String,
    pub confidence: Option<f64>,
}

/// An extracted platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the record format defines every field")]
pub struct SaidPlatform {
    pub doc: String,
    pub start: u32,
    pub end: u32,
    pub name: String,
    pub core: Option<String>,
    pub region: Option<String>,
    pub quote: String,
}

/// An extracted practice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the record format defines every field")]
pub struct SaidPractice {
    pub doc: String,
    pub start: u32,
    pub end: u32,
    pub practice: String,
    pub region: Option<String>,
    pub quote: String,
}

impl Gold {
    /// Reads `PREFIX.facts.jsonl`, `PREFIX.platforms.jsonl` and `PREFIX.practices.jsonl`; each may be missing.
    ///
    /// # Errors
    /// When all three are missing, or a line is not what the guideline says.
    pub fn read(prefix: &Path) -> Result<Self> {
        let path = |part: &str| {
            let mut name = prefix.as_os_str().to_owned();
            name.push(part);
            std::path::PathBuf::from(name)
        };
        let paths = [path(".facts.jsonl"), path(".platforms.jsonl"), path(".practices.jsonl")];
        if paths.iter().all(|path| !path.exists()) {
            return Err(Error::Request(format!(
                "no gold set at {}: expected {} beside .platforms.jsonl and .practices.jsonl",
                prefix.display(),
                paths[0].display(),
            )));
        }
        let [facts, platforms, practices] = &paths;
        Ok(Self { facts: read(facts)?, platforms: read(platforms)?, practices: read(practices)? })
    }

    /// Reads the three parts from text.
    pub fn parse(facts: &str, platforms: &str, practices: &str) -> Result<Self> {
        Ok(Self {
            facts: lines("facts", facts)?,
            platforms: lines("platforms", platforms)?,
            practices: lines("practices", practices)?,
        })
    }

    /// Every report that some part mentions, in order.
    pub fn docs(&self) -> std::collections::BTreeSet<&str> {
        let facts = self.facts.iter().map(|fact| fact.doc.as_str());
        let platforms = self.platforms.iter().map(|platform| platform.doc.as_str());
        facts.chain(platforms).chain(self.practices.iter().map(|practice| practice.doc.as_str())).collect()
    }
}

impl Said {
    /// Reads a JSON Lines file of records; kinds that are not scored are passed over.
    pub fn read(path: &Path) -> Result<Self> {
        Self::from_values(lines(&path.display().to_string(), &fs_err::read_to_string(path)?)?)
    }

    /// Takes records as the program has them.
    pub fn from_records<'a>(records: impl IntoIterator<Item = &'a Record>) -> Result<Self> {
        let values = records.into_iter().map(serde_json::to_value);
        Self::from_values(values.collect::<serde_json::Result<_>>()?)
    }

    fn from_values(values: Vec<serde_json::Value>) -> Result<Self> {
        let mut said = Self::default();
        for value in values {
            match value.get("kind").and_then(serde_json::Value::as_str) {
                Some("fact") => said.facts.push(serde_json::from_value(value)?),
                Some("platform") => said.platforms.push(serde_json::from_value(value)?),
                Some("practice") => said.practices.push(serde_json::from_value(value)?),
                _ => {}
            }
        }
        Ok(said)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    if path.exists() { lines(&path.display().to_string(), &fs_err::read_to_string(path)?) } else { Ok(Vec::new()) }
}

fn lines<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>> {
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(n, line)| {
        serde_json::from_str(line).map_err(|error| Error::Request(format!("{name}:{}: {error}", n + 1)))
    })
    .collect()
}
