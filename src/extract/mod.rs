//! Sentences → records. One extractor a file; `assemble` binds what they find.
mod clauses;
pub mod modality;
pub mod platforms;
pub mod practices;
mod quotes;
mod counted;
mod dates;
pub mod periods;
pub mod numbers;
pub mod quantities;
pub mod regions;
mod window;
