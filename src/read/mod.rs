//! Bytes → report text: finding files, decoding them, reading the metadata beside them.

use crate::model::{DocId, Metadata};

/// A report as decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub doc: DocId,
    /// The decoded text, a byte order mark left out; every [`CharSpan`](crate::model::CharSpan) counts in it.
    pub text: String,
    /// What the metadata file says about it.
    pub metadata: Metadata,
}
