//! `metadata.csv`: what is known about reports from outside their text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::parts::{self, PartRow};
use super::{FaultKind, decode};
use crate::error::{Error, Result};
use crate::model::Metadata;

/// The file name that holds metadata and is therefore no report.
pub const METADATA_FILE: &str = "metadata.csv";

const COLUMNS: [&str; 9] = ["doc", "date", "region", "title", "source", "url", "split", "part_of", "part"];

/// Columns whose names end like this say why, and are passed over: `ingest --dry-run` writes them for people.
pub const EVIDENCE: &str = "_evidence";

/// One row of a metadata file as the user wrote it; empty cells are `None`.
///
/// It is kept as written, so that a cell that cannot be understood is not lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawMetadata {
    /// A year, month or day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// A region code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether its parts by several committees are articles of their own: a [`Split`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// The report that the file is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Which part of it, a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// Whether the parts of a digest by several committees are articles of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// The digest is one article.
    #[default]
    No,
    /// They are, where the report looks like a digest beyond doubt.
    Auto,
    /// They are: a person says that it is a digest.
    Yes,
}

impl Split {
    /// The word that stands for it in metadata files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Auto => "auto",
            Self::Yes => "yes",
        }
    }
}

/// A cell that says neither yes nor no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected yes, no or auto")]
pub struct SplitError;

impl FromStr for Split {
    type Err = SplitError;

    /// Spreadsheets turn a typed yes into TRUE.
    fn from_str(written: &str) -> std::result::Result<Self, SplitError> {
        match written.trim().to_lowercase().as_str() {
            "yes" | "true" | "1" | "是" => Ok(Self::Yes),
            "no" | "false" | "0" | "否" => Ok(Self::No),
            "auto" | "自动" => Ok(Self::Auto),
            _ => Err(SplitError),
        }
    }
}

/// What is said of one report among many: where nothing is, as of most, it takes hardly any memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RawMetadata", into = "RawMetadata")]
pub struct Stated(Option<Box<RawMetadata>>);

impl std::ops::Deref for Stated {
    type Target = RawMetadata;

    fn deref(&self) -> &RawMetadata {
        const NOTHING: &RawMetadata = &RawMetadata {
            date: None,
            region: None,
            title: None,
            source: None,
            url: None,
            split: None,
            part_of: None,
            part: None,
        };
        self.0.as_deref().unwrap_or(NOTHING)
    }
}

impl From<RawMetadata> for Stated {
    fn from(metadata: RawMetadata) -> Self {
        Self((metadata != RawMetadata::default()).then(|| Box::new(metadata)))
    }
}

impl From<Stated> for RawMetadata {
    fn from(stated: Stated) -> Self {
        stated.0.map(|metadata| *metadata).unwrap_or_default()
    }
}

impl RawMetadata {
    /// The cells as typed values, and a [`FaultKind::BadMetadata`] for each that cannot be understood.
    pub fn parse(&self) -> (Metadata, Vec<FaultKind>) {
        let mut bad = Vec::new();
        let metadata = Metadata {
            date: parse_cell("date", self.date.as_deref(), &mut bad),
            region: parse_cell("region", self.region.as_deref(), &mut bad),
            title: self.title.clone(),
            source: self.source.clone(),
            url: self.url.clone(),
        };
        parse_cell::<Split>("split", self.split.as_deref(), &mut bad);
        (metadata, bad)
    }

    /// Whether the report is to be split; a cell that cannot be understood says no.
    pub fn split(&self) -> Split {
        self.split.as_deref().and_then(|cell| cell.parse().ok()).unwrap_or_default()
    }

    /// What this says, and where it is silent what `other` says.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            date: self.date.or(other.date),
            region: self.region.or(other.region),
            title: self.title.or(other.title),
            source: self.source.or(other.source),
            url: self.url.or(other.url),
            split: self.split.or(other.split),
            part_of: self.part_of.or(other.part_of),
            part: self.part.or(other.part),
        }
    }

    fn set(&mut self, column: &str, value: &str) {
        let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        match column {
            "date" => self.date = value,
            "region" => self.region = value,
            "title" => self.title = value,
            "source" => self.source = value,
            "url" => self.url = value,
            "split" => self.split = value,
            "part_of" => self.part_of = value.as_deref().map(normal_doc),
            "part" => self.part = value,
            _ => {}
        }
    }
}

fn parse_cell<T: std::str::FromStr>(column: &'static str, value: Option<&str>, bad: &mut Vec<FaultKind>) -> Option<T> {
    let value = value?;
    let parsed = value.parse().ok();
    if parsed.is_none() {
        bad.push(FaultKind::BadMetadata { column, value: value.to_owned() });
    }
    parsed
}

/// The rows of one metadata file, by report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataTable {
    /// The file.
    pub path: PathBuf,
    rows: BTreeMap<String, RawMetadata>,
    wholes: BTreeMap<String, Vec<PartRow>>,
}

impl MetadataTable {
    /// Reads a metadata file in any encoding in which a report may be.
    ///
    /// # Errors
    /// [`Error::Disk`] when it cannot be read; [`Error::Metadata`] when it is no text, lacks the column `doc`, has an
    /// unknown column or a column twice, a row of another length, a row without a report, or a report twice.
    pub fn load(path: &Path) -> Result<Self> {
        Self::parse(path, &fs_err::read(path)?)
    }

    /// Reads the bytes of a metadata file; `path` names it.
    ///
    /// # Errors
    /// [`Error::Metadata`] as for [`load`](Self::load).
    pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        let refuse = |reason: String| Error::Metadata { path: path.to_owned(), reason };
        let text = if bytes.is_empty() {
            String::new()
        } else {
            decode(bytes).ok_or_else(|| refuse("is no text: save it as CSV in UTF-8".to_owned()))?.text
        };
        let (rows, wholes) = rows(&text).and_then(parts::wholes).map_err(refuse)?;
        Ok(Self { path: path.to_owned(), rows, wholes })
    }

    /// The files that make up a report, in their order; `None` where the file declares no such report.
    pub(super) fn parts_of(&self, whole: &str) -> Option<&[PartRow]> {
        self.wholes.get(whole).map(Vec::as_slice)
    }

    /// The report that a file is a part of, or begins.
    pub(super) fn whole_of<'a>(&'a self, doc: &'a str) -> Option<&'a str> {
        let declared = self.get(doc).and_then(|row| row.part_of.as_deref());
        declared.or_else(|| self.wholes.contains_key(doc).then_some(doc))
    }

    /// What the file says about a report, by the name that the file would use for it.
    pub fn get(&self, doc: &str) -> Option<&RawMetadata> {
        self.rows.get(doc).or_else(|| self.rows.get(&normal_doc(doc)))
    }

    /// The reports that the file names, in order.
    pub fn docs(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }
}

/// What each row says, with its line, by report.
pub(super) type Rows = BTreeMap<String, (u64, RawMetadata)>;

fn rows(text: &str) -> std::result::Result<Rows, String> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
    for (index, column) in columns.iter().enumerate() {
        if !COLUMNS.contains(&column.as_str()) && !column.ends_with(EVIDENCE) {
            return Err(format!("unknown column “{column}”: expected {}", COLUMNS.join(", ")));
        }
        if columns[..index].contains(column) {
            return Err(format!("column “{column}” stands twice: leave one out"));
        }
    }
    if !columns.iter().any(|column| column == "doc") {
        return Err(format!(
            "no column “doc”, which names the report: the first line must name it, as in {}",
            COLUMNS[..6].join(",")
        ));
    }
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut raw = RawMetadata::default();
        let mut doc = String::new();
        for (column, value) in columns.iter().zip(record.iter()) {
            if column == "doc" { doc = normal_doc(value) } else { raw.set(column, value) }
        }
        if doc.is_empty() {
            return Err(format!("line {line}: the column “doc” is empty: name the report"));
        }
        if rows.insert(doc.clone(), (line, raw)).is_some() {
            return Err(format!("line {line}: the report “{doc}” is described twice: leave one row out"));
        }
    }
    Ok(rows)
}

/// `.\2023\a.txt` and `2023/a.txt` name the same report. Pages of web archives are named by their addresses: paths know
/// no `//`, so that `http:/` stands for `http://`.
pub(super) fn normal_doc(written: &str) -> String {
    let mut slashes = written.trim().replace('\\', "/");
    while slashes.contains("//") {
        slashes = slashes.replace("//", "/");
    }
    slashes.strip_prefix("./").unwrap_or(&slashes).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = match rows(text) {
            Ok(rows) => rows
                .iter()
                .map(|(doc, (_, raw))| format!("{doc}: {}", serde_json::to_string(raw).unwrap()))
                .collect::<Vec<_>>()
                .join("\n"),
            Err(reason) => reason,
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_page_of_a_web_archive_is_found_by_its_address() {
        let written = "doc,region\nweb.wet.gz/http://example.cn/a,350203\n";
        let table = MetadataTable::parse(Path::new("metadata.csv"), written.as_bytes()).unwrap();
        for doc in ["web.wet.gz/http://example.cn/a", "web.wet.gz/http:/example.cn/a"] {
            assert_eq!(table.get(doc).and_then(|row| row.region.as_deref()), Some("350203"), "{doc}");
        }
    }

    #[test]
    fn rows_are_kept_as_written() {
        check("doc,date\na.txt,2024\n", r#"a.txt: {"date":"2024"}"#);
        check("date,doc\n 2024 , .\\x\\a.txt\n,\n", r#"x/a.txt: {"date":"2024"}"#);
        check("doc\na.txt\n", "a.txt: {}");
        check("doc,part_of,part\na.txt,.\\x\\whole,2\n", r#"a.txt: {"part_of":"x/whole","part":"2"}"#);
    }

    #[test]
    fn faults_name_line_and_column() {
        check(
            "doc,datum\na.txt,1\n",
            "unknown column “datum”: expected doc, date, region, title, source, url, split, part_of, part",
        );
        check(
            "date\n2024\n",
            "no column “doc”, which names the report: the first line must name it, as in doc,date,region,title,source,url",
        );
        check(
            "",
            "no column “doc”, which names the report: the first line must name it, as in doc,date,region,title,source,url",
        );
        check("doc,doc\na,b\n", "column “doc” stands twice: leave one out");
        check("doc,date\n,2024\n", "line 2: the column “doc” is empty: name the report");
        check("doc\na\na\n", "line 3: the report “a” is described twice: leave one row out");
    }

    #[test]
    fn a_bad_cell_costs_only_itself() {
        let raw = RawMetadata {
            date: Some("2023-02-30".to_owned()),
            region: Some("350203".to_owned()),
            ..RawMetadata::default()
        };
        let (metadata, bad) = raw.parse();
        assert_eq!(metadata.region.unwrap().to_string(), "350203");
        assert_eq!(bad, [FaultKind::BadMetadata { column: "date", value: "2023-02-30".to_owned() }]);
    }
}
