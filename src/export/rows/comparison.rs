//! Comparisons and adopters as tables.

use super::{Surroundings, code_of};
use crate::compare::{Adopter, Comparison, Group, Headline, Mark, Statement, Sum};
use crate::export::{Cell, Column, Table};
use crate::model::{Bound, Lang};

/// One row for each statement, the headline of each group first, what belongs to it after.
///
/// `role` is `headline`, `other` or `part`; where the user asked for a sum, `sum` and `summand`. `marks` holds reasons
/// for caution, separated by semicolons, on the first row of a group.
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
    for group in &comparison.groups {
        let others = match &group.headline {
            Headline::Stated(statement) => {
                push_statement(&mut table, group, Role::Headline, statement, around);
                Role::Other
            }
            Headline::Sum(sum) => {
                push_sum(&mut table, group, sum, around);
                Role::Summand
            }
        };
        group.others.iter().for_each(|statement| push_statement(&mut table, group, others, statement, around));
        group.parts.iter().for_each(|statement| push_statement(&mut table, group, Role::Part, statement, around));
    }
    table
}

/// What a row is in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Headline,
    Sum,
    Summand,
    Other,
    Part,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Sum => "sum",
            Self::Summand => "summand",
            Self::Other => "other",
            Self::Part => "part",
        }
    }

    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Headline => "",
            Self::Sum => lang.pick("合计", "sum"),
            Self::Summand => lang.pick("└ 加数", "└ of"),
            Self::Other => lang.pick("└ 另见", "└ also"),
            Self::Part => lang.pick("└ 其中", "└ part"),
        }
    }

    /// Whether what is said of the whole group stands on this row.
    const fn is_first(self) -> bool {
        matches!(self, Self::Headline | Self::Sum)
    }
}

fn push_statement(table: &mut Table, group: &Group, role: Role, statement: &Statement, around: Surroundings<'_>) {
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
        ("quote", fact.quote.as_str().into()),
        ("doc", fact.doc.as_str().into()),
        ("start", fact.start.into()),
        ("end", fact.end.into()),
        ("date", statement.date.map(|date| date.to_string()).into()),
        ("corrected", super::reviewed(fact.corrected.as_deref())),
    ]);
    complete(table, group, role, around);
}

/// A sum has no words or place of its own: its summands under it do.
fn push_sum(table: &mut Table, group: &Group, sum: &Sum, around: Surroundings<'_>) {
    let value = sum.value.normalize();
    let number = match (sum.bound, around.labels.lang()) {
        (Bound::Exact, _) => format!("{value}{}", group.headline.unit()),
        (Bound::More, Lang::Zh) => format!("{value}{}以上", group.headline.unit()),
        (Bound::Less, Lang::Zh) => format!("{value}{}以内", group.headline.unit()),
        (Bound::About | Bound::Range | Bound::Vague, Lang::Zh) => format!("约{value}{}", group.headline.unit()),
        (Bound::More, Lang::En) => format!("≥ {value}{}", group.headline.unit()),
        (Bound::Less, Lang::En) => format!("≤ {value}{}", group.headline.unit()),
        (Bound::About | Bound::Range | Bound::Vague, Lang::En) => format!("~ {value}{}", group.headline.unit()),
    };
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
    complete(table, group, Role::Sum, around);
}

/// Fills in what the last row has from its group.
fn complete(table: &mut Table, group: &Group, role: Role, around: Surroundings<'_>) {
    let lang = around.labels.lang();
    table.set_last([
        ("metric", group.metric.as_str().into()),
        ("metric_name", around.labels.metric(&group.metric).into()),
        ("region", code_of(group.region)),
        ("region_name", name_or_unknown(around.region_name(group.region, group.year), lang)),
        ("year", group.year.into()),
        ("role", role.name().into()),
        ("role_name", role.label(lang).into()),
    ]);
    if role.is_first() {
        let marks: Vec<&str> = group.marks.iter().map(|mark| mark.name()).collect();
        let names: Vec<&str> = group.marks.iter().map(|mark| mark_label(*mark, lang)).collect();
        table.set_last([
            ("witnesses", group.witnesses.into()),
            ("marks", marks.join(";").into()),
            ("mark_names", names.join(lang.pick("、", ", ")).into()),
        ]);
    }
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
    }
}

/// One row for each place that uses something.
pub fn adopters(adopters: &[Adopter], around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        super::REGION,
        super::REGION_NAME,
        Column::new("since", "始见", "since"),
        Column::new("latest", "最近", "latest"),
        Column::new("reports", "报告数", "reports"),
        Column::new("names", "名称", "name"),
        super::QUOTE,
        super::DOC,
        super::START,
        super::END,
        super::REVIEWED,
    ]);
    let lang = around.labels.lang();
    for adopter in adopters {
        let best = &adopter.best;
        let name = around.region_name(adopter.region, adopter.latest.map(crate::model::PartialDate::year));
        table.push([
            ("region", code_of(adopter.region)),
            ("region_name", name_or_unknown(name, lang)),
            ("since", adopter.since.into()),
            ("latest", adopter.latest.map(|date| date.to_string()).into()),
            ("reports", adopter.reports.into()),
            ("names", adopter.names.join("、").into()),
            ("quote", best.quote.as_str().into()),
            ("doc", best.doc.as_str().into()),
            ("start", best.start.into()),
            ("end", best.end.into()),
            ("corrected", best.corrected.map_or(Cell::Empty, |reviewed| Cell::word(&reviewed))),
        ]);
    }
    table
}

fn name_or_unknown(name: Cell, lang: Lang) -> Cell {
    if name == Cell::Empty { lang.pick("（未写明）", "(not told)").into() } else { name }
}
