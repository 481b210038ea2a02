//! Columns and rows.

use super::Cell;
use crate::model::Lang;

/// One column: a name for programs and one for readers of either language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name in CSV and JSON Lines; a record's field of the same name means the same.
    pub key: &'static str,
    zh: &'static str,
    en: &'static str,
}

impl Column {
    /// A column with its three names.
    pub const fn new(key: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self { key, zh, en }
    }

    /// The name for a reader.
    pub fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

/// Rows of plain values, all as long as there are columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What stands in each place of a row.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row from the cells of some columns; the others stay empty.
    ///
    /// # Panics
    /// If a key is no column's: then the caller and its table have grown apart.
    pub fn push<const N: usize>(&mut self, cells: [(&str, Cell); N]) {
        self.rows.push(vec![Cell::Empty; self.columns.len()]);
        self.set_last(cells);
    }

    /// Fills cells of the last row.
    ///
    /// # Panics
    /// As [`push`](Self::push).
    pub fn set_last<const N: usize>(&mut self, cells: [(&str, Cell); N]) {
        let Some(row) = self.rows.last_mut() else { return };
        for (key, cell) in cells {
            let at = self.columns.iter().position(|column| column.key == key);
            row[at.unwrap_or_else(|| panic!("the table has no column “{key}”"))] = cell;
        }
    }

    /// The same rows with only the columns of these keys, in this order; keys that no column has are passed over.
    #[must_use]
    pub fn select(&self, keys: &[&str]) -> Self {
        let places: Vec<usize> =
            keys.iter().filter_map(|key| self.columns.iter().position(|column| column.key == *key)).collect();
        let pick = |row: &Vec<Cell>| places.iter().filter_map(|&at| row.get(at).cloned()).collect();
        Self {
            columns: places.iter().map(|&at| self.columns[at]).collect(),
            rows: self.rows.iter().map(pick).collect(),
        }
    }
}
