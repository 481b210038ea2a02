//! The numbers of one report against each other (勾稽), and signs that the report is damaged.
//!
//! 1. [`damage`]: what was stripped, never filled in or read wrongly; numbers that touch it are no facts;
//! 2. [`sums`]: totals against the lists before and behind them; [`parts`]: 其中 against its total;
//! 3. [`rates`]: 立案率, 办复率, 占…%, worked out again;
//! 4. [`twice`]: the same thing stated twice.
//!
//! A false alarm is worse than a miss: where the words leave open what belongs together, or the numbers are intervals
//! that meet, nothing is said. All functions are pure.

mod damage;
mod interval;
mod parts;
mod rates;
mod statements;
mod sums;
mod twice;

use statements::Statements;

use crate::dictionary::Dictionaries;
use crate::extract::article::Article;
use crate::extract::assemble::Explained;
use crate::model::{Problem, ProblemCode, Span, Verdict};

/// Numbers that were worked out from each other, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// Indexes of the facts.
    members: Vec<usize>,
    /// What does not agree; `None` where all does.
    fault: Option<(ProblemCode, String)>,
}

impl Finding {
    /// The numbers agree.
    fn agrees(members: Vec<usize>) -> Self {
        Self { members, fault: None }
    }

    /// A total, a share or a sum does not agree.
    fn mismatch(members: Vec<usize>, message: String) -> Self {
        Self { members, fault: Some((ProblemCode::TotalMismatch, message)) }
    }
}

/// Checks the facts of a report: gives each its verdict, takes out those that damage made up, and returns what is
/// wrong, in the order of the text.
pub fn check(article: &Article<'_>, facts: &mut Vec<Explained>, dictionaries: &Dictionaries) -> Vec<Problem> {
    let problem = |span: Span, code: ProblemCode, message: String| {
        let evidence = article.clean.original(span);
        Problem { doc: article.doc.clone(), start: evidence.start, end: evidence.end, code, message }
    };
    let damage = damage::find(article, facts.len(), &dictionaries.damage);
    take_out(facts, |fact| damage.iter().any(|sign| sign.touches(fact.span)));
    let mut problems: Vec<Problem> = damage
        .into_iter()
        .map(|sign| {
            let span = sign.place(article.clean.text());
            problem(span, sign.code, sign.message)
        })
        .collect();
    for finding in findings(article, facts, dictionaries) {
        let verdict = if finding.fault.is_some() { Verdict::Violated } else { Verdict::Verified };
        for member in &finding.members {
            let check = &mut facts[*member].fact.check;
            *check = if *check == Verdict::Violated { Verdict::Violated } else { verdict };
        }
        if let Some((code, message)) = finding.fault {
            let spans = finding.members.iter().map(|member| facts[*member].span);
            let span = spans.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)));
            problems.extend(span.map(|span| problem(span, code, message)));
        }
    }
    problems.sort_by_key(|problem| problem.start);
    problems
}

/// Takes out facts; what was a part of one of them is a part of nothing.
fn take_out(facts: &mut Vec<Explained>, is_made_up: impl Fn(&Explained) -> bool) {
    let gone: Vec<Span> = facts.extract_if(.., |fact| is_made_up(fact)).map(|fact| fact.span).collect();
    for part in facts.iter_mut().filter(|fact| fact.total.is_some_and(|total| gone.contains(&total))) {
        (part.total, part.fact.part_of) = (None, None);
    }
}

fn findings(article: &Article<'_>, facts: &[Explained], dictionaries: &Dictionaries) -> Vec<Finding> {
    let statements = Statements { text: article.clean.text(), facts, words: &dictionaries.checks };
    let mut findings = sums::findings(&statements);
    findings.extend(parts::findings(&statements));
    findings.extend(rates::findings(&statements));
    findings.extend(twice::findings(&statements, article));
    findings
}

#[cfg(test)]
mod tests;
