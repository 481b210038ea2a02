//! What leaves the program: records → flat tables → files.
//!
//! - `cell`, `table`: tables of plain values, with a name for each column
//! - `labels`: codes and ids → names for a reader
//! - `rows`: the one place that says which columns each kind of record has
//! - `csv`, `jsonl`: tables → bytes
//! - `format`: which of them a file name asks for
//!
//! Nothing here knows a terminal; that is the command line's own.

mod cell;
mod csv;
mod format;
mod jsonl;
mod labels;
pub mod rows;
mod table;

pub use cell::Cell;
pub use csv::{ByteOrderMark, write_csv};
pub use format::FileFormat;
pub use jsonl::{write_records, write_table};
pub use labels::Labels;
pub use table::{Column, Table};
