//! How much an archive may unpack to.

use crate::read::FaultKind;

/// All of one archive, unpacked: far above a colleague's folder, below what fills a disk.
pub(crate) const MAX_UNPACKED_BYTES: u64 = 8 << 30;
/// How many times its packed size something may unpack to. Reports reach 5 to 20, logs 50; a bomb has a thousand.
pub(crate) const MAX_RATIO: u64 = 200;
/// Below this nothing is a bomb, whatever its ratio.
const HARMLESS_BYTES: u64 = 4 << 20;
/// Members of one archive, rows of one table.
pub(crate) const MAX_MEMBERS: usize = 1_000_000;
/// One row of a table of articles.
pub(crate) const MAX_ROW_BYTES: u64 = 16 << 20;

/// Counts bytes while they are unpacked.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    packed: u64,
    unpacked: u64,
    most: u64,
}

impl Meter {
    /// For something of so many packed bytes that may unpack to `most`.
    pub(super) fn new(packed: u64, most: u64) -> Self {
        Self { packed, unpacked: 0, most }
    }

    /// Counts some more.
    pub(super) fn count(&mut self, n_bytes: usize) -> Result<(), FaultKind> {
        self.unpacked = self.unpacked.saturating_add(u64::try_from(n_bytes).unwrap_or(u64::MAX));
        let too_many = self.unpacked > self.most;
        if too_many || is_bomb(self.packed, self.unpacked) { Err(FaultKind::Bomb) } else { Ok(()) }
    }
}

/// Whether something unpacks to suspiciously much.
pub(super) fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > HARMLESS_BYTES && unpacked / MAX_RATIO > packed
}
