//! One report file before it is decoded.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Fault, FaultKind, Part, Stated, joined};
use crate::model::DocId;

/// The largest file that is read as one report: five times the largest that a test reads, and far above any real one.
pub const MAX_REPORT_BYTES: u64 = 256 * 1024 * 1024;

/// A report that was named or found, not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name that the report will carry.
    pub doc: DocId,
    /// Where its bytes are.
    pub place: Place,
    /// What the metadata files say about it.
    pub metadata: Stated,
}

/// Where the bytes of a report are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A part of a file: a member of an archive, a row of a table.
    Part(Part),
    /// Several files that a metadata file declares to be one report, in their order.
    Joined(Vec<JoinedPart>),
    /// Standard input, named `-`.
    StandardInput,
    /// Nowhere: a folder entry that cannot be read, with the reason.
    Nowhere(FaultKind),
}

/// One of the files of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedPart {
    /// The name that it would have as a report of its own.
    pub doc: DocId,
    /// Where its bytes are.
    pub place: Place,
}

impl Source {
    /// The files that the report is joined from, by the names that they would have as reports; none for most.
    pub fn files(&self) -> Vec<DocId> {
        match &self.place {
            Place::Joined(parts) => parts.iter().map(|part| part.doc.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Reads the whole file.
    ///
    /// # Errors
    /// A [`Fault`] of this report: unreadable, or larger than [`MAX_REPORT_BYTES`].
    pub fn bytes(&self) -> Result<Vec<u8>, Fault> {
        self.place.bytes().map_err(|kind| Fault { doc: self.doc.clone(), kind })
    }

    /// How large the file says it is; 0 where that is not known. Serves to share out work, nothing else.
    pub fn size_hint(&self) -> u64 {
        self.place.size_hint()
    }
}

impl Place {
    fn bytes(&self) -> Result<Vec<u8>, FaultKind> {
        match self {
            Self::File(path) => file_bytes(path),
            Self::Part(part) => part.bytes(),
            Self::Joined(parts) => joined_bytes(parts),
            Self::StandardInput => limited(std::io::stdin().lock()),
            Self::Nowhere(kind) => Err(kind.clone()),
        }
    }

    fn size_hint(&self) -> u64 {
        match self {
            Self::File(path) => fs_err::metadata(path).map_or(0, |about| about.len()),
            Self::Part(part) => part.size_hint(),
            Self::Joined(parts) => parts.iter().map(|part| part.place.size_hint()).sum(),
            Self::StandardInput | Self::Nowhere(_) => 0,
        }
    }
}

fn joined_bytes(parts: &[JoinedPart]) -> Result<Vec<u8>, FaultKind> {
    let mut files = Vec::new();
    let mut left = MAX_REPORT_BYTES;
    for part in parts {
        let in_file = |kind| FaultKind::InFile { name: part.doc.to_string(), kind: Box::new(kind) };
        let bytes = part.place.bytes().map_err(in_file)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(length).ok_or(FaultKind::TooLarge)?;
        files.push((part.doc.as_str(), bytes));
    }
    joined::pack(files).map_err(|error| unreadable(&error))
}

fn file_bytes(path: &Path) -> Result<Vec<u8>, FaultKind> {
    let file = fs_err::File::open(path).map_err(|error| unreadable(&error))?;
    if file.metadata().is_ok_and(|about| about.len() > MAX_REPORT_BYTES) {
        return Err(FaultKind::TooLarge);
    }
    limited(file)
}

fn limited(input: impl Read) -> Result<Vec<u8>, FaultKind> {
    let mut bytes = Vec::new();
    input.take(MAX_REPORT_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MAX_REPORT_BYTES { Err(FaultKind::TooLarge) } else { Ok(bytes) }
}

/// Names the kind of error only: the path is the report's own, and the record shall not depend on where it lies.
pub(super) fn unreadable(error: &std::io::Error) -> FaultKind {
    FaultKind::Unreadable { reason: error.kind().to_string() }
}
