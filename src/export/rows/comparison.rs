//! Comparisons as tables.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{Surroundings, code_of};
use crate::compare::{Comparison, Group, Headline, Mark, Rollup, Statement, Sum};
use crate::export::{Cell, Column, Table};
use crate::model::{Bound, Lang};

/// One row for each statement, the headline of each group first, what belongs to it after.
///
/// `role` is `headline`, `other` or `part`; where the user asked for a sum, `sum` and `summand`; `inside` for what the
/// places in a place add up to. `marks` holds reasons for caution, separated by semicolons, on the first row of a group.
/// Columns for ranks, ratios and coverage are there where they were asked for.
pub fn comparison(comparison: &Comparison, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        Column::new("metric", "指标代号", "metric id"),
        Column::new("metric_name", "指标", "metric"),
        super::REGION,
        super::REGION_NAME,
        Column::new("year", "年份", "year"),
        Column::new("role", "角色", "role"),
        Column::new("role_name", "", ""),
        Column::new("number", "数", "number"),
        Column::new("value", "数值", "value"),
        Column::new("value_max", "上限", "value_max"),
        Column::new("bound", "界", "bound"),
        Column::new("low", "至少", "low"),
        Column::new("high", "至多", "high"),
        Column::new("unit", "单位", "unit"),
        Column::new("item", "所计", "item"),
        Column::new("nature", "性质", "nature"),
        Column::new("status", "状态", "status"),
        Column::new("period_from", "期初", "from"),
        Column::new("period_to", "期末", "to"),
        Column::new("period_text", "期间", "period"),
        Column::new("witnesses", "报告数", "reports"),
        Column::new("marks", "注意代号", "marks"),
        Column::new("mark_names", "注意", "caution"),
        super::QUOTE,
        super::DOC,
        super::START,
        super::END,
        super::DATE,
        super::REVIEWED,
    ]);
    table.columns.extend(asked_for(comparison));
    if comparison.rollups.is_empty() {
        let columns = &table.columns;
        let rows_of = |groups: &[Group]| {
            let mut table = Table { columns: columns.clone(), rows: Vec::with_capacity(groups.len()) };
            for group in groups {
                push_group(&mut table, group, around);
            }
            table.rows
        };
        let rows: Vec<_> = comparison.groups.par_chunks(PIECE).map(rows_of).collect();
        table.rows = rows.into_iter().flatten().collect();
        return table;
    }
    let stated: BTreeSet<_> = comparison.groups.iter().map(|group| (&group.metric, group.year, group.region)).collect();
    let mut rollups: Vec<&Rollup> = comparison.rollups.iter().collect();
    for group in &comparison.groups {
        // Places of which nothing is stated but what those in them say stand before the first of these.
        let alike = |rollup: &Rollup| rollup.metric == group.metric && rollup.year == group.year;
        let holds = |rollup: &Rollup| group.region.is_some_and(|region| rollup.covered.contains(&region));
        let is_stated = |rollup: &Rollup| stated.contains(&(&rollup.metric, rollup.year, Some(rollup.region)));
        for rollup in rollups.extract_if(.., |rollup| alike(rollup) && holds(rollup) && !is_stated(rollup)) {
            push_rollup(&mut table, rollup, around);
        }
        push_group(&mut table, group, around);
        for rollup in rollups.extract_if(.., |rollup| alike(rollup) && Some(rollup.region) == group.region) {
            push_rollup(&mut table, rollup, around);
        }
    }
    // Those whose places bear another code by now.
    for rollup in rollups {
        push_rollup(&mut table, rollup, around);
    }
    table
}

/// Groups whose rows one thread makes before it takes others.
const PIECE: usize = 512;

/// The rows of a group.
fn push_group(table: &mut Table, group: &Group, around: Surroundings<'_>) {
    let lang = around.labels.lang();
    let called = Called {
        metric: around.labels.metric(&group.metric),
        region: name_or_unknown(around.region_name(group.region, group.year), lang),
    };
    let others = match &group.headline {
        Headline::Stated(statement) => {
            push_statement(table, statement);
            complete(table, group, Role::Headline, &called, lang);
            Role::Other
        }
        Headline::Sum(sum) => {
            push_sum(table, group, sum, lang);
            complete(table, group, Role::Sum, &called, lang);
            Role::Summand
        }
    };
    let others = group.others.iter().map(|statement| (others, statement));
    for (role, statement) in others.chain(group.parts.iter().map(|statement| (Role::Part, statement))) {
        push_statement(table, statement);
        complete(table, group, role, &called, lang);
    }
}

/// What the metric and the place of a group are called.
struct Called {
    metric: String,
    region: Cell,
}

/// The columns that only some comparisons have.
fn asked_for(comparison: &Comparison) -> Vec<Column> {
    let mut columns = Vec::new();
    if comparison.groups.iter().any(|group| group.rank.is_some()) {
        columns.push(Column::new("rank", "名次", "rank"));
        columns.push(Column::new("rank_best", "最高名次", "best rank"));
        columns.push(Column::new("rank_worst", "最低名次", "worst rank"));
    }
    if let Some(name) = &comparison.per {
        columns.push(Column::about("per_figure", name.clone()));
        columns.push(Column::about("per", format!("/ {name}")));
        columns.push(Column::new("per_low", "比值至少", "ratio at least"));
        columns.push(Column::new("per_high", "比值至多", "ratio at most"));
    }
    if !comparison.rollups.is_empty() {
        columns.push(Column::new("coverage", "所含地区", "coverage"));
        columns.push(Column::new("missing", "缺", "missing"));
    }
    columns
}

/// What a row is in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Headline,
    Sum,
    Summand,
    Other,
    Part,
    Inside,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Sum => "sum",
            Self::Summand => "summand",
            Self::Other => "other",
            Self::Part => "part",
            Self::Inside => "inside",
        }
    }

    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Headline => "",
            Self::Sum => lang.pick("合计", "sum"),
            Self::Summand => lang.pick("└ 加数", "└ of"),
            Self::Other => lang.pick("└ 另见", "└ also"),
            Self::Part => lang.pick("└ 其中", "└ part"),
            Self::Inside => lang.pick("└ 所辖相加", "└ inside"),
        }
    }

    /// Whether what is said of the whole group stands on this row.
    const fn is_first(self) -> bool {
        matches!(self, Self::Headline | Self::Sum)
    }
}

fn push_statement(table: &mut Table, statement: &Statement) {
    let fact = &statement.fact;
    let period = fact.period.as_ref();
    table.push([
        ("number", fact.number.as_str().into()),
        ("value", fact.value.into()),
        ("value_max", fact.value_max.into()),
        ("bound", Cell::word(&fact.bound)),
        ("low", fact.low.into()),
        ("high", fact.high.into()),
        ("unit", fact.unit.as_str().into()),
        ("item", fact.item.as_str().into()),
        ("nature", Cell::word(&fact.nature)),
        ("status", Cell::word(&fact.status)),
        ("period_from", period.and_then(|period| period.from).map(|day| day.to_string()).into()),
        ("period_to", period.and_then(|period| period.to).map(|day| day.to_string()).into()),
        ("period_text", period.map(|period| period.text.clone()).into()),
        ("quote", (&*fact.quote).into()),
        ("doc", fact.doc.as_str().into()),
        ("start", fact.start.into()),
        ("end", fact.end.into()),
        ("date", statement.date.map(|date| date.to_string()).into()),
        ("corrected", super::reviewed(fact.corrected.as_deref())),
    ]);
}

/// A sum has no words or place of its own: its summands under it do.
fn push_sum(table: &mut Table, group: &Group, sum: &Sum, lang: Lang) {
    let number = added_number(sum.value, sum.bound, group.headline.unit(), lang);
    table.push([
        ("number", number.into()),
        ("value", sum.value.into()),
        ("bound", Cell::word(&sum.bound)),
        ("low", sum.interval.low.into()),
        ("high", sum.interval.high.into()),
        ("unit", group.headline.unit().into()),
        ("nature", "flow".into()),
        ("status", group.headline.statement().map_or(Cell::Empty, |first| Cell::word(&first.fact.status))),
    ]);
}

/// A sum as a report would write it.
pub(in crate::export) fn added_number(value: Decimal, bound: Bound, unit: &str, lang: Lang) -> String {
    let value = value.normalize();
    match (bound, lang) {
        (Bound::Exact, _) => format!("{value}{unit}"),
        (Bound::More, Lang::Zh) => format!("{value}{unit}以上"),
        (Bound::Less, Lang::Zh) => format!("{value}{unit}以内"),
        (Bound::About | Bound::Range | Bound::Vague, Lang::Zh) => format!("约{value}{unit}"),
        (Bound::More, Lang::En) => format!("≥ {value}{unit}"),
        (Bound::Less, Lang::En) => format!("≤ {value}{unit}"),
        (Bound::About | Bound::Range | Bound::Vague, Lang::En) => format!("~ {value}{unit}"),
    }
}

/// What the places in a place add up to, with how many of them that covers.
fn push_rollup(table: &mut Table, rollup: &Rollup, around: Surroundings<'_>) {
    const NAMED: usize = 12;
    let lang = around.labels.lang();
    let (n, all) = (rollup.covered.len(), rollup.n_places());
    let (marks, names) = mark_names(&rollup.marks, lang);
    let mut missing: Vec<String> =
        rollup.missing.iter().take(NAMED).map(|code| around.labels.place(*code, rollup.year)).collect();
    if rollup.missing.len() > NAMED {
        missing.push("…".to_owned());
    }
    table.push([
        ("metric", rollup.metric.as_str().into()),
        ("metric_name", around.labels.metric(&rollup.metric).into()),
        ("region", code_of(Some(rollup.region))),
        ("region_name", around.region_name(Some(rollup.region), rollup.year)),
        ("year", rollup.year.into()),
        ("role", Role::Inside.name().into()),
        ("role_name", Role::Inside.label(lang).into()),
        ("number", added_number(rollup.value, rollup.bound, &rollup.unit, lang).into()),
        ("value", rollup.value.into()),
        ("bound", Cell::word(&rollup.bound)),
        ("low", rollup.interval.low.into()),
        ("high", rollup.interval.high.into()),
        ("unit", rollup.unit.as_str().into()),
        ("status", Cell::word(&rollup.status)),
        ("marks", marks.into()),
        ("mark_names", names.into()),
        ("coverage", lang.pick(format!("{all} 个中的 {n} 个"), format!("{n} of {all}")).into()),
        ("missing", missing.join(lang.pick("、", ", ")).into()),
    ]);
}

/// Fills in what the last row has from its group.
fn complete(table: &mut Table, group: &Group, role: Role, called: &Called, lang: Lang) {
    table.set_last([
        ("metric", group.metric.as_str().into()),
        ("metric_name", called.metric.as_str().into()),
        ("region", code_of(group.region)),
        ("region_name", called.region.clone()),
        ("year", group.year.into()),
        ("role", role.name().into()),
        ("role_name", role.label(lang).into()),
    ]);
    if role.is_first() {
        let (marks, names) = mark_names(&group.marks, lang);
        table.set_last([("witnesses", group.witnesses.into()), ("marks", marks.into()), ("mark_names", names.into())]);
        if let Some(rank) = group.rank {
            table.set_last([
                ("rank", rank.to_string().into()),
                ("rank_best", rank.best.into()),
                ("rank_worst", rank.worst.into()),
            ]);
        }
        if let Some(ratio) = &group.ratio {
            table.set_last([
                ("per_figure", ratio.figure.into()),
                ("per", ratio.value.into()),
                ("per_low", ratio.interval.low.into()),
                ("per_high", ratio.interval.high.into()),
            ]);
        }
    }
}

/// Marks by the words of exported tables and by those for a reader.
pub(super) fn mark_names(marks: &BTreeSet<Mark>, lang: Lang) -> (String, String) {
    let names: Vec<&str> = marks.iter().map(|mark| mark_label(*mark, lang)).collect();
    let marks: Vec<&str> = marks.iter().map(|mark| mark.name()).collect();
    (marks.join(";"), names.join(lang.pick("、", ", ")))
}

/// What a reader calls a mark.
pub fn mark_label(mark: Mark, lang: Lang) -> &'static str {
    match mark {
        Mark::Contradiction => lang.pick("矛盾", "contradiction"),
        Mark::Revision => lang.pick("前后不同", "revised"),
        Mark::Part => lang.pick("其中数", "part"),
        Mark::Plan => lang.pick("计划数", "plan"),
        Mark::Rule => lang.pick("常规数", "norm"),
        Mark::Sum => lang.pick("合计数", "sum"),
        Mark::NotSummed => lang.pick("不宜相加", "not summed"),
        Mark::Bound => lang.pick("非确数", "bound"),
        Mark::OtherYear => lang.pick("年份不同", "other year"),
        Mark::NoYear => lang.pick("年份不明", "no year"),
        Mark::NoRegion => lang.pick("地区不明", "no region"),
        Mark::OtherUnit => lang.pick("单位不同", "other unit"),
        Mark::Scope => lang.pick("口径不一", "scope"),
        Mark::Undecided => lang.pick("名次未定", "undecided"),
    }
}

/// The name of a place, or words for its absence.
pub(super) fn name_or_unknown(name: Cell, lang: Lang) -> Cell {
    if name == Cell::Empty { lang.pick("（未写明）", "(not told)").into() } else { name }
}
