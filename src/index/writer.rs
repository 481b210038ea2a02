//! Extractions into the index, one batch a commit.

use std::collections::BTreeSet;

use tantivy::merge_policy::LogMergePolicy;
use tantivy::{TantivyDocument, Term};

use super::records::Kind;
use super::schema::Fields;
use super::search::Passage;
use super::waiting::Waiting;
use super::{passages, reports};
use crate::error::Result;
use crate::model::{ArticleRecord, DocId, Record, RegionCode, Status};
use crate::pipeline::Extraction;

/// Memory for each writing thread before a segment is flushed; Tantivy asks for at least 15 MB.
const BYTES_PER_THREAD: usize = 64 << 20;
/// Documents of the largest segments that are still merged. Merging takes memory for each document and maps the files of
/// all segments that it reads: without an end of it, the memory of an ingest would grow with the library. A question has
/// to look into some more segments instead, some dozens in a library of a million reports.
const MOST_TO_MERGE: usize = 1_000_000;
/// More threads than this make more segments than they save time.
const MOST_THREADS: usize = 4;

/// Writes to an index. Nothing is seen by anyone before [`commit`](Self::commit).
pub struct IndexWriter {
    inner: tantivy::IndexWriter,
    fields: Fields,
    waiting: Waiting,
    /// The number of the report that was added last.
    last_report: u64,
}

impl std::fmt::Debug for IndexWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexWriter").finish_non_exhaustive()
    }
}

impl IndexWriter {
    /// A writer that goes on after the reports with these numbers.
    pub(super) fn new(index: &tantivy::Index, fields: Fields, last_report: u64) -> Result<Self> {
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let inner = index.writer_with_num_threads(n_threads, n_threads * BYTES_PER_THREAD)?;
        let mut merging = LogMergePolicy::default();
        merging.set_max_docs_before_merge(MOST_TO_MERGE);
        inner.set_merge_policy(Box::new(merging));
        Ok(Self { inner, fields, waiting: Waiting::default(), last_report })
    }

    /// Takes out everything that came from a report.
    pub fn delete(&mut self, doc: &DocId) -> Result<()> {
        if self.waiting.holds(doc) {
            // A deletion reaches only what was written before it.
            self.write_waiting()?;
        }
        self.inner.delete_term(Term::from_field_text(self.fields.doc, doc.as_str()));
        Ok(())
    }

    /// Takes out everything.
    pub fn delete_all(&mut self) -> Result<()> {
        self.waiting = Waiting::default();
        self.inner.delete_all_documents()?;
        Ok(())
    }

    /// Adds a report, its passages and its records. `text` is the report's decoded text.
    ///
    /// A report of the same name that is there already stays: [`delete`](Self::delete) it first.
    pub fn add(&mut self, extraction: &Extraction, text: &str) -> Result<()> {
        let article = &extraction.article;
        self.last_report += 1;
        let mut document = self.begin(Kind::Article, article, 0);
        document.add_text(self.fields.name, article.doc.as_str());
        self.locate(&mut document, article.region, published(article));
        for place in told_of(article) {
            document.add_u64(self.fields.told_of, place.number().into());
        }
        document.add_bytes(self.fields.signature, &extraction.signature.to_bytes());
        document.add_text(self.fields.data, serde_json::to_string(&Record::Article(article.clone()))?);
        self.waiting.begin(&article.doc, text.len());
        self.waiting.put((Kind::Article, String::new()), document);
        let mut document = self.begin(Kind::Text, article, 0);
        document.add_text(self.fields.text, text);
        self.waiting.put((Kind::Text, String::new()), document);
        self.add_passages(extraction, text);
        for (order, record) in (0..).zip(&extraction.records) {
            self.add_record(article, record, order)?;
        }
        if self.waiting.is_full() { self.write_waiting() } else { Ok(()) }
    }

    /// Makes everything since the last commit visible at once, or nothing of it if the process dies on the way.
    pub fn commit(&mut self, generation: &str) -> Result<()> {
        self.write_waiting()?;
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(generation);
        prepared.commit()?;
        Ok(())
    }

    /// Forgets everything since the last commit.
    pub fn rollback(&mut self) -> Result<()> {
        self.waiting = Waiting::default();
        self.inner.rollback()?;
        Ok(())
    }

    fn write_waiting(&mut self) -> Result<()> {
        for document in std::mem::take(&mut self.waiting).in_order() {
            self.inner.add_document(document)?;
        }
        Ok(())
    }

    fn add_passages(&mut self, extraction: &Extraction, text: &str) {
        let article = &extraction.article;
        let mut records = extraction.records.iter().peekable();
        let passages = Passage::all(article, text);
        let seams = passages::seams(text, passages.iter().map(|passage| passage.end));
        for ((order, passage), seam) in (0..).zip(passages).zip(seams) {
            let mut document = self.begin(Kind::Passage, article, order);
            self.locate(&mut document, passage.region, published(article));
            while let Some(record) = records.next_if(|record| record.start() < passage.end) {
                if record.start() >= passage.start {
                    self.tag(&mut document, record);
                }
            }
            document.add_text(self.fields.words, &passage.text);
            document.add_text(self.fields.characters, &passage.text);
            document.add_text(self.fields.seam, seam);
            self.waiting.put((Kind::Passage, String::new()), document);
        }
    }

    fn add_record(&mut self, article: &ArticleRecord, record: &Record, order: u64) -> Result<()> {
        let (kind, about, year) = match record {
            // An article among the records would be the report itself, which stands in the index already.
            Record::Article(_) => return Ok(()),
            Record::Fact(fact) => (Kind::Fact, fact.metric.as_str(), fact.year),
            Record::Platform(_) => (Kind::Platform, "", published(article)),
            Record::Practice(practice) => (Kind::Practice, practice.practice.as_str(), published(article)),
            Record::Problem(_) => (Kind::Problem, "", published(article)),
        };
        let mut document = self.begin(kind, article, order);
        if let Some(year) = year {
            document.add_i64(self.fields.year, year.into());
        }
        self.tag(&mut document, record);
        document.add_text(self.fields.data, serde_json::to_string(record)?);
        self.waiting.put((kind, about.to_owned()), document);
        Ok(())
    }

    fn begin(&self, kind: Kind, article: &ArticleRecord, order: u64) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.kind, kind.name());
        document.add_text(self.fields.doc, article.doc.as_str());
        document.add_u64(self.fields.report, self.last_report);
        document.add_u64(self.fields.order, order);
        if let Some(date) = article.date {
            document.add_i64(self.fields.date, reports::number_of(date));
        }
        document
    }

    /// Writes down where and when: the region with all that it lies in.
    fn locate(&self, document: &mut TantivyDocument, region: Option<RegionCode>, year: Option<i16>) {
        let mut at = region;
        while let Some(code) = at {
            document.add_text(self.fields.region, code.to_string());
            at = code.parent();
        }
        if let Some(year) = year {
            document.add_i64(self.fields.year, year.into());
        }
    }

    /// Writes down what a record is about, on its own document or on the passage that it stands in.
    fn tag(&self, document: &mut TantivyDocument, record: &Record) {
        match record {
            Record::Fact(fact) => {
                self.locate(document, fact.region, None);
                document.add_text(self.fields.metric, fact.metric.as_str());
                document.add_text(self.fields.metric, fact.metric.family());
                document.add_text(self.fields.status, status_name(fact.status));
            }
            Record::Platform(platform) => {
                self.locate(document, platform.region, None);
                document.add_text(self.fields.platform, &platform.name);
                document.add_text(self.fields.platform, &platform.core);
            }
            Record::Practice(practice) => {
                self.locate(document, practice.region, None);
                document.add_text(self.fields.practice, practice.practice.as_str());
            }
            Record::Article(_) | Record::Problem(_) => {}
        }
    }
}

/// The word for a status in records and filters.
pub(super) const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::Plan => "plan",
        Status::Rule => "rule",
    }
}

/// The places that a report tells of, each once.
fn told_of(article: &ArticleRecord) -> BTreeSet<RegionCode> {
    article.sections.iter().map(|section| section.region).chain([article.region]).flatten().collect()
}

fn published(article: &ArticleRecord) -> Option<i16> {
    article.date.map(crate::model::PartialDate::year)
}
