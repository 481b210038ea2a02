//! Web archives: WARC, and WET with the words of pages.
//!
//! The records are those of ISO 28500: fields, an empty line, as many bytes as `Content-Length` says, two line ends.

use std::io::{BufRead, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;

use super::limits::{MAX_MEMBERS, Meter};
use super::store::Store;
use super::{Member, Packing, Part, all, cut_off};
use crate::read::source::unreadable;
use crate::read::{FaultKind, MAX_REPORT_BYTES, RawMetadata};

/// Whether a file begins like a web archive.
pub(super) fn is_one(head: &[u8]) -> bool {
    head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.")
}

/// Longest line of a record's fields that is believed.
const LINE: u64 = 64 << 10;

#[derive(Debug, Default)]
struct Record {
    kind: String,
    address: Option<String>,
    content_type: String,
    length: u64,
}

/// The pages of an archive; pictures, styles, requests are passed over. A damaged archive is read as far as it goes.
pub(super) fn members(store: &Store) -> Result<Vec<Member>, FaultKind> {
    let mut reader = store.reader().map_err(|error| unreadable(&error))?;
    let whole = store.length().map_err(|error| unreadable(&error))?;
    let mut members = Vec::new();
    let mut number = 0_usize;
    loop {
        number += 1;
        let record = match next_record(&mut reader) {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(members),
            Err(FaultKind::BrokenArchive) => return cut_off(members),
            Err(fault) => return Err(fault),
        };
        let start = reader.stream_position().map_err(|error| unreadable(&error))?;
        let name = format!("/{}", record.address.clone().unwrap_or_else(|| format!("#{number}")));
        if start.checked_add(record.length).is_none_or(|end| end > whole) {
            return cut_off(members);
        }
        if let Some(packing) = packing_of(&record, &mut reader) {
            let part =
                Part { store: store.clone(), offset: start, length: record.length, size: record.length, packing };
            let url = record.address.filter(|address| address.starts_with("http"));
            members.push(Member { name, content: Ok(part), metadata: RawMetadata { url, ..RawMetadata::default() } });
        }
        if members.len() > MAX_MEMBERS {
            return Err(FaultKind::TooManyMembers);
        }
        reader.seek(SeekFrom::Start(start + record.length)).map_err(|error| unreadable(&error))?;
    }
}

/// The fields of the next record; `None` at the end.
fn next_record(reader: &mut (impl BufRead + ?Sized)) -> Result<Option<Record>, FaultKind> {
    let mut line = line_of(reader)?;
    // Two line ends close the record before.
    while line.as_deref() == Some("") {
        line = line_of(reader)?;
    }
    match line {
        None => return Ok(None),
        Some(version) if version.starts_with("WARC/") => {}
        Some(_) => return Err(FaultKind::BrokenArchive),
    }
    let mut record = Record::default();
    let mut length = None;
    loop {
        let line = line_of(reader)?.ok_or(FaultKind::BrokenArchive)?;
        if line.is_empty() {
            break;
        }
        let Some((field, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match field.to_ascii_lowercase().as_str() {
            "warc-type" => value.clone_into(&mut record.kind),
            "warc-target-uri" => record.address = Some(value.trim_matches(['<', '>']).to_owned()),
            "content-type" => record.content_type = value.to_ascii_lowercase(),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    record.length = length.ok_or(FaultKind::BrokenArchive)?;
    Ok(Some(record))
}

/// One line without its end; `None` at the end of the file.
fn line_of(reader: &mut (impl BufRead + ?Sized)) -> Result<Option<String>, FaultKind> {
    let mut line = Vec::new();
    let n_read = reader.take(LINE).read_until(b'\n', &mut line).map_err(|error| unreadable(&error))?;
    if n_read == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') {
        return Err(FaultKind::BrokenArchive);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

fn packing_of(record: &Record, reader: &mut impl Read) -> Option<Packing> {
    let is_text = |kind: &str| kind.contains("html") || kind.starts_with("text/plain");
    match record.kind.as_str() {
        "conversion" | "resource" if is_text(&record.content_type) => Some(Packing::None),
        "response" if record.content_type.starts_with("application/http") => {
            let mut head = Vec::new();
            reader.take(record.length.min(LINE)).read_to_end(&mut head).ok()?;
            let head = HttpHead::read(&head)?;
            let is_answer = head.status == "200" && head.content_type.is_none_or(|kind| is_text(&kind));
            is_answer.then_some(Packing::Http)
        }
        _ => None,
    }
}

/// What the head of an answer says about its body.
struct HttpHead {
    status: String,
    content_type: Option<String>,
    is_chunked: bool,
    packed: Option<String>,
    length: usize,
}

impl HttpHead {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let text = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let mut lines = text.lines();
        let status = lines.next()?.split_whitespace().nth(1)?.to_owned();
        let field = |name: &str| {
            let line = text.lines().find(|line| line.split(':').next().is_some_and(|field| field.trim() == name))?;
            line.split_once(':').map(|(_, value)| value.trim().to_owned())
        };
        Some(Self {
            status,
            content_type: field("content-type"),
            is_chunked: field("transfer-encoding").is_some_and(|value| value.contains("chunked")),
            packed: field("content-encoding").filter(|value| value != "identity"),
            length: end + 4,
        })
    }
}

/// The page that an answer of a web server holds.
pub(super) fn page(answer: &[u8]) -> Result<Vec<u8>, FaultKind> {
    let head = HttpHead::read(answer).ok_or(FaultKind::BrokenArchive)?;
    let body = &answer[head.length..];
    // Many archives keep the fields of the answer but undo what they say: the bytes decide.
    let body = if head.is_chunked { unchunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    match head.packed.as_deref() {
        _ if body.starts_with(b"\x1F\x8B") => {
            let packed = u64::try_from(body.len()).unwrap_or(u64::MAX);
            all(MultiGzDecoder::new(&body[..]), Meter::new(packed, MAX_REPORT_BYTES))
        }
        Some("br" | "zstd" | "deflate") if std::str::from_utf8(&body).is_err() => Err(FaultKind::UnknownPacking),
        _ => Ok(body),
    }
}

/// The body without the lengths between its chunks; `None` where it is not in chunks.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = body.iter().take(32).position(|byte| *byte == b'\n')?;
        let written = std::str::from_utf8(&body[..end]).ok()?;
        let length = usize::from_str_radix(written.split(';').next()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(whole);
        }
        let rest = &body[end + 1..];
        whole.extend_from_slice(rest.get(..length)?);
        body = rest[length..].strip_prefix(b"\r\n").or_else(|| rest[length..].strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_out_of_their_frames() {
        let plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>32</p>";
        assert_eq!(page(plain).unwrap(), b"<p>32</p>");
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>32\r\n4;x\r\n</p>\r\n0\r\n\r\n";
        assert_eq!(page(chunked).unwrap(), b"<p>32</p>");
        // The archive kept the field but joined the chunks.
        let joined = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>32</p>";
        assert_eq!(page(joined).unwrap(), b"<p>32</p>");
        assert_eq!(page(b"nothing"), Err(FaultKind::BrokenArchive));
    }
}
