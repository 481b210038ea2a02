//! What a number without a unit is.

use rust_decimal::Decimal;

use super::QuantityKind::{self, NotAFact};
use super::exclusions::Context;
use crate::extract::numbers::{Shape, Tail};
use crate::model::Reason;

/// Digits without a unit.
pub(super) fn bare_digits(context: &Context) -> (QuantityKind, bool) {
    let (before, after) = (context.before(), context.after());
    let no_fact = |reason| (NotAFact(reason), false);
    let Shape::Digits { whole, decimal, leading_zero } = context.numeral.shape else {
        return (QuantityKind::Count, false);
    };
    let value = context.numeral.low;
    let is_integer = !decimal && context.numeral.tail == Tail::None;
    if is_integer && before.ends_with(['〔', '[', '［']) {
        return no_fact(Reason::DocumentNumber);
    }
    if is_integer && leading_zero {
        return no_fact(Reason::Ordinal);
    }
    if context.numeral.tail == Tail::None && whole == 4 && value >= Decimal::from(1900) && value <= Decimal::from(2100)
    {
        return no_fact(Reason::Date);
    }
    if is_integer && is_item_mark(before, after) {
        return no_fact(Reason::Ordinal);
    }
    if context.is_qualified {
        return (QuantityKind::Count, false);
    }
    if is_integer
        && before.trim_end_matches([' ', '-', '—', '－', '·']).ends_with('\n')
            | before.trim_end_matches([' ', '-', '—', '－', '·']).is_empty()
        && after.trim_start_matches([' ', '-', '—', '－', '·']).starts_with('\n')
            | after.trim_start_matches([' ', '-', '—', '－', '·']).is_empty()
    {
        return no_fact(Reason::PageFurniture);
    }
    if after.starts_with(['大', '强', '佳']) {
        return no_fact(Reason::Slogan);
    }
    let names = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, ':' | '：' | '∶' | '×' | '*' | '.' | '．' | '_' | '@' | '#' | '/' | '·' | '•')
    };
    if after.starts_with(names)
        || before.ends_with(|c: char| {
            matches!(c, ':' | '∶' | '×' | '*' | '.' | '_' | '@' | '#' | '/' | '+' | '＋' | '·' | '•')
        })
    {
        return no_fact(Reason::Name);
    }
    if is_integer && is_hotline(whole, value) {
        return no_fact(Reason::Telephone);
    }
    if whole >= 7 {
        return no_fact(Reason::DocumentNumber);
    }
    if decimal && !before.ends_with(['达', '为', '至', '到', '占', '了', '高']) {
        return no_fact(Reason::Name);
    }
    (QuantityKind::Count, true)
}

/// 12345, 96xxx, 95xxx: five digits that are dialled.
fn is_hotline(whole: u8, value: Decimal) -> bool {
    let within = |low: u32, high: u32| value >= low.into() && value <= high.into();
    whole == 5 && (within(12_300, 12_399) || within(95_000, 96_999))
}

/// 1. or 2、 or （3） at the head of an item.
fn is_item_mark(before: &str, after: &str) -> bool {
    let in_brackets = before.ends_with(['（', '(']) && after.starts_with(['）', ')']);
    let head = before.trim_end_matches([' ', '\u{3000}']);
    let at_head = head.is_empty() || head.ends_with(['\n', '。', '；', '：', ';', ':', '！', '？']);
    in_brackets || at_head && after.starts_with(['.', '．', '、', '）', ')', '，', ','])
}

/// Chinese numerals without a unit: mostly parts of words.
pub(super) fn bare_chinese(context: &Context) -> (QuantityKind, bool) {
    let (before, after) = (context.before(), context.after());
    let no_fact = |reason| (NotAFact(reason), false);
    let numeral = &context.numeral;
    if before.ends_with(['（', '(']) && after.starts_with(['）', ')']) {
        return no_fact(Reason::Ordinal);
    }
    let at_head = before.is_empty() || before.ends_with(['\n', '。', '；', '，', '：', ' ', ';', ',', ':', '\u{3000}']);
    if at_head
        && after.starts_with(['、', '是', '要', '来', '则', '．', '.'])
        && matches!(numeral.shape, Shape::Single | Shape::Spelled)
        && !context.is_qualified
    {
        return no_fact(Reason::Ordinal);
    }
    if after.starts_with(['大', '强', '佳']) && !after.starts_with("大家") && !context.is_qualified {
        return no_fact(Reason::Slogan);
    }
    if before.ends_with(['周', '初']) || before.ends_with("星期") {
        return no_fact(Reason::Date);
    }
    let is_large = context.number.value >= Decimal::from(100);
    match numeral.shape {
        Shape::Spelled if context.is_qualified && context.number.value >= Decimal::TEN => {
            (QuantityKind::Count, !is_large)
        }
        Shape::Spelled if is_large => (QuantityKind::Count, true),
        Shape::Bare if context.is_qualified => (QuantityKind::Count, false),
        _ => no_fact(Reason::Word),
    }
}
