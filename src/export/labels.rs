//! Codes and ids → names for a reader.

use crate::dictionary::Dictionaries;
use crate::model::{Lang, MetricId, PracticeId, RegionCode};

/// Names things in one language.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    dictionaries: &'a Dictionaries,
    lang: Lang,
}

impl<'a> Labels<'a> {
    /// Names from these dictionaries.
    pub const fn new(dictionaries: &'a Dictionaries, lang: Lang) -> Self {
        Self { dictionaries, lang }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// A region's full name in a year; its code where no table knows it.
    pub fn region(&self, code: RegionCode, year: Option<i16>) -> String {
        self.dictionaries.regions.full_name(code, year).unwrap_or_else(|| code.to_string())
    }

    /// A region's own name in a year, without those of the places above it; its code where no table knows it.
    pub fn place(&self, code: RegionCode, year: Option<i16>) -> String {
        self.dictionaries.regions.name_in(code, year).map_or_else(|| code.to_string(), str::to_owned)
    }

    /// A metric's name; its id where no table knows it.
    pub fn metric(&self, id: &MetricId) -> String {
        let metric = self.dictionaries.metric_names.get(id);
        metric.map_or_else(|| id.to_string(), |metric| self.lang.pick(&metric.zh, &metric.en).clone())
    }

    /// A practice's name; its id where no table knows it.
    pub fn practice(&self, id: &PracticeId) -> String {
        let practice = self.dictionaries.practice_names.get(id);
        practice
            .map_or_else(|| id.to_string(), |practice| self.lang.pick(&practice.label_zh, &practice.label_en).clone())
    }
}
