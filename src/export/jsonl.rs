//! Tables and records → JSON Lines.

use std::io::Write;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Cell, Column, Table};
use crate::error::Result;
use crate::model::Record;

/// Writes one object a row, its fields in the order of the columns.
pub fn write_table(table: &Table, out: &mut impl Write) -> Result<()> {
    for row in &table.rows {
        write_line(&Row { columns: &table.columns, cells: row }, out)?;
    }
    Ok(())
}

/// Writes records as the record format has them.
pub fn write_records<'a>(records: impl IntoIterator<Item = &'a Record>, out: &mut impl Write) -> Result<()> {
    records.into_iter().try_for_each(|record| write_line(record, out))
}

fn write_line(value: &impl Serialize, out: &mut impl Write) -> Result<()> {
    // A pipe that closes early is an error of the disk, not of the JSON.
    serde_json::to_writer(&mut *out, value).map_err(|error| match error.io_error_kind() {
        Some(_) => crate::error::Error::Disk(error.into()),
        None => error.into(),
    })?;
    out.write_all(b"\n")?;
    Ok(())
}

/// A row as an object.
struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(self.cells) {
            map.serialize_entry(&*column.key, cell)?;
        }
        map.end()
    }
}
