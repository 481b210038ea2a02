//! Times that words tell from where the report stands: 去年, 目前, 今后五年.

use jiff::civil::Date;

use super::{Outlook, Time, Timeline, block_at, is_heading};
use crate::dictionary::{CueYear, PeriodCue, PeriodCues, Reach};
use crate::extract::reach::{
    attribute_end, baseline_end, beginning_end, clause_start, is_compared_with, opens_stretch, put_into_end,
    row_item_end,
};
use crate::extract::sessions::small_number;
use crate::model::{PartialDate, Span};
use crate::segment::{BlockKind, Structure};

impl Timeline {
    pub(super) fn add_cues(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        // What is dated already, by its start, each with the furthest end up to there.
        let mut dated: Vec<Span> = self.times.iter().map(|time| time.span).collect();
        dated.sort_by_key(|span| span.start);
        let mut furthest = 0;
        for span in &mut dated {
            furthest = furthest.max(span.end);
            span.end = furthest;
        }
        let mut last_cue: Option<Span> = None;
        // Put in at the end: what governs a cue is looked up among the written times, in their order.
        let mut found: Vec<Time> = Vec::new();
        for (span, cue) in cues.find_iter(text) {
            let before = dated[..dated.partition_point(|other| other.start < span.end)].last().copied();
            let is_dated = before.into_iter().chain(last_cue).any(|other| other.end >= span.start);
            if is_dated || is_compared_with(text, span, &cues.report) {
                continue;
            }
            let months = months_behind(text, span);
            let span = months.map_or(span, |(span, _)| span);
            last_cue = Some(span);
            let time = self.cue_time(text, structure, cues, &found, (span, cue), months.map(|(_, month)| month));
            if time.part.is_some()
                && let Some(last) = found.iter_mut().rev().find(|before| before.part.is_some())
            {
                last.until = last.until.min(time.span.start);
            }
            found.push(time);
        }
        self.times.append(&mut found);
    }

    /// The time of a cue; `earlier` are those of the cues before it.
    fn cue_time(
        &self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        earlier: &[Time],
        (span, cue): (Span, PeriodCue),
        last_month: Option<i8>,
    ) -> Time {
        let block = block_at(structure, span.start).map_or(span, |block| block.span);
        let goes_on = matches!(cue.year, CueYear::Last | CueYear::BeforeLast)
            && opens_stretch(text, block, span, &cues.report.since);
        if let Some(until) =
            baseline_end(text, block, span, &cues.report).filter(|_| cue.year == CueYear::Last && !goes_on)
        {
            return self.baseline(text, structure, earlier, span, until);
        }
        let around = match cue.year {
            CueYear::Within | CueYear::Whole | CueYear::Told => {
                self.time_around(structure, earlier, span.start).cloned()
            }
            _ => None,
        };
        let is_year =
            matches!(cue.year, CueYear::This | CueYear::Last | CueYear::BeforeLast) && cue.reach != Reach::Part;
        let attribute = || attribute_end(text, block, span, &cues.report.attributes);
        let until = (is_year && !is_heading(structure, span.start)).then(attribute).flatten();
        let row = || row_item_end(text, block, span).filter(|_| is_year && !goes_on);
        let until = until.or_else(|| put_into_end(text, block, span, &cues.report)).or_else(row);
        let until = until.unwrap_or_else(|| self.reach_end(text, structure, span, cue.reach, cues));
        let is_part = cues.parts.iter().any(|part| part.words.iter().any(|word| word == span.of(text)));
        let alone = || match cue.year {
            CueYear::Whole => self.whole_year(text, span, cues),
            CueYear::Ahead => self.year_ahead(span.of(text)),
            CueYear::Told => self.work_year.or_else(|| self.only_year(cue)),
            year => self.cue_year(year),
        };
        let year = around.as_ref().and_then(|time| time.year).or_else(alone);
        let year = year.filter(|year| cue.among.is_none_or(|(first, last)| (first..=last).contains(year)));
        // 今年 goes on to the report's own day, the whole of another time is over.
        let is_over = |time: &Time| time.to.zip(self.date).is_some_and(|(to, date)| to <= date.last_day());
        if let Some(around) = around.filter(|time| !is_part && is_over(time) && time.year == year) {
            return Time { span, until, dates_from: None, stands_from: None, part: None, ..around };
        }
        if cue.reach == Reach::Part {
            let looked_back = earlier.iter().any(|time| time.part == Some(Outlook::Back));
            let part = if cue.year == CueYear::Last || !looked_back { Outlook::Back } else { Outlook::Ahead };
            let day = |month, day| year.map(|year| Date::constant(year, month, day));
            let time = Time::new(span, until, year, day(1, 1), day(12, 31), span.of(text).to_owned());
            return Time { part: Some(part), ..time };
        }
        if goes_on {
            let from = year.map(|year| Date::constant(year, 1, 1));
            let to = self.date.map(PartialDate::last_day);
            return Time::new(span, until, self.reference_year().or(year), from, to, span.of(text).to_owned());
        }
        let over = self.work_year.filter(|year| self.date.is_some_and(|date| *year < date.year()));
        let (from, to) = match (cue.year, year) {
            (CueYear::Span | CueYear::Now, _) => (None, self.date.map(PartialDate::last_day)),
            (CueYear::Within, _) if over.is_none() => (None, self.date.map(PartialDate::last_day)),
            (CueYear::Ahead, Some(year)) => {
                let first = self.date.map(|date| Date::constant(date.year() + 1, 1, 1));
                (first, Some(Date::constant(year, 12, 31)))
            }
            (_, Some(year)) => (Some(Date::constant(year, 1, 1)), Some(Date::constant(year, 12, 31))),
            _ => (None, None),
        };
        let last = last_month.and_then(|month| PartialDate::new(year?, Some(month), None));
        let to = last.map(PartialDate::last_day).or(to);
        let begins = matches!(cue.year, CueYear::Last | CueYear::BeforeLast);
        Time {
            dates_from: is_year.then(|| clause_start(text, block, span.start)),
            stands_from: beginning_end(text, block, span, &cues.report.beginnings).filter(|_| begins),
            ..Time::new(span, until, year, from, to, span.of(text).to_owned())
        }
    }

    /// The year before the one that is told of, up to where the words turn to the new number: 由上年的41%上升到68%.
    fn baseline(&self, text: &str, structure: &Structure, earlier: &[Time], span: Span, until: usize) -> Time {
        let around = self.time_around(structure, earlier, span.start).and_then(|time| time.year);
        let told = around.or(self.work_year).or_else(|| self.date.map(PartialDate::year));
        let day = |month, day| told.map(|year| Date::constant(year - 1, month, day));
        Time::new(span, until, told.map(|year| year - 1), day(1, 1), day(12, 31), span.of(text).to_owned())
    }

    /// The report's own year where it is the first that a cue can mean: 疫情期间 in a report of 2020.
    fn only_year(&self, cue: PeriodCue) -> Option<i16> {
        let (first, _) = cue.among?;
        self.date.map(PartialDate::year).filter(|year| *year == first)
    }

    /// The year of a cue, from where the report stands.
    fn cue_year(&self, cue: CueYear) -> Option<i16> {
        let own = self.date.map(PartialDate::year).or(self.work_year);
        match cue {
            CueYear::This | CueYear::Now => own,
            CueYear::Span | CueYear::Within | CueYear::Whole => self.reference_year(),
            CueYear::Last => own.map(|year| year - 1),
            CueYear::BeforeLast => own.map(|year| year - 2),
            CueYear::Next => self.reference_year().map(|year| year + 1),
            CueYear::Told | CueYear::Ahead | CueYear::Unknown => None,
        }
    }

    /// The last year of 今后五年.
    fn year_ahead(&self, words: &str) -> Option<i16> {
        let n_years = words.char_indices().find_map(|(at, c)| small_number(&words[at..at + c.len_utf8()]))?;
        self.date.map(|date| date.year() + i16::from(n_years))
    }

    /// The year of 全年 that no time governs: in a report of the first months the year before, where it is no target.
    fn whole_year(&self, text: &str, cue: Span, cues: &PeriodCues) -> Option<i16> {
        let words = &cues.report;
        let early = self.work_year.is_none() && self.is_early(words.first_months);
        let clause = clause_start(text, Span::new(0, text.len()), cue.start);
        let ahead = words.whole_year_ahead.stands_in(&text[clause..cue.start])
            || words.whole_year_ahead.begins(&text[cue.end..]);
        self.reference_year().map(|year| year - i16::from(early && !ahead))
    }

    /// The time that a count over 全年 or 先后 belongs to, where a written time governs it: one of its own paragraph or
    /// of a heading above it. That of another paragraph may be of a story that is over.
    ///
    /// `cues` are those found before it: 去年，……先后 counts over the year before.
    fn time_around<'a>(&'a self, structure: &Structure, cues: &'a [Time], at: usize) -> Option<&'a Time> {
        let cue = cues.iter().rev().take(CUES_LOOKED_AT).find(|cue| cue.until > at && cue.from.is_some());
        let time = self.governing(at).into_iter().chain(cue).max_by_key(|time| time.span.start)?;
        let block_of = |at: usize| structure.blocks.partition_point(|block| block.span.start <= at).checked_sub(1);
        let own = block_of(time.span.start)?;
        let is_near = Some(own) == block_of(at)
            || matches!(structure.blocks[own].kind, BlockKind::Heading { .. })
            || time.part.is_some()
            || time.year == self.reference_year();
        Some(time).filter(|time| time.year.is_some() && is_near)
    }
}

/// 今年1至 with the 9月 behind it, and that month.
fn months_behind(text: &str, cue: Span) -> Option<(Span, i8)> {
    if !cue.of(text).ends_with('至') {
        return None;
    }
    let rest = &text[cue.end..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let month = rest[..digits].parse().ok().filter(|month| (1..=12).contains(month))?;
    rest[digits..].starts_with('月').then(|| (Span::new(cue.start, cue.end + digits + '月'.len_utf8()), month))
}

/// Cues before a word that are looked at for one that still governs: a paragraph has few.
const CUES_LOOKED_AT: usize = 8;
