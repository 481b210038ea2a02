//! Sentences → records. One extractor a file; `assemble` binds what they find.
mod counted;
mod dates;
pub mod periods;
pub mod regions;
mod window;
