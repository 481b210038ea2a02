//! What the places inside a place add up to, beside what is stated of the place itself.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::comparison::{Comparison, Group};
use super::marks::Mark;
use super::statement::Measure;
use super::sum::{added, bound_of};
use crate::dictionary::{Gazetteer, PlaceKind};
use crate::model::{Bound, Interval, MetricId, RegionCode, Status};

/// The sum of the headlines of places that lie directly in another, for one metric and year.
///
/// No report states it, so it never stands for the place itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Rollup {
    /// What is counted.
    pub metric: MetricId,
    /// The place that holds the others.
    pub region: RegionCode,
    /// When.
    pub year: Option<i16>,
    /// The places that have a value.
    pub covered: Vec<RegionCode>,
    /// The places in it, on the boundaries of the year, of which no value is known or of which it counts otherwise.
    pub missing: Vec<RegionCode>,
    /// The sum of the stated values.
    pub value: Decimal,
    /// What the words allow.
    pub interval: Interval,
    /// How exact the sum is.
    pub bound: Bound,
    /// Whether what is added is a result, a plan or a norm.
    pub status: Status,
    /// The unit of the first summand; the others count the same way.
    pub unit: String,
    /// Reasons for caution: that it is a sum, and those of its summands.
    pub marks: BTreeSet<Mark>,
}

impl Rollup {
    /// How many places lie in it.
    pub fn n_places(&self) -> usize {
        self.covered.len() + self.missing.len()
    }
}

impl Comparison {
    /// Adds up, for each place that holds others, the headlines of those directly in it, on the boundaries of the year.
    ///
    /// Added are values that measure the same way and are of one kind, rates never; where they count different things,
    /// the sum is marked. A value of a place that no longer stood
    /// counts for the one place that followed it. Nothing is known of a place without a year's boundaries, so headlines
    /// without a year are not added. Where nothing is stated of a place itself, at least two inside it must have a value.
    pub fn roll_up(&mut self, gazetteer: &Gazetteer) {
        let mut by_parent: BTreeMap<(&MetricId, RegionCode, i16), BTreeMap<RegionCode, &Group>> = BTreeMap::new();
        for group in &self.groups {
            let Some((region, year)) = group.region.zip(group.year) else { continue };
            if !group.headline.measure().is_some_and(Measure::adds_up) {
                continue;
            }
            let Some(region) = standing(region, year, gazetteer) else { continue };
            let Some(parent) = gazetteer.parent(region) else { continue };
            by_parent.entry((&group.metric, parent, year)).or_default().entry(region).or_insert(group);
        }
        let rollups = by_parent.into_iter().filter_map(|((metric, region, year), groups)| {
            let mut places: Vec<RegionCode> = directly_in(region, year, gazetteer).collect();
            places.extend(groups.keys().filter(|code| !places.contains(code)).copied().collect::<Vec<_>>());
            rollup((metric, region, year), &groups, &places)
        });
        let is_stated = |rollup: &Rollup| {
            let own = |group: &Group| {
                group.metric == rollup.metric && group.region == Some(rollup.region) && group.year == rollup.year
            };
            self.groups.iter().any(own)
        };
        self.rollups = rollups.filter(|rollup| rollup.covered.len() > 1 || is_stated(rollup)).collect();
    }
}

/// The place that stood in a year where a report says `code`: itself, or the one that followed it.
fn standing(code: RegionCode, year: i16, gazetteer: &Gazetteer) -> Option<RegionCode> {
    let mut code = code;
    // A place is renamed a few times at most; the bound only guards against a circle in an edited table.
    for _ in 0..8 {
        let place = gazetteer.get_in(code, Some(year))?;
        if place.stands_in(Some(year)) || place.until.is_none_or(|until| until > year) {
            return Some(code);
        }
        let [next] = gazetteer.successors(code) else { return None };
        code = *next;
    }
    None
}

fn directly_in(region: RegionCode, year: i16, gazetteer: &Gazetteer) -> impl Iterator<Item = RegionCode> {
    let is_inside = move |place: &&crate::dictionary::Place| {
        place.parent == Some(region)
            && matches!(place.kind, PlaceKind::City | PlaceKind::County)
            && place.stands_in(Some(year))
    };
    gazetteer.places().iter().filter(is_inside).map(|place| place.code)
}

fn rollup(
    (metric, region, year): (&MetricId, RegionCode, i16),
    groups: &BTreeMap<RegionCode, &Group>,
    places: &[RegionCode],
) -> Option<Rollup> {
    let model = groups.values().next()?;
    let first = model.headline.statement()?;
    let counts = |group: &Group| group.kind() == model.kind() && group.headline.measure() == model.headline.measure();
    let counted = |code: &RegionCode| groups.get(code).is_some_and(|group| counts(group));
    let (covered, missing): (Vec<RegionCode>, Vec<RegionCode>) = places.iter().copied().partition(counted);
    let summands = || covered.iter().filter_map(|code| groups.get(code));
    let interval = added(summands().map(|group| group.headline.interval()));
    let value = summands().try_fold(Decimal::ZERO, |sum, group| sum.checked_add(group.headline.value()))?;
    // What makes a summand doubtful makes the sum so.
    let handed_on = [Mark::Contradiction, Mark::Revision, Mark::Part, Mark::Plan, Mark::Rule, Mark::Bound, Mark::Scope];
    let mut marks: BTreeSet<Mark> = summands().flat_map(|group| group.marks.iter().copied()).collect();
    marks.retain(|mark| handed_on.contains(mark));
    marks.insert(Mark::Sum);
    let items: BTreeSet<&str> =
        summands().filter_map(|group| Some(group.headline.statement()?.fact.item.as_str())).collect();
    if items.len() > 1 {
        marks.insert(Mark::Scope);
    }
    Some(Rollup {
        metric: metric.clone(),
        region,
        year: Some(year),
        covered,
        missing,
        value,
        interval,
        bound: bound_of(interval),
        status: first.fact.status,
        unit: first.fact.unit.clone(),
        marks,
    })
}
