//! Tables → an SQLite database, for questions in SQL and for Datasette.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, ToSql};
use rust_decimal::prelude::ToPrimitive;

use super::kind::ColumnKind;
use super::{Cell, Dossier, Labels, Table};
use crate::dictionary::Dictionaries;
use crate::error::{Error, Result};
use crate::model::{RegionCode, RegionLevel};

/// Views that answer the usual questions. Ids stay beside every label, so that views join with the tables.
const VIEWS: &str = include_str!("views.sql");

/// Writes a dossier as a new database: a table each kind of record, the metrics, practices and places that they name,
/// `quotes` to search sentences, and views.
///
/// `quotes` is a full-text table of the trigram kind: `quotes MATCH '接待日'` finds any three or more characters that
/// stand together. The file is written to `path`, where nothing may stand yet.
///
/// # Errors
/// When the file cannot be written.
pub fn write_database(dossier: &Dossier, dictionaries: &Dictionaries, labels: Labels<'_>, path: &Path) -> Result<()> {
    let failed = |source| Error::Database { path: path.to_owned(), source };
    let mut database = Connection::open(path).map_err(failed)?;
    // The file appears whole or not at all, so that nothing need be recovered from a journal.
    database.pragma_update(None, "journal_mode", "OFF").map_err(failed)?;
    let transaction = database.transaction().map_err(failed)?;
    let write = || -> rusqlite::Result<()> {
        for (name, table) in dossier.lists() {
            write_table(&transaction, name, table)?;
        }
        write_metrics(&transaction, dictionaries, labels)?;
        write_practices(&transaction, dictionaries, labels)?;
        write_regions(&transaction, dossier, dictionaries, labels)?;
        write_quotes(&transaction)?;
        transaction.execute_batch(VIEWS)
    };
    write().map_err(failed)?;
    transaction.commit().map_err(failed)?;
    database.close().map_err(|(_, source)| failed(source))
}

/// One table with the columns of the CSV export and a number for each row. Column keys are words of our own, never of
/// a report, so that they can stand in SQL as they are.
fn write_table(database: &Connection, name: &str, table: &Table) -> rusqlite::Result<()> {
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("\"{}\" {}", column.key, sql_type(&column.key))).collect();
    database.execute_batch(&format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, {}) STRICT;", columns.join(", ")))?;
    let places = vec!["?"; table.columns.len()].join(", ");
    let mut insert = database.prepare(&format!("INSERT INTO {name} VALUES (NULL, {places})"))?;
    for row in &table.rows {
        insert.execute(rusqlite::params_from_iter(row))?;
    }
    let indexed = ["doc", "region", "metric", "practice"].into_iter();
    for key in indexed.filter(|key| table.columns.iter().any(|column| column.key == *key)) {
        database.execute_batch(&format!("CREATE INDEX {name}_{key} ON {name} ({key});"))?;
    }
    Ok(())
}

/// Amounts may be whole or broken, which `ANY` keeps as they are; everything else is of one kind.
fn sql_type(key: &str) -> &'static str {
    match ColumnKind::of_key(key) {
        ColumnKind::Amount => "ANY",
        ColumnKind::Whole => "INTEGER",
        ColumnKind::Real => "REAL",
        ColumnKind::Day | ColumnKind::Text => "TEXT",
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Empty => ToSqlOutput::Owned(Value::Null),
            Self::Text(text) => text.as_str().into(),
            Self::Whole(whole) => (*whole).into(),
            Self::Amount(amount) => match (amount.to_i64(), amount.to_f64()) {
                (Some(whole), _) if amount.is_integer() => whole.into(),
                (_, Some(real)) => real.into(),
                _ => ToSqlOutput::Owned(Value::Text(amount.to_string())),
            },
            Self::Real(real) => (*real).into(),
        })
    }
}

fn write_metrics(database: &Connection, dictionaries: &Dictionaries, labels: Labels<'_>) -> rusqlite::Result<()> {
    database.execute_batch(
        "CREATE TABLE metrics (metric TEXT PRIMARY KEY, family TEXT NOT NULL, name TEXT NOT NULL, zh TEXT NOT NULL, \
         en TEXT NOT NULL, definition TEXT NOT NULL, nature TEXT NOT NULL) STRICT;",
    )?;
    let mut insert = database.prepare("INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for metric in dictionaries.metrics.all() {
        let name = labels.metric(&metric.id);
        let nature = Cell::word(&metric.nature);
        let (id, family) = (metric.id.as_str(), metric.id.family());
        insert.execute((id, family, name, &metric.zh, &metric.en, &metric.definition, nature))?;
    }
    Ok(())
}

fn write_practices(database: &Connection, dictionaries: &Dictionaries, labels: Labels<'_>) -> rusqlite::Result<()> {
    database.execute_batch(
        "CREATE TABLE practice_names (practice TEXT PRIMARY KEY, name TEXT NOT NULL, zh TEXT NOT NULL, \
         en TEXT NOT NULL, definition TEXT NOT NULL) STRICT;",
    )?;
    let mut insert = database.prepare("INSERT INTO practice_names VALUES (?, ?, ?, ?, ?)")?;
    for practice in dictionaries.practices.entries() {
        let name = labels.practice(&practice.id);
        let (zh, en) = (&practice.label_zh, &practice.label_en);
        insert.execute((practice.id.as_str(), name, zh, en, &practice.definition))?;
    }
    Ok(())
}

/// Every place that a record names, and the places above.
fn write_regions(
    database: &Connection,
    dossier: &Dossier,
    dictionaries: &Dictionaries,
    labels: Labels<'_>,
) -> rusqlite::Result<()> {
    let mut codes: BTreeSet<RegionCode> = BTreeSet::new();
    for (_, table) in dossier.lists() {
        let Some(at) = table.columns.iter().position(|column| column.key == "region") else { continue };
        let named = table.rows.iter().filter_map(|row| row[at].to_string().parse::<RegionCode>().ok());
        codes.extend(named.flat_map(|code| std::iter::once(code).chain(dictionaries.regions.ancestors(code))));
    }
    database.execute_batch(
        "CREATE TABLE regions (region TEXT PRIMARY KEY, name TEXT, full_name TEXT NOT NULL, level TEXT NOT NULL, \
         parent TEXT, province TEXT, city TEXT) STRICT;",
    )?;
    let mut insert = database.prepare("INSERT INTO regions VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for code in codes {
        let regions = &dictionaries.regions;
        let above = |level: RegionLevel| {
            let found = std::iter::once(code).chain(regions.ancestors(code)).find(|code| code.level() == level);
            found.and_then(|code| regions.name_in(code, None))
        };
        insert.execute((
            code.to_string(),
            regions.name_in(code, None),
            labels.region(code, None),
            Cell::word(&code.level()),
            regions.parent(code).map(|code| code.to_string()),
            above(RegionLevel::Province),
            above(RegionLevel::City),
        ))?;
    }
    Ok(())
}

fn write_quotes(database: &Connection) -> rusqlite::Result<()> {
    database.execute_batch(
        "CREATE VIRTUAL TABLE quotes USING fts5(quote, kind UNINDEXED, record UNINDEXED, region UNINDEXED, \
         doc UNINDEXED, tokenize = 'trigram');",
    )?;
    for kind in ["fact", "practice", "platform"] {
        database.execute_batch(&format!(
            "INSERT INTO quotes SELECT quote, '{kind}', id, region, doc FROM {kind}s ORDER BY id;"
        ))?;
    }
    Ok(())
}
