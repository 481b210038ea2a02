//! `dictionaries/` as typed tables: places, units, metrics, practices, words.
//!
//! The files are embedded in the program; a folder with the same files can take their place. Every table is checked
//! when it is loaded, and what is wrong is named by file, line and reason.

mod checks;
mod claims;
mod counting;
mod damage;
mod effects;
mod layout;
mod lexicon;
mod metrics;
mod modality;
mod periods;
mod phrase;
mod phrases;
mod places;
mod platforms;
mod practices;
mod regions;
mod sessions;
mod source;
mod traditional;
mod units;

pub use checks::Checks;
pub use claims::{ClaimKind, DoubleClaim, double_claims};
pub use counting::{Counting, Unnamed};
pub use damage::{Damage, Garbled, Placeholder, Stripped};
pub use effects::Effects;
pub use layout::{BylineWords, FurnitureWords, HeadingWords, Layout, LineWords};
pub use lexicon::{Lexicon, LexiconHit};
pub use metrics::{Metric, MetricExample, Metrics, Pattern, Role, UnitNumber, WordHit, WordUse};
pub use modality::{CueHit, CueKind, CueScope, Modality, ModalityCues};
pub use periods::{CueYear, Epoch, PeriodCue, PeriodCues, Reach, ReportYearWords, YearPart};
pub use phrase::{PhraseError, PhraseHit, PhraseSet};
pub(crate) use phrase::{is_clause_mark, is_sentence_mark};
pub use phrases::Phrases;
pub use places::Places;
pub use platforms::{Family, Heads, PlatformWords, Suffixes, Unquoted};
pub use practices::{PracticeEntry, PracticeHit, Practices};
pub use regions::{Candidate, Gazetteer, Mention, NameForm, Place, PlaceKind};
pub use sessions::{Body, SessionRow, Sessions};
pub use source::DictionarySource;
pub use units::{Dimension, Unit, UnitId, UnitRole, Units};

use std::thread::ScopedJoinHandle;

use crate::error::Result;
use crate::model::Traditional;

/// All tables that the extractors read.
#[derive(Debug)]
pub struct Dictionaries {
    /// Ways of working.
    pub practices: Practices,
    /// What names of platforms are made of.
    pub platforms: PlatformWords,
    /// Words that tell what is done from what is planned, denied or wished for.
    pub modality: ModalityCues,
    /// How lines of a report are told apart.
    pub layout: Layout,
    /// Words around the names of places.
    pub places: Places,
    /// Places.
    pub regions: Gazetteer,
    /// What numbers count.
    pub metrics: Metrics,
    /// When sessions were opened.
    pub sessions: Sessions,
    /// Signs of damage.
    pub damage: Damage,
    /// Words by which numbers are worked out from each other.
    pub checks: Checks,
    /// Which metrics count results.
    pub effects: Effects,
    /// How a number is tied to what it counts.
    pub counting: Counting,
    /// Words that tell the time.
    pub periods: PeriodCues,
    /// Traditional characters.
    pub traditional: Traditional,
    /// Classifiers and measures, and the set phrases in which numerals count nothing.
    pub units: Units,
}

impl Dictionaries {
    /// Loads and checks every table.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for the first fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        // Most of the time goes into two files, so each is read beside the others.
        std::thread::scope(|scope| {
            let regions = scope.spawn(|| Gazetteer::load(source));
            let practices = scope.spawn(|| Practices::load(source));
            let metrics = Metrics::load(source)?;
            Ok(Self {
                platforms: PlatformWords::load(source)?,
                modality: ModalityCues::load(source)?,
                counting: Counting::load(source, &metrics)?,
                checks: Checks::load(source)?,
                damage: Damage::load(source)?,
                sessions: Sessions::load(source)?,
                effects: Effects::load(source, &metrics)?,
                layout: Layout::load(source)?,
                metrics,
                periods: PeriodCues::load(source)?,
                traditional: traditional::load(source)?,
                places: Places::load(source)?,
                units: Units::load(source)?,
                practices: joined(practices)?,
                regions: joined(regions)?,
            })
        })
    }
}

/// What another thread has loaded.
fn joined<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
