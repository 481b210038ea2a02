//! When: time words of a report become years and periods.
//!
//! Three kinds of words tell a time, each in its own file: what is written out (`written`), what is seen from the report
//! (`cues`), and what the report says of itself as a whole (`work_year`, `lead`).

mod cues;
mod lead;
mod work_year;
mod written;

use jiff::civil::Date;

use super::clock::Clock;
use super::dates::{dateline, explicit_years, report_date};
use super::reach::{below, in_second_half, is_item, list_end, opens, speech_end, statement_end};
use super::sessions::{Told, told};
use crate::dictionary::{PeriodCues, Reach, Sessions};
use crate::model::{Metadata, PartialDate, Period, RegionCode, Span};
use crate::segment::{Block, BlockKind, Structure};

/// Every time word of one report, and the year that each place in it refers to.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    date: Option<PartialDate>,
    /// The year whose work the report tells of, where a heading or its first words say so.
    work_year: Option<i16>,
    times: Vec<Time>,
    /// For each time, the nearest one before it that governs further; no other can govern where it does not.
    outer: Vec<Option<usize>>,
    /// Where the items of enumerations begin, in order.
    items: Vec<usize>,
}

/// A time word and the stretch of text that it governs.
#[derive(Debug, Clone)]
pub(super) struct Time {
    pub(super) span: Span,
    until: usize,
    /// `None` where the words do not date the time.
    pub(super) year: Option<i16>,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) words: String,
    /// Where the clause begins whose earlier words it dates too: 3个小组今年引进……; `None` for a mere count or stretch.
    dates_from: Option<usize>,
    /// Where the clause ends in which something begins that stands since: 去年启动…….
    stands_from: Option<usize>,
    /// Whether it is of a part of a speech, and which way that looks.
    part: Option<Outlook>,
}

/// Which way a part of a speech looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outlook {
    Back,
    Ahead,
}

/// The time of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The calendar year.
    pub year: i16,
    /// The stretch of time with the words that say so.
    pub period: Option<Period>,
}

impl Timeline {
    /// Reads the time words of a report. What `metadata` says of its date wins over what the text shows.
    pub fn read(text: &str, structure: &Structure, metadata: &Metadata, cues: &PeriodCues) -> Self {
        let years = explicit_years(text);
        let outlook = &cues.report.outlook;
        let date = match metadata.date {
            // A dateline tells the month and day of a year that is known.
            Some(date) if date.month().is_none() => {
                dateline(text, structure, &years).filter(|shown| shown.year() == date.year()).or(Some(date))
            }
            Some(date) => Some(date),
            None => report_date(text, structure, &years, outlook),
        };
        let mut timeline = Self { date, items: items_in(text, cues), ..Self::default() };
        timeline.work_year = timeline.find_work_year(text, structure, cues, &years);
        timeline.add_explicit(text, structure, cues, &years);
        timeline.add_headed(text, structure, cues);
        timeline.add_days(text, structure, cues);
        timeline.add_epochs(text, structure, cues);
        timeline.put_in_order();
        timeline.add_cues(text, structure, cues);
        timeline.put_in_order();
        timeline
    }

    fn put_in_order(&mut self) {
        self.times.sort_by_key(|time| (time.span.start, time.span.end));
        self.outer = outer(&self.times);
    }

    /// When the report was published, as far as is known.
    pub fn date(&self) -> Option<PartialDate> {
        self.date
    }

    /// The year that a report without further words speaks of: the one whose work it tells of, else its own.
    pub fn reference_year(&self) -> Option<i16> {
        self.work_year.or_else(|| self.date.map(PartialDate::year))
    }

    /// When the statement at `at` holds. A stock without a time word stands at the report's own time; a flow without
    /// one is not dated, unless the whole report tells of one year.
    pub fn at(&self, at: Span, stock: bool) -> Option<When> {
        if let Some(time) = self.governing(at.start) {
            let year = time.year?;
            let since = time.stands_from.is_some_and(|from| stock && from < at.start);
            let now = self.reference_year().filter(|now| since && year < *now);
            return Some(
                now.map_or_else(|| When { year, period: Some(time.period()) }, |year| When { year, period: None }),
            );
        }
        if self.work_year.is_none()
            && let Some(time) = self.behind(at)
        {
            return time.year.map(|year| When { year, period: Some(time.period()) });
        }
        let year = self.work_year.or_else(|| if stock { self.reference_year() } else { None })?;
        Some(When { year, period: None })
    }

    /// The time word that a place is governed by: the nearest one before it that reaches it.
    fn governing(&self, at: usize) -> Option<&Time> {
        self.governing_index(at).map(|index| &self.times[index])
    }

    fn governing_index(&self, at: usize) -> Option<usize> {
        let before = self.times.partition_point(|time| time.span.start < at);
        let mut governing = before.checked_sub(1);
        while let Some(index) = governing.filter(|&index| self.times[index].until <= at) {
            governing = self.outer[index];
        }
        governing
    }

    /// The time word behind a number in its own clause: 3个小组今年引进…….
    fn behind(&self, at: Span) -> Option<&Time> {
        let after = self.times.partition_point(|time| time.span.start < at.end);
        self.times.get(after).filter(|time| time.dates_from.is_some_and(|from| from <= at.start))
    }

    /// Whether a written time in the same sentence says that the words at `at` were over before the report's year.
    pub fn is_over(&self, at: Span, sentence: Span) -> bool {
        let time = self.governing(at.start).filter(|time| time.dates_from.is_some() && sentence.contains(time.span));
        let year = time.and_then(|time| time.year);
        year.zip(self.date).is_some_and(|(year, date)| year < date.year())
    }

    /// Whether the words stand in a part of a speech that looks ahead: 先说去年…… 再说今年…….
    pub fn looks_ahead(&self, at: Span) -> bool {
        let Some(own) = self.governing_index(at.start) else { return false };
        let part =
            std::iter::successors(Some(own), |&time| self.outer[time]).find(|&time| self.times[time].part.is_some());
        let is_before = |part: &Time| self.times[own].year < part.year;
        part.map(|part| &self.times[part]).is_some_and(|part| part.part == Some(Outlook::Ahead) && !is_before(part))
    }

    /// Whether a statement is about a time after the report: no result can be.
    pub fn is_ahead(&self, when: &When) -> bool {
        let from = when.period.as_ref().and_then(|period| period.from);
        let published = self.date.map(PartialDate::last_day);
        from.zip(published).is_some_and(|(from, published)| published < from)
    }

    /// Whether words hold a time that was over when the report was published.
    pub fn is_past(&self, words: Span) -> bool {
        let Some(published) = self.date.map(PartialDate::first_day) else { return false };
        let before = self.times.partition_point(|time| time.span.start < words.end);
        let last = self.times[..before].last().filter(|time| time.span.overlaps(words));
        last.and_then(|time| time.to).is_some_and(|to| to < published)
    }

    /// The sessions whose opening day the report tells.
    pub(super) fn sessions(&self, text: &str) -> Vec<Told> {
        told(text, &self.times)
    }

    /// Dates what only the committee's own clock can date: 三次会议以来, 本届以来, 五年来, 上半年.
    pub fn set_clock(
        &mut self,
        text: &str,
        cues: &PeriodCues,
        table: &Sessions,
        region_at: impl Fn(Span) -> Option<RegionCode>,
    ) {
        let clock = Clock::new(text, &self.times, self.date, self.work_year, cues, table);
        for time in &mut self.times {
            clock.date(text, time, &region_at);
        }
    }

    /// Where a time word stops to govern: a heading's own words govern all below it; the first words of a section may
    /// govern the section and those below it.
    fn reach_end(&self, text: &str, structure: &Structure, span: Span, reach: Reach, cues: &PeriodCues) -> usize {
        let after = structure.blocks.partition_point(|block| block.span.start <= span.start);
        let Some(index) = after.checked_sub(1) else { return span.end };
        let block = structure.blocks[index];
        if let BlockKind::Heading { level } = block.kind {
            let half = in_second_half(text, block.span, span, &cues.report);
            return if half { block.span.end } else { below(text, structure, index, level) };
        }
        if reach == Reach::Part {
            return structure.sections[block.section].span.end;
        }
        if let Some(end) = speech_end(text, block.span, span) {
            return end;
        }
        if let Some(end) = list_end(text, structure, index, span) {
            return end;
        }
        if reach == Reach::Clause {
            return statement_end(text, block.span, span.end);
        }
        if opens(text, structure, index, span) && !is_item(text, structure, index) {
            let own =
                structure.blocks[..index].iter().rposition(|before| matches!(before.kind, BlockKind::Heading { .. }));
            return match own.map(|heading| (heading, structure.blocks[heading].kind)) {
                Some((heading, BlockKind::Heading { level })) => below(text, structure, heading, level),
                _ => structure.sections[block.section].span.end,
            };
        }
        let next = self.items.partition_point(|item| *item < span.start);
        let in_item = next.checked_sub(1).is_some_and(|previous| self.items[previous] >= block.span.start);
        let next_item = self.items.get(next).copied().filter(|item| in_item && *item < block.span.end);
        next_item.unwrap_or(block.span.end)
    }
}

impl Time {
    fn new(span: Span, until: usize, year: Option<i16>, from: Option<Date>, to: Option<Date>, words: String) -> Self {
        Self { span, until, year, from, to, words, dates_from: None, stands_from: None, part: None }
    }

    /// What is said to have begun after the report (2020年以来 in one of 2012, a slip or another text's words) ends at a
    /// day that is not known.
    fn period(&self) -> Period {
        let to = self.to.filter(|to| self.from.is_none_or(|from| from <= *to));
        Period { from: self.from, to, text: self.words.clone() }
    }
}

/// For each time, the nearest one before it that governs further.
fn outer(times: &[Time]) -> Vec<Option<usize>> {
    let mut outer: Vec<Option<usize>> = Vec::with_capacity(times.len());
    for (index, time) in times.iter().enumerate() {
        let mut before = index.checked_sub(1);
        while let Some(candidate) = before.filter(|&candidate| times[candidate].until <= time.until) {
            before = outer[candidate];
        }
        outer.push(before);
    }
    outer
}

/// Where the items of enumerations begin.
fn items_in(text: &str, cues: &PeriodCues) -> Vec<usize> {
    cues.report.items.find_overlapping_iter(text).map(|hit| hit.span.start).collect()
}

/// Whether a byte stands in a heading.
fn is_heading(structure: &Structure, at: usize) -> bool {
    block_at(structure, at).is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
}

/// The line that holds a byte.
fn block_at(structure: &Structure, at: usize) -> Option<&Block> {
    structure.blocks[..structure.blocks.partition_point(|block| block.span.start <= at)].last()
}
