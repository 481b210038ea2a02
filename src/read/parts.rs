//! Which files of a metadata file are parts of one report: the columns `part_of` and `part`.

use std::collections::BTreeMap;

use super::RawMetadata;
use super::metadata::Rows;

/// A row that declares its file a part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartRow {
    /// The file, as the row names it.
    pub(super) doc: String,
    /// The row's line.
    pub(super) line: u64,
}

/// The rows of a file, by report.
type Plain = BTreeMap<String, RawMetadata>;
/// The parts of each report that is declared to have some, in their order.
type Wholes = BTreeMap<String, Vec<PartRow>>;

/// Checks the rows of a metadata file and gathers the parts of each report.
///
/// Parts stand in the order of the column `part`, else of their names, numbers in them by value. A file that others
/// are declared parts of comes first, unless its own row numbers it.
pub(super) fn wholes(rows: Rows) -> Result<(Plain, Wholes), String> {
    let mut declared: BTreeMap<&str, Vec<Declared<'_>>> = BTreeMap::new();
    for (doc, (line, row)) in &rows {
        match row.part_of.as_deref() {
            Some(whole) => {
                refuse_chain(&rows, doc, *line, whole)?;
                declared.entry(whole).or_default().push(Declared { doc, line: *line, number: number(*line, row)? });
            }
            None if row.part.is_some() && !rows.values().any(|(_, other)| other.part_of.as_ref() == Some(doc)) => {
                return Err(format!(
                    "line {line}: the column “part” says which part, but “part_of” does not say of what"
                ));
            }
            None => {}
        }
    }
    let mut wholes = Wholes::new();
    for (whole, mut parts) in declared {
        if let Some((line, row)) = rows.get(whole).filter(|(_, row)| row.part.is_some()) {
            parts.push(Declared { doc: whole, line: *line, number: number(*line, row)? });
        }
        wholes.insert(whole.to_owned(), in_order(whole, parts)?);
    }
    Ok((rows.into_iter().map(|(doc, (_, row))| (doc, row)).collect(), wholes))
}

struct Declared<'a> {
    doc: &'a str,
    line: u64,
    number: Option<u32>,
}

fn number(line: u64, row: &RawMetadata) -> Result<Option<u32>, String> {
    let refuse = |cell: &String| format!("line {line}: the column “part” holds “{cell}”: expected a number such as 2");
    row.part.as_ref().map(|cell| cell.parse().map_err(|_| refuse(cell))).transpose()
}

/// A report is made of files, never of reports that are made of files themselves.
fn refuse_chain(rows: &Rows, doc: &str, line: u64, whole: &str) -> Result<(), String> {
    let mut at = whole;
    // No way is longer than there are rows.
    for _ in 0..=rows.len() {
        if at == doc {
            let way = if whole == doc { String::new() } else { format!(" (by way of “{whole}”)") };
            return Err(format!(
                "line {line}: “{doc}” is declared a part of itself{way}: correct the column “part_of”"
            ));
        }
        match rows.get(at).and_then(|(_, row)| row.part_of.as_deref()) {
            Some(above) => at = above,
            None if at == whole => return Ok(()),
            None => break,
        }
    }
    Err(format!(
        "line {line}: “{doc}” is declared a part of “{whole}”, which is itself a part: name the whole report, “{at}”"
    ))
}

fn in_order(whole: &str, mut parts: Vec<Declared<'_>>) -> Result<Vec<PartRow>, String> {
    let is_numbered = parts.iter().any(|part| part.number.is_some());
    if is_numbered && let Some(part) = parts.iter().find(|part| part.number.is_none()) {
        let line = part.line;
        return Err(format!(
            "line {line}: other parts of “{whole}” have a number in the column “part”: give “{}” one too",
            part.doc
        ));
    }
    parts.sort_by_cached_key(|part| (part.number, natural(part.doc)));
    if is_numbered && let Some(pair) = parts.windows(2).find(|pair| pair[0].number == pair[1].number) {
        let (line, other) = (pair[0].line.max(pair[1].line), pair[0].line.min(pair[1].line));
        return Err(format!(
            "line {line}: line {other} has the same number in the column “part”: number the parts of “{whole}” 1, 2, 3 …"
        ));
    }
    Ok(parts.into_iter().map(|part| PartRow { doc: part.doc.to_owned(), line: part.line }).collect())
}

/// A name by which 报告2 comes before 报告10.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut key: Vec<(String, u64)> = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let behind = &rest[words..];
        let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        key.push((rest[..words].to_owned(), behind[..digits].parse().unwrap_or(u64::MAX)));
        rest = &behind[digits..];
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows: file, whole, number.
    #[track_caller]
    fn check(rows: &[(&str, &str, &str)], expected: &str) {
        let some = |cell: &str| Some(cell.to_owned()).filter(|cell| !cell.is_empty());
        let raw = |whole, part| RawMetadata { part_of: some(whole), part: some(part), ..RawMetadata::default() };
        let lines = rows.iter().zip(2..);
        let table = lines.map(|((doc, whole, part), line)| ((*doc).to_owned(), (line, raw(whole, part)))).collect();
        let shown = match wholes(table) {
            Ok((_, wholes)) => wholes
                .iter()
                .map(|(whole, parts)| {
                    let parts: Vec<&str> = parts.iter().map(|part| part.doc.as_str()).collect();
                    format!("{whole}: {}", parts.join(" "))
                })
                .collect::<Vec<_>>()
                .join("; "),
            Err(reason) => reason,
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn parts_stand_by_number_or_by_name() {
        check(&[("上", "全", "1"), ("下", "全", "3"), ("中", "全", "2")], "全: 上 中 下");
        check(&[("报告10", "全", ""), ("报告2", "全", "")], "全: 报告2 报告10");
        check(&[("下", "上", "")], "上: 下");
        check(&[("下", "上", "2"), ("上", "", "1")], "上: 上 下");
    }

    #[test]
    fn declarations_that_cannot_be_meant_are_refused_by_line() {
        check(&[("a", "a", "")], "line 2: “a” is declared a part of itself: correct the column “part_of”");
        check(
            &[("a", "b", ""), ("b", "a", "")],
            "line 2: “a” is declared a part of itself (by way of “b”): correct the column “part_of”",
        );
        check(
            &[("a", "b", ""), ("b", "c", "")],
            "line 2: “a” is declared a part of “b”, which is itself a part: name the whole report, “c”",
        );
        check(&[("a", "全", "第二")], "line 2: the column “part” holds “第二”: expected a number such as 2");
        check(&[("a", "", "1")], "line 2: the column “part” says which part, but “part_of” does not say of what");
        check(
            &[("a", "全", "1"), ("b", "全", "")],
            "line 3: other parts of “全” have a number in the column “part”: give “b” one too",
        );
        check(
            &[("a", "全", "1"), ("b", "全", "1")],
            "line 3: line 2 has the same number in the column “part”: number the parts of “全” 1, 2, 3 …",
        );
    }
}
