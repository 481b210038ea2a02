//! Parquet tables of articles, read as if they were JSON Lines.
//!
//! Only the columns that say something of an article are unpacked, row group by row group. The `parquet` crate trusts
//! the sizes that a file states: what it makes of a damaged file, a panic included, is one fault of that file.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use super::limits::{MAX_ROW_BYTES, MAX_UNPACKED_BYTES, Meter};
use super::store::{Spool, Store};
use crate::read::source::unreadable;
use crate::read::{FaultKind, Format};

/// Whether a file begins as Parquet does.
pub(super) fn is_one(head: &[u8]) -> bool {
    head.starts_with(b"PAR1")
}

/// Rows taken from a column at a time: few, since one row may hold a whole report.
const ROWS_AT_A_TIME: usize = 16;

/// A copy of the columns that are wanted, as JSON Lines.
pub(super) fn as_objects(
    path: &Path,
    is_wanted: impl Fn(&str) -> bool,
    spool: &Arc<Spool>,
) -> std::result::Result<Store, FaultKind> {
    let broken = |reason: String| FaultKind::Broken { format: Format::Parquet, reason };
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let rows = rows(file, is_wanted).map_err(|error| broken(error.to_string()))?;
        let mut lines = Lines { rows, line: Vec::new(), n_given: 0, failure: None };
        let store = spool.take(&mut lines, Meter::new(u64::MAX, MAX_UNPACKED_BYTES));
        match lines.failure {
            Some(error) => Err(broken(error.to_string())),
            None => store,
        }
    }));
    attempt.unwrap_or_else(|_| Err(broken("panic".to_owned())))
}

fn rows(file: File, is_wanted: impl Fn(&str) -> bool) -> Result<RowIter<'static>> {
    let reader = SerializedFileReader::new(file)?;
    let schema = reader.metadata().file_metadata().schema().clone();
    let columns = schema.get_fields().iter().filter(|column| column.is_primitive() && is_wanted(column.name()));
    let columns = columns.cloned().collect();
    let wanted = Type::group_type_builder(schema.name()).with_fields(columns).build()?;
    let too_large = |group: &RowGroupMetaData| {
        // One value may be as long as a report: pages that hold so many are no table of articles.
        let largest = group.columns().iter().map(ColumnChunkMetaData::uncompressed_size).max().unwrap_or_default();
        u64::try_from(largest).unwrap_or(u64::MAX) / u64::try_from(group.num_rows().max(1)).unwrap_or(1) > MAX_ROW_BYTES
    };
    if reader.metadata().row_groups().iter().any(too_large) {
        return Err(ParquetError::General(format!("rows of more than {} MiB", MAX_ROW_BYTES >> 20)));
    }
    let rows = RowIter::from_file_into(Box::new(reader)).with_batch_size(ROWS_AT_A_TIME);
    rows.project(Some(wanted))
}

/// The rows as text, an object a line.
struct Lines {
    rows: RowIter<'static>,
    line: Vec<u8>,
    n_given: usize,
    failure: Option<ParquetError>,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.n_given == self.line.len() {
            match self.rows.next() {
                None => return Ok(0),
                Some(Ok(row)) => self.line = object(row)?,
                Some(Err(error)) => {
                    self.failure = Some(error);
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
            self.n_given = 0;
        }
        let n_read = buffer.len().min(self.line.len() - self.n_given);
        buffer[..n_read].copy_from_slice(&self.line[self.n_given..self.n_given + n_read]);
        self.n_given += n_read;
        Ok(n_read)
    }
}

fn object(row: Row) -> io::Result<Vec<u8>> {
    let cells = row.into_columns().into_iter().filter_map(|(name, field)| Some((name, text_of(field)?.into())));
    let object: serde_json::Map<String, serde_json::Value> = cells.collect();
    let mut line = serde_json::to_vec(&object)?;
    line.push(b'\n');
    Ok(line)
}

/// What a cell says; nothing where it is empty or no text.
fn text_of(field: Field) -> Option<String> {
    match field {
        Field::Null => None,
        Field::Str(text) => Some(text),
        Field::Bytes(bytes) => String::from_utf8(bytes.data().to_vec()).ok(),
        // Days and numbers as they are printed: a date of 2024-03-05, a code of 350203.
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use ::parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use ::parquet::file::properties::WriterProperties;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    use super::*;
    use crate::read::pack::{Columns, Part, members};

    /// A table with a title, a text that may be missing, and a day, three rows in two groups.
    fn table(schema: &str) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::default())).unwrap();
        for (titles, texts, days) in [
            (["甲", "乙"].as_slice(), ["协商32场。"].as_slice(), [19_787, 19_788].as_slice()),
            (&["丙"], &["视察9次。"], &[19_789]),
        ] {
            let bytes = |texts: &[&str]| texts.iter().map(|text| ByteArray::from(*text)).collect::<Vec<_>>();
            let levels: Vec<i16> = (0..titles.len()).map(|row| i16::from(row < texts.len())).collect();
            let mut group = writer.next_row_group().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&bytes(titles), None, None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&bytes(texts), Some(&levels), None).unwrap();
            column.close().unwrap();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<Int32Type>().write_batch(days, None, None).unwrap();
            column.close().unwrap();
            group.close().unwrap();
        }
        writer.into_inner().unwrap()
    }

    const SCHEMA: &str =
        "message t { required binary 标题 (UTF8); optional binary 正文 (UTF8); required int32 日期 (DATE); }";

    fn read(bytes: &[u8], columns: &str) -> std::result::Result<Vec<String>, FaultKind> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        fs_err::write(&path, bytes).unwrap();
        let columns = if columns.is_empty() { Columns::default() } else { columns.parse().unwrap() };
        let members = members(&path, &columns, &Arc::default()).expect("is a table")?;
        let line = |member: &super::super::Member| {
            let text = member.content.as_ref().map_err(Clone::clone).and_then(Part::bytes);
            let text = text.map_or_else(|fault| format!("{fault:?}"), |text| String::from_utf8(text).unwrap());
            format!("{} {text} {:?}", member.name, member.metadata.date.as_deref().unwrap_or_default())
        };
        Ok(members.iter().map(line).collect())
    }

    #[test]
    fn rows_become_reports() {
        let expected = [
            "#1 协商32场。 \"2024-03-05\"",
            "#2 BadRow { too_long: false } \"2024-03-06\"",
            "#3 视察9次。 \"2024-03-07\"",
        ];
        assert_eq!(read(&table(SCHEMA), "").unwrap(), expected);
        let named = table(&SCHEMA.replace("正文", "所写"));
        assert_eq!(read(&named, ""), Err(FaultKind::NoTextColumn));
        assert_eq!(read(&named, "text=所写").unwrap(), expected);
    }

    #[test]
    fn a_damaged_table_is_named() {
        let whole = table(SCHEMA);
        for bytes in [&whole[..whole.len() / 2], b"PAR1".as_slice()] {
            assert!(matches!(read(bytes, ""), Err(FaultKind::Broken { format: Format::Parquet, .. })));
        }
    }

    #[test]
    fn no_damaged_byte_is_fatal() {
        let whole = table(SCHEMA);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            // What comes of it depends on the byte; that something comes of it is enough.
            if bytes.starts_with(b"PAR1") {
                let _ = read(&bytes, "");
            }
        }
    }
}
