//! Places in order of their values, as far as the words decide it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::comparison::{Comparison, Group};
use super::marks::Mark;
use crate::model::{Interval, RegionCode};

/// The places that a value may take among others, 1 for the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The highest that the words allow.
    pub best: usize,
    /// The lowest.
    pub worst: usize,
    /// How many values are ranked.
    pub of: usize,
}

impl Rank {
    /// Whether the words leave just one place.
    pub const fn is_decided(self) -> bool {
        self.best == self.worst
    }
}

impl std::fmt::Display for Rank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { best, worst, of } = self;
        if self.is_decided() { write!(f, "{best}/{of}") } else { write!(f, "{best}–{worst}/{of}") }
    }
}

/// The rank of each interval among all. Equal values share a rank; where two intervals overlap, either may be first.
fn ranks(intervals: &[Interval]) -> Vec<Rank> {
    let surely_above = |a: Interval, b: Interval| a.low.zip(b.high).is_some_and(|(low, high)| low > high);
    let surely_not_above = |a: Interval, b: Interval| a.high.zip(b.low).is_some_and(|(high, low)| high <= low);
    let rank = |(at, &own): (usize, &Interval)| {
        let others = || intervals.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, other)| *other);
        Rank {
            best: 1 + others().filter(|other| surely_above(*other, own)).count(),
            worst: 1 + others().filter(|other| !surely_not_above(*other, own)).count(),
            of: intervals.len(),
        }
    };
    intervals.iter().enumerate().map(rank).collect()
}

impl Comparison {
    /// Ranks places of one level against each other, for each metric and year and what is measured alike, and puts the
    /// greatest first. Where figures to divide by were given, the ratios are ranked.
    ///
    /// A rank that the words leave open is marked.
    pub fn rank(&mut self) {
        let mut classes: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            let level = group.region.map(RegionCode::level);
            let class = (group.metric.clone(), group.year, level, group.kind(), group.headline.measure().cloned());
            if self.per.is_none() || group.ratio.is_some() {
                classes.entry(class).or_default().push(at);
            }
        }
        for members in classes.into_values() {
            let intervals: Vec<Interval> = members.iter().map(|&at| ranked(&self.groups[at]).1).collect();
            for (&at, rank) in members.iter().zip(ranks(&intervals)) {
                self.groups[at].rank = Some(rank);
                if !rank.is_decided() {
                    self.groups[at].marks.insert(Mark::Undecided);
                }
            }
        }
        self.groups.sort_by_cached_key(|group| {
            let level = group.region.map(RegionCode::level);
            let rank = group.rank.map(|rank| rank.best);
            (
                (group.metric.clone(), group.year.is_none(), Reverse(group.year), level),
                (rank.is_none(), Reverse(ranked(group).0), group.region),
            )
        });
    }
}

/// What is ranked: the value, or its ratio.
fn ranked(group: &Group) -> (Decimal, Interval) {
    match &group.ratio {
        Some(ratio) => (ratio.value, ratio.interval),
        None => (group.headline.value(), group.headline.interval()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(intervals: &[(Option<u32>, Option<u32>)], expected: &[&str]) {
        let decimal = |end: Option<u32>| end.map(Decimal::from);
        let interval = |&(low, high): &(Option<u32>, Option<u32>)| Interval { low: decimal(low), high: decimal(high) };
        let ranks = ranks(&intervals.iter().map(interval).collect::<Vec<_>>());
        assert_eq!(ranks.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_rank_is_as_sure_as_the_words() {
        check(&[(Some(66), Some(66)), (Some(8), Some(8)), (Some(30), Some(30))], &["1/3", "3/3", "2/3"]);
        check(&[(Some(5), Some(5)), (Some(5), Some(5)), (Some(2), Some(2))], &["1/3", "1/3", "3/3"]);
        // 60余 may be more than 66; 近20 is surely less than both.
        check(&[(Some(66), Some(66)), (Some(60), None), (None, Some(20))], &["1–2/3", "1–2/3", "3/3"]);
        check(&[(None, None), (Some(1), Some(1))], &["1–2/2", "1–2/2"]);
    }
}
