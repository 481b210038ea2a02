//! What a report says changes with its digits, its places and its names, and with nothing else.
//!
//! Each test rewrites every sample and development report in one respect, character by character, so that every record
//! stays where it was; then the records of both are compared field by field. A rule that knows a text by its own
//! numbers, places or names fails here.

#[path = "../common/mod.rs"]
mod common;

mod names;
mod numbers;
mod places;

use std::fmt::Debug;

use common::{development, dictionaries, samples};
use tongjian::model::{Fact, Platform, Practice, Record};
use tongjian::pipeline::extract_report;
use tongjian::read::Report;

/// The facts, platforms and practices of a report.
#[derive(Debug)]
struct Found {
    facts: Vec<Fact>,
    platforms: Vec<Platform>,
    practices: Vec<Practice>,
}

fn found(report: &Report) -> Found {
    let mut found = Found { facts: Vec::new(), platforms: Vec::new(), practices: Vec::new() };
    for record in extract_report(report, dictionaries()).records {
        match record {
            Record::Fact(fact) => found.facts.push(fact),
            Record::Platform(platform) => found.platforms.push(platform),
            Record::Practice(practice) => found.practices.push(practice),
            Record::Article(_) | Record::Problem(_) => {}
        }
    }
    found
}

/// Every report, the development reports last.
fn reports() -> Vec<Report> {
    samples().into_iter().chain(development()).collect()
}

/// Differences between what should be found and what is.
#[derive(Default)]
struct Differences {
    lines: Vec<String>,
}

impl Differences {
    /// Compares two lists of one kind of record, record by record.
    fn compare<T: PartialEq + Debug>(&mut self, report: &Report, expected: &[T], actual: &[T]) {
        let missing = expected.iter().filter(|record| !actual.contains(record)).map(|record| ("should be", record));
        let extra = actual.iter().filter(|record| !expected.contains(record)).map(|record| ("is       ", record));
        let lines = missing.chain(extra).map(|(word, record)| format!("{}: {word} {record:?}", report.doc));
        let before = self.lines.len();
        self.lines.extend(lines);
        if before == self.lines.len() && expected != actual {
            self.lines.push(format!("{}: the same records in another order or number", report.doc));
        }
    }

    fn assert_none(&self) {
        assert!(self.lines.is_empty(), "{} differences:\n{}", self.lines.len(), self.lines.join("\n"));
    }
}

/// `text` with some of its characters replaced, each by one.
fn with_chars(text: &str, replaced: impl IntoIterator<Item = (usize, char)>) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, char) in replaced {
        chars[at] = char;
    }
    chars.into_iter().collect()
}

/// `text` without white space, and where each character that is left stands in it.
fn squeezed(text: &str) -> (String, Vec<usize>) {
    text.chars().enumerate().filter(|(_, char)| !char.is_whitespace()).map(|(at, char)| (char, at)).unzip()
}

/// Says how much of what could be compared was, and fails below `least` percent.
fn assert_share(what: &str, compared: usize, all: usize, least: usize) {
    eprintln!("{what}: {compared} of {all} compared");
    assert!(compared * 100 >= all * least, "{what}: only {compared} of {all} compared");
}
