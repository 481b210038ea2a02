//! Several files that are one report, as a metadata file declares them.
//!
//! They are kept as one TAR archive, byte for byte, so that a library can hold them as it holds any report and a
//! person can take them out again. Each file is read by the reader of its own format; the texts follow each other.

use std::io::{self, Cursor, Read};

use tar::{Archive, Builder, Header};

use super::{FaultKind, Format, ReportText, text_of};
use crate::model::{FilePlace, JoinedFile, Metadata, PlaceMark};

/// The first member, which tells such an archive from others.
const MARK: &str = ".tongjian-joined";

/// Whether bytes are several files in one.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK.as_bytes()) && bytes.get(MARK.len()) == Some(&0) && bytes.get(257..262) == Some(b"ustar")
}

/// Several files in one; the same files always give the same bytes.
pub(super) fn pack<'a>(files: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> io::Result<Vec<u8>> {
    let mut archive = Builder::new(Vec::new());
    for (name, bytes) in std::iter::once((MARK, Vec::new())).chain(files) {
        let mut header = Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o644);
        header.set_cksum();
        archive.append_data(&mut header, name, bytes.as_slice())?;
    }
    archive.into_inner()
}

/// The texts of the files one after the other; every place says in which file it is.
pub(super) fn read(bytes: &[u8]) -> Result<ReportText, FaultKind> {
    let mut joined = ReportText::default();
    let mut n_chars = 0;
    for (name, bytes) in files(bytes).map_err(|_| FaultKind::BrokenArchive)? {
        let in_file = |kind| FaultKind::InFile { name: name.clone(), kind: Box::new(kind) };
        let read = if is_one(&bytes) { Err(FaultKind::UnsupportedFormat(Format::Packed)) } else { text_of(&bytes) };
        let read = read.map_err(in_file)?;
        joined.marks.extend(marks(&read.marks, &name, n_chars));
        // The report is called what its first file is called, be it only by the head of its text.
        let is_first = joined.text.is_empty();
        let title = read.stated.title.clone().filter(|_| is_first);
        joined.stated = joined.stated.or(Metadata { title, ..read.stated });
        joined.text.push_str(&read.text);
        if !joined.text.ends_with('\n') {
            joined.text.push('\n');
        }
        n_chars = u32::try_from(joined.text.chars().count()).unwrap_or(u32::MAX);
        joined.oddities.extend(read.oddities.into_iter().map(in_file));
    }
    Ok(joined)
}

/// The files that a text was joined from, by its marks; none where it was not joined.
pub(crate) fn files_of(marks: &[PlaceMark]) -> Vec<JoinedFile> {
    let mut files: Vec<JoinedFile> = Vec::new();
    for mark in marks {
        if let FilePlace::File { name, .. } = &mark.place
            && files.last().is_none_or(|last| last.name != *name)
        {
            files.push(JoinedFile { name: name.clone(), start: mark.start });
        }
    }
    files
}

fn files(bytes: &[u8]) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut archive = Archive::new(Cursor::new(bytes));
    let mut files = Vec::new();
    for entry in archive.entries()?.skip(1) {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        files.push((name, bytes));
    }
    Ok(files)
}

/// The marks of one file, which begins at a character of the whole.
fn marks(own: &[PlaceMark], name: &str, at: u32) -> Vec<PlaceMark> {
    let unmarked = own.first().is_none_or(|first| first.start > 0);
    let head = PlaceMark { start: at, place: FilePlace::File { name: name.to_owned(), place: None } };
    let own = own.iter().map(|mark| PlaceMark { start: at + mark.start, place: mark.place.clone().in_file(name) });
    unmarked.then_some(head).into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_follow_each_other_and_places_name_their_files() {
        let page = "<html><body><h1>下篇</h1><p>报送信息120篇，办结提案8件，组织视察12次。</p></body></html>";
        let files = [("上.txt", "协商32场".as_bytes().to_vec()), ("下.html", page.as_bytes().to_vec())];
        let bytes = pack(files.clone()).unwrap();
        assert!(is_one(&bytes));
        assert_eq!(pack(files).unwrap(), bytes);
        let read = read(&bytes).unwrap();
        assert!(read.text.starts_with("协商32场\n下篇\n"), "{}", read.text);
        assert_eq!(read.stated.title, None);
        let places: Vec<String> = read.marks.iter().map(|mark| format!("{} {}", mark.start, mark.place)).collect();
        assert_eq!(places[0], "0 上.txt");
        assert!(places[1].starts_with("6 下.html html>body"), "{places:?}");
        let named: Vec<_> = files_of(&read.marks).into_iter().map(|file| (file.name, file.start)).collect();
        assert_eq!(named, [("上.txt".to_owned(), 0), ("下.html".to_owned(), 6)]);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let bytes = pack([("上.txt", "协商".as_bytes().to_vec()), ("下.txt", Vec::new())]).unwrap();
        let fault = read(&bytes).unwrap_err();
        assert_eq!(fault, FaultKind::InFile { name: "下.txt".to_owned(), kind: Box::new(FaultKind::Empty) });
    }
}
