//! Why a fact has its metric: everything that was considered for it, in words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::article::Article;
use super::assemble::Explained;
use crate::model::MetricId;

/// A metric that was considered for a fact.
///
/// The first of a fact's list is the best by the words beside the number. A fact whose metric is another was decided
/// by a rule of the paragraph, which the fact's `rule` names: a part counts what its total counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Considered {
    /// The metric.
    pub metric: MetricId,
    /// The noun that speaks for it, as the report writes it.
    pub noun: String,
    /// The pattern of the dictionary: `metrics.toml#consultation.micro/1`.
    pub rule: String,
    /// How well it fits, rounded to two places; higher is better.
    pub score: f64,
}

/// For each fact of an article, by its first character in the report, what was considered for it.
pub fn considered(article: &Article<'_>, facts: &[Explained]) -> BTreeMap<u32, Vec<Considered>> {
    facts.iter().map(|explained| (explained.fact.start, Considered::all(article, explained))).collect()
}

impl Considered {
    /// What was considered for a fact of an article, best first.
    fn all(article: &Article<'_>, explained: &Explained) -> Vec<Self> {
        let candidates = explained.candidates.iter();
        let considered = candidates.map(|candidate| Self {
            metric: candidate.metric.clone(),
            noun: article.clean.as_written(article.report, candidate.noun),
            rule: candidate.rule.to_string(),
            score: (candidate.score * 100.0).round() / 100.0,
        });
        considered.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::dictionary::{Dictionaries, DictionarySource};
    use crate::extract::article::Article;
    use crate::extract::{assemble, considered};
    use crate::model::{DocId, Metadata};
    use crate::read::Report;

    #[test]
    fn every_candidate_is_given_best_first() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let text = "县政协开展微协商23场次，收集意见建议40条，投入9个。".to_owned();
        let report = Report { doc: DocId::new("a.txt"), text, metadata: Metadata::default(), marks: Vec::new() };
        let (article, _) = Article::read(&report, &dictionaries);
        let facts = assemble::facts(&article, &dictionaries);
        let considered = considered(&article, &facts);
        let fact = &facts[0].fact;
        let candidates = &considered[&fact.start];
        assert_eq!(candidates[0].metric, fact.metric);
        assert_eq!(candidates[0].noun, "微协商");
        assert!(candidates.windows(2).all(|pair| pair[0].score >= pair[1].score));
        assert_eq!(considered.len(), facts.len());
    }
}
