//! Comparisons with a row each place and year and a column each metric.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::comparison::{added_number, mark_names};
use super::{Surroundings, code_of};
use crate::compare::{Comparison, Group, Headline};
use crate::export::{Cell, Column, Entry, Matrix, Table};
use crate::model::{Lang, MetricId, RegionCode};

/// Where and when a row is: what no report places comes last, the newest year first.
type Place = (bool, Option<RegionCode>, bool, Reverse<Option<i16>>);

/// Place and year against metric, with what `show` makes of each headline.
pub fn matrix(comparison: &Comparison, around: Surroundings<'_>, show: impl Fn(&Group) -> Cell) -> Matrix {
    let (metrics, by_place) = sorted(comparison);
    let entry = |group: &&Group| Entry { value: show(group), is_uncertain: !group.marks.is_empty(), evidence: None };
    let cells = by_place.values().map(|row| metrics.iter().map(|metric| row.get(metric).map(entry)).collect());
    Matrix {
        columns: metrics.iter().map(|id| (id.to_string(), around.labels.metric(id))).collect(),
        cells: cells.collect(),
        rows: leading(by_place.keys(), around),
    }
}

/// The wide form for programs: for each metric its value, the ends of what the words allow, the number as written and
/// the reasons for caution.
pub fn wide(comparison: &Comparison, around: Surroundings<'_>) -> Table {
    let (metrics, by_place) = sorted(comparison);
    let mut table = leading(by_place.keys(), around);
    for metric in &metrics {
        let (id, name) = (metric.as_str(), around.labels.metric(metric));
        table.columns.push(Column::about(id, name.clone()));
        for (suffix, (zh, en)) in SUFFIXES {
            let label = format!("{name} {}", around.labels.lang().pick(zh, en));
            table.columns.push(Column::about(format!("{id}:{suffix}"), label));
        }
    }
    for (cells, row) in table.rows.iter_mut().zip(by_place.values()) {
        for metric in &metrics {
            cells.extend(row.get(metric).map_or_else(|| vec![Cell::Empty; 1 + SUFFIXES.len()], |g| values(g, around)));
        }
    }
    table
}

/// What stands beside each value, by the end of the column's key.
const SUFFIXES: [(&str, (&str, &str)); 4] = [
    ("low", ("至少", "at least")),
    ("high", ("至多", "at most")),
    ("number", ("原文", "as written")),
    ("marks", ("注意", "caution")),
];

fn values(group: &Group, around: Surroundings<'_>) -> Vec<Cell> {
    let interval = group.headline.interval();
    let (marks, _) = mark_names(&group.marks, around.labels.lang());
    vec![
        group.headline.value().into(),
        interval.low.into(),
        interval.high.into(),
        headline_number(group, around.labels.lang()).into(),
        marks.into(),
    ]
}

/// The number of a headline as its report writes it, or as a report would write the sum.
pub fn headline_number(group: &Group, lang: Lang) -> String {
    match &group.headline {
        Headline::Stated(statement) => statement.fact.number.clone(),
        Headline::Sum(sum) => added_number(sum.value, sum.bound, group.headline.unit(), lang),
    }
}

fn sorted(comparison: &Comparison) -> (Vec<&MetricId>, BTreeMap<Place, BTreeMap<&MetricId, &Group>>) {
    let mut metrics: Vec<&MetricId> = comparison.groups.iter().map(|group| &group.metric).collect();
    metrics.sort();
    metrics.dedup();
    let mut by_place: BTreeMap<Place, BTreeMap<&MetricId, &Group>> = BTreeMap::new();
    for group in &comparison.groups {
        let place = (group.region.is_none(), group.region, group.year.is_none(), Reverse(group.year));
        by_place.entry(place).or_default().insert(&group.metric, group);
    }
    (metrics, by_place)
}

fn leading<'p>(places: impl Iterator<Item = &'p Place>, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[super::REGION, super::REGION_NAME, Column::new("year", "年份", "year")]);
    let row = |(_, region, _, Reverse(year)): &Place| {
        vec![code_of(*region), around.region_name(*region, *year), (*year).into()]
    };
    table.rows = places.map(row).collect();
    table
}
