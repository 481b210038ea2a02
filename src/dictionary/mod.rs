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
mod names;
mod periods;
mod phrase;
mod phrases;
mod places;
mod platforms;
mod practices;
mod regions;
mod sessions;
mod source;
mod table;
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
pub use names::{MetricName, MetricNames, PracticeName, PracticeNames};
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
pub use table::Table;
pub use units::{Dimension, Unit, UnitId, UnitRole, Units};

use std::sync::Arc;

use crate::error::Result;
use crate::model::Traditional;

/// All tables that the extractors read.
#[derive(Debug)]
pub struct Dictionaries {
    /// What metrics are called.
    pub metric_names: Table<MetricNames>,
    /// What practices are called.
    pub practice_names: Table<PracticeNames>,
    /// Ways of working.
    pub practices: Table<Practices>,
    /// What names of platforms are made of.
    pub platforms: Table<PlatformWords>,
    /// Words that tell what is done from what is planned, denied or wished for.
    pub modality: Table<ModalityCues>,
    /// How lines of a report are told apart.
    pub layout: Table<Layout>,
    /// Words around the names of places.
    pub places: Table<Places>,
    /// Places.
    pub regions: Arc<Table<Gazetteer>>,
    /// What numbers count.
    pub metrics: Arc<Table<Metrics>>,
    /// When sessions were opened.
    pub sessions: Table<Sessions>,
    /// Signs of damage.
    pub damage: Table<Damage>,
    /// Words by which numbers are worked out from each other.
    pub checks: Table<Checks>,
    /// Which metrics count results.
    pub effects: Table<Effects>,
    /// How a number is tied to what it counts.
    pub counting: Table<Counting>,
    /// Words that tell the time.
    pub periods: Table<PeriodCues>,
    /// Traditional characters.
    pub traditional: Table<Traditional>,
    /// Classifiers and measures, and the set phrases in which numerals count nothing.
    pub units: Table<Units>,
}

impl Dictionaries {
    /// Opens every table; those of a folder are read and checked.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for the first fault.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        let metrics = Arc::new(Table::new(source, Metrics::load)?);
        let (of_counting, of_effects) = (Arc::clone(&metrics), Arc::clone(&metrics));
        Ok(Self {
            metric_names: Table::new(source, MetricNames::load)?,
            practice_names: Table::new(source, PracticeNames::load)?,
            practices: Table::new(source, Practices::load)?,
            platforms: Table::new(source, PlatformWords::load)?,
            modality: Table::new(source, ModalityCues::load)?,
            layout: Table::new(source, Layout::load)?,
            places: Table::new(source, Places::load)?,
            regions: Arc::new(Table::new(source, Gazetteer::load)?),
            metrics,
            sessions: Table::new(source, Sessions::load)?,
            damage: Table::new(source, Damage::load)?,
            checks: Table::new(source, Checks::load)?,
            effects: Table::new(source, move |source| Effects::load(source, &of_effects))?,
            counting: Table::new(source, move |source| Counting::load(source, &of_counting))?,
            periods: Table::new(source, PeriodCues::load)?,
            traditional: Table::new(source, traditional::load)?,
            units: Table::new(source, Units::load)?,
        })
    }

    /// Begins to read what nearly every question asks for, beside whatever else is done.
    pub fn read_ahead(&self) {
        let regions = Arc::clone(&self.regions);
        std::thread::spawn(move || {
            regions.read();
        });
    }

    /// Reads every table, the two that take longest beside the others: for whoever is about to read reports.
    pub fn read_all(&self) {
        std::thread::scope(|scope| {
            scope.spawn(|| self.regions.read());
            scope.spawn(|| self.practices.read());
            self.metrics.read();
            self.platforms.read();
            self.modality.read();
            self.counting.read();
            self.checks.read();
            self.damage.read();
            self.sessions.read();
            self.effects.read();
            self.layout.read();
            self.periods.read();
            self.traditional.read();
            self.places.read();
            self.units.read();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Dictionaries, DictionarySource};

    #[test]
    fn what_is_built_in_is_right() {
        Dictionaries::load(&DictionarySource::Embedded).unwrap().read_all();
    }
}
