//! Records out of the index, in reading order.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use tantivy::query::{Occur, Query};
use tantivy::schema::Field;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::{DocAddress, Searcher};

use super::filter::{Filter, all, exactly};
use super::matches::{first_match, matches};
use super::reports::date_of;
use super::{Index, schema};
use crate::error::Result;
use crate::model::{ArticleRecord, DocId, PartialDate, PublicationDates, Record};

/// What a document of the index stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A report as a whole.
    Article,
    /// All of its text, apart from what is known of it, so that to read the one the other need not be unpacked.
    Text,
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
            Self::Text => "text",
            Self::Passage => "passage",
            Self::Fact => "fact",
            Self::Platform => "platform",
            Self::Practice => "practice",
            Self::Problem => "problem",
        }
    }
}

/// When the reports of some records were published.
#[derive(Debug, Clone, Default)]
pub struct Dates(HashMap<DocId, PartialDate>);

impl PublicationDates for Dates {
    fn date(&self, doc: &DocId) -> Option<PartialDate> {
        self.0.get(doc).copied()
    }
}

impl FromIterator<(DocId, PartialDate)> for Dates {
    fn from_iter<I: IntoIterator<Item = (DocId, PartialDate)>>(dates: I) -> Self {
        Self(dates.into_iter().collect())
    }
}

/// A record with what the columns say of it.
struct Read {
    /// Boxed, since a record is large and sorting moves it.
    record: Box<Record>,
    report: u64,
    order: u64,
    date: Option<PartialDate>,
}

impl Index {
    /// All records of the given kinds that the filter lets through, by document name, then by place in the text.
    ///
    /// Texts and passages are not records: [`text`](Self::text) and [`search`](Self::search) give them.
    pub fn records(&self, kinds: &[Kind], filter: &Filter) -> Result<Vec<Record>> {
        Ok(self.read_all(kinds, filter)?.into_iter().map(|read| *read.record).collect())
    }

    /// The same records, and when their reports were published.
    pub(super) fn dated_records(&self, kinds: &[Kind], filter: &Filter) -> Result<(Vec<Record>, Dates)> {
        let read = self.read_all(kinds, filter)?;
        let mut dates = Dates::default();
        let mut last: Option<DocId> = None;
        for Read { record, date, .. } in &read {
            if last.as_ref() != Some(record.doc()) {
                last = Some(record.doc().clone());
                dates.0.extend(date.map(|date| (record.doc().clone(), date)));
            }
        }
        Ok((read.into_iter().map(|read| *read.record).collect(), dates))
    }

    /// All records of one kind that the filter lets through, each with the number of its report, in the same order.
    pub(super) fn records_by_report(&self, kind: Kind, filter: &Filter) -> Result<Vec<(Record, u64)>> {
        Ok(self.read_all(&[kind], filter)?.into_iter().map(|read| (*read.record, read.report)).collect())
    }

    fn read_all(&self, kinds: &[Kind], filter: &Filter) -> Result<Vec<Read>> {
        let searcher = self.searcher();
        let mut read = Vec::new();
        for &kind in kinds.iter().filter(|kind| ![Kind::Text, Kind::Passage].contains(kind)) {
            let query = self.of_kind(kind, filter.clauses(&self.fields));
            read.extend(self.read(&searcher, kind, &matches(&searcher, &*query)?)?);
        }
        sort(&mut read);
        Ok(read)
    }

    /// All records of one kind that a query finds, in the same order.
    pub(super) fn records_of(&self, kind: Kind, query: &dyn Query) -> Result<Vec<Record>> {
        let searcher = self.searcher();
        let mut read = self.read(&searcher, kind, &matches(&searcher, query)?)?;
        sort(&mut read);
        Ok(read.into_iter().map(|read| *read.record).collect())
    }

    /// The records at these addresses, which are in the order of the documents: they are stored in compressed blocks,
    /// and so each block is unpacked once, or twice where two threads meet in it.
    fn read(&self, searcher: &Searcher, kind: Kind, addresses: &[DocAddress]) -> Result<Vec<Read>> {
        let mut pieces = Vec::new();
        for of_segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            pieces.extend(of_segment.chunks(PIECE));
        }
        let read: Vec<Vec<Read>> =
            pieces.par_iter().map(|piece| self.read_piece(searcher, kind, piece)).collect::<Result<_>>()?;
        Ok(read.into_iter().flatten().collect())
    }

    fn read_piece(&self, searcher: &Searcher, kind: Kind, piece: &[DocAddress]) -> Result<Vec<Read>> {
        let Some(first) = piece.first() else { return Ok(Vec::new()) };
        let segment = searcher.segment_reader(first.segment_ord);
        let stored = segment.get_store_reader(1).map_err(tantivy::TantivyError::from)?;
        let columns = segment.fast_fields();
        let (reports, orders) = (columns.u64(schema::REPORT)?, columns.u64(schema::ORDER)?);
        let dates = columns.column_opt(schema::DATE)?;
        let read_one = |address: &DocAddress| -> Result<Read> {
            let document: Stored = stored.get(address.doc_id)?;
            Ok(Read {
                record: Box::new(parse(kind, document.text(self.fields.data))?),
                report: reports.first(address.doc_id).unwrap_or_default(),
                order: orders.first(address.doc_id).unwrap_or_default(),
                date: dates.as_ref().and_then(|dates| dates.first(address.doc_id)).and_then(date_of),
            })
        };
        piece.iter().map(read_one).collect()
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
        self.text_in(&self.searcher(), doc)
    }

    fn text_in(&self, searcher: &Searcher, doc: &DocId) -> Result<Option<String>> {
        let query = self.of_kind(Kind::Text, vec![(Occur::Must, exactly(self.fields.doc, doc.as_str()))]);
        let Some(address) = first_match(searcher, &*query)? else { return Ok(None) };
        let mut document: Stored = searcher.doc(address)?;
        Ok(Some(document.take(self.fields.text)))
    }

    /// The report that stands at an address, and its decoded text.
    pub(super) fn report_at(&self, searcher: &Searcher, at: DocAddress) -> Result<Option<(ArticleRecord, String)>> {
        let document: Stored = searcher.doc(at)?;
        let Record::Article(article) = parse(Kind::Article, document.text(self.fields.data))? else { return Ok(None) };
        let text = self.text_in(searcher, &article.doc)?;
        Ok(text.map(|text| (article, text)))
    }

    /// Documents of one kind that fulfil further clauses.
    pub(super) fn of_kind(&self, kind: Kind, mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
        clauses.push((Occur::Must, exactly(self.fields.kind, kind.name())));
        all(clauses)
    }
}

/// Records that one thread reads before it takes others.
const PIECE: usize = 2048;

/// Reads a record of a kind that is known: to look for the kind first, serde would keep every field aside.
fn parse(kind: Kind, json: &str) -> Result<Record> {
    Ok(match kind {
        Kind::Fact => Record::Fact(serde_json::from_str(json)?),
        Kind::Platform => Record::Platform(serde_json::from_str(json)?),
        Kind::Practice => Record::Practice(serde_json::from_str(json)?),
        Kind::Problem => Record::Problem(serde_json::from_str(json)?),
        Kind::Article => Record::Article(serde_json::from_str(json)?),
        // These are no records: what is stored of them, if anything, says so.
        Kind::Text | Kind::Passage => serde_json::from_str(json)?,
    })
}

fn sort(read: &mut [Read]) {
    let place = |read: &Read| (rank(&read.record), read.order);
    read.par_sort_by(|a, b| {
        let by_name = a.record.doc().as_str().cmp(b.record.doc().as_str());
        by_name.then_with(|| place(a).cmp(&place(b)))
    });
}

/// The report itself comes before what stands in it.
const fn rank(record: &Record) -> u8 {
    match record {
        Record::Article(_) => 0,
        _ => 1,
    }
}

/// What is stored of a document: texts, by field.
#[derive(Default)]
struct Stored(Vec<(Field, String)>);

impl Stored {
    /// A text; empty if the document lacks it.
    fn text(&self, field: Field) -> &str {
        self.0.iter().find(|(known, _)| *known == field).map_or("", |(_, text)| text)
    }

    /// The same, taken out.
    fn take(&mut self, field: Field) -> String {
        self.0.iter_mut().find(|(known, _)| *known == field).map(|(_, text)| std::mem::take(text)).unwrap_or_default()
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut fields: D) -> std::result::Result<Self, DeserializeError> {
        let mut stored = Self(Vec::with_capacity(fields.size_hint()));
        while let Some(field) = fields.next_field()? {
            stored.0.push(field);
        }
        Ok(stored)
    }
}
