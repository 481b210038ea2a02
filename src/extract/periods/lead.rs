//! The year that the first words of a report's running text speak of.

use super::Timeline;
use crate::dictionary::{CueYear, PeriodCues, Reach};
use crate::extract::dates::{YearExpression, days_of_the_year};
use crate::extract::reach::{opens_stretch, speech_end};
use crate::model::{PartialDate, Span};
use crate::segment::{BlockKind, Structure};

impl Timeline {
    /// `2024年，我市各级政协……`, `今年以来，……`: a time word at the very beginning of the running text.
    pub(super) fn lead_year(
        &self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        years: &[YearExpression],
    ) -> Option<i16> {
        let prose = structure.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).map(|block| block.span);
        let mut prose = prose.filter(|span| span.of(text).contains('。'));
        let says = |lead: Span| self.year_of_lead(text, lead, cues, years);
        let first = prose.next()?;
        // A motto or a story that tells no time may stand before the first paragraph proper.
        let motto = first.of(text).chars().count() < 2 * cues.report.lead_width;
        let timeless = |span: &Span| {
            let dated =
                years.iter().any(|year| span.contains(year.span)) || !days_of_the_year(span.of(text)).is_empty();
            let said = |cue: Span| speech_end(text, *span, cue.shifted(span.start)).is_some();
            !dated && cues.find_iter(span.of(text)).all(|(cue, _)| said(cue))
        };
        says(first).or_else(|| prose.next().filter(|_| motto || timeless(&first)).and_then(says))
    }

    /// 1月9日，记者从……获悉，2025年，……: the year that comes first in what a lead reports.
    fn reported_year(&self, text: &str, lead: Span, cues: &PeriodCues, years: &[YearExpression]) -> Option<i16> {
        let own = self.date.map(PartialDate::year);
        let report = |at: usize| {
            let before = &text[lead.start..at];
            let said = before.trim_end_matches(['，', ',', '：']);
            let word = cues.report.reporting.iter().any(|word| said.ends_with(word.as_str()));
            word && said.len() < before.len()
        };
        // Later than in the first months, the year before is only told by the way.
        let last = own.filter(|_| self.is_early(cues.report.first_months)).map(|own| own - 1);
        let written = years.iter().find(|year| lead.contains(year.span) && report(year.span.start));
        if let Some(year) = written.filter(|year| !year.has_month() && !year.since).map(YearExpression::last_year) {
            return Some(year).filter(|year| own.is_none() || [own, last].contains(&Some(*year)));
        }
        let (_, cue) = cues.find_iter(lead.of(text)).find(|(span, _)| report(lead.start + span.start))?;
        match (cue.year, cue.reach) {
            (CueYear::This, Reach::Paragraph) => own,
            (CueYear::Last, Reach::Paragraph) => last,
            _ => None,
        }
    }

    /// The year of one paragraph that may be the lead.
    fn year_of_lead(&self, text: &str, lead: Span, cues: &PeriodCues, years: &[YearExpression]) -> Option<i16> {
        let lead = behind_motto(text, lead, &cues.report.news_marks);
        if let Some(year) = self.reported_year(text, lead, cues, years) {
            return Some(year);
        }
        let opens = |at: usize| text[lead.start..at].chars().count();
        if let Some(first) = years.iter().find(|year| lead.contains(year.span)) {
            let bare =
                !first.has_month() && !first.since && text[first.span.end..].starts_with(['，', '度', '全', '是', ',']);
            let known = self.date.is_none_or(|date| (0..=1).contains(&(date.year() - first.last_year())));
            // 截至2022年12月25日，……: the day that a brief begins with.
            if first.is_day()
                && !first.since
                && self.is_news(first.to)
                && opens(first.span.start) <= cues.report.lead_width
            {
                return Some(first.last_year());
            }
            let past = text[lead.start..first.span.start].ends_with("过去的");
            if bare && known && (past || opens(first.span.start) <= 2) {
                return Some(first.last_year());
            }
        }
        // 11月8日，县政协……: a brief that begins with a day tells of that day.
        let days = days_of_the_year(lead.of(text));
        if let Some((span, month, day)) = days.into_iter().find(|(_, _, day)| day.is_some())
            && opens(lead.start + span.start) <= cues.report.lead_width
            && let Some(date) = self.day_before(month, day).filter(|date| self.is_news(date.last_day()))
        {
            return Some(date.year());
        }
        let said = |span: Span| speech_end(text, lead, span.shifted(lead.start)).is_some();
        let (span, cue) = cues.find_iter(lead.of(text)).next().filter(|(span, _)| !said(*span))?;
        let start = lead.start + span.start;
        let goes_on = || opens_stretch(text, lead, Span::new(start, lead.start + span.end), &cues.report.since);
        let whole = matches!(cue.year, CueYear::This | CueYear::Span) && cue.reach == Reach::Paragraph
            || cue.year == CueYear::Last && goes_on();
        let dated = years.iter().any(|year| year.span.start < start && lead.contains(year.span));
        (whole && !dated && opens(start) <= cues.report.lead_width).then(|| self.date.map(PartialDate::year)).flatten()
    }
}

/// A lead without the mark of a news report and what somebody says before it: 青海日报讯 “路修好了。”今年以来…….
fn behind_motto(text: &str, lead: Span, news: &[String]) -> Span {
    let words = lead.of(text);
    let marks = news.iter().filter_map(|mark| words.find(mark.as_str()).map(|at| (at, mark.len())));
    let mark = marks.filter(|(at, _)| words[..*at].chars().count() <= NEWS_MARK_WITHIN).map(|(at, length)| at + length);
    let rest = words[mark.max().unwrap_or(0)..].trim_start();
    let close = rest.starts_with('“').then(|| rest.find('”').map(|close| close + '”'.len_utf8())).flatten();
    let said = close.filter(|close| rest[..*close].contains(['，', '。', '！', '？']));
    let rest = rest[said.unwrap_or(0)..].trim_start();
    Span::new(lead.end - rest.len(), lead.end)
}

/// Characters before 讯 in the mark of a news report: 某某日报讯.
const NEWS_MARK_WITHIN: usize = 8;
