//! Sentences → records. One extractor a file; `assemble` binds what they find.
pub mod numbers;
pub mod quantities;
pub mod regions;
