//! The year whose work a report tells of, where its title, a heading or its first words say so.

use super::Timeline;
use crate::dictionary::{CueYear, Lexicon, PeriodCue, PeriodCues, Reach};
use crate::extract::dates::{YearExpression, bare_year, days_of_the_year};
use crate::extract::reach::{clause_start, in_second_half};
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
        let title = headings.take_while(|(index, _)| *index < words.title_lines);
        let mut title = title.map(|(_, heading)| heading.span.of(text));
        // 一季度成绩单 tells of its own year.
        let of_the_past = |line: &str| {
            let span = |(_, cue): (Span, PeriodCue)| cue.year == CueYear::Span;
            says(line, &words.past_year_titles) && cues.find_iter(line).all(span)
        };
        if looks_back || early && lead.is_none() && title.clone().any(of_the_past) {
            return self.date.map(|date| date.year() - 1);
        }
        // A committee's annual report that does not come in the first months comes at the end of its year.
        // So does one whose title names a stretch that ends with it: 夜话一年记.
        let tells_of_its_year = |line: &str| {
            // Before a comma it opens a sentence, which a hard wrap may have cut.
            let is_stretch = |(span, cue): (Span, PeriodCue)| {
                matches!(cue.year, CueYear::This | CueYear::Span)
                    && cue.reach == Reach::Paragraph
                    && !line[span.end..].starts_with(['，', ','])
            };
            says(line, &words.annual_words) || cues.find_iter(line).any(is_stretch)
        };
        let late = self.date.filter(|date| date.month().is_some() && !early);
        lead.or_else(|| late.filter(|_| title.any(tells_of_its_year)).map(PartialDate::year))
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
        let own = self.date.map(PartialDate::year);
        let mut heading = "";
        let mut is_named = false;
        for block in &structure.blocks {
            let line = block.span.of(text);
            if matches!(block.kind, BlockKind::Heading { .. }) {
                heading = line;
            }
            let first = years.partition_point(|year| year.span.start < block.span.start);
            let mut inside = years[first..].iter().take_while(|year| year.span.end <= block.span.end);
            if inside.any(|year| !year.since && Some(year.last_year()) == own) {
                let plans = words.plan_words.iter().any(|word| heading.contains(word.as_str()));
                if !plans && !words.outlook.stands_in(line) {
                    return false;
                }
                is_named = true;
            }
        }
        is_named
    }
}

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
