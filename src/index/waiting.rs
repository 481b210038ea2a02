//! Documents that wait to be written.

use std::collections::HashSet;

use tantivy::TantivyDocument;

use super::Kind;
use crate::model::DocId;

/// Documents of up to some two thousand reports, to be written one kind after the other.
///
/// What is written together is compressed together and read together: a question about one metric or practice then
/// unpacks only a small part of what is stored, not a piece of every report.
#[derive(Default)]
pub(super) struct Waiting {
    documents: Vec<((Kind, String), TantivyDocument)>,
    docs: HashSet<DocId>,
    n_bytes: usize,
}

/// Bytes of text whose documents wait at most; with their records they take about ten times as much memory.
const MOST: usize = 6 << 20;

impl Waiting {
    /// Announces the documents of a report whose text has so many bytes.
    pub(super) fn begin(&mut self, doc: &DocId, n_bytes: usize) {
        self.docs.insert(doc.clone());
        self.n_bytes += n_bytes;
    }

    /// Keeps a document under its kind and the metric or practice that it is about.
    pub(super) fn put(&mut self, about: (Kind, String), document: TantivyDocument) {
        self.documents.push((about, document));
    }

    /// Whether documents of a report wait.
    pub(super) fn holds(&self, doc: &DocId) -> bool {
        self.docs.contains(doc)
    }

    /// Whether it is time to write.
    pub(super) const fn is_full(&self) -> bool {
        self.n_bytes >= MOST
    }

    /// All documents, those about the same thing together, otherwise as they came.
    pub(super) fn in_order(mut self) -> impl Iterator<Item = TantivyDocument> {
        self.documents.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.documents.into_iter().map(|(_, document)| document)
    }
}
