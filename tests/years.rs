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
    /// Numbers that are no facts.
    #[serde(default)]
    none: Vec<String>,
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
    let faults: Vec<String> = table.case.iter().flat_map(|case| faults(case, &dictionaries)).collect();
    assert!(faults.is_empty(), "{} wrong:\n{}", faults.len(), faults.join("\n"));
}

/// What a case expects and the report does not give.
fn faults(case: &Case, dictionaries: &Dictionaries) -> Vec<String> {
    let facts = facts(case, dictionaries);
    let fault = |[number, year, status]: &[String; 3]| {
        let fact = facts.iter().find(|fact| fact.number.ends_with(number.as_str()));
        let said = fact.map(|fact| {
            let year = fact.year.map(|year| year.to_string()).unwrap_or_default();
            format!("{year} {}", name(fact.status))
        });
        let said = said.unwrap_or_else(|| "no fact".to_owned());
        let expected = format!("{year} {status}");
        (said != expected).then(|| format!("{}: {number}: expected “{expected}”, found “{said}”", case.name))
    };
    let invented = case.none.iter().filter(|number| facts.iter().any(|fact| fact.number == **number));
    let invented = invented.map(|number| format!("{}: {number}: expected no fact", case.name));
    case.facts.iter().filter_map(fault).chain(invented).collect()
}
