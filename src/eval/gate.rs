//! The least that a score may be, so that a build can stop when extraction gets worse.

use std::path::Path;
use std::str::FromStr;

use super::{Evaluation, Score};
use crate::error::{Error, Result};

/// A score and its least value: `fact=0.85`, `number.recall=0.9`, `agreement.region=0.95`.
#[derive(Debug, Clone, PartialEq)]
pub struct Floor {
    name: String,
    least: f64,
}

/// A score that is too low.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// The score as it was named.
    pub name: String,
    /// What it must be at least.
    pub least: f64,
    /// What it is.
    pub actual: f64,
}

/// The least values of several scores, as a file holds them.
///
/// One score a line, `name = value`, with the names of [`Floor`]: `fact = 0.93`, `number.recall = 0.9`. Where both
/// `number` and `number.recall` are wanted, the latter is written in quotation marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gate {
    floors: Vec<Floor>,
}

impl Gate {
    /// Reads a file of least values.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or holds a name or value that is none.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(&fs_err::read_to_string(path)?)
            .map_err(|reason| Error::Request(format!("{}: {reason}", path.display())))
    }

    fn parse(text: &str) -> std::result::Result<Self, String> {
        let table: toml::Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let mut gate = Self::default();
        gate.add("", &table)?;
        Ok(gate)
    }

    fn add(&mut self, prefix: &str, table: &toml::Table) -> std::result::Result<(), String> {
        for (name, value) in table {
            let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::Table(parts) => self.add(&name, parts)?,
                value => self.floors.push(format!("{name}={value}").parse()?),
            }
        }
        Ok(())
    }

    /// Every least value.
    pub fn floors(&self) -> &[Floor] {
        &self.floors
    }
}

const NAMES: &str = "found, number, family, fact, platforms, practices (F1, or with .precision or .recall), and metric, \
                     region, year, status or agreement.family (agreement)";

impl FromStr for Floor {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (name, least) =
            text.split_once('=').ok_or_else(|| format!("“{text}” is no NAME=VALUE such as fact=0.85"))?;
        let least = least.trim().parse::<f64>().ok().filter(|least| (0.0..=1.0).contains(least));
        let least = least.ok_or_else(|| format!("“{text}”: expected a value from 0 to 1"))?;
        let floor = Self { name: name.trim().to_owned(), least };
        if pick(&floor.name).is_none() {
            return Err(format!("“{}” is no score: expected one of {NAMES}", floor.name));
        }
        Ok(floor)
    }
}

impl Floor {
    /// The shortfall, if the score is below its floor.
    pub fn check(&self, evaluation: &Evaluation) -> Option<Shortfall> {
        let actual = pick(&self.name)?(evaluation);
        (actual < self.least).then(|| Shortfall { name: self.name.clone(), least: self.least, actual })
    }
}

/// Reads one score.
type Reading = Box<dyn Fn(&Evaluation) -> f64>;

/// How to read the score of this name.
fn pick(name: &str) -> Option<Reading> {
    if let Some(agreement) = agreement(name) {
        return Some(Box::new(agreement));
    }
    let (score, part) = name.split_once('.').unwrap_or((name, "f1"));
    let score: fn(&Evaluation) -> Score = match score {
        "found" => |evaluation| evaluation.facts.found,
        "number" => |evaluation| evaluation.facts.number,
        "family" => |evaluation| evaluation.facts.family,
        "fact" => |evaluation| evaluation.facts.fact,
        "platforms" => |evaluation| evaluation.platforms,
        "practices" => |evaluation| evaluation.practices,
        _ => return None,
    };
    let part: fn(Score) -> f64 = match part {
        "f1" => |score| score.f1,
        "precision" => |score| score.precision,
        "recall" => |score| score.recall,
        _ => return None,
    };
    Some(Box::new(move |evaluation| part(score(evaluation))))
}

fn agreement(name: &str) -> Option<fn(&Evaluation) -> f64> {
    Some(match name {
        "metric" | "agreement.metric" => |evaluation| evaluation.facts.agreement.metric,
        "region" | "agreement.region" => |evaluation| evaluation.facts.agreement.region,
        "year" | "agreement.year" => |evaluation| evaluation.facts.agreement.year,
        "status" | "agreement.status" => |evaluation| evaluation.facts.agreement.status,
        "agreement.family" => |evaluation| evaluation.facts.agreement.family,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Floor, Gate};

    #[test]
    fn names_and_values_are_checked() {
        assert!("fact=0.85".parse::<Floor>().is_ok());
        assert!("platforms.recall=1".parse::<Floor>().is_ok());
        for (text, expected) in [
            ("fact", "NAME=VALUE"),
            ("fact=85", "from 0 to 1"),
            ("facts=0.5", "is no score"),
            ("fact.mean=0.5", "is no score"),
        ] {
            assert!(text.parse::<Floor>().unwrap_err().contains(expected), "{text}");
        }
    }

    #[test]
    fn a_gate_file_holds_floors() {
        let gate = Gate::parse("# least\nfact = 0.93\nnumber.recall = 1\n[agreement]\nfamily = 0.5\n").unwrap();
        let names: Vec<_> = gate.floors().iter().map(|floor| (floor.name.as_str(), floor.least)).collect();
        assert_eq!(names, [("agreement.family", 0.5), ("fact", 0.93), ("number.recall", 1.0)]);
        assert!(Gate::parse("facts = 0.5").unwrap_err().contains("is no score"));
        assert!(Gate::parse("fact = \"high\"").unwrap_err().contains("from 0 to 1"));
        assert!(Gate::parse("fact 0.5").is_err());
    }
}
