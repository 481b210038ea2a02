//! One report file before it is decoded.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Fault, FaultKind, Part, RawMetadata};
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
    pub metadata: RawMetadata,
}

/// Where the bytes of a report are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A part of a file: a member of an archive, a row of a table.
    Part(Part),
    /// Standard input, named `-`.
    StandardInput,
    /// Nowhere: a folder entry that cannot be read, with the reason.
    Nowhere(FaultKind),
}

impl Source {
    /// Reads the whole file.
    ///
    /// # Errors
    /// A [`Fault`] of this report: unreadable, or larger than [`MAX_REPORT_BYTES`].
    pub fn bytes(&self) -> Result<Vec<u8>, Fault> {
        let outcome = match &self.place {
            Place::File(path) => file_bytes(path),
            Place::Part(part) => part.bytes(),
            Place::StandardInput => limited(std::io::stdin().lock()),
            Place::Nowhere(kind) => Err(kind.clone()),
        };
        outcome.map_err(|kind| Fault { doc: self.doc.clone(), kind })
    }

    /// How large the file says it is; 0 where that is not known. Serves to share out work, nothing else.
    pub fn size_hint(&self) -> u64 {
        match &self.place {
            Place::File(path) => fs_err::metadata(path).map_or(0, |about| about.len()),
            Place::Part(part) => part.size_hint(),
            Place::StandardInput | Place::Nowhere(_) => 0,
        }
    }
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
