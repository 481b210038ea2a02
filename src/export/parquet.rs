//! Tables → Parquet.

use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::prelude::ToPrimitive;

use super::kind::ColumnKind;
use super::{Cell, Table};
use crate::error::{Error, Result};

/// Rows that are held in one piece: enough to compress well, few enough to read in parallel.
const ROWS_PER_GROUP: usize = 100_000;

/// Writes a table with typed columns: amounts and scores as `DOUBLE`, counts, years and positions as `INT64`, days as
/// `DATE`, everything else as `STRING`; every column may be null. The number as written stays beside its value.
///
/// # Errors
/// When the file cannot be written.
pub fn write_parquet(table: &Table, out: &mut (impl Write + Send)) -> Result<()> {
    write(table, out).map_err(Error::Parquet)
}

fn write(table: &Table, out: &mut (impl Write + Send)) -> std::result::Result<(), ParquetError> {
    let kinds = ColumnKind::of_columns(table);
    let columns = table.columns.iter().zip(&kinds);
    let fields: Vec<TypePtr> = columns
        .map(|(column, kind)| Ok(Arc::new(field(&column.key, *kind)?)))
        .collect::<std::result::Result<_, ParquetError>>()?;
    let schema = Arc::new(Type::group_type_builder("tongjian").with_fields(fields).build()?);
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    for rows in table.rows.chunks(ROWS_PER_GROUP) {
        let mut group = writer.next_row_group()?;
        for (at, kind) in kinds.iter().enumerate() {
            let Some(column) = group.next_column()? else { break };
            write_column(column, *kind, rows.iter().map(|row| &row[at]))?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn field(name: &str, kind: ColumnKind) -> std::result::Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        ColumnKind::Amount | ColumnKind::Real => (Physical::DOUBLE, None),
        ColumnKind::Whole => (Physical::INT64, None),
        ColumnKind::Day => (Physical::INT32, Some(LogicalType::Date)),
        ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

fn write_column<'c>(
    column: SerializedColumnWriter<'_>,
    kind: ColumnKind,
    cells: impl Iterator<Item = &'c Cell>,
) -> std::result::Result<(), ParquetError> {
    match kind {
        ColumnKind::Amount | ColumnKind::Real => put::<DoubleType>(column, cells.map(real)),
        ColumnKind::Whole => put::<Int64Type>(column, cells.map(whole)),
        ColumnKind::Day => put::<Int32Type>(column, cells.map(day)),
        ColumnKind::Text => put::<ByteArrayType>(column, cells.map(text)),
    }
}

/// Writes the values that there are, and which rows have one.
fn put<T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> std::result::Result<(), ParquetError> {
    let mut values = Vec::new();
    let mut defined = Vec::new();
    for cell in cells {
        defined.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    column.typed::<T>().write_batch(&values, Some(&defined), None)?;
    column.close()
}

fn real(cell: &Cell) -> Option<f64> {
    match cell {
        #[expect(clippy::cast_precision_loss, reason = "counts and years are far below 2^53")]
        Cell::Whole(whole) => Some(*whole as f64),
        Cell::Amount(amount) => amount.to_f64(),
        Cell::Real(real) => Some(*real),
        Cell::Text(_) | Cell::Empty => None,
    }
}

fn whole(cell: &Cell) -> Option<i64> {
    if let Cell::Whole(whole) = cell { Some(*whole) } else { None }
}

/// Days since 1 January 1970.
fn day(cell: &Cell) -> Option<i32> {
    let Cell::Text(text) = cell else { return None };
    let day: Date = text.parse().ok()?;
    Some((day - Date::constant(1970, 1, 1)).get_days())
}

fn text(cell: &Cell) -> Option<ByteArray> {
    (*cell != Cell::Empty).then(|| cell.to_string().into_bytes().into())
}
