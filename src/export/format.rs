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
    /// Every table and the codebook, a sheet each, for a spreadsheet.
    Workbook,
    /// One kind of record, a row each, columns typed: for pandas, R, `DuckDB`.
    Parquet,
    /// Every table, with views and a full-text table, for SQL.
    Database,
}

impl FileFormat {
    /// The format by the file's extension.
    ///
    /// # Errors
    /// When there is no extension, or one that is not written.
    ///
    /// # Examples
    /// ```
    /// use std::path::Path;
    /// use tongjian::export::FileFormat;
    /// assert_eq!(FileFormat::of(Path::new("facts.CSV")).unwrap(), FileFormat::Csv);
    /// let error = FileFormat::of(Path::new("facts.dta")).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "facts.dta: “dta” is no format that is written: use csv, jsonl, xlsx, parquet or sqlite"
    /// );
    /// ```
    pub fn of(path: &Path) -> Result<Self> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let reason = match extension.as_deref() {
            Some("csv") => return Ok(Self::Csv),
            Some("jsonl" | "ndjson") => return Ok(Self::JsonLines),
            Some("xlsx") => return Ok(Self::Workbook),
            Some("sqlite" | "sqlite3" | "db") => return Ok(Self::Database),
            Some("parquet") => return Ok(Self::Parquet),
            Some(other) => format!("“{other}” is no format that is written: use csv, jsonl, xlsx, parquet or sqlite"),
            None => "the format goes by the extension: use csv, jsonl, xlsx, parquet or sqlite".to_owned(),
        };
        Err(Error::Request(format!("{}: {reason}", path.display())))
    }
}
