//! The numeral grammar: 23, 1,234, 二十三, 3.2万, 1亿3000万, 十几, 两三百, 二○二三 → values.
//!
//! | form | reads as |
//! | --- | --- |
//! | `1234` `１２３４` `1,234` `3.5` | digits, half or full width, grouped by thousands, with decimals |
//! | `二十三` `廿三` `一百零五` `壹佰贰拾叁` `三萬` | Chinese numerals, everyday, financial and traditional |
//! | `两万五` `三百六` | 25000, 360: the last unit left out |
//! | `3.2万` `1亿3000万` `3千2百` | digits and magnitudes mixed |
//! | `两三` `三五` `五六十` `十五六` `八九十` | a pair of digits is a range |
//! | `十几` `几十` `数百` `几万` | 10–19, 20–99, 200–999, 20000–99999 |
//! | `百` `千万` | a magnitude alone: 100, 10 000 000 |
//! | `二○二三` `八一` | digits read one by one |
//! | `九十八点五` | decimals in Chinese |
//! | … `多` `余` `来` `几` | 十余, 60多万, 3万余, 十来, 20几 |
//!
//! What stands around a numeral (近, 以上, the unit) is read by [`quantities`](super::quantities).

mod section;
mod signs;

use rust_decimal::Decimal;

use self::section::Section;
pub(crate) use self::signs::{Sign, char_at, past_gap, sign};
use crate::dictionary::Units;
use crate::model::{Bound, Number};

/// A numeral and how it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// One past its last byte in the text.
    pub end: usize,
    /// The value, or the low end of a range or vague number.
    pub low: Decimal,
    /// The high end of a range or vague number.
    pub high: Option<Decimal>,
    /// Whether the two ends are stated (两三) or implied (十几).
    pub spread: Spread,
    /// What follows the figure: 多, 余, 来.
    pub tail: Tail,
    /// How it is written.
    pub shape: Shape,
    /// The magnitude that a preceding bare figure may share: 10000 for 2万 in 1—2万, 1 where there is none.
    pub scale: Decimal,
}

/// Whether a numeral is one value or a span of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// 23.
    One,
    /// 两三, 十五六.
    Pair,
    /// 十几, 数百.
    Vague,
}

/// What stands after the figure and belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    None,
    /// 多, 余.
    More,
    /// 来 (十来个).
    About,
}

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Digits alone, without a magnitude.
    Digits {
        /// How many stand before the decimal point.
        whole: u8,
        /// Whether there is a decimal point.
        decimal: bool,
        /// Whether the first of several digits is 0.
        leading_zero: bool,
    },
    /// Chinese digits said one by one: 二○二三, 八一.
    Run,
    /// One Chinese digit, or 十.
    Single,
    /// Any other numeral: 二十三, 3.2万, 两三.
    Spelled,
    /// A magnitude alone: 百, 千万.
    Bare,
    /// Numerals that make no number: 千百, 百八十.
    Odd,
}

impl Numeral {
    /// 半数 or 一半, which ends at `end`.
    pub(crate) fn half(end: usize) -> Self {
        Self {
            end,
            low: Decimal::new(5, 1),
            high: None,
            spread: Spread::One,
            tail: Tail::None,
            shape: Shape::Spelled,
            scale: Decimal::ONE,
        }
    }

    /// Whether it is written in digits only.
    pub fn is_digits(&self) -> bool {
        matches!(self.shape, Shape::Digits { .. })
    }
}

/// What adds up to a numeral.
impl Numeral {
    /// The numeral with `part` added to it, after it has been multiplied by `carry` (一万三千亿).
    fn plus(self, part: Self, carry: Decimal) -> Option<Self> {
        let high = |numeral: Self| numeral.high.unwrap_or(numeral.low);
        let low = self.low.checked_mul(carry)?.checked_add(part.low)?;
        let top = high(self).checked_mul(carry)?.checked_add(high(part))?;
        let spread = if part.spread == Spread::One { self.spread } else { part.spread };
        Some(Self { low, high: (top != low).then_some(top), spread, scale: Decimal::ONE, ..part })
    }
}

/// Reads a whole text as one number, without unit or qualifier.
///
/// # Examples
/// ```
/// use tongjian::extract::numbers::parse;
/// use tongjian::model::Bound;
/// assert_eq!(parse("1亿3000万").unwrap().value, 130_000_000.into());
/// assert_eq!(parse("两万五").unwrap().value, 25_000.into());
/// let teens = parse("十几").unwrap();
/// assert_eq!((teens.value, teens.value_max, teens.bound), (10.into(), Some(19.into()), Bound::Vague));
/// assert_eq!(parse("3万余").unwrap().bound, Bound::More);
/// assert_eq!(parse("三农"), None);
/// ```
pub fn parse(text: &str) -> Option<Number> {
    let numeral = numeral_at(text, 0, &Units::default())?;
    (numeral.end == text.len() && numeral.shape != Shape::Odd).then(|| numeral.number())
}

impl Numeral {
    /// The value and how the numeral itself bounds it; qualifiers around it may bound it further.
    pub fn number(&self) -> Number {
        let bound = match (self.tail, self.spread) {
            (Tail::More, _) => Bound::More,
            (_, Spread::Pair) => Bound::Range,
            (_, Spread::Vague) => Bound::Vague,
            (Tail::About, _) => Bound::About,
            (Tail::None, Spread::One) if self.shape == Shape::Bare => Bound::About,
            (Tail::None, Spread::One) => Bound::Exact,
        };
        let value_max = if bound == Bound::More { None } else { self.high };
        Number { value: self.low, value_max, bound }
    }
}

/// The numeral that begins at byte `start` of `text`, as long as it can be read.
///
/// `units` keeps 千 of 千克 and 万 of 万字 apart from magnitudes. One white space may stand between digits and a
/// magnitude (3 万).
pub fn numeral_at(text: &str, start: usize, units: &Units) -> Option<Numeral> {
    let mut reader = Reader { text, units, at: start };
    reader.run().or_else(|| reader.zero_point()).or_else(|| reader.compound())
}

/// A place in the text and what is needed to read on from there.
struct Reader<'a> {
    text: &'a str,
    units: &'a Units,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        char_at(self.text, self.at)
    }

    /// Digits said one by one (二○二三), unless two of them make a range (两三) or a unit follows (二三十).
    fn run(&mut self) -> Option<Numeral> {
        let start = self.at;
        let (mut at, mut value, mut count, mut has_zero, mut previous) = (start, Decimal::ZERO, 0_u32, false, 0);
        let mut is_range = false;
        while let Some(c) = char_at(self.text, at) {
            let digit = match sign(c) {
                Some(Sign::Han(digit)) if c != '两' && c != '兩' => digit,
                // 二OO三, as old typing has it.
                _ if count > 0 && matches!(c, 'O' | 'o' | 'Ｏ' | '０') => 0,
                _ => break,
            };
            is_range = count == 1 && signs::is_range(previous, digit);
            has_zero |= digit == 0;
            value = value.checked_mul(Decimal::TEN)?.checked_add(digit.into())?;
            previous = digit;
            count += 1;
            at += c.len_utf8();
        }
        let followed_by_unit = matches!(char_at(self.text, at).and_then(sign), Some(Sign::Small(_) | Sign::Twenty(_)));
        // 二三十 and 二十三四百 are for the compound grammar, as is a single digit.
        if count < 2 || followed_by_unit || self.text[start..].starts_with(['零', '〇', '○']) || is_range && !has_zero
        {
            return None;
        }
        let big_follows = matches!(char_at(self.text, at).and_then(sign), Some(Sign::Big(_)));
        if big_follows && count == 2 && !has_zero {
            return None;
        }
        Some(Numeral {
            end: at,
            low: value,
            high: None,
            spread: Spread::One,
            tail: Tail::None,
            shape: Shape::Run,
            scale: Decimal::ONE,
        })
    }

    /// Sections below 万, each with its 万 or 亿: 1亿3000万, 三千二百万, 60多万.
    fn compound(&mut self) -> Option<Numeral> {
        let mut sum: Option<Numeral> = None;
        let mut last_magnitude = Decimal::MAX;
        loop {
            let before = self.at;
            let after_zero = sum.is_some() && self.skip_zero();
            let big_follows = matches!(self.peek().and_then(sign), Some(Sign::Big(_)));
            let section = match self.section() {
                Some(section) if sum.is_none() || self.may_continue(&section, last_magnitude) => section,
                None if sum.is_none() && big_follows => Section::bare(),
                _ => {
                    self.at = before;
                    return sum.map(|sum| Numeral { end: before, ..sum });
                }
            };
            let section = self.decimals(section)?;
            let (tail, more) = self.tail(&section);
            let magnitude = self.magnitude(section.is_digits());
            let factor = match magnitude {
                Some(magnitude) => magnitude,
                // 两万五: the next lower magnitude is meant.
                None if sum.is_some() && section.is_one_digit() && !after_zero => last_magnitude / Decimal::TEN,
                None => Decimal::ONE,
            };
            let mut part = section.numeral(factor, tail, more)?;
            part.shape = match (sum, part.shape, magnitude) {
                (_, Shape::Odd, _) => Shape::Odd,
                (None, shape, None) => shape,
                (None, Shape::Bare, Some(_)) => Shape::Bare,
                _ => Shape::Spelled,
            };
            let carry =
                if magnitude.is_some_and(|magnitude| magnitude > last_magnitude) { factor } else { Decimal::ONE };
            let mut whole = match sum {
                Some(sum) => sum.plus(part, carry)?,
                None => part,
            };
            if let Some(magnitude) = magnitude {
                last_magnitude = magnitude;
                if whole.tail == Tail::None {
                    whole.tail = self.more_tail();
                }
            }
            whole.end = self.at;
            if magnitude.is_none() || whole.tail != Tail::None || whole.shape == Shape::Bare {
                return Some(whole);
            }
            sum = Some(whole);
        }
    }

    /// Whether a section may follow one with a magnitude: 1亿|3000万, but not 3万|2023年.
    fn may_continue(&self, section: &Section, last_magnitude: Decimal) -> bool {
        if section.shape == Shape::Odd || section.shape == Shape::Bare || section.low >= last_magnitude {
            return false;
        }
        match self.peek() {
            Some('年' | '月' | '-' | '/') => !section.is_digits(),
            Some('是' | '要' | '来' | '、' | '级' | '者') => section.shape != Shape::Single,
            _ => true,
        }
    }

    /// 零点五.
    fn zero_point(&mut self) -> Option<Numeral> {
        let start = self.at;
        if !self.skip_zero() {
            return None;
        }
        let section = self.decimals(Section::zero())?;
        if section.low.is_zero() {
            self.at = start;
            return None;
        }
        let magnitude = self.magnitude(false).unwrap_or(Decimal::ONE);
        let numeral = section.numeral(magnitude, Tail::None, Decimal::ZERO)?;
        Some(Numeral { end: self.at, ..numeral })
    }

    fn skip_zero(&mut self) -> bool {
        match self.peek() {
            Some(c) if sign(c) == Some(Sign::Han(0)) => {
                self.at += c.len_utf8();
                true
            }
            _ => false,
        }
    }

    /// 万, 亿, 万亿 and so on; not where a unit begins with it (千瓦).
    fn magnitude(&mut self, after_digits: bool) -> Option<Decimal> {
        let mut product = None;
        loop {
            let at = if after_digits { past_gap(self.text, self.at) } else { self.at };
            let Some(c) = char_at(self.text, at) else { break };
            let Some(Sign::Big(big)) = sign(c) else { break };
            if self.units.at(&self.text[at..]).is_some() || product.is_some_and(|p: Decimal| p > Decimal::from(10_000))
            {
                break;
            }
            product = Some(product.unwrap_or(Decimal::ONE) * Decimal::from(big));
            self.at = at + c.len_utf8();
        }
        product
    }

    /// 多, 余, 来 or 几 after a section, and what 几 adds to its high end: 60多(万), 十余, 十来, 20几.
    fn tail(&mut self, section: &Section) -> (Tail, Decimal) {
        let round = (section.low % Decimal::TEN).is_zero() && section.low >= Decimal::TEN;
        let at = if section.is_digits() { past_gap(self.text, self.at) } else { self.at };
        let Some(c) = char_at(self.text, at) else { return (Tail::None, Decimal::ZERO) };
        let after = at + c.len_utf8();
        let counted = || {
            let next = &self.text[past_gap(self.text, after)..];
            matches!(next.chars().next().and_then(sign), Some(Sign::Big(_))) || self.units.at(next).is_some()
        };
        match c {
            '来' | '來' if round && section.spread == Spread::One && counted() => {
                self.at = after;
                (Tail::About, Decimal::ZERO)
            }
            '几' | '幾' if round && section.spread == Spread::One && counted() => {
                self.at = after;
                (Tail::None, Decimal::from(9))
            }
            // 5余亩, 3多万 are rarely said, so only where a unit or magnitude follows.
            '多' | '余' | '餘' | '馀' if round || section.is_digits() && (section.low >= Decimal::TEN || counted()) => {
                (self.more_tail(), Decimal::ZERO)
            }
            _ => (Tail::None, Decimal::ZERO),
        }
    }

    /// The decimals of 九十八点五, when they are digits said one by one and no time of day.
    fn decimals(&mut self, mut section: Section) -> Option<Section> {
        let Some(point @ ('点' | '點')) = self.peek() else { return Some(section) };
        if !matches!(section.shape, Shape::Single | Shape::Spelled) || section.spread != Spread::One {
            return Some(section);
        }
        let (mut at, mut decimals, mut count) = (self.at + point.len_utf8(), Decimal::ZERO, 0);
        while let Some(Sign::Han(digit)) = char_at(self.text, at).and_then(sign) {
            decimals = decimals.checked_mul(Decimal::TEN)?.checked_add(digit.into())?;
            count += 1;
            at += char_at(self.text, at).map_or(0, char::len_utf8);
        }
        let rest = &self.text[at..];
        let is_time = rest.starts_with(['十', '百', '千', '刻', '钟', '半'])
            || rest.starts_with('分') && !rest.starts_with("分之");
        let is_counted =
            self.units.at(rest).is_some() || rest.is_empty() || rest.starts_with(['万', '亿', '萬', '億', '以']);
        if count == 0 || is_time || !is_counted {
            return Some(section);
        }
        decimals.set_scale(count).ok()?;
        section.low = section.low.checked_add(decimals)?;
        section.high = section.low;
        section.shape = Shape::Spelled;
        self.at = at;
        Some(section)
    }

    /// 多 or 余, unless it begins another word (多样化).
    fn more_tail(&mut self) -> Tail {
        let at = past_gap(self.text, self.at);
        let rest = &self.text[at..];
        for more in ["多", "余", "餘", "馀"] {
            if let Some(after) = rest.strip_prefix(more) {
                let other_word = ["样", "元", "数", "媒", "功能", "边", "极", "党", "云", "杭", "姚"];
                if !other_word.iter().any(|word| after.starts_with(word)) || self.units.at(after).is_some() {
                    self.at = at + more.len();
                    return Tail::More;
                }
            }
        }
        Tail::None
    }
}
