//! What people correct: told by quote and context, applied to the records that a report yields.
//!
//! Pure: the library keeps the file, the command line asks people.
//!
//! - `added`: what a person adds where the program read nothing → a fact
//! - `anchor`: a record → the words around it, and back to a place in a report
//! - `fields`: what a record holds in each field that can be corrected, and putting something else there
//! - `records`: records and corrections → corrected records; whether a correction stands
//! - `corrections`: all corrections of a library, and their file

mod added;
mod anchor;
mod corrections;
mod fields;
mod records;

pub use anchor::{anchor_at, anchor_of, is_in, review_kind};
pub use corrections::{Corrections, Meeting};
pub use fields::{contents, held};
pub use records::{Standing, correct, record_at, standing};
