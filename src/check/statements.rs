//! The facts of a report with the words between them.

use crate::dictionary::{Checks, is_sentence_mark};
use crate::extract::assemble::Explained;
use crate::model::{Fact, Span, Status};

/// All facts of a report in the order of the text, with what the checks need to see around them.
#[derive(Clone, Copy)]
pub(super) struct Statements<'a> {
    pub(super) text: &'a str,
    pub(super) facts: &'a [Explained],
    pub(super) words: &'a Checks,
}

impl<'a> Statements<'a> {
    /// One fact.
    pub(super) fn fact(&self, index: usize) -> &'a Fact {
        &self.facts[index].fact
    }

    /// The words between two neighbouring facts.
    pub(super) fn between(&self, one: usize, next: usize) -> &'a str {
        let span = Span::new(self.facts[one].span.end, self.facts[next].span.start);
        if span.start <= span.end { span.of(self.text) } else { "" }
    }

    /// The words before a fact, up to the fact before it or the clause mark before it.
    pub(super) fn lead(&self, index: usize) -> &'a str {
        let own = self.facts[index].span;
        let previous = index.checked_sub(1).map_or(0, |before| self.facts[before].span.end).min(own.start);
        let before = &self.text[previous..own.start];
        let mark = |c: char| matches!(c, '，' | '；' | '：' | '、' | '（' | '\n') || is_sentence_mark(c);
        before.rfind(mark).map_or(before, |at| before[at..].trim_start_matches(mark))
    }

    /// Whether two facts stand in one sentence.
    pub(super) fn are_together(&self, one: usize, other: usize) -> bool {
        self.facts[one].sentence == self.facts[other].sentence
    }

    /// Whether two facts count alike and say the same kind of thing.
    pub(super) fn are_alike(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.fact(one), self.fact(other));
        self.words.are_alike(&one.unit, &other.unit) && one.status == other.status && one.region == other.region
    }

    /// Whether a fact counts things that have happened or stand.
    pub(super) fn is_count(&self, index: usize) -> bool {
        let fact = self.fact(index);
        fact.status != Status::Rule && !matches!(fact.unit.as_str(), "%" | "‰" | "个百分点" | "倍" | "")
    }

    /// Facts as a message shows them: 专题协商3次、对口协商9次.
    pub(super) fn shown(&self, members: &[usize]) -> String {
        let each = members.iter().map(|index| self.with_lead(*index));
        each.collect::<Vec<_>>().join("、")
    }

    /// A number with the words of its clause before it, at most twelve characters of them.
    pub(super) fn with_lead(&self, index: usize) -> String {
        const SHOWN: usize = 12;
        let lead = self.lead(index);
        let skipped = lead.chars().count().saturating_sub(SHOWN);
        lead.chars().skip(skipped).chain(self.fact(index).number.chars()).collect()
    }
}

/// Whether a stretch of text holds a numeral that is no fact of its own: 一次, 首次.
pub(super) fn holds_numeral(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万两几数半".contains(c))
}
