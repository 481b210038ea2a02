//! Records to review: what the program read on the left, what a person says of it on the right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DOC, QUOTE, Surroundings};
use crate::export::{Cell, Column, Table};
use crate::model::{Anchor, Field, Record, ReviewKind, Verdict};

/// A record that waits for a person's word, with what finds it again.
#[derive(Debug, Clone)]
pub struct ToReview {
    /// The record.
    pub record: Record,
    /// What finds it again.
    pub anchor: Anchor,
    /// Its sentence, the record between 【】.
    pub sentence: String,
}

/// What the hidden cell of a row holds: what finds the record again, and what the row said of it, so that someone who
/// wrote into a given column can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewKey {
    /// What finds the record again.
    #[serde(flatten)]
    pub anchor: Anchor,
    /// The given cells beside which a corrected one stands, by the keys of their columns.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
}

/// What the person says.
pub const VERDICT: Column = Column::new("verdict", "判断", "verdict");
/// Why.
pub const NOTE: Column = Column::new("note", "备注", "note");
/// What finds the record again; hidden in a workbook.
pub const KEY: Column = Column::new("key", "定位", "key");

/// The columns for corrected contents, each with the fields that it stands for: of a number the metric, of words the
/// practice, of a name the name.
pub const CORRECTED: [(Column, &[Field]); 9] = [
    (Column::new("corrected_value", "改数值", "corrected value"), &[Field::Value]),
    (Column::new("corrected_value_max", "改上限", "corrected high end"), &[Field::ValueMax]),
    (Column::new("corrected_bound", "改界", "corrected bound"), &[Field::Bound]),
    (Column::new("corrected_unit", "改单位", "corrected unit"), &[Field::Unit]),
    (Column::new("corrected_item", "改所计", "corrected item"), &[Field::Item]),
    (Column::new("corrected_what", "改含义", "corrected meaning"), &[Field::Metric, Field::Practice, Field::Name]),
    (Column::new("corrected_region", "改地区", "corrected region"), &[Field::Region]),
    (Column::new("corrected_year", "改年份", "corrected year"), &[Field::Year]),
    (Column::new("corrected_status", "改状态", "corrected status"), &[Field::Status]),
];

const GIVEN: [Column; 15] = [
    Column::new("review_kind", "种类", "kind"),
    DOC,
    Column::new("place", "文件中的位置", "place in the file"),
    QUOTE,
    Column::new("words", "原文", "words"),
    Column::new("value", "数值", "value"),
    Column::new("value_max", "上限", "high end"),
    Column::new("bound", "界", "bound"),
    Column::new("unit", "单位", "unit"),
    Column::new("item", "所计", "item"),
    Column::new("what", "含义", "meaning"),
    Column::new("region", "地区", "region"),
    Column::new("year", "年份", "year"),
    Column::new("status", "状态", "status"),
    Column::new("confidence", "把握", "confidence"),
];

/// Every column of the table, in order.
pub fn review_columns() -> impl Iterator<Item = Column> {
    let corrected = CORRECTED.map(|(column, _)| column);
    GIVEN.into_iter().chain([VERDICT]).chain(corrected).chain([NOTE, KEY])
}

/// The table that is reviewed: a row each record, the most doubtful first, the person's columns empty.
pub fn review(mut records: Vec<ToReview>, around: Surroundings<'_>) -> crate::error::Result<Table> {
    by_doubt(&mut records);
    let mut table = Table::new(&review_columns().collect::<Vec<_>>());
    for ToReview { record, anchor, sentence } in &records {
        table.push([
            ("review_kind", anchor.kind.name().into()),
            ("doc", record.doc().as_str().into()),
            ("place", place_of(record)),
            ("quote", sentence.as_str().into()),
            ("words", anchor.words.as_str().into()),
            ("what", meaning(record, around).into()),
            ("region", record.region().map(|code| choice(&around.labels.region(code, year_of(record)), &code)).into()),
        ]);
        if let Record::Fact(fact) = record {
            table.set_last([
                ("value", fact.value.into()),
                ("value_max", fact.value_max.into()),
                ("bound", Cell::word(&fact.bound)),
                ("unit", fact.unit.as_str().into()),
                ("item", fact.item.as_str().into()),
                ("year", fact.year.into()),
                ("status", Cell::word(&fact.status)),
                ("confidence", fact.confidence.into()),
            ]);
        }
        let key = ReviewKey { anchor: anchor.clone(), given: given(&table) };
        table.set_last([("key", serde_json::to_string(&key)?.into())]);
    }
    Ok(table)
}

/// The column whose contents a corrected column replaces.
pub fn given_column(corrected: &Column) -> &str {
    corrected.key.trim_start_matches("corrected_")
}

/// What the last row says in the columns that can be corrected.
fn given(table: &Table) -> BTreeMap<String, String> {
    let row = table.rows.last().map_or(&[][..], Vec::as_slice);
    let is_given = |key: &str| CORRECTED.iter().any(|(corrected, _)| given_column(corrected) == key);
    let cells = table.columns.iter().zip(row).filter(|(column, _)| is_given(&column.key));
    cells.map(|(column, cell)| (column.key.to_string(), cell.to_string())).collect()
}

/// A name with the id or code that settles what it means, as drop-downs offer it.
pub fn choice(name: &str, id: &impl std::fmt::Display) -> String {
    format!("{name} {id}")
}

/// What the program takes a record for: its metric, its practice, or the name without kind.
pub fn meaning(record: &Record, around: Surroundings<'_>) -> String {
    match record {
        Record::Fact(fact) => choice(&around.labels.metric(&fact.metric), &fact.metric),
        Record::Practice(practice) => choice(&around.labels.practice(&practice.practice), &practice.practice),
        Record::Platform(platform) => platform.core.clone(),
        Record::Article(_) | Record::Problem(_) => String::new(),
    }
}

/// Puts the most doubtful first: numbers that do not agree with others of their report, then the least sure ones.
/// Platforms and practices have no confidence and come after the numbers.
pub fn by_doubt(records: &mut [ToReview]) {
    let rank = |kind| match kind {
        ReviewKind::Fact => 0,
        ReviewKind::Practice => 1,
        ReviewKind::Platform => 2,
    };
    let sureness = |record: &Record| match record {
        Record::Fact(fact) if fact.check == Verdict::Violated => 0.0,
        Record::Fact(fact) => fact.confidence,
        _ => 1.0,
    };
    records.sort_by(|a, b| {
        let place = |to_review: &ToReview| (rank(to_review.anchor.kind), to_review.record.start());
        sureness(&a.record)
            .total_cmp(&sureness(&b.record))
            .then_with(|| place(a).0.cmp(&place(b).0))
            .then_with(|| a.record.doc().cmp(b.record.doc()))
            .then_with(|| place(a).1.cmp(&place(b).1))
    });
}

fn year_of(record: &Record) -> Option<i16> {
    if let Record::Fact(fact) = record { fact.year } else { None }
}

fn place_of(record: &Record) -> Cell {
    let place = match record {
        Record::Fact(fact) => fact.place.as_ref(),
        Record::Platform(platform) => platform.place.as_ref(),
        Record::Practice(practice) => practice.place.as_ref(),
        Record::Article(_) | Record::Problem(_) => None,
    };
    place.map(ToString::to_string).into()
}
