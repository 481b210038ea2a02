//! Phrases with gaps and alternatives, found all at once: the small pattern language of the word tables.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::lexicon::{Lexicon, LexiconHit};
use crate::model::Span;

/// Most characters that `~` may stand for.
const TINY_GAP: usize = 4;
/// Most characters that `*` may stand for.
const SHORT_GAP: usize = 10;
/// Most characters that `**` may stand for.
const LONG_GAP: usize = 30;
/// Most words that the alternatives of one part of a phrase may stand for.
const MAX_ALTERNATIVES: usize = 2_000;

/// Many phrases as one lexicon; each keeps the number under which it was given.
///
/// | written | means |
/// | --- | --- |
/// | `接待日` | these characters |
/// | `[委员\|代表]接待日` | one of the alternatives; an empty one makes it optional: `[政协\|]委员` |
/// | `读书~会` | up to 4 characters between, within a clause |
/// | `党员*小组` | up to 10 characters between, within a clause (no `，；。：！？` or line break) |
/// | `名单**上墙` | up to 30 characters between, within a sentence (no `；。！？` or line break) |
/// | `^要` | only where a clause begins |
/// | `不足$` | only where a clause ends |
///
/// # Examples
/// ```
/// use tongjian::dictionary::PhraseSet;
/// let set = PhraseSet::new(["[委员|代表]*接待日"]).unwrap();
/// let hits = set.find("设立委员固定接待日");
/// assert_eq!(hits[0].span.of("设立委员固定接待日"), "委员固定接待日");
/// ```
#[derive(Debug)]
pub struct PhraseSet {
    phrases: Vec<String>,
    /// Read when the first text is searched: a question names practices and searches no text.
    read: OnceLock<Patterns>,
}

/// The phrases as they are searched for.
#[derive(Debug)]
struct Patterns {
    words: Lexicon,
    patterns: Vec<Pattern>,
    /// For every word of the lexicon, the patterns that begin with it.
    begins: Vec<Vec<Begin>>,
}

/// A pattern, with what shows of most that they do not go on here.
#[derive(Debug, Clone, Copy)]
struct Begin {
    pattern: usize,
    /// The first gap and what may stand behind it; `None` where the pattern has no gap.
    next: Option<(Gap, Marks)>,
}

/// Where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhraseHit {
    /// From the first to the last character of the phrase, gaps included.
    pub span: Span,
    /// The number of the phrase, in the order given.
    pub phrase: usize,
}

/// Why a phrase cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Nothing is left to look for.
    #[error("phrase “{0}” names no words: expected at least one character besides ~ * ^ $")]
    Empty(String),
    /// A bracket without its partner, brackets inside brackets, or a gap inside brackets.
    #[error("phrase “{0}” has an open bracket: expected alternatives as [甲|乙]")]
    Bracket(String),
    /// More combinations of alternatives than can be meant.
    #[error("phrase “{0}” stands for too many phrases: expected at most {MAX_ALTERNATIVES}")]
    Alternatives(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    at_start: bool,
    at_end: bool,
    /// What stands between gaps.
    parts: Vec<Part>,
}

/// What may stand behind a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// The gap before it.
    gap: Gap,
    /// The words that may stand there, sorted.
    words: Vec<usize>,
    marks: Marks,
}

/// One bit for each of some words; several may share a bit. Two sets without a common bit have no common word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Marks(u128);

impl Marks {
    fn of(words: impl Iterator<Item = usize>) -> Self {
        Self(words.fold(0, |marks, word| marks | 1 << (word % 128)))
    }

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Tiny,
    Clause,
    Sentence,
}

impl PhraseSet {
    /// Reads the phrases; their order gives [`PhraseHit::phrase`].
    ///
    /// # Errors
    /// A phrase that holds no words, an open bracket or too many alternatives.
    pub fn new<S: Into<String>>(phrases: impl IntoIterator<Item = S>) -> Result<Self, PhraseError> {
        let phrases: Vec<String> = phrases.into_iter().map(Into::into).collect();
        phrases.iter().try_for_each(|phrase| Self::check(phrase))?;
        Ok(Self { phrases, read: OnceLock::new() })
    }

    /// Whether a phrase can be read.
    ///
    /// # Errors
    /// As [`PhraseSet::new`].
    pub fn check(phrase: &str) -> Result<(), PhraseError> {
        pieces(phrase).try_for_each(|(_, part)| check_part(part, phrase))
    }

    /// Every phrase in `text`, by place; a phrase counts once for each place where it begins.
    pub fn find(&self, text: &str) -> Vec<PhraseHit> {
        self.read.get_or_init(|| Patterns::new(&self.phrases)).find(text)
    }
}

impl Patterns {
    fn new(phrases: &[String]) -> Self {
        let mut words = Words::default();
        let patterns: Vec<Pattern> = phrases.iter().map(|phrase| words.pattern(phrase)).collect();
        let words = words.in_order;
        let mut begins = vec![Vec::new(); words.len()];
        for (number, pattern) in patterns.iter().enumerate() {
            let next = pattern.parts.get(1).map(|part| (part.gap, part.marks));
            pattern.parts[0].words.iter().for_each(|&word| begins[word].push(Begin { pattern: number, next }));
        }
        Self { words: Lexicon::new(words), patterns, begins }
    }

    fn find(&self, text: &str) -> Vec<PhraseHit> {
        let found: Vec<LexiconHit> = self.words.find_overlapping_iter(text).collect();
        let mut hits = Vec::new();
        for (index, first) in found.iter().enumerate().filter(|(_, hit)| !self.begins[hit.word].is_empty()) {
            let mut later = Later::new(text, first.span.end, &found[index..]);
            for begin in &self.begins[first.word] {
                if begin.next.is_some_and(|(gap, marks)| !later.near(gap).marks.meets(marks)) {
                    continue;
                }
                let phrase = begin.pattern;
                let pattern = &self.patterns[phrase];
                if pattern.at_start && !clause_begins(text, first.span.start) {
                    continue;
                }
                if let Some(end) = later.finish(&pattern.parts[1..], pattern.at_end) {
                    hits.push(PhraseHit { span: Span::new(first.span.start, end), phrase });
                }
            }
        }
        hits.sort_unstable();
        hits.dedup_by_key(|hit| (hit.span.start, hit.phrase));
        hits
    }
}

/// What stands behind a word in which a phrase may go on.
struct Later<'a> {
    text: &'a str,
    /// Where the word ends.
    from: usize,
    /// The words that begin there or later.
    hits: &'a [LexiconHit],
    /// For each gap, the words that may begin behind it; found when first asked for.
    near: [Option<Near<'a>>; 3],
}

/// Words that begin within a gap.
#[derive(Clone, Copy)]
struct Near<'a> {
    hits: &'a [LexiconHit],
    marks: Marks,
}

impl<'a> Later<'a> {
    /// What stands behind `from`, given every word of the text that does, and maybe some before it.
    fn new(text: &'a str, from: usize, hits: &'a [LexiconHit]) -> Self {
        let before = hits.iter().take_while(|hit| hit.span.start < from).count();
        Self { text, from, hits: &hits[before..], near: [None; 3] }
    }

    /// Where a phrase ends if the rest of it follows within its gaps: at the nearest such place.
    fn finish(&mut self, rest: &[Part], at_end: bool) -> Option<usize> {
        let Some((part, rest)) = rest.split_first() else {
            return (!at_end || clause_ends(self.text, self.from)).then_some(self.from);
        };
        let near = self.near(part.gap);
        if !near.marks.meets(part.marks) {
            return None;
        }
        let fitting = near.hits.iter().enumerate().filter(|(_, hit)| part.words.binary_search(&hit.word).is_ok());
        let ends = fitting
            .filter_map(|(index, hit)| Later::new(self.text, hit.span.end, &self.hits[index..]).finish(rest, at_end));
        ends.min()
    }

    fn near(&mut self, gap: Gap) -> Near<'a> {
        let (text, from, hits) = (self.text, self.from, self.hits);
        *self.near[gap as usize].get_or_insert_with(|| {
            let limit = reach(text, from, gap);
            let hits = &hits[..hits.iter().take_while(|hit| hit.span.start <= limit).count()];
            Near { hits, marks: Marks::of(hits.iter().map(|hit| hit.word)) }
        })
    }
}

/// The last byte at which the words after a gap may begin.
fn reach(text: &str, from: usize, gap: Gap) -> usize {
    let (most, stops): (usize, fn(char) -> bool) = match gap {
        Gap::Tiny => (TINY_GAP, is_clause_mark),
        Gap::Clause => (SHORT_GAP, is_clause_mark),
        Gap::Sentence => (LONG_GAP, is_sentence_mark),
    };
    let mut end = from;
    for (count, char) in text[from..].chars().enumerate() {
        if count == most || stops(char) {
            break;
        }
        end += char.len_utf8();
    }
    end
}

/// Whether `char` ends a clause: a comma or anything stronger; an enumeration comma does not.
pub(crate) fn is_clause_mark(char: char) -> bool {
    matches!(char, '，' | ',' | '：' | ':') || is_sentence_mark(char)
}

/// Whether `char` ends a sentence or one of its coordinate halves.
pub(crate) fn is_sentence_mark(char: char) -> bool {
    matches!(char, '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n')
}

fn clause_begins(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_none_or(|char| is_clause_mark(char) || matches!(char, ' ' | '　' | '“' | '"' | '、' | '）' | ')'))
}

fn clause_ends(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|char| is_clause_mark(char) || matches!(char, ' ' | '”' | '"' | '的' | '等'))
}

/// The words of all phrases, numbered as they come.
#[derive(Default)]
struct Words {
    numbers: BTreeMap<String, usize>,
    in_order: Vec<String>,
}

impl Words {
    /// A phrase that [`PhraseSet::check`] has let through.
    fn pattern(&mut self, written: &str) -> Pattern {
        let numbered = pieces(written).map(|(gap, part)| {
            let mut words: Vec<usize> = expand(part).into_iter().map(|word| self.number(word)).collect();
            words.sort_unstable();
            words.dedup();
            Part { gap, marks: Marks::of(words.iter().copied()), words }
        });
        let parts = numbered.collect();
        Pattern { at_start: written.starts_with('^'), at_end: written.ends_with('$'), parts }
    }

    fn number(&mut self, word: String) -> usize {
        if let Some(&number) = self.numbers.get(&word) {
            return number;
        }
        self.in_order.push(word.clone());
        self.numbers.insert(word, self.in_order.len() - 1);
        self.in_order.len() - 1
    }
}

/// What stands between the gaps of a phrase, each with the gap before it.
fn pieces(written: &str) -> impl Iterator<Item = (Gap, &str)> {
    let body = written.trim_start_matches('^').trim_end_matches('$');
    let mut rest = Some((Gap::Clause, body));
    std::iter::from_fn(move || {
        let (gap, written) = rest.take()?;
        let Some(at) = written.find(['*', '~']) else { return Some((gap, written)) };
        let (part, next) = written.split_at(at);
        rest = Some(match next.strip_prefix("**") {
            Some(after) => (Gap::Sentence, after),
            None => (if next.starts_with('~') { Gap::Tiny } else { Gap::Clause }, &next[1..]),
        });
        Some((gap, part))
    })
}

/// Whether the alternatives of one part can be written out, and none of them is empty.
pub(super) fn check_part(part: &str, phrase: &str) -> Result<(), PhraseError> {
    let fault = |kind: fn(String) -> PhraseError| Err(kind(phrase.to_owned()));
    let (mut count, mut may_be_empty) = (1_usize, true);
    let mut rest = part;
    while let Some(open) = rest.find(['[', ']']) {
        let Some(inside) = rest[open..].strip_prefix('[') else { return fault(PhraseError::Bracket) };
        let Some((choices, after)) = inside.split_once(']') else { return fault(PhraseError::Bracket) };
        if choices.contains('[') {
            return fault(PhraseError::Bracket);
        }
        count = count.saturating_mul(choices.split('|').count());
        if count > MAX_ALTERNATIVES {
            return fault(PhraseError::Alternatives);
        }
        may_be_empty &= open == 0 && choices.split('|').any(str::is_empty);
        rest = after;
    }
    if may_be_empty && rest.is_empty() { fault(PhraseError::Empty) } else { Ok(()) }
}

/// The alternatives of one part written out: `[甲|乙]丙` gives 甲丙 and 乙丙. Of a part that [`check_part`] refuses,
/// what can be read.
pub(super) fn expand(part: &str) -> Vec<String> {
    let mut plain = vec![String::new()];
    let mut rest = part;
    while let Some((literal, (choices, after))) =
        rest.split_once('[').and_then(|(literal, inside)| Some((literal, inside.split_once(']')?)))
    {
        plain = plain
            .iter()
            .flat_map(|head| choices.split('|').map(move |choice| format!("{head}{literal}{choice}")))
            .collect();
        rest = after;
    }
    for head in &mut plain {
        head.push_str(rest);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrase: &str, text: &str, expected: &[&str]) {
        let found: Vec<&str> =
            PhraseSet::new([phrase]).unwrap().find(text).iter().map(|hit| hit.span.of(text)).collect();
        assert_eq!(found, expected, "{phrase} in {text}");
    }

    #[test]
    fn gaps_stay_within_their_clause_or_sentence() {
        check("党员*小组", "建立党员委员活动小组", &["党员委员活动小组"]);
        check("党员*小组", "发展党员，成立小组", &[]);
        check("名单**上墙", "将名单整理成册，并统一上墙", &["名单整理成册，并统一上墙"]);
        check("名单**上墙", "公布名单。制度上墙", &[]);
        check("党员*小组", "党员一二三四五六七八九十甲小组", &[]);
    }

    #[test]
    fn alternatives_and_options() {
        check("[委员|代表][|固定]接待日", "委员接待日和代表固定接待日", &["委员接待日", "代表固定接待日"]);
    }

    #[test]
    fn anchors_look_at_clause_marks() {
        check("^要", "主要任务，要加强", &["要"]);
        check("不足$", "经费不足，人手不足额", &["不足"]);
    }

    #[test]
    fn a_nearer_word_that_leads_nowhere_does_not_hide_a_farther_one() {
        check("甲*乙*丙", "甲乙，甲一乙二乙三丙", &["甲一乙二乙三丙"]);
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(PhraseSet::new(["*"]).unwrap_err(), PhraseError::Empty("*".to_owned()));
        assert_eq!(PhraseSet::new(["[甲"]).unwrap_err(), PhraseError::Bracket("[甲".to_owned()));
        assert_eq!(PhraseSet::new(["甲]"]).unwrap_err(), PhraseError::Bracket("甲]".to_owned()));
    }
}
