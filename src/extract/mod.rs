//! Sentences → records. One extractor a file; `assemble` binds what they find.
pub mod regions;
