//! The evidence pack: everything that a reader needs to check a number, in one folder.
//!
//! - `citation`: what a report is cited as
//! - `evidence`: the place of every record: which page, which anchor
//! - `page`: a report as a page with its records marked
//! - `front`: the page of all tables, every number linked
//! - `manifest`: what the folder holds, made of what, by which version
//!
//! Nothing here writes files, and nothing tells a time, so that the same library gives the same bytes.

mod citation;
mod evidence;
mod front;
mod manifest;
mod page;

pub use citation::Source;
pub use evidence::Evidence;
pub use front::front_page;
pub use manifest::{FORMAT, PackManifest, PackedFile, PackedReport};
pub use page::{PackPage, report_page};
