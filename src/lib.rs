//! Reads Chinese committee work reports and turns them into facts that can be searched, compared and traced.
//!
//! The modules stand in the order in which data flows; each uses only what stands above it.

pub mod error;
pub mod model;
pub mod dictionary;
pub mod read;
pub mod clean;
pub mod segment;
pub mod extract;
pub mod pipeline;
pub mod library;
pub mod index;
pub mod compare;
pub mod export;
pub mod eval;
