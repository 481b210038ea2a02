//! TAR archives, which stand in `.tar.gz` files.

use super::limits::MAX_MEMBERS;
use super::store::Store;
use super::{Member, Part, cut_off, names};
use crate::read::source::unreadable;
use crate::read::{FaultKind, RawMetadata};

/// Whether a file begins like a TAR archive.
pub(super) fn is_one(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// What an archive holds. One that is damaged or breaks off is read as far as it goes.
pub(super) fn members(store: &Store) -> Result<Vec<Member>, FaultKind> {
    let reader = store.reader().map_err(|error| unreadable(&error))?;
    let length = store.length().map_err(|error| unreadable(&error))?;
    let mut archive = tar::Archive::new(reader);
    let entries = archive.entries_with_seek().map_err(|_| FaultKind::BrokenArchive)?;
    let mut members = Vec::new();
    let mut is_cut = false;
    for entry in entries {
        if members.len() >= MAX_MEMBERS {
            return Err(FaultKind::TooManyMembers);
        }
        let Ok(entry) = entry else {
            is_cut = true;
            break;
        };
        // Links lead elsewhere, and what they lead to is a member of its own or none of ours.
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let (name, unsafe_name) = names::read(&entry.path_bytes());
        if names::is_hidden(&name) && unsafe_name.is_none() {
            continue;
        }
        let (offset, size) = (entry.raw_file_position(), entry.size());
        if offset.checked_add(size).is_none_or(|end| end > length) {
            is_cut = true;
            break;
        }
        let content = unsafe_name.map_or_else(|| Ok(Part::plain(store, offset, size)), Err);
        members.push(Member { name: format!("/{name}"), content, metadata: RawMetadata::default() });
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    if is_cut { cut_off(members) } else { Ok(members) }
}
