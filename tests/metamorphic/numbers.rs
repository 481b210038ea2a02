//! Other digits: the values change, and nothing else.

use rust_decimal::Decimal;
use tongjian::model::{Fact, Platform, Practice, Verdict};
use tongjian::read::Report;

use super::{Differences, Found, assert_share, found, reports, with_chars};

/// Every Arabic digit of every fact's number becomes another one; dates, ordinals and names keep theirs, for they are
/// no facts.
///
/// Zero stays zero, so that round numbers stay round (2500余) and no number begins with a zero that did not. The ends
/// of a range keep their order.
#[test]
fn other_digits_change_the_values_and_nothing_else() {
    let mut differences = Differences::default();
    let (mut n_changed, mut n_facts) = (0, 0);
    for report in reports() {
        let before = found(&report);
        let shifts: Vec<u32> = before.facts.iter().map(shift).collect();
        let chars: Vec<char> = report.text.chars().collect();
        let replaced = before
            .facts
            .iter()
            .zip(&shifts)
            .flat_map(|(fact, &shift)| (fact.start as usize..fact.end as usize).map(move |at| (at, shift)));
        let replaced = replaced.map(|(at, shift)| (at, shifted(chars[at], shift)));
        let changed = Report { text: with_chars(&report.text, replaced), ..report.clone() };
        let after = found(&changed);
        n_facts += before.facts.len();
        n_changed += before.facts.iter().filter(|fact| fact.number.chars().any(is_nonzero)).count();
        let expected: Vec<Fact> =
            before.facts.iter().zip(&shifts).map(|(fact, &shift)| recounted(fact, shift)).collect();
        let masked = |facts: &[Fact]| facts.iter().map(masked_fact).collect::<Vec<_>>();
        differences.compare(&report, &masked(&expected), &masked(&after.facts));
        let platforms = |found: &Found| found.platforms.iter().map(masked_platform).collect::<Vec<_>>();
        differences.compare(&report, &platforms(&before), &platforms(&after));
        let practices = |found: &Found| found.practices.iter().map(masked_practice).collect::<Vec<_>>();
        differences.compare(&report, &practices(&before), &practices(&after));
    }
    assert_share("numbers in Arabic digits", n_changed, n_facts, 50);
    differences.assert_none();
}

fn is_nonzero(char: char) -> bool {
    digit(char).is_some_and(|digit| digit != 0)
}

/// The value of an Arabic digit, full-width or not.
fn digit(char: char) -> Option<u32> {
    match char {
        '0'..='9' => Some(u32::from(char) - u32::from('0')),
        '０'..='９' => Some(u32::from(char) - u32::from('０')),
        _ => None,
    }
}

/// The digit `shift` steps on in the ring 1 to 9; zero and what is no digit stay.
fn shifted(char: char, shift: u32) -> char {
    match digit(char) {
        Some(digit @ 1..=9) => {
            let zero = u32::from(char) - digit;
            char::from_u32(zero + (digit - 1 + shift) % 9 + 1).unwrap_or(char)
        }
        _ => char,
    }
}

/// How far the digits of a fact move: the first shift that keeps the ends of a range in order.
fn shift(fact: &Fact) -> u32 {
    let first = 1 + fact.start % 4;
    let in_order = |shift: &u32| {
        let ends = arabic(&fact.number.chars().map(|char| shifted(char, *shift)).collect::<String>());
        ends.is_sorted() && ends.windows(2).all(|pair| pair[0] != pair[1])
    };
    (first..9).chain(1..first).find(in_order).unwrap_or(0)
}

/// The Arabic numerals of a number expression.
fn arabic(number: &str) -> Vec<Decimal> {
    let plain: String = number
        .chars()
        .filter(|char| !matches!(char, ',' | '，'))
        .map(|char| match (digit(char), char) {
            (Some(digit), _) => char::from_digit(digit, 10).unwrap_or(char),
            (None, '．') => '.',
            _ => char,
        })
        .collect();
    let numerals = plain.split(|char: char| !char.is_ascii_digit() && char != '.');
    numerals.filter_map(|numeral| numeral.trim_matches('.').parse().ok()).collect()
}

/// The fact as it should read: a value is in proportion to the numeral that states it (1.05亿 : 1.05 = 2.16亿 : 2.16).
fn recounted(fact: &Fact, shift: u32) -> Fact {
    let mut new = fact.clone();
    new.number = fact.number.chars().map(|char| shifted(char, shift)).collect();
    let (old_numerals, new_numerals) = (arabic(&fact.number), arabic(&new.number));
    let scaled = |value: Decimal, index: usize| match (old_numerals.get(index), new_numerals.get(index)) {
        (Some(old), Some(new)) if !old.is_zero() => (value / old * new).normalize(),
        _ => value,
    };
    new.value = scaled(fact.value, 0);
    new.value_max = fact.value_max.map(|high| scaled(high, old_numerals.len().saturating_sub(1)));
    let of = |end: Option<Decimal>| {
        end.map(|end| if Some(end) == fact.value_max { new.value_max.unwrap_or(end) } else { new.value })
    };
    (new.low, new.high) = (of(fact.low), of(fact.high));
    new
}

fn hidden(text: &str) -> String {
    text.chars().map(mask).collect()
}

fn mask(char: char) -> char {
    if digit(char).is_some() { '#' } else { char }
}

/// The fact with the digits hidden in every field that may hold other facts' numbers.
fn masked_fact(fact: &Fact) -> Fact {
    let plain = |value: Decimal| value.round_dp(6).normalize();
    Fact {
        quote: hidden(&fact.quote).into(),
        item: hidden(&fact.item),
        part_of: fact.part_of.as_deref().map(hidden),
        actor: fact.actor.as_deref().map(hidden),
        value: plain(fact.value),
        value_max: fact.value_max.map(plain),
        low: fact.low.map(plain),
        high: fact.high.map(plain),
        // Other numbers no longer add up, which the self-check rightly says.
        check: Verdict::NotCheckable,
        ..fact.clone()
    }
}

/// A count may stand between a name and its head (“甲”4个示范点).
fn masked_platform(platform: &Platform) -> Platform {
    Platform { name: hidden(&platform.name), quote: hidden(&platform.quote).into(), ..platform.clone() }
}

/// The practice with its sentence. Where it stands there is left open if the sentence holds a number: a term may say “1名”
/// as it says “一名”, and with another number the practice shows itself by its other words.
fn masked_practice(practice: &Practice) -> Practice {
    let quote = hidden(&practice.quote);
    if quote.contains('#') {
        return Practice { start: 0, end: 0, rule: "".into(), quote: quote.into(), ..practice.clone() };
    }
    Practice { quote: quote.into(), ..practice.clone() }
}
