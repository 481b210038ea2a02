//! Facts: gold and extracted numbers paired one to one by place, then compared field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Mistake;
use super::gold::{GoldFact, SaidFact};
use super::measure::{Score, share};
use crate::error::{Error, Result};
use crate::model::Squeezed;

/// Scores of facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactScores {
    /// A number was extracted where the gold set has one.
    pub found: Score,
    /// Its value, bound and unit agree too.
    pub number: Score,
    /// Number, region and the family of the metric agree.
    pub family: Score,
    /// Number, region and metric agree: the headline.
    pub fact: Score,
    /// How often each field agrees where a number was found.
    pub agreement: Agreement,
}

/// Shares of found facts whose field agrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the guideline defines every field")]
pub struct Agreement {
    pub metric: f64,
    pub family: f64,
    pub region: f64,
    pub year: f64,
    pub status: f64,
}

/// All facts of both sides, and which belong together.
#[derive(Debug)]
pub(super) struct Pairing<'a> {
    /// Every gold fact with its place and what was said there.
    pub(super) wanted: Vec<Wanted<'a>>,
    /// Every extracted fact that no gold fact stands for, with its place.
    pub(super) invented: Vec<(&'a SaidFact, (usize, usize))>,
}

/// A gold fact and what was said at its place.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) gold: &'a GoldFact,
    pub(super) place: (usize, usize),
    pub(super) said: Option<&'a SaidFact>,
}

impl Wanted<'_> {
    /// What was said, if it counts: an optional fact counts for neither side.
    pub(super) fn counted(&self) -> Option<&SaidFact> {
        if self.gold.optional { None } else { self.said }
    }

    /// Value, bound and unit agree.
    pub(super) fn number_agrees(&self) -> bool {
        self.counted().is_some_and(|said| number_agrees(self.gold, said))
    }

    pub(super) fn metric_agrees(&self) -> bool {
        self.counted().is_some_and(|said| said.metric.as_deref() == Some(self.gold.metric.as_str()))
    }

    fn family_agrees(&self) -> bool {
        self.counted().is_some_and(|said| family(said.metric.as_deref().unwrap_or("None")) == family(&self.gold.metric))
    }

    fn region_agrees(&self) -> bool {
        self.counted().is_some_and(|said| said.region == self.gold.region)
    }

    /// Number, metric and region agree.
    pub(super) fn fact_agrees(&self) -> bool {
        self.number_agrees() && self.metric_agrees() && self.region_agrees()
    }
}

/// Pairs both sides report by report: the widest overlap first, then the pair whose numbers agree, then the order.
///
/// # Errors
/// When a report or a quote of the gold set is missing.
pub(super) fn pair<'a>(
    reports: &BTreeMap<&str, Squeezed>,
    gold: &'a [GoldFact],
    said: &'a [SaidFact],
) -> Result<Pairing<'a>> {
    let mut by_doc: BTreeMap<&str, (Vec<&GoldFact>, Vec<&SaidFact>)> = BTreeMap::new();
    for fact in gold {
        by_doc.entry(&fact.doc).or_default().0.push(fact);
    }
    for fact in said {
        if let Some((_, facts)) = by_doc.get_mut(fact.doc.as_str()) {
            facts.push(fact);
        }
    }
    let mut pairing = Pairing { wanted: Vec::new(), invented: Vec::new() };
    for (doc, (gold, said)) in by_doc {
        let report = reports
            .get(doc)
            .ok_or_else(|| Error::Request(format!("the gold set mentions {doc}, which is not among the reports")))?;
        let mut gold_places = Vec::new();
        for fact in &gold {
            gold_places.push(report.find(&fact.quote, &fact.number).ok_or_else(|| {
                Error::Request(format!("{doc} does not hold what the gold set quotes from it: {}", fact.quote))
            })?);
        }
        let said_places: Vec<_> = said.iter().map(|fact| (report.place(fact.start), report.place(fact.end))).collect();
        let mut candidates = Vec::new();
        for (i, a) in gold_places.iter().enumerate() {
            for (j, b) in said_places.iter().enumerate() {
                let (start, end) = (a.0.max(b.0), a.1.min(b.1));
                if end > start {
                    candidates.push((end - start, number_agrees(gold[i], said[j]), std::cmp::Reverse((i, j))));
                }
            }
        }
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        let (mut of_gold, mut used) = (BTreeMap::new(), BTreeSet::new());
        for (_, _, std::cmp::Reverse((i, j))) in candidates {
            if !of_gold.contains_key(&i) && used.insert(j) {
                of_gold.insert(i, j);
            }
        }
        pairing.wanted.extend(gold.iter().zip(gold_places).enumerate().map(|(i, (gold, place))| Wanted {
            gold,
            place,
            said: of_gold.get(&i).map(|&j| said[j]),
        }));
        let rest = said.iter().zip(said_places).enumerate().filter(|(j, _)| !used.contains(j));
        pairing.invented.extend(rest.map(|(_, (said, place))| (*said, place)));
    }
    Ok(pairing)
}

/// Counts what agrees and writes down what does not.
pub(super) fn score(
    pairing: &Pairing<'_>,
    reports: &BTreeMap<&str, Squeezed>,
    mistakes: &mut Vec<Mistake>,
) -> FactScores {
    let count = |test: &dyn Fn(&Wanted<'_>) -> bool| pairing.wanted.iter().filter(|wanted| test(wanted)).count();
    let n_wanted = count(&|wanted| !wanted.gold.optional);
    let n_found = count(&|wanted| wanted.counted().is_some());
    let n_said = n_found + pairing.invented.len();
    let score = |right| Score::new(right, n_said, n_wanted);
    let agreeing = |test: &dyn Fn(&Wanted<'_>) -> bool| share(count(test), n_found);
    write_mistakes(pairing, reports, mistakes);
    FactScores {
        found: score(n_found),
        number: score(count(&|wanted| wanted.number_agrees())),
        family: score(count(&|wanted| wanted.number_agrees() && wanted.family_agrees() && wanted.region_agrees())),
        fact: score(count(&|wanted| wanted.fact_agrees())),
        agreement: Agreement {
            metric: agreeing(&|wanted| wanted.metric_agrees()),
            family: agreeing(&|wanted| wanted.family_agrees()),
            region: agreeing(&|wanted| wanted.region_agrees()),
            year: agreeing(&|wanted| wanted.counted().is_some_and(|said| said.year == wanted.gold.year)),
            status: agreeing(&|wanted| wanted.counted().is_some_and(|said| said.status == wanted.gold.status)),
        },
    }
}

fn write_mistakes(pairing: &Pairing<'_>, reports: &BTreeMap<&str, Squeezed>, mistakes: &mut Vec<Mistake>) {
    let sentence = |doc: &str, place| reports.get(doc).map(|report| report.sentence(place)).unwrap_or_default();
    for wanted in pairing.wanted.iter().filter(|wanted| !wanted.gold.optional) {
        let (gold, at) = (wanted.gold, || sentence(&wanted.gold.doc, wanted.place));
        let mistake = |what: &str, expected: String, said: String| Mistake {
            what: what.to_owned(),
            doc: gold.doc.clone(),
            subject: gold.number.clone(),
            gold: expected,
            said,
            sentence: at(),
        };
        let Some(said) = wanted.said else {
            let expected = format!("{} {}", gold.metric, gold.region.as_deref().unwrap_or("-"));
            mistakes.push(mistake("missed", expected, String::new()));
            continue;
        };
        let numbers = [("value", Some(gold.value), said.value), ("value_max", gold.value_max, said.value_max)];
        for (field, gold, said) in numbers {
            if !same(gold, said) {
                mistakes.push(mistake(&format!("wrong {field}"), shown(gold), shown(said)));
            }
        }
        let words = [
            ("bound", Some(gold.bound.clone()), said.bound.clone()),
            ("unit", gold.unit.clone(), said.unit.clone()),
            ("metric", Some(gold.metric.clone()), said.metric.clone()),
            ("region", gold.region.clone(), said.region.clone()),
            ("year", gold.year.map(|year| year.to_string()), said.year.map(|year| year.to_string())),
            ("status", gold.status.clone(), said.status.clone()),
        ];
        for (field, expected, found) in words {
            let (expected, found) = (expected.unwrap_or_default(), found.unwrap_or_default());
            if expected != found {
                let found = if field == "metric" { format!("{found} ({})", said.rule) } else { found };
                mistakes.push(mistake(&format!("wrong {field}"), expected, found));
            }
        }
    }
    for (said, place) in &pairing.invented {
        mistakes.push(Mistake {
            what: "invented".to_owned(),
            doc: said.doc.clone(),
            subject: said.number.clone(),
            gold: String::new(),
            said: format!("{} {}", said.metric.as_deref().unwrap_or("-"), said.region.as_deref().unwrap_or("-")),
            sentence: sentence(&said.doc, *place),
        });
    }
}

fn shown(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn number_agrees(gold: &GoldFact, said: &SaidFact) -> bool {
    same(Some(gold.value), said.value)
        && same(gold.value_max, said.value_max)
        && said.bound.as_deref() == Some(gold.bound.as_str())
        && gold.unit.as_deref().unwrap_or_default() == said.unit.as_deref().unwrap_or_default()
}

/// Equal up to a millionth, so that 1.07万 and 10700.000000001 agree.
fn same(gold: Option<f64>, said: Option<f64>) -> bool {
    match (gold, said) {
        (Some(gold), Some(said)) => (gold - said).abs() <= 1e-6 * gold.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// The part of a metric before the dot.
pub(super) fn family(metric: &str) -> &str {
    metric.split('.').next().unwrap_or(metric)
}
