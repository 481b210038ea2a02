//! `periods.toml`: words that tell the time.

use jiff::civil::Date;
use serde::Deserialize;

use super::lexicon::Lexicon;
use super::source::{DictionarySource, parse_toml};
use crate::error::Result;
use crate::model::Span;

/// Which year a time word means, seen from the report's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueYear {
    /// The report's year.
    This,
    /// The day of the report: 目前.
    Now,
    /// The year before.
    Last,
    /// Two years before.
    BeforeLast,
    /// The year after.
    Next,
    /// A stretch that ends with the report.
    Span,
    /// A count over the time that governs where the word stands; where none does, a stretch that ends with the report.
    Within,
    /// As [`Within`](Self::Within); in a report of a year's first months that no time governs, the year before.
    Whole,
    /// The year of the time that governs, else that of the whole report; unknown where neither is told.
    Told,
    /// As many years after the report as the words say.
    Ahead,
    /// A time that the words do not date.
    Unknown,
}

/// How far a time word holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// To the next ； or the sentence's end.
    Clause,
    /// To the paragraph's end.
    Paragraph,
    /// To the next cue of this reach or the section's end: 先说去年…… 再说今年…….
    Part,
}

/// What a time word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodCue {
    /// Which year.
    pub year: CueYear,
    /// How far it holds.
    pub reach: Reach,
    /// The years, first and last, that it can mean.
    pub among: Option<(i16, i16)>,
}

/// Where a report says which year's work it tells of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportYearWords {
    /// Words of headings that look back.
    pub heading_words: Vec<String>,
    /// Words of headings that look ahead.
    pub plan_words: Vec<String>,
    /// Words of the title of a committee's annual report.
    pub annual_words: Vec<String>,
    /// How many lines at the head of a report are its title.
    pub title_lines: usize,
    /// How many characters into the first paragraph a time word still speaks for the whole report.
    pub lead_width: usize,
    /// Words that begin an item of an enumeration inside a paragraph.
    pub items: Lexicon,
    /// Words that mean the year before in a report of a year's first months.
    pub past_year_words: Vec<String>,
    /// Words of titles that mean the year before in a report of a year's first months.
    pub past_year_titles: Vec<String>,
    /// How many months count as the first.
    pub first_months: i8,
    /// What stands between a time and 的 where both only tell what something is: 2009年提出的提案.
    pub attributes: Lexicon,
    /// What begins at a time and stands since: 去年启动.
    pub beginnings: Lexicon,
    /// What closes a stretch that 自 opens: 自2023年3月……以来.
    pub since: Vec<String>,
    /// Words of the second half of a heading of two: 不足及2015年安排.
    pub second_half: Lexicon,
    /// Behind one of these a time is only compared with: 比去年, 高于2022年.
    pub compared_behind: Vec<String>,
    /// Before a time stands 与, behind it one of these: 与去年同期相比.
    pub compares: Lexicon,
    /// What the number is a multiple of: 是去年的2倍.
    pub multiples: Lexicon,
    /// What a paragraph says that looks ahead.
    pub outlook: Lexicon,
    /// What a report says before it tells of a year: 现将2024年情况汇报如下.
    pub announcing: Lexicon,
    /// What a news report says before what it reports: 记者……获悉.
    pub reporting: Vec<String>,
    /// What a news report begins with: 本报讯.
    pub news_marks: Vec<String>,
    /// What turns from an old number to the new one: 由上年的12家增加到30家.
    pub changes: Lexicon,
    /// Behind one of these a time only tells into whose work something was put: 列入来年计划.
    pub put_into: Vec<String>,
    /// What makes 全年 the year to come or at hand: 力争全年.
    pub whole_year_ahead: Lexicon,
}

/// A time that begins on a day everyone knows: 十九大以来.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epoch {
    /// How it is written.
    pub words: Vec<String>,
    /// Its first day.
    pub from: Date,
    /// Its last day, where the words name one: “十三五”期间.
    pub until: Option<Date>,
}

/// A part of a year: 上半年.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearPart {
    /// How it is written.
    pub words: Vec<String>,
    /// Its first and last month.
    pub months: (i8, i8),
}

/// All time words with a lexicon of them.
#[derive(Debug, Clone)]
pub struct PeriodCues {
    words: Lexicon,
    cues: Vec<PeriodCue>,
    /// Words of headings.
    pub report: ReportYearWords,
    /// Times that begin on a day everyone knows.
    pub epochs: Vec<Epoch>,
    epoch_words: Lexicon,
    /// For each of the words, the epoch that it names.
    epoch_of: Vec<usize>,
    /// Parts of a year.
    pub parts: Vec<YearPart>,
    /// Words for the time since the present term began.
    pub term: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<CueEntry>,
    epoch: Vec<Epoch>,
    part: Vec<YearPart>,
    term: Vec<String>,
    report: ReportYearWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueEntry {
    year: CueYear,
    reach: Reach,
    among: Option<(i16, i16)>,
    words: Vec<String>,
}

impl PeriodCues {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "periods.toml";

    /// Loads and checks the table.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        let file: File = parse_toml(Self::FILE, &source.text(Self::FILE)?)?;
        let mut words = Vec::new();
        let mut cues = Vec::new();
        for entry in file.cue {
            for word in entry.words {
                cues.push(PeriodCue { year: entry.year, reach: entry.reach, among: entry.among });
                words.push(word);
            }
        }
        let words = Lexicon::new(words);
        let named = |(epoch, entry): (usize, &Epoch)| entry.words.iter().map(|_| epoch).collect::<Vec<_>>();
        Ok(Self {
            words,
            cues,
            report: file.report,
            epoch_words: Lexicon::new(file.epoch.iter().flat_map(|epoch| &epoch.words)),
            epoch_of: file.epoch.iter().enumerate().flat_map(named).collect(),
            epochs: file.epoch,
            parts: file.part,
            term: file.term,
        })
    }

    /// Times that begin on a day everyone knows, wherever a text names one.
    pub fn epochs_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a Epoch)> + 'a {
        let found = self.epoch_words.find_overlapping_iter(text);
        found.map(|hit| (hit.span, &self.epochs[self.epoch_of[hit.word]]))
    }

    /// Time words in a text, longest first, none overlapping another.
    pub fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, PeriodCue)> + 'a {
        self.words.find_longest_iter(text).map(|found| (found.span, self.cues[found.word]))
    }
}
