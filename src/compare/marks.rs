//! Why a value may not be comparable with those around it.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::Group;
use super::statement::{Headline, Statement};
use crate::model::{Bound, Nature, Status};

/// One reason for caution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// Two reports state values that cannot both be true.
    Contradiction,
    /// A later report states another value: the figure was revised, or the level has changed since.
    Revision,
    /// The report states the value as part of a total.
    Part,
    /// A target, not a result.
    Plan,
    /// A norm, not a result.
    Rule,
    /// No report states this: it was added up on request.
    Sum,
    /// A sum was asked for and would not have been sound.
    NotSummed,
    /// More than the value, less, about, or a range.
    Bound,
    /// Another year than most of the table.
    OtherYear,
    /// The report does not tell the year.
    NoYear,
    /// The report does not tell the place.
    NoRegion,
    /// Another unit than most of the table.
    OtherUnit,
    /// Other statements of the same year differ in what or when they count.
    Scope,
    /// The words leave open whether another place has more.
    Undecided,
}

impl Mark {
    /// Every mark, the gravest first.
    pub const ALL: [Self; 14] = [
        Self::Contradiction,
        Self::Revision,
        Self::Part,
        Self::Plan,
        Self::Rule,
        Self::Sum,
        Self::NotSummed,
        Self::Bound,
        Self::OtherYear,
        Self::NoYear,
        Self::NoRegion,
        Self::OtherUnit,
        Self::Scope,
        Self::Undecided,
    ];

    /// The word that stands for the mark in exported tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::Revision => "revision",
            Self::Part => "part",
            Self::Plan => "plan",
            Self::Rule => "rule",
            Self::Sum => "sum",
            Self::NotSummed => "not_summed",
            Self::Bound => "bound",
            Self::OtherYear => "other_year",
            Self::NoYear => "no_year",
            Self::NoRegion => "no_region",
            Self::OtherUnit => "other_unit",
            Self::Scope => "scope",
            Self::Undecided => "undecided",
        }
    }
}

/// Marks what one group shows by itself.
pub(super) fn within(group: &Group) -> BTreeSet<Mark> {
    let mut marks = BTreeSet::new();
    if group.year.is_none() {
        marks.insert(Mark::NoYear);
    }
    if group.region.is_none() {
        marks.insert(Mark::NoRegion);
    }
    if group.headline.bound() != Bound::Exact {
        marks.insert(Mark::Bound);
    }
    match &group.headline {
        Headline::Sum(_) => {
            marks.insert(Mark::Sum);
        }
        Headline::Stated(headline) => {
            if headline.fact.part_of.is_some() {
                marks.insert(Mark::Part);
            }
            match headline.fact.status {
                Status::Plan => marks.insert(Mark::Plan),
                Status::Rule => marks.insert(Mark::Rule),
                Status::Done => false,
            };
            for other in &group.others {
                marks.extend(conflict(headline, other));
            }
        }
    }
    marks
}

/// What a value says that cannot be true together with the headline's.
fn conflict(headline: &Statement, other: &Statement) -> Option<Mark> {
    if headline.agrees_with(other) || headline.fact.status != other.fact.status {
        return None;
    }
    if headline.fact.doc == other.fact.doc || !headline.has_scope_of(other) {
        return Some(Mark::Scope);
    }
    let revises = headline.date.zip(other.date).is_some_and(|(a, b)| {
        let stock = headline.fact.nature == Nature::Stock;
        a.year() != b.year() || stock && (a.last_day() < b.first_day() || b.last_day() < a.first_day())
    });
    Some(if revises { Mark::Revision } else { Mark::Contradiction })
}

/// Marks the groups that differ in year or unit from most groups of the same metric.
pub(super) fn between(groups: &mut [Group], years_differ_on_purpose: bool) {
    let mut by_metric: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        by_metric.entry(group.metric.to_string()).or_default().push(at);
    }
    for members in by_metric.into_values() {
        let measure = most(members.iter().filter_map(|&at| groups[at].headline.measure().cloned()));
        let year = most(members.iter().filter_map(|&at| groups[at].year));
        for at in members {
            let group = &mut groups[at];
            if group.headline.measure() != measure.as_ref() {
                group.marks.insert(Mark::OtherUnit);
            }
            if !years_differ_on_purpose && group.year.is_some() && group.year != year {
                group.marks.insert(Mark::OtherYear);
            }
        }
    }
}

/// The most frequent value; the greatest of several that are equally frequent.
fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}
