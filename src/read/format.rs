//! Formats other than plain text, told by their first bytes; their readers stand beside this file.

/// A known format other than plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF.
    Pdf,
    /// DOCX: a ZIP archive with a Word document inside.
    Docx,
    /// XLSX, PPTX and others of the family.
    OfficeOpen,
    /// DOC, WPS, XLS: OLE compound files.
    Doc,
    /// Rich text.
    Rtf,
    /// A web page.
    Html,
    /// A saved page (MHT) or a letter (EML).
    Mail,
    /// ZIP or gzip, of which [`find`](super::find()) reads the members.
    Packed,
    /// RAR, 7z and the like.
    Archive,
    /// OFD, China's own page format: a ZIP archive with `OFD.xml` inside.
    Ofd,
    /// ODT, EPUB and others of the family.
    OpenDocument,
    /// A picture.
    Image,
    /// Parquet: a table of articles, of which [`find`](super::find()) reads the rows.
    Parquet,
}

impl Format {
    /// The name that a user knows the format by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::OfficeOpen => "XLSX/PPTX",
            Self::Doc => "DOC/WPS",
            Self::Rtf => "RTF",
            Self::Html => "HTML",
            Self::Mail => "MHT/EML",
            Self::Packed => "ZIP/GZ",
            Self::Archive => "RAR/7Z/XZ/BZ2/ZST",
            Self::Ofd => "OFD",
            Self::OpenDocument => "ODT/EPUB",
            Self::Image => "PNG/JPEG/GIF/TIFF",
            Self::Parquet => "Parquet",
        }
    }
}

/// First bytes that settle the format. BMP's `BM` is left out: two letters are too little to refuse a text for.
const MAGIC: &[(&[u8], Format)] = &[
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Doc),
    (b"{\\rtf", Format::Rtf),
    (b"\x1F\x8B", Format::Packed),
    (b"PAR1", Format::Parquet),
    (b"Rar!\x1A\x07", Format::Archive),
    (b"7z\xBC\xAF\x27\x1C", Format::Archive),
    (b"\xFD7zXZ\x00", Format::Archive),
    (b"BZh", Format::Archive),
    (b"\x28\xB5\x2F\xFD", Format::Archive),
    (b"\x89PNG\r\n\x1A\n", Format::Image),
    (b"\xFF\xD8\xFF", Format::Image),
    (b"GIF87a", Format::Image),
    (b"GIF89a", Format::Image),
    (b"II*\x00", Format::Image),
    (b"MM\x00*", Format::Image),
];

/// PDF readers accept the mark anywhere in the first kilobyte, and so do the files found in the wild.
const PDF_MARK_WITHIN: usize = 1024;

/// The names of the first members of an archive stand within its first kilobytes, and all of them, unless there are
/// thousands, in the table at its end.
const ZIP_NAMES_WITHIN: usize = 8192;
const ZIP_TABLE_WITHIN: usize = 65536;

/// The format of a file that is not text, where its first bytes tell.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<Format> {
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*format);
    }
    if contains(head(bytes, PDF_MARK_WITHIN), b"%PDF-1.") || contains(head(bytes, PDF_MARK_WITHIN), b"%PDF-2.") {
        return Some(Format::Pdf);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Format::Image);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let table = &bytes[bytes.len().saturating_sub(ZIP_TABLE_WITHIN)..];
        let holds = |name: &[u8]| contains(head(bytes, ZIP_NAMES_WITHIN), name) || contains(table, name);
        return Some(if holds(b"word/") {
            Format::Docx
        } else if holds(b"OFD.xml") {
            Format::Ofd
        } else if holds(b"[Content_Types].xml") {
            Format::OfficeOpen
        } else if holds(b"mimetypeapplication/") {
            Format::OpenDocument
        } else {
            Format::Packed
        });
    }
    is_mail(head(bytes, MAIL_HEAD)).then_some(Format::Mail)
}

/// Within so many bytes the head of a message says that it is one.
const MAIL_HEAD: usize = 4096;

/// Whether a file begins with the head of a message: nothing but fields, the version of MIME among them.
fn is_mail(head: &[u8]) -> bool {
    let is_field = |line: &[u8]| {
        let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        name > 0 && line.get(name) == Some(&b':') || line.starts_with(b" ") || line.starts_with(b"\t")
    };
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let fields: Vec<&[u8]> =
        lines.by_ref().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty()).collect();
    let says_so = |line: &&[u8]| line.len() >= 13 && line[..13].eq_ignore_ascii_case(b"mime-version:");
    fields.iter().any(says_so) && fields.iter().all(|line| is_field(line))
}

/// Whether a text is a web page rather than its words.
pub(super) fn of_text(text: &str) -> Option<Format> {
    let start: String = text.trim_start().chars().take(2048).collect::<String>().to_ascii_lowercase();
    let opens = ["<!doctype html", "<html", "<head", "<body", "<meta ", "<div", "<p>", "<p ", "<table", "<script"];
    let is_page = opens.iter().any(|tag| start.starts_with(tag))
        || (start.starts_with("<?xml") || start.starts_with("<!--")) && start.contains("<html");
    is_page.then_some(Format::Html)
}

fn head(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[..bytes.len().min(length)]
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<Format>) {
        let text = std::str::from_utf8(bytes).ok();
        assert_eq!(of_bytes(bytes).or_else(|| text.and_then(of_text)), expected);
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        check(b"%PDF-1.7\n1 0 obj", Some(Format::Pdf));
        check(b"\n\n%PDF-1.4\n", Some(Format::Pdf));
        check(b"PK\x03\x04\x14\0\0\0word/document.xml", Some(Format::Docx));
        check(b"PK\x03\x04\x14\0\0\0[Content_Types].xml xl/workbook.xml", Some(Format::OfficeOpen));
        check(b"PK\x03\x04\x14\0\0\0report.txt", Some(Format::Packed));
        check(b"PK\x03\x04\x14\0\0\0OFD.xml Doc_0/Document.xml", Some(Format::Ofd));
        check(b"\x1F\x8B\x08\0", Some(Format::Packed));
        check(b"Rar!\x1A\x07\x01\0", Some(Format::Archive));
        check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", Some(Format::Doc));
        check(b"\x89PNG\r\n\x1A\n\0", Some(Format::Image));
        check("<!DOCTYPE html><html><body>协商32场</body></html>".as_bytes(), Some(Format::Html));
        check("\n  <div class=\"article\">协商32场</div>".as_bytes(), Some(Format::Html));
    }

    #[test]
    fn text_that_mentions_a_format_stays_text() {
        check("全年报送PDF文件<7份>，PK赛2场。".as_bytes(), None);
        check(b"", None);
    }
}
