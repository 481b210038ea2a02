//! What holds of `dictionaries/` as a whole: files that load, that say where they come from, that list nothing twice,
//! and in which nothing was made for a single text.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use jieba_rs::Jieba;
use serde::Deserialize;
use tongjian::clean::CleanText;
use tongjian::dictionary::PhraseSet;
use tongjian::model::Record;
use tongjian::pipeline::extract_report;
use tongjian::read::Report;
use tongjian::segment::segment;

mod common;
use common::{development, development_folder, dictionaries, project, samples};

/// A term longer than this is a quotation unless everybody writes it so.
const LONGEST_TERM: usize = 12;

#[test]
fn every_file_has_a_section_that_says_where_it_comes_from() {
    let sources = read("dictionaries/SOURCES.md");
    let sections: Vec<&str> = sources.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let named = |file: &str| sections.iter().any(|section| section.split([',', ' ']).any(|name| name == file));
    let missing: Vec<String> = files().into_iter().filter(|file| file != "SOURCES.md" && !named(file)).collect();
    assert!(missing.is_empty(), "no section in dictionaries/SOURCES.md for {missing:?}");
}

#[test]
fn every_table_is_read() {
    dictionaries();
    let tables: Vec<String> = files().into_iter().filter(|file| file != "SOURCES.md").collect();
    let source = read("src/dictionary/source.rs");
    let unread: Vec<&String> = tables.iter().filter(|file| !source.contains(&format!("\"{file}\""))).collect();
    assert!(unread.is_empty(), "files that the program does not hold: {unread:?}");
    assert!(entries().len() > 3_000);
}

#[test]
fn no_list_names_a_word_twice() {
    let mut twice = Vec::new();
    for file in files_ending(".toml") {
        each_list(&table(&file), &mut Vec::new(), &mut |path, words| {
            let mut seen = BTreeSet::new();
            twice.extend(words.iter().filter(|word| !seen.insert(**word)).map(|word| format!("{file} {path}: {word}")));
        });
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn tables_of_rows_are_sorted_and_name_each_key_once() {
    let regions = read("dictionaries/regions.csv");
    let rows = || regions.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let codes: Vec<&str> = rows().map(|columns| columns[0]).collect();
    let (counties, townships): (Vec<&str>, Vec<&str>) = codes.iter().partition(|code| code.len() == 6);
    assert!(counties.is_sorted(), "the counties of regions.csv are not sorted");
    assert!(townships.is_sorted(), "the townships of regions.csv are not sorted");
    let mut seen = BTreeSet::new();
    let from = |columns: &[&str]| columns.get(5).map(ToString::to_string).unwrap_or_default();
    let twice: Vec<_> = rows().filter(|columns| !seen.insert((columns[0].to_owned(), from(columns)))).collect();
    assert!(twice.is_empty(), "regions.csv has two rows for one code and year: {twice:?}");
    let traditional = read("dictionaries/traditional.tsv");
    let keys: Vec<&str> = traditional
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next().filter(|key| !key.is_empty()))
        .collect();
    let mut once: Vec<&str> = keys.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), keys.len(), "traditional.tsv has two rows for one character");
}

/// A word that occurs in one sentence of the development set and in no sample, case or example was perhaps written for
/// that sentence. Words of a general dictionary of Chinese were not, nor phrases that stand for many; others are listed
/// in `tests/cases/general_entries.toml` with the reason why they are general.
#[test]
fn no_entry_is_made_for_one_sentence() {
    let Some(_) = development_folder() else { return };
    let development = sentences(&development());
    let known = known_sentences();
    let (allowed, _) = allowances();
    let entries = entries();
    let mut lone: BTreeMap<&Entry, &str> = BTreeMap::new();
    let n_known = occurrences(&entries, &known);
    let n_development = occurrences(&entries, &development);
    for (index, entry) in entries.iter().enumerate() {
        if n_known[index].is_empty() && n_development[index].len() == 1 {
            let sentence = n_development[index].first().map_or("", |&sentence| development[sentence].as_str());
            lone.insert(entry, sentence);
        }
    }
    let jieba = Jieba::new();
    let offenders: Vec<String> = lone
        .keys()
        .filter(|entry| !jieba.has_word(&entry.word) && n_phrases(&entry.word) < MANY)
        .filter(|entry| !allowed.contains(&(entry.file.clone(), entry.word.clone())))
        .map(|entry| format!("{} {}: {}", entry.file, entry.list, entry.word))
        .collect();
    assert!(
        offenders.is_empty(),
        "{} entries stand in one sentence of the development set and nowhere else; give each an example of its own, take \
         it out, or say in tests/cases/general_entries.toml why it is general:\n{}",
        offenders.len(),
        offenders.join("\n")
    );
}

/// A phrase that stands for as many as this was not written for one sentence.
const MANY: usize = 9;

/// How many phrases the alternatives of a phrase stand for; a gap stands for many.
fn n_phrases(phrase: &str) -> usize {
    let choices = |bracket: &str| bracket.split(']').next().map_or(1, |choices| choices.split('|').count());
    phrase.split('[').skip(1).map(choices).product()
}

/// The same for whole rules: the pattern or grammar rule that decided, as records name it.
#[test]
fn no_rule_decides_in_one_sentence_only() {
    let Some(_) = development_folder() else { return };
    let fired = |reports: &[Report]| {
        let mut fired: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for report in reports {
            for record in extract_report(report, dictionaries()).records {
                match record {
                    Record::Fact(fact) => {
                        fired.entry(fact.rule.to_string()).or_default().insert(fact.quote.to_string())
                    }
                    Record::Practice(practice) => {
                        fired.entry(practice.rule.to_string()).or_default().insert(practice.quote.to_string())
                    }
                    _ => false,
                };
            }
        }
        fired
    };
    let (_, allowed) = allowances();
    let mut elsewhere = fired(&samples());
    let lines = known_sentences().into_iter().enumerate().map(|(n, text)| Report {
        doc: tongjian::model::DocId::new(format!("{n}")),
        text,
        metadata: tongjian::model::Metadata::default(),
        marks: Vec::new(),
    });
    elsewhere.extend(fired(&lines.collect::<Vec<_>>()));
    let lone = fired(&development());
    let lone = lone.into_iter().filter(|(rule, quotes)| quotes.len() == 1 && !elsewhere.contains_key(rule));
    let lone = lone.map(|(rule, _)| rule).filter(|rule| n_phrases(rule) < MANY && !allowed.contains(rule));
    let offenders: Vec<String> = lone.collect();
    assert!(
        offenders.is_empty(),
        "{} rules decide in one sentence of the development set and nowhere else:\n{}",
        offenders.len(),
        offenders.join("\n")
    );
}

#[test]
fn no_long_term_is_a_quotation_of_a_report() {
    let Some(_) = development_folder() else { return };
    let (allowed, _) = allowances();
    let texts: Vec<String> = development().iter().map(clean).collect();
    let long = |entry: &&Entry| entry.word.chars().count() > LONGEST_TERM;
    let quoted = |entry: &&Entry| texts.iter().any(|text| text.contains(&entry.word));
    let entries = entries();
    let quotations: Vec<&str> = entries
        .iter()
        .filter(long)
        .filter(quoted)
        .filter(|entry| !allowed.contains(&(entry.file.clone(), entry.word.clone())))
        .map(|entry| entry.word.as_str())
        .collect();
    assert!(quotations.is_empty(), "terms of more than {LONGEST_TERM} characters that a report has: {quotations:?}");
}

#[test]
fn what_is_allowed_still_exists_and_has_a_reason() {
    let known: BTreeSet<(String, String)> = entries().into_iter().map(|entry| (entry.file, entry.word)).collect();
    let list: General = toml::from_str(&read(GENERAL)).expect("the list is TOML");
    for group in &list.general {
        assert!(group.reason.chars().count() >= 10, "no reason for {:?}", group.words);
    }
    let gone: Vec<(String, String)> = allowances().0.into_iter().filter(|word| !known.contains(word)).collect();
    assert!(gone.is_empty(), "no longer in the dictionaries, so take them out of {GENERAL}: {gone:?}");
}

// ---------------------------------------------------------------- the entries

/// A word or phrase of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    list: String,
    word: String,
}

/// Fields that tell a reader or a user something, and sentences that a test reads: no words that are looked for.
const DESCRIPTIONS: [&str; 14] = [
    "id",
    "zh",
    "en",
    "label_zh",
    "label_en",
    "definition",
    "aliases",
    "examples",
    "counterexamples",
    "nature",
    "dimension",
    "role",
    "year",
    "reach",
];

/// Files whose words are phrases with gaps and alternatives.
const PHRASE_FILES: [&str; 2] = ["practices.toml", "modality.toml"];

fn entries() -> Vec<Entry> {
    let mut entries = BTreeSet::new();
    for file in files_ending(".toml") {
        each_list(&table(&file), &mut Vec::new(), &mut |list, words| {
            let entry = |word: &&str| Entry { file: file.clone(), list: list.to_owned(), word: (*word).to_owned() };
            entries.extend(words.iter().filter(|word| word.chars().any(is_han)).map(entry));
        });
    }
    entries.into_iter().collect()
}

fn is_han(char: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&char)
}

/// Calls `each` with every list of words and the path of keys to it; an id stands for the table that bears it.
fn each_list(value: &toml::Value, path: &mut Vec<String>, each: &mut impl FnMut(&str, &[&str])) {
    match value {
        toml::Value::Array(items) => {
            let words: Vec<&str> = items.iter().filter_map(toml::Value::as_str).collect();
            if !words.is_empty() {
                each(&path.join("."), &words);
            }
            items.iter().filter(|item| !item.is_str()).for_each(|item| each_list(item, path, each));
        }
        toml::Value::Table(table) => {
            let id = table.get("id").and_then(toml::Value::as_str).unwrap_or_default();
            for (key, value) in table.iter().filter(|(key, _)| !DESCRIPTIONS.contains(&key.as_str())) {
                path.push(if id.is_empty() { key.clone() } else { format!("{id}.{key}") });
                each_list(value, path, each);
                path.pop();
            }
        }
        _ => {}
    }
}

/// For each entry, the sentences in which it stands.
fn occurrences(entries: &[Entry], sentences: &[String]) -> Vec<BTreeSet<usize>> {
    let is_phrase = |entry: &Entry| PHRASE_FILES.contains(&entry.file.as_str());
    let mut found = vec![BTreeSet::new(); entries.len()];
    let (phrases, words): (Vec<usize>, Vec<usize>) = (0..entries.len()).partition(|&n| is_phrase(&entries[n]));
    let phrase_set = PhraseSet::new(phrases.iter().map(|&n| &entries[n].word)).expect("the phrases were read before");
    let word_set = AhoCorasick::new(words.iter().map(|&n| &entries[n].word)).expect("word lists fit an automaton");
    for (number, sentence) in sentences.iter().enumerate() {
        for hit in phrase_set.find(sentence) {
            found[phrases[hit.phrase]].insert(number);
        }
        for hit in word_set.find_overlapping_iter(sentence) {
            found[words[hit.pattern().as_usize()]].insert(number);
        }
    }
    found
}

// ---------------------------------------------------------------- the sentences

fn clean(report: &Report) -> String {
    CleanText::new(&report.text, &dictionaries().traditional).text().to_owned()
}

/// Every different sentence of the reports.
fn sentences(reports: &[Report]) -> Vec<String> {
    let mut sentences = BTreeSet::new();
    for report in reports {
        let text = clean(report);
        let structure = segment(&text, &dictionaries().layout);
        sentences.extend(structure.sentences.iter().map(|sentence| sentence.span.of(&text).to_owned()));
    }
    sentences.into_iter().collect()
}

/// Every sentence outside the development set: the samples, the cases, the dictionaries' own examples.
fn known_sentences() -> Vec<String> {
    let mut texts = sentences(&samples());
    for entry in std::fs::read_dir(project("tests/cases")).expect("the cases are there") {
        let path = entry.expect("the cases can be listed").path();
        if path.extension().is_some_and(|extension| extension == "toml") && !path.ends_with("general_entries.toml") {
            let text = std::fs::read_to_string(&path).expect("cases are UTF-8");
            each_string(&toml::from_str(&text).expect("cases are TOML"), &mut texts);
        }
    }
    for file in files_ending(".toml") {
        each_example(&table(&file), &mut texts);
    }
    texts
}

fn each_string(value: &toml::Value, texts: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => texts.push(text.clone()),
        toml::Value::Array(items) => items.iter().for_each(|item| each_string(item, texts)),
        toml::Value::Table(table) => table.values().for_each(|value| each_string(value, texts)),
        _ => {}
    }
}

fn each_example(value: &toml::Value, texts: &mut Vec<String>) {
    match value {
        toml::Value::Array(items) => items.iter().for_each(|item| each_example(item, texts)),
        toml::Value::Table(table) => {
            for (key, value) in table {
                if matches!(key.as_str(), "examples" | "counterexamples") {
                    each_string(value, texts);
                } else {
                    each_example(value, texts);
                }
            }
        }
        _ => {}
    }
}

// ---------------------------------------------------------------- what is allowed

const GENERAL: &str = "tests/cases/general_entries.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct General {
    general: Vec<Group>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    file: String,
    reason: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    rule: String,
    #[expect(dead_code, reason = "for the reader of the list")]
    reason: String,
}

/// Words with their files, and rules, that are general though the samples do not show it.
fn allowances() -> (BTreeSet<(String, String)>, BTreeSet<String>) {
    let list: General = toml::from_str(&read(GENERAL)).expect("the list is TOML");
    let words = list
        .general
        .into_iter()
        .flat_map(|Group { file, words, .. }| words.into_iter().map(move |word| (file.clone(), word)));
    (words.collect(), list.rule.into_iter().map(|rule| rule.rule).collect())
}

// ---------------------------------------------------------------- the files

fn read(path: &str) -> String {
    std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table(file: &str) -> toml::Value {
    toml::from_str(&read(&format!("dictionaries/{file}"))).expect("the dictionary is TOML")
}

/// The files of the dictionaries folder, folders left out.
fn files() -> Vec<String> {
    let listed = std::fs::read_dir(project("dictionaries")).expect("the dictionaries are there");
    let mut files: Vec<String> = listed
        .map(|entry| entry.expect("the dictionaries can be listed"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    files
}

fn files_ending(ending: &str) -> Vec<String> {
    files().into_iter().filter(|file| file.ends_with(ending)).collect()
}
