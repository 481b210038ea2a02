//! `effects.toml`: which metrics count results rather than work.

use serde::Deserialize;

use super::metrics::Metrics;
use super::source::{DictionarySource, fault, line_of, parse_toml};
use crate::error::Result;
use crate::model::{Effect, MetricId};

/// Metrics and families whose numbers are results.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// Ids such as `people.served`, and families such as `resolved`.
    outcome: Vec<String>,
}

impl Effects {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "effects.toml";

    /// Loads the table and checks that its metrics exist.
    pub(super) fn load(source: &DictionarySource, metrics: &Metrics) -> Result<Self> {
        let text = source.text(Self::FILE)?;
        let table: Self = parse_toml(Self::FILE, &text)?;
        for name in &table.outcome {
            let known = metrics.named(name).is_some_and(|metric| metric.id.as_str() == name)
                || metrics.named(&format!("{name}.all")).is_some();
            if !known {
                let reason = format!("no metric or family {name} in metrics.toml");
                return Err(fault(Self::FILE, line_of(&text, name), reason));
            }
        }
        Ok(table)
    }

    /// Whether a metric counts work or its result.
    pub fn of(&self, metric: &MetricId) -> Effect {
        let listed = self.outcome.iter().any(|name| name == metric.as_str() || name == metric.family());
        if listed { Effect::Outcome } else { Effect::Output }
    }
}

#[cfg(test)]
mod tests {
    use crate::dictionary::{Dictionaries, DictionarySource};
    use crate::model::{Effect, MetricId};

    #[test]
    fn results_are_told_from_work() {
        let effects = Dictionaries::load(&DictionarySource::Embedded).unwrap().effects;
        let of = |id| effects.of(&MetricId::new(id));
        assert_eq!(of("resolved.issue"), Effect::Outcome);
        assert_eq!(of("people.served"), Effect::Outcome);
        assert_eq!(of("people.member"), Effect::Output);
        assert_eq!(of("consultation.micro"), Effect::Output);
        assert_eq!(of("other"), Effect::Output);
    }
}
