//! One writer at a time.

use std::fs::TryLockError;
use std::path::Path;

use crate::error::{Error, Result};

/// The right to write to a library, given up when dropped. The system gives it back when a program dies.
#[derive(Debug)]
pub struct WriteLock {
    _file: fs_err::File,
}

impl WriteLock {
    pub(super) fn take(path: &Path) -> Result<Self> {
        let file = fs_err::OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Library {
                path: path.parent().unwrap_or(path).to_owned(),
                reason: "another tongjian is writing to this library: wait until it has finished, then try again"
                    .to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
