//! The option that names the columns of tables of articles.

use std::str::FromStr;

use tongjian::read::{Columns, ColumnsError};

/// The columns that the user chose; none where the names of the columns are to tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Chosen(pub(super) Columns);

impl FromStr for Chosen {
    type Err = ColumnsError;

    fn from_str(written: &str) -> Result<Self, ColumnsError> {
        if written.is_empty() { Ok(Self::default()) } else { written.parse().map(Self) }
    }
}
