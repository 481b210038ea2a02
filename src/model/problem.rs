//! What is odd about a report: data, not failure.

use serde::{Deserialize, Serialize};

use super::DocId;

/// What kind of oddity was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The file could not be opened or read.
    Unreadable,
    /// The file is larger than a report can be.
    TooLarge,
    /// The file holds no text.
    Empty,
    /// The bytes are no text in any encoding that is read.
    NotText,
    /// The file is of a format that is not read.
    UnsupportedFormat,
    /// The file would take too much memory or time, or could do harm, and was refused.
    Refused,
    /// Some bytes could not be decoded and stand as replacement characters.
    DamagedEncoding,
    /// The metadata beside the reports could not be used for this report.
    BadMetadata,
    /// The program failed on this report; its text is kept, its records are missing.
    Internal,
    /// Numbers seem to have been stripped from the text (提案件，占%).
    DigitsStripped,
    /// Placeholders stand where numbers should (×件).
    Placeholder,
    /// The text is interleaved with another reading of itself, such as pinyin.
    Garbled,
    /// A place name in the text has several candidates and the report does not decide.
    AmbiguousRegion,
    /// A stated total does not agree with its stated parts.
    TotalMismatch,
    /// The report states two values for the same thing.
    Contradiction,
}

/// One oddity of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The report.
    pub doc: DocId,
    /// First character concerned; 0 where the whole report is.
    pub start: u32,
    /// One past the last character concerned; 0 where the whole report is.
    pub end: u32,
    /// What kind of oddity.
    pub code: ProblemCode,
    /// What was found, what it means, what to do.
    pub message: String,
}
