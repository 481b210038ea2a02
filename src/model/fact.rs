//! A number that a report states, bound to what it counts, where, when and how surely.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Bound, Period, RegionCode, json_number};

/// The id of a metric in `dictionaries/metrics.toml`, such as `consultation.micro`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MetricId(Arc<str>);

impl MetricId {
    /// Wraps an id; whether the ontology knows it is checked where dictionaries are loaded.
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the dot: `consultation.micro` → `consultation`.
    pub fn family(&self) -> &str {
        self.0.split('.').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for MetricId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a metric counts what exists or what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// How many exist at a time (建成66个工作室).
    Stock,
    /// How many happened in a period (开展协商32场).
    Flow,
}

/// Whether a statement is about what is, what shall be, or what holds as a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Has happened or stands now.
    Done,
    /// Target or intention: 力争, 计划, 将.
    Plan,
    /// A standing norm: 每月2次.
    Rule,
}

/// Whether a metric counts what was done or what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Work: meetings held, suggestions made, studios built.
    #[default]
    Output,
    /// Its result: problems solved, people served, reports endorsed.
    Outcome,
}

/// What the other numbers of the same report say of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A total, a share or a sum of the report was worked out again and agrees.
    Verified,
    /// It was worked out again and does not agree; a problem of the report says how.
    Violated,
    /// The report gives nothing to work it out from, or only intervals that leave it open.
    #[default]
    NotCheckable,
}

/// One number that a report states, in the fields of the record format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The report.
    pub doc: super::DocId,
    /// First character of the number in the report's decoded text.
    pub start: u32,
    /// One past the last character of the number.
    pub end: u32,
    /// The number expression as written, white space left out: 近13000人.
    pub number: String,
    /// The plain value.
    #[serde(with = "json_number")]
    pub value: Decimal,
    /// The high end of a range or vague number.
    #[serde(with = "json_number::option")]
    pub value_max: Option<Decimal>,
    /// How the words bound the value.
    pub bound: Bound,
    /// Lowest value that the words allow.
    #[serde(with = "json_number::option")]
    pub low: Option<Decimal>,
    /// Highest value that the words allow.
    #[serde(with = "json_number::option")]
    pub high: Option<Decimal>,
    /// The unit as written, magnitude left out; empty where none is written.
    pub unit: String,
    /// The noun phrase that is counted, as written.
    pub item: String,
    /// What the number counts.
    pub metric: MetricId,
    /// Stock or flow.
    pub nature: Nature,
    /// Work or its result.
    #[serde(default)]
    pub effect: Effect,
    /// Whose work the number describes; `None` where the report does not decide it.
    pub region: Option<RegionCode>,
    /// The full name of `region` in the year of the fact.
    pub region_name: Option<String>,
    /// Who acts, as written, where the sentence says so.
    pub actor: Option<String>,
    /// The calendar year that the number refers to, where the report tells.
    pub year: Option<i16>,
    /// The stretch of time, where the report tells.
    pub period: Option<Period>,
    /// Done, planned or a norm.
    pub status: Status,
    /// The `number` of the total that this is stated to be a part of.
    pub part_of: Option<String>,
    /// The sentence that holds the number, white space from hard wraps left out.
    pub quote: Arc<str>,
    /// The dictionary entry or grammar rule that decided the metric.
    pub rule: Arc<str>,
    /// How sure the metric is, 0 to 1.
    pub confidence: f64,
    /// What the report's other numbers say of it.
    #[serde(default)]
    pub check: Verdict,
    /// Where in a file of pages, paragraphs or elements it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<super::FilePlace>,
    /// Other prints of the same article that say the same, by name; only known where reports lie side by side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<super::DocId>,
    /// What a person said of it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Box<super::Review>>,
}
