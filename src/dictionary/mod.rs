//! `dictionaries/` as typed tables: places, units, metrics, practices, words.
//!
//! The files are embedded in the program; a folder with the same files can take their place. Every table is checked
//! when it is loaded, and what is wrong is named by file, line and reason.

mod modality;
mod phrase;
mod platforms;
mod practices;
mod source;

pub use modality::{CueHit, CueKind, CueScope, ModalityCues};
pub use phrase::{PhraseError, PhraseHit, PhraseSet};
pub(crate) use phrase::{is_clause_mark, is_sentence_mark};
pub use platforms::{Family, Heads, PlatformWords, Suffixes, Unquoted};
pub use practices::{PracticeEntry, PracticeHit, Practices};
pub use source::DictionarySource;

use crate::error::Result;

/// All tables that the extractors read.
#[derive(Debug)]
pub struct Dictionaries {
    /// Ways of working.
    pub practices: Practices,
    /// What names of platforms are made of.
    pub platforms: PlatformWords,
    /// Words that tell what is done from what is planned, denied or wished for.
    pub modality: ModalityCues,
}

impl Dictionaries {
    /// Loads and checks every table.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for the first fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Ok(Self {
            practices: Practices::load(source)?,
            platforms: PlatformWords::load(source)?,
            modality: ModalityCues::load(source)?,
        })
    }
}
