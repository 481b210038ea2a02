//! Sets of reports by their numbers.

use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher, SegmentReader};

use super::schema;
use crate::error::Result;

/// Some reports of the index. Numbers are given one after the other, so that one place for each costs little.
#[derive(Debug, Clone, Default)]
pub(super) struct ReportSet {
    holds: Vec<bool>,
}

impl ReportSet {
    /// Puts a report in.
    pub(super) fn insert(&mut self, report: u64) {
        let at = place(report);
        if at >= self.holds.len() {
            self.holds.resize(at + 1, false);
        }
        self.holds[at] = true;
    }

    /// Whether a report is in it.
    pub(super) fn contains(&self, report: u64) -> bool {
        self.holds.get(place(report)).copied().unwrap_or_default()
    }

    /// Whether no report is in it.
    pub(super) fn is_empty(&self) -> bool {
        !self.holds.contains(&true)
    }
}

impl FromIterator<u64> for ReportSet {
    fn from_iter<I: IntoIterator<Item = u64>>(reports: I) -> Self {
        let mut set = Self::default();
        reports.into_iter().for_each(|report| set.insert(report));
        set
    }
}

fn place(report: u64) -> usize {
    usize::try_from(report).expect("numbers are counted from 1, and no memory holds so many reports")
}

/// The reports that the documents of a segment belong to; `None` where it has no documents.
pub(super) fn reports_in(segment: &SegmentReader) -> Result<Option<Column<u64>>> {
    Ok(segment.fast_fields().column_opt(schema::REPORT)?)
}

/// For each document, in the order of the documents, the report that it belongs to.
pub(super) fn reports_of(
    searcher: &Searcher,
    documents: impl IntoIterator<Item = DocAddress>,
) -> Result<Vec<(DocAddress, u64)>> {
    let columns = searcher.segment_readers().iter().map(reports_in).collect::<Result<Vec<_>>>()?;
    let report = |at: DocAddress| Some((at, columns.get(at.segment_ord as usize)?.as_ref()?.first(at.doc_id)?));
    Ok(documents.into_iter().filter_map(report).collect())
}
