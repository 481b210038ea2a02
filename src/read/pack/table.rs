//! Tables of articles: CSV, TSV and JSON Lines with one article a row.
//!
//! A row's text is its report; the other columns that are known are its metadata. The table is gone through once to
//! find where its rows are, then each is read when its turn comes, so that a table may be larger than memory.

use std::io::{BufRead, Cursor, Read, Seek, SeekFrom};
use std::str::FromStr;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};

use super::limits::{MAX_MEMBERS, MAX_ROW_BYTES, MAX_UNPACKED_BYTES, Meter};
use super::store::{Spool, Store};
use super::{Member, Packing, Part, refused};
use crate::read::html::day_in;
use crate::read::source::unreadable;
use crate::read::{FaultKind, RawMetadata, decode};

/// What a column of a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Text,
    Title,
    Date,
    Source,
    Url,
    Region,
}

/// The names that columns go by, most telling first; compared without case and spaces.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Text,
        &[
            "text",
            "content",
            "正文",
            "内容",
            "文章内容",
            "正文内容",
            "全文",
            "body",
            "article",
            "html",
            "full_text",
            "maintext",
        ],
    ),
    (Field::Title, &["title", "标题", "题目", "文章标题", "headline"]),
    (
        Field::Date,
        &[
            "date",
            "日期",
            "发布时间",
            "发布日期",
            "时间",
            "发表时间",
            "publish_date",
            "publish_time",
            "pubdate",
            "published",
            "pub_time",
            "time",
        ],
    ),
    (Field::Source, &["source", "来源", "文章来源", "媒体", "公众号", "author_org", "site", "网站"]),
    (Field::Url, &["url", "链接", "网址", "link", "地址", "原文链接", "href"]),
    (Field::Region, &["region", "地区代码", "区划代码", "行政区划代码", "adcode"]),
];

/// Which columns of a table hold what, where their names do not tell: `text=正文,title=标题`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Field, String)>);

/// Why a choice of columns cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”: expected text=…, with title=…, date=…, source=…, url=…, region=… as far as there are such columns")]
pub struct ColumnsError(String);

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let refuse = || ColumnsError(written.to_owned());
        let mut columns = Vec::new();
        for part in written.split([',', '，']).filter(|part| !part.trim().is_empty()) {
            let (field, name) = part.split_once('=').ok_or_else(refuse)?;
            let field = match field.trim() {
                "text" => Field::Text,
                "title" => Field::Title,
                "date" => Field::Date,
                "source" => Field::Source,
                "url" => Field::Url,
                "region" => Field::Region,
                _ => return Err(refuse()),
            };
            columns.push((field, name.trim().to_owned()));
        }
        if columns.iter().any(|(field, _)| *field == Field::Text) { Ok(Self(columns)) } else { Err(refuse()) }
    }
}

impl Columns {
    /// Whether a column of this name may hold a field.
    pub(super) fn hold(&self, name: &str) -> bool {
        NAMES.iter().any(|(field, _)| self.index(*field, &[name]).is_some())
    }

    /// Which of some columns holds a field.
    fn index(&self, field: Field, columns: &[&str]) -> Option<usize> {
        if let Some((_, chosen)) = self.0.iter().find(|(chosen, _)| *chosen == field) {
            return columns.iter().position(|column| column.trim() == chosen);
        }
        let names = NAMES.iter().find(|(known, _)| *known == field).map_or(&[][..], |(_, names)| names);
        let plain = |name: &str| name.trim().to_lowercase().replace([' ', '\u{feff}'], "");
        names.iter().find_map(|name| columns.iter().position(|column| plain(column) == **name))
    }
}

/// How the rows of one table are read.
#[derive(Debug)]
pub(super) struct Shape {
    kind: Kind,
    encoding: &'static Encoding,
    columns: Columns,
}

#[derive(Debug)]
enum Kind {
    /// Cells between delimiters; the columns' names are those of the first line.
    Cells { delimiter: u8, names: Vec<String> },
    /// An object a line.
    Objects,
}

/// Whether a file may be a table, by its name or first byte; a second look decides.
pub(super) fn may_be(head: &[u8], name: &str) -> bool {
    has_ending(name, &["csv", "tsv", "jsonl", "ndjson"]) || is_object(head)
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

fn is_object(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let after = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    after.is_some_and(|rest| rest.starts_with(b"\""))
}

/// So much of a table tells its encoding.
const SAMPLE: u64 = 256 << 10;

/// The rows of a table; `None` where a file is none, or has no column with a text.
pub(super) fn members(
    store: &Store,
    head: &[u8],
    name: &str,
    columns: &Columns,
    spool: &Arc<Spool>,
) -> Option<Result<Vec<Member>, FaultKind>> {
    if !may_be(head, name) {
        return None;
    }
    let mut sample = store.head(SAMPLE).ok()?;
    if let Some(end) = sample.iter().rposition(|byte| *byte == b'\n') {
        sample.truncate(end + 1);
    }
    let encoding = Encoding::for_label(decode(&sample)?.encoding.as_bytes())?;
    // In UTF-16 bytes of other characters look like commas: such a table is read from a copy in UTF-8.
    let copy = if encoding.is_ascii_compatible() { None } else { Some(utf8_copy(store, encoding, spool)) };
    let (store, encoding) = match &copy {
        Some(Ok(copy)) => (copy, UTF_8),
        Some(Err(fault)) => return Some(Err(fault.clone())),
        None => (store, encoding),
    };
    let kind = if is_object(head) || has_ending(name, &["jsonl", "ndjson"]) {
        Kind::Objects
    } else {
        let mut reader = store.reader().ok()?;
        let (first, _) = next_row(&mut reader, true).ok()??.ok()?;
        let delimiter = if first.contains(&b'\t') && !first.contains(&b',') { b'\t' } else { b',' };
        let names = cells(&first, delimiter)?.iter().map(|cell| encoding.decode(cell).0.into_owned()).collect();
        Kind::Cells { delimiter, names }
    };
    let shape = Arc::new(Shape { kind, encoding, columns: columns.clone() });
    shape.has_text(store).then(|| rows(store, &shape))
}

/// The rows of a table that is known to hold an object a line, in UTF-8; `None` where no column has a text.
pub(super) fn objects(store: &Store, columns: &Columns) -> Option<Result<Vec<Member>, FaultKind>> {
    let shape = Arc::new(Shape { kind: Kind::Objects, encoding: UTF_8, columns: columns.clone() });
    shape.has_text(store).then(|| rows(store, &shape))
}

fn utf8_copy(store: &Store, encoding: &'static Encoding, spool: &Arc<Spool>) -> Result<Store, FaultKind> {
    let mut reader = store.reader().map_err(|error| unreadable(&error))?;
    let mut decoder = encoding.new_decoder();
    let mut text = String::new();
    let mut input = vec![0; 64 << 10];
    let mut whole = Vec::new();
    loop {
        let n_read = reader.read(&mut input).map_err(|error| unreadable(&error))?;
        text.reserve(decoder.max_utf8_buffer_length(n_read).unwrap_or(n_read * 3));
        let _ = decoder.decode_to_string(&input[..n_read], &mut text, n_read == 0);
        whole.append(&mut std::mem::take(&mut text).into_bytes());
        if u64::try_from(whole.len()).unwrap_or(u64::MAX) > crate::read::MAX_REPORT_BYTES {
            return Err(FaultKind::TooLarge);
        }
        if n_read == 0 {
            return spool.take(Cursor::new(whole), Meter::new(u64::MAX, MAX_UNPACKED_BYTES));
        }
    }
}

fn rows(store: &Store, shape: &Arc<Shape>) -> Result<Vec<Member>, FaultKind> {
    let mut reader = store.reader().map_err(|error| unreadable(&error))?;
    let quoted = matches!(shape.kind, Kind::Cells { .. });
    let mut members = Vec::new();
    let mut at = 0;
    let mut is_header = quoted;
    let mut n_broken = 0;
    loop {
        let next = next_row(&mut reader, quoted).map_err(|error| unreadable(&error))?;
        let Some(row) = next else { break };
        let number = members.len() + 1;
        match row {
            Ok((_, length)) if std::mem::take(&mut is_header) => at += length,
            Ok((bytes, length)) => {
                if !bytes.trim_ascii().is_empty() {
                    members.push(shape.member(store, number, at, &bytes));
                }
                at += length;
            }
            Err(length) => {
                // An open quotation mark swallows the rows after it: only the first line of it is given up.
                n_broken += 1;
                members.push(refused(format!("#{number}"), FaultKind::BadRow { too_long: true }));
                at += length;
                reader.seek(SeekFrom::Start(at)).map_err(|error| unreadable(&error))?;
            }
        }
        if members.len() > MAX_MEMBERS || n_broken > MAX_BROKEN {
            members.push(refused(format!("#{}", members.len() + 1), FaultKind::TooManyMembers));
            break;
        }
    }
    Ok(members)
}

/// The rows of a table that breaks off, without a last one that may be torn; what is no row stays.
pub(super) fn without_torn_row(mut members: Vec<Member>) -> Vec<Member> {
    let is_torn = match members.last().map(|last| &last.content) {
        Some(Ok(part)) if matches!(part.packing, Packing::Row(_)) => part.raw().is_none_or(|row| !is_closed(&row)),
        // Half an object is no object.
        Some(Err(FaultKind::BadRow { .. })) => true,
        _ => false,
    };
    if is_torn {
        members.pop();
    }
    members
}

/// Whether a row has come to its end: a line end outside quotation marks.
fn is_closed(row: &[u8]) -> bool {
    let is_open = row.iter().fold(false, |open, byte| open ^ (*byte == b'"'));
    row.ends_with(b"\n") && !is_open
}

/// A table with more rows that are too long is given up, as going on would take long.
const MAX_BROKEN: usize = 100;

/// A row's bytes without its line end, and how many it takes with it; or, of one that is too long, the length of its
/// first line.
type Row = Result<(Vec<u8>, u64), u64>;

/// The next row. Where cells may be quoted, line ends within quotation marks belong to the row.
fn next_row(reader: &mut impl BufRead, quoted: bool) -> std::io::Result<Option<Row>> {
    let mut row = Vec::new();
    let mut is_open = false;
    let mut first_line = None;
    let count = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    loop {
        let before = row.len();
        let left = MAX_ROW_BYTES + 1 - count(&row);
        reader.take(left).read_until(b'\n', &mut row)?;
        let line = &row[before..];
        let is_end = line.last() != Some(&b'\n');
        if quoted {
            is_open = line.iter().fold(is_open, |open, byte| open ^ (*byte == b'"'));
        }
        if count(&row) > MAX_ROW_BYTES {
            let first = match first_line {
                Some(length) => length,
                None => count(&row) + rest_of_line(reader)?,
            };
            return Ok(Some(Err(first)));
        }
        if row.is_empty() {
            return Ok(None);
        }
        first_line = first_line.or(Some(count(&row)));
        if !is_open || is_end {
            let length = count(&row);
            return Ok(Some(Ok((row, length))));
        }
    }
}

/// Passes over what is left of a line.
fn rest_of_line(reader: &mut impl BufRead) -> std::io::Result<u64> {
    let mut n_passed = 0_u64;
    loop {
        let buffer = reader.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let length = end.unwrap_or(buffer.len());
        reader.consume(length);
        n_passed += u64::try_from(length).unwrap_or(u64::MAX);
        if end.is_some() || length == 0 {
            return Ok(n_passed);
        }
    }
}

fn cells(row: &[u8], delimiter: u8) -> Option<csv::ByteRecord> {
    let row = row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(row);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(row);
    let mut record = csv::ByteRecord::new();
    reader.read_byte_record(&mut record).ok()?.then_some(record)
}

impl Shape {
    /// Whether there is a column with a text: in the names, or in the first object.
    fn has_text(&self, store: &Store) -> bool {
        match &self.kind {
            Kind::Cells { names, .. } => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.columns.index(Field::Text, &names).is_some()
            }
            Kind::Objects => {
                let first = store.reader().ok().and_then(|mut reader| next_row(&mut reader, false).ok()??.ok());
                first.is_some_and(|(row, _)| self.value(&row, Field::Text).is_some())
            }
        }
    }

    fn member(self: &Arc<Self>, store: &Store, number: usize, offset: u64, row: &[u8]) -> Member {
        let name = format!("#{number}");
        let length = u64::try_from(row.len()).unwrap_or(u64::MAX);
        let Some(values) = self.values(row) else { return refused(name, FaultKind::BadRow { too_long: false }) };
        let value = |field: Field| {
            let value = values.iter().find(|(known, _)| *known == field).map(|(_, value)| value.trim().to_owned());
            value.filter(|value| !value.is_empty())
        };
        let metadata = RawMetadata {
            // Tables often hold the hour too, or write 2024/3/5.
            date: value(Field::Date).map(|date| day_in(&date).map_or(date, |day| day.to_string())),
            region: value(Field::Region)
                .filter(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())),
            title: value(Field::Title),
            source: value(Field::Source),
            url: value(Field::Url),
            ..RawMetadata::default()
        };
        let part = Part { store: store.clone(), offset, length, size: length, packing: Packing::Row(Arc::clone(self)) };
        Member { name, content: Ok(part), metadata }
    }

    /// The text of a row.
    pub(super) fn text(&self, row: &[u8]) -> Result<Vec<u8>, FaultKind> {
        self.value(row, Field::Text).map(String::into_bytes).ok_or(FaultKind::BadRow { too_long: false })
    }

    fn value(&self, row: &[u8], field: Field) -> Option<String> {
        let mut values = self.values(row)?;
        let at = values.iter().position(|(known, _)| *known == field)?;
        Some(values.swap_remove(at).1)
    }

    /// What a row says, field by field; `None` where it cannot be understood.
    fn values(&self, row: &[u8]) -> Option<Vec<(Field, String)>> {
        let fields = NAMES.iter().map(|(field, _)| *field);
        match &self.kind {
            Kind::Cells { delimiter, names } => {
                let record = cells(row, *delimiter)?;
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let decode = |cell: &[u8]| self.encoding.decode_without_bom_handling(cell).0.into_owned();
                let value = |field| Some((field, decode(record.get(self.columns.index(field, &names)?)?)));
                Some(fields.filter_map(value).collect())
            }
            Kind::Objects => {
                let text = self.encoding.decode(row).0;
                let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text.trim()).ok()?;
                let names: Vec<&str> = object.keys().map(String::as_str).collect();
                let value = |field| match &object[*names.get(self.columns.index(field, &names)?)?] {
                    serde_json::Value::String(value) => Some((field, value.clone())),
                    serde_json::Value::Number(value) => Some((field, value.to_string())),
                    _ => None,
                };
                Some(fields.filter_map(value).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, bytes: &[u8], columns: &str) -> Option<Vec<Member>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs_err::write(&path, bytes).unwrap();
        let columns = if columns.is_empty() { Columns::default() } else { columns.parse().unwrap() };
        let mut members = super::super::members(&path, &columns, &Arc::default())?.unwrap();
        // What is read later is read now, while the file is there.
        for member in &mut members {
            let text = member.content.as_ref().map_err(Clone::clone).and_then(Part::bytes);
            member.name = match text {
                Ok(text) => format!("{} {} {:?}", member.name, String::from_utf8(text).unwrap(), member.metadata.date),
                Err(fault) => format!("{} {fault:?}", member.name),
            };
        }
        Some(members)
    }

    #[track_caller]
    fn check(name: &str, bytes: &[u8], columns: &str, expected: &[&str]) {
        let members = table(name, bytes, columns).expect("is a table");
        assert_eq!(members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rows_of_cells_become_reports() {
        let csv = "标题,正文,发布时间\n甲,\"协商32场，\n办结“9”件\",2024/3/5 08:00\n\n乙,视察,2023\n";
        let expected = ["#1 协商32场，\n办结“9”件 Some(\"2024-03-05\")", "#2 视察 Some(\"2023\")"];
        check("a.csv", csv.as_bytes(), "", &expected);
        check("a.csv", &encoding_rs::GB18030.encode(csv).0, "", &expected);
        check("a.csv", format!("\u{feff}{csv}").as_bytes(), "", &expected);
        let utf16: Vec<u8> = format!("\u{feff}{csv}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        check("a.csv", &utf16, "", &expected);
        check("a.tsv", b"text\tdate\nx,y\t2024\n", "", &["#1 x,y Some(\"2024\")"]);
        check("a.csv", b"a,b\nx,y\n", "text=b", &["#1 y None"]);
        assert!(table("a.csv", b"a,b\nx,y\n", "").is_none());
    }

    #[test]
    fn rows_of_objects_become_reports_and_broken_ones_are_named() {
        let lines = "{\"title\":\"甲\",\"content\":\"协商32场\",\"date\":\"2024-03-05\"}\n{\"content\":\n{\"content\":\"视察\"}";
        check(
            "a.jsonl",
            lines.as_bytes(),
            "",
            &["#1 协商32场 Some(\"2024-03-05\")", "#2 BadRow { too_long: false }", "#3 视察 None"],
        );
        assert!(table("a.json", b"{\"kind\":\"fact\"}\n", "").is_none());
    }

    #[test]
    fn a_row_that_is_too_long_costs_only_itself() {
        let long = usize::try_from(MAX_ROW_BYTES).unwrap() + 9;
        let csv = format!("text\n\"{}\n第二行\n第三行\n", "x".repeat(long));
        check("a.csv", csv.as_bytes(), "", &["#1 BadRow { too_long: true }", "#2 第二行 None", "#3 第三行 None"]);
    }

    #[test]
    fn columns_are_chosen_by_name() {
        assert!("text=正文,title=标题".parse::<Columns>().is_ok());
        assert!("title=标题".parse::<Columns>().is_err());
        assert!("words=正文".parse::<Columns>().unwrap_err().to_string().contains("expected text="));
    }
}
