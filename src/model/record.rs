//! The records that leave the program, one JSON object each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CharSpan, DocId, Fact, PartialDate, PlaceMark, Platform, Practice, Problem, RegionCode, Review, place_at};

/// One line of the JSON Lines contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// The report itself.
    Article(ArticleRecord),
    /// A number that is stated.
    Fact(Fact),
    /// A named thing.
    Platform(Platform),
    /// A way of working.
    Practice(Practice),
    /// Something odd.
    Problem(Problem),
}

/// What is known of a report as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// The report.
    pub doc: DocId,
    /// Its title, from metadata or the text's own head.
    pub title: Option<String>,
    /// When it was published, from metadata or the text.
    pub date: Option<PartialDate>,
    /// Where it was published.
    pub source: Option<String>,
    /// Whose report it is.
    pub region: Option<RegionCode>,
    /// Length of the decoded text in characters.
    pub chars: u32,
    /// The parts that have a heading.
    pub sections: Vec<SectionRecord>,
    /// The report that the article is a part of, where a digest was split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
    /// The files that the article was joined from, in the order of the text, where it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<JoinedFile>,
}

/// Where an article stands in the report that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The report.
    pub doc: DocId,
    /// The report's own title.
    pub title: Option<String>,
    /// The first character of the article in the report's decoded text.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
}

/// One of the files that make up an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedFile {
    /// The file's name.
    pub name: String,
    /// The first character of the article that stands in it.
    pub start: u32,
}

/// Tells when reports were published.
pub trait PublicationDates {
    /// The date of a report, as far as it is known.
    fn date(&self, doc: &DocId) -> Option<PartialDate>;
}

impl PublicationDates for BTreeMap<String, ArticleRecord> {
    fn date(&self, doc: &DocId) -> Option<PartialDate> {
        self.get(doc.as_str())?.date
    }
}

/// A part of a report under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionRecord {
    /// The heading as written.
    pub heading: String,
    /// Whom the part is about.
    pub region: Option<RegionCode>,
    /// First character of the part, heading included.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
}

impl Record {
    /// The report that the record came from.
    pub fn doc(&self) -> &DocId {
        match self {
            Self::Article(article) => &article.doc,
            Self::Fact(fact) => &fact.doc,
            Self::Platform(platform) => &platform.doc,
            Self::Practice(practice) => &practice.doc,
            Self::Problem(problem) => &problem.doc,
        }
    }

    /// First character concerned in the report's decoded text.
    pub fn start(&self) -> u32 {
        match self {
            Self::Article(_) => 0,
            Self::Fact(fact) => fact.start,
            Self::Platform(platform) => platform.start,
            Self::Practice(practice) => practice.start,
            Self::Problem(problem) => problem.start,
        }
    }

    /// Other prints of the same article that say the same.
    pub fn also_in(&self) -> &[DocId] {
        match self {
            Self::Fact(fact) => &fact.also_in,
            Self::Platform(platform) => &platform.also_in,
            Self::Practice(practice) => &practice.also_in,
            Self::Article(_) | Self::Problem(_) => &[],
        }
    }

    /// The characters that the record was read from; empty for what is said of the report as a whole.
    pub fn span(&self) -> CharSpan {
        let end = match self {
            Self::Article(_) => 0,
            Self::Fact(fact) => fact.end,
            Self::Platform(platform) => platform.end,
            Self::Practice(practice) => practice.end,
            Self::Problem(problem) => problem.end,
        };
        CharSpan::new(self.start(), end)
    }

    /// What a person said of the record, where one did.
    pub fn review(&self) -> Option<&Review> {
        match self {
            Self::Fact(fact) => fact.corrected.as_deref(),
            Self::Platform(platform) => platform.corrected.as_deref(),
            Self::Practice(practice) => practice.corrected.as_deref(),
            Self::Article(_) | Self::Problem(_) => None,
        }
    }

    /// Whose work the record is about, where the report decides it.
    pub fn region(&self) -> Option<RegionCode> {
        match self {
            Self::Article(article) => article.region,
            Self::Fact(fact) => fact.region,
            Self::Platform(platform) => platform.region,
            Self::Practice(practice) => practice.region,
            Self::Problem(_) => None,
        }
    }

    /// The sentence that holds the record; empty where there is none.
    pub fn quote(&self) -> &str {
        match self {
            Self::Fact(fact) => &fact.quote,
            Self::Platform(platform) => &platform.quote,
            Self::Practice(practice) => &practice.quote,
            Self::Article(_) | Self::Problem(_) => "",
        }
    }

    /// The same record in a part of its report that begins at a character.
    #[must_use]
    pub fn moved(mut self, part: &DocId, at: u32) -> Self {
        let (doc, start, end) = match &mut self {
            Self::Article(_) => return self,
            Self::Fact(fact) => (&mut fact.doc, &mut fact.start, &mut fact.end),
            Self::Platform(platform) => (&mut platform.doc, &mut platform.start, &mut platform.end),
            Self::Practice(practice) => (&mut practice.doc, &mut practice.start, &mut practice.end),
            Self::Problem(problem) => (&mut problem.doc, &mut problem.start, &mut problem.end),
        };
        doc.clone_from(part);
        // What is said of the report as a whole stands nowhere in it, and is said of its first part.
        *start = start.saturating_sub(at);
        *end = end.saturating_sub(at);
        self
    }

    /// Notes where in the file the record stands, by the marks of the report.
    pub fn set_place(&mut self, marks: &[PlaceMark]) {
        let place = place_at(marks, self.start()).cloned();
        match self {
            Self::Fact(fact) => fact.place = place,
            Self::Platform(platform) => platform.place = place,
            Self::Practice(practice) => practice.place = place,
            Self::Article(_) | Self::Problem(_) => {}
        }
    }
}
