//! How something spread over the years.

use std::collections::BTreeMap;

use super::adoption::Adopter;
use crate::model::RegionCode;

/// One year of the spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadYear {
    /// The year; `None` for places whose reports have no date.
    pub year: Option<i16>,
    /// Places that reports of this year say to use it, and none before.
    pub new: Vec<RegionCode>,
    /// How many places use it by then.
    pub total: usize,
}

/// The years in which places were first seen to use something, the earliest first, undated ones last.
///
/// A year without a new place is left out: whether nobody began or nobody was read, reports do not tell.
pub fn spread(adopters: &[Adopter]) -> Vec<SpreadYear> {
    let mut years: BTreeMap<(bool, Option<i16>), Vec<RegionCode>> = BTreeMap::new();
    for adopter in adopters {
        if let Some(region) = adopter.region {
            years.entry((adopter.since.is_none(), adopter.since)).or_default().push(region);
        }
    }
    let mut total = 0;
    let year = |((_, year), new): ((bool, Option<i16>), Vec<RegionCode>)| {
        total += new.len();
        SpreadYear { year, new, total }
    };
    years.into_iter().map(year).collect()
}
