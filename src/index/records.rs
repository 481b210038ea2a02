//! Records out of the index, in reading order.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::DocSetCollector;
use tantivy::query::{Occur, Query};
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, TantivyDocument};

use super::Index;
use super::filter::{Filter, all, exactly};
use crate::error::Result;
use crate::model::{ArticleRecord, DocId, Record};

/// What a document of the index stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A report as a whole.
    Article,
    /// A piece of its text.
    Passage,
    /// A number that it states.
    Fact,
    /// A named thing.
    Platform,
    /// A way of working.
    Practice,
    /// Something odd.
    Problem,
}

impl Kind {
    /// The word that stands for it in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Passage => "passage",
            Self::Fact => "fact",
            Self::Platform => "platform",
            Self::Practice => "practice",
            Self::Problem => "problem",
        }
    }
}

impl Index {
    /// All records of the given kinds that the filter lets through, by document name, then by place in the text.
    ///
    /// Passages are not records: [`search`](Self::search) finds them.
    pub fn records(&self, kinds: &[Kind], filter: &Filter) -> Result<Vec<Record>> {
        let mut clauses = filter.clauses(&self.fields);
        let kinds = kinds.iter().filter(|&&kind| kind != Kind::Passage);
        let kinds = kinds.map(|kind| exactly(self.fields.kind, kind.name())).collect();
        clauses.push((Occur::Must, Box::new(tantivy::query::BooleanQuery::union(kinds))));
        self.records_of(&*all(clauses))
    }

    /// All records that a query finds, in the same order.
    pub(super) fn records_of(&self, query: &dyn Query) -> Result<Vec<Record>> {
        let searcher = self.searcher();
        let mut found = Vec::new();
        // Documents are stored in compressed blocks: in their own order each block is unpacked once.
        let addresses: BTreeSet<DocAddress> = searcher.search(query, &DocSetCollector)?.into_iter().collect();
        for address in addresses {
            let document: TantivyDocument = searcher.doc(address)?;
            let record: Record = serde_json::from_str(text_of(&document, self.fields.data))?;
            found.push((record, order_of(&document, self.fields.order)));
        }
        found.sort_by(|(a, a_order), (b, b_order)| {
            (a.doc().as_str(), rank(a), a_order).cmp(&(b.doc().as_str(), rank(b), b_order))
        });
        Ok(found.into_iter().map(|(record, _)| record).collect())
    }

    /// Every report by name.
    pub fn articles(&self) -> Result<BTreeMap<String, ArticleRecord>> {
        let records = self.records(&[Kind::Article], &Filter::default())?;
        Ok(records
            .into_iter()
            .filter_map(|record| match record {
                Record::Article(article) => Some((article.doc.as_str().to_owned(), article)),
                _ => None,
            })
            .collect())
    }

    /// The decoded text of a report; `None` if the index does not hold it.
    pub fn text(&self, doc: &DocId) -> Result<Option<String>> {
        Ok(self.report(doc)?.map(|(_, text)| text))
    }

    /// A report and its decoded text.
    pub(super) fn report(&self, doc: &DocId) -> Result<Option<(ArticleRecord, String)>> {
        let query = self.of_kind(Kind::Article, vec![(Occur::Must, exactly(self.fields.doc, doc.as_str()))]);
        let searcher = self.searcher();
        let Some(address) = searcher.search(&query, &DocSetCollector)?.into_iter().next() else { return Ok(None) };
        let document: TantivyDocument = searcher.doc(address)?;
        match serde_json::from_str(text_of(&document, self.fields.data))? {
            Record::Article(article) => Ok(Some((article, text_of(&document, self.fields.text).to_owned()))),
            _ => Ok(None),
        }
    }

    /// Documents of one kind that fulfil further clauses.
    pub(super) fn of_kind(&self, kind: Kind, mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
        clauses.push((Occur::Must, exactly(self.fields.kind, kind.name())));
        all(clauses)
    }
}

/// The report itself comes before what stands in it.
const fn rank(record: &Record) -> u8 {
    match record {
        Record::Article(_) => 0,
        _ => 1,
    }
}

/// A stored text field; empty if the document lacks it.
pub(super) fn text_of(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}

/// A stored number; 0 if the document lacks it.
pub(super) fn order_of(document: &TantivyDocument, field: Field) -> u64 {
    document.get_first(field).and_then(|value| value.as_u64()).unwrap_or_default()
}
