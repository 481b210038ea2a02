//! What many reports say and no dictionary knows, as entries that can be pasted into one.
//!
//! Reports are added one by one with the records that were read from them; at the end every find is ranked by how many
//! reports would gain from an entry. All of it is pure: neither disk nor clock.
//!
//! - `nouns`: what stands beside numbers that no metric claims, by unit
//! - `names`: words behind quoted names that are no known head, quoted names of several reports, unknown mechanisms
//! - `places`: names before 政协 and other bodies that the gazetteer lacks
//! - `sessions`: days on which reports say that sessions were opened
//! - `tally`: counting by report, and which of several overlapping words to keep
//! - `entry`: finds as lines of the dictionary files

mod entry;
mod names;
mod nouns;
mod places;
mod sessions;
mod tally;

#[cfg(test)]
mod tests;

use crate::clean::CleanText;
use crate::dictionary::Dictionaries;
use crate::extract::article::Article;
use crate::model::{ArticleRecord, DocId, Metadata, MetricId, Record, Span};
use crate::read::Report;
use crate::segment::BlockKind;
use names::NameFinds;
use nouns::NounFinds;
use places::PlaceFinds;
use sessions::SessionFinds;
use tally::Count;

/// What kind of word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindKind {
    /// What numbers with a unit count, for `metrics.toml`.
    Noun,
    /// What stands behind quoted names and says what they are, for `heads` of `platforms.toml`.
    Head,
    /// A quoted name without a head, for `brands` or `slogans` of `platforms.toml`.
    Name,
    /// A mechanism or way of working that is set up, for `practices.toml`.
    Practice,
    /// A name of a place, for `regions.csv`.
    Place,
    /// A session with its opening day, for `sessions.csv`.
    Session,
}

impl FindKind {
    /// The kind as programs read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Noun => "noun",
            Self::Head => "head",
            Self::Name => "name",
            Self::Practice => "practice",
            Self::Place => "place",
            Self::Session => "session",
        }
    }
}

/// A word that no dictionary knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// What kind of word it is.
    pub kind: FindKind,
    /// The word.
    pub word: String,
    /// The unit of its numbers, for a noun.
    pub unit: Option<String>,
    /// The metric that it may belong to, for a noun.
    pub metric: Option<MetricId>,
    /// How many reports would gain.
    pub n_reports: usize,
    /// How many places of them.
    pub n_times: usize,
    /// Some of the places, each from another report.
    pub examples: Vec<Example>,
}

impl Find {
    /// A word that has neither unit nor metric, as often as it was counted.
    fn new(kind: FindKind, word: String, count: Count) -> Self {
        let Count { n_reports, n_times, examples, .. } = count;
        Self { kind, word, unit: None, metric: None, n_reports, n_times, examples }
    }
}

/// Where a word stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The report.
    pub doc: DocId,
    /// The sentence, with 【】 around the number or name.
    pub sentence: String,
}

/// Gathers what no dictionary knows, report by report.
#[derive(Debug)]
pub struct Discovery<'a> {
    dictionaries: &'a Dictionaries,
    nouns: NounFinds,
    names: NameFinds,
    places: PlaceFinds,
    sessions: SessionFinds,
}

/// A sentence that is looked at.
#[derive(Debug, Clone, Copy)]
struct Passage<'a> {
    doc: &'a DocId,
    /// The clean text of the report.
    text: &'a str,
    /// The sentence in it.
    span: Span,
}

impl Passage<'_> {
    /// The sentence with a stretch of it marked.
    fn example(&self, marked: Span) -> Example {
        let before = Span::new(self.span.start, marked.start).of(self.text);
        let after = Span::new(marked.end, self.span.end).of(self.text);
        let sentence = format!("{}【{}】{}", before.trim_start(), marked.of(self.text), after.trim_end());
        Example { doc: self.doc.clone(), sentence }
    }
}

impl<'a> Discovery<'a> {
    /// Nothing gathered yet.
    pub fn new(dictionaries: &'a Dictionaries) -> Self {
        Self {
            dictionaries,
            nouns: NounFinds::default(),
            names: NameFinds::default(),
            places: PlaceFinds::default(),
            sessions: SessionFinds::default(),
        }
    }

    /// Adds a report: what is known of it as a whole, its decoded text, and the records that were read from it.
    pub fn add(&mut self, about: &ArticleRecord, text: &str, records: &[Record]) {
        let metadata = Metadata { date: about.date, region: about.region, ..Metadata::default() };
        let report = Report { doc: about.doc.clone(), text: text.to_owned(), metadata, marks: Vec::new() };
        let (article, _) = Article::read(&report, self.dictionaries);
        self.sessions.add(&article, self.dictionaries);
        let Article { doc, clean, structure, .. } = &article;
        let mut ordered: Vec<&Record> = records.iter().collect();
        ordered.sort_by_key(|record| record.start());
        for sentence in &structure.sentences {
            let passage = Passage { doc, text: clean.text(), span: sentence.span };
            let evidence = clean.original(sentence.span);
            let from = ordered.partition_point(|record| record.start() < evidence.start);
            let own = ordered[from..].iter().take_while(|record| record.start() < evidence.end);
            let characters = own.clone().next().map(|_| Characters::of(clean, sentence.span));
            let place = |character| characters.as_ref().map_or(sentence.span.end, |all| all.place(clean, character));
            let mut known: Vec<Span> = Vec::new();
            for record in own {
                match record {
                    Record::Fact(fact) => {
                        let number = Span::new(place(fact.start), place(fact.end));
                        self.nouns.add(passage, number, fact, self.dictionaries);
                    }
                    Record::Platform(platform) => known.push(Span::new(place(platform.start), place(platform.end))),
                    _ => {}
                }
            }
            if structure.blocks[sentence.block].kind == BlockKind::Paragraph {
                self.names.add(passage, &known, self.dictionaries);
            }
            self.places.add(passage, self.dictionaries);
        }
    }

    /// Every find with at least `least` reports: those from which most reports would gain first.
    pub fn finish(self, least: usize) -> Vec<Find> {
        let mut finds = self.nouns.finish(self.dictionaries);
        finds.extend(self.names.finish());
        finds.extend(self.places.finish());
        finds.extend(self.sessions.finish());
        finds.retain(|find| find.n_reports >= least);
        finds.sort_by(|a, b| {
            let rank = |find: &Find| (std::cmp::Reverse((find.n_reports, find.n_times)), find.kind);
            rank(a).cmp(&rank(b)).then_with(|| (&a.word, &a.unit).cmp(&(&b.word, &b.unit)))
        });
        finds
    }
}

/// Where the characters of a sentence begin in the clean text.
struct Characters {
    starts: Vec<usize>,
    end: usize,
}

impl Characters {
    fn of(clean: &CleanText, sentence: Span) -> Self {
        let starts = sentence.of(clean.text()).char_indices().map(|(at, _)| sentence.start + at);
        Self { starts: starts.collect(), end: sentence.end }
    }

    /// The byte of the clean text that a character of the report became; the sentence's end for one behind it.
    fn place(&self, clean: &CleanText, character: u32) -> usize {
        let at = self.starts.partition_point(|&start| clean.original(Span::new(start, start)).start < character);
        self.starts.get(at).copied().unwrap_or(self.end)
    }
}
