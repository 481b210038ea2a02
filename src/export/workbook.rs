//! Tables → a workbook for Excel, LibreOffice and WPS.

mod by_hand;
mod charts;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    Color, ConditionalFormat2ColorScale, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatUnderline, Formula, Note, Url, Workbook, Worksheet, XlsxError,
};

use self::by_hand::ByHand;
use super::pack::Evidence;
use super::{Cell, Column, Dossier, Matrix, Table};
use crate::error::{Error, Result};
use crate::model::{Lang, is_formula_like};

/// Below this, a metric was guessed from afar: from another sentence, a sum that does not name what it counts, or the
/// unit alone (see the confidences that `extract::decide` gives).
pub const LOW_CONFIDENCE: f64 = 0.75;

/// Rows that a sheet can hold, the header included.
const MAX_ROWS: usize = 1_048_576;
/// Columns that a sheet can hold.
const MAX_COLUMNS: usize = 16_384;
/// Links that a sheet can hold; further values stand without one.
const MAX_LINKS: usize = 65_530;
/// UTF-16 units that a cell can hold.
const MAX_TEXT: usize = 32_767;

/// Colours of the marks, light enough to read black text on.
const UNSURE: Color = Color::RGB(0x00FF_F2CC);
const DOUBTFUL: Color = Color::RGB(0x00F8_CBAD);
const PLANNED: Color = Color::RGB(0x00DD_EBF7);
/// The ends of the scale of years in the practice matrix.
const EARLY: Color = Color::RGB(0x00EA_F3FB);
const LATE: Color = Color::RGB(0x009C_C7E6);
/// The column of a list that links to the evidence, in a pack.
const LINKED: [&str; 4] = ["number", "practice_name", "name", "message"];
/// What spreadsheets give links.
const LINK: Color = Color::RGB(0x0005_63C1);
/// What a person corrected or added, whatever other colour a rule gives the cell.
const CORRECTED: Color = Color::RGB(0x00E2_EFDA);
const CORRECTED_TEXT: Color = Color::RGB(0x0037_5623);
const HEAD: Color = Color::RGB(0x001F_4E78);

/// The columns of the facts for a person: where, when, what, how many, how sure, then the evidence.
const FACTS: &[&str] = &[
    "region_name",
    "year",
    "metric_name",
    "number",
    "item",
    "value",
    "value_max",
    "unit",
    "bound",
    "low",
    "high",
    "status",
    "nature",
    "effect",
    "period_text",
    "period_from",
    "period_to",
    "actor",
    "part_of",
    "confidence",
    "check",
    "corrected",
    "was",
    "why",
    "doc",
    "start",
    "end",
    "quote",
    "rule",
    "date",
    "title",
    "region",
    "metric",
];

/// The columns of the comparison's statements for a person.
const STATEMENTS: &[&str] = &[
    "metric_name",
    "region_name",
    "year",
    "role",
    "number",
    "value",
    "value_max",
    "unit",
    "bound",
    "low",
    "high",
    "item",
    "nature",
    "status",
    "period_text",
    "period_from",
    "period_to",
    "witnesses",
    "mark_names",
    "corrected",
    "doc",
    "start",
    "end",
    "quote",
    "date",
    "region",
    "metric",
    "marks",
];

/// Writes a dossier as a workbook; the same dossier always gives the same bytes.
///
/// Sheets and columns have Chinese names where the language is Chinese, else the ids of the CSV export. Texts are
/// written as texts, whatever they begin with. A value of the comparison links to the row that proves it.
///
/// # Errors
/// When a table has more rows or columns than a sheet can hold.
pub fn write_workbook(dossier: &Dossier, lang: Lang) -> Result<Vec<u8>> {
    write_workbook_of_pack(dossier, None, lang)
}

/// Writes a dossier as [`write_workbook`] does; with the evidence of a pack, each record links to its place on the page
/// of its report beside the workbook.
///
/// # Errors
/// As [`write_workbook`].
pub fn write_workbook_of_pack(dossier: &Dossier, evidence: Option<&Evidence>, lang: Lang) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title("tongjian").set_creation_datetime(&fixed_time()?));
    let writer = Writer::new(lang, evidence);
    let facts = dossier.facts.select(FACTS);
    let statements = dossier.statements.select(STATEMENTS);
    let codebook = with_colours(&dossier.codebook, lang);
    writer.list(workbook.add_worksheet(), SheetName::Facts, &facts)?;
    writer.matrix(workbook.add_worksheet(), SheetName::Comparison, &dossier.values, SheetName::Statements)?;
    writer.list(workbook.add_worksheet(), SheetName::Statements, &statements)?;
    writer.matrix(workbook.add_worksheet(), SheetName::PracticeMatrix, &dossier.adoption, SheetName::Practices)?;
    writer.list(workbook.add_worksheet(), SheetName::Practices, &dossier.practices)?;
    writer.list(workbook.add_worksheet(), SheetName::Platforms, &dossier.platforms)?;
    writer.list(workbook.add_worksheet(), SheetName::Reports, &dossier.reports)?;
    writer.list(workbook.add_worksheet(), SheetName::Problems, &dossier.problems)?;
    writer.list(workbook.add_worksheet(), SheetName::Codebook, &codebook)?;
    charts::write(&mut workbook, &writer, &dossier.values)?;
    workbook.save_to_buffer().map_err(failed)
}

pub(super) fn failed(error: XlsxError) -> Error {
    Error::Workbook(error)
}

/// The time that every workbook bears: a file says nothing of when it was made, so that it can be compared byte for byte.
pub(super) fn fixed_time() -> Result<ExcelDateTime> {
    ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)
}

/// The codebook and what the colours mean, which only a workbook has.
fn with_colours(codebook: &Table, lang: Lang) -> Table {
    let mut table = codebook.clone();
    let meanings = [
        (
            "yellow",
            "黄",
            lang.pick("有注意事项：非确数、矛盾、口径不一等", "a reason for caution: bound, contradiction, scope …"),
        ),
        ("orange", "橙", lang.pick("指标判得没有把握，宜看原句", "the metric is not sure: read the sentence")),
        ("blue", "蓝", lang.pick("计划数或常规数，不是结果", "a plan or a norm, not a result")),
        (
            "green",
            "绿",
            lang.pick(
                "经人更正或补充，批注里写着原值和备注",
                "corrected or added by a person; a note tells what it was and why",
            ),
        ),
    ];
    for (id, zh, meaning) in meanings {
        table.push([
            ("kind", "colour".into()),
            ("id", id.into()),
            ("label_zh", zh.into()),
            ("label_en", id.into()),
            ("definition", meaning.into()),
        ]);
    }
    table
}

/// The sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SheetName {
    Facts,
    Comparison,
    Statements,
    PracticeMatrix,
    Practices,
    Platforms,
    Reports,
    Problems,
    Codebook,
    Charts,
}

impl SheetName {
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Facts => ("事实", "facts"),
            Self::Comparison => ("比较", "comparison"),
            Self::Statements => ("比较依据", "statements"),
            Self::PracticeMatrix => ("做法矩阵", "practice_matrix"),
            Self::Practices => ("做法", "practices"),
            Self::Platforms => ("平台", "platforms"),
            Self::Reports => ("报告", "reports"),
            Self::Problems => ("问题", "problems"),
            Self::Codebook => ("编码手册", "codebook"),
            Self::Charts => ("图表", "charts"),
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = self.names();
        lang.pick(zh, en)
    }
}

/// Writes sheets in one language, all with the same formats.
struct Writer<'a> {
    lang: Lang,
    evidence: Option<&'a Evidence>,
    head: Format,
    text: Format,
    formula_like: Format,
    plain: Format,
    whole: Format,
    broken: Format,
    unsure: Format,
    doubtful: Format,
    planned: Format,
}

impl<'a> Writer<'a> {
    fn new(lang: Lang, evidence: Option<&'a Evidence>) -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        // A word never touches the number before it.
        let words = || cell().set_align(FormatAlign::Left).set_indent(1);
        let fill = |colour| Format::new().set_background_color(colour);
        Self {
            lang,
            evidence,
            head: Format::new()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(HEAD)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            text: words(),
            // Someone who edits the cell must not turn it into a formula either.
            formula_like: words().set_quote_prefix(),
            plain: cell().set_num_format("0"),
            whole: cell().set_num_format("#,##0"),
            broken: cell().set_num_format("#,##0.0#####"),
            unsure: fill(UNSURE),
            doubtful: fill(DOUBTFUL),
            planned: fill(PLANNED),
        }
    }

    fn list(&self, sheet: &mut Worksheet, name: SheetName, table: &Table) -> Result<()> {
        let shown_name = name.name(self.lang);
        sheet.set_name(shown_name).map_err(failed)?;
        check_size(shown_name, table.rows.len(), table.columns.len())?;
        let mut widths = Widths::new(table.columns.len());
        for (column, at) in table.columns.iter().zip(0_u16..) {
            let label = self.lang.pick(column.label(Lang::Zh), &*column.key);
            sheet.write_string_with_format(0, at, label, &self.head).map_err(failed)?;
            widths.see(at, label);
        }
        let mut n_links = 0;
        for (cells, row) in table.rows.iter().zip(1_u32..) {
            let link = self.link(table, cells).filter(|_| n_links < MAX_LINKS);
            n_links += usize::from(link.is_some());
            let by_hand = ByHand::of(table, cells);
            for ((cell, column), at) in cells.iter().zip(&table.columns).zip(0_u16..) {
                let words = column.words_for(cell, self.lang).map(Cell::from);
                let cell = words.as_ref().unwrap_or(cell);
                let mut format = self.format(cell, is_label(column)).clone();
                if let Some(link) = link.as_ref().filter(|_| LINKED.contains(&&*column.key)) {
                    sheet.write_url(row, at, Url::new(link.as_str())).map_err(failed)?;
                    format = format.set_font_color(LINK).set_underline(FormatUnderline::Single);
                }
                if by_hand.concerns(&column.key) {
                    format = format.set_background_color(CORRECTED).set_font_color(CORRECTED_TEXT).set_bold();
                    let note = Note::new(by_hand.note(&column.key, self.lang)).add_author_prefix(false);
                    sheet.insert_note(row, at, &note).map_err(failed)?;
                    if *cell == Cell::Empty {
                        sheet.write_blank(row, at, &format).map_err(failed)?;
                    }
                }
                put(sheet, (row, at), cell, &format)?;
                widths.see(at, &cell.to_string());
            }
        }
        widths.set(sheet)?;
        let frozen = table.columns.iter().take_while(|column| column.key.ends_with("_name") || column.key == "year");
        let frozen = frozen.count();
        widths.set_page(sheet, frozen)?;
        dress(sheet, table.rows.len(), table.columns.len(), frozen)?;
        self.mark(sheet, name, table)
    }

    /// Where the place of a record is shown, in a pack.
    fn link(&self, table: &Table, row: &[Cell]) -> Option<String> {
        let place = |key: &str| table.columns.iter().position(|column| column.key == key);
        let link = self.evidence?.link(&row[place("doc")?], &row[place("start")?], &row[place("end")?])?;
        Some(format!("file:///{link}"))
    }

    fn matrix(&self, sheet: &mut Worksheet, name: SheetName, matrix: &Matrix, evidence: SheetName) -> Result<()> {
        let shown_name = name.name(self.lang);
        sheet.set_name(shown_name).map_err(failed)?;
        let n_lead = matrix.rows.columns.len();
        let n_columns = n_lead + matrix.columns.len();
        check_size(shown_name, matrix.rows.rows.len(), n_columns)?;
        let mut widths = Widths::new(n_columns);
        let lead = matrix.rows.columns.iter().map(|column| self.lang.pick(column.label(Lang::Zh), &*column.key));
        let labels = lead.chain(matrix.columns.iter().map(|(id, label)| &**self.lang.pick(label, id)));
        for (label, at) in labels.zip(0_u16..) {
            sheet.write_string_with_format(0, at, label, &self.head).map_err(failed)?;
            widths.see(at, label);
        }
        let target = evidence.name(self.lang);
        let mut n_links = 0;
        for ((lead, entries), row) in matrix.rows.rows.iter().zip(&matrix.cells).zip(1_u32..) {
            for ((cell, column), at) in lead.iter().zip(&matrix.rows.columns).zip(0_u16..) {
                self.cell(sheet, (row, at), cell, is_label(column))?;
                widths.see(at, &cell.to_string());
            }
            for (entry, at) in entries.iter().zip(0_u16..).map(|(entry, at)| (entry, at + Widths::index(n_lead))) {
                let Some(entry) = entry else { continue };
                let evidence = entry.evidence.filter(|_| n_links < MAX_LINKS);
                if let Some(evidence) = evidence {
                    n_links += 1;
                    // The header is row 1 of the sheet.
                    let link = Url::new(format!("internal:'{target}'!A{}", evidence + 2));
                    sheet.write_url(row, at, link).map_err(failed)?;
                }
                // The value takes the place of the link's own text; the link stays.
                let is_year = name == SheetName::PracticeMatrix;
                let mut format = self.format(&entry.value, is_year).clone();
                if evidence.is_some() {
                    format = format.set_font_color(LINK).set_underline(FormatUnderline::Single);
                }
                if entry.is_uncertain {
                    format = format.set_background_color(UNSURE);
                }
                put(sheet, (row, at), &entry.value, &format)?;
                widths.see(at, &entry.value.to_string());
            }
        }
        widths.set(sheet)?;
        if name == SheetName::PracticeMatrix && !matrix.rows.rows.is_empty() && !matrix.columns.is_empty() {
            // Early years light, late ones dark, so that a practice's spread is seen at a glance.
            let colours = ConditionalFormat2ColorScale::new().set_minimum_color(EARLY).set_maximum_color(LATE);
            let (first, last) = (Widths::index(n_lead), Widths::index(n_columns - 1));
            let n_rows = row_index(matrix.rows.rows.len());
            sheet.add_conditional_format(1, first, n_rows, last, &colours).map_err(failed)?;
        }
        widths.set_page(sheet, n_lead)?;
        dress(sheet, matrix.rows.rows.len(), n_columns, n_lead)
    }

    fn broken_or_whole(&self, value: f64) -> Format {
        if value.fract() == 0.0 { self.whole.clone() } else { self.broken.clone() }
    }

    fn cell(&self, sheet: &mut Worksheet, place: (u32, u16), cell: &Cell, is_label: bool) -> Result<()> {
        put(sheet, place, cell, self.format(cell, is_label))
    }

    /// How a cell is shown; `is_label` where a number names something (a year, a position) and counts nothing.
    fn format(&self, cell: &Cell, is_label: bool) -> &Format {
        match cell {
            Cell::Empty => &self.text,
            Cell::Text(text) => {
                if is_formula_like(text) {
                    &self.formula_like
                } else {
                    &self.text
                }
            }
            Cell::Whole(_) if is_label => &self.plain,
            Cell::Whole(_) => &self.whole,
            Cell::Amount(amount) if amount.is_integer() => &self.whole,
            Cell::Amount(_) | Cell::Real(_) => &self.broken,
        }
    }

    /// Colours what is uncertain, by rules that go on working when someone corrects a cell.
    fn mark(&self, sheet: &mut Worksheet, name: SheetName, table: &Table) -> Result<()> {
        const NUMBERS: &[&str] = &["number", "value", "value_max", "bound", "low", "high"];
        let shown = |column: &str, word: &str| {
            let column = table.columns.iter().find(|known| known.key == column);
            let words = column.and_then(|column| column.words_for(&word.into(), self.lang));
            words.unwrap_or(word).to_owned()
        };
        if matches!(name, SheetName::Facts | SheetName::Statements) {
            let not_done = format!("<>\"{}\"", shown("status", "done"));
            rule(sheet, table, &["status", "number", "value"], ("status", &not_done), &self.planned)?;
            let not_exact = format!("<>\"{}\"", shown("bound", "exact"));
            rule(sheet, table, NUMBERS, ("bound", &not_exact), &self.unsure)?;
        }
        match name {
            SheetName::Facts => {
                let low = format!("<{LOW_CONFIDENCE}");
                rule(sheet, table, &["metric_name", "confidence"], ("confidence", &low), &self.doubtful)?;
                let violated = format!("=\"{}\"", shown("check", "violated"));
                rule(sheet, table, &["check"], ("check", &violated), &self.doubtful)
            }
            SheetName::Statements => rule(sheet, table, &["mark_names"], ("mark_names", "<>\"\""), &self.unsure),
            _ => Ok(()),
        }
    }
}

pub(super) fn put(sheet: &mut Worksheet, (row, at): (u32, u16), cell: &Cell, format: &Format) -> Result<()> {
    let number = match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => {
            sheet.write_string_with_format(row, at, fitting(text), format).map_err(failed)?;
            return Ok(());
        }
        #[expect(clippy::cast_precision_loss, reason = "a workbook knows no other numbers")]
        Cell::Whole(whole) => Some(*whole as f64),
        Cell::Amount(amount) => amount.to_f64(),
        Cell::Real(real) => Some(*real),
    };
    match number {
        Some(number) => sheet.write_number_with_format(row, at, number, format),
        None => sheet.write_string_with_format(row, at, cell.to_string(), format),
    }
    .map_err(failed)?;
    Ok(())
}

/// What makes a sheet easy to read: a header that stays, filters.
fn dress(sheet: &mut Worksheet, n_rows: usize, n_columns: usize, frozen: usize) -> Result<()> {
    let last_column = Widths::index(n_columns.saturating_sub(1));
    sheet.set_freeze_panes(1, Widths::index(frozen)).map_err(failed)?;
    sheet.set_row_height(0, 30).map_err(failed)?;
    sheet.autofilter(0, 0, row_index(n_rows), last_column).map_err(failed)?;
    Ok(())
}

/// Gives columns a format in the rows where another column, not empty, fulfils a condition.
fn rule(
    sheet: &mut Worksheet,
    table: &Table,
    columns: &[&str],
    (tested, condition): (&str, &str),
    format: &Format,
) -> Result<()> {
    let place = |key: &str| table.columns.iter().position(|column| column.key == key).map(Widths::index);
    let Some(tested) = place(tested).filter(|_| !table.rows.is_empty()) else { return Ok(()) };
    let cell = format!("${}2", column_number_to_name(tested));
    let rule = Formula::new(format!("=AND({cell}<>\"\",{cell}{condition})"));
    for column in columns.iter().filter_map(|key| place(key)) {
        let format = ConditionalFormatFormula::new().set_rule(rule.clone()).set_format(format);
        sheet.add_conditional_format(1, column, row_index(table.rows.len()), column, &format).map_err(failed)?;
    }
    Ok(())
}

/// Whether the column's numbers name something and count nothing.
fn is_label(column: &Column) -> bool {
    matches!(&*column.key, "year" | "start" | "end" | "since")
}

/// The text as far as a cell can hold it.
fn fitting(text: &str) -> &str {
    let mut n = 0;
    let too_long = text.char_indices().find(|(_, character)| {
        n += character.len_utf16();
        n > MAX_TEXT
    });
    too_long.map_or(text, |(at, _)| &text[..at])
}

pub(super) fn check_size(name: &str, n_rows: usize, n_columns: usize) -> Result<()> {
    if n_rows < MAX_ROWS && n_columns <= MAX_COLUMNS {
        return Ok(());
    }
    Err(Error::Request(format!(
        "xlsx: {n_rows} rows and {n_columns} columns of “{name}” do not fit into a sheet: narrow them with --region or \
         --year, or write csv or sqlite"
    )))
}

pub(super) fn row_index(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// How wide columns must be, in the half-widths that spreadsheets count by: a Chinese character takes two.
pub(super) struct Widths(Vec<u16>);

impl Widths {
    const NARROWEST: u16 = 8;
    /// Sentences are cut by the next column; the cell itself holds all of them.
    const WIDEST: u16 = 60;

    pub(super) fn new(n_columns: usize) -> Self {
        Self(vec![Self::NARROWEST; n_columns])
    }

    pub(super) fn index(at: usize) -> u16 {
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    pub(super) fn see(&mut self, at: u16, text: &str) {
        // Three more for the indent, the margin and the filter's button.
        let width = (Self::of(text) + 3).min(Self::WIDEST);
        if let Some(widest) = self.0.get_mut(usize::from(at)) {
            *widest = width.max(*widest);
        }
    }

    /// The width of a text, as far as it matters.
    fn of(text: &str) -> u16 {
        text.chars().take(Self::WIDEST.into()).map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
    }

    /// Keeps a column from growing further.
    pub(super) fn limit(&mut self, at: u16, width: u16) {
        if let Some(widest) = self.0.get_mut(usize::from(at)) {
            *widest = width.min(*widest);
        }
    }

    /// How many lines a text takes in its column, where it is wrapped.
    pub(super) fn n_lines(&self, at: u16, text: &str) -> u16 {
        let wide: usize = text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum();
        let across =
            self.0.get(usize::from(at)).map_or(usize::MAX, |width| usize::from((*width).saturating_sub(2).max(1)));
        u16::try_from(wide.div_ceil(across)).unwrap_or(u16::MAX).max(1)
    }

    pub(super) fn set(&self, sheet: &mut Worksheet) -> Result<()> {
        for (width, at) in self.0.iter().zip(0_u16..) {
            sheet.set_column_width(at, *width).map_err(failed)?;
        }
        Ok(())
    }

    /// Sets the sheet up for paper: across the page, no more pages side by side than its text needs to stay readable,
    /// with the header and the leading columns on each.
    pub(super) fn set_page(&self, sheet: &mut Worksheet, n_lead: usize) -> Result<()> {
        // What an A4 page holds across at two thirds of the size.
        const ACROSS: u32 = 200;
        let n_pages = self.0.iter().map(|width| u32::from(*width)).sum::<u32>().div_ceil(ACROSS).max(1);
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(u16::try_from(n_pages).unwrap_or(u16::MAX), 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2).set_footer("&C&A  &P / &N").set_page_order(false);
        sheet.set_repeat_rows(0, 0).map_err(failed)?;
        if n_lead > 0 && n_pages > 1 {
            sheet.set_repeat_columns(0, Self::index(n_lead - 1)).map_err(failed)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_cell_can_hold_is_cut_between_characters() {
        let text = "协".repeat(MAX_TEXT - 1) + "𠮷";
        assert_eq!(fitting(&text).chars().count(), MAX_TEXT - 1);
        assert_eq!(fitting("𠮷协"), "𠮷协");
    }

    #[test]
    fn columns_are_as_wide_as_chinese_text_needs() {
        let mut widths = Widths::new(2);
        widths.see(0, "福建省三明市三元区");
        widths.see(1, "一");
        widths.see(1, &"长".repeat(500));
        assert_eq!(widths.0, [21, Widths::WIDEST]);
    }

    #[test]
    fn a_table_that_no_sheet_can_hold_is_refused_with_advice() {
        assert!(check_size("facts", MAX_ROWS - 1, MAX_COLUMNS).is_ok());
        let error = check_size("facts", MAX_ROWS, 3).unwrap_err().to_string();
        assert_eq!(
            error,
            "xlsx: 1048576 rows and 3 columns of “facts” do not fit into a sheet: narrow them with --region or --year, \
             or write csv or sqlite"
        );
    }
}
