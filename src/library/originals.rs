//! Reports byte for byte, named by what they contain.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};
use crate::model::ContentHash;

/// Marks files that are being written; a killed program leaves them behind.
const UNFINISHED: &str = ".unfinished";

/// The folder `reports/` of a library.
#[derive(Debug)]
pub struct Originals {
    folder: PathBuf,
    /// Folders that hold new names which are not yet certain to be on disk.
    unsynced: Mutex<BTreeSet<PathBuf>>,
    counter: AtomicU64,
}

impl Originals {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, unsynced: Mutex::default(), counter: AtomicU64::new(0) }
    }

    /// Where the bytes with this hash are, or would be.
    pub fn path(&self, hash: ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.folder.join(&name[..2]).join(name)
    }

    /// Reads a report back.
    ///
    /// # Errors
    /// [`Error::Disk`] when it cannot be read; [`Error::Library`] when the bytes are no longer those that were stored.
    pub fn bytes(&self, hash: ContentHash) -> Result<Vec<u8>> {
        let path = self.path(hash);
        let bytes = fs_err::read(&path)?;
        if ContentHash::of(&bytes) == hash {
            return Ok(bytes);
        }
        let reason = "the stored report was changed or damaged: delete it and ingest the report again".to_owned();
        Err(Error::Library { path, reason })
    }

    /// Whether bytes with this hash and length are kept; they are not read.
    pub(super) fn holds(&self, hash: ContentHash, length: u64) -> bool {
        fs_err::metadata(self.path(hash)).is_ok_and(|about| about.len() == length)
    }

    /// Keeps a report's bytes; nothing happens if they are kept already. May be called from many threads.
    ///
    /// The bytes are on disk when this returns, their name is after [`sync`](Self::sync).
    pub(super) fn store(&self, hash: ContentHash, bytes: &[u8]) -> Result<()> {
        let path = self.path(hash);
        if self.holds(hash, u64::try_from(bytes.len()).unwrap_or(u64::MAX)) {
            return Ok(());
        }
        let shard = path.parent().unwrap_or(&self.folder);
        fs_err::create_dir_all(shard)?;
        // Two threads may hold the same bytes: each writes a file of its own, and either may win.
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        let unfinished = shard.join(format!("{hash}.{}.{number}{UNFINISHED}", std::process::id()));
        let mut file = fs_err::File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs_err::rename(&unfinished, &path)?;
        let mut unsynced = self.unsynced.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        unsynced.insert(shard.to_owned());
        Ok(())
    }

    /// Makes sure that the names of all stored reports are on disk.
    pub(super) fn sync(&self) -> Result<()> {
        let mut unsynced = self.unsynced.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !unsynced.is_empty() {
            sync_folder(&self.folder)?;
        }
        for shard in std::mem::take(&mut *unsynced) {
            sync_folder(&shard)?;
        }
        Ok(())
    }

    /// Deletes what a killed program left half-written. Only for whoever holds the lock.
    pub(super) fn sweep(&self) -> Result<()> {
        if !self.folder.exists() {
            return Ok(());
        }
        for shard in fs_err::read_dir(&self.folder)? {
            let shard = shard?.path();
            if !shard.is_dir() {
                continue;
            }
            for entry in fs_err::read_dir(&shard)? {
                let path = entry?.path();
                if path.to_string_lossy().ends_with(UNFINISHED) {
                    fs_err::remove_file(path)?;
                }
            }
        }
        Ok(())
    }
}

/// Makes sure that the names in a folder are on disk. Windows cannot open folders and needs no such thing.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        fs_err::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_were_and_damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let originals = Originals::new(folder.path().join(super::super::REPORTS));
        let bytes = "开展协商32场".as_bytes();
        let hash = ContentHash::of(bytes);
        originals.store(hash, bytes).unwrap();
        originals.store(hash, bytes).unwrap();
        originals.sync().unwrap();
        assert_eq!(originals.bytes(hash).unwrap(), bytes);
        let left = originals.path(hash).with_file_name(format!("x{UNFINISHED}"));
        fs_err::write(&left, "half").unwrap();
        originals.sweep().unwrap();
        assert!(!left.exists());
        fs_err::write(originals.path(hash), "开展协商23场").unwrap();
        let error = originals.bytes(hash).unwrap_err().to_string();
        assert!(error.contains("changed or damaged"), "{error}");
    }
}
