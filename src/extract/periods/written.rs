//! Times that a report writes out: years, days, epochs.

use jiff::civil::Date;

use super::{Time, Timeline, block_at, is_heading};
use crate::dictionary::{PeriodCues, Reach};
use crate::extract::dates::{YearExpression, bare_year, days_of_the_year};
use crate::extract::reach::{
    attribute_end, baseline_end, beginning_end, below, clause_start, is_compared_with, opens_stretch, put_into_end,
    row_item_end,
};
use crate::model::{PartialDate, Span};
use crate::segment::{BlockKind, Structure};

impl Timeline {
    pub(super) fn add_explicit(
        &mut self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        years: &[YearExpression],
    ) {
        for expression in years.iter().filter(|year| !is_compared_with(text, year.span, &cues.report)) {
            // 其中2015年立案163件 tells of that sentence only.
            let within = text[..expression.span.start].trim_end_matches('，').ends_with("其中");
            let reach = if expression.has_month() || within { Reach::Clause } else { Reach::Paragraph };
            let block = block_at(structure, expression.span.start).map_or(expression.span, |block| block.span);
            let since = expression.since || opens_stretch(text, block, expression.span, &cues.report.since);
            let last = expression.last_year();
            let (year, to) = if since {
                (
                    self.reference_year().filter(|year| *year >= last).or(Some(last)),
                    self.date.map(PartialDate::last_day),
                )
            } else {
                (Some(last), Some(expression.to))
            };
            let reach = if since && !expression.since { Reach::Paragraph } else { reach };
            let attribute = || attribute_end(text, block, expression.span, &cues.report.attributes);
            let span = expression.span;
            let until = (!since && !is_heading(structure, span.start)).then(attribute).flatten();
            let own = baseline_end(text, block, span, &cues.report).filter(|_| !since);
            let own = own.or_else(|| put_into_end(text, block, span, &cues.report));
            let row = || row_item_end(text, block, span).filter(|_| !since);
            let until =
                own.or(until).or_else(row).unwrap_or_else(|| self.reach_end(text, structure, span, reach, cues));
            let words = span.of(text).to_owned();
            let stands_from = beginning_end(text, block, span, &cues.report.beginnings).filter(|_| !since);
            let dates_from = (!since && own.is_none()).then(|| clause_start(text, block, span.start));
            self.times.push(Time {
                dates_from,
                stands_from,
                ..Time::new(span, until, year, Some(expression.from), to, words)
            });
        }
    }

    /// 06 未来·2025再出发: a bare year in the heading of a part.
    pub(super) fn add_headed(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for (index, block) in structure.blocks.iter().enumerate().skip(cues.report.title_lines) {
            let BlockKind::Heading { level } = block.kind else { continue };
            let near = |year: &i16| self.date.is_some_and(|date| (date.year() - 1..=date.year() + 1).contains(year));
            let Some(year) = bare_year(block.span.of(text)).filter(near) else { continue };
            let (from, to) = (Some(Date::constant(year, 1, 1)), Some(Date::constant(year, 12, 31)));
            let until = below(text, structure, index, level);
            self.times.push(Time::new(block.span, until, Some(year), from, to, format!("{year}")));
        }
    }

    /// 9月28日: a day without a year is one of the year up to the report.
    pub(super) fn day_before(&self, month: i8, day: Option<i8>) -> Option<PartialDate> {
        let own = self.date?;
        let later = own.month().is_some_and(|latest| month > latest);
        PartialDate::new(own.year() - i16::from(later), Some(month), day)
    }

    /// 将于11月底完工: a day that is planned for is not one of the year before the report's.
    fn day_ahead(
        &self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        span: Span,
        before: PartialDate,
    ) -> PartialDate {
        let block = block_at(structure, span.start).map_or(span, |block| block.span);
        let clause = &text[clause_start(text, block, span.start)..span.start];
        let own = self.date.map(PartialDate::year).filter(|own| before.year() < *own);
        let planned = own.filter(|_| cues.report.whole_year_ahead.stands_in(clause));
        planned.and_then(|year| PartialDate::new(year, before.month(), before.day())).unwrap_or(before)
    }

    /// Whether a report was published so soon after a day that the day can be what it tells of.
    pub(super) fn is_news(&self, day: Date) -> bool {
        self.date.is_none_or(|own| {
            let age = (own.last_day() - day).get_days();
            own.year() == day.year() && own.month().is_none() || (0..=NEWS_DAYS).contains(&age)
        })
    }

    pub(super) fn add_days(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for (span, month, day) in days_of_the_year(text) {
            let Some(date) = self.day_before(month, day) else { continue };
            let date = self.day_ahead(text, structure, cues, span, date);
            // The day of a meeting does not date what its report tells of the year before.
            let until = if self.work_year.is_none_or(|year| year == date.year()) {
                self.reach_end(text, structure, span, Reach::Paragraph, cues)
            } else {
                self.reach_end(text, structure, span, Reach::Clause, cues)
            };
            let words = span.of(text).to_owned();
            let (from, to) = (Some(date.first_day()), Some(date.last_day()));
            self.times.push(Time::new(span, until, Some(date.year()), from, to, words));
        }
    }

    /// “十三五”期间 in a report that looks back on it.
    pub(super) fn add_epochs(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for (span, epoch) in cues.epochs_in(text) {
            // A single day may be one to come: “十五五”末.
            let is_told = |until: &Date| *until == epoch.from || self.date.is_some_and(|date| *until < date.last_day());
            let Some(last) = epoch.until.filter(is_told) else { continue };
            let until = self.reach_end(text, structure, span, Reach::Paragraph, cues);
            let words = format!("{}（{}至{last}）", span.of(text), epoch.from);
            let (from, to) = (Some(epoch.from), Some(last));
            self.times.push(Time::new(span, until, Some(last.year()), from, to, words));
        }
    }
}

/// Most days between an event and the report that tells of it.
const NEWS_DAYS: i32 = 62;
