//! Percentages worked out again: 立案290件，立案率89%; 其中98件，占30%.

use rust_decimal::Decimal;

use super::Finding;
use super::statements::Statements;
use crate::model::{Bound, Fact};

/// How many facts back the whole of a percentage may stand.
const REACH: usize = 8;

/// Every percentage whose part and whole the report states.
pub(super) fn findings(statements: &Statements<'_>) -> Vec<Finding> {
    (0..statements.facts.len())
        .filter_map(|index| rate(statements, index).or_else(|| portion(statements, index)))
        .collect()
}

/// 提案326件，立案290件，立案率89%.
fn rate(statements: &Statements<'_>, percentage: usize) -> Option<Finding> {
    let stated = exact_percentage(statements, percentage)?;
    let lead = statements.lead(percentage);
    let word = statements
        .words
        .rates
        .iter()
        .find(|word| lead.find(word.as_str()).is_some_and(|at| is_rate(&lead[at + word.len()..])))?;
    if says_elsewhere(statements, lead) {
        return None;
    }
    let behind = |index: usize| {
        let phrase = statements.text[statements.facts[index].span.end..].chars().take(8).collect::<String>();
        phrase.split(['，', '。', '；', '、']).next().unwrap_or_default().contains(word.as_str())
    };
    let names_part = |index: &usize| statements.lead(*index).contains(word.as_str()) || behind(*index);
    let part = before(statements, percentage).find(|index| statements.is_count(*index) && names_part(index))?;
    let wholes: Vec<usize> = wholes(statements, part, percentage).collect();
    if let Some(whole) = wholes.iter().find(|whole| agrees(statements, stated, part, **whole)) {
        return Some(Finding::agrees(vec![*whole, part, percentage]));
    }
    // Nothing but the whole, the part and the rate: the words leave no other reading.
    let [whole] = wholes[..] else { return None };
    let plain = whole + 1 == part && part + 1 == percentage && statements.are_together(whole, percentage);
    let sure =
        plain && is_part(statements, whole, part) && !says_elsewhere(statements, statements.between(whole, part));
    sure.then(|| mismatch(statements, stated, whole, part, percentage))
}

/// 提案326件，其中民主党派提案98件，占30%.
fn portion(statements: &Statements<'_>, percentage: usize) -> Option<Finding> {
    let stated = exact_percentage(statements, percentage)?;
    let part = percentage.checked_sub(1).filter(|part| statements.are_together(*part, percentage))?;
    let between = statements.between(part, percentage);
    let lead = statements.lead(percentage);
    let word = statements.words.portions.iter().any(|word| lead == word || lead.strip_suffix("达") == Some(word));
    let near = between.matches('，').count() <= 1 && !between.contains(['；', '。', '、']);
    if !word || !near || !statements.is_count(part) {
        return None;
    }
    let wholes: Vec<usize> = wholes(statements, part, percentage).collect();
    if let Some(whole) = wholes.iter().find(|whole| agrees(statements, stated, part, **whole)) {
        return Some(Finding::agrees(vec![*whole, part, percentage]));
    }
    let [whole] = wholes[..] else { return None };
    let of_it = statements.facts[part].total == Some(statements.facts[whole].span);
    (of_it && whole + 1 == part).then(|| mismatch(statements, stated, whole, part, percentage))
}

/// The words between 立案 and the number: 率, 率达, 率为.
fn is_rate(rest: &str) -> bool {
    rest.strip_prefix('率').is_some_and(|rest| matches!(rest, "" | "达" | "为" | "达到" | "是" | "均为" | "约"))
}

/// A percentage that is stated as it is. 近89% and 90%以上 are left alone.
fn exact_percentage(statements: &Statements<'_>, index: usize) -> Option<Decimal> {
    let fact = statements.fact(index);
    (fact.unit == "%" && fact.bound == Bound::Exact).then_some(fact.value)
}

/// The facts before one in its paragraph, nearest first.
fn before(statements: &Statements<'_>, index: usize) -> impl Iterator<Item = usize> {
    let end = statements.facts[index].span.start;
    let near = (index.saturating_sub(REACH)..index).rev();
    near.take_while(move |before| !statements.text[statements.facts[*before].span.end..end].contains('\n'))
}

/// Counts before the percentage that its part can be taken from, nearest first.
fn wholes(statements: &Statements<'_>, part: usize, percentage: usize) -> impl Iterator<Item = usize> {
    before(statements, percentage).filter(move |whole| {
        *whole < part
            && statements.is_count(*whole)
            && statements.fact(*whole).unit == statements.fact(part).unit
            && statements.fact(*whole).bound == Bound::Exact
            && statements.fact(part).bound == Bound::Exact
            && statements.fact(part).value <= statements.fact(*whole).value
    })
}

/// Whether the number before is the whole of the part: 提案326件 of 立案290件.
fn is_part(statements: &Statements<'_>, whole: usize, part: usize) -> bool {
    let (whole, part) = (statements.fact(whole), statements.fact(part));
    whole.metric == part.metric && whole.region == part.region && whole.year == part.year
}

fn agrees(statements: &Statements<'_>, stated: Decimal, part: usize, whole: usize) -> bool {
    within_rounding(stated, statements.fact(part), statements.fact(whole), statements.words.slack)
}

/// Whether part and whole give the percentage, rounded or cut off at the figures that it is stated with.
fn within_rounding(stated: Decimal, part: &Fact, whole: &Fact, slack: i64) -> bool {
    let Some(true_share) = share(part, whole) else { return false };
    let step = Decimal::new(1, stated.normalize().scale());
    let slack = Decimal::new(slack, 2);
    true_share >= stated - step / Decimal::TWO - slack && true_share < stated + step + slack
}

fn share(part: &Fact, whole: &Fact) -> Option<Decimal> {
    part.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.value)
}

fn mismatch(statements: &Statements<'_>, stated: Decimal, whole: usize, part: usize, percentage: usize) -> Finding {
    let worked_out = share(statements.fact(part), statements.fact(whole)).unwrap_or_default().round_dp(2).normalize();
    let message = format!(
        "“{}”除以“{}”是 {worked_out}%，与所述“{}”（{}%）不符；请核对原文",
        statements.with_lead(part),
        statements.with_lead(whole),
        statements.with_lead(percentage),
        stated.normalize()
    );
    Finding::mismatch(vec![whole, part, percentage], message)
}

fn says_elsewhere(statements: &Statements<'_>, text: &str) -> bool {
    statements.words.elsewhere.iter().any(|word| text.contains(word.as_str()))
}
