//! Column names that statistics programs take.

use std::collections::BTreeSet;

use super::{Column, Table};

/// Characters that a name may have.
const LONGEST: usize = 32;
/// Words that Stata keeps for itself.
const RESERVED: [&str; 15] =
    ["_all", "_b", "_coef", "_cons", "_n", "_pi", "_rc", "byte", "double", "float", "if", "in", "int", "long", "using"];

/// The same table with names of at most 32 ASCII letters, digits and underscores, no two alike, beginning with a letter
/// and none of them reserved. The labels stay.
///
/// # Examples
/// ```
/// use tongjian::export::{Column, Table, with_stata_names};
/// let table = Table::new(&[Column::about("workstation.studio:low", "委员工作室 至少"), Column::about("in", "在")]);
/// let named = with_stata_names(&table);
/// assert_eq!(named.columns.iter().map(|c| &*c.key).collect::<Vec<_>>(), ["workstation_studio_low", "v_in"]);
/// ```
pub fn with_stata_names(table: &Table) -> Table {
    let mut taken = BTreeSet::new();
    let columns = table.columns.iter().map(|column| column.renamed(free(&column.key, &mut taken))).collect();
    Table { columns, rows: table.rows.clone() }
}

/// A name made from a key that no other column has.
fn free(key: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name: String =
        key.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || RESERVED.contains(&&*name) {
        name.insert_str(0, "v_");
    }
    let numbered = |n: usize| {
        let end = if n == 1 { String::new() } else { format!("_{n}") };
        format!("{}{end}", &name[..name.len().min(LONGEST - end.len())])
    };
    // One more try than there are names cannot fail.
    let name = (1..=taken.len() + 1).map(numbered).find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(name.clone());
    name
}

/// A codebook with the new name of each column in front of its row; `before` and `after` are the table under its own
/// names and under the new ones.
pub fn with_names(codebook: &Table, before: &Table, after: &Table) -> Table {
    let id = codebook.columns.iter().position(|column| column.key == "id").unwrap_or_default();
    let kind = codebook.columns.iter().position(|column| column.key == "kind").unwrap_or_default();
    let mut named = codebook.clone();
    named.columns.insert(0, Column::new("name", "列名", "name"));
    for row in &mut named.rows {
        let is_column = row[kind] == super::Cell::from("column");
        let at = before.columns.iter().position(|column| is_column && row[id] == super::Cell::from(&*column.key));
        row.insert(0, at.map(|at| after.columns[at].key.to_string()).into());
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_unlike_and_ascii() {
        let long = "consultation.micro.of.a.very.long.family:number";
        let columns = [long, "consultation.micro.of.a.very.long.family:marks", "人口", "人均", "year"];
        let table = Table::new(&columns.map(|key| Column::about(key, key)));
        let named = with_stata_names(&table);
        let names: Vec<&str> = named.columns.iter().map(|column| &*column.key).collect();
        assert_eq!(
            names,
            ["consultation_micro_of_a_very_lon", "consultation_micro_of_a_very_l_2", "v___", "v____2", "year"]
        );
    }
}
