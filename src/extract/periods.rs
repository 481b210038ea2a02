//! When: time words of a report become years and periods.

use jiff::civil::Date;

use super::clock::Clock;
use super::dates::{YearExpression, bare_year, dateline, days_of_the_year, explicit_years, report_date};
use super::reach::{
    attribute_end, beginning_end, below, clause_end, clause_start, in_second_half, is_item, opens, opens_stretch,
    speech_end, statement_end,
};
use super::sessions::{Told, small_number, told};
use crate::dictionary::{CueYear, Lexicon, PeriodCue, PeriodCues, Reach, ReportYearWords, Sessions};
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

    /// The year of a cue, from where the report stands.
    fn cue_year(&self, cue: CueYear) -> Option<i16> {
        let own = self.date.map(PartialDate::year).or(self.work_year);
        match cue {
            CueYear::This | CueYear::Now => own,
            CueYear::Span | CueYear::Within | CueYear::Whole => self.reference_year(),
            CueYear::Told => self.work_year,
            CueYear::Last => own.map(|year| year - 1),
            CueYear::BeforeLast => own.map(|year| year - 2),
            CueYear::Next => self.reference_year().map(|year| year + 1),
            CueYear::Ahead | CueYear::Unknown => None,
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

    fn is_early(&self, first_months: i8) -> bool {
        self.date.is_some_and(|date| date.month().is_some_and(|month| month <= first_months))
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
        let opened = || self.opening_month(text, structure, cues).is_some_and(|month| month <= words.first_months);
        let early =
            self.is_early(words.first_months) || self.date.is_some_and(|date| date.month().is_none()) && opened();
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

    /// The month of the day that the running text begins with: 本报讯 3月18日.
    fn opening_month(&self, text: &str, structure: &Structure, cues: &PeriodCues) -> Option<i8> {
        let first = structure.blocks.iter().find(|block| block.kind == BlockKind::Paragraph)?.span;
        let days = days_of_the_year(first.of(text)).into_iter();
        let near = |at: usize| first.of(text)[..at].chars().count() <= cues.report.lead_width;
        days.filter(|(span, _, day)| day.is_some() && near(span.start)).map(|(_, month, _)| month).next()
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
        let said = |span: Span| speech_end(text, lead, span.shifted(lead.start)).is_some();
        let (span, cue) = cues.find_iter(lead.of(text)).next().filter(|(span, _)| !said(*span))?;
        let start = lead.start + span.start;
        let goes_on = || opens_stretch(text, lead, Span::new(start, lead.start + span.end), &cues.report.since);
        let whole = matches!(cue.year, CueYear::This | CueYear::Span) && cue.reach == Reach::Paragraph
            || cue.year == CueYear::Last && goes_on();
        let dated = years.iter().any(|year| year.span.start < start && lead.contains(year.span));
        (whole && !dated && opens(start) <= cues.report.lead_width).then(|| self.date.map(PartialDate::year)).flatten()
    }

    fn add_explicit(&mut self, text: &str, structure: &Structure, cues: &PeriodCues, years: &[YearExpression]) {
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
            let until = (!since && !is_heading(structure, expression.span.start)).then(attribute).flatten();
            let until = until.unwrap_or_else(|| self.reach_end(text, structure, expression.span, reach, cues));
            let words = expression.span.of(text).to_owned();
            let span = expression.span;
            let stands_from = beginning_end(text, block, span, &cues.report.beginnings).filter(|_| !since);
            let dates_from = (!since).then(|| clause_start(text, block, span.start));
            self.times.push(Time {
                stands_from,
                dates_from,
                ..Time::new(span, until, year, Some(expression.from), to, words)
            });
        }
    }

    /// 06 未来·2025再出发: a bare year in the heading of a part.
    fn add_headed(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
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

    fn add_days(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for (span, month, day) in days_of_the_year(text) {
            let Some(date) = self.day_before(month, day) else { continue };
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
    fn add_epochs(&mut self, text: &str, structure: &Structure, cues: &PeriodCues) {
        for epoch in &cues.epochs {
            // A single day may be one to come: “十五五”末.
            let is_told = |until: &Date| *until == epoch.from || self.date.is_some_and(|date| *until < date.last_day());
            let Some(last) = epoch.until.filter(is_told) else {
                continue;
            };
            for (at, words) in epoch.words.iter().flat_map(|word| text.match_indices(word.as_str())) {
                let span = Span::new(at, at + words.len());
                let until = self.reach_end(text, structure, span, Reach::Paragraph, cues);
                let words = format!("{words}（{}至{last}）", epoch.from);
                let (from, to) = (Some(epoch.from), Some(last));
                self.times.push(Time::new(span, until, Some(last.year()), from, to, words));
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
        let around = match cue.year {
            CueYear::Within | CueYear::Whole | CueYear::Told => {
                self.time_around(structure, earlier, span.start).cloned()
            }
            _ => None,
        };
        let block = block_at(structure, span.start).map_or(span, |block| block.span);
        let goes_on = matches!(cue.year, CueYear::Last | CueYear::BeforeLast)
            && opens_stretch(text, block, span, &cues.report.since);
        let is_year =
            matches!(cue.year, CueYear::This | CueYear::Last | CueYear::BeforeLast) && cue.reach != Reach::Part;
        let attribute = || attribute_end(text, block, span, &cues.report.attributes);
        let until = (is_year && !is_heading(structure, span.start)).then(attribute).flatten();
        let until = until.unwrap_or_else(|| self.reach_end(text, structure, span, cue.reach, cues));
        let is_part = cues.parts.iter().any(|part| part.words.iter().any(|word| word == span.of(text)));
        let alone = || match cue.year {
            CueYear::Whole => self.whole_year(text, span, cues),
            CueYear::Ahead => self.year_ahead(span.of(text)),
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

/// Whether words stand in the text other than as a target (力争全年召开).
fn said_of_the_past(text: &str, word: &str, ahead: &Lexicon) -> bool {
    let whole = Span::new(0, text.len());
    text.match_indices(word).any(|(at, _)| !ahead.stands_in(&text[clause_start(text, whole, at)..at]))
}

/// Most days between an event and the report that tells of it.
const NEWS_DAYS: i32 = 62;

/// Whether a time is only what a number is compared with: 比去年提高6个百分点, 与上年相比, 是去年的2倍 tell of this year.
fn is_compared_with(text: &str, time: Span, words: &ReportYearWords) -> bool {
    let before = &text[..time.start];
    let rest = &text[time.end..clause_end(text, Span::new(0, text.len()), time.end)];
    words.compared_behind.iter().any(|word| before.ends_with(word.as_str()))
        || words.compares.stands_in(rest) && before.ends_with(['与', '同', '和', '跟'])
        || rest.starts_with('的') && words.multiples.stands_in(rest) && before.ends_with(['是', '为', '于', '达', '到'])
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
