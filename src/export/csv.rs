//! Tables → CSV.

use std::io::Write;

use encoding_rs::GB18030;

use super::{Cell, Table};
use crate::error::{Error, Result};
use crate::model::guarded;

/// Whether the file begins with the mark by which Excel knows UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrderMark {
    /// For files that people open.
    With,
    /// For programs that read a stream.
    Without,
}

/// Writes a table, a row of column names first.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are left as they are.
///
/// # Examples
/// ```
/// use tongjian::export::{ByteOrderMark, Column, Table, write_csv};
/// let mut table = Table::new(&[Column::new("quote", "原句", "quote"), Column::new("value", "数值", "value")]);
/// table.rows.push(vec!["=1+1".into(), 3_u32.into()]);
/// let mut file = Vec::new();
/// write_csv(&table, &mut file, ByteOrderMark::Without).unwrap();
/// assert_eq!(String::from_utf8(file).unwrap(), "quote,value\n'=1+1,3\n");
/// ```
pub fn write_csv(table: &Table, out: &mut impl Write, mark: ByteOrderMark) -> Result<()> {
    if mark == ByteOrderMark::With {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(table.columns.iter().map(|column| &*column.key))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(harmless))?;
    }
    writer.flush()?;
    Ok(())
}

/// Writes a table as [`write_csv`] does, in GB18030, without a byte order mark.
///
/// # Errors
/// When a cell holds a character that GB18030 has no bytes for; the message names row and column.
pub fn write_csv_in_gb18030(table: &Table, out: &mut impl Write) -> Result<()> {
    for (row, cells) in (1..).zip(&table.rows) {
        for (cell, column) in cells.iter().zip(&table.columns) {
            let Cell::Text(text) = cell else { continue };
            if let Some(character) = text.chars().find(|character| !is_in_gb18030(*character)) {
                let (code, column) = (u32::from(character), &column.key);
                return Err(Error::Request(format!(
                    "csv: row {row}, column {column}: the character U+{code:04X} cannot be written in gb18030: leave \
                     --encoding out for UTF-8, which holds every character"
                )));
            }
        }
    }
    let mut bytes = Vec::new();
    write_csv(table, &mut bytes, ByteOrderMark::Without)?;
    let text = String::from_utf8_lossy(&bytes);
    out.write_all(&GB18030.encode(&text).0)?;
    Ok(())
}

fn is_in_gb18030(character: char) -> bool {
    character.is_ascii() || !GB18030.encode(character.encode_utf8(&mut [0; 4])).2
}

/// The cell as text that no spreadsheet executes.
fn harmless(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ByteOrderMark, Cell, GB18030, Table, write_csv, write_csv_in_gb18030};
    use crate::export::Column;

    #[track_caller]
    fn check(cell: Cell, expected: &str) {
        let mut table = Table::new(&[Column::new("a", "甲", "a")]);
        table.rows.push(vec![cell]);
        let mut file = Vec::new();
        write_csv(&table, &mut file, ByteOrderMark::With).unwrap();
        assert_eq!(String::from_utf8(file).unwrap(), format!("\u{feff}a\n{expected}\n"));
    }

    #[test]
    fn formulas_are_made_harmless() {
        check("=HYPERLINK(1)".into(), "'=HYPERLINK(1)");
        check("+1".into(), "'+1");
        check("-1".into(), "'-1");
        check("@a".into(), "'@a");
        check("\ta".into(), "'\ta");
        check("\ra".into(), "\"'\ra\"");
        check("＝a".into(), "'＝a");
    }

    #[test]
    fn other_cells_are_left_as_they_are() {
        check(Cell::Whole(-1), "-1");
        check("甲，“乙”".into(), "甲，“乙”");
        check("a,\"b\"".into(), "\"a,\"\"b\"\"\"");
        check("——".into(), "——");
        check(Cell::Empty, "\"\"");
        check(rust_decimal::Decimal::new(9920, 2).into(), "99.2");
    }

    #[test]
    fn gb18030_holds_rare_characters_and_names_what_it_cannot_hold() {
        let mut table = Table::new(&[Column::new("quote", "原句", "quote")]);
        table.rows.push(vec!["㐂与𠮷，“商量”①".into()]);
        let mut file = Vec::new();
        write_csv_in_gb18030(&table, &mut file).unwrap();
        let (text, _, has_errors) = GB18030.decode(&file);
        assert!(!has_errors);
        assert_eq!(text, "quote\n㐂与𠮷，“商量”①\n");
        table.rows.push(vec!["私\u{e5e5}".into()]);
        let error = write_csv_in_gb18030(&table, &mut Vec::new()).unwrap_err().to_string();
        assert!(
            error.starts_with("csv: row 2, column quote: the character U+E5E5 cannot be written in gb18030"),
            "{error}"
        );
    }
}
