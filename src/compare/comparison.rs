//! Facts → one headline for each metric, region and year, the rest under it.

use std::collections::{BTreeSet, HashMap};

use super::marks::{self, Mark};
use super::rank::Rank;
use super::ratio::Ratio;
use super::rollup::Rollup;
use super::statement::{Headline, Measure, Statement};
use super::sum::Sum;
use crate::dictionary::Units;
use crate::model::{DocId, Fact, MetricId, Nature, PartialDate, PublicationDates, RegionCode, Status};

/// What the rows of a comparison are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Axis {
    /// Places side by side; in one place, the newest year first.
    #[default]
    Region,
    /// Years one after the other; in one year, places by code.
    Year,
}

/// How to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What the rows are ordered by.
    pub axis: Axis,
    /// Which statements count: results only, unless asked for.
    pub statuses: Vec<Status>,
    /// Whether flows of one region and year are added up where that is sound.
    pub sum: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { axis: Axis::Region, statuses: vec![Status::Done], sum: false }
    }
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// One group for each metric, region and year, in the order asked for.
    pub groups: Vec<Group>,
    /// How many facts of the metric were left out because they are plans or norms.
    pub left_out: usize,
    /// What places inside others add up to, where that was asked for.
    pub rollups: Vec<Rollup>,
    /// What the figures are that headlines were divided by.
    pub per: Option<String>,
}

/// All that is stated of one metric, region and year.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What is counted.
    pub metric: MetricId,
    /// Where; `None` where no report tells.
    pub region: Option<RegionCode>,
    /// When; `None` where no report tells.
    pub year: Option<i16>,
    /// What stands for the group.
    pub headline: Headline,
    /// How many reports state the headline.
    pub witnesses: usize,
    /// Other statements, the widest first; repetitions of the headline are left out.
    pub others: Vec<Statement>,
    /// Statements that are part of one of these totals.
    pub parts: Vec<Statement>,
    /// Reasons for caution.
    pub marks: BTreeSet<Mark>,
    /// Where the headline stands among those of other places, where that was asked for.
    pub rank: Option<Rank>,
    /// The headline divided by a figure of the place, where one was given.
    pub ratio: Option<Ratio>,
}

/// Compares facts. `dates` tells when their reports were published, `units` which units measure the same.
///
/// - A stock's headline is the widest statement of the latest report; stocks are never added up.
/// - A flow's headline is the statement about the longest time; flows are added up only on request.
/// - Where plans or norms are compared too, a result stands above them.
/// - A part (其中) stands under its total; where its total counts something else, it stands for itself, marked.
pub fn compare(
    facts: impl IntoIterator<Item = Fact>,
    dates: &impl PublicationDates,
    units: &Units,
    options: &Options,
) -> Comparison {
    // Sorted below, when they are groups.
    let mut groups: HashMap<(MetricId, Option<RegionCode>, Option<i16>), Vec<Statement>> = HashMap::new();
    let mut measures: HashMap<String, Measure> = HashMap::new();
    let mut left_out = 0;
    for fact in facts {
        if !options.statuses.contains(&fact.status) {
            left_out += 1;
            continue;
        }
        let date = dates.date(&fact.doc);
        let key = (fact.metric.clone(), fact.region.map(RegionCode::to_county), fact.year);
        // Few units make up all facts.
        let measure = measures.get(&fact.unit).cloned().unwrap_or_else(|| {
            let measure = Measure::of(&fact.unit, units);
            measures.insert(fact.unit.clone(), measure.clone());
            measure
        });
        groups.entry(key).or_default().push(Statement { fact, date, measure });
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .filter_map(|((metric, region, year), statements)| group(metric, region, year, statements, options.sum))
        .collect();
    // What no report tells comes last: Option sorts it first.
    groups.sort_by_cached_key(|group| {
        let (region, year) = ((group.region.is_none(), group.region), (group.year.is_none(), group.year));
        let newest_first = std::cmp::Reverse(group.year);
        match options.axis {
            Axis::Region => (group.metric.clone(), region, newest_first, (false, None), (false, None)),
            Axis::Year => (group.metric.clone(), (false, None), std::cmp::Reverse(None), year, region),
        }
    });
    marks::between(&mut groups, options.axis == Axis::Year);
    Comparison { groups, left_out, ..Comparison::default() }
}

fn group(
    metric: MetricId,
    region: Option<RegionCode>,
    year: Option<i16>,
    mut statements: Vec<Statement>,
    sum: bool,
) -> Option<Group> {
    let mut parts = parts_of(&mut statements);
    if statements.is_empty() {
        // Parts of each other: nothing is left that could be the total, so they stand for themselves.
        statements = std::mem::take(&mut parts);
    }
    statements.sort_by(|a, b| width(b).cmp(&width(a)).then_with(|| place(a).cmp(&place(b))));
    let first = latest_first(&mut statements)?;
    let repeats = |other: &Statement| {
        other.fact.value == first.fact.value
            && other.fact.value_max == first.fact.value_max
            && other.measure == first.measure
            && other.fact.bound == first.fact.bound
            && other.fact.status == first.fact.status
    };
    let restated = statements.iter().filter(|s| repeats(s));
    let witnesses: BTreeSet<&DocId> = std::iter::once(&first).chain(restated).flat_map(Statement::witnesses).collect();
    let witnesses = witnesses.len();
    statements.retain(|other| !repeats(other));
    let mut group = Group {
        metric,
        region,
        year,
        headline: Headline::Stated(Box::new(first)),
        witnesses,
        others: statements,
        parts,
        marks: BTreeSet::new(),
        rank: None,
        ratio: None,
    };
    let refused = sum && !group.others.is_empty() && !group.add_up();
    group.marks = marks::within(&group);
    if refused {
        group.marks.insert(Mark::NotSummed);
    }
    Some(group)
}

/// Takes out the statements that are part of one of the others.
fn parts_of(statements: &mut Vec<Statement>) -> Vec<Statement> {
    if statements.iter().all(|s| s.fact.part_of.is_none()) {
        return Vec::new();
    }
    let totals: BTreeSet<(DocId, String)> =
        statements.iter().map(|s| (s.fact.doc.clone(), s.fact.number.clone())).collect();
    let is_part = |s: &mut Statement| {
        let total = s.fact.part_of.as_ref().map(|total| (s.fact.doc.clone(), total.clone()));
        total.is_some_and(|total| totals.contains(&total))
    };
    statements.extract_if(.., is_part).collect()
}

impl Group {
    /// What kind of statement the headline is: a level or a flow; a result, a plan or a norm. Different kinds are never
    /// added, ranked or drawn together.
    pub fn kind(&self) -> Option<(Nature, Status)> {
        self.headline.statement().map(|statement| (statement.fact.nature, statement.fact.status))
    }

    /// Puts the sum of headline and others in place of the headline, if it is sound.
    fn add_up(&mut self) -> bool {
        let headline = self.headline.statement().into_iter();
        let Some(sum) = Sum::of(&headline.chain(&self.others).collect::<Vec<_>>()) else { return false };
        self.witnesses = sum.of.iter().flat_map(Statement::witnesses).collect::<BTreeSet<_>>().len();
        self.others.clone_from(&sum.of);
        self.headline = Headline::Sum(sum);
        true
    }
}

/// How much a statement takes in: a result before a plan or a norm, then the days of a flow, then the count.
fn width(statement: &Statement) -> (bool, i64, rust_decimal::Decimal) {
    let fact = &statement.fact;
    let period = fact.period.as_ref();
    let days = match fact.nature {
        Nature::Stock => None,
        Nature::Flow => period
            .and_then(|period| period.to.zip(period.from))
            .map(|(to, from)| i64::from((to - from).get_days()))
            // A flow that tells its year and no more, or leaves an end open (三次会议以来), is about the year.
            .or_else(|| fact.year.map(|_| 365)),
    };
    (is_done(statement), days.unwrap_or(0), fact.value)
}

/// Takes out the headline: of a stock, the widest statement of the latest report; of a flow, the widest of all.
///
/// A later report restates a level, but says nothing about a flow that it does not mention. Where the report of a later
/// year states the same flow anew, its figure is the revised one.
fn latest_first(widest_first: &mut Vec<Statement>) -> Option<Statement> {
    let widest = widest_first.first()?;
    let revised = |statement: &Statement| {
        let year = |statement: &Statement| statement.date.map(PartialDate::year);
        widest.has_scope_of(statement)
            && widest.fact.status == statement.fact.status
            && year(widest).zip(year(statement)).is_some_and(|(before, after)| before < after)
    };
    let at = if widest.fact.nature == Nature::Stock {
        let alike = || widest_first.iter().take_while(|statement| is_done(statement) == is_done(widest));
        let latest = alike().map(|statement| statement.date).max().flatten();
        alike().position(|statement| statement.date == latest)?
    } else {
        let revisions = widest_first.iter().enumerate().filter(|(_, statement)| revised(statement));
        revisions.rev().max_by_key(|(_, statement)| statement.date).map_or(0, |(at, _)| at)
    };
    Some(widest_first.remove(at))
}

/// Whether a statement tells a result, which a target or a norm never stands above.
fn is_done(statement: &Statement) -> bool {
    statement.fact.status == Status::Done
}

fn place(statement: &Statement) -> (&str, u32) {
    (statement.fact.doc.as_str(), statement.fact.start)
}
