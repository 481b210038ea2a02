//! What stands before a 万 or 亿: digits, or Chinese numerals up to 九千九百九十九.

use rust_decimal::Decimal;

use super::signs::{Sign, char_at, is_range, sign};
use super::{Numeral, Reader, Shape, Spread, Tail};

/// A numeral below its 万 or 亿.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    pub(super) low: Decimal,
    pub(super) high: Decimal,
    pub(super) spread: Spread,
    pub(super) shape: Shape,
    /// 100 for 三百, so that 二至三百 may share it; 1 otherwise.
    pub(super) scale: Decimal,
    /// 几 with no unit of its own: the 万 that follows fills the rest with nines.
    pub(super) is_open: bool,
}

impl Section {
    /// What stands before a 万 or 亿 that begins the numeral.
    pub(super) fn bare() -> Self {
        Self::of(Decimal::ONE, Shape::Bare)
    }

    /// What stands before the point of 零点五.
    pub(super) fn zero() -> Self {
        Self::of(Decimal::ZERO, Shape::Single)
    }

    fn of(value: Decimal, shape: Shape) -> Self {
        Self { low: value, high: value, spread: Spread::One, shape, scale: Decimal::ONE, is_open: false }
    }

    /// The section times the 万 or 亿 that follows it; `more` is what 几 adds (20几).
    pub(super) fn numeral(&self, magnitude: Decimal, tail: Tail, more: Decimal) -> Option<Numeral> {
        let low = self.low.checked_mul(magnitude)?;
        let mut high = self.high.checked_add(more)?.checked_mul(magnitude)?;
        if self.is_open {
            high = high.checked_add(magnitude - Decimal::ONE)?;
        }
        Some(Numeral {
            end: 0,
            low,
            high: (high != low).then_some(high),
            spread: if more.is_zero() { self.spread } else { Spread::Vague },
            tail,
            shape: self.shape,
            scale: self.scale.checked_mul(magnitude)?,
        })
    }

    /// Whether it is a single Chinese digit, as the 五 of 两万五.
    pub(super) fn is_one_digit(&self) -> bool {
        self.shape == Shape::Single && self.low < Decimal::TEN
    }

    pub(super) fn is_digits(&self) -> bool {
        matches!(self.shape, Shape::Digits { .. })
    }
}

/// A figure that waits for its 十, 百 or 千.
#[derive(Clone, Copy)]
enum Coefficient {
    /// 3, 12.5.
    Digits(Decimal, Shape),
    /// 三.
    Han(u8),
    /// 三五.
    Pair(u8, u8),
    /// 几 after nothing, 几 after 十.
    Several { low: u8 },
}

impl Coefficient {
    fn ends(self) -> (Decimal, Decimal) {
        match self {
            Self::Digits(value, _) => (value, value),
            Self::Han(digit) => (digit.into(), digit.into()),
            Self::Pair(low, high) => (low.into(), high.into()),
            Self::Several { low } => (low.into(), 9.into()),
        }
    }

    fn spread(self) -> Spread {
        match self {
            Self::Digits(..) | Self::Han(_) => Spread::One,
            Self::Pair(..) => Spread::Pair,
            Self::Several { .. } => Spread::Vague,
        }
    }
}

/// The section as far as it has been read.
struct Partial {
    low: Decimal,
    high: Decimal,
    spread: Spread,
    /// The last of 千, 百, 十; what follows must be smaller.
    last_unit: u16,
    is_bare: bool,
    is_odd: bool,
    has_zero: bool,
    n_units: u32,
}

/// No unit has been read yet.
const NO_UNIT: u16 = 10_000;

impl Reader<'_> {
    /// Reads a section; on `None` nothing was read.
    pub(super) fn section(&mut self) -> Option<Section> {
        let start = self.at;
        let mut sum = Partial {
            low: Decimal::ZERO,
            high: Decimal::ZERO,
            spread: Spread::One,
            last_unit: NO_UNIT,
            is_bare: false,
            is_odd: false,
            has_zero: false,
            n_units: 0,
        };
        let mut waiting: Option<(Coefficient, usize)> = None;
        while let Some(c) = self.peek() {
            let here = self.at;
            let next = char_at(self.text, here + c.len_utf8()).and_then(sign);
            match (sign(c), waiting) {
                (Some(Sign::Digit(_)), None) => {
                    let Some((value, shape)) = self.digits() else { break };
                    if sum.last_unit != NO_UNIT && value >= Decimal::from(sum.last_unit) {
                        self.at = here;
                        break;
                    }
                    waiting = Some((Coefficient::Digits(value, shape), here));
                    continue;
                }
                (Some(Sign::Han(0)), None) => {
                    let goes_on = matches!(next, Some(Sign::Han(1..) | Sign::Small(10) | Sign::Digit(_)));
                    if sum.n_units == 0 || !goes_on {
                        break;
                    }
                    sum.has_zero = true;
                }
                (Some(Sign::Han(digit @ 1..)), None) => waiting = Some((Coefficient::Han(digit), here)),
                (Some(Sign::Han(digit)), Some((Coefficient::Han(first), at))) if is_range(first, digit) => {
                    waiting = Some((Coefficient::Pair(first, digit), at));
                }
                (Some(Sign::Several), None) => {
                    let unit_follows = matches!(next, Some(Sign::Small(_) | Sign::Big(_)));
                    let after_ten = sum.last_unit == 10
                        && (matches!(c, '几' | '幾') || self.units.at(&self.text[here + c.len_utf8()..]).is_some());
                    if !(unit_follows && (sum.n_units == 0 || matches!(c, '几' | '幾'))) && !after_ten {
                        break;
                    }
                    let low = if after_ten { 0 } else { 2 };
                    waiting = Some((Coefficient::Several { low }, here));
                }
                // 5千克: a unit, no magnitude.
                (Some(Sign::Small(_)), _) if self.units.at(&self.text[here..]).is_some() => break,
                (Some(Sign::Small(unit)), _) if unit < sum.last_unit => {
                    sum.add_unit(unit, waiting.take().map(|(coefficient, _)| coefficient))?;
                }
                // 千百: no number, but one expression.
                (Some(Sign::Small(_)), None) if sum.is_bare => sum.is_odd = true,
                (Some(Sign::Twenty(value)), None) if sum.last_unit > 10 => {
                    sum.low += Decimal::from(value);
                    sum.high += Decimal::from(value);
                    sum.last_unit = 10;
                    sum.n_units += 1;
                }
                _ => break,
            }
            self.at += c.len_utf8();
        }
        self.finish(sum, waiting, start)
    }

    fn finish(&mut self, mut sum: Partial, waiting: Option<(Coefficient, usize)>, start: usize) -> Option<Section> {
        let Some((coefficient, at)) = waiting else {
            return (self.at > start).then(|| sum.section(None));
        };
        if sum.n_units == 0 {
            let (low, high) = coefficient.ends();
            let shape = match coefficient {
                Coefficient::Digits(_, shape) => shape,
                Coefficient::Han(_) => Shape::Single,
                _ => Shape::Spelled,
            };
            let is_open = matches!(coefficient, Coefficient::Several { .. });
            return Some(Section { low, high, spread: coefficient.spread(), shape, scale: Decimal::ONE, is_open });
        }
        let (mut low, mut high) = coefficient.ends();
        if sum.last_unit > 10 && !sum.has_zero {
            let is_spoken = match coefficient {
                // 一千三是: the 三 begins the next words.
                Coefficient::Han(_) => !matches!(self.peek(), Some('是' | '要' | '来' | '、' | '级' | '者')),
                Coefficient::Digits(..) | Coefficient::Pair(..) => true,
                Coefficient::Several { .. } => false,
            };
            if !is_spoken {
                self.at = at;
                return Some(sum.section(None));
            }
            if !matches!(coefficient, Coefficient::Digits(..)) {
                // 三百六: the next lower unit is left out.
                let factor = Decimal::from(sum.last_unit / 10);
                low *= factor;
                high *= factor;
            }
        }
        sum.low = sum.low.checked_add(low)?;
        sum.high = sum.high.checked_add(high)?;
        sum.is_odd |= sum.is_bare;
        Some(sum.section(Some(coefficient)))
    }

    /// 1234, １２３４, 1,234, 3.5.
    fn digits(&mut self) -> Option<(Decimal, Shape)> {
        let digit = |at: usize| match char_at(self.text, at).map(|c| (sign(c), c.len_utf8())) {
            Some((Some(Sign::Digit(digit)), length)) => Some((digit, at + length)),
            _ => None,
        };
        let mut value = Decimal::ZERO;
        let (mut at, mut whole, mut first, mut in_group) = (self.at, 0_u8, 0, 0);
        while let Some((next, after)) = digit(at) {
            if whole == 0 {
                first = next;
            }
            value = value.checked_mul(Decimal::TEN)?.checked_add(next.into())?;
            whole = whole.checked_add(1)?;
            at = after;
            in_group += 1;
            if let Some(grouped) = self.thousands(at).filter(|_| in_group == 3 || in_group == whole && whole < 3) {
                (at, in_group) = (grouped, 0);
            }
        }
        let mut decimals = Decimal::ZERO;
        let mut n_decimals = 0;
        if let Some('.' | '．') = char_at(self.text, at) {
            let mut next_at = at + char_at(self.text, at).map_or(0, char::len_utf8);
            while let Some((next, after)) = digit(next_at) {
                decimals = decimals.checked_mul(Decimal::TEN)?.checked_add(next.into())?;
                n_decimals += 1;
                (next_at, at) = (after, after);
            }
        }
        if n_decimals > 0 {
            decimals.set_scale(n_decimals).ok()?;
            value = value.checked_add(decimals)?;
        }
        self.at = at;
        Some((value, Shape::Digits { whole, decimal: n_decimals > 0, leading_zero: first == 0 && whole > 1 }))
    }

    /// The byte after a mark that groups thousands, when one stands at `at`: exactly three digits must follow it.
    ///
    /// A space groups only where a table cannot be meant: behind a word, and with a unit after the digits (走访1 256家).
    fn thousands(&self, at: usize) -> Option<usize> {
        let mark = char_at(self.text, at)?;
        let wide = self.text[..at].ends_with(|c: char| ('０'..='９').contains(&c));
        let by_space = matches!(mark, ' ' | '\u{a0}');
        if !(mark == ',' || by_space || mark == '，' && wide) {
            return None;
        }
        let group = at + mark.len_utf8();
        let mut after = group;
        for _ in 0..3 {
            let c = char_at(self.text, after)?;
            matches!(sign(c), Some(Sign::Digit(_))).then_some(())?;
            after += c.len_utf8();
        }
        let next = char_at(self.text, after);
        if matches!(next.and_then(sign), Some(Sign::Digit(_))) {
            return None;
        }
        let behind_word =
            self.text[..self.at].ends_with(|c: char| c.is_alphabetic() && !c.is_ascii() && !"第表图卷号".contains(c));
        let is_counted = matches!(next, Some('多' | '余' | '万')) || self.units.at(&self.text[after..]).is_some();
        (!by_space || behind_word && is_counted).then_some(group)
    }
}

impl Partial {
    /// Adds 三百, 百, 几十 to the sum.
    fn add_unit(&mut self, unit: u16, coefficient: Option<Coefficient>) -> Option<()> {
        let factor = Decimal::from(unit);
        let (low, mut high) = coefficient.map_or((factor, factor), |coefficient| {
            let (low, high) = coefficient.ends();
            (low * factor, high * factor)
        });
        match coefficient {
            Some(Coefficient::Several { .. }) => high += factor - Decimal::ONE,
            None if unit > 10 && self.n_units == 0 => self.is_bare = true,
            None if unit > 10 || self.is_bare => self.is_odd = true,
            Some(_) if self.is_bare => self.is_odd = true,
            _ => {}
        }
        if let Some(spread) = coefficient.map(Coefficient::spread).filter(|spread| *spread != Spread::One) {
            self.spread = spread;
        }
        self.low = self.low.checked_add(low)?;
        self.high = self.high.checked_add(high)?;
        self.last_unit = unit;
        self.has_zero = false;
        self.n_units += 1;
        Some(())
    }

    fn section(&self, last: Option<Coefficient>) -> Section {
        let spread = match last.map(Coefficient::spread) {
            Some(spread) if spread != Spread::One => spread,
            _ => self.spread,
        };
        let shape = match self {
            Self { is_odd: true, .. } => Shape::Odd,
            Self { is_bare: true, .. } => Shape::Bare,
            _ if self.n_units == 1 && last.is_none() && self.low == Decimal::TEN && self.high == Decimal::TEN => {
                Shape::Single
            }
            _ => Shape::Spelled,
        };
        let shares = self.n_units == 1 && last.is_none() && self.last_unit > 10 && shape == Shape::Spelled;
        let scale = if shares { self.last_unit.into() } else { Decimal::ONE };
        Section { low: self.low, high: self.high, spread, shape, scale, is_open: false }
    }
}
