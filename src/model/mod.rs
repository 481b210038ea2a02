//! The nouns: what a report, a place, a number and a record are. No input or output happens here.
//!
//! Two kinds of position exist and cannot be mixed: [`Span`] counts bytes of the *clean* text that the extractors
//! read, [`CharSpan`] counts characters of the *report's* decoded text, which is what leaves the program.

mod amendment;
mod char_set;
mod content_hash;
mod correction;
mod fact;
mod file_place;
mod formula;
mod json_number;
mod lang;
mod period;
mod platform;
mod practice;
mod problem;
mod quantity;
mod record;
mod region;
mod report;
mod span;
mod squeezed;
mod traditional;

pub use amendment::{Amended, Amendment, Field, FieldError, NOTHING, ReviewKind};
pub use char_set::{CharSet, is_ideograph};
pub use content_hash::ContentHash;
pub use correction::{Anchor, Correction, Judgement, Review, Reviewed};
pub use fact::{Effect, Fact, MetricId, Nature, Status, Verdict};
pub use file_place::{FilePlace, PlaceMark, place_at};
pub use formula::{guarded, is_formula_like, unguarded};
pub use lang::Lang;
pub use period::{PartialDate, PartialDateError, Period};
pub use platform::{Platform, PlatformType};
pub use practice::{Practice, PracticeId};
pub use problem::{Problem, ProblemCode};
pub use quantity::{Bound, Interval, Number, Reason};
pub use record::{ArticleRecord, JoinedFile, PublicationDates, Record, SectionRecord, Whole};
pub use region::{RegionCode, RegionCodeError, RegionLevel};
pub use report::{DocId, Metadata};
pub use span::{CharSpan, Span};
pub use squeezed::{Squeezed, squeeze};
pub use traditional::Traditional;
