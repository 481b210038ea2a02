//! What stops a run: disk, dictionaries, configuration. Odd reports are [`Problem`](crate::model::Problem)s instead.

use std::path::PathBuf;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written; the message names it.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    /// A dictionary file does not say what it must.
    #[error("{file}:{line}: {reason}")]
    Dictionary {
        /// Name of the file in the dictionaries folder.
        file: String,
        /// Line, counted from 1; 0 where no one line is to blame.
        line: usize,
        /// What was found and what was expected.
        reason: String,
    },
    /// A metadata file cannot be used.
    #[error("{path}: {reason}")]
    Metadata {
        /// The metadata file.
        path: PathBuf,
        /// What was found and what was expected.
        reason: String,
    },
    /// The library folder is not as it must be, or is in use.
    #[error("{path}: {reason}")]
    Library {
        /// The library or a file in it.
        path: PathBuf,
        /// What was found and what to do.
        reason: String,
    },
    /// The index could not be opened, written or searched.
    #[error("index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The user asked for something that does not exist or does not fit.
    #[error("{0}")]
    Request(String),
    /// Records could not be written or read back as JSON.
    #[error("record: {0}")]
    Json(#[from] serde_json::Error),
    /// A table could not be written as CSV.
    #[error("csv: {0}")]
    Csv(#[from] csv::Error),
    /// A database could not be written.
    #[error("{path}: sqlite: {source}")]
    Database {
        /// The database's file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A Parquet file could not be written.
    #[error("parquet: {0}")]
    Parquet(#[source] parquet::errors::ParquetError),
    /// A workbook could not be written.
    #[error("xlsx: {0}")]
    Workbook(#[source] rust_xlsxwriter::XlsxError),
}

/// Short form used by the whole crate.
pub type Result<T> = std::result::Result<T, Error>;
