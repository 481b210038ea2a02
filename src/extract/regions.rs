//! Whose work a stretch of text describes.

use crate::model::{RegionCode, Span};

/// The region of every part of one report.
#[derive(Debug, Clone, Default)]
pub struct RegionContext {
    article: Option<RegionCode>,
}

impl RegionContext {
    /// Whose report it is as a whole.
    pub fn article(&self) -> Option<RegionCode> {
        self.article
    }

    /// Whom the section with this index in [`Structure::sections`](crate::segment::Structure::sections) is about.
    pub fn section(&self, _section: usize) -> Option<RegionCode> {
        self.article
    }

    /// Whose work the words at `span` of the clean text describe: always a county or above.
    pub fn at(&self, _span: Span) -> Option<RegionCode> {
        self.article
    }

    /// Who acts in the sentence that holds `span`, where it says so (区政协, 三元区政协).
    pub fn actor_at(&self, _span: Span) -> Option<Span> {
        None
    }
}
