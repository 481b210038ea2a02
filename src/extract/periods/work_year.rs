//! The year whose work a report tells of, where its title, a heading or its first words say so.

use super::Timeline;
use crate::dictionary::{CueYear, Lexicon, PeriodCues, Reach};
use crate::extract::dates::{YearExpression, bare_year, days_of_the_year};
use crate::extract::reach::{clause_start, in_second_half, opens_stretch, speech_end};
use crate::model::{PartialDate, Span};
use crate::segment::{BlockKind, Structure};

impl Timeline {
    pub(super) fn is_early(&self, first_months: i8) -> bool {
        self.date.is_some_and(|date| date.month().is_some_and(|month| month <= first_months))
    }

    /// The year that a title, a heading that looks back, or the first words of the running text name; for a report of
    /// a year's first months that looks back anywhere (五年来, 全年共), the year before.
    pub(super) fn find_work_year(
        &self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        years: &[YearExpression],
    ) -> Option<i16> {
        let words = &cues.report;
        let says = |line: &str, list: &[String]| list.iter().any(|word| line.contains(word.as_str()));
        let lines = structure.blocks.iter().filter(|block| block.kind != BlockKind::Furniture).enumerate();
        let headings = lines.filter(|(_, block)| matches!(block.kind, BlockKind::Heading { .. }));
        for (index, heading) in headings.clone() {
            let line = heading.span.of(text);
            let titled = index < words.title_lines || says(line, &words.heading_words);
            let bare = |year: &&YearExpression| {
                let says_it = heading.span.contains(year.span) && !year.has_month() && !year.since;
                says_it && !in_second_half(text, heading.span, year.span, words)
            };
            if let Some(year) = years.iter().find(bare)
                && titled
                && !says(line, &words.plan_words)
                && self.date.is_none_or(|date| (0..=1).contains(&(date.year() - year.last_year())))
            {
                return Some(year.last_year());
            }
            if index < words.title_lines
                && let Some(year) = bare_year(line)
                && self.date.is_none_or(|date| (0..=1).contains(&(date.year() - year)))
            {
                return Some(year);
            }
        }
        if let Some(year) = self.announced_year(text, structure, cues, years) {
            return Some(year);
        }
        let opened = || opening_month(text, structure, cues).is_some_and(|month| month <= words.first_months);
        let early = self.is_early(words.first_months)
            || self.date.is_some_and(|date| date.month().is_none())
                && (opened() || self.is_yet_to_come(text, structure, cues, years));
        let lead = self.lead_year(text, structure, cues, years);
        let looks_back = early
            && lead.is_none_or(|year| self.date.is_some_and(|date| date.year() == year))
            && words.past_year_words.iter().any(|word| said_of_the_past(text, word, &words.whole_year_ahead));
        if looks_back {
            return self.date.map(|date| date.year() - 1);
        }
        // A committee's annual report that does not come in the first months comes at the end of its year.
        let is_annual = || {
            headings
                .clone()
                .take_while(|(index, _)| *index < words.title_lines)
                .any(|(_, heading)| says(heading.span.of(text), &words.annual_words))
        };
        let late = self.date.filter(|date| date.month().is_some() && !early);
        lead.or_else(|| late.filter(|_| is_annual()).map(PartialDate::year))
    }

    /// 现将2024年有关情况汇报如下: the year that the first paragraphs say they tell of.
    fn announced_year(
        &self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        years: &[YearExpression],
    ) -> Option<i16> {
        let own = self.date.map(PartialDate::year);
        let near = |year: &i16| own.is_none_or(|own| (0..=1).contains(&(own - year)));
        let prose = structure.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).map(|block| block.span);
        let mut announced = prose.take(cues.report.title_lines).flat_map(|block| {
            let found = cues.report.announcing.find_longest_iter(block.of(text));
            found.map(move |hit| (block, block.start + hit.span.start))
        });
        announced.find_map(|(block, at)| {
            let clause = Span::new(clause_start(text, block, at), at);
            let written =
                years.iter().rev().find(|year| clause.contains(year.span) && !year.has_month() && !year.since);
            let said = || {
                let (_, cue) = cues.find_iter(clause.of(text)).next()?;
                match cue.year {
                    CueYear::This => own,
                    CueYear::Last => own.map(|own| own - 1),
                    _ => None,
                }
            };
            written.map(YearExpression::last_year).filter(near).or_else(said)
        })
    }

    /// Whether a report names its own year only as one to come, so that it was told around the turn of the year.
    fn is_yet_to_come(&self, text: &str, structure: &Structure, cues: &PeriodCues, years: &[YearExpression]) -> bool {
        let words = &cues.report;
        let plans = |block: usize| {
            let heading =
                structure.blocks[..block].iter().rfind(|block| matches!(block.kind, BlockKind::Heading { .. }));
            let heading = heading.map_or("", |heading| heading.span.of(text));
            words.plan_words.iter().any(|word| heading.contains(word.as_str()))
                || words.outlook.stands_in(structure.blocks[block].span.of(text))
        };
        let own = self.date.map(PartialDate::year);
        let mut named = years.iter().filter(|year| !year.since && Some(year.last_year()) == own).map(|year| {
            let after = structure.blocks.partition_point(|block| block.span.start <= year.span.start);
            after.checked_sub(1).is_some_and(plans)
        });
        named.next() == Some(true) && named.all(|ahead| ahead)
    }

    /// `2024年，我市各级政协……`, `今年以来，……`: a time word at the very beginning of the running text.
    fn lead_year(&self, text: &str, structure: &Structure, cues: &PeriodCues, years: &[YearExpression]) -> Option<i16> {
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

    fn year_of_lead(&self, text: &str, lead: Span, cues: &PeriodCues, years: &[YearExpression]) -> Option<i16> {
        let lead = behind_motto(text, lead, &cues.report.news_marks);
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
    let space = |c: char| c.is_whitespace() || c == '　';
    let words = lead.of(text);
    let marks = news.iter().filter_map(|mark| words.find(mark.as_str()).map(|at| (at, mark.len())));
    let mark = marks.filter(|(at, _)| words[..*at].chars().count() <= NEWS_MARK_WITHIN).map(|(at, length)| at + length);
    let rest = words[mark.max().unwrap_or(0)..].trim_start_matches(space);
    let close = rest.starts_with('“').then(|| rest.find('”').map(|close| close + '”'.len_utf8())).flatten();
    let said = close.filter(|close| rest[..*close].contains(['，', '。', '！', '？']));
    let rest = rest[said.unwrap_or(0)..].trim_start_matches(space);
    Span::new(lead.end - rest.len(), lead.end)
}

/// Characters before 讯 in the mark of a news report: 某某日报讯.
const NEWS_MARK_WITHIN: usize = 8;

/// Whether words stand in the text other than as a target (力争全年召开).
fn said_of_the_past(text: &str, word: &str, ahead: &Lexicon) -> bool {
    let whole = Span::new(0, text.len());
    text.match_indices(word).any(|(at, _)| !ahead.stands_in(&text[clause_start(text, whole, at)..at]))
}

/// The month of the day that the running text begins with: 本报讯 3月18日.
fn opening_month(text: &str, structure: &Structure, cues: &PeriodCues) -> Option<i8> {
    let first = structure.blocks.iter().find(|block| block.kind == BlockKind::Paragraph)?.span;
    let days = days_of_the_year(first.of(text)).into_iter();
    let near = |at: usize| first.of(text)[..at].chars().count() <= cues.report.lead_width;
    days.filter(|(span, _, day)| day.is_some() && near(span.start)).map(|(_, month, _)| month).next()
}
