//! The one pass over a text that finds its numbers.

use rust_decimal::Decimal;

use super::exclusions::{Context, judge};
use super::{Quantity, QuantityKind, affixes, patterns, quotes};
use crate::dictionary::{Dimension, UnitId, Units};
use crate::extract::numbers::{Numeral, Shape, Spread, Tail, char_at, numeral_at, past_gap, sign};
use crate::model::{Bound, Number, Reason, Span};

/// Reads numbers off a text from left to right.
pub(super) struct Scanner<'a> {
    text: &'a str,
    units: &'a Units,
    /// What has been found.
    pub(super) found: Vec<Quantity>,
    /// Nothing before this byte belongs to the next number.
    floor: usize,
    /// Up to which byte a quotation or title makes numbers no facts.
    zone: Option<(usize, Reason)>,
    /// The closing byte of the last quotation in straight quotes, so that it opens none.
    closing_quote: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, units: &'a Units) -> Self {
        Self { text, units, found: Vec::new(), floor: 0, zone: None, closing_quote: usize::MAX }
    }

    pub(super) fn run(&mut self) {
        let mut at = 0;
        while let Some((start, c)) = next_sign(self.text, at) {
            at = start + c.len_utf8();
            if quotes::closing(c).is_some() {
                self.open_quotation(start, c);
            } else if let Some((quantity, next)) = self.number(start, c) {
                debug_assert!(next > start, "the scan goes on");
                if let Some(quantity) = quantity {
                    self.floor = quantity.span.end;
                    self.push(quantity);
                }
                at = next.max(at);
            } else if c.is_ascii_digit() {
                // More digits than a number holds.
                at += self.text[at..].bytes().take_while(u8::is_ascii_digit).count();
            }
        }
    }

    fn open_quotation(&mut self, at: usize, open: char) {
        if at == self.closing_quote || self.zone.is_some_and(|(end, _)| at < end) {
            return;
        }
        if let Some(quotation) = quotes::quotation(self.text, at, open) {
            if open == '"' {
                self.closing_quote = quotation.end;
            }
            self.zone = quotation.reason.map(|reason| (quotation.end, reason));
        }
    }

    fn push(&mut self, mut quantity: Quantity) {
        if let Some((end, reason)) = self.zone {
            if quantity.span.start < end && quantity.may_be_fact() {
                quantity.kind = QuantityKind::NotAFact(reason);
            }
        }
        self.found.push(quantity);
    }

    /// The number at `start`, and where to read on. Without a number, `None`.
    fn number(&self, start: usize, c: char) -> Option<(Option<Quantity>, usize)> {
        let phrase = self.units.phrases().at(self.text, start).filter(|(span, _)| span.start >= self.floor);
        let read = self.quantity(start, c);
        if let Some((span, reason)) = phrase {
            let longer = read.as_ref().is_some_and(|read| read.span.end > span.end && read.kind != WORD);
            if !longer {
                return Some((Some(self.passed_over(span, reason)), span.end));
            }
        }
        read.map(|quantity| (Some(quantity), quantity.span.end))
    }

    fn passed_over(&self, span: Span, reason: Reason) -> Quantity {
        Quantity {
            span,
            number: Number::exact(Decimal::ZERO),
            unit: Span::new(span.end, span.end),
            unit_id: None,
            dimension: None,
            kind: QuantityKind::NotAFact(reason),
            weak: false,
        }
    }

    fn quantity(&self, start: usize, c: char) -> Option<Quantity> {
        if c.is_ascii_digit() {
            if let Some((span, reason)) = patterns::digits(self.text, start, self.floor) {
                return Some(self.passed_over(span, reason));
            }
        }
        let Some(first) = numeral_at(self.text, start, self.units) else { return self.several(start, c) };
        if !self.may_begin(start, c, &first) {
            return None;
        }
        if let Some(fraction) = self.fraction(start, &first) {
            return Some(fraction);
        }
        if first.shape == Shape::Odd {
            return Some(self.passed_over(Span::new(start, first.end), Reason::Idiom));
        }
        let (start, ordinal) =
            match self.text[self.floor..start].strip_suffix(' ').unwrap_or(&self.text[self.floor..start]) {
                before if before.ends_with('第') => (self.floor + before.len() - "第".len(), Some(start)),
                _ => (start, None),
            };
        let expression = self.expression(ordinal.unwrap_or(start), first);
        if ordinal.is_some() {
            return Some(Quantity {
                number: expression.number,
                ..self.passed_over(Span::new(start, expression.end), Reason::Ordinal)
            });
        }
        Some(self.qualified(start, &expression))
    }

    /// Financial numerals and 数 are also everyday characters (大陆, 队伍, 总数): alone they are no numerals.
    fn may_begin(&self, start: usize, c: char, numeral: &Numeral) -> bool {
        let before = &self.text[self.floor..start];
        match c {
            '伍' | '陆' | '陸' | '拾' | '佰' | '仟' | '肆' | '柒' | '零' | '〇' | '○' => {
                numeral.shape == Shape::Spelled
            }
            '数' | '數' => !before.ends_with([
                '人', '总', '次', '件', '户', '个', '无', '倍', '基', '系', '参', '指', '岁', '分', '计', '为', '点',
                '期', '份', '位',
            ]),
            _ => true,
        }
    }

    /// 几个, 数次: an amount that is not stated.
    fn several(&self, start: usize, c: char) -> Option<Quantity> {
        if !matches!(c, '几' | '幾' | '数' | '數' | '半') {
            return None;
        }
        let after = start + c.len_utf8();
        let (unit, length) = self.units.at(&self.text[after..])?;
        let before = &self.text[self.floor..start];
        if matches!(c, '数' | '數')
            && before.ends_with(|c: char| !"先曾达有共了经近召等隔、，。 \n".contains(c))
            && !before.is_empty()
        {
            return None;
        }
        if c == '半' {
            let dimension = self.units.get(unit).dimension;
            let span = Span::new(start, after + length);
            return (dimension == Dimension::Duration).then(|| self.passed_over(span, Reason::YearSpan));
        }
        if before.ends_with('好') {
            let span = Span::new(start - "好".len(), after + length);
            let number = Number { value: 2.into(), value_max: Some(9.into()), bound: Bound::Vague };
            return Some(self.counted(
                span,
                number,
                Some((unit, Span::new(after, after + length))),
                QuantityKind::Count,
                true,
            ));
        }
        Some(self.passed_over(Span::new(start, after + length), Reason::Indefinite))
    }

    fn counted(
        &self,
        span: Span,
        number: Number,
        unit: Option<(UnitId, Span)>,
        kind: QuantityKind,
        weak: bool,
    ) -> Quantity {
        Quantity {
            span,
            number,
            unit: unit.map_or(Span::new(span.end, span.end), |(_, span)| span),
            unit_id: unit.map(|(id, _)| id),
            dimension: unit.map(|(id, _)| self.units.get(id).dimension),
            kind,
            weak,
        }
    }

    /// 三分之一, 百分之五, 百分之三至百分之五.
    fn fraction(&self, start: usize, first: &Numeral) -> Option<Quantity> {
        let (mut end, low) = self.one_fraction(start, first)?;
        let mut high = None;
        if let Some(second) = affixes_connector(self.text, end) {
            let with_words = numeral_at(self.text, second, self.units).and_then(|n| self.one_fraction(second, &n));
            let alone =
                || numeral_at(self.text, second, self.units).filter(|n| !self.text[n.end..].starts_with("分之"));
            let other =
                with_words.or_else(|| alone().filter(|_| first.low == Decimal::ONE_HUNDRED).map(|n| (n.end, n)));
            if let Some((other_end, other)) = other.filter(|(_, other)| other.low > low.low) {
                (end, high) = (other_end, Some(other.low));
            }
        }
        let denominator = first.low;
        let per = |value: Decimal| {
            if denominator >= Decimal::ONE_HUNDRED {
                Some(value)
            } else {
                value.checked_div(denominator).map(|v| v.round_dp(6))
            }
        };
        let mut number = low.number();
        number.value = per(low.low)?;
        number.value_max = match high.or(number.value_max) {
            Some(high) => Some(per(high)?),
            None => None,
        };
        if high.is_some() {
            number.bound = Bound::Range;
        }
        let expression = Expression { end, number, unit: None, first: *first, is_range: high.is_some() };
        let mut quantity = self.qualified(start, &expression);
        quantity.kind = QuantityKind::Ratio;
        quantity.weak = false;
        quantity.dimension = (denominator >= Decimal::ONE_HUNDRED).then_some(Dimension::Ratio);
        Some(quantity)
    }

    /// What stands over 分之, and where it ends.
    fn one_fraction(&self, _start: usize, denominator: &Numeral) -> Option<(usize, Numeral)> {
        let at = denominator.end + "分之".len();
        if !self.text[denominator.end..].starts_with("分之")
            || denominator.tail != Tail::None
            || denominator.low.is_zero()
        {
            return None;
        }
        let numerator = numeral_at(self.text, at, self.units)?;
        Some((numerator.end, numerator))
    }

    /// The numeral, or range of numerals, with its unit.
    fn expression(&self, start: usize, first: Numeral) -> Expression {
        let unit = self.unit_after(&first);
        let number_end = first.end;
        if let Some(range) = self.range(start, &first, unit) {
            return range;
        }
        let mut number = first.number();
        let mut end = unit.map_or(number_end, |(_, span)| span.end);
        if let Some((id, span)) = unit {
            // 两年半, 3个多月 are read with their units; 3年多 here.
            let measured = matches!(
                self.units.get(id).dimension,
                Dimension::Duration
                    | Dimension::Area
                    | Dimension::Length
                    | Dimension::Mass
                    | Dimension::Volume
                    | Dimension::Money
                    | Dimension::Multiple
            );
            let rest = &self.text[span.end..];
            if measured && first.tail == Tail::None && starts_with_more(rest) {
                end += "多".len();
                number.bound = Bound::More;
            } else if self.units.get(id).dimension == Dimension::Duration
                && rest.starts_with('半')
                && !rest.starts_with("半径")
            {
                end += "半".len();
                number.value += Decimal::new(5, 1);
            }
        }
        Expression { end, number, unit, first, is_range: false }
    }

    /// The unit after a numeral, a white space between them allowed; with 多 inside (3个多月) and a second unit in
    /// brackets (30场（次）).
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
        let mut end = at + length;
        let rest = &self.text[end..];
        if &*unit.id == "个" {
            for inside in ["多", "半"] {
                if let Some((longer, more)) = rest.strip_prefix(inside).and_then(|rest| self.units.at(rest)) {
                    if self.units.get(longer).dimension == Dimension::Duration || &*self.units.get(longer).id == "月" {
                        let months = self.units.at("个月").map_or(longer, |(id, _)| id);
                        let id = if &*self.units.get(longer).id == "月" { months } else { longer };
                        return Some((id, Span::new(at, end + inside.len() + more)));
                    }
                }
            }
        }
        for (open, close) in [("（", "）"), ("(", ")")] {
            if let Some(inner) = rest.strip_prefix(open) {
                if let Some((_, inside)) =
                    self.units.at(inner).filter(|(_, inside)| inner[*inside..].starts_with(close))
                {
                    end += open.len() + inside + close.len();
                }
            }
        }
        Some((id, Span::new(at, end)))
    }

    /// 4至5个, 3-5次, 3个至5个, 1—2万元, 5%-8%.
    fn range(&self, start: usize, first: &Numeral, unit: Option<(UnitId, Span)>) -> Option<Expression> {
        if first.tail != Tail::None || first.spread != Spread::One {
            return None;
        }
        let from = unit.map_or(first.end, |(_, span)| span.end);
        let at = affixes_connector(self.text, from).or_else(|| self.listed(first))?;
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

    /// Adds the qualifiers around an expression and says what it is.
    fn qualified(&self, start: usize, expression: &Expression) -> Quantity {
        let Expression { mut end, mut number, unit, first, is_range } = *expression;
        let before = &self.text[self.floor..start];
        let trimmed = before.strip_suffix([' ', '\n']).unwrap_or(before);
        let prefix = affixes::before(before)
            .map(|(length, bound)| (start - length, bound))
            .or_else(|| {
                affixes::before(trimmed).map(|(length, bound)| (start - (before.len() - trimmed.len()) - length, bound))
            })
            .or_else(|| {
                let bare = matches!(first.shape, Shape::Bare);
                affixes::up_to(before).filter(|_| bare).map(|length| (start - length, Bound::More))
            });
        let suffix = affixes::after(&self.text[end..]);
        if let Some((length, bound)) = suffix {
            end += length;
            number.bound = if is_range { number.bound } else { bound };
        }
        let whole_start = prefix.map_or(start, |(at, _)| at);
        if let Some((_, bound)) = prefix {
            if number.bound != Bound::Range && number.bound != Bound::Vague {
                number.bound = bound;
            }
        }
        let context = Context {
            text: self.text,
            units: self.units,
            start,
            whole_start,
            end,
            numeral: first,
            number,
            unit,
            is_qualified: prefix.is_some() || suffix.is_some() || number.bound == Bound::More || is_range,
        };
        let (kind, weak) = judge(&context);
        if kind == WORD {
            return self.passed_over(Span::new(start, first.end), Reason::Word);
        }
        self.counted(Span::new(whole_start, end), number, unit, kind, weak)
    }
}

const WORD: QuantityKind = QuantityKind::NotAFact(Reason::Word);

/// A numeral or range with its unit.
struct Expression {
    end: usize,
    number: Number,
    unit: Option<(UnitId, Span)>,
    first: Numeral,
    is_range: bool,
}

/// The byte after 至, 到 or a dash at `at`.
fn affixes_connector(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    ["——", "－－", "至", "到", "—", "–", "―", "-", "－", "~", "～", "∼", "﹣", "−"]
        .iter()
        .find(|connector| rest.starts_with(**connector))
        .map(|connector| at + connector.len())
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

/// The next character at or after byte `at` that may begin a number or a quotation.
fn next_sign(text: &str, mut at: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    while let Some(&first) = bytes.get(at) {
        if first < 0x80 {
            if first.is_ascii_digit() || first == b'"' {
                return Some((at, char::from(first)));
            }
            at += 1;
        } else if first < 0xE0 {
            at += 2;
        } else if first < 0xF0 {
            // The two low bytes of the three decide; decoding waits until they may matter.
            if may_begin(first, bytes[at + 1]) {
                if let Some(c) = char_at(text, at) {
                    if sign(c).is_some() || c == '半' || quotes::closing(c).is_some() {
                        return Some((at, c));
                    }
                }
            }
            at += 3;
        } else {
            at += 4;
        }
    }
    None
}

/// Whether a three-byte character with these first two bytes can be one that [`next_sign`] looks for.
fn may_begin(first: u8, second: u8) -> bool {
    const TABLE: [bool; 16 * 64] = {
        let mut table = [false; 16 * 64];
        let looked_for = [
            '０', '９', '零', '〇', '○', '一', '壹', '弌', '二', '两', '兩', '贰', '貳', '弍', '三', '叁', '叄', '四',
            '肆', '五', '伍', '六', '陆', '陸', '七', '柒', '八', '捌', '九', '玖', '十', '拾', '百', '佰', '千', '仟',
            '廿', '卅', '万', '萬', '亿', '億', '几', '幾', '数', '數', '半', '“', '‘', '「', '『', '《', '〈',
        ];
        let mut index = 0;
        while index < looked_for.len() {
            let code = looked_for[index] as usize;
            table[(code >> 12) * 64 + (code >> 6) % 64] = true;
            index += 1;
        }
        table
    };
    TABLE[usize::from(first & 0x0F) * 64 + usize::from(second & 0x3F)]
}
