//! Report text → clean text: hard wraps undone, look-alike characters folded, every offset leading back.
//!
//! The clean text has one paragraph or heading a line. The cleaners run in this order:
//!
//! 1. [`lines`]: the report's physical lines, trimmed;
//! 2. [`unwrap`]: which of them continue the line before;
//! 3. [`glosses`]: pinyin behind the characters of a glossed report, dropped;
//! 4. [`fold`]: full-width, bracket, quotation and traditional forms to one form each, one character for one.

mod fold;
mod glosses;
mod lines;
mod unwrap;

use crate::model::{CharSpan, Span, Traditional};

/// Clean text, and the way from each of its bytes back to the report.
///
/// # Examples
/// ```
/// use tongjian::clean::CleanText;
/// use tongjian::model::{Span, Traditional};
/// let report = "全区围绕中心工作和民生关切，以２３个\n\n重点课题调研为抓手，走访企业。";
/// let clean = CleanText::new(report, &Traditional::default());
/// assert_eq!(clean.text().trim_end(), "全区围绕中心工作和民生关切，以23个重点课题调研为抓手，走访企业。");
/// let at = clean.text().find("23个重点").unwrap();
/// let evidence = clean.original(Span::new(at, at + "23个重点".len()));
/// assert_eq!(evidence.of(report), "２３个\n\n重点");
/// assert_eq!(clean.as_written(report, Span::new(at, at + "23个重点".len())), "２３个重点");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CleanText {
    text: String,
    runs: Vec<Run>,
    glosses: glosses::Glosses,
}

/// A stretch in which clean characters and report characters advance together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    clean_byte: usize,
    report_char: u32,
    report_byte: usize,
}

/// Longest run: bounds the characters counted for one lookup, so that a report on a single line stays fast.
const RUN_CHARS: u32 = 64;

impl CleanText {
    /// Cleans a report's decoded text.
    pub fn new(report: &str, traditional: &Traditional) -> Self {
        let lines = lines::lines(report);
        let joins = unwrap::joins(&lines);
        let folder = fold::Folder::new(report, traditional);
        let mut builder = Builder::new(report.len(), folder, glosses::Glosses::new(report));
        let mut paragraph = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            paragraph.push(*line);
            if !joins.get(index).copied().unwrap_or(false) {
                builder.push_paragraph(&paragraph);
                paragraph.clear();
            }
        }
        builder.clean
    }

    /// The clean text: one paragraph, heading or caption a line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the clean text stands in the report.
    ///
    /// White space that a hard wrap left inside the stretch belongs to the answer.
    ///
    /// # Panics
    /// If `span` does not lie on character boundaries of the clean text.
    pub fn original(&self, span: Span) -> CharSpan {
        let start = self.report_char(span.start);
        let end = match self.text[span.start..span.end].chars().next_back() {
            Some(last) => self.report_char(span.end - last.len_utf8()) + 1,
            None => start,
        };
        CharSpan::new(start, end)
    }

    /// How many pinyin readings were dropped; 0 where the report is not glossed.
    pub fn n_glosses(&self) -> usize {
        self.glosses.count()
    }

    /// The report's own text of a stretch, without the white space that hard wraps left in it, and without the pinyin
    /// of a glossed report.
    ///
    /// `report` must be the text that was cleaned.
    pub fn as_written(&self, report: &str, span: Span) -> String {
        let Some((first, advanced)) = self.run_at(span.start) else { return String::new() };
        let CharSpan { start, end } = self.original(span);
        let rest = &report[first.report_byte..];
        let begin = rest.char_indices().nth(advanced as usize).map_or(rest.len(), |(at, _)| at);
        let rest = &rest[begin..];
        let length = rest.char_indices().nth((end - start) as usize).map_or(rest.len(), |(at, _)| at);
        let rest = &rest[..length];
        if self.glosses.count() == 0 && !rest.contains(lines::is_blank) {
            return rest.to_owned();
        }
        let mut written = String::with_capacity(span.len());
        let mut pending = String::new();
        let mut gloss_end = 0;
        for (at, c) in rest.char_indices() {
            if at < gloss_end {
                continue;
            }
            if let Some(gloss) = self.glosses.at(written.chars().next_back(), &rest[at..]) {
                gloss_end = at + gloss.len();
                continue;
            }
            if lines::is_blank(c) {
                pending.push(c);
            } else {
                if !pending.contains(['\n', '\r']) {
                    written.push_str(&pending);
                }
                pending.clear();
                written.push(c);
            }
        }
        written
    }

    fn report_char(&self, clean_byte: usize) -> u32 {
        self.run_at(clean_byte).map_or(0, |(run, advanced)| run.report_char + advanced)
    }

    /// The run that holds a byte, and how many characters of it stand before that byte.
    fn run_at(&self, clean_byte: usize) -> Option<(Run, u32)> {
        let after = self.runs.partition_point(|run| run.clean_byte <= clean_byte);
        let run = *self.runs.get(after.checked_sub(1)?)?;
        Some((run, count(self.text[run.clean_byte..clean_byte].chars())))
    }
}

/// Appends folded characters and remembers where each came from.
struct Builder<'a> {
    clean: CleanText,
    folder: fold::Folder<'a>,
    /// Characters in the run that is being written.
    run_chars: u32,
    previous: Option<char>,
}

impl<'a> Builder<'a> {
    fn new(capacity: usize, folder: fold::Folder<'a>, glosses: glosses::Glosses) -> Self {
        let clean = CleanText { text: String::with_capacity(capacity), runs: Vec::new(), glosses };
        Self { clean, folder, run_chars: 0, previous: None }
    }

    fn push_paragraph(&mut self, lines: &[lines::Line<'_>]) {
        let mut quotes = fold::QuoteState::default();
        self.previous = None;
        for (index, line) in lines.iter().enumerate() {
            let next_line = lines.get(index + 1).and_then(|next| next.text.chars().next());
            self.push_line(line, next_line, &mut quotes);
        }
        let end = lines.last().map_or((0, 0), |line| (line.start + line.width, line.start_byte + line.text.len()));
        self.push('\n', end);
    }

    fn push_line(&mut self, line: &lines::Line<'_>, next_line: Option<char>, quotes: &mut fold::QuoteState) {
        let mut report_char = line.start;
        let mut chars = line.text.char_indices().peekable();
        while let Some((at, original)) = chars.next() {
            if let Some(gloss) = self.clean.glosses.at(self.previous, &line.text[at..]) {
                report_char += count(gloss.chars());
                chars.nth(gloss.chars().count().saturating_sub(2));
                continue;
            }
            let next = chars.peek().map(|(_, next)| *next).or(next_line);
            if let Some(folded) = self.folder.fold(self.previous, original, next, quotes) {
                self.push(folded, (report_char, line.start_byte + at));
                self.previous = Some(folded);
            }
            report_char += 1;
        }
    }

    fn push(&mut self, folded: char, (report_char, report_byte): (u32, usize)) {
        let continues = self.clean.runs.last().is_some_and(|run| run.report_char + self.run_chars == report_char);
        if !continues || self.run_chars >= RUN_CHARS {
            self.clean.runs.push(Run { clean_byte: self.clean.text.len(), report_char, report_byte });
            self.run_chars = 0;
        }
        self.clean.text.push(folded);
        self.run_chars += 1;
    }
}

fn count(chars: impl Iterator<Item = char>) -> u32 {
    u32::try_from(chars.count()).unwrap_or(u32::MAX)
}
