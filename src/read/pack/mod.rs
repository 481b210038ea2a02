//! Files that hold several reports: archives, web archives, tables with one article a row.
//!
//! 1. [`members`] sees by the first bytes what a file is and lists what is in it, without keeping any of it in memory.
//! 2. [`Part::bytes`] reads one member when its turn comes, within the [`limits`].
//!
//! What is packed as one stream (tar.gz, warc.gz) is unpacked once into a [`Spool`]. Nothing is ever written under a
//! name that an archive gives.

mod limits;
mod names;
mod parquet;
mod store;
mod table;
mod tarball;
mod web;
mod zipped;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use flate2::read::{DeflateDecoder, MultiGzDecoder};

use self::limits::Meter;
use self::store::Store;
use super::source::unreadable;
use super::{FaultKind, MAX_REPORT_BYTES, RawMetadata};

pub(super) use limits::{MAX_MEMBERS, MAX_RATIO, MAX_ROW_BYTES, MAX_UNPACKED_BYTES};
pub(crate) use store::Spool;
pub use table::{Columns, ColumnsError};

/// One report inside a file.
#[derive(Debug)]
pub(super) struct Member {
    /// What follows the file's name in the name of the report: `/2024/a.txt`, `#12`; empty where the file is packed but
    /// holds one report only.
    pub(super) name: String,
    /// Its bytes, or why they cannot be read.
    pub(super) content: Result<Part, FaultKind>,
    /// What the file says about it.
    pub(super) metadata: RawMetadata,
}

/// A stretch of a file that holds one report.
#[derive(Debug, Clone)]
pub struct Part {
    store: Store,
    offset: u64,
    length: u64,
    /// How long it says that it is unpacked.
    size: u64,
    packing: Packing,
}

#[derive(Debug, Clone)]
enum Packing {
    /// As it is.
    None,
    /// Without any frame, as in ZIP.
    Deflate { checksum: u32 },
    /// In the frame of gzip.
    Gzip,
    /// An answer of a web server.
    Http,
    /// A row of a table.
    Row(Arc<table::Shape>),
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.store.is(&other.store) && (self.offset, self.length) == (other.offset, other.length)
    }
}

impl Eq for Part {}

/// So many first bytes tell what a file is.
const HEAD: u64 = 8 << 10;

/// What a file holds; `None` where it is a report itself, or nothing that can be told.
pub(super) fn members(path: &Path, columns: &Columns, spool: &Arc<Spool>) -> Option<Result<Vec<Member>, FaultKind>> {
    // A pipe gives its bytes only once: they are for whoever reads the report.
    if !path.is_file() {
        return None;
    }
    let file = Store::File(path.to_owned());
    let head = file.head(HEAD).ok()?;
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zipped::members(&file, &head);
    }
    if parquet::is_one(&head) {
        let objects = parquet::as_objects(path, |name| columns.hold(name), spool);
        return Some(
            objects.and_then(|objects| table::objects(&objects, columns).unwrap_or(Err(FaultKind::NoTextColumn))),
        );
    }
    if head.starts_with(b"\x1F\x8B") {
        return Some(gzipped(&file, &name, columns, spool));
    }
    in_one_piece(&file, &head, &name, columns, spool)
}

fn in_one_piece(
    store: &Store,
    head: &[u8],
    name: &str,
    columns: &Columns,
    spool: &Arc<Spool>,
) -> Option<Result<Vec<Member>, FaultKind>> {
    if tarball::is_one(head) {
        Some(tarball::members(store))
    } else if web::is_one(head) {
        Some(web::members(store))
    } else {
        table::members(store, head, name, columns, spool)
    }
}

fn gzipped(file: &Store, name: &str, columns: &Columns, spool: &Arc<Spool>) -> Result<Vec<Member>, FaultKind> {
    let packed = file.length().map_err(|error| unreadable(&error))?;
    let unpacker = || file.reader().map(MultiGzDecoder::new).map_err(|error| unreadable(&error));
    let mut head = Vec::new();
    // What cannot be unpacked at all is named when its turn comes.
    let _ = unpacker()?.take(HEAD).read_to_end(&mut head);
    let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".tgz")).unwrap_or(name);
    let several = tarball::is_one(&head) || web::is_one(&head) || table::may_be(&head, inner);
    if several {
        let (store, is_whole) = spool.take_in(unpacker()?, Meter::new(packed, MAX_UNPACKED_BYTES))?;
        match in_one_piece(&store, &head, inner, columns, spool) {
            Some(members) if is_whole => return members,
            Some(members) => return cut_off(table::without_torn_row(members?)),
            None if is_whole => {}
            None => return Err(FaultKind::BrokenArchive),
        }
    }
    let part = Part { store: file.clone(), offset: 0, length: packed, size: packed, packing: Packing::Gzip };
    Ok(vec![Member { name: String::new(), content: Ok(part), metadata: RawMetadata::default() }])
}

impl Part {
    fn plain(store: &Store, offset: u64, length: u64) -> Self {
        Self { store: store.clone(), offset, length, size: length, packing: Packing::None }
    }

    /// The bytes of the report: of a row its text, of an answer of a web server the page.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, FaultKind> {
        if self.size > MAX_REPORT_BYTES {
            return Err(FaultKind::TooLarge);
        }
        let input = self.store.stretch(self.offset, self.length).map_err(|error| unreadable(&error))?;
        let meter = Meter::new(self.length, MAX_REPORT_BYTES);
        match &self.packing {
            Packing::None => all(input, Meter::new(u64::MAX, MAX_REPORT_BYTES)),
            Packing::Deflate { checksum } => {
                let bytes = all(DeflateDecoder::new(input), meter)?;
                let mut crc = flate2::Crc::new();
                crc.update(&bytes);
                if crc.sum() == *checksum { Ok(bytes) } else { Err(FaultKind::BrokenArchive) }
            }
            Packing::Gzip => all(MultiGzDecoder::new(input), meter),
            Packing::Http => web::page(&all(input, Meter::new(u64::MAX, MAX_REPORT_BYTES))?),
            Packing::Row(shape) => shape.text(&all(input, Meter::new(u64::MAX, MAX_REPORT_BYTES))?),
        }
    }

    /// The bytes as they lie in the file; `None` where they cannot be read.
    fn raw(&self) -> Option<Vec<u8>> {
        let input = self.store.stretch(self.offset, self.length).ok()?;
        all(input, Meter::new(u64::MAX, MAX_REPORT_BYTES)).ok()
    }

    /// How long the report says it is.
    pub(super) fn size_hint(&self) -> u64 {
        self.size
    }

    /// What tells the part from others of the same file.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }
}

/// Everything that a reader gives, as far as the limit allows.
fn all(mut input: impl Read, mut meter: Meter) -> Result<Vec<u8>, FaultKind> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return Ok(bytes),
            Ok(n_read) => {
                meter.count(n_read)?;
                bytes.extend_from_slice(&buffer[..n_read]);
            }
            Err(_) => return Err(FaultKind::BrokenArchive),
        }
    }
}

/// What an archive that breaks off holds before the break, and one member of the archive's own name that says so.
fn cut_off(mut members: Vec<Member>) -> Result<Vec<Member>, FaultKind> {
    members.retain(|member| !matches!(member.content, Err(FaultKind::CutOff { .. })));
    let n_read = members.iter().filter(|member| member.content.is_ok()).count();
    if n_read == 0 {
        return Err(FaultKind::BrokenArchive);
    }
    members.push(refused(String::new(), FaultKind::CutOff { n_read }));
    Ok(members)
}

/// A member that cannot be read.
fn refused(name: String, kind: FaultKind) -> Member {
    Member { name, content: Err(kind), metadata: RawMetadata::default() }
}
