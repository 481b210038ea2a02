//! A numeral with its unit, as a range or a fraction, and with what bounds it.

use rust_decimal::Decimal;

use super::scanner::Scanner;
use super::{Quantity, QuantityKind, affixes, patterns};
use crate::dictionary::{Dimension, Unit, UnitId};
use crate::extract::numbers::{Numeral, Shape, Sign, Spread, Tail, char_at, numeral_at, past_gap, sign};
use crate::model::{Bound, Number, Span};

/// A numeral or range with its unit.
pub(super) struct Expression {
    /// One past the unit, or the numeral where there is none.
    pub(super) end: usize,
    pub(super) number: Number,
    pub(super) unit: Option<(UnitId, Span)>,
    first: Numeral,
    is_range: bool,
}

/// An expression with what stands around it.
pub(super) struct Bounded {
    /// The expression with its qualifiers.
    pub(super) span: Span,
    pub(super) number: Number,
    /// Whether 近, 多, 以上 or a range shows that an amount is meant.
    pub(super) is_qualified: bool,
}

impl Scanner<'_> {
    /// The numeral, or range of numerals, with its unit.
    pub(super) fn expression(&self, start: usize, first: Numeral) -> Expression {
        let unit = self.unit_after(&first);
        if let Some(range) = self.range(start, &first, unit) {
            return range;
        }
        let mut number = first.number();
        let mut end = unit.map_or(first.end, |(_, span)| span.end);
        if let Some((id, span)) = unit {
            let dimension = self.units.get(id).dimension;
            let is_time = dimension == Dimension::Duration;
            let written = span.of(self.text);
            let rest = &self.text[span.end..];
            // 3个多月 and 3年多; 一个半小时 and 两年半.
            let more_after = first.tail == Tail::None && is_measured(dimension) && starts_with_more(rest);
            let half_after = (is_time || written == "成") && rest.starts_with('半') && !rest.starts_with("半径");
            if more_after || is_time && written.contains('多') {
                number.bound = Bound::More;
            } else if half_after || is_time && written.contains('半') {
                number.value += Decimal::new(5, 1);
            }
            if more_after || half_after {
                end += "多".len();
            }
            // 七成五.
            if let Some(tenth) = self.tenth_after(dimension, span.end) {
                number.value += Decimal::new(tenth.into(), 1);
                end = span.end + "五".len();
            }
        }
        Expression { end, number, unit, first, is_range: false }
    }

    /// The 五 of 七成五, when no unit of its own follows it.
    fn tenth_after(&self, dimension: Dimension, at: usize) -> Option<u8> {
        let c = char_at(self.text, at)?;
        let Some(Sign::Han(tenth @ 1..)) = sign(c) else { return None };
        let rest = &self.text[at + c.len_utf8()..];
        let ends = rest.is_empty() || rest.starts_with(|c: char| "，。；、的以左）)".contains(c));
        (dimension == Dimension::Ratio && self.text[..at].ends_with('成') && ends).then_some(tenth)
    }

    /// The unit after a numeral, a white space between them allowed; with 多 inside (3个多月) and 次 in brackets
    /// (30场（次）); another unit there, as in 122项（条）, is an aside.
    fn unit_after(&self, numeral: &Numeral) -> Option<(UnitId, Span)> {
        let single = matches!(numeral.shape, Shape::Single | Shape::Run);
        let gap = past_gap(self.text, numeral.end);
        let starts =
            if single && numeral.shape == Shape::Single { [numeral.end, numeral.end] } else { [numeral.end, gap] };
        let (at, (id, length)) = starts.into_iter().find_map(|at| Some((at, self.units.at(&self.text[at..])?)))?;
        let unit = self.units.get(id);
        if unit.digits_only && (single || numeral.shape == Shape::Bare) && numeral.tail == Tail::None {
            return None;
        }
        if single && unit.makes_name_with(&self.text[at + length..]) {
            return None;
        }
        let mut end = at + length;
        let rest = &self.text[end..];
        if let Some((id, length)) = self.unit_with_more_inside(unit, rest) {
            return Some((id, Span::new(at, end + length)));
        }
        let in_brackets = [("（", "）"), ("(", ")")].into_iter().find_map(|(open, close)| {
            let inner = rest.strip_prefix(open)?.strip_prefix('次')?;
            inner.starts_with(close).then_some(open.len() + '次'.len_utf8() + close.len())
        });
        end += in_brackets.unwrap_or(0);
        Some((id, Span::new(at, end)))
    }

    /// The 多月 of 3个多月, the 半小时 of 一个半小时.
    fn unit_with_more_inside(&self, unit: &Unit, rest: &str) -> Option<(UnitId, usize)> {
        let inside = rest.chars().next().filter(|c| &*unit.id == "个" && matches!(c, '多' | '半'))?;
        let time = &rest[inside.len_utf8()..];
        let (id, length) = match time.strip_prefix('月') {
            Some(_) => (self.units.at("个月")?.0, "月".len()),
            None => self.units.at(time).filter(|(id, _)| self.units.get(*id).dimension == Dimension::Duration)?,
        };
        Some((id, inside.len_utf8() + length))
    }

    /// 4至5个, 3-5次, 3个至5个, 1—2万元, 5%-8%.
    fn range(&self, start: usize, first: &Numeral, unit: Option<(UnitId, Span)>) -> Option<Expression> {
        if first.tail != Tail::None || first.spread != Spread::One {
            return None;
        }
        let from = unit.map_or(first.end, |(_, span)| span.end);
        let at = past_connector(self.text, from).or_else(|| self.listed(first)).or_else(|| self.dash_like(first))?;
        let c = char_at(self.text, at)?;
        sign(c)?;
        let second = numeral_at(self.text, at, self.units)?;
        if second.shape == Shape::Odd || second.spread != Spread::One || second.shape == Shape::Bare {
            return None;
        }
        let second_unit = self.unit_after(&second);
        match (unit, second_unit) {
            (Some((a, _)), Some((b, _))) if a != b => return None,
            (Some(_), None) => return None,
            _ => {}
        }
        let mut low = first.low;
        if second.scale > Decimal::ONE && first.scale == Decimal::ONE && low < second.low / second.scale {
            low = low.checked_mul(second.scale)?;
        }
        let changes =
            ["从", "由", "自"].iter().any(|from| self.text[self.floor..start].ends_with(from)) && unit.is_some();
        if low >= second.low || changes {
            return None;
        }
        let mut number = second.number();
        let more = number.bound == Bound::More;
        number =
            Number { value: low, value_max: Some(second.low), bound: if more { Bound::More } else { Bound::Range } };
        let end = second_unit.map_or(second.end, |(_, span)| span.end);
        let number = if more { Number { value_max: None, ..number } } else { number };
        Some(Expression { end, number, unit: second_unit, first: *first, is_range: true })
    }

    /// 两、三个: consecutive Chinese digits before one unit.
    fn listed(&self, first: &Numeral) -> Option<usize> {
        if first.shape != Shape::Single {
            return None;
        }
        let at = first.end + "、".len();
        let second = self.text[first.end..].starts_with('、').then(|| numeral_at(self.text, at, self.units))??;
        (second.shape == Shape::Single && second.low == first.low + Decimal::ONE && self.unit_after(&second).is_some())
            .then_some(at)
    }

    /// 5一8人: a 一 typed or scanned for a dash between digits.
    fn dash_like(&self, first: &Numeral) -> Option<usize> {
        let at = first.end + "一".len();
        let is_dash = first.is_digits()
            && self.text[first.end..].starts_with('一')
            && char_at(self.text, at).is_some_and(|c| c.is_ascii_digit());
        is_dash.then_some(at)
    }

    /// Adds 近 and 超过 before, 以上 and 左右 after an expression.
    pub(super) fn bounded(&self, start: usize, expression: &Expression) -> Bounded {
        let Expression { mut end, mut number, first, is_range, .. } = *expression;
        let before = &self.text[self.floor..start];
        let trimmed = before.strip_suffix([' ', '\n']).unwrap_or(before);
        let gap = before.len() - trimmed.len();
        let prefix = affixes::before(trimmed).map(|(length, bound)| (start - gap - length, bound)).or_else(|| {
            let length = affixes::up_to(before, first.tail == Tail::More).filter(|_| first.shape == Shape::Bare)?;
            Some((start - length, Bound::More))
        });
        let keeps_ends = matches!(number.bound, Bound::Range | Bound::Vague);
        let suffix = affixes::after(&self.text[end..]);
        for bound in [suffix.map(|(_, bound)| bound), prefix.map(|(_, bound)| bound)].into_iter().flatten() {
            if !keeps_ends {
                number.bound = bound;
            }
        }
        end += suffix.map_or(0, |(length, _)| length);
        Bounded {
            span: Span::new(prefix.map_or(start, |(at, _)| at), end),
            number,
            is_qualified: prefix.is_some() || suffix.is_some() || first.tail != Tail::None || is_range,
        }
    }

    /// 三分之一, 百分之五, 百分之三至百分之五, 2/3.
    pub(super) fn fraction(&self, start: usize, first: &Numeral) -> Option<Quantity> {
        let (denominator, number, end) = match patterns::slash_fraction(&self.text[start..]) {
            Some((over, under, length)) => (under.into(), Number::exact(over.into()), start + length),
            None => self.fraction_in_words(first)?,
        };
        // Of a hundred, a thousand or ten thousand the figure itself is stated.
        let is_rate = denominator >= Decimal::ONE_HUNDRED;
        let share = |value: Decimal| {
            if is_rate { Some(value) } else { value.checked_div(denominator).map(|share| share.round_dp(6)) }
        };
        let value_max = match number.value_max {
            Some(high) => Some(share(high)?),
            None => None,
        };
        let number = Number { value: share(number.value)?, value_max, bound: number.bound };
        let bounded = self.bounded(start, &Expression { end, number, unit: None, first: *first, is_range: false });
        let quantity = self.counted(bounded.span, bounded.number, None, QuantityKind::Ratio, false);
        Some(Quantity { dimension: is_rate.then_some(Dimension::Ratio), ..quantity })
    }

    /// 一半: a share, unless it is half of something (一半个).
    pub(super) fn half(&self, start: usize, first: &Numeral) -> Option<Quantity> {
        let is_one = first.shape == Shape::Single && first.low == Decimal::ONE;
        let end = first.end + "半".len();
        let is_half = is_one && self.text[first.end..].starts_with('半') && self.units.at(&self.text[end..]).is_none();
        is_half.then(|| self.one_half(start, end))
    }

    /// 半数 or 一半 up to `end`.
    pub(super) fn one_half(&self, start: usize, end: usize) -> Quantity {
        let first = Numeral::half(end);
        let number = first.number();
        let bounded = self.bounded(start, &Expression { end, number, unit: None, first, is_range: false });
        self.counted(bounded.span, bounded.number, None, QuantityKind::Ratio, true)
    }

    /// Denominator, what stands over it, and where the fraction ends.
    fn fraction_in_words(&self, denominator: &Numeral) -> Option<(Decimal, Number, usize)> {
        let mut low = self.numerator(denominator)?;
        if low.shape == Shape::Bare {
            // 百分之百 is exact.
            low.shape = Shape::Spelled;
        }
        let stated = (denominator.low, low.number(), low.end);
        let Some(second) = past_connector(self.text, low.end).and_then(|at| numeral_at(self.text, at, self.units))
        else {
            return Some(stated);
        };
        // 百分之三至百分之五, 百分之三至五.
        let high = match self.numerator(&second) {
            Some(high) if second.low == denominator.low => high,
            None if denominator.low == Decimal::ONE_HUNDRED => second,
            _ => return Some(stated),
        };
        if high.low <= low.low {
            return Some(stated);
        }
        let number = Number { value: low.low, value_max: Some(high.low), bound: Bound::Range };
        Some((denominator.low, number, high.end))
    }

    /// What stands over 分之.
    fn numerator(&self, denominator: &Numeral) -> Option<Numeral> {
        let is_plain = denominator.tail == Tail::None && !denominator.low.is_zero();
        let follows = self.text[denominator.end..].starts_with("分之");
        (is_plain && follows).then(|| numeral_at(self.text, denominator.end + "分之".len(), self.units))?
    }
}

/// The byte after 至, 到 or a dash at `at`, a space allowed on either side of it.
fn past_connector(text: &str, at: usize) -> Option<usize> {
    let past_space = |at: usize| if text[at..].starts_with(' ') { at + 1 } else { at };
    let at = past_space(at);
    let rest = text.get(at..)?;
    ["——", "－－", "至", "到", "—", "–", "―", "-", "－", "~", "～", "∼", "﹣", "−"]
        .iter()
        .find(|connector| rest.starts_with(**connector))
        .map(|connector| past_space(at + connector.len()))
}

/// Whether 多 may follow the unit: 5亩多, 3年多.
fn is_measured(dimension: Dimension) -> bool {
    use Dimension::{Area, Duration, Length, Mass, Money, Multiple, Ratio, Volume};
    matches!(dimension, Ratio | Duration | Area | Length | Mass | Volume | Money | Multiple)
}

/// 3年多, but not 3年多部门联合.
fn starts_with_more(rest: &str) -> bool {
    rest.strip_prefix('多').is_some_and(|after| {
        !after.starts_with([
            '部', '样', '元', '方', '次', '层', '个', '种', '家', '名', '媒', '人', '位', '项', '渠', '点', '场', '措',
            '角', '级', '地',
        ])
    })
}
