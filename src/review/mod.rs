//! A reviewed table back in: what people filled into a workbook or CSV file → corrections.
//!
//! - `sheet`: the bytes of a file → rows of text, with the numbers that a spreadsheet shows
//! - `reading`: rows → corrections
//! - `missed`: rows of what the program missed → corrections
//! - `fault`: what is wrong with a cell, and what it may hold
//!
//! The table itself is made by [`export::rows::review`](fn@crate::export::rows::review).

mod fault;
mod missed;
mod reading;
mod sheet;

pub use fault::{CellFault, CellTrouble};
pub use missed::TextOf;
pub use reading::{Holds, Reading, field_from, read_review};
pub use sheet::{Sheet, SheetRow, sheets_of};
