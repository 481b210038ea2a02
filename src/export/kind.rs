//! What kind of value a column holds, for formats that want to know.

use super::{Cell, Column, Table};

/// Kinds of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// Amounts, which may be broken.
    Amount,
    /// Counts, years and positions.
    Whole,
    /// Shares and scores.
    Real,
    /// Whole days; dates of reports may be a year or month only, and are texts.
    Day,
    /// Words.
    Text,
}

impl ColumnKind {
    /// The kind that a column's key tells; words where it tells nothing.
    pub(super) fn of_key(key: &str) -> Self {
        match key {
            "value" | "value_max" | "low" | "high" | "per" | "per_low" | "per_high" | "per_figure" => Self::Amount,
            "start" | "end" | "year" | "chars" | "sections" | "witnesses" | "since" | "reports" => Self::Whole,
            "confidence" => Self::Real,
            "period_from" | "period_to" => Self::Day,
            _ => Self::Text,
        }
    }

    /// The kind of each column of a table: that of its key, and of columns that the data names that of their cells.
    pub(super) fn of_columns(table: &Table) -> Vec<Self> {
        let kind = |(at, column): (usize, &Column)| {
            let by_key = Self::of_key(&column.key);
            let mut cells = table.rows.iter().map(|row| &row[at]).filter(|cell| **cell != Cell::Empty).peekable();
            let all_numbers = cells.peek().is_some() && cells.all(Cell::is_number);
            if by_key == Self::Text && all_numbers { Self::Amount } else { by_key }
        };
        table.columns.iter().enumerate().map(kind).collect()
    }
}
