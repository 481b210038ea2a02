//! ZIP archives.

use std::io::{BufRead, Read, Seek, SeekFrom};

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::limits::{MAX_MEMBERS, MAX_UNPACKED_BYTES, Meter, is_bomb};
use super::store::Store;
use super::{Member, Packing, Part, cut_off, names, refused};
use crate::read::source::unreadable;
use crate::read::{FaultKind, Format, MAX_REPORT_BYTES, RawMetadata, format};

/// What a ZIP archive holds; `None` where it is a document (DOCX, XLSX, OFD, EPUB …), which its own reader names.
pub(super) fn members(store: &Store, head: &[u8]) -> Option<Result<Vec<Member>, FaultKind>> {
    let opened = store.reader().map_err(|error| unreadable(&error));
    let is_document = || format::of_bytes(head) != Some(Format::Packed);
    let mut archive = match opened.map(ZipArchive::new) {
        // A directory that lies elsewhere than it says is that of an archive inside one that was cut off.
        Ok(Ok(archive)) if archive.offset() > 0 && is_document() => return Some(Err(FaultKind::BrokenArchive)),
        Ok(Ok(archive)) if archive.offset() > 0 => return Some(before_the_break(store)),
        Ok(Ok(archive)) => archive,
        // A damaged document is named as such by its own reader.
        Ok(Err(_)) if is_document() => return None,
        Ok(Err(_)) => return Some(before_the_break(store)),
        Err(fault) => return Some(Err(fault)),
    };
    // Names that only documents have at their root.
    let of_documents = ["[Content_Types].xml", "word/document.xml", "OFD.xml", "mimetype"];
    if of_documents.iter().any(|name| archive.index_for_name(name).is_some()) {
        return None;
    }
    Some(list(&mut archive, store))
}

fn list(archive: &mut ZipArchive<impl Read + Seek>, store: &Store) -> Result<Vec<Member>, FaultKind> {
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
        packed = packed.saturating_add(file.compressed_size());
        unpacked = unpacked.saturating_add(file.size());
        let about = About {
            name: file.name_raw().to_vec(),
            method: match file.compression() {
                CompressionMethod::Stored => STORED,
                CompressionMethod::Deflated => DEFLATED,
                _ => u16::MAX,
            },
            is_locked: file.encrypted(),
            checksum: file.crc32(),
            packed: file.compressed_size(),
            size: file.size(),
            start: file.data_start(),
        };
        members.extend(about.member(store));
    }
    // Members that together are longer than the archive lie on top of each other, which only bombs do.
    if unpacked > MAX_UNPACKED_BYTES || packed > length {
        return Err(FaultKind::Bomb);
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(members)
}

/// What an archive says of a member.
struct About {
    name: Vec<u8>,
    method: u16,
    is_locked: bool,
    checksum: u32,
    packed: u64,
    size: u64,
    start: Option<u64>,
}

/// Methods of packing, by their numbers in the format.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

impl About {
    /// The member, or why it cannot be read; `None` where systems put it there for themselves.
    fn member(self, store: &Store) -> Option<Member> {
        let (name, unsafe_name) = names::read(&self.name);
        if names::is_hidden(&name) && unsafe_name.is_none() {
            return None;
        }
        let content = self.content(store, unsafe_name);
        Some(Member { name: format!("/{name}"), content, metadata: RawMetadata::default() })
    }

    fn content(&self, store: &Store, unsafe_name: Option<FaultKind>) -> Result<Part, FaultKind> {
        if let Some(fault) = unsafe_name {
            return Err(fault);
        }
        if self.is_locked {
            return Err(FaultKind::Encrypted(Format::Packed));
        }
        if is_bomb(self.packed, self.size) {
            return Err(FaultKind::Bomb);
        }
        let packing = match self.method {
            STORED => Packing::None,
            DEFLATED => Packing::Deflate { checksum: self.checksum },
            _ => return Err(FaultKind::UnknownPacking),
        };
        let offset = self.start.ok_or(FaultKind::BrokenArchive)?;
        Ok(Part { store: store.clone(), offset, length: self.packed, size: self.size, packing })
    }
}

/// The members of an archive without its directory, which stands at the end: each is found behind the one before.
fn before_the_break(store: &Store) -> Result<Vec<Member>, FaultKind> {
    let mut reader = store.reader().map_err(|error| unreadable(&error))?;
    let whole = store.length().map_err(|error| unreadable(&error))?;
    let mut members = Vec::new();
    // What cannot be read here is the break, or comes after it.
    while let Ok(Some(about)) = next_header(&mut reader, whole) {
        if members.len() >= MAX_MEMBERS {
            return Err(FaultKind::TooManyMembers);
        }
        if !about.name.ends_with(b"/") {
            members.extend(about.member(store));
        }
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    cut_off(members)
}

/// Bytes of the fields before a member's name (PKWARE's APPNOTE.TXT, 4.3.7).
const HEADER: usize = 30;
/// Flags: the member is locked; its lengths stand behind it.
const LOCKED: u16 = 1;
const LENGTHS_BEHIND: u16 = 1 << 3;

/// The next member that is there as a whole, and the reader behind it.
fn next_header(reader: &mut (impl BufRead + Seek), whole: u64) -> std::io::Result<Option<About>> {
    let mut header = [0; HEADER];
    reader.read_exact(&mut header)?;
    let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let long = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if !header.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let (flags, method) = (short(6), short(8));
    let mut name = vec![0; usize::from(short(26))];
    reader.read_exact(&mut name)?;
    let start = reader.seek(SeekFrom::Current(i64::from(short(28))))?;
    let mut about = About {
        name,
        method,
        is_locked: flags & LOCKED != 0,
        checksum: long(14),
        packed: long(18).into(),
        size: long(22).into(),
        start: Some(start),
    };
    if flags & LENGTHS_BEHIND != 0 {
        // Only unpacking tells where such a member ends.
        if method != DEFLATED || about.is_locked {
            return Ok(None);
        }
        let Some(lengths) = unpacked_length(reader)? else { return Ok(None) };
        (about.packed, about.size, about.checksum) = lengths;
    }
    let end = start + about.packed;
    if end > whole {
        return Ok(None);
    }
    reader.seek(SeekFrom::Start(end))?;
    if flags & LENGTHS_BEHIND != 0 {
        pass_lengths(reader)?;
    }
    Ok(Some(about))
}

/// Packed length, length and checksum of what the reader stands at; `None` where it is a bomb.
fn unpacked_length(reader: &mut impl BufRead) -> std::io::Result<Option<(u64, u64, u32)>> {
    let mut decoder = DeflateDecoder::new(reader);
    let mut meter = Meter::new(u64::MAX, MAX_REPORT_BYTES);
    let mut checksum = flate2::Crc::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let n_read = decoder.read(&mut buffer)?;
        if n_read == 0 {
            return Ok(Some((decoder.total_in(), decoder.total_out(), checksum.sum())));
        }
        checksum.update(&buffer[..n_read]);
        if meter.count(n_read).is_err() {
            return Ok(None);
        }
    }
}

/// Passes over the lengths behind a member: three numbers, a mark before them as a rule.
fn pass_lengths(reader: &mut (impl BufRead + Seek)) -> std::io::Result<()> {
    let is_marked = reader.fill_buf()?.starts_with(b"PK\x07\x08");
    reader.seek(SeekFrom::Current(if is_marked { 16 } else { 12 }))?;
    Ok(())
}
