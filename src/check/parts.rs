//! 其中: a part may not exceed its total, and parts that sum up to it confirm it.

use super::Finding;
use super::interval::{Agreement, agreement, interval_of, sum};
use super::statements::Statements;

/// Every total with the numbers that are stated to be its parts.
pub(super) fn findings(statements: &Statements<'_>) -> Vec<Finding> {
    let each = 0..statements.facts.len();
    each.filter(|index| statements.is_count(*index)).flat_map(|total| parts_of(statements, total)).collect()
}

fn parts_of(statements: &Statements<'_>, total: usize) -> Vec<Finding> {
    let span = statements.facts[total].span;
    let behind = total + 1..statements.facts.len();
    let in_sentence = behind.take_while(|index| statements.are_together(*index, total));
    let parts: Vec<usize> = in_sentence
        .filter(|index| statements.facts[*index].total == Some(span))
        .filter(|index| statements.fact(*index).unit == statements.fact(total).unit)
        .filter(|index| statements.are_alike(*index, total))
        .collect();
    let whole = interval_of(statements.fact(total));
    let all = parts.iter().map(|part| interval_of(statements.fact(*part)));
    if parts.len() > 1 && agreement(sum(all), whole) == Agreement::Equal {
        return vec![Finding::agrees(std::iter::once(total).chain(parts).collect())];
    }
    // Only the number directly behind 其中 is surely a part of the total directly before it.
    let sure = parts.first().filter(|part| **part == total + 1);
    let exceeds = |part: &usize| {
        let lowest = interval_of(statements.fact(*part)).low;
        lowest.zip(whole.high).is_some_and(|(low, high)| low > high)
    };
    let same_kind = |part: &usize| {
        let (part, total) = (statements.fact(*part), statements.fact(total));
        part.metric == total.metric || &*part.rule == "part of a total"
    };
    sure.filter(|part| exceeds(part) && same_kind(part))
        .map(|part| {
            let message = format!(
                "“其中”的部分“{}”大于总数“{}”；请核对原文",
                statements.with_lead(*part),
                statements.with_lead(total)
            );
            Finding::mismatch(vec![total, *part], message)
        })
        .into_iter()
        .collect()
}
