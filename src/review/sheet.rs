//! The bytes of a reviewed file → rows of text.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::fault::{CellFault, CellTrouble};
use crate::error::{Error, Result};
use crate::export::Column;
use crate::model::{Lang, unguarded};
use crate::read::decode;

/// One sheet of a workbook, or a CSV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the sheet is called; empty for a CSV file.
    pub name: String,
    /// The first row.
    pub columns: Vec<String>,
    /// The rows after it.
    pub rows: Vec<SheetRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The number that a spreadsheet shows at its left.
    pub number: usize,
    /// Its cells as text; those at the end may be missing.
    pub cells: Vec<String>,
}

impl Sheet {
    /// Where a column stands, whatever language the file calls it in.
    pub(super) fn place(&self, wanted: &Column) -> Option<usize> {
        let is_it =
            |name: &String| *name == wanted.key || [Lang::Zh, Lang::En].iter().any(|lang| name == wanted.label(*lang));
        self.columns.iter().position(is_it)
    }

    /// What is wrong with a cell of a row.
    pub(super) fn fault(&self, row: &SheetRow, at: usize, trouble: CellTrouble) -> CellFault {
        let column = self.columns.get(at).cloned().unwrap_or_default();
        CellFault { sheet: self.name.clone(), row: row.number, column, trouble }
    }
}

impl SheetRow {
    /// A cell without white space at its ends; empty where the row is shorter.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map(|cell| cell.trim()).unwrap_or_default()
    }
}

/// What a ZIP archive, and so a workbook, begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// Unpacked, no table of records is larger; a packed bomb is.
const MAX_UNPACKED: u64 = 1 << 30;

/// Reads a workbook, or a CSV file in any encoding that reports come in.
///
/// # Errors
/// [`Error::Request`] when the bytes are neither.
pub fn sheets_of(bytes: &[u8]) -> Result<Vec<Sheet>> {
    if bytes.starts_with(ZIP) { workbook(bytes) } else { table(bytes).map(|sheet| vec![sheet]) }
}

fn workbook(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let refuse = |reason: String| Error::Request(format!("the workbook cannot be read: {reason}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| refuse(error.to_string()))?;
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        unpacked += archive.by_index_raw(at).map_err(|error| refuse(error.to_string()))?.size();
    }
    if unpacked > MAX_UNPACKED {
        return Err(refuse(format!("it unpacks to more than {} MiB", MAX_UNPACKED >> 20)));
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| refuse(error.to_string()))?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(|error| refuse(error.to_string()))?;
        let first = range.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or(usize::MAX));
        let mut rows = range.rows().map(|cells| cells.iter().map(text_of).collect::<Vec<String>>());
        let columns = rows.next().unwrap_or_default();
        let rows = rows.enumerate().map(|(at, cells)| SheetRow { number: first + at + 2, cells }).collect();
        sheets.push(Sheet { name, columns, rows });
    }
    Ok(sheets)
}

/// A number as it would be typed: 68, not 68.0.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string().trim().to_owned(),
    }
}

fn table(bytes: &[u8]) -> Result<Sheet> {
    let text = if bytes.is_empty() { None } else { decode(bytes) };
    let text = text.ok_or_else(|| Error::Request("the file is neither a workbook nor CSV text".to_owned()))?.text;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(|cell| unguarded(cell.trim()).to_owned()).collect();
    let columns = cells(reader.headers()?);
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        rows.push(SheetRow { number: at + 2, cells: cells(&record?) });
    }
    Ok(Sheet { name: String::new(), columns, rows })
}
