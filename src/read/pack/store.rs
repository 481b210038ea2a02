//! Where the bytes of members lie: in a file as it is, or in what was unpacked from one.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::SpooledTempFile;

use super::limits::Meter;
use crate::read::FaultKind;
use crate::read::source::unreadable;

/// Bytes that are read piece by piece.
#[derive(Debug, Clone)]
pub(super) enum Store {
    /// A file of the user's.
    File(PathBuf),
    /// A stretch of what was unpacked in this run.
    Unpacked { spool: Arc<Spool>, start: u64, length: u64 },
}

/// What was unpacked in one run, all in one temporary file without a name, so that nothing is left behind however the
/// run ends. Small amounts stay in memory.
#[derive(Debug)]
pub(crate) struct Spool(Mutex<(SpooledTempFile, u64)>);

/// So much may stay in memory.
const IN_MEMORY: usize = 4 << 20;

impl Default for Spool {
    fn default() -> Self {
        Self(Mutex::new((SpooledTempFile::new(IN_MEMORY), 0)))
    }
}

impl Spool {
    /// Takes in all that a reader gives, as far as the limits allow.
    pub(super) fn take(self: &Arc<Self>, input: impl Read, meter: Meter) -> Result<Store, FaultKind> {
        let (store, is_whole) = self.take_in(input, meter)?;
        if is_whole { Ok(store) } else { Err(FaultKind::BrokenArchive) }
    }

    /// Takes in what a reader gives, as far as the limits allow, and says whether that is all or the reader failed.
    pub(super) fn take_in(
        self: &Arc<Self>,
        mut input: impl Read,
        mut meter: Meter,
    ) -> Result<(Store, bool), FaultKind> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = &mut *inner;
        let start = *end;
        file.seek(SeekFrom::Start(start)).map_err(|error| unreadable(&error))?;
        let mut buffer = vec![0; 64 << 10];
        let is_whole = loop {
            let n_read = match input.read(&mut buffer) {
                Ok(0) => break true,
                Ok(n_read) => n_read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => break false,
            };
            meter.count(n_read)?;
            file.write_all(&buffer[..n_read]).map_err(|error| unreadable(&error))?;
            *end += u64::try_from(n_read).unwrap_or(u64::MAX);
        };
        let length = *end - start;
        drop(inner);
        Ok((Store::Unpacked { spool: Arc::clone(self), start, length }, is_whole))
    }
}

impl Store {
    /// How many bytes there are.
    pub(super) fn length(&self) -> io::Result<u64> {
        match self {
            Self::File(path) => Ok(fs_err::metadata(path)?.len()),
            Self::Unpacked { length, .. } => Ok(*length),
        }
    }

    /// Reads from the beginning.
    pub(super) fn reader(&self) -> io::Result<BufReader<StoreReader>> {
        let reader = match self {
            Self::File(path) => StoreReader::File(fs_err::File::open(path)?),
            Self::Unpacked { spool, start, length } => {
                StoreReader::Unpacked { spool: Arc::clone(spool), start: *start, length: *length, at: 0 }
            }
        };
        Ok(BufReader::with_capacity(64 << 10, reader))
    }

    /// Reads a stretch, from its first byte on.
    pub(super) fn stretch(&self, offset: u64, length: u64) -> io::Result<impl Read + use<>> {
        let mut reader = self.reader()?;
        reader.seek(SeekFrom::Start(offset))?;
        Ok(reader.take(length))
    }

    /// The first bytes.
    pub(super) fn head(&self, length: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        match self {
            // Without a buffer: of most files nothing else is read here.
            Self::File(path) => fs_err::File::open(path)?.take(length).read_to_end(&mut head)?,
            Self::Unpacked { .. } => self.stretch(0, length)?.read_to_end(&mut head)?,
        };
        Ok(head)
    }

    /// Whether two are the same bytes in the same place.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(two)) => one == two,
            (Self::Unpacked { spool, start, .. }, Self::Unpacked { spool: other, start: at, .. }) => {
                Arc::ptr_eq(spool, other) && start == at
            }
            _ => false,
        }
    }
}

/// Reads a [`Store`] from a place of its own.
#[derive(Debug)]
pub(super) enum StoreReader {
    File(fs_err::File),
    Unpacked { spool: Arc<Spool>, start: u64, length: u64, at: u64 },
}

impl Read for StoreReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Unpacked { spool, start, length, at } => {
                let left = usize::try_from(length.saturating_sub(*at)).unwrap_or(usize::MAX);
                let wanted = buffer.len().min(left);
                let mut inner = spool.0.lock().unwrap_or_else(PoisonError::into_inner);
                inner.0.seek(SeekFrom::Start(*start + *at))?;
                let n_read = inner.0.read(&mut buffer[..wanted])?;
                *at += u64::try_from(n_read).unwrap_or(u64::MAX);
                Ok(n_read)
            }
        }
    }
}

impl Seek for StoreReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Unpacked { length, at, .. } => {
                let target = match to {
                    SeekFrom::Start(offset) => Some(offset),
                    SeekFrom::End(offset) => length.checked_add_signed(offset),
                    SeekFrom::Current(offset) => at.checked_add_signed(offset),
                };
                *at = target.ok_or(io::ErrorKind::InvalidInput)?;
                Ok(*at)
            }
        }
    }
}
