//! Phrases with gaps and alternatives, found all at once: the small pattern language of the word tables.

use std::collections::BTreeMap;

use super::automaton::Automaton;
use crate::model::Span;

/// Most characters that `~` may stand for.
const TINY_GAP: usize = 4;
/// Most characters that `*` may stand for.
const SHORT_GAP: usize = 10;
/// Most characters that `**` may stand for.
const LONG_GAP: usize = 30;
/// Most words that the alternatives of one part of a phrase may stand for.
const MAX_ALTERNATIVES: usize = 2_000;

/// Many phrases as one automaton; each keeps the number under which it was given.
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
    automaton: Automaton,
    patterns: Vec<Pattern>,
    /// For every word of the automaton, the patterns that begin with it.
    begins: Vec<Vec<usize>>,
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
    /// What stands between gaps, each as the words that may stand there; the gap is the one before it.
    parts: Vec<(Gap, Vec<usize>)>,
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
    pub fn new<S: AsRef<str>>(phrases: impl IntoIterator<Item = S>) -> Result<Self, PhraseError> {
        let mut words = Words::default();
        let patterns =
            phrases.into_iter().map(|phrase| words.pattern(phrase.as_ref())).collect::<Result<Vec<_>, _>>()?;
        let words = words.in_order;
        let mut begins = vec![Vec::new(); words.len()];
        for (number, pattern) in patterns.iter().enumerate() {
            pattern.parts[0].1.iter().for_each(|&word| begins[word].push(number));
        }
        Ok(Self { automaton: Automaton::overlapping(words), patterns, begins })
    }

    /// Whether a phrase can be read.
    ///
    /// # Errors
    /// As [`PhraseSet::new`].
    pub fn check(phrase: &str) -> Result<(), PhraseError> {
        Words::default().pattern(phrase).map(|_| ())
    }

    /// Every phrase in `text`, by place; a phrase counts once for each place where it begins.
    pub fn find(&self, text: &str) -> Vec<PhraseHit> {
        let mut places: Vec<Vec<Span>> = vec![Vec::new(); self.begins.len()];
        let mut seen = Vec::new();
        for hit in self.automaton.get().find_overlapping_iter(text) {
            let (word, span) = (hit.pattern().as_usize(), Span::new(hit.start(), hit.end()));
            places[word].push(span);
            if !self.begins[word].is_empty() {
                seen.push((word, span));
            }
        }
        let mut hits = Vec::new();
        for (word, start) in seen {
            for &phrase in &self.begins[word] {
                let pattern = &self.patterns[phrase];
                if pattern.at_start && !clause_begins(text, start.start) {
                    continue;
                }
                if let Some(end) = finish(text, &places, &pattern.parts[1..], start.end, pattern.at_end) {
                    hits.push(PhraseHit { span: Span::new(start.start, end), phrase });
                }
            }
        }
        hits.sort_unstable();
        hits.dedup_by_key(|hit| (hit.span.start, hit.phrase));
        hits
    }
}

/// Where the phrase ends if the rest of it follows `from` within its gaps.
fn finish(text: &str, places: &[Vec<Span>], rest: &[(Gap, Vec<usize>)], from: usize, at_end: bool) -> Option<usize> {
    let Some((gap, words)) = rest.first() else {
        return (!at_end || clause_ends(text, from)).then_some(from);
    };
    let limit = reach(text, from, *gap);
    let nearest = |word: &usize| {
        let candidates = &places[*word];
        let first = candidates.partition_point(|span| span.start < from);
        let mut within = candidates[first..].iter().take_while(|span| span.start <= limit);
        within.find_map(|span| finish(text, places, &rest[1..], span.end, at_end))
    };
    words.iter().filter_map(nearest).min()
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
    fn pattern(&mut self, written: &str) -> Result<Pattern, PhraseError> {
        let at_start = written.starts_with('^');
        let at_end = written.ends_with('$');
        let body = written.trim_start_matches('^').trim_end_matches('$');
        let mut parts = Vec::new();
        let mut gap = Gap::Clause;
        let mut rest = body;
        loop {
            let (part, next) = rest.find(['*', '~']).map_or((rest, None), |at| (&rest[..at], Some(&rest[at..])));
            let words = expand(part, written)?;
            if words.iter().any(String::is_empty) {
                return Err(PhraseError::Empty(written.to_owned()));
            }
            parts.push((gap, words.into_iter().map(|word| self.number(word)).collect()));
            let Some(next) = next else { break };
            (gap, rest) = if let Some(after) = next.strip_prefix("**") {
                (Gap::Sentence, after)
            } else {
                (if next.starts_with('~') { Gap::Tiny } else { Gap::Clause }, &next[1..])
            };
        }
        Ok(Pattern { at_start, at_end, parts })
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

/// The alternatives of one part written out: `[甲|乙]丙` gives 甲丙 and 乙丙.
pub(super) fn expand(part: &str, written: &str) -> Result<Vec<String>, PhraseError> {
    let mut plain = vec![String::new()];
    let mut rest = part;
    while let Some(open) = rest.find(['[', ']']) {
        let close = rest[open..].find(']').map(|at| open + at).filter(|_| rest[open..].starts_with('['));
        let close = close.ok_or_else(|| PhraseError::Bracket(written.to_owned()))?;
        let choices = &rest[open + 1..close];
        if choices.contains('[') {
            return Err(PhraseError::Bracket(written.to_owned()));
        }
        plain = plain
            .iter()
            .flat_map(|head| choices.split('|').map(move |choice| format!("{head}{}{choice}", &rest[..open])))
            .collect();
        if plain.len() > MAX_ALTERNATIVES {
            return Err(PhraseError::Alternatives(written.to_owned()));
        }
        rest = &rest[close + 1..];
    }
    for head in &mut plain {
        head.push_str(rest);
    }
    Ok(plain)
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
