//! The ZIP archive that a DOCX file is, opened within limits.

use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{broken, refusal, xml};
use crate::read::{FaultKind, Format};

/// The most that one part may hold unpacked: the text of some twenty million characters with its markup would fit.
const MAX_PART: u64 = 128 << 20;
/// From this size on a part that was packed more than [`MAX_RATIO`] times smaller is taken for a bomb.
const SUSPICIOUS_PART: u64 = 4 << 20;
/// Word's most repetitive tables pack to a hundredth; what is made to fill a memory packs to a thousandth.
const MAX_RATIO: u64 = 400;

/// An open file. Only the parts that are asked for are unpacked.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens the archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, FaultKind> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
        Ok(Self { archive })
    }

    /// The name of the part with the text, as the package's relations give it.
    pub(super) fn main_part(&mut self) -> Result<String, FaultKind> {
        let mut relations = Relations::default();
        if let Some(part) = self.part("_rels/.rels")? {
            xml::walk(&part, &mut relations).map_err(refusal)?;
        }
        let target = relations.main.map(|target| target.trim_start_matches('/').to_owned());
        let is_there = |name: &String| self.archive.index_for_name(name).is_some();
        Ok(target.filter(is_there).unwrap_or_else(|| "word/document.xml".to_owned()))
    }

    /// A part as text, `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, FaultKind> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(fault(&error)),
        };
        let packed = file.compressed_size().max(1);
        let most = MAX_PART.min(SUSPICIOUS_PART.max(packed.saturating_mul(MAX_RATIO)));
        let mut bytes = Vec::new();
        // What the archive says of the size is not believed.
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| broken(&error.to_string()))?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
            return Err(FaultKind::UnpacksTooLarge { part: name.to_owned(), most_mib: most >> 20 });
        }
        Ok(Some(decoded(&bytes)))
    }
}

/// UTF-16 with its byte order mark, else UTF-8: XML in an office file is nothing else.
fn decoded(bytes: &[u8]) -> String {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
}

fn fault(error: &ZipError) -> FaultKind {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            FaultKind::Encrypted(Format::Docx)
        }
        error => broken(&error.to_string()),
    }
}

/// `_rels/.rels`: which part is the document.
#[derive(Default)]
struct Relations {
    main: Option<String>,
}

impl xml::Visit for Relations {
    fn open(&mut self, element: &xml::Element<'_>) -> xml::Enter {
        let is_main = element.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
        if element.name() == "Relationship" && is_main {
            self.main = element.attribute("Target");
        }
        xml::Enter::In
    }
    fn close(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}
