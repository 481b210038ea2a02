//! ZIP archives.

use zip::{CompressionMethod, ZipArchive};

use super::limits::{MAX_MEMBERS, MAX_UNPACKED_BYTES, is_bomb};
use super::store::Store;
use super::{Member, Packing, Part, names, refused};
use crate::read::source::unreadable;
use crate::read::{FaultKind, Format, RawMetadata, format};

/// What a ZIP archive holds; `None` where it is a document (DOCX, XLSX, OFD, EPUB …), which its own reader names.
pub(super) fn members(store: &Store, head: &[u8]) -> Option<Result<Vec<Member>, FaultKind>> {
    let opened = store.reader().map_err(|error| unreadable(&error));
    let mut archive = match opened.map(ZipArchive::new) {
        // A directory that lies elsewhere than it says is that of an archive inside one that was cut off.
        Ok(Ok(archive)) if archive.offset() > 0 => return Some(Err(FaultKind::BrokenArchive)),
        Ok(Ok(archive)) => archive,
        // A damaged document is named as such by its own reader.
        Ok(Err(_)) if format::of_bytes(head) != Some(Format::Packed) => return None,
        Ok(Err(_)) => return Some(Err(FaultKind::BrokenArchive)),
        Err(fault) => return Some(Err(fault)),
    };
    // Names that only documents have at their root.
    let of_documents = ["[Content_Types].xml", "word/document.xml", "OFD.xml", "mimetype"];
    if of_documents.iter().any(|name| archive.index_for_name(name).is_some()) {
        return None;
    }
    Some(list(&mut archive, store))
}

fn list(archive: &mut ZipArchive<impl std::io::Read + std::io::Seek>, store: &Store) -> Result<Vec<Member>, FaultKind> {
    if archive.len() > MAX_MEMBERS {
        return Err(FaultKind::TooManyMembers);
    }
    let length = store.length().map_err(|error| unreadable(&error))?;
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index_raw(index) else {
            members.push(refused(format!("/~{}", index + 1), FaultKind::BrokenArchive));
            continue;
        };
        if file.is_dir() {
            continue;
        }
        let (name, unsafe_name) = names::read(file.name_raw());
        if names::is_hidden(&name) && unsafe_name.is_none() {
            continue;
        }
        packed = packed.saturating_add(file.compressed_size());
        unpacked = unpacked.saturating_add(file.size());
        let packing = match file.compression() {
            CompressionMethod::Stored => Ok(Packing::None),
            CompressionMethod::Deflated => Ok(Packing::Deflate { checksum: file.crc32() }),
            _ => Err(FaultKind::UnknownPacking),
        };
        let content = if let Some(fault) = unsafe_name {
            Err(fault)
        } else if file.encrypted() {
            Err(FaultKind::Encrypted(Format::Packed))
        } else if is_bomb(file.compressed_size(), file.size()) {
            Err(FaultKind::Bomb)
        } else {
            let offset = file.data_start().ok_or(FaultKind::BrokenArchive);
            offset.and_then(|offset| {
                let (length, size) = (file.compressed_size(), file.size());
                Ok(Part { store: store.clone(), offset, length, size, packing: packing? })
            })
        };
        members.push(Member { name: format!("/{name}"), content, metadata: RawMetadata::default() });
    }
    // Members that together are longer than the archive lie on top of each other, which only bombs do.
    if unpacked > MAX_UNPACKED_BYTES || packed > length {
        return Err(FaultKind::Bomb);
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(members)
}
