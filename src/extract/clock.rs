//! The committee's clock: times that only its sessions, the calendar or the report's own date can date.
//!
//! What was inferred is shown: 三次会议以来（2024-01-05起，见报告）. Years are left as they are; where evidence is
//! missing the beginning stays open.

use jiff::civil::Date;

use super::periods::Time;
use super::sessions::{Mention, Told, mention_before, small_number, told};
use crate::dictionary::{Body, PeriodCues, Sessions};
use crate::model::{PartialDate, RegionCode, Span};

/// Everything that a report and the tables tell of when its times begin.
pub(super) struct Clock<'a> {
    told: Vec<Told>,
    date: Option<PartialDate>,
    work_year: Option<i16>,
    cues: &'a PeriodCues,
    table: &'a Sessions,
}

impl<'a> Clock<'a> {
    /// A clock for one report: `times` are the times that it writes out.
    pub(super) fn new(
        text: &str,
        times: &[Time],
        date: Option<PartialDate>,
        work_year: Option<i16>,
        cues: &'a PeriodCues,
        table: &'a Sessions,
    ) -> Self {
        Self { told: told(text, times), date, work_year, cues, table }
    }

    /// Dates a time as far as there is evidence.
    pub(super) fn date(&self, text: &str, time: &mut Time, region_at: &impl Fn(Span) -> Option<RegionCode>) {
        if time.words != time.span.of(text) {
            return;
        }
        let region = region_at(time.span);
        let dated = self.session(text, time, region)
            || self.term(time, region)
            || self.epoch(text, time)
            || self.part(time)
            || self.years(time);
        // 今年以来 goes to the report's own day, not to the year's end.
        let last = self.date.map(PartialDate::last_day);
        if !dated && time.span.of(text).ends_with('来') && time.from.is_some() && last < time.to && time.from <= last {
            time.to = last.or(time.to);
        }
    }

    /// 十届三次会议以来.
    fn session(&self, text: &str, time: &mut Time, region: Option<RegionCode>) -> bool {
        let Some(end) = time.words.starts_with("会议").then(|| time.span.start + "会议".len()) else {
            return false;
        };
        let Some(mention) = mention_before(text, end) else { return false };
        let words = &text[mention.start..time.span.end];
        let found = self.told_opening(mention).map(|day| (day, "报告"));
        match found.or_else(|| self.listed_opening(mention, region).map(|day| (day, Sessions::FILE))) {
            Some((day, source)) => {
                time.words = format!("{words}（{day}起，见{source}）");
                time.from = Some(day);
            }
            None => words.clone_into(&mut time.words),
        }
        true
    }

    /// The day that the report gives for a session; `None` where it gives several.
    fn told_opening(&self, mention: Mention) -> Option<Date> {
        let agrees = |a: Option<u8>, b: Option<u8>| a.zip(b).is_none_or(|(a, b)| a == b);
        let same_body = |a: Option<Body>, b: Option<Body>| a.zip(b).is_none_or(|(a, b)| a == b);
        let mut days = self
            .told
            .iter()
            .filter(|told| told.mention.session == mention.session && agrees(told.mention.term, mention.term))
            .filter(|told| same_body(told.mention.body, mention.body))
            .map(|told| told.opened)
            .filter(|day| self.is_past(*day));
        let day = days.next()?;
        days.all(|other| other == day).then_some(day)
    }

    /// The day that `sessions.csv` gives for a session; of a bare 三次会议, the last one before the report.
    fn listed_opening(&self, mention: Mention, region: Option<RegionCode>) -> Option<Date> {
        let rows = self.table.of(region?, mention.body.unwrap_or(Body::Committee));
        rows.filter(|row| row.session == mention.session && mention.term.is_none_or(|term| term == row.term))
            .map(|row| row.opened)
            .filter(|day| self.is_past(*day))
            .max()
    }

    /// 本届以来: since the first session of the latest term that is told of.
    fn term(&self, time: &mut Time, region: Option<RegionCode>) -> bool {
        if !self.cues.term.contains(&time.words) {
            return false;
        }
        let own = self.told.iter().filter(|told| !matches!(told.mention.body, Some(Body::Congress | Body::Party)));
        let latest = own.clone().filter(|told| self.is_past(told.opened)).map(|told| told.mention.term).max().flatten();
        let first = |told: &&Told| told.mention.session == 1 && told.mention.term == latest;
        let in_report = own.clone().find(first).map(|told| (told.opened, "报告"));
        let in_table = || {
            let rows = region.into_iter().flat_map(|region| self.table.of(region, Body::Committee));
            let past = rows.filter(|row| row.session == 1 && self.is_past(row.opened));
            let known = past.filter(|row| latest.is_none_or(|term| term == row.term));
            known.map(|row| row.opened).max().map(|day| (day, Sessions::FILE))
        };
        if let Some((day, source)) = in_report.or_else(in_table) {
            time.words = format!("{}（{day}起，见{source}）", time.words);
            time.from = Some(day);
        }
        true
    }

    /// 十九大以来.
    fn epoch(&self, text: &str, time: &mut Time) -> bool {
        let said = &text[..time.span.end];
        let found = self.cues.epochs.iter().filter(|epoch| epoch.until.is_none()).find_map(|epoch| {
            epoch.words.iter().find(|word| said.ends_with(word.as_str())).map(|word| (word, epoch.from))
        });
        let Some((word, day)) = found.filter(|(_, day)| self.is_past(*day)) else { return false };
        time.words = format!("{word}（{day}起）");
        time.from = Some(day);
        true
    }

    /// 上半年, 去年下半年以来.
    fn part(&self, time: &mut Time) -> bool {
        let words = &time.words;
        let parts = self.cues.parts.iter();
        let longest = parts.flat_map(|part| part.words.iter().map(move |word| (word, part.months)));
        let Some((_, (first, last))) =
            longest.filter(|(word, _)| words.contains(word.as_str())).max_by_key(|(word, _)| word.len())
        else {
            return false;
        };
        let since = words.ends_with("以来");
        let own = self.date.map(PartialDate::year).or(self.work_year);
        let year = if since && words.contains("去年") { own.map(|year| year - 1) } else { time.year };
        let Some(year) = year else { return false };
        let day = |month| PartialDate::new(year, Some(month), None);
        let Some((from, to)) = day(first).zip(day(last)) else { return false };
        time.from = Some(from.first_day());
        if !since {
            time.to = Some(to.last_day());
        }
        time.words = format!("{words}（{year}年）");
        true
    }

    /// 五年来, 过去一年: so many years up to the year that the report tells of, or up to its day.
    fn years(&self, time: &mut Time) -> bool {
        let Some(n_years) = span_of_years(&time.words) else { return false };
        let Some(date) = self.date else { return false };
        let past = self.work_year.filter(|year| *year < date.year() || date.month().is_none());
        let (from, to, shown) = match past {
            Some(year) => {
                let first = year - n_years + 1;
                let shown = if n_years == 1 { format!("{year}年") } else { format!("{first}至{year}年") };
                (PartialDate::from_year(first), PartialDate::from_year(year).map(PartialDate::last_day), shown)
            }
            None if date.month().is_none() => return false,
            None => {
                let first = PartialDate::new(date.year() - n_years, date.month(), date.day());
                let Some(first) = first else { return false };
                (Some(first), Some(date.last_day()), format!("{first}起"))
            }
        };
        let Some(from) = from else { return false };
        time.from = Some(from.first_day());
        time.to = to;
        time.words = format!("{}（{shown}，按报告时间推算）", time.words);
        true
    }

    fn is_past(&self, day: Date) -> bool {
        self.date.is_none_or(|date| day <= date.last_day())
    }
}

/// How many years 五年来, 近三年, 过去的五年 name.
fn span_of_years(words: &str) -> Option<i16> {
    let head = words.strip_suffix('来').or_else(|| words.strip_suffix('间')).unwrap_or(words).strip_suffix('年')?;
    let number = head.trim_start_matches("过去的").trim_start_matches("过去").trim_start_matches('近');
    let plain = words.ends_with(['来', '间']) || head != number;
    small_number(number).filter(|_| plain).map(i16::from)
}

#[cfg(test)]
mod tests;
