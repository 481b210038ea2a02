//! What stands beside numbers that no metric claims.

use std::collections::BTreeMap;

use super::tally::Tally;
use super::{Find, FindKind, Passage};
use crate::dictionary::{Counting, Dictionaries, Lexicon, Role, is_clause_mark};
use crate::model::{Fact, MetricId, Span};

/// Confidence below which a fact's metric is a guess: no word beside the number spoke for it.
const GUESS: f64 = 0.5;
/// Longest and shortest noun, in characters.
const NOUN_CHARS: std::ops::RangeInclusive<usize> = 2..=6;

/// Unit and noun.
type Word = (String, String);

/// Nouns by unit, and what numbers with the same unit count where a dictionary knows it.
#[derive(Debug, Default)]
pub(super) struct NounFinds {
    unknown: Tally<Word>,
    known: BTreeMap<String, BTreeMap<MetricId, usize>>,
}

impl NounFinds {
    /// Looks at one number of a sentence.
    pub(super) fn add(&mut self, passage: Passage<'_>, number: Span, fact: &Fact, dictionaries: &Dictionaries) {
        let decided = fact.confidence >= GUESS && fact.rule.contains('/');
        if decided {
            let metrics = self.known.entry(fact.unit.clone()).or_default();
            *metrics.entry(fact.metric.clone()).or_default() += 1;
            return;
        }
        // A part, a sum or a number that goes on about the one before needs no noun before it.
        let goes_on = !fact.rule.starts_with(Counting::FILE);
        let noun = noun_behind(passage, number, &dictionaries.counting);
        let before = || (!goes_on).then(|| noun_before(passage, number, &dictionaries.counting)).flatten();
        let Some(noun) = noun.or_else(before) else { return };
        let characters: Vec<usize> = noun.of(passage.text).char_indices().map(|(at, _)| noun.start + at).collect();
        // The head of a Chinese noun phrase stands last, so that every end of the phrase may be the noun.
        for n in NOUN_CHARS.filter(|n| *n <= characters.len()) {
            let word = Span::new(characters[characters.len() - n], noun.end).of(passage.text);
            self.unknown.add((fact.unit.clone(), word.to_owned()), passage.doc.as_str(), || passage.example(number));
        }
    }

    /// The nouns, each with the metric that it may belong to.
    pub(super) fn finish(self, dictionaries: &Dictionaries) -> Vec<Find> {
        let Self { unknown, known } = self;
        let words = unknown.distinct(ends, |(_, noun)| noun.len()).into_iter();
        words
            .map(|((unit, word), count)| Find {
                metric: suggestion(&word, known.get(&unit), dictionaries),
                unit: Some(unit),
                ..Find::new(FindKind::Noun, word, count)
            })
            .collect()
    }
}

/// Every end of a noun, itself included, with its unit.
fn ends((unit, noun): &Word) -> Vec<Word> {
    noun.char_indices().map(|(at, _)| (unit.clone(), noun[at..].to_owned())).collect()
}

/// What ends a noun phrase on either side.
fn stops(c: char) -> bool {
    is_clause_mark(c) || !c.is_alphabetic() || c == '的'
}

fn is_noun(span: Span, text: &str) -> bool {
    span.of(text).chars().count() >= *NOUN_CHARS.start()
}

/// The noun phrase behind a number, up to the next mark or verb.
fn noun_behind(passage: Passage<'_>, number: Span, words: &Counting) -> Option<Span> {
    let behind = Span::new(number.end, passage.span.end).of(passage.text);
    let phrase_end = behind.char_indices().find(|(at, c)| stops(*c) || words.phrase_ends.begins(&behind[*at..]));
    let end = number.end + phrase_end.map_or(behind.len(), |(at, _)| at);
    Some(Span::new(number.end, end)).filter(|span| is_noun(*span, passage.text))
}

/// The noun phrase before a number, without words such as 共计 or 今年新增; `None` where a verb stands there.
fn noun_before(passage: Passage<'_>, number: Span, words: &Counting) -> Option<Span> {
    let text = passage.text;
    let mut end = number.start;
    loop {
        let lead = Span::new(passage.span.start, end).of(text);
        match words.fillers.words().filter(|word| lead.ends_with(word)).max_by_key(|word| word.len()) {
            Some(filler) => end -= filler.len(),
            None => break,
        }
    }
    let lead = Span::new(passage.span.start, end).of(text);
    let start = lead.char_indices().rev().find(|(_, c)| stops(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let start = start + leading_words(&lead[start..], words);
    let noun = Span::new(passage.span.start + start, end);
    (is_noun(noun, text) && !ends_with_verb(noun.of(text), words)).then_some(noun)
}

/// The length of the words at the beginning of a phrase that name nothing: 今年新增, 其中, 举办.
fn leading_words(phrase: &str, words: &Counting) -> usize {
    let lists = [&words.fillers, &words.light_verbs, &words.parts, &words.growth, &words.standing];
    let verbs = words.unnamed.iter().flat_map(|entry| &entry.verbs).map(String::as_str);
    let all: Vec<&str> = lists.into_iter().flat_map(Lexicon::words).chain(verbs).collect();
    let mut start = 0;
    while let Some(word) = all.iter().filter(|word| phrase[start..].starts_with(**word)).max_by_key(|word| word.len()) {
        start += word.len();
    }
    start
}

/// Whether a phrase ends with what is done rather than with what is counted: 交办1866条.
fn ends_with_verb(phrase: &str, words: &Counting) -> bool {
    let lists = [&words.light_verbs, &words.predicates, &words.phrase_ends];
    let verbs = words.unnamed.iter().flat_map(|entry| &entry.verbs).map(String::as_str);
    lists.into_iter().flat_map(Lexicon::words).chain(verbs).any(|word| phrase.ends_with(word))
}

/// The metric whose noun the word ends with, though with other units or verbs; else what most numbers with the unit
/// count; else what the unit stands for.
fn suggestion(
    word: &str,
    of_unit: Option<&BTreeMap<MetricId, usize>>,
    dictionaries: &Dictionaries,
) -> Option<MetricId> {
    let metrics = &dictionaries.metrics;
    let ending = metrics.hits(word).filter(|hit| hit.span.end == word.len());
    let of_word = ending.filter_map(|hit| {
        let used = metrics.uses(hit.word).iter().find(|used| used.role == Role::Noun)?;
        Some((hit.span.len(), metrics.metric_of(used.pattern).id.clone()))
    });
    let usual = || of_unit?.iter().max_by_key(|(id, n)| (**n, std::cmp::Reverse(*id))).map(|(id, _)| id.clone());
    of_word.max_by_key(|(len, _)| *len).map(|(_, id)| id).or_else(usual)
}
