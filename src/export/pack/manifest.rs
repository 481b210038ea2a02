//! What a pack holds, made of what, by which version.

use serde::{Deserialize, Serialize};

use crate::model::{ContentHash, DocId};

/// The format of the manifest.
pub const FORMAT: u32 = 1;

/// `manifest.json` of a pack. It tells no time, so that a pack made again is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackManifest {
    /// [`FORMAT`]; by this a folder is known as a pack.
    pub tongjian_pack: u32,
    /// The version of the program.
    pub program: String,
    /// The fingerprint of the dictionaries.
    pub dictionaries: String,
    /// Stands for the corrections of the library; `None` where there are none.
    pub corrections: Option<String>,
    /// The reports that records come from.
    pub reports: Vec<PackedReport>,
    /// Every other file of the pack.
    pub files: Vec<PackedFile>,
}

/// One report of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedReport {
    /// Its name.
    pub doc: DocId,
    /// Its page.
    pub page: String,
    /// The hash of the file as it came.
    pub blake3: ContentHash,
    /// Its length in bytes.
    pub bytes: u64,
    /// What it is cited as.
    pub citation: String,
}

/// One file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its path below the folder, with `/` between parts.
    pub path: String,
    /// The hash of its bytes.
    pub blake3: ContentHash,
}
