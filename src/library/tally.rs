//! How much was found.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{MetricId, PracticeId, Record, RegionCode};

/// Records counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Facts.
    pub n_facts: usize,
    /// Platforms.
    pub n_platforms: usize,
    /// Practices.
    pub n_practices: usize,
    /// Problems.
    pub n_problems: usize,
    /// Facts by region.
    pub by_region: BTreeMap<RegionCode, RegionTally>,
    /// The regions that state a fact of each metric.
    pub by_metric: BTreeMap<MetricId, BTreeSet<RegionCode>>,
    /// The regions that use each practice.
    pub by_practice: BTreeMap<PracticeId, BTreeSet<RegionCode>>,
}

impl Tally {
    /// Counts some records.
    pub fn count(&mut self, records: &[Record]) {
        for record in records {
            match record {
                Record::Article(_) => {}
                Record::Fact(fact) => {
                    self.n_facts += 1;
                    self.by_metric.entry(fact.metric.clone()).or_default().extend(fact.region);
                    if let Some(region) = fact.region {
                        self.by_region.entry(region).or_default().count(fact.region_name.as_deref());
                    }
                }
                Record::Platform(_) => self.n_platforms += 1,
                Record::Practice(practice) => {
                    self.n_practices += 1;
                    self.by_practice.entry(practice.practice.clone()).or_default().extend(practice.region);
                }
                Record::Problem(_) => self.n_problems += 1,
            }
        }
    }
}

/// What was found of one region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionTally {
    /// Its full name, as the last fact of it says.
    pub name: Option<String>,
    /// Facts.
    pub n_facts: usize,
}

impl RegionTally {
    fn count(&mut self, name: Option<&str>) {
        self.n_facts += 1;
        self.name = name.map(str::to_owned).or_else(|| self.name.take());
    }
}
