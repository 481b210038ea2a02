//! `cases/years.toml`: of which year a report speaks, and what of it is done.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde::Deserialize;
use tongjian::dictionary::{Dictionaries, DictionarySource};
use tongjian::model::{DocId, Fact, Metadata, Record, Status};
use tongjian::pipeline::extract_report;
use tongjian::read::Report;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    date: Option<String>,
    text: String,
    /// Number, year, status.
    facts: Vec<[String; 3]>,
}

fn facts(case: &Case, dictionaries: &Dictionaries) -> Vec<Fact> {
    let metadata = Metadata { date: case.date.as_ref().map(|date| date.parse().unwrap()), ..Metadata::default() };
    let report = Report { doc: DocId::new("a.txt"), text: case.text.trim().to_owned(), metadata, marks: Vec::new() };
    let records = extract_report(&report, dictionaries).records;
    records.into_iter().filter_map(|record| if let Record::Fact(fact) = record { Some(fact) } else { None }).collect()
}

const fn name(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::Plan => "plan",
        Status::Rule => "rule",
    }
}

#[test]
fn every_case_holds() {
    let table: Table = toml::from_str(include_str!("cases/years.toml")).unwrap();
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    for case in &table.case {
        let facts = facts(case, &dictionaries);
        for [number, year, status] in &case.facts {
            let fact = facts.iter().find(|fact| fact.number.ends_with(number.as_str()));
            let fact = fact.unwrap_or_else(|| panic!("{}: {number} is a fact", case.name));
            let said = (fact.year.map(|year| year.to_string()).unwrap_or_default(), name(fact.status));
            assert_eq!(said, (year.clone(), status.as_str()), "{}: {number}", case.name);
        }
    }
}
