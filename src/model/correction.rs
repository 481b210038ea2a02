//! What a person says of a record, and by which words the record is found again.

use serde::{Deserialize, Serialize};

use super::{Amendment, ContentHash, DocId, PracticeId, ReviewKind};

/// Where a record stands, told by the words around it.
///
/// Offsets change when a report is saved in another form and when the program reads a format better; file names differ
/// from library to library. So a record is found by its report's name or bytes, then by its words between those before
/// and after them, white space left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Anchor {
    /// The report.
    pub doc: DocId,
    /// The bytes that the report had.
    pub content: ContentHash,
    /// The kind of record.
    pub kind: ReviewKind,
    /// The number, the name or the words that show a practice, as written.
    pub words: String,
    /// Some characters before the words.
    pub before: String,
    /// Some characters after the words.
    pub after: String,
    /// Which of the places where all of these stand together, counted from 1.
    pub nth: u32,
    /// Which practice the words were taken to show: the same words may show several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<PracticeId>,
}

/// What a person says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It is right as it is: these contents stand, whatever a later version of the program reads.
    Right(Amendment),
    /// It is none: the number is no such fact, the name no platform, the words show no practice.
    Wrong,
    /// It is one with other contents.
    Corrected(Amendment),
    /// The program read nothing here: this is a fact all the same, with these contents.
    Added(Amendment),
}

impl Judgement {
    /// The word that stands for it in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Right(_) => "right",
            Self::Wrong => "wrong",
            Self::Corrected(_) => "corrected",
            Self::Added(_) => "added",
        }
    }

    /// The contents that the record is to have; `None` where there is to be no record.
    pub const fn amendment(&self) -> Option<&Amendment> {
        match self {
            Self::Right(amendment) | Self::Corrected(amendment) | Self::Added(amendment) => Some(amendment),
            Self::Wrong => None,
        }
    }
}

/// One correction: the truth that a person adds to what the reports say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Which record.
    pub anchor: Anchor,
    /// What is said of it.
    pub judgement: Judgement,
    /// Why, in the person's own words; empty where nothing was said.
    pub note: String,
}

/// How a record that stands was reviewed; a rejected one does not stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reviewed {
    /// A person found it right.
    Right,
    /// A person corrected it.
    Corrected,
    /// A person added it: the program had read nothing there.
    Added,
}

/// The mark of a person's hand on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What the person said.
    pub verdict: Reviewed,
    /// What the program had read, in the fields that were changed.
    #[serde(default, skip_serializing_if = "Amendment::is_empty")]
    pub was: Amendment,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
