//! When: time words of a report become years and periods.

use jiff::civil::Date;

use super::clock::Clock;
use super::dates::{YearExpression, bare_year, days_of_the_year, explicit_years, report_date};
use super::sessions::{Told, told};
use crate::dictionary::{CueYear, PeriodCues, Reach, Sessions};
use crate::model::{Metadata, PartialDate, Period, RegionCode, Span};
use crate::segment::{BlockKind, Structure};

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
        let mut timeline = Self { date, items: items_in(text, cues), ..Self::default() };
        timeline.work_year = timeline.find_work_year(text, structure, cues, &years);
        timeline.add_explicit(text, structure, &years);
        timeline.add_days(text, structure);
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
            return Some(When { year, period: Some(time.period()) });
        }
        let year = self.work_year.or_else(|| if stock { self.reference_year() } else { None })?;
        Some(When { year, period: None })
    }

    /// The time word that a place is governed by: the nearest one before it that reaches it.
    fn governing(&self, at: usize) -> Option<&Time> {
        let before = self.times.partition_point(|time| time.span.start < at);
        let mut governing = before.checked_sub(1);
        while let Some(index) = governing.filter(|&index| self.times[index].until <= at) {
            governing = self.outer[index];
        }
        governing.map(|index| &self.times[index])
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

    /// The year of a cue, from where the report stands.
    fn cue_year(&self, cue: CueYear) -> Option<i16> {
        let own = self.date.map(PartialDate::year).or(self.work_year);
        match cue {
            CueYear::This => own,
            CueYear::Span | CueYear::Within => self.reference_year(),
            CueYear::Last => own.map(|year| year - 1),
            CueYear::BeforeLast => own.map(|year| year - 2),
            CueYear::Next => self.reference_year().map(|year| year + 1),
            CueYear::Unknown => None,
        }
    }

    /// The year that a title, a heading that looks back, or the first words of the running text name; for a report of
    /// a year's first months that looks back anywhere (五年来, 全年共), the year before.
    fn find_work_year(
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
            let bare = |year: &&YearExpression| heading.span.contains(year.span) && !year.has_month() && !year.since;
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
        let early = self.date.is_some_and(|date| date.month().is_some_and(|month| month <= words.first_months));
        let lead = self.lead_year(text, structure, cues, years);
        let looks_back = early
            && lead.is_none_or(|year| self.date.is_some_and(|date| date.year() == year))
            && words.past_year_words.iter().any(|word| text.contains(word.as_str()));
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

    /// `2024年，我市各级政协……`, `今年以来，……`: a time word at the very beginning of the running text.
    fn lead_year(&self, text: &str, structure: &Structure, cues: &PeriodCues, years: &[YearExpression]) -> Option<i16> {
        let prose = structure.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).map(|block| block.span);
        let mut prose = prose.filter(|span| span.of(text).contains('。'));
        let first = prose.next()?;
        // A motto may stand before the first paragraph proper.
        let motto = first.of(text).chars().count() < 2 * cues.report.lead_width;
        let says = |lead: Span| self.year_of_lead(text, lead, cues, years);
        says(first).or_else(|| prose.next().filter(|_| motto).and_then(says))
    }

    fn year_of_lead(&self, text: &str, lead: Span, cues: &PeriodCues, years: &[YearExpression]) -> Option<i16> {
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
        let (span, cue) = cues.find_iter(lead.of(text)).next()?;
        let start = lead.start + span.start;
        let whole = matches!(cue.year, CueYear::This | CueYear::Span) && cue.reach == Reach::Paragraph;
        let dated = years.iter().any(|year| year.span.start < start && lead.contains(year.span));
        (whole && !dated && opens(start) <= cues.report.lead_width).then(|| self.date.map(PartialDate::year)).flatten()
    }

    fn add_explicit(&mut self, text: &str, structure: &Structure, years: &[YearExpression]) {
        for expression in years.iter().filter(|year| !is_compared_with(text, year.span.start)) {
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
            let until = self.reach_end(text, structure, expression.span, reach);
            let words = expression.span.of(text).to_owned();
            self.times.push(Time { span: expression.span, until, year, from: Some(expression.from), to, words });
        }
    }

    /// 9月28日: a day without a year is one of the year up to the report.
    fn day_before(&self, month: i8, day: Option<i8>) -> Option<PartialDate> {
        let own = self.date?;
        let later = own.month().is_some_and(|latest| month > latest);
        PartialDate::new(own.year() - i16::from(later), Some(month), day)
    }

    /// Whether a report was published so soon after a day that the day can be what it tells of.
    fn is_news(&self, day: Date) -> bool {
        self.date.is_none_or(|own| {
            let age = (own.last_day() - day).get_days();
            own.year() == day.year() && own.month().is_none() || (0..=NEWS_DAYS).contains(&age)
        })
    }

    fn add_days(&mut self, text: &str, structure: &Structure) {
        for (span, month, day) in days_of_the_year(text) {
            let Some(date) = self.day_before(month, day) else { continue };
            // The day of a meeting does not date what its report tells of the year before.
            let until = if self.work_year.is_none_or(|year| year == date.year()) {
                self.reach_end(text, structure, span, Reach::Paragraph)
            } else {
                self.reach_end(text, structure, span, Reach::Clause)
            };
            let words = span.of(text).to_owned();
            let (from, to) = (Some(date.first_day()), Some(date.last_day()));
            self.times.push(Time { span, until, year: Some(date.year()), from, to, words });
        }
    }

    /// “十三五”期间 in a report that looks back on it.
    fn add_epochs(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for epoch in &cues.epochs {
            let Some(last) = epoch.until.filter(|until| self.date.is_some_and(|date| *until < date.last_day())) else {
                continue;
            };
            for (at, words) in epoch.words.iter().flat_map(|word| text.match_indices(word.as_str())) {
                let span = Span::new(at, at + words.len());
                let until = self.reach_end(text, structure, span, Reach::Paragraph);
                let words = format!("{words}（{}至{last}）", epoch.from);
                let (from, to) = (Some(epoch.from), Some(last));
                self.times.push(Time { span, until, year: Some(last.year()), from, to, words });
            }
        }
    }

    fn add_cues(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
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
            if is_dated || is_compared_with(text, span.start) {
                continue;
            }
            let months = months_behind(text, span);
            let span = months.map_or(span, |(span, _)| span);
            last_cue = Some(span);
            let around = match cue.year {
                CueYear::Within => self.time_around(structure, &found, span.start).cloned(),
                _ => None,
            };
            let until = self.reach_end(text, structure, span, cue.reach);
            let is_part = cues.parts.iter().any(|part| part.words.iter().any(|word| word == span.of(text)));
            let year = around.as_ref().and_then(|time| time.year).or_else(|| self.cue_year(cue.year));
            // 今年 goes on to the report's own day, the whole of another time is over.
            let is_over = |time: &Time| time.to.zip(self.date).is_some_and(|(to, date)| to <= date.last_day());
            if let Some(around) = around.filter(|time| !is_part && is_over(time)) {
                found.push(Time { span, until, ..around });
                continue;
            }
            let over = self.work_year.filter(|year| self.date.is_some_and(|date| *year < date.year()));
            let (from, to) = match (cue.year, year) {
                (CueYear::Span, _) => (None, self.date.map(PartialDate::last_day)),
                (CueYear::Within, _) if over.is_none() => (None, self.date.map(PartialDate::last_day)),
                (_, Some(year)) => (Some(Date::constant(year, 1, 1)), Some(Date::constant(year, 12, 31))),
                _ => (None, None),
            };
            let last = months.and_then(|(_, month)| PartialDate::new(year?, Some(month), None));
            let to = last.map(PartialDate::last_day).or(to);
            found.push(Time { span, until, year, from, to, words: span.of(text).to_owned() });
        }
        self.times.append(&mut found);
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
            || time.year == self.reference_year();
        Some(time).filter(|time| time.year.is_some() && is_near)
    }

    /// Where a time word stops to govern: a heading's own words govern all below it; the first words of a section may
    /// govern the section and those below it.
    fn reach_end(&self, text: &str, structure: &Structure, span: Span, reach: Reach) -> usize {
        let after = structure.blocks.partition_point(|block| block.span.start <= span.start);
        let Some(index) = after.checked_sub(1) else { return span.end };
        let block = structure.blocks[index];
        if let BlockKind::Heading { level } = block.kind {
            return below(text, structure, index, level);
        }
        if reach == Reach::Clause {
            let rest = text[span.end..block.span.end].char_indices().take(CLAUSE_MOST);
            let mut marks = rest.filter(|(_, c)| matches!(c, '；' | '。' | '！' | '？'));
            return marks.next().map_or(block.span.end, |(at, _)| span.end + at);
        }
        if opens(text, structure, index, span) {
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
    /// What is said to have begun after the report (2020年以来 in one of 2012, a slip or another text's words) ends at a
    /// day that is not known.
    fn period(&self) -> Period {
        let to = self.to.filter(|to| self.from.is_none_or(|from| from <= *to));
        Period { from: self.from, to, text: self.words.clone() }
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

/// Most days between an event and the report that tells of it.
const NEWS_DAYS: i32 = 62;

/// Whether a time is only what a number is compared with: 比去年提高6个百分点 tells of this year.
fn is_compared_with(text: &str, start: usize) -> bool {
    text[..start].ends_with(['比', '较'])
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

/// Characters after which a clause that has no end mark ends all the same: damaged text often has none.
const CLAUSE_MOST: usize = 1000;

/// Where the items of enumerations begin.
fn items_in(text: &str, cues: &PeriodCues) -> Vec<usize> {
    cues.report.items.find_overlapping_iter(text).map(|hit| hit.span.start).collect()
}

/// Where the part below a heading ends: at the next heading of its level or above.
fn below(text: &str, structure: &Structure, heading: usize, level: u8) -> usize {
    structure.blocks[heading + 1..]
        .iter()
        .find(|next| matches!(next.kind, BlockKind::Heading { level: other } if other <= level))
        .map_or(text.len(), |next| next.span.start)
}

/// Characters into a paragraph within which a time word stands at its head.
const LEAD_MOST: usize = 40;

/// Whether a time word stands in the first clause of the first paragraph below a heading.
fn opens(text: &str, structure: &Structure, block: usize, span: Span) -> bool {
    let own = structure.blocks[block];
    let first = structure.blocks[..block]
        .iter()
        .rev()
        .take_while(|before| before.section == own.section)
        .all(|before| before.kind != BlockKind::Paragraph);
    let mut before = text[own.span.start..span.start].chars();
    let near = before.by_ref().take(LEAD_MOST).all(|c| c != '。') && before.next().is_none();
    first && near
}
