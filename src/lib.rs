//! Reads Chinese committee work reports and turns them into facts that can be searched, compared and traced.
//!
//! The modules stand in the order in which data flows; each uses only what stands above it.

pub mod clean;
pub mod compare;
pub mod dictionary;
pub mod error;
pub mod eval;
pub mod export;
pub mod extract;
pub mod index;
pub mod library;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod segment;
