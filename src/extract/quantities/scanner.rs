//! The one pass over a text that finds its numbers.

use rust_decimal::Decimal;

use super::exclusions::{Context, judge};
use super::{Quantity, QuantityKind, patterns, quotes};
use crate::dictionary::{Dimension, UnitId, Units};
use crate::extract::numbers::{Numeral, Shape, Tail, char_at, numeral_at, sign};
use crate::model::{Bound, Number, Reason, Span};

/// Reads numbers off a text from left to right.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) units: &'a Units,
    /// What has been found.
    pub(super) found: Vec<Quantity>,
    /// Nothing before this byte belongs to the next number.
    pub(super) floor: usize,
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
        let zone = self.zone.filter(|(end, _)| quantity.span.start < *end);
        if let Some((_, reason)) = zone.filter(|_| quantity.may_be_fact()) {
            quantity.kind = QuantityKind::NotAFact(reason);
        }
        self.found.push(quantity);
    }

    /// The number at `start`, and where to read on. Without a number, `None`.
    fn number(&self, start: usize, c: char) -> Option<(Option<Quantity>, usize)> {
        let is_ordinal = self.text[self.floor..start].ends_with('第');
        let phrase = self
            .units
            .phrases()
            .at(self.text, start)
            .filter(|(span, _)| span.start >= self.floor && !(is_ordinal && span.start == start));
        let read = self.quantity(start, c);
        if let Some((span, reason)) = phrase {
            let wins = read.as_ref().is_some_and(|read| {
                // 近百名委员 is counted, 百名委员 is the name of a campaign.
                let bare_but_bounded = read.span.start < start && "百千万".contains(c) && read.may_be_fact();
                let counted_after_all = read.may_be_fact() && reason == Reason::Indefinite && read.span.end == span.end;
                read.kind != WORD && (read.span.end > span.end || bare_but_bounded || counted_after_all)
            });
            if !wins {
                return Some((Some(passed_over(span, reason)), span.end));
            }
        }
        read.map(|quantity| (Some(quantity), quantity.span.end))
    }

    fn quantity(&self, start: usize, c: char) -> Option<Quantity> {
        if c.is_ascii_digit()
            && let Some((span, reason)) = patterns::digits(self.text, start, self.floor)
        {
            return Some(passed_over(span, reason));
        }
        let Some(first) = numeral_at(self.text, start, self.units) else { return self.several(start, c) };
        if !self.may_begin(start, c, &first) {
            return None;
        }
        if let Some(half) = self.half(start, &first) {
            return Some(half);
        }
        if let Some(fraction) = self.fraction(start, &first) {
            return Some(fraction);
        }
        if first.shape == Shape::Odd {
            return Some(passed_over(Span::new(start, first.end), Reason::Idiom));
        }
        let (start, ordinal) =
            match self.text[self.floor..start].strip_suffix(' ').unwrap_or(&self.text[self.floor..start]) {
                before if before.ends_with('第') => (self.floor + before.len() - "第".len(), Some(start)),
                _ => (start, None),
            };
        let expression = self.expression(ordinal.unwrap_or(start), first);
        if ordinal.is_some() {
            let span = Span::new(start, expression.end);
            return Some(Quantity { number: expression.number, ..passed_over(span, Reason::Ordinal) });
        }
        let bounded = self.bounded(start, &expression);
        let (kind, weak) = judge(&Context {
            text: self.text,
            units: self.units,
            start,
            whole_start: bounded.span.start,
            end: bounded.span.end,
            numeral: first,
            number: bounded.number,
            unit: expression.unit,
            is_qualified: bounded.is_qualified,
        });
        if kind == WORD {
            return Some(passed_over(Span::new(start, first.end), Reason::Word));
        }
        Some(self.counted(bounded.span, bounded.number, expression.unit, kind, weak))
    }

    /// Financial numerals and 数 are also everyday characters (大陆, 队伍, 总数): alone they are no numerals.
    fn may_begin(&self, start: usize, c: char, numeral: &Numeral) -> bool {
        let before = &self.text[self.floor..start];
        match c {
            '伍' | '陆' | '陸' | '拾' | '佰' | '仟' | '肆' | '柒' | '零' | '〇' | '○' => {
                numeral.shape == Shape::Spelled
            }
            // 总数百余件 is never 数百; 人数十余人 is no 数十, but 老人数十户 is.
            '数' | '數' => {
                let is_noun = before
                    .ends_with(['总', '无', '倍', '基', '系', '参', '指', '岁', '分', '计', '期', '份', '總', '無']);
                let counted = before.ends_with(['人', '次', '件', '户', '个', '点', '位']);
                !(is_noun || counted && numeral.tail == Tail::More)
            }
            _ => true,
        }
    }

    /// 几个, 数次: an amount that is not stated.
    fn several(&self, start: usize, c: char) -> Option<Quantity> {
        if !matches!(c, '几' | '幾' | '数' | '數' | '半') {
            return None;
        }
        let after = start + c.len_utf8();
        if c == '半' && self.text[after..].starts_with('数') {
            return Some(self.one_half(start, after + "数".len()));
        }
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
            return (dimension == Dimension::Duration).then(|| passed_over(span, Reason::YearSpan));
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
        Some(passed_over(Span::new(start, after + length), Reason::Indefinite))
    }

    pub(super) fn counted(
        &self,
        span: Span,
        number: Number,
        unit: Option<(UnitId, Span)>,
        kind: QuantityKind,
        weak: bool,
    ) -> Quantity {
        let number = Number { value: number.value.normalize(), ..number };
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
}

const WORD: QuantityKind = QuantityKind::NotAFact(Reason::Word);

/// A number that is no fact.
fn passed_over(span: Span, reason: Reason) -> Quantity {
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
            if may_begin(first, bytes[at + 1])
                && let Some(c) = char_at(text, at)
                && (sign(c).is_some() || c == '半' || quotes::closing(c).is_some())
            {
                return Some((at, c));
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
