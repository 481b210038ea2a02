//! Comparisons and adopters → the values of pictures.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Bar, BarChart, BarKind, Heat, HeatMap, Panel, Point, TimeLine, Timeline};
use crate::compare::{Adopter, Comparison, Group, Headline, Mark, Measure, Rollup, SpreadYear};
use crate::export::rows::{Surroundings, added_number, headline_number, mark_label};
use crate::export::{Cell, Matrix};
use crate::model::{Lang, MetricId, Nature, RegionCode, Status};

/// More bars than this cannot be read in one picture.
const MOST_BARS: usize = 200;
/// More lines than this cannot be told apart.
const MOST_LINES: usize = 8;

/// What is painted of a group: its ratio where figures to divide by were given, else its value.
struct Painted {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    shown: String,
}

impl Painted {
    /// `None` where a ratio is wanted and there is none.
    fn of(group: &Group, per: Option<&str>, around: Surroundings<'_>) -> Option<Self> {
        let end = |end: Option<Decimal>| end.and_then(|end| end.to_f64());
        if per.is_some() {
            let ratio = group.ratio.as_ref()?;
            let (low, high) = (end(ratio.interval.low), end(ratio.interval.high));
            return Some(Self { value: ratio.value.to_f64()?, low, high, shown: ratio.value.normalize().to_string() });
        }
        let interval = group.headline.interval();
        Some(Self {
            value: group.headline.value().to_f64()?,
            low: end(interval.low),
            high: end(interval.high),
            shown: headline_number(group, around.labels.lang()),
        })
    }
}

/// What can be compared on one scale: a metric, a year (the newest first), a kind of statement, a measure.
type PanelKey<'a> = (&'a MetricId, std::cmp::Reverse<Option<i16>>, Option<(Nature, Status)>, Option<&'a Measure>);

/// Bars of places side by side, in panels of what can be compared: one metric, one year, one measure.
pub fn bar_chart(comparison: &Comparison, title: String, around: Surroundings<'_>) -> BarChart {
    let lang = around.labels.lang();
    let per = comparison.per.as_deref();
    let mut chart = BarChart { title, ..BarChart::default() };
    let mut places: BTreeMap<PanelKey<'_>, usize> = BTreeMap::new();
    let (mut n_bars, mut n_left) = (0, 0);
    let mut rollups: Vec<_> = comparison.rollups.iter().filter(|_| per.is_none()).collect();
    for group in &comparison.groups {
        let Some(painted) = Painted::of(group, per, around) else { continue };
        if n_bars == MOST_BARS {
            n_left += 1;
            continue;
        }
        n_bars += 1;
        let key = (&group.metric, std::cmp::Reverse(group.year), group.kind(), group.headline.measure());
        let at = *places.entry(key).or_insert_with(|| {
            chart.panels.push(Panel { title: panel_title(group, per, around), bars: Vec::new() });
            chart.panels.len() - 1
        });
        let doubtful = group.marks.iter().any(|mark| !matches!(mark, Mark::OtherYear | Mark::Bound));
        let kind = match &group.headline {
            Headline::Sum(_) => BarKind::Added,
            Headline::Stated(_) if doubtful => BarKind::Doubtful,
            Headline::Stated(_) => BarKind::Sure,
        };
        let Painted { value, low, high, shown } = painted;
        chart.panels[at].bars.push(Bar { label: place(group, around), value, low, high, shown, kind });
        let own = |rollup: &&&Rollup| {
            rollup.metric == group.metric && rollup.year == group.year && Some(rollup.region) == group.region
        };
        if let Some(rollup) = rollups.iter().find(own).copied() {
            rollups.retain(|other| *other != rollup);
            let (n, all) = (rollup.covered.len(), rollup.n_places());
            let label = lang.pick(format!("└ 所辖 {all} 个中 {n} 个相加"), format!("└ {n} of {all} inside, added"));
            chart.panels[at].bars.push(added_bar(rollup, label, lang));
        }
    }
    // Places of which nothing is stated but what those in them say.
    for rollup in rollups {
        let of_panel = |key: &PanelKey<'_>| *key.0 == rollup.metric && key.1.0 == rollup.year;
        let Some((_, at)) = places.iter().find(|(key, _)| of_panel(key)) else { continue };
        let (n, all) = (rollup.covered.len(), rollup.n_places());
        let place = around.labels.region(rollup.region, rollup.year);
        let label =
            lang.pick(format!("{place}（{all} 个中 {n} 个相加）"), format!("{place} ({n} of {all} inside, added)"));
        chart.panels[*at].bars.push(added_bar(rollup, label, lang));
    }
    // The newest year first, within a metric.
    let mut order: Vec<usize> = (0..chart.panels.len()).collect();
    order.sort_by_key(|at| places.values().position(|place| place == at));
    chart.panels = order.into_iter().map(|at| std::mem::take(&mut chart.panels[at])).collect();
    if n_left > 0 {
        chart.notes.push(lang.pick(
            format!("另有 {n_left} 处未画：请用 --region、--level 等缩小范围"),
            format!("{n_left} more are not drawn: narrow with --region or --level"),
        ));
    }
    chart.notes.push(
        lang.pick(
            "黑线为文字容许的范围，箭头表示一端不封口（如“60余个”）；橙色有注意事项，灰色为相加所得",
            "black lines are what the words allow, arrows where they leave an end open; orange: caution; grey: added up",
        )
        .to_owned(),
    );
    chart
}

/// What the places in a place add up to.
fn added_bar(rollup: &Rollup, label: String, lang: Lang) -> Bar {
    Bar {
        label,
        value: rollup.value.to_f64().unwrap_or_default(),
        low: rollup.interval.low.and_then(|low| low.to_f64()),
        high: rollup.interval.high.and_then(|high| high.to_f64()),
        shown: added_number(rollup.value, rollup.bound, &rollup.unit, lang),
        kind: BarKind::Added,
    }
}

fn panel_title(group: &Group, per: Option<&str>, around: Surroundings<'_>) -> String {
    let metric = around.labels.metric(&group.metric);
    let year =
        group.year.map_or_else(|| around.labels.lang().pick("年份不明", "no year").to_owned(), |year| year.to_string());
    let unit = match per {
        Some(name) => format!("{} / {name}", group.headline.unit()),
        None => group.headline.unit().to_owned(),
    };
    let status = match group.kind() {
        Some((_, Status::Plan)) => format!(" · {}", mark_label(Mark::Plan, around.labels.lang())),
        Some((_, Status::Rule)) => format!(" · {}", mark_label(Mark::Rule, around.labels.lang())),
        _ => String::new(),
    };
    format!("{metric} · {year} · {unit}{status}")
}

fn place(group: &Group, around: Surroundings<'_>) -> String {
    let unknown = || around.labels.lang().pick("（未写明）", "(not told)").to_owned();
    group.region.map_or_else(unknown, |region| around.labels.region(region, group.year))
}

/// Lines over the years, one for each place (and metric, where there are several).
pub fn comparison_timeline(comparison: &Comparison, title: String, around: Surroundings<'_>) -> Timeline {
    let lang = around.labels.lang();
    let several = comparison.groups.windows(2).any(|pair| pair[0].metric != pair[1].metric);
    let mut lines: BTreeMap<(Option<RegionCode>, &MetricId, Option<&Measure>), TimeLine> = BTreeMap::new();
    for group in &comparison.groups {
        let Some(year) = group.year else { continue };
        let Some(painted) = Painted::of(group, comparison.per.as_deref(), around) else { continue };
        let line = lines.entry((group.region, &group.metric, group.headline.measure())).or_insert_with(|| {
            let label = group.region.map_or_else(|| place(group, around), |code| around.labels.place(code, group.year));
            let metric = if several { format!(" {}", around.labels.metric(&group.metric)) } else { String::new() };
            TimeLine { label: format!("{label}{metric}"), points: Vec::new() }
        });
        let Painted { value, low, high, shown } = painted;
        line.points.push(Point { year, value, low, high, shown });
    }
    let mut lines: Vec<TimeLine> = lines.into_values().collect();
    for line in &mut lines {
        line.points.sort_by_key(|point| point.year);
    }
    // Lines of many years tell most, and of lines as long those that lead closest to today.
    lines.sort_by_key(|line| std::cmp::Reverse((line.points.len(), line.points.last().map(|point| point.year))));
    let mut notes = Vec::new();
    if lines.len() > MOST_LINES {
        let n = lines.len() - MOST_LINES;
        notes.push(lang.pick(
            format!("另有 {n} 条线未画：请用 --region 等缩小范围"),
            format!("{n} more lines are not drawn: narrow with --region"),
        ));
        lines.truncate(MOST_LINES);
    }
    notes.push(
        lang.pick(
            "竖线为文字容许的范围，箭头表示一端不封口",
            "upright lines are what the words allow, arrows open ends",
        )
        .to_owned(),
    );
    Timeline { title, notes, lines }
}

/// How many places use something by each year.
pub fn spread_timeline(practices: &[(String, Vec<SpreadYear>)], title: String, around: Surroundings<'_>) -> Timeline {
    let lines = practices.iter().map(|(name, years)| {
        let dated = years.iter().filter_map(|year| Some((year.year?, year.total)));
        let point = |(year, total): (i16, usize)| {
            let value = super::bars::count(total);
            Point { year, value, low: Some(value), high: Some(value), shown: total.to_string() }
        };
        TimeLine { label: name.clone(), points: dated.map(point).collect() }
    });
    let note = around.labels.lang().pick(
        "到该年为止报告中见到采用的地方数（累计）；没有报告的地方不在内",
        "places seen to use it in reports up to the year; places without a report are not counted",
    );
    Timeline { title, notes: vec![note.to_owned()], lines: lines.collect() }
}

/// A matrix of years, coloured by year.
pub fn heat_map(matrix: &Matrix, title: String, around: Surroundings<'_>) -> HeatMap {
    let name_at = matrix.rows.columns.iter().position(|column| column.key == "region_name").unwrap_or_default();
    let heat = |cell: &Cell| Heat { value: number(cell), shown: cell.to_string() };
    let rows = matrix.rows.rows.iter().zip(&matrix.cells).map(|(lead, cells)| {
        let cells = cells.iter().map(|entry| entry.as_ref().map(|entry| heat(&entry.value)));
        (lead.get(name_at).map(Cell::to_string).unwrap_or_default(), cells.collect())
    });
    let note = around.labels.lang().pick(
        "格内为最早见于报告的年份（✓ 为年份不明），越深越晚；空白为已读的报告没有提到",
        "the year of the first report that says so (✓: no date), later ones darker; empty: no report that was read says so",
    );
    HeatMap {
        title,
        notes: vec![note.to_owned()],
        columns: matrix.columns.iter().map(|(_, name)| name.clone()).collect(),
        rows: rows.collect(),
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(whole) => whole.to_f64(),
        Cell::Amount(amount) => amount.to_f64(),
        Cell::Real(real) => Some(*real),
        Cell::Text(_) | Cell::Empty => None,
    }
}

/// The value of each place on a map: of the first metric, the latest year that the place has, which is shown with the
/// value where places differ in it.
pub fn values_by_place(comparison: &Comparison, around: Surroundings<'_>) -> BTreeMap<RegionCode, Heat> {
    let mut values: BTreeMap<RegionCode, (Option<i16>, Heat)> = BTreeMap::new();
    let Some(first) = comparison.groups.first() else { return BTreeMap::new() };
    let alike = |group: &&Group| group.metric == first.metric && group.headline.measure() == first.headline.measure();
    for group in comparison.groups.iter().filter(alike) {
        let Some(region) = group.region else { continue };
        let Some(painted) = Painted::of(group, comparison.per.as_deref(), around) else { continue };
        let heat = Heat { value: Some(painted.value), shown: painted.shown };
        if values.get(&region).is_none_or(|(year, _)| *year < group.year) {
            values.insert(region, (group.year, heat));
        }
    }
    let years: BTreeSet<Option<i16>> = values.values().map(|(year, _)| *year).collect();
    let with_year = |(region, (year, heat)): (RegionCode, (Option<i16>, Heat))| {
        let year = year.filter(|_| years.len() > 1).map_or(String::new(), |year| format!(" {year}"));
        (region, Heat { shown: format!("{}{year}", heat.shown), ..heat })
    };
    values.into_iter().map(with_year).collect()
}

/// Since when each place uses something, on a map.
pub fn adoption_map(adopters: &[Adopter]) -> BTreeMap<RegionCode, Heat> {
    let heat = |adopter: &Adopter| Heat {
        value: adopter.since.map(f64::from),
        shown: adopter.since.map_or_else(|| "✓".to_owned(), |year| year.to_string()),
    };
    adopters.iter().filter_map(|adopter| Some((adopter.region?, heat(adopter)))).collect()
}
