//! The flat row of each kind of record: the one place that says which columns there are.
//!
//! A column that bears the name of a record's field holds that field. `date` and `title` are the report's, and
//! `region_name` is added where the record has none.

mod adoption;
mod codebook;
mod comparison;
mod profile;
mod missed;
mod review;
mod wide;

use std::collections::BTreeMap;

pub use adoption::{adopters, spread, uptake};
pub use codebook::codebook;
pub(super) use comparison::added_number;
pub use comparison::{comparison, mark_label};
pub use missed::{MISSED_FIELDS, MISSED_IN, MISSED_NUMBER, MISSED_QUOTE, MISSED_VALUE, missed};
pub use profile::{Section, profile};
pub use review::{
    CORRECTED, KEY, NOTE, ReviewKey, ToReview, VERDICT, by_doubt, choice, given_column, meaning, review, review_columns,
};
pub use wide::{headline_number, matrix, wide};

use super::{Cell, Column, Labels, Table};
use crate::model::{ArticleRecord, DocId, Fact, Platform, Practice, Problem, Record, RegionCode, Review};

const DOC: Column = Column::new("doc", "报告", "report");
const START: Column = Column::new("start", "起", "start");
const END: Column = Column::new("end", "止", "end");
const REGION: Column = Column::new("region", "代码", "code");
const REGION_NAME: Column = Column::new("region_name", "地区", "region");
const QUOTE: Column = Column::new("quote", "原句", "quote");
const DATE: Column = Column::new("date", "报告日期", "reported");
const TITLE: Column = Column::new("title", "标题", "title");
const ALSO_IN: Column = Column::new("also_in", "同文", "also in");
const RULE: Column = Column::new("rule", "依据", "rule");
/// Key of the column that says whether a person reviewed a record.
pub const REVIEWED_KEY: &str = "corrected";
/// Whether a person reviewed the record: `right`, `corrected` or `added`.
pub const REVIEWED: Column = Column::new(REVIEWED_KEY, "复核", "reviewed");
/// What the program had read where a person corrected it: `value 66; region 350203`.
const WAS: Column = Column::new("was", "原读作", "was");
/// What the person noted: why, and perhaps who.
const WHY: Column = Column::new("why", "复核备注", "why");

/// What rows need beside the records themselves.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Names of places, metrics and practices.
    pub labels: Labels<'a>,
    /// Every report by name.
    pub articles: &'a BTreeMap<String, ArticleRecord>,
}

impl Surroundings<'_> {
    /// The date of a report, as far as it is known.
    pub fn date(&self, doc: &DocId) -> Cell {
        self.articles.get(doc.as_str()).and_then(|article| article.date).map(|date| date.to_string()).into()
    }

    /// The title of a report.
    pub fn title(&self, doc: &DocId) -> Cell {
        self.articles.get(doc.as_str()).and_then(|article| article.title.clone()).into()
    }

    /// The name of a place, where it is known which one.
    pub fn region_name(&self, region: Option<RegionCode>, year: Option<i16>) -> Cell {
        region.map(|code| self.labels.region(code, year)).into()
    }

    fn report_year(&self, doc: &DocId) -> Option<i16> {
        Some(self.articles.get(doc.as_str())?.date?.year())
    }
}

/// Facts.
pub fn facts<'a>(facts: impl IntoIterator<Item = &'a Fact>, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        DOC,
        START,
        END,
        Column::new("number", "数", "number"),
        Column::new("value", "数值", "value"),
        Column::new("value_max", "上限", "value_max"),
        Column::new("bound", "界", "bound"),
        Column::new("low", "至少", "low"),
        Column::new("high", "至多", "high"),
        Column::new("unit", "单位", "unit"),
        Column::new("item", "所计", "item"),
        Column::new("metric", "指标代号", "metric id"),
        Column::new("metric_name", "指标名", "metric name"),
        Column::new("nature", "性质", "nature"),
        Column::new("effect", "成效", "effect"),
        REGION,
        REGION_NAME,
        Column::new("actor", "主体", "actor"),
        Column::new("year", "年份", "year"),
        Column::new("period_from", "期初", "from"),
        Column::new("period_to", "期末", "to"),
        Column::new("period_text", "期间", "period"),
        Column::new("status", "状态", "status"),
        Column::new("part_of", "其总数", "part of"),
        QUOTE,
        RULE,
        Column::new("confidence", "把握", "confidence"),
        Column::new("check", "勾稽", "check"),
        ALSO_IN,
        DATE,
        TITLE,
        REVIEWED,
        WAS,
        WHY,
    ]);
    table.rows = facts.into_iter().map(|fact| fact_row(fact, around)).collect();
    table
}

fn fact_row(fact: &Fact, around: Surroundings<'_>) -> Vec<Cell> {
    let period = fact.period.as_ref();
    let region_name = fact.region_name.clone().map_or_else(|| around.region_name(fact.region, fact.year), Cell::from);
    vec![
        fact.doc.as_str().into(),
        fact.start.into(),
        fact.end.into(),
        fact.number.as_str().into(),
        fact.value.into(),
        fact.value_max.into(),
        Cell::word(&fact.bound),
        fact.low.into(),
        fact.high.into(),
        fact.unit.as_str().into(),
        fact.item.as_str().into(),
        fact.metric.as_str().into(),
        around.labels.metric(&fact.metric).into(),
        Cell::word(&fact.nature),
        Cell::word(&fact.effect),
        code_of(fact.region),
        region_name,
        fact.actor.clone().into(),
        fact.year.into(),
        period.and_then(|period| period.from).map(|day| day.to_string()).into(),
        period.and_then(|period| period.to).map(|day| day.to_string()).into(),
        period.map(|period| period.text.clone()).into(),
        Cell::word(&fact.status),
        fact.part_of.clone().into(),
        (&*fact.quote).into(),
        (&*fact.rule).into(),
        fact.confidence.into(),
        Cell::word(&fact.check),
        names(&fact.also_in),
        around.date(&fact.doc),
        around.title(&fact.doc),
        reviewed(fact.corrected.as_deref()),
        was(fact.corrected.as_deref()),
        why(fact.corrected.as_deref()),
    ]
}

/// Other prints of the article.
fn names(prints: &[DocId]) -> Cell {
    let names: Vec<&str> = prints.iter().map(DocId::as_str).collect();
    (!names.is_empty()).then(|| names.join("; ")).into()
}

/// Platforms.
pub fn platforms<'a>(platforms: impl IntoIterator<Item = &'a Platform>, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        DOC,
        START,
        END,
        Column::new("name", "名称", "name"),
        Column::new("core", "核心名", "core"),
        Column::new("type", "类别", "type"),
        REGION,
        REGION_NAME,
        QUOTE,
        ALSO_IN,
        DATE,
        TITLE,
        REVIEWED,
        WAS,
        WHY,
    ]);
    let row = |platform: &Platform| {
        vec![
            platform.doc.as_str().into(),
            platform.start.into(),
            platform.end.into(),
            platform.name.as_str().into(),
            platform.core.as_str().into(),
            Cell::word(&platform.r#type),
            code_of(platform.region),
            around.region_name(platform.region, around.report_year(&platform.doc)),
            (&*platform.quote).into(),
            names(&platform.also_in),
            around.date(&platform.doc),
            around.title(&platform.doc),
            reviewed(platform.corrected.as_deref()),
            was(platform.corrected.as_deref()),
            why(platform.corrected.as_deref()),
        ]
    };
    table.rows = platforms.into_iter().map(row).collect();
    table
}

/// Practices.
pub fn practices<'a>(practices: impl IntoIterator<Item = &'a Practice>, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        DOC,
        START,
        END,
        Column::new("practice", "做法", "practice"),
        Column::new("practice_name", "做法名", "practice name"),
        REGION,
        REGION_NAME,
        QUOTE,
        RULE,
        ALSO_IN,
        DATE,
        TITLE,
        REVIEWED,
        WAS,
        WHY,
    ]);
    let row = |practice: &Practice| {
        vec![
            practice.doc.as_str().into(),
            practice.start.into(),
            practice.end.into(),
            practice.practice.as_str().into(),
            around.labels.practice(&practice.practice).into(),
            code_of(practice.region),
            around.region_name(practice.region, around.report_year(&practice.doc)),
            (&*practice.quote).into(),
            (&*practice.rule).into(),
            names(&practice.also_in),
            around.date(&practice.doc),
            around.title(&practice.doc),
            reviewed(practice.corrected.as_deref()),
            was(practice.corrected.as_deref()),
            why(practice.corrected.as_deref()),
        ]
    };
    table.rows = practices.into_iter().map(row).collect();
    table
}

/// Problems.
pub fn problems<'a>(problems: impl IntoIterator<Item = &'a Problem>, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        DOC,
        START,
        END,
        Column::new("code", "问题", "problem"),
        Column::new("message", "说明", "message"),
        DATE,
        TITLE,
    ]);
    let row = |problem: &Problem| {
        vec![
            problem.doc.as_str().into(),
            problem.start.into(),
            problem.end.into(),
            Cell::word(&problem.code),
            problem.message.as_str().into(),
            around.date(&problem.doc),
            around.title(&problem.doc),
        ]
    };
    table.rows = problems.into_iter().map(row).collect();
    table
}

/// Reports.
pub fn articles<'a>(articles: impl IntoIterator<Item = &'a ArticleRecord>, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        DOC,
        TITLE,
        DATE,
        Column::new("source", "来源", "source"),
        REGION,
        REGION_NAME,
        Column::new("chars", "字数", "characters"),
        Column::new("sections", "节", "sections"),
    ]);
    let row = |article: &ArticleRecord| {
        vec![
            article.doc.as_str().into(),
            article.title.clone().into(),
            around.date(&article.doc),
            article.source.clone().into(),
            code_of(article.region),
            around.region_name(article.region, around.report_year(&article.doc)),
            article.chars.into(),
            article.sections.len().into(),
        ]
    };
    table.rows = articles.into_iter().map(row).collect();
    table
}

/// The code of a place, where it is known which one.
fn code_of(region: Option<RegionCode>) -> Cell {
    region.map(|code| code.to_string()).into()
}

/// The word for how a person reviewed a record; empty where nobody did.
fn reviewed(review: Option<&Review>) -> Cell {
    review.map_or(Cell::Empty, |review| Cell::word(&review.verdict))
}

fn why(review: Option<&Review>) -> Cell {
    review.map(|review| review.note.as_str()).filter(|note| !note.is_empty()).into()
}

fn was(review: Option<&Review>) -> Cell {
    let fields = review.map(|review| review.was.iter().map(|(field, old)| format!("{} {old}", field.name())));
    fields.map(|fields| fields.collect::<Vec<_>>().join("; ")).filter(|was| !was.is_empty()).into()
}

/// The kinds of records that have a table of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Reports.
    Articles,
    /// Numbers.
    Facts,
    /// Named things.
    Platforms,
    /// Ways of working.
    Practices,
    /// Oddities.
    Problems,
}

/// The records of one kind as a table; others are passed over.
pub fn of_kind(kind: RowKind, records: &[Record], around: Surroundings<'_>) -> Table {
    macro_rules! only {
        ($variant:ident) => {
            records.iter().filter_map(|record| if let Record::$variant(inner) = record { Some(inner) } else { None })
        };
    }
    match kind {
        RowKind::Articles => articles(only!(Article), around),
        RowKind::Facts => facts(only!(Fact), around),
        RowKind::Platforms => platforms(only!(Platform), around),
        RowKind::Practices => practices(only!(Practice), around),
        RowKind::Problems => problems(only!(Problem), around),
    }
}
