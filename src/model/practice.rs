//! A way of working that a place uses.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{DocId, RegionCode};

/// The id of a practice in `dictionaries/practices.toml`, such as `reception_day`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PracticeId(Arc<str>);

impl PracticeId {
    /// Wraps an id; whether the ontology knows it is checked where dictionaries are loaded.
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PracticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One practice that a report says a region uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// The report.
    pub doc: DocId,
    /// First character of the words that show it.
    pub start: u32,
    /// One past the last character of the words that show it.
    pub end: u32,
    /// Which practice.
    pub practice: PracticeId,
    /// Who uses it; `None` where the report does not decide it.
    pub region: Option<RegionCode>,
    /// The sentence that shows it.
    pub quote: Arc<str>,
    /// The dictionary term that decided.
    pub rule: Arc<str>,
    /// Where in a file of pages, paragraphs or elements it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<super::FilePlace>,
    /// Other prints of the same article that say the same, by name; only known where reports lie side by side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<DocId>,
    /// What a person said of it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Box<super::Review>>,
}
