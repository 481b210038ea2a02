//! TAR archives, which stand in `.tar.gz` files.

use super::limits::MAX_MEMBERS;
use super::store::Store;
use super::{Member, Part, names, refused};
use crate::read::source::unreadable;
use crate::read::{FaultKind, RawMetadata};

/// Whether a file begins like a TAR archive.
pub(super) fn is_one(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// What an archive holds. A damaged one is read as far as it goes.
pub(super) fn members(store: &Store) -> Result<Vec<Member>, FaultKind> {
    let reader = store.reader().map_err(|error| unreadable(&error))?;
    let length = store.length().map_err(|error| unreadable(&error))?;
    let mut archive = tar::Archive::new(reader);
    let entries = archive.entries_with_seek().map_err(|_| FaultKind::BrokenArchive)?;
    let mut members = Vec::new();
    for entry in entries {
        if members.len() >= MAX_MEMBERS {
            return Err(FaultKind::TooManyMembers);
        }
        let Ok(entry) = entry else {
            members.push(refused("/~".to_owned(), FaultKind::BrokenArchive));
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
        let is_whole = offset.checked_add(size).is_some_and(|end| end <= length);
        let content = match unsafe_name {
            Some(fault) => Err(fault),
            None if !is_whole => Err(FaultKind::BrokenArchive),
            None => Ok(Part::plain(store, offset, size)),
        };
        members.push(Member { name: format!("/{name}"), content, metadata: RawMetadata::default() });
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(members)
}
