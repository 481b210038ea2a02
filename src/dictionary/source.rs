//! Where dictionary files come from: the program itself or a folder.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// Where dictionary files come from.
#[derive(Debug, Clone)]
pub enum DictionarySource {
    /// The files that were built into the program.
    Embedded,
    /// A folder that holds files of the same names.
    Folder(PathBuf),
}

/// The files that are built in, by name.
const EMBEDDED: &[(&str, &str)] = &[
    ("modality.toml", include_str!("../../dictionaries/modality.toml")),
    ("platforms.toml", include_str!("../../dictionaries/platforms.toml")),
    ("practices.toml", include_str!("../../dictionaries/practices.toml")),
    ("checks.toml", include_str!("../../dictionaries/checks.toml")),
    ("damage.toml", include_str!("../../dictionaries/damage.toml")),
    ("sessions.csv", include_str!("../../dictionaries/sessions.csv")),
    ("effects.toml", include_str!("../../dictionaries/effects.toml")),
    ("counting.toml", include_str!("../../dictionaries/counting.toml")),
    ("metrics.toml", include_str!("../../dictionaries/metrics.toml")),
    ("periods.toml", include_str!("../../dictionaries/periods.toml")),
    ("traditional.tsv", include_str!("../../dictionaries/traditional.tsv")),
    ("layout.toml", include_str!("../../dictionaries/layout.toml")),
    ("places.toml", include_str!("../../dictionaries/places.toml")),
    ("regions.csv", include_str!("../../dictionaries/regions.csv")),
    ("phrases.toml", include_str!("../../dictionaries/phrases.toml")),
    ("units.toml", include_str!("../../dictionaries/units.toml")),
    ("words.txt", include_str!("../../dictionaries/words.txt")),
];

impl DictionarySource {
    /// The text of one dictionary file.
    ///
    /// # Errors
    /// When the folder lacks the file or it cannot be read as UTF-8.
    pub fn text(&self, file: &str) -> Result<Cow<'static, str>> {
        match self {
            Self::Embedded => EMBEDDED
                .iter()
                .find(|(name, _)| *name == file)
                .map(|(_, text)| Cow::Borrowed(*text))
                .ok_or_else(|| fault(file, 0, "no such dictionary is built in")),
            Self::Folder(folder) => Ok(Cow::Owned(fs_err::read_to_string(folder.join(file))?)),
        }
    }

    /// A hash of everything that the dictionaries say: equal hashes give equal records.
    ///
    /// # Errors
    /// When there is no such folder, or it lacks a file.
    pub fn fingerprint(&self) -> Result<String> {
        if let Self::Folder(folder) = self {
            fs_err::read_dir(folder)?;
        }
        let mut hasher = blake3::Hasher::new();
        for (file, _) in EMBEDDED {
            let text = self.text(file)?;
            hasher.update(file.as_bytes()).update(&text.len().to_le_bytes()).update(text.as_bytes());
        }
        Ok(hasher.finalize().to_hex().to_string())
    }
}

/// A dictionary error at a line of a file; line 0 where no one line is to blame.
pub(crate) fn fault(file: &str, line: usize, reason: impl Into<String>) -> Error {
    Error::Dictionary { file: file.to_owned(), line, reason: reason.into() }
}

/// Parses a TOML dictionary, turning a fault into file, line and reason.
pub(crate) fn parse_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
        fault(file, line, error.message())
    })
}

/// The line, counted from 1, that holds the byte `at` of `text`.
pub(crate) fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The line, counted from 1, on which a quoted word first stands; 0 where it stands nowhere.
pub(crate) fn line_of(text: &str, word: &str) -> usize {
    let quoted = format!("\"{word}\"");
    text.lines().position(|line| line.contains(&quoted)).map_or(0, |index| index + 1)
}
