//! Totals against the lists that they sum up.

use super::Finding;
use super::interval::{Agreement, agreement, interval_of, sum};
use super::statements::{Statements, holds_numeral};

/// Longest list that is looked at; the sums of its subsets are tried one by one.
const LONGEST: usize = 12;
/// Longest noun between a list's last number and the word that sums it up, in characters.
const NOUN: usize = 12;

/// Every total with a list, before or behind it, that the words make its parts.
pub(super) fn findings(statements: &Statements<'_>) -> Vec<Finding> {
    let each = 0..statements.facts.len();
    let totals = each.filter(|index| statements.is_count(*index));
    totals.filter_map(|total| list_before(statements, total).or_else(|| list_behind(statements, total))).collect()
}

/// 专题协商3次、对口协商9次，共12次.
fn list_before(statements: &Statements<'_>, total: usize) -> Option<Finding> {
    let last = total.checked_sub(1).filter(|last| statements.are_together(*last, total))?;
    if !sums_up(statements, statements.between(last, total)) {
        return None;
    }
    let mut first = total;
    let mut side_by_side = true;
    while let Some(before) = first.checked_sub(1)
        && total - before <= LONGEST
        && statements.are_together(before, total)
        && statements.are_alike(before, total)
    {
        if first < total {
            let joint = statements.between(before, first);
            if joint.contains(['；', '：']) || says(joint, &statements.words.apart) {
                break;
            }
            side_by_side &= is_joint(statements, joint);
        }
        first = before;
    }
    let list: Vec<usize> = (first..total).collect();
    if list.len() < 2 {
        return None;
    }
    let agrees = |from: usize| agreement_of(statements, &list[from..], total) == Agreement::Equal;
    if let Some(from) = (0..list.len() - 1).find(|from| agrees(*from)) {
        return Some(Finding::agrees(list[from..].iter().copied().chain([total]).collect()));
    }
    let plain = side_by_side && !holds_numeral(statements.lead(first)) && !holds_more(statements, &list, total);
    let apart =
        plain && !says(statements.lead(first), &statements.words.apart) && !some_subset(statements, &list, total);
    apart.then(|| mismatch(statements, &list, total))
}

/// 共20个，分别为8个和12个; and any list behind a total that sums up to it.
fn list_behind(statements: &Statements<'_>, total: usize) -> Option<Finding> {
    let first = total + 1;
    let in_list = |index: &usize| {
        *index < statements.facts.len()
            && statements.are_together(*index, total)
            && statements.are_alike(*index, total)
            && !statements.between(index - 1, *index).contains('；')
    };
    let list: Vec<usize> = (first..=total + LONGEST).take_while(in_list).collect();
    if list.len() < 2 {
        return None;
    }
    let lead = statements.between(total, first);
    if says(lead, &statements.words.lists) {
        let agrees = |to: &usize| agreement_of(statements, &list[..*to], total) == Agreement::Equal;
        if let Some(to) = (2..=list.len()).rev().find(agrees) {
            return Some(Finding::agrees(std::iter::once(total).chain(list[..to].iter().copied()).collect()));
        }
    }
    // The whole list, and nothing but numbers and joints in it.
    let (noun, share) = lead.rsplit_once('，').unwrap_or(("", lead));
    let divides = statements.words.shares.iter().any(|word| word == share)
        && !noun.contains(['，', '；', '、'])
        && noun.chars().count() <= NOUN;
    let series: Vec<usize> = list
        .iter()
        .copied()
        .enumerate()
        .take_while(|(at, index)| {
            *at == 0 || statements.words.joints.iter().any(|j| j == statements.between(index - 1, *index))
        })
        .map(|(_, index)| index)
        .collect();
    let apart = divides && series.len() >= 2 && agreement_of(statements, &series, total) == Agreement::Apart;
    (apart && series.len() == list.len()).then(|| mismatch(statements, &series, total))
}

fn mismatch(statements: &Statements<'_>, list: &[usize], total: usize) -> Finding {
    let intervals = list.iter().map(|index| interval_of(statements.fact(*index)));
    let worked_out = match sum(intervals) {
        i if i.low == i.high => i.low.map(|n| n.normalize().to_string()).unwrap_or_default(),
        i => format!(
            "{}至{}",
            i.low.map_or_else(|| "0".to_owned(), |n| n.normalize().to_string()),
            i.high.map_or_else(|| "不限".to_owned(), |n| n.normalize().to_string())
        ),
    };
    let message = format!(
        "“{}”相加是 {worked_out}，与总数“{}”不符；请核对原文",
        statements.shown(list),
        statements.with_lead(total)
    );
    Finding::mismatch(list.iter().copied().chain([total]).collect(), message)
}

/// Whether the words directly before a number make it the sum of what stands before them.
fn sums_up(statements: &Statements<'_>, between: &str) -> bool {
    let words = statements.words;
    words.sums.iter().filter_map(|word| between.strip_suffix(word.as_str())).any(|rest| {
        let noun = words.marks.iter().find_map(|mark| rest.strip_suffix(mark.as_str())).unwrap_or(rest);
        let noun = noun.trim_end_matches('等');
        noun.chars().count() <= NOUN && !noun.contains(['，', '；', '：', '、']) && !says(noun, &words.apart)
    })
}

/// Whether the words between two numbers set them side by side: a joint, with at most a noun.
fn is_joint(statements: &Statements<'_>, between: &str) -> bool {
    let joined = statements.words.joints.iter().any(|joint| between.contains(joint.as_str()));
    joined && !between.contains('，') && !holds_numeral(between)
}

/// Whether a total stands among further numbers of its kind that the list leaves out.
fn holds_more(statements: &Statements<'_>, list: &[usize], total: usize) -> bool {
    let before = list[0].checked_sub(1);
    before.is_some_and(|before| statements.are_together(before, total))
        || list.iter().any(|index| statements.facts[*index].total.is_some())
        || statements.facts[total].total.is_some()
}

/// Whether some of the numbers, with any that stand before them in the sentence, sum up to the total.
fn some_subset(statements: &Statements<'_>, list: &[usize], total: usize) -> bool {
    (1_u32..1 << list.len()).any(|chosen| {
        let members: Vec<usize> =
            list.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, index)| *index).collect();
        agreement_of(statements, &members, total) != Agreement::Apart
    })
}

fn agreement_of(statements: &Statements<'_>, list: &[usize], total: usize) -> Agreement {
    let intervals = list.iter().map(|index| interval_of(statements.fact(*index)));
    agreement(sum(intervals), interval_of(statements.fact(total)))
}

fn says(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}
