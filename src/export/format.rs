//! Which kind of file a name asks for.

use std::path::Path;

use crate::error::{Error, Result};

/// Kinds of files that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// One kind of record, a row each, UTF-8 with byte order mark.
    Csv,
    /// Records of all kinds, an object each.
    JsonLines,
}

impl FileFormat {
    /// The format by the file's extension.
    ///
    /// # Errors
    /// When there is no extension, or one that is not written (yet).
    ///
    /// # Examples
    /// ```
    /// use std::path::Path;
    /// use tongjian::export::FileFormat;
    /// assert_eq!(FileFormat::of(Path::new("facts.CSV")).unwrap(), FileFormat::Csv);
    /// let error = FileFormat::of(Path::new("facts.xlsx")).unwrap_err();
    /// assert_eq!(error.to_string(), "facts.xlsx: xlsx comes later: use csv or jsonl");
    /// ```
    pub fn of(path: &Path) -> Result<Self> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let reason = match extension.as_deref() {
            Some("csv") => return Ok(Self::Csv),
            Some("jsonl" | "ndjson") => return Ok(Self::JsonLines),
            Some(later @ ("xlsx" | "parquet" | "sqlite" | "db")) => format!("{later} comes later: use csv or jsonl"),
            Some(other) => format!("“{other}” is no format that is written: use csv or jsonl"),
            None => "the format goes by the extension: use csv or jsonl".to_owned(),
        };
        Err(Error::Request(format!("{}: {reason}", path.display())))
    }
}
