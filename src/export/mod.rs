//! What leaves the program: records → flat tables → files.
//!
//! - `cell`, `table`: tables of plain values, with a name for each column
//! - `labels`: codes and ids → names for a reader
//! - `rows`: the one place that says which columns each kind of record has
//! - `dossier`: everything that a file of several tables holds
//! - `csv`, `jsonl`, `parquet`, `workbook`, `database`: tables → bytes; `kind`: which columns hold what
//! - `stata`: names of columns that statistics programs take
//! - `charts`: values → pictures
//! - `review_book`: the table to review → a workbook with drop-downs
//! - `markup`: tables with titles → Markdown, a web page
//! - `pack`: the pages and the manifest of an evidence pack
//! - `format`: which of them a file name asks for
//!
//! Nothing here knows a terminal; that is the command line's own.

mod cell;
pub mod charts;
mod csv;
mod database;
mod dossier;
mod format;
mod jsonl;
mod kind;
mod labels;
mod markup;
mod parquet;
pub mod pack;
mod review_book;
pub mod rows;
mod stata;
mod table;
mod workbook;

pub use cell::Cell;
pub use csv::{ByteOrderMark, write_csv, write_csv_in_gb18030};
pub use database::write_database;
pub use dossier::{Dossier, Entry, Matrix};
pub use format::FileFormat;
pub use jsonl::{write_records, write_table};
pub use labels::Labels;
pub use markup::{write_html, write_html_with_figure, write_markdown};
pub use parquet::write_parquet;
pub use review_book::{Choices, write_review_book};
pub use stata::{with_names, with_stata_names};
pub use table::{Column, Table};
pub use workbook::{LOW_CONFIDENCE, write_workbook, write_workbook_of_pack};
