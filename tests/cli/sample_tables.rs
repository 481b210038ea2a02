//! Every table that the sample corpus gives, row by row, beside what a careful reader found in the reports.
//!
//! Each row was read against its report. Where the program and the reader (`tests/gold/corpus.*.jsonl`) differ, the row
//! says so behind `≠`: such rows are known to be wrong, or open to dispute, and none of them counts as checked. A rule
//! that mends one takes its mark away.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use insta::assert_snapshot;
use serde_json::Value;
use tongjian::library::Library;
use tongjian::model::{DocId, Squeezed};

use crate::workspace::Workspace;

/// A row of a CSV table by the names of its columns.
type Row = BTreeMap<String, String>;

fn library() -> Workspace {
    let workspace = Workspace::new();
    workspace.expect(0, &["ingest", project("corpus").to_str().unwrap()]);
    workspace
}

fn project(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A table that the program prints for programs.
fn table(library: &Workspace, arguments: &[&str]) -> Vec<Row> {
    let run = library.expect(0, &[arguments, &["--format", "csv"]].concat());
    rows(&run.out)
}

fn rows(csv: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The values of a column, each once, in order.
fn all_of(rows: &[Row], column: &str) -> Vec<String> {
    rows.iter().map(|row| row[column].clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// What a careful reader found, by report and first character; of practices also by name.
struct Gold {
    records: BTreeMap<(String, u32, String), Value>,
}

impl Gold {
    fn read(library: &Workspace, kind: &str) -> Self {
        let opened = Library::open(&library.path("library")).unwrap();
        let mut texts: BTreeMap<String, Squeezed> = BTreeMap::new();
        let file = std::fs::read_to_string(project(&format!("tests/gold/corpus.{kind}.jsonl"))).unwrap();
        let mut records = BTreeMap::new();
        for line in file.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let text = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
            let (doc, quote) = (text("doc"), text("quote"));
            let report = texts
                .entry(doc.clone())
                .or_insert_with(|| Squeezed::new(&opened.index().text(&DocId::new(doc.as_str())).unwrap().unwrap()));
            let words = [text("number"), text("name"), quote.clone()].into_iter().find(|words| !words.is_empty());
            let place = report.find(&quote, &words.unwrap()).unwrap_or_else(|| panic!("{doc}: no “{quote}”"));
            records.insert((doc, report.span(place).unwrap().start, text("practice")), record);
        }
        Self { records }
    }

    fn at(&self, row: &Row, name: &str) -> Option<&Value> {
        self.records.get(&(row["doc"].clone(), row["start"].parse().ok()?, name.to_owned()))
    }

    /// Where a number of a table differs from what the reader found; empty where it does not.
    fn differences(&self, row: &Row) -> String {
        let Some(gold) = self.at(row, "") else { return " ≠ no fact".to_owned() };
        let said = |field: &str| match &gold[field] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let fields = ["value", "value_max", "bound", "unit", "metric", "region", "year", "status"];
        let differs = fields.into_iter().filter(|field| row[*field] != said(field));
        let told = differs.map(|field| match said(field).as_str() {
            "" => format!(" no {field}"),
            said => format!(" {field} {said}"),
        });
        let told: String = told.collect();
        if told.is_empty() { told } else { format!(" ≠{told}") }
    }
}

/// The cells that tell something.
fn line(cells: &[&str]) -> String {
    cells.iter().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>().join(" | ")
}

fn comparison(library: &Workspace, more: &[&str]) -> Vec<Row> {
    let metrics = all_of(&table(library, &["facts"]), "metric");
    let metrics: Vec<&str> = metrics.iter().map(String::as_str).collect();
    table(library, &[&["compare"], &metrics[..], more].concat())
}

/// Plans and norms beside results, which alone are compared unless others are asked for.
const ALL_KINDS: [&str; 6] = ["--status", "done", "--status", "plan", "--status", "rule"];

/// Every metric by place: headlines, what stands under them, marks.
#[test]
fn comparisons() {
    let library = library();
    let gold = Gold::read(&library, "facts");
    let (mut shown, mut metric, mut seen) = (String::new(), String::new(), BTreeSet::new());
    for row in comparison(&library, &ALL_KINDS) {
        if metric != row["metric"] {
            metric.clone_from(&row["metric"]);
            writeln!(shown, "\n{metric} {}", row["metric_name"]).unwrap();
        }
        let role = if row["role"] == "headline" { String::new() } else { format!("└ {}", row["role"]) };
        let place = format!("{} {}", row["doc"], row["start"]);
        let place = if row["witnesses"] == "1" || row["witnesses"].is_empty() {
            place
        } else {
            format!("{place} and others, {} in all", row["witnesses"])
        };
        let cells = ["region_name", "year"].map(|key| row[key].as_str());
        let told = ["number", "item", "nature", "status", "period_text", "marks"].map(|key| row[key].as_str());
        let cells = [&cells[..], &[&role], &told, &[&place]].concat();
        writeln!(shown, "  {}{}", line(&cells), gold.differences(&row)).unwrap();
        assert!(seen.insert((row["doc"].clone(), row["start"].clone())), "told twice: {row:?}");
    }
    let missed = gold.records.iter().filter(|((doc, start, _), record)| {
        record["optional"] != true && !seen.contains(&(doc.clone(), start.to_string()))
    });
    let missed: Vec<_> = missed.map(|(place, _)| place).collect();
    assert!(missed.is_empty(), "the reader found more: {missed:?}");
    assert_snapshot!(shown);
}

/// What is added up on request, what places in others add up to, and ranks that words leave open.
#[test]
fn sums_and_ranks() {
    let library = library();
    let mut shown = String::new();
    for row in comparison(&library, &["--sum", "--districts", "--rank", "--by", "year"]) {
        let tells = ["sum", "summand", "inside"].contains(&&*row["role"]) || row["rank_best"] != row["rank_worst"];
        if !tells && !row["marks"].contains("not_summed") {
            continue;
        }
        let keys = ["metric", "year", "region_name", "role", "rank", "number", "low", "high", "item", "period_text"];
        let cells = keys.map(|key| row[key].as_str());
        let more = ["marks", "coverage", "doc"].map(|key| row[key].as_str());
        writeln!(shown, "{}", line(&[&cells[..], &more].concat())).unwrap();
    }
    assert_snapshot!(shown);
}

/// Who uses each practice, and the matrix of all of them, which says the same.
#[test]
fn practices() {
    let library = library();
    let gold = Gold::read(&library, "practices");
    let records = table(&library, &["practices"]);
    let ids = all_of(&records, "practice");
    let mut shown = String::new();
    let mut uses: BTreeMap<(String, String), String> = BTreeMap::new();
    let told = |place: &(&str, &str)| {
        gold.records.iter().any(|((_, _, practice), record)| {
            practice == place.0 && record["region"].as_str().unwrap_or_default() == place.1
        })
    };
    for id in &ids {
        writeln!(shown, "\n{id}").unwrap();
        for row in table(&library, &["who", id]) {
            let wrong = if told(&(id, &row["region"])) { "" } else { " ≠ not so" };
            let place = format!("{} {}", row["doc"], row["start"]);
            let cells =
                [&*row["region_name"], &*row["since"], &*row["latest"], &*row["reports"], &place, &*row["quote"]];
            writeln!(shown, "  {}{wrong}", line(&cells)).unwrap();
            uses.insert((row["region"].clone(), id.clone()), row["since"].clone());
        }
    }
    let missed = gold.records.iter().filter(|((_, _, practice), record)| {
        let region = record["region"].as_str().unwrap_or_default();
        record["optional"] != true && !uses.contains_key(&(region.to_owned(), practice.clone()))
    });
    for ((doc, _, practice), record) in missed {
        writeln!(shown, "\n≠ missed: {practice} | {} | {doc} | {}", record["region"], record["quote"]).unwrap();
    }
    assert_snapshot!(shown);

    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let matrix = table(&library, &[&["who"], &ids[..], &["--all"]].concat());
    let names: BTreeMap<&str, &str> = records.iter().map(|row| (&*row["practice"], &*row["practice_name"])).collect();
    let filled: BTreeMap<(String, String), String> = matrix
        .iter()
        .flat_map(|row| ids.iter().map(|id| ((row["region"].clone(), (*id).to_owned()), row[names[id]].clone())))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    assert_eq!(filled, uses, "the matrix says the same as each practice by itself");
}

#[test]
fn platforms() {
    let library = library();
    let gold = Gold::read(&library, "platforms");
    let mut shown = String::new();
    let mut seen = BTreeSet::new();
    for row in table(&library, &["platforms"]) {
        let same = |told: &&Value, field: &str| told[field] == *row[field];
        let of_report = || gold.records.values().filter(|told| same(told, "doc") && same(told, "region"));
        let told = of_report().find(|told| same(told, "name")).or_else(|| of_report().find(|told| same(told, "core")));
        seen.extend(told.map(ToString::to_string));
        let wrong = match told.map(|told| &told["name"]) {
            None => " ≠ none".to_owned(),
            Some(name) if *name != *row["name"] => format!(" ≠ {name}"),
            Some(_) => String::new(),
        };
        let place = format!("{} {}", row["doc"], row["start"]);
        writeln!(shown, "{}{wrong}", line(&[&row["name"], &row["type"], &row["region_name"], &place])).unwrap();
    }
    let missed = gold.records.values().filter(|told| told["optional"] != true && !seen.contains(&told.to_string()));
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&Value>::new(), "the reader found more");
    assert_snapshot!(shown);
}

/// Everything known of each place. The sentences stand in the other tables, and there the rows that are known to be
/// wrong bear their mark.
#[test]
fn profiles() {
    let library = library();
    let reports = table(&library, &["facts"]);
    let practices = table(&library, &["practices"]);
    let platforms = table(&library, &["platforms"]);
    let regions = [reports, practices, platforms].concat();
    let mut shown = String::new();
    for region in all_of(&regions, "region").iter().filter(|region| !region.is_empty()) {
        let page = library.expect(0, &["profile", region, "--format", "markdown"]).out;
        let is_rule = |line: &&str| !line.contains("| ---") && !line.is_empty();
        for line in page.lines().filter(is_rule) {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            // The last cell of a list is the sentence.
            let has_quote = line.starts_with('|') && cells.len() > 6;
            let cells = if has_quote { &cells[..cells.len() - 1] } else { &cells[..] };
            let cells = cells.iter().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>();
            writeln!(shown, "{}{}", if line.starts_with('|') { "  " } else { "" }, cells.join(" | ")).unwrap();
        }
    }
    assert_snapshot!(shown);
}

/// The sheets of the workbook hold what the other tables say.
#[test]
fn the_workbook() {
    let library = library();
    library.expect(0, &["export", "all.xlsx"]);
    let mut book: Xlsx<_> = open_workbook(library.path("all.xlsx")).unwrap();
    let mut sheet = |name: &str| {
        let range = book.worksheet_range(name).unwrap();
        let mut rows = range.rows();
        let header: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
        let row =
            |cells: &[Data]| -> Row { header.iter().cloned().zip(cells.iter().map(ToString::to_string)).collect() };
        rows.map(row).collect::<Vec<Row>>()
    };
    for (name, wanted) in [
        ("facts", table(&library, &["facts"])),
        ("statements", comparison(&library, &[])),
        ("practices", table(&library, &["practices"])),
        ("platforms", table(&library, &["platforms"])),
    ] {
        let sheet = sheet(name);
        assert_eq!(sheet.len(), wanted.len(), "{name}");
        for (row, wanted) in sheet.iter().zip(&wanted) {
            for (column, cell) in row {
                assert_eq!(cell, &wanted[column], "{name}, {column}: {row:?}");
            }
        }
    }
    let headlines: BTreeMap<(String, String, String), String> = comparison(&library, &[])
        .into_iter()
        .filter(|row| row["role"] == "headline")
        .map(|row| ((row["region"].clone(), row["year"].clone(), row["metric"].clone()), row["value"].clone()))
        .collect();
    let lead = ["region", "region_name", "year"];
    let values = sheet("comparison").into_iter().flat_map(|row| {
        let key = (row["region"].clone(), row["year"].clone());
        let cells = row.into_iter().filter(|(column, cell)| !lead.contains(&&**column) && !cell.is_empty());
        cells.map(|(metric, cell)| ((key.0.clone(), key.1.clone(), metric), cell)).collect::<Vec<_>>()
    });
    assert_eq!(values.collect::<BTreeMap<_, _>>(), headlines, "the matrix holds the headlines");
    let reports = sheet("reports").into_iter().map(|row| {
        let keys = ["doc", "title", "date", "region_name", "chars", "sections"];
        line(&keys.map(|key| row[key].as_str()))
    });
    assert_snapshot!(reports.collect::<Vec<_>>().join("\n"));
    assert!(sheet("problems").is_empty(), "the samples are sound");
}

/// The views of the database say what the program says.
#[test]
fn the_database() {
    let library = library();
    library.expect(0, &["export", "all.sqlite"]);
    let database = rusqlite::Connection::open(library.path("all.sqlite")).unwrap();
    let query = |sql: &str| {
        let mut statement = database.prepare(sql).unwrap();
        let n = statement.column_count();
        let cell = |cell: rusqlite::types::ValueRef<'_>| match cell {
            rusqlite::types::ValueRef::Null => String::new(),
            rusqlite::types::ValueRef::Integer(whole) => whole.to_string(),
            rusqlite::types::ValueRef::Real(real) => real.to_string(),
            rusqlite::types::ValueRef::Text(text) | rusqlite::types::ValueRef::Blob(text) => {
                String::from_utf8_lossy(text).into_owned()
            }
        };
        let rows = statement.query_map((), |row| (0..n).map(|at| Ok(cell(row.get_ref(at)?))).collect()).unwrap();
        rows.map(Result::unwrap).collect::<Vec<Vec<String>>>()
    };
    let pick = |rows: Vec<Row>, keys: &[&str]| {
        rows.iter().map(|row| keys.iter().map(|key| row[*key].clone()).collect()).collect::<BTreeSet<Vec<String>>>()
    };
    let keys = ["metric", "region", "year", "number", "value", "marks", "doc", "start"];
    let headlines = comparison(&library, &[]).into_iter().filter(|row| row["role"] == "headline").collect();
    let columns = keys.map(|key| format!("\"{key}\"")).join(",");
    let in_database = query(&format!("SELECT {columns} FROM v_headlines")).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(in_database, pick(headlines, &keys));
    let uses: BTreeSet<Vec<String>> = all_of(&table(&library, &["practices"]), "practice")
        .iter()
        .flat_map(|id| {
            let rows = table(&library, &["who", id]);
            rows.into_iter()
                .map(|row| ["region", "since", "latest", "reports"].map(|key| row[key].clone()))
                .map(|row| [std::slice::from_ref(id), &row[..]].concat())
                .collect::<Vec<_>>()
        })
        .collect();
    let who = query("SELECT practice, region, since, latest, reports FROM v_who").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(who, uses);
    assert!(query("SELECT * FROM v_contradictions").is_empty(), "no two samples are about the same");
    let places = query("SELECT full_name, level, reports, facts, practices, platforms FROM v_places ORDER BY region");
    assert_snapshot!(places.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"));
    let hits = query("SELECT kind, doc FROM quotes WHERE quotes MATCH '脐橙酒' ORDER BY kind, doc");
    assert_eq!(hits.first().map(|hit| hit[1].as_str()), Some("fengjie-2025.jsonl#1"), "{hits:?}");
}
