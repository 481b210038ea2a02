//! The headline score in smaller groups, and confidence against truth.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ReportLayout;
use super::facts::Pairing;
use super::measure::{Score, float, rounded, share};

/// The score of facts by metric, by region, by report and by layout. A wrong metric counts against both: it is missing where it
/// was wanted and too much where it was said.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Breakdown {
    /// By metric.
    pub metric: BTreeMap<String, Score>,
    /// By region code; `-` where none was said.
    pub region: BTreeMap<String, Score>,
    /// By report.
    pub doc: BTreeMap<String, Score>,
    /// By the layout of the report.
    pub layout: BTreeMap<String, Score>,
}

impl Breakdown {
    pub(super) fn of(pairing: &Pairing<'_>, layouts: &BTreeMap<String, ReportLayout>) -> Self {
        let shown = |name: Option<&str>| name.unwrap_or("-").to_owned();
        let by = |gold: &dyn Fn(&super::GoldFact) -> String, said: &dyn Fn(&super::SaidFact) -> String| {
            let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
            for wanted in pairing.wanted.iter().filter(|wanted| !wanted.gold.optional) {
                let group = counts.entry(gold(wanted.gold)).or_default();
                group.2 += 1;
                group.0 += usize::from(wanted.fact_agrees());
                if let Some(fact) = wanted.counted() {
                    counts.entry(said(fact)).or_default().1 += 1;
                }
            }
            for (fact, _) in &pairing.invented {
                counts.entry(said(fact)).or_default().1 += 1;
            }
            counts.into_iter().map(|(name, (right, said, wanted))| (name, Score::new(right, said, wanted))).collect()
        };
        let layout = |doc: &str| layouts.get(doc).map_or_else(|| shown(None), ToString::to_string);
        Self {
            metric: by(&|gold| gold.metric.clone(), &|said| shown(said.metric.as_deref())),
            region: by(&|gold| shown(gold.region.as_deref()), &|said| shown(said.region.as_deref())),
            doc: by(&|gold| gold.doc.clone(), &|said| said.doc.clone()),
            layout: by(&|gold| layout(&gold.doc), &|said| layout(&said.doc)),
        }
    }
}

/// How far confidence can be trusted: of facts said with 0.9, nine in ten should have the right metric.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Bands from low to high; those without facts are left out.
    pub bands: Vec<ConfidenceBand>,
    /// The mean distance between confidence and truth, each band weighed by its facts; 0 is perfect.
    pub error: f64,
}

/// Facts whose confidence lies in `from..to`; the last band includes 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ConfidenceBand {
    /// Lower end.
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// How many facts.
    pub facts: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them whose metric is right.
    pub right: f64,
}

/// Narrow where confidences crowd.
const EDGES: [f64; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0];

impl Calibration {
    pub(super) fn of(pairing: &Pairing<'_>) -> Self {
        let known: Vec<(f64, bool)> = pairing
            .wanted
            .iter()
            .filter_map(|wanted| Some((wanted.counted()?.confidence?, wanted.metric_agrees())))
            .collect();
        let mut calibration = Self::default();
        let mut distance = 0.0;
        for edge in EDGES.windows(2) {
            let (from, to) = (edge[0], edge[1]);
            let inside = |confidence: f64| confidence >= from && (confidence < to || to >= 1.0);
            let band: Vec<_> = known.iter().filter(|(confidence, _)| inside(*confidence)).collect();
            if band.is_empty() {
                continue;
            }
            let confidence = band.iter().map(|(confidence, _)| confidence).sum::<f64>() / float(band.len());
            let right = share(band.iter().filter(|(_, right)| *right).count(), band.len());
            distance += (confidence - right).abs() * float(band.len());
            let confidence = rounded(confidence);
            calibration.bands.push(ConfidenceBand { from, to, facts: band.len(), confidence, right });
        }
        if !known.is_empty() {
            calibration.error = rounded(distance / float(known.len()));
        }
        calibration
    }
}
