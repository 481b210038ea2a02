//! The derived index: records and passages that can be filtered, listed in reading order and searched.
//!
//! Everything here can be deleted and rebuilt from the library's reports with the same answers: results are ordered by
//! document name and place in the text, never by the order of writing, and the statistics behind ranking count what
//! is there now, not what was once deleted.
//!
//! - `schema`: which fields there are
//! - `fold`, `tokenizer`: text → the characters and words that are compared
//! - `passages`: a report → pieces of the size of a paragraph, and the seams between them
//! - `writer`, `waiting`: extractions in, what is read together written together
//! - `filter`, `matches`: which documents a question is about
//! - `records`: records out
//! - `reports`: which reports there are, from columns alone
//! - `reprints`, `claims`: which reports print the same article, and what they say, said once
//! - `syntax`: what a person types → words and conditions
//! - `query`, `ranking`: which passages a query finds, and how well each fits
//! - `across`, `report_set`: which further reports it finds
//! - `search`: passages out, best first

mod across;
mod claims;
mod filter;
mod fold;
mod matches;
mod passages;
mod query;
mod ranking;
mod records;
mod report_set;
mod reports;
mod reprints;
mod schema;
mod search;
mod syntax;
mod tokenizer;
mod waiting;
mod writer;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::{IndexReader, ReloadPolicy, Searcher, TantivyError};

pub use claims::{Prints, claims};
pub use filter::Filter;
pub use fold::searchable;
pub use query::{Phrase, SearchQuery, ValueCondition};
pub use records::{Dates, Kind};
pub use reprints::Reprints;
pub use search::{Found, Hit, Passage};
pub use syntax::{FieldName, Named, QueryError, QueryFault, TypedQuery};
pub use writer::IndexWriter;

use crate::error::{Error, Result};
use schema::Fields;

/// An open index.
pub struct Index {
    folder: PathBuf,
    inner: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("directory", self.inner.directory()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `folder`, making folder and index where they are missing.
    ///
    /// # Errors
    /// When the folder cannot be written, or holds an index that another version of the program made.
    pub fn open_or_create(folder: &Path) -> Result<Self> {
        fs_err::create_dir_all(folder)?;
        let (schema, fields) = schema::build();
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let builder = tantivy::Index::builder().schema(schema).settings(schema::settings());
        let inner = builder.open_or_create(directory).map_err(|error| match error {
            TantivyError::SchemaError(_) | TantivyError::IncompatibleIndex(_) => Error::Request(format!(
                "{}: this index was made by another version of tongjian; `tongjian rebuild` makes it anew from the reports",
                folder.display()
            )),
            other => other.into(),
        })?;
        tokenizer::register(&inner);
        let reader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { folder: folder.to_owned(), inner, reader, fields })
    }

    /// What the last commit said it holds; `None` before the first commit.
    pub fn generation(&self) -> Result<Option<String>> {
        Ok(self.inner.load_metas()?.payload)
    }

    /// Begins to write. Only one writer can exist at a time, in this process or another.
    ///
    /// # Errors
    /// When another writer is at work.
    pub fn writer(&self) -> Result<IndexWriter> {
        // Numbers tell reports apart and say no more: those of reports that are gone stay unused.
        let mut last_report = 0;
        for segment in self.searcher().segment_readers() {
            if let Some(reports) = segment.fast_fields().column_opt::<u64>(schema::REPORT)? {
                last_report = last_report.max(reports.max_value());
            }
        }
        IndexWriter::new(&self.inner, self.fields, last_report)
    }

    /// Lets queries see what was committed since the index was opened or last reloaded.
    pub fn reload(&self) -> Result<()> {
        Ok(self.reader.reload()?)
    }

    fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }
}
