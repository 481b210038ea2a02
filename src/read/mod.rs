//! Bytes → report text: finding files, decoding them, reading the metadata beside them.
//!
//! 1. [`find()`] turns paths into [`Source`]s, each with the name that its report will carry; [`mod@pack`] lists what
//!    archives and tables of articles hold.
//! 2. [`Source::bytes`] reads one; [`mod@format`] sees whether the bytes are a format other than text.
//! 3. The reader of the format makes text of it: [`mod@html`], [`mod@mail`], [`docx`], or [`decode`] for plain text;
//!    [`pdf`] and [`doc`] run [`apart`], in a process that may crash or hang without harm.
//! 4. [`Report::from_bytes`] joins text and metadata.
//!
//! Files that a metadata file declares to be one report become one [`Source`] ([`parts`], [`joining`]), which [`joined`]
//! reads.
//!
//! What is wrong with one file is a [`Fault`] of that report and never stops the others.

mod apart;
mod doc;
mod docx;
mod encoding;
mod fault;
mod find;
mod format;
mod html;
mod joined;
mod joining;
mod mail;
mod marked_text;
mod metadata;
mod pack;
mod parts;
mod pdf;
mod radicals;
mod source;

pub use apart::{READER_ARGUMENT, read_apart, set_reader_program};
pub use encoding::{Decoded, decode};
pub use fault::{Fault, FaultKind, Stop};
pub use find::{Found, find, find_with};
pub use format::Format;
pub(crate) use joined::files_of;
pub use metadata::{EVIDENCE, METADATA_FILE, MetadataTable, RawMetadata, Split, SplitError, Stated};
pub use pack::{Columns, ColumnsError, Part};
pub(crate) use radicals::unradical;
pub use source::{JoinedPart, MAX_REPORT_BYTES, Place, Source};

use crate::model::{DocId, Metadata, PlaceMark};

/// A report as decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub doc: DocId,
    /// The decoded text, a byte order mark left out; every [`CharSpan`](crate::model::CharSpan) counts in it.
    pub text: String,
    /// What the metadata file says about it.
    pub metadata: Metadata,
    /// Where the parts of the text stand in the file, in the order of the text; empty for plain text.
    pub marks: Vec<PlaceMark>,
}

impl Report {
    /// Decodes the bytes of one report file; a pure function of its arguments.
    ///
    /// What `metadata` says wins over what the file says of itself. The faults say why there is no report, or what is
    /// odd about the one there is.
    pub fn from_bytes(doc: &DocId, bytes: &[u8], metadata: &RawMetadata) -> (Option<Self>, Vec<Fault>) {
        let fault = |kind| Fault { doc: doc.clone(), kind };
        let read = match text_of(bytes) {
            Ok(read) => read,
            Err(kind) => return (None, vec![fault(kind)]),
        };
        let (given, bad_cells) = metadata.parse();
        let metadata = given.or(read.stated);
        let report = Self { doc: doc.clone(), text: read.text, metadata, marks: read.marks };
        (Some(report), read.oddities.into_iter().chain(bad_cells).map(fault).collect())
    }
}

/// What the reader of one format makes of the bytes of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReportText {
    /// The text; every offset that leaves the program counts in it.
    pub(crate) text: String,
    /// Where its parts stand in the file, in the order of the text.
    pub(crate) marks: Vec<PlaceMark>,
    /// What the file says of itself.
    pub(crate) stated: Metadata,
    /// What is odd about it, though it could be read.
    pub(crate) oddities: Vec<FaultKind>,
}

/// The text of a report file, or why it has none: each format has its reader.
fn text_of(bytes: &[u8]) -> Result<ReportText, FaultKind> {
    if bytes.is_empty() {
        return Err(FaultKind::Empty);
    }
    let read = match format::of_bytes(bytes) {
        None if joined::is_one(bytes) => joined::read(bytes)?,
        Some(Format::Mail) => mail::read(bytes)?,
        Some(Format::Docx) => docx::text_of(bytes)?,
        Some(Format::Doc) => apart::text_of(apart::Reader::Doc, bytes)?,
        Some(Format::Pdf) => apart::text_of(apart::Reader::Pdf, bytes)?,
        Some(format) => return Err(FaultKind::UnsupportedFormat(format)),
        None => text_or_page(bytes)?,
    };
    if read.text.chars().all(char::is_whitespace) {
        return Err(FaultKind::Empty);
    }
    Ok(read)
}

/// Plain text as it is, or the article of a web page.
fn text_or_page(bytes: &[u8]) -> Result<ReportText, FaultKind> {
    let decoded = html::decode_page(bytes).or_else(|| decode(bytes)).ok_or(FaultKind::NotText)?;
    let oddity = decoded.oddity();
    let mut read = match format::of_text(&decoded.text) {
        Some(Format::Html) => html::read(&decoded.text)?,
        Some(format) => return Err(FaultKind::UnsupportedFormat(format)),
        None => ReportText { text: decoded.text, ..ReportText::default() },
    };
    read.oddities.extend(oddity);
    Ok(read)
}
