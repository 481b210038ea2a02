//! Sentences → records. One extractor a file; `assemble` binds what they find.
mod counted;
mod dates;
pub mod periods;
pub mod numbers;
pub mod quantities;
pub mod regions;
mod window;
