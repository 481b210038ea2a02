//! What a person types into search → words and conditions.
//!
//! ```text
//! 老旧小区 协商                       both words
//! "A区 B区"   “A区 B区”               these characters in this order
//! -电梯                               not in the passage
//! value>=10   数值≥10   value=10-20   a number of the passage
//! metric:微协商   地区：福建   year:2024   practice: platform: doc:
//! ```
//!
//! Full-width signs and letters mean the same as their half-width forms.

use std::ops::Range;

use rust_decimal::Decimal;

use super::query::{Phrase, SearchQuery, ValueCondition};

/// What can stand before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldName {
    /// A place with everything in it.
    Region,
    /// A year or several.
    Year,
    /// A metric or a family.
    Metric,
    /// A practice.
    Practice,
    /// Part of a platform's name.
    Platform,
    /// A report.
    Doc,
}

impl FieldName {
    /// Every field, with the words for it; the first is the one that messages use.
    pub const ALL: [(Self, &'static [&'static str]); 6] = [
        (Self::Region, &["region", "地区", "地方"]),
        (Self::Year, &["year", "年份", "年"]),
        (Self::Metric, &["metric", "指标"]),
        (Self::Practice, &["practice", "做法"]),
        (Self::Platform, &["platform", "平台"]),
        (Self::Doc, &["doc", "报告"]),
    ];

    fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, words)| words.contains(&word)).map(|(field, _)| *field)
    }
}

const VALUE: [&str; 3] = ["value", "数值", "数"];

/// A condition that names a thing, which only dictionaries know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What kind of thing.
    pub field: FieldName,
    /// What it is called.
    pub value: String,
    /// Where it was typed: bytes of the query.
    pub at: Range<usize>,
}

/// A query as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedQuery {
    /// Words, excluded words and conditions on numbers.
    pub query: SearchQuery,
    /// Conditions whose names are still to be looked up.
    pub named: Vec<Named>,
}

/// Why a query cannot be read, and where: bytes of the query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the query cannot be read at byte {}: {reason:?}", at.start)]
pub struct QueryError {
    /// What cannot be read.
    pub at: Range<usize>,
    /// Why.
    pub reason: QueryFault,
}

/// What is wrong with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryFault {
    /// There is nothing to look for.
    Nothing,
    /// Words are excluded, and nothing says from what.
    OnlyExclusions,
    /// Nothing stands behind a colon.
    EmptyCondition,
    /// A word of Latin letters before a colon is no field.
    UnknownField,
    /// What stands behind `value` is no sign with a number.
    BadNumber,
}

impl std::str::FromStr for TypedQuery {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let mut typed = Self { query: SearchQuery::default(), named: Vec::new() };
        let mut last_excluded = 0..text.len();
        for at in tokens(text) {
            if let Some(word) = text[at.clone()].strip_prefix(['-', '－', '−']).filter(|word| !word.is_empty()) {
                last_excluded = at;
                typed.query.exclude(Phrase::new(word.trim_matches('"')));
            } else if !typed.take_condition(text, at.clone())? {
                typed.query.add(Phrase::new(text[at].trim_matches('"').trim()));
            }
        }
        typed.query.drop_idle_punctuation();
        let asks = !typed.query.phrases().is_empty() || !typed.query.values().is_empty() || !typed.named.is_empty();
        match asks {
            true => Ok(typed),
            false if typed.query.excluded().is_empty() => {
                Err(QueryError { at: 0..text.len(), reason: QueryFault::Nothing })
            }
            false => Err(QueryError { at: last_excluded, reason: QueryFault::OnlyExclusions }),
        }
    }
}

impl TypedQuery {
    /// Takes a token that is a condition; `false` where it is words.
    fn take_condition(&mut self, text: &str, at: Range<usize>) -> Result<bool, QueryError> {
        let token = &text[at.clone()];
        let Some(sign) = token.find([':', '：', '>', '<', '=', '＞', '＜', '＝', '≥', '≤', '≧', '≦'])
        else {
            return Ok(false);
        };
        let (word, rest) = token.split_at(sign);
        let word = half_width(word);
        let rest_at = at.start + sign..at.end;
        if VALUE.contains(&&*word) {
            let value = half_width(rest.strip_prefix([':', '：']).unwrap_or(rest));
            let condition = value_condition(&value).ok_or(QueryError { at: rest_at, reason: QueryFault::BadNumber })?;
            self.query.require(condition);
            return Ok(true);
        }
        let Some(value) = rest.strip_prefix([':', '：']) else { return Ok(false) };
        let is_latin = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let value_at = at.end - value.len()..at.end;
        let value = value.trim_matches(['"', '“', '”']).trim();
        match FieldName::named(&word) {
            Some(_) if value.is_empty() => Err(QueryError { at, reason: QueryFault::EmptyCondition }),
            Some(field) => {
                self.named.push(Named { field, value: value.to_owned(), at: value_at });
                Ok(true)
            }
            // Addresses are words.
            None if is_latin && !value.starts_with("//") => {
                Err(QueryError { at: at.start..at.start + sign, reason: QueryFault::UnknownField })
            }
            None => Ok(false),
        }
    }
}

/// The stretches of a query that belong together: white space parts them, quotation marks in pairs hold them together.
///
/// A closing straight mark ends its token; “…” is often part of a name (“好商量”工作室), and so ends none.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = None;
    let mut until: Option<usize> = None;
    for (at, character) in text.char_indices() {
        if let Some(end) = until {
            if at < end {
                continue;
            }
            until = None;
            if character == '"' {
                tokens.extend(start.take().map(|start| start..at + 1));
                continue;
            }
        }
        let closing = match character {
            '"' => Some('"'),
            '“' => Some('”'),
            _ => None,
        };
        let behind = at + character.len_utf8();
        let end = closing.and_then(|closing| text[behind..].find(closing)).map(|inside| behind + inside);
        if end.is_some() {
            // A straight mark begins a token of its own, but for one that a sign or colon leads up to.
            let leads = start.is_none_or(|start: usize| text[start..at].ends_with(['-', '－', '−', ':', '：']));
            if character == '"' && !leads {
                tokens.extend(start.take().map(|start| start..at));
            }
            start.get_or_insert(at);
            until = end;
        } else if character.is_whitespace() {
            tokens.extend(start.take().map(|start| start..at));
        } else {
            start.get_or_insert(at);
        }
    }
    tokens.extend(start.map(|start| start..text.len()));
    tokens.retain(|at| !text[at.clone()].trim_matches('"').trim().is_empty());
    tokens
}

/// `>=10`, `≤1.2万`, `10-20`, `10`.
fn value_condition(text: &str) -> Option<ValueCondition> {
    let signs = [(">=", true, true), ("<=", false, true), ("≥", true, true), ("≤", false, true), ("≧", true, true)];
    let signs = signs.into_iter().chain([("≦", false, true), (">", true, false), ("<", false, false)]);
    for (sign, is_floor, inclusive) in signs {
        if let Some(rest) = text.strip_prefix(sign) {
            let end = Some((amount(rest)?, inclusive));
            let (low, high) = if is_floor { (end, None) } else { (None, end) };
            return Some(ValueCondition { low, high });
        }
    }
    let text = text.strip_prefix('=').unwrap_or(text);
    let (low, high) = text.split_once(['-', '~', '至', '—']).unwrap_or((text, text));
    let (low, high) = (amount(low)?, amount(high)?);
    (low <= high).then_some(ValueCondition { low: Some((low, true)), high: Some((high, true)) })
}

/// A number in digits, perhaps in 万 or 亿.
fn amount(text: &str) -> Option<Decimal> {
    let text = text.trim().replace([',', '，'], "");
    let (digits, scale) = [("万", 10_000_u32), ("亿", 100_000_000)]
        .into_iter()
        .find_map(|(unit, scale)| Some((text.strip_suffix(unit)?, scale)))
        .unwrap_or((&text, 1));
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_plain { digits.parse::<Decimal>().ok()?.checked_mul(scale.into()) } else { None }
}

/// Full-width signs, letters and digits as half-width, letters in lower case.
fn half_width(text: &str) -> String {
    text.chars().map(super::fold::fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let TypedQuery { query, named } = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        let mut parts: Vec<String> = query.phrases().iter().map(|phrase| phrase.written().to_owned()).collect();
        parts.extend(query.excluded().iter().map(|phrase| format!("not {}", phrase.written())));
        parts.extend(query.values().iter().map(ToString::to_string));
        parts.extend(named.iter().map(|named| format!("{:?}={}", named.field, named.value)));
        assert_eq!(parts.join(" | "), expected);
    }

    #[test]
    fn words_and_phrases() {
        check("老旧小区　协商", "老旧小区 | 协商");
        check("\"A区 B区\" 协商", "A区 B区 | 协商");
        check("“A区 B区” 协商", "“A区 B区” | 协商");
        check("“好商量”工作室", "“好商量”工作室");
        check("委员\"之家", "委员\"之家");
        check("协商\"A B\"电梯", "协商 | A B | 电梯");
        check("协商 、", "协商");
        check("”、“", "”、“");
        check("占比：3成", "占比：3成");
        check("http://a.cn", "http://a.cn");
    }

    #[test]
    fn conditions_in_either_width_and_language() {
        check("协商 -电梯 －老旧小区", "协商 | not 电梯 | not 老旧小区");
        check("协商 -\"A B\"", "协商 | not A B");
        check("metric:consultation.micro value>=10", "10.. | Metric=consultation.micro");
        check("指标：微协商 数值＞＝１０ 地区：福建 ｙｅａｒ：2024", "10.. | Metric=微协商 | Region=福建 | Year=2024");
        check("value>10 value<1.2万", ">10.. | ..<12000");
        check("value:10-20 协商", "协商 | 10..20");
        check("数值=66", "66..66");
        check("platform:“邻里 圆桌”", "Platform=邻里 圆桌");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_at_a_place_in_it(text in r#"[-－"“” :：>=≥<0-9a-z万协商指标数值]{0,24}"#) {
            if let Err(QueryError { at, .. }) = text.parse::<TypedQuery>() {
                proptest::prop_assert!(text.get(at).is_some());
            }
        }
    }

    #[track_caller]
    fn check_fault(text: &str, place: &str, reason: QueryFault) {
        let error = text.parse::<TypedQuery>().expect_err("the query is wrong");
        assert_eq!((&text[error.at], error.reason), (place, reason));
    }

    #[test]
    fn what_cannot_be_read_is_pointed_at() {
        check_fault("  ", "  ", QueryFault::Nothing);
        check_fault("\"\"", "\"\"", QueryFault::Nothing);
        check_fault("-电梯", "-电梯", QueryFault::OnlyExclusions);
        check_fault("协商 metric:", "metric:", QueryFault::EmptyCondition);
        check_fault("协商 metirc:微协商", "metirc", QueryFault::UnknownField);
        check_fault("协商 value>=很多", ">=很多", QueryFault::BadNumber);
        check_fault("value:20-10", ":20-10", QueryFault::BadNumber);
    }
}
