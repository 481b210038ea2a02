//! The same thing stated twice with different values.

use std::collections::BTreeMap;

use super::Finding;
use super::interval::{Agreement, agreement, interval_of};
use super::statements::Statements;
use crate::extract::article::Article;
use crate::model::{Bound, Fact, ProblemCode, Status, Verdict};
use crate::segment::BlockKind;

/// Longest clause that is looked at to either side, in characters: a report without marks stays fast.
const LONGEST: usize = 60;

/// Pairs of facts that agree in everything that they are about, and differ in value.
///
/// Two statements are about the same thing only where metric, region, year, period, item and unit agree, neither is a
/// part of another, their clauses read alike, and both say that they take in everything.
pub(super) fn findings(statements: &Statements<'_>, article: &Article<'_>) -> Vec<Finding> {
    // Several bodies that sign their parts of one page may each have a total of their own.
    let signed = article.structure.blocks.iter().filter(|block| block.kind == BlockKind::Byline).count() > 1;
    if signed {
        return Vec::new();
    }
    let mut groups: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for index in (0..statements.facts.len())
        .filter(|index| is_comparable(statements, *index) && takes_in_all(statements, *index))
    {
        let fact = statements.fact(index);
        let words = clause(statements, index);
        if words.chars().count() >= statements.words.least_words {
            let key = (format!("{}", fact.metric), fact.unit.clone(), words);
            groups.entry(key).or_default().push(index);
        }
    }
    groups.into_values().filter_map(|group| contradiction(statements, &group)).collect()
}

fn is_comparable(statements: &Statements<'_>, index: usize) -> bool {
    let fact = statements.fact(index);
    statements.is_count(index)
        && fact.bound == Bound::Exact
        && fact.status == Status::Done
        && fact.part_of.is_none()
        && fact.check != Verdict::Violated
}

fn contradiction(statements: &Statements<'_>, group: &[usize]) -> Option<Finding> {
    let (first, rest) = group.split_first()?;
    let one = statements.fact(*first);
    let differs = |other: &&usize| {
        let two = statements.fact(**other);
        same_frame(one, two)
            && statements.facts[*first].sentence != statements.facts[**other].sentence
            && agreement(interval_of(one), interval_of(two)) == Agreement::Apart
    };
    let other = rest.iter().find(differs)?;
    let message = format!("同一事项前后不一：“{}”与“{}”；请核对原文", one.quote, statements.fact(*other).quote);
    Some(Finding { members: vec![*first, *other], fault: Some((ProblemCode::Contradiction, message)) })
}

/// Whether the words before a number say that it takes in everything.
fn takes_in_all(statements: &Statements<'_>, index: usize) -> bool {
    let words = raw_clause(statements, index);
    statements.words.whole.iter().any(|word| words.contains(word.as_str()))
}

fn same_frame(one: &Fact, two: &Fact) -> bool {
    let day = |fact: &Fact| fact.period.as_ref().map(|period| (period.from, period.to));
    one.region == two.region
        && one.year == two.year
        && one.item == two.item
        && one.actor == two.actor
        && one.nature == two.nature
        && (day(one) == day(two) || day(one).is_none() || day(two).is_none())
}

/// The words of the clause before the number.
fn raw_clause<'a>(statements: &Statements<'a>, index: usize) -> &'a str {
    let own = statements.facts[index].span;
    let before = &statements.text[..own.start];
    let mark = |c: char| matches!(c, '，' | '；' | '：' | '。' | '！' | '？' | '\n' | '、' | '（');
    let words = before.char_indices().rev().take(LONGEST).take_while(|(_, c)| !mark(*c));
    words.last().map_or("", |(at, _)| &before[at..])
}

/// What the clause says is counted: its words before and behind the number, those that say nothing left out.
fn clause(statements: &Statements<'_>, index: usize) -> String {
    let own = statements.facts[index].span;
    let behind = &statements.text[own.end..];
    let mark = |c: char| matches!(c, '，' | '；' | '：' | '。' | '！' | '？' | '\n' | '、' | '（' | '）');
    let behind: String = behind.chars().take(LONGEST).take_while(|c| !mark(*c)).collect();
    let mut words = format!("{}#{behind}", raw_clause(statements, index));
    for word in &statements.words.empty {
        words = words.replace(word.as_str(), "");
    }
    words
}
