//! Which cells of a row a person changed, and what the program had read there.

use crate::export::{Cell, Table};
use crate::model::{Field, Lang};

/// What people did to one row.
pub(super) struct ByHand {
    /// The fields that were changed, each with what stood there.
    was: Vec<(Field, String)>,
    is_added: bool,
    why: String,
}

impl ByHand {
    /// Reads the columns `corrected`, `was` and `why`; tables without them were not touched.
    pub(super) fn of(table: &Table, row: &[Cell]) -> Self {
        let text = |key: &str| {
            let at = table.columns.iter().position(|column| column.key == key);
            at.and_then(|at| row.get(at)).map(Cell::to_string).unwrap_or_default()
        };
        let field = |part: &str| {
            let (name, old) = part.split_once(' ')?;
            let field = Field::ALL.into_iter().find(|field| field.name() == name)?;
            Some((field, old.to_owned()))
        };
        Self {
            was: text("was").split("; ").filter_map(field).collect(),
            is_added: text("corrected") == "added",
            why: text("why"),
        }
    }

    /// Whether a cell of this column holds what a person said.
    pub(super) fn concerns(&self, column: &str) -> bool {
        self.is_added && column == "number" || self.was.iter().any(|(field, _)| columns_of(*field).contains(&column))
    }

    /// What the note of such a cell says.
    pub(super) fn note(&self, column: &str, lang: Lang) -> String {
        let old = self.was.iter().find(|(field, _)| columns_of(*field).contains(&column)).map(|(_, old)| old);
        let mut note = match old {
            Some(old) => lang.pick(format!("程序原读作：{old}"), format!("the program had read: {old}")),
            None => lang.pick("程序没有读出，由人补充", "missed by the program, added by a person").to_owned(),
        };
        if !self.why.is_empty() {
            note.push('\n');
            note.push_str(&self.why);
        }
        note
    }
}

/// The columns that show a field, that a person reads first in front.
const fn columns_of(field: Field) -> &'static [&'static str] {
    match field {
        Field::Value => &["value"],
        Field::ValueMax => &["value_max"],
        Field::Bound => &["bound"],
        Field::Unit => &["unit"],
        Field::Item => &["item"],
        Field::Metric => &["metric_name", "metric"],
        Field::Name => &["name"],
        Field::Practice => &["practice_name", "practice"],
        Field::Region => &["region_name", "region"],
        Field::Year => &["year"],
        Field::Status => &["status"],
    }
}
