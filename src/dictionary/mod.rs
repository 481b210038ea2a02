//! `dictionaries/` as typed tables: places, units, metrics, practices, words.
//!
//! The files are embedded in the program; a folder with the same files can take their place. Every table is checked
//! when it is loaded, and what is wrong is named by file, line and reason.

mod counting;
mod layout;
mod metrics;
mod periods;
mod places;
mod regions;
mod source;
mod traditional;

pub use counting::Counting;
pub use layout::{BylineWords, FurnitureWords, HeadingWords, Layout, LineWords};
pub use metrics::{Metric, MetricExample, Metrics, Pattern, Role, WordHit, WordUse};
pub use periods::{CueYear, PeriodCue, PeriodCues, Reach, ReportYearWords};
pub use places::Places;
pub use regions::{Candidate, Gazetteer, Mention, Mentions, NameForm, Place, PlaceKind};
pub use source::DictionarySource;

use crate::error::Result;
use crate::model::Traditional;

/// All tables that the extractors read.
#[derive(Debug)]
pub struct Dictionaries {
    /// How lines of a report are told apart.
    pub layout: Layout,
    /// Words around the names of places.
    pub places: Places,
    /// Places.
    pub regions: Gazetteer,
    /// What numbers count.
    pub metrics: Metrics,
    /// How a number is tied to what it counts.
    pub counting: Counting,
    /// Words that tell the time.
    pub periods: PeriodCues,
    /// Traditional characters.
    pub traditional: Traditional,
}

impl Dictionaries {
    /// Loads and checks every table.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for the first fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        let metrics = Metrics::load(source)?;
        Ok(Self {
            counting: Counting::load(source, &metrics)?,
            layout: Layout::load(source)?,
            metrics,
            periods: PeriodCues::load(source)?,
            traditional: traditional::load(source)?,
            places: Places::load(source)?,
            regions: Gazetteer::load(source)?,
        })
    }
}
