//! `dictionaries/` as typed tables: places, units, metrics, practices, words.
//!
//! The files are embedded in the program; a folder with the same files can take their place. Every table is checked
//! when it is loaded, and what is wrong is named by file, line and reason.

mod layout;
mod places;
mod regions;
mod source;

pub use layout::{BylineWords, FurnitureWords, HeadingWords, Layout, LineWords};
pub use places::Places;
pub use regions::{Candidate, Gazetteer, Mention, Mentions, NameForm, Place, PlaceKind};
pub use source::DictionarySource;

use crate::error::Result;

/// All tables that the extractors read.
#[derive(Debug)]
pub struct Dictionaries {
    /// How lines of a report are told apart.
    pub layout: Layout,
    /// Words around the names of places.
    pub places: Places,
    /// Places.
    pub regions: Gazetteer,
}

impl Dictionaries {
    /// Loads and checks every table.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for the first fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Ok(Self { layout: Layout::load(source)?, places: Places::load(source)?, regions: Gazetteer::load(source)? })
    }
}
