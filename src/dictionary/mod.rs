//! `dictionaries/` as typed tables: places, units, metrics, practices, words.
//!
//! The files are embedded in the program; a folder with the same files can take their place. Every table is checked
//! when it is loaded, and what is wrong is named by file, line and reason.

mod phrases;
mod source;
mod units;

pub use phrases::Phrases;
pub use source::DictionarySource;
pub use units::{Dimension, Unit, UnitId, UnitRole, Units};

use crate::error::Result;

/// All tables that the extractors read.
#[derive(Debug)]
pub struct Dictionaries {
    /// Classifiers and measures, and the set phrases in which numerals count nothing.
    pub units: Units,
}

impl Dictionaries {
    /// Loads and checks every table.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for the first fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Ok(Self { units: Units::load(source)? })
    }
}
