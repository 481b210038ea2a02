//! The folder on disk: reports as they came, what is known about them, and the index derived from them.
//!
//! ```text
//! reports/ab/abcd…           originals, byte for byte, named by their BLAKE3 hash
//! manifest.jsonl             the truth: which report has which bytes and metadata
//! manifest.previous.jsonl    until the index has followed, the manifest before the last batch: tells what a killed run
//!                            left undone
//! corrections.csv            what a person accepted, corrected or rejected: as true as the reports
//! corrections.indexed.csv    the corrections that the index was made from, which tells what a change touches
//! index/                     derived; may be deleted at any time
//! lock                       held while a program writes
//! ```
//!
//! An entry of the manifest is a file as it was given: the parts of a digest that is split are derived from it like
//! everything in the index. Files that are joined to one report are one entry, kept as one TAR archive.
//!
//! A batch is committed by the rename that puts its manifest in place: the originals are on disk before, the index
//! follows after. The index says which manifest it was made from; where that is not the one that is there, it is
//! caught up before anything is answered. No file says when something was done, so that the same reports always make
//! the same library.

mod corrections;
mod ingest;
mod lock;
mod manifest;
mod originals;
mod sync;
mod tally;

use std::path::{Path, PathBuf};

pub use corrections::OpenReports;
pub use ingest::{IngestOptions, Summary};
pub use lock::WriteLock;
pub use manifest::{Change, Entry, Manifest};
pub use originals::Originals;
pub use sync::{CatchUp, Freshness};
pub use tally::{RegionTally, Tally};

pub use crate::model::ContentHash;

use crate::correct::Corrections;
use crate::dictionary::{Dictionaries, DictionarySource};
use crate::error::{Error, Result};
use crate::index::Index;
use manifest::OnDisk;

const MANIFEST: &str = "manifest.jsonl";
const PREVIOUS: &str = "manifest.previous.jsonl";
const REPORTS: &str = "reports";
const INDEX: &str = "index";
const LOCK: &str = "lock";

/// The extractor with its dictionaries and their fingerprint, which the index is stamped with.
#[derive(Debug)]
pub struct Reader {
    /// The tables that the extractors read.
    pub dictionaries: Dictionaries,
    /// Stands for the tables and the version of the program.
    pub fingerprint: String,
}

impl Reader {
    /// Loads the dictionaries.
    ///
    /// # Errors
    /// When they cannot be read or are at fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        let fingerprint = format!("{}+{}", env!("CARGO_PKG_VERSION"), source.fingerprint()?);
        Ok(Self { dictionaries: Dictionaries::load(source)?, fingerprint })
    }
}

/// An open library.
#[derive(Debug)]
pub struct Library {
    folder: PathBuf,
    manifest: OnDisk,
    originals: Originals,
    corrections: Corrections,
    index: Index,
}

impl Library {
    /// Opens the library in `folder` for writing, making one where there is nothing yet.
    ///
    /// What a killed program left half-written goes; an index that cannot be opened goes too, since it is derived.
    ///
    /// # Errors
    /// - [`Error::Library`] when another program is writing to it, when the folder holds other things, or a library
    ///   that this version cannot read.
    /// - [`Error::Disk`] when it cannot be read or written.
    pub fn open_to_write(folder: &Path) -> Result<(Self, WriteLock)> {
        if !folder.join(MANIFEST).exists() {
            refuse_foreign(folder)?;
            fs_err::create_dir_all(folder)?;
        }
        let lock = WriteLock::take(&folder.join(LOCK))?;
        manifest::sweep(folder)?;
        Originals::new(folder.join(REPORTS)).sweep()?;
        let mut manifest = Manifest::load(&folder.join(MANIFEST))?;
        if !folder.join(MANIFEST).exists() {
            manifest.save(&folder.join(MANIFEST), &folder.join(PREVIOUS))?;
        }
        corrections::load(&folder.join(corrections::CORRECTIONS))?;
        let library = Self::open_parts(folder).or_else(|_| {
            discard_index(folder)?;
            Self::open_parts(folder)
        })?;
        Ok((library, lock))
    }

    /// Opens the library in `folder` to answer questions.
    ///
    /// # Errors
    /// [`Error::Library`] when there is none, or one that cannot be read; [`Error::Disk`] when the disk fails.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::require(folder)?;
        Self::open_parts(folder)
    }

    fn require(folder: &Path) -> Result<()> {
        if folder.join(MANIFEST).exists() {
            return Ok(());
        }
        let reason = "there is no library here: `tongjian ingest PATH…` makes one".to_owned();
        Err(Error::Library { path: folder.to_owned(), reason })
    }

    fn open_parts(folder: &Path) -> Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            manifest: OnDisk::at(folder.join(MANIFEST))?,
            originals: Originals::new(folder.join(REPORTS)),
            corrections: corrections::load(&folder.join(corrections::CORRECTIONS))?,
            index: open_index(folder)?,
        })
    }

    /// Where the library is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Which reports it holds.
    ///
    /// # Errors
    /// [`Error::Library`] when the manifest cannot be read.
    pub fn manifest(&self) -> Result<&Manifest> {
        self.manifest.get()
    }

    /// The reports' bytes.
    pub const fn originals(&self) -> &Originals {
        &self.originals
    }

    /// What people said of the records.
    pub const fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// What answers questions.
    pub const fn index(&self) -> &Index {
        &self.index
    }
}

fn open_index(folder: &Path) -> Result<Index> {
    let path = folder.join(INDEX);
    Index::open_or_create(&path).map_err(|error| match error {
        Error::Index(cause) => {
            let reason = format!("the index cannot be opened ({cause}): `tongjian rebuild` makes it anew");
            Error::Library { path, reason }
        }
        other => other,
    })
}

/// Deletes the index; the next opening makes an empty one. Only for whoever holds the lock.
fn discard_index(folder: &Path) -> Result<()> {
    match fs_err::remove_dir_all(folder.join(INDEX)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// A folder that is neither empty nor a library is somebody's own: nothing is put into it.
fn refuse_foreign(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    // What a first ingest leaves when it is killed before its first batch, and corrections kept from an older library.
    let ours = [REPORTS, INDEX, LOCK, corrections::CORRECTIONS, corrections::INDEXED];
    for entry in fs_err::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if !ours.contains(&&*name) && !name.starts_with(manifest::TEMPORARY) {
            let reason = format!("holds “{name}” and is no library: name an empty or a new folder with --library");
            return Err(Error::Library { path: folder.to_owned(), reason });
        }
    }
    Ok(())
}
