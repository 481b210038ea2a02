//! How good extraction is: records against a gold set.
//!
//! What counts as right is defined by the annotation guideline: facts are matched one to one by place, platforms by
//! name, practices by report, region and id; what the gold set marks as optional is neither rewarded nor punished.
//! Reports that the gold set does not mention are passed over.
//!
//! - `gold`: the two sides as they stand in files
//! - `facts`, `names`: matching and counting
//! - `measure`: precision, recall, F1
//! - `layout`: what kind of page a report came from
//! - `breakdown`: the same by metric, region, report and layout; confidence against truth
//! - `corrections`: the same against what people said of records
//! - `gate`: the least that a score may be

mod breakdown;
mod corrections;
mod facts;
mod gate;
mod gold;
mod layout;
mod measure;
mod names;

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "scores are rounded, so they are equal or not")]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

pub use breakdown::{Breakdown, Calibration, ConfidenceBand};
pub use corrections::{CorrectionScores, evaluate_corrections};
pub use facts::{Agreement, FactScores};
pub use gate::{Floor, Gate, Shortfall};
pub use gold::{Gold, GoldFact, GoldPlatform, GoldPractice, Said, SaidFact, SaidPlatform, SaidPractice};
pub use layout::ReportLayout;
pub use measure::Score;

use crate::error::Result;
use crate::model::Squeezed;

/// All scores of one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Facts: found, number, family, fact, and agreement field by field.
    pub facts: FactScores,
    /// Platforms by core and region.
    pub platforms: Score,
    /// Practices by id and region.
    pub practices: Score,
    /// The headline score of facts in smaller groups.
    pub breakdown: Breakdown,
    /// How often a fact of a given confidence has the right metric.
    pub calibration: Calibration,
    /// Every error, facts first, in the order of reports.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
}

/// One error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// What is wrong: `missed`, `invented`, `wrong unit`, `missed platform` ….
    pub what: String,
    /// The report.
    pub doc: String,
    /// The number, name or practice.
    pub subject: String,
    /// What the gold set says; empty where it says nothing.
    pub gold: String,
    /// What was extracted; empty where nothing was.
    pub said: String,
    /// The sentence, with 【】 around the number, name or words where their place is known.
    pub sentence: String,
}

/// Scores what was said against the gold set. `texts` are the decoded texts of the reports by name, `layouts` what kind
/// of page each came from; a report without a layout counts in every score but those by layout.
///
/// # Errors
/// When a report that the gold set mentions is missing, or lacks a quote that the gold set takes from it.
///
/// # Examples
/// ```
/// use std::collections::BTreeMap;
/// use tongjian::eval::{Gold, Said, evaluate};
/// let gold = Gold::parse(
///     r#"{"doc":"a.txt","quote":"提交7件提案","number":"7件","value":7,"value_max":null,"bound":"exact","unit":"件",
///         "item":"提案","metric":"opinion.proposal","region":"350203","year":2024,"status":"done","part_of":null}"#
///         .replace('\n', "").as_str(),
///     "",
///     "",
/// )
/// .unwrap();
/// let texts = BTreeMap::from([("a.txt".to_owned(), "区政协提交7件提案。".to_owned())]);
/// let nothing = evaluate(&texts, &BTreeMap::new(), &gold, &Said::default()).unwrap();
/// assert_eq!((nothing.facts.fact.right, nothing.facts.fact.wanted), (0, 1));
/// assert_eq!(nothing.mistakes[0].sentence, "区政协提交【7件】提案。");
/// ```
pub fn evaluate(
    texts: &BTreeMap<String, String>,
    layouts: &BTreeMap<String, ReportLayout>,
    gold: &Gold,
    said: &Said,
) -> Result<Evaluation> {
    let squeezed: BTreeMap<&str, Squeezed> =
        texts.iter().map(|(doc, text)| (doc.as_str(), Squeezed::new(text))).collect();
    let mut mistakes = Vec::new();
    let pairing = facts::pair(&squeezed, &gold.facts, &said.facts)?;
    let facts = facts::score(&pairing, &squeezed, &mut mistakes);
    let platforms = names::score_platforms(&squeezed, &gold.platforms, &said.platforms, &mut mistakes);
    let practices = names::score_practices(&squeezed, &gold.practices, &said.practices, &mut mistakes);
    let breakdown = Breakdown::of(&pairing, layouts);
    let calibration = Calibration::of(&pairing);
    Ok(Evaluation { facts, platforms, practices, breakdown, calibration, mistakes })
}
