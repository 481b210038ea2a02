//! Where in a pack every record stands.

use std::collections::BTreeMap;

use crate::export::Cell;
use crate::model::{DocId, Record};

/// The page and anchor of every record of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    pages: BTreeMap<DocId, String>,
    anchors: BTreeMap<(DocId, u32, u32), usize>,
}

impl Evidence {
    /// Gives every report a page, in the order of names, and every place of a record an anchor on it, in the order of
    /// the text.
    pub fn new(records: &[Record]) -> Self {
        let mut places: BTreeMap<DocId, Vec<(u32, u32)>> = BTreeMap::new();
        for record in records {
            let of_report = places.entry(record.doc().clone()).or_default();
            if !matches!(record, Record::Article(_)) && record.span().start < record.span().end {
                of_report.push((record.span().start, record.span().end));
            }
        }
        let mut evidence = Self::default();
        for (n, (doc, mut spans)) in places.into_iter().enumerate() {
            spans.sort_unstable();
            spans.dedup();
            evidence.pages.insert(doc.clone(), format!("reports/{:05}.html", n + 1));
            for (at, (start, end)) in spans.into_iter().enumerate() {
                evidence.anchors.insert((doc.clone(), start, end), at + 1);
            }
        }
        evidence
    }

    /// The reports, each with the path of its page below the folder of the pack.
    pub fn pages(&self) -> impl Iterator<Item = (&DocId, &str)> {
        self.pages.iter().map(|(doc, page)| (doc, page.as_str()))
    }

    /// The page of a report.
    pub fn page(&self, doc: &DocId) -> Option<&str> {
        self.pages.get(doc).map(String::as_str)
    }

    /// The anchor of a place on its report's page.
    pub fn anchor(&self, doc: &DocId, start: u32, end: u32) -> Option<String> {
        self.anchors.get(&(doc.clone(), start, end)).map(|n| format!("r{n}"))
    }

    /// What a row that names its report, start and end links to.
    pub fn link(&self, doc: &Cell, start: &Cell, end: &Cell) -> Option<String> {
        let (Cell::Text(doc), Cell::Whole(start), Cell::Whole(end)) = (doc, start, end) else { return None };
        let doc = DocId::new(doc.as_str());
        let anchor = self.anchor(&doc, u32::try_from(*start).ok()?, u32::try_from(*end).ok()?)?;
        Some(format!("{}#{anchor}", self.page(&doc)?))
    }
}
