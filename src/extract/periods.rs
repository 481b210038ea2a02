//! When: time words of a report become years and periods.

use jiff::civil::Date;

use super::dates::{YearExpression, explicit_years, report_date};
use crate::dictionary::{CueYear, PeriodCues, Reach};
use crate::model::{Metadata, PartialDate, Period, Span};
use crate::segment::{BlockKind, Structure};

/// Every time word of one report, and the year that each place in it refers to.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    date: Option<PartialDate>,
    /// The year whose work the report tells of, where a heading or its first words say so.
    work_year: Option<i16>,
    times: Vec<Time>,
}

/// A time word and the stretch of text that it governs.
#[derive(Debug, Clone)]
struct Time {
    span: Span,
    until: usize,
    /// `None` where the words do not date the time.
    year: Option<i16>,
    from: Option<Date>,
    to: Option<Date>,
    words: String,
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
        let date = metadata.date.or_else(|| report_date(text, structure, &years));
        let mut timeline = Self { date, work_year: None, times: Vec::new() };
        timeline.work_year = timeline.find_work_year(text, structure, cues, &years);
        timeline.add_explicit(text, structure, &years);
        timeline.add_cues(text, structure, cues);
        timeline.times.sort_by_key(|time| (time.span.start, time.span.end));
        timeline
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
        let governing = self.times.iter().rev().find(|time| time.span.start < at.start && at.start < time.until);
        if let Some(time) = governing {
            let year = time.year?;
            return Some(When { year, period: Some(time.period()) });
        }
        let year = self.work_year.or_else(|| if stock { self.reference_year() } else { None })?;
        Some(When { year, period: None })
    }

    /// The year of a cue, from where the report stands.
    fn cue_year(&self, cue: CueYear) -> Option<i16> {
        let own = self.date.map(PartialDate::year).or(self.work_year);
        match cue {
            CueYear::This => own,
            CueYear::Span => self.reference_year(),
            CueYear::Last => own.map(|year| year - 1),
            CueYear::BeforeLast => own.map(|year| year - 2),
            CueYear::Next => self.reference_year().map(|year| year + 1),
            CueYear::Unknown => None,
        }
    }

    fn find_work_year(
        &self,
        text: &str,
        structure: &Structure,
        cues: &PeriodCues,
        years: &[YearExpression],
    ) -> Option<i16> {
        let says = |line: &str, words: &[String]| words.iter().any(|word| line.contains(word.as_str()));
        let headings = structure.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
        for heading in headings.clone() {
            let line = heading.span.of(text);
            let year = years.iter().find(|year| heading.span.contains(year.span) && !year.has_month());
            if let Some(year) = year
                && says(line, &cues.report.heading_words)
                && !says(line, &cues.report.plan_words)
            {
                return Some(year.last_year());
            }
        }
        let early = self.date.is_some_and(|date| date.month().is_some_and(|month| month <= cues.report.first_months));
        if early && headings.clone().any(|heading| says(heading.span.of(text), &cues.report.past_year_words)) {
            return self.date.map(|date| date.year() - 1);
        }
        self.lead_year(text, structure, years)
    }

    /// `2024年，我市各级政协……`: a bare year at the very beginning of the running text.
    fn lead_year(&self, text: &str, structure: &Structure, years: &[YearExpression]) -> Option<i16> {
        let lead = structure.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).take(2);
        lead.filter_map(|block| {
            let first = years.iter().find(|year| block.span.contains(year.span))?;
            let bare = !first.has_month() && matches!(text[first.span.end..].chars().next(), Some('，' | '度' | '全'));
            let opens = text[block.span.start..first.span.start].chars().count() <= 2;
            let known = self.date.is_none_or(|date| date.year() - first.last_year() <= 1);
            (bare && opens && known).then(|| first.last_year())
        })
        .next()
    }

    fn add_explicit(&mut self, text: &str, structure: &Structure, years: &[YearExpression]) {
        for expression in years {
            let reach = if expression.has_month() { Reach::Clause } else { Reach::Paragraph };
            let since = expression.since;
            let last = expression.last_year();
            let (year, to) = if since {
                (
                    self.reference_year().filter(|year| *year >= last).or(Some(last)),
                    self.date.map(PartialDate::last_day),
                )
            } else {
                (Some(last), Some(expression.to))
            };
            let until = reach_end(text, structure, expression.span, reach, !expression.has_month() || since);
            let words = expression.span.of(text).to_owned();
            self.times.push(Time { span: expression.span, until, year, from: Some(expression.from), to, words });
        }
    }

    fn add_cues(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for (span, cue) in cues.find_iter(text) {
            if self.times.iter().any(|time| time.span.overlaps(span) || time.span.end == span.start) {
                continue;
            }
            let year = self.cue_year(cue.year);
            let (from, to) = match (cue.year, year) {
                (CueYear::Span, _) => (None, self.date.map(PartialDate::last_day)),
                (_, Some(year)) => (Some(Date::constant(year, 1, 1)), Some(Date::constant(year, 12, 31))),
                _ => (None, None),
            };
            let until = reach_end(text, structure, span, cue.reach, cue.reach == Reach::Paragraph);
            self.times.push(Time { span, until, year, from, to, words: span.of(text).to_owned() });
        }
    }
}

impl Time {
    fn period(&self) -> Period {
        Period { from: self.from, to: self.to, text: self.words.clone() }
    }
}

/// Where a time word stops to govern: a heading's own words govern all below it; the first words of a section may
/// govern the section.
fn reach_end(text: &str, structure: &Structure, span: Span, reach: Reach, opens_section: bool) -> usize {
    let Some(index) = structure.blocks.iter().position(|block| block.span.contains(span)) else { return span.end };
    let block = structure.blocks[index];
    if let BlockKind::Heading { level } = block.kind {
        return structure.blocks[index + 1..]
            .iter()
            .find(|next| matches!(next.kind, BlockKind::Heading { level: other } if other <= level))
            .map_or(text.len(), |next| next.span.start);
    }
    match reach {
        Reach::Clause => {
            let rest = &text[span.end..block.span.end];
            span.end + rest.find(['；', '。', '！', '？']).unwrap_or(rest.len())
        }
        Reach::Paragraph if opens_section && opens(text, structure, index, span) => {
            structure.sections[block.section].span.end
        }
        Reach::Paragraph => block.span.end,
    }
}

/// Whether a time word stands in the first clause of the first paragraph below a heading.
fn opens(text: &str, structure: &Structure, block: usize, span: Span) -> bool {
    let own = structure.blocks[block];
    let first = structure.blocks[..block]
        .iter()
        .rev()
        .take_while(|before| before.section == own.section)
        .all(|before| before.kind != BlockKind::Paragraph);
    let before = &text[own.span.start..span.start];
    first && !before.contains('。') && before.chars().count() <= 40
}
