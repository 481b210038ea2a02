//! The table to review → a workbook with drop-downs.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

use super::rows::{CORRECTED, KEY, MISSED_QUOTE, NOTE, VERDICT, choice, missed};
use super::workbook::{Widths, check_size, failed, fixed_time, put, row_index};
use super::{Cell, Column, Labels, Table};
use crate::dictionary::Dictionaries;
use crate::error::Result;
use crate::model::{Lang, ReviewKind};

/// Given columns look like print, columns for the person like paper.
const GIVEN_HEAD: Color = Color::RGB(0x0059_5959);
const GIVEN: Color = Color::RGB(0x00F2_F2F2);
const OWN_HEAD: Color = Color::RGB(0x001F_4E78);
const LINE: Color = Color::RGB(0x00BF_BFBF);

/// What drop-downs offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    metrics: Vec<String>,
    practices: Vec<String>,
    regions: Vec<String>,
    reports: Vec<String>,
}

impl Choices {
    /// Every metric and practice of the dictionaries and the library's reports; of the places those that the table
    /// names, as a list of all would help nobody.
    pub fn new(table: &Table, dictionaries: &Dictionaries, labels: Labels<'_>, reports: Vec<String>) -> Self {
        let region = table.columns.iter().position(|column| column.key == "region");
        let mut regions: Vec<String> = region
            .into_iter()
            .flat_map(|at| table.rows.iter().map(move |row| row[at].to_string()))
            .filter(|region| !region.is_empty())
            .collect();
        // By code, which stands behind the name, so that the places of a city follow each other.
        regions.sort_by(|a, b| a.rsplit(' ').cmp(b.rsplit(' ')));
        regions.dedup();
        let practices = dictionaries.practices.entries().iter();
        Self {
            metrics: dictionaries.metrics.all().iter().map(|m| choice(&labels.metric(&m.id), &m.id)).collect(),
            practices: practices.map(|practice| choice(&labels.practice(&practice.id), &practice.id)).collect(),
            regions,
            reports,
        }
    }
}

/// Points that a line of text takes, and lines that a row shows at most: not every program makes rows as high as their
/// wrapped text.
const LINE_HEIGHT: f64 = 15.0;
const MOST_LINES: u16 = 6;
/// The path to an element of a web page is long and seldom read.
const WIDEST_PLACE: u16 = 20;

/// The person's columns that hold names or words, as wide as most names: a drop-down is as wide as its column.
const HOLDS_NAMES: [&str; 3] = ["corrected_what", "corrected_region", "note"];
const NAMES_WIDTH: usize = 30;

/// Rows for what the program missed; whoever needs more can copy one.
const MISSED_ROWS: u32 = 200;

/// Writes the table that [`rows::review`](fn@super::rows::review) makes as a workbook; the same table gives the same bytes.
///
/// What the program read is grey, what the person fills in is white, with drop-downs for the verdict, the metric, the
/// practice, the place, the bound and the status. The column that finds each record again is hidden. A second sheet
/// takes numbers that the program missed.
///
/// # Errors
/// When there are more rows than a sheet can hold.
pub fn write_review_book(table: &Table, choices: &Choices, lang: Lang) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title("tongjian").set_creation_datetime(&fixed_time()?));
    write_rows(workbook.add_worksheet(), table, lang)?;
    add_drop_downs(workbook.worksheet_from_index(0).map_err(failed)?, table, choices, lang)?;
    write_missed(workbook.add_worksheet(), choices, lang)?;
    write_choices(workbook.add_worksheet(), choices, lang).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}

/// Whether the person fills the column in.
fn is_own(column: &Column) -> bool {
    [VERDICT, NOTE].contains(column) || CORRECTED.iter().any(|(corrected, _)| corrected == column)
}

fn write_rows(sheet: &mut Worksheet, table: &Table, lang: Lang) -> Result<()> {
    let name = lang.pick("复核", "review");
    sheet.set_name(name).map_err(failed)?;
    check_size(name, table.rows.len(), table.columns.len())?;
    let head = |colour| {
        let head = Format::new().set_bold().set_font_color(Color::White).set_background_color(colour);
        head.set_align(FormatAlign::VerticalCenter).set_text_wrap()
    };
    let bordered = || {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        cell.set_border(FormatBorder::Thin).set_border_color(LINE)
    };
    let (given, own) = (bordered().set_background_color(GIVEN), bordered());
    let mut widths = Widths::new(table.columns.len());
    for (column, at) in table.columns.iter().zip(0_u16..) {
        let label = lang.pick(column.label(Lang::Zh), &*column.key);
        let format = head(if is_own(column) { OWN_HEAD } else { GIVEN_HEAD });
        sheet.write_string_with_format(0, at, label, &format).map_err(failed)?;
        widths.see(at, label);
        if HOLDS_NAMES.contains(&&*column.key) {
            widths.see(at, &" ".repeat(NAMES_WIDTH));
        }
    }
    for (cells, row) in table.rows.iter().zip(1_u32..) {
        for ((cell, column), at) in cells.iter().zip(&table.columns).zip(0_u16..) {
            let format = if is_own(column) { &own } else { &given };
            let words = column.words_for(cell, lang).map(Cell::from);
            let cell = words.as_ref().unwrap_or(cell);
            if *cell == Cell::Empty {
                sheet.write_blank(row, at, format).map_err(failed)?;
            } else {
                put(sheet, (row, at), cell, format)?;
            }
            widths.see(at, &cell.to_string());
        }
    }
    if let Some(place) = table.columns.iter().position(|column| column.key == "place") {
        widths.limit(Widths::index(place), WIDEST_PLACE);
    }
    for (cells, row) in table.rows.iter().zip(1_u32..) {
        let shown = cells.iter().zip(&table.columns).zip(0_u16..).filter(|((_, column), _)| **column != KEY);
        let n_lines = shown.map(|((cell, _), at)| widths.n_lines(at, &cell.to_string())).max().unwrap_or(1);
        sheet.set_row_height(row, LINE_HEIGHT * f64::from(n_lines.min(MOST_LINES))).map_err(failed)?;
    }
    widths.set(sheet)?;
    widths.set_page(sheet, 0)?;
    if let Some(key) = table.columns.iter().position(|column| *column == KEY) {
        sheet.set_column_hidden(Widths::index(key)).map_err(failed)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    sheet.set_row_height(0, 30).map_err(failed)?;
    sheet.autofilter(0, 0, row_index(table.rows.len()), Widths::index(table.columns.len() - 1)).map_err(failed)?;
    Ok(())
}

/// The columns of the sheet that holds the lists.
const LISTS: [(&str, u16); 4] = [("A", 0), ("B", 1), ("C", 2), ("D", 3)];

/// The list of a drop-down, by its place in [`LISTS`].
fn from_list(list: usize, n: usize, lang: Lang) -> DataValidation {
    let column = LISTS[list].0;
    let range = format!("='{}'!${column}$1:${column}${n}", lists_name(lang));
    // Any other place may be typed, so that a value outside the list is only asked about.
    let style = DataValidationErrorStyle::Warning;
    DataValidation::new().allow_list_formula(Formula::new(range)).set_error_style(style)
}

fn lists_name(lang: Lang) -> &'static str {
    lang.pick("选项", "lists")
}

fn write_choices(sheet: &mut Worksheet, choices: &Choices, lang: Lang) -> std::result::Result<(), XlsxError> {
    sheet.set_name(lists_name(lang))?;
    let lists = [&choices.metrics, &choices.practices, &choices.regions, &choices.reports];
    for ((_, at), list) in LISTS.into_iter().zip(lists) {
        for (entry, row) in list.iter().zip(0_u32..) {
            sheet.write_string(row, at, entry)?;
        }
    }
    sheet.set_hidden(true);
    Ok(())
}

fn add_drop_downs(sheet: &mut Worksheet, table: &Table, choices: &Choices, lang: Lang) -> Result<()> {
    let n_rows = table.rows.len();
    if n_rows == 0 {
        return Ok(());
    }
    let place = |key: &str| table.columns.iter().position(|column| column.key == key).map(Widths::index);
    let mut add = |key: &str, (first, last): (u32, u32), validation: &DataValidation| -> Result<()> {
        let Some(at) = place(key) else { return Ok(()) };
        sheet.add_data_validation(first, at, last, at, validation).map_err(failed)?;
        Ok(())
    };
    let all = (1, row_index(n_rows));
    for key in ["verdict", "corrected_bound", "corrected_status"] {
        let words = words(corrected_field(key).unwrap_or(key), lang);
        add(key, all, &DataValidation::new().allow_list_strings(&words).map_err(failed)?)?;
    }
    if !choices.regions.is_empty() {
        add("corrected_region", all, &from_list(2, choices.regions.len(), lang))?;
    }
    // Rows of one kind that follow each other share a drop-down.
    let kind = table.columns.iter().position(|column| column.key == "review_kind").unwrap_or_default();
    let mut first = 0;
    for rows in table.rows.chunk_by(|a, b| a[kind] == b[kind]) {
        let stretch = (row_index(first + 1), row_index(first + rows.len()));
        first += rows.len();
        if rows[0][kind] == Cell::from(ReviewKind::Fact.name()) {
            add("corrected_what", stretch, &from_list(0, choices.metrics.len(), lang))?;
        } else if rows[0][kind] == Cell::from(ReviewKind::Practice.name()) {
            add("corrected_what", stretch, &from_list(1, choices.practices.len(), lang))?;
        }
    }
    Ok(())
}

/// The words that a column takes; what is added has a sheet of its own.
fn words(key: &'static str, lang: Lang) -> Vec<String> {
    let column = Column::new(key, "", "");
    let words = column.words().filter(|(word, _)| *word != "added");
    words.map(|(word, zh)| lang.pick(zh, word).to_owned()).collect()
}

/// Empty rows in which a person writes down what the program missed, a line of advice on each column.
fn write_missed(sheet: &mut Worksheet, choices: &Choices, lang: Lang) -> Result<()> {
    sheet.set_name(lang.pick("漏读", "missed")).map_err(failed)?;
    let head = Format::new().set_bold().set_font_color(Color::White).set_background_color(OWN_HEAD);
    let head = head.set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let own = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_border(FormatBorder::Thin);
    let own = own.set_border_color(LINE);
    let table = missed();
    for (column, at) in table.columns.iter().zip(0_u16..) {
        let label = lang.pick(column.label(Lang::Zh), &*column.key);
        sheet.write_string_with_format(0, at, label, &head).map_err(failed)?;
        sheet.set_column_width(at, if *column == MISSED_QUOTE { 60 } else { 24 }).map_err(failed)?;
        for row in 1..=MISSED_ROWS {
            sheet.write_blank(row, at, &own).map_err(failed)?;
        }
        let list = |at: usize, list: &[String]| (!list.is_empty()).then(|| from_list(at, list.len(), lang));
        let validation = match &*column.key {
            "missed_in" => list(3, &choices.reports),
            "missed_metric" => list(0, &choices.metrics),
            "missed_region" => list(2, &choices.regions),
            "missed_status" => {
                let words = words("status", lang);
                Some(DataValidation::new().allow_list_strings(&words).map_err(failed)?)
            }
            _ => None,
        };
        let validation =
            validation.unwrap_or_else(DataValidation::new).set_input_message(advice(column, lang)).map_err(failed)?;
        sheet.add_data_validation(1, at, MISSED_ROWS, at, &validation).map_err(failed)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    sheet.set_row_height(0, 30).map_err(failed)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0).map_err(failed)?;
    Ok(())
}

/// What to write into a column of what was missed.
fn advice(column: &Column, lang: Lang) -> &'static str {
    match &*column.key {
        "missed_in" => {
            lang.pick("漏读的数在哪篇报告：从列表中选", "which report holds the number: choose from the list")
        }
        "missed_quote" => {
            lang.pick("从报告里照抄含有这个数的一句", "copy the sentence with the number from the report")
        }
        "missed_number" => {
            lang.pick("照原句写，连同单位：60余场次", "as the sentence writes it, with its unit: 60余场次")
        }
        "missed_unit" => {
            lang.pick("一般不用填；数里没有写单位时填，如 场", "only where the number does not hold it: 场")
        }
        "missed_value" => {
            lang.pick("一般不用填；读不出时填阿拉伯数字", "only where the number cannot be read by itself")
        }
        "missed_metric" => lang.pick("这个数是什么指标：从列表中选", "what the number is: choose from the list"),
        "missed_item" => {
            lang.pick("所计的事物，照原文写；可不填", "what is counted, in the report's words; may stay empty")
        }
        "missed_region" => {
            lang.pick("谁的数：地名或代码；没有写明可不填", "whose number it is: a place or its code; empty: not told")
        }
        "missed_year" => {
            lang.pick("哪一年的数，如 2024；没有写明可不填", "of which year, such as 2024; empty: not told")
        }
        "missed_status" => lang.pick("不填为已有", "done where it stays empty"),
        _ => lang.pick("为什么、谁补的；可不填", "why, and by whom; may stay empty"),
    }
}

/// The column whose words a corrected column takes.
fn corrected_field(key: &str) -> Option<&'static str> {
    CORRECTED.iter().find(|(column, _)| column.key == key).map(|(_, fields)| fields[0].name())
}
