//! The table in which a person writes down what the program missed.

use super::NOTE;
use crate::export::{Column, Table};
use crate::model::Field;

/// The report, by its name in the library.
pub const MISSED_IN: Column = Column::new("missed_in", "报告", "report");
/// The sentence, copied from the report.
pub const MISSED_QUOTE: Column = Column::new("missed_quote", "原句", "sentence");
/// The number in the sentence, as written.
pub const MISSED_NUMBER: Column = Column::new("missed_number", "漏读的数", "missed number");
/// The value, where the program cannot read the number by itself.
pub const MISSED_VALUE: Column = Column::new("missed_value", "数值", "value");

/// The columns for what the number means, each with its field.
pub const MISSED_FIELDS: [(Column, Field); 6] = [
    (Column::new("missed_unit", "单位", "unit"), Field::Unit),
    (Column::new("missed_metric", "含义", "meaning"), Field::Metric),
    (Column::new("missed_item", "所计", "item"), Field::Item),
    (Column::new("missed_region", "地区", "region"), Field::Region),
    (Column::new("missed_year", "年份", "year"), Field::Year),
    (Column::new("missed_status", "状态", "status"), Field::Status),
];

/// The table without rows: every row of it is a person's.
pub fn missed() -> Table {
    let fields = MISSED_FIELDS.map(|(column, _)| column);
    let columns: Vec<Column> =
        [MISSED_IN, MISSED_QUOTE, MISSED_NUMBER, MISSED_VALUE].into_iter().chain(fields).collect();
    Table::new(&[columns, vec![NOTE]].concat())
}
