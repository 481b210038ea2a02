//! A sheet of charts that the spreadsheet draws itself, so that a reader can restyle them.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Chart, ChartType, Workbook, Worksheet};

use super::{Matrix, SheetName, Writer, failed};
use crate::error::Result;
use crate::export::Cell;

/// Bars of one chart; more cannot be read beside each other.
const MOST_BARS: usize = 15;
/// Charts of a sheet: those of the metrics that most places have.
const MOST_CHARTS: usize = 6;
/// Rows from one chart to the next: the chart, its data beside it, and a gap.
const ROWS_PER_CHART: u32 = 20;

/// The values of one metric in the year that most places have.
struct Bars {
    title: String,
    bars: Vec<(String, f64)>,
    n_places: usize,
}

/// Adds the sheet; none where no metric has values of two places in one year.
pub(super) fn write(workbook: &mut Workbook, writer: &Writer, matrix: &Matrix) -> Result<()> {
    let mut all: Vec<Bars> = (0..matrix.columns.len()).filter_map(|at| bars(matrix, at)).collect();
    all.sort_by_key(|bars| std::cmp::Reverse(bars.n_places));
    all.truncate(MOST_CHARTS);
    if all.is_empty() {
        return Ok(());
    }
    let name = SheetName::Charts.name(writer.lang);
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).map_err(failed)?;
    sheet.set_column_width(0, 32).map_err(failed)?;
    // On paper no chart is cut by the edge of a page.
    sheet.set_landscape().set_paper_size(9).set_print_scale(80).set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    let breaks: Vec<u32> = (1..).map(|n| n * 2 * ROWS_PER_CHART).take((all.len() - 1) / 2).collect();
    sheet.set_page_breaks(&breaks).map_err(failed)?;
    for (bars, top) in all.iter().zip((0..).step_by(ROWS_PER_CHART as usize)) {
        draw(sheet, name, top, bars, writer)?;
    }
    Ok(())
}

/// Writes the data of a chart and the chart beside them.
fn draw(sheet: &mut Worksheet, name: &str, top: u32, bars: &Bars, writer: &Writer) -> Result<()> {
    sheet.write_string_with_format(top, 0, &bars.title, &writer.head).map_err(failed)?;
    let mut last = top;
    for ((label, value), row) in bars.bars.iter().zip(top + 1..) {
        sheet.write_string(row, 0, label).map_err(failed)?;
        sheet.write_number_with_format(row, 1, *value, &writer.broken_or_whole(*value)).map_err(failed)?;
        last = row;
    }
    let mut chart = Chart::new(ChartType::Bar);
    chart.title().set_name(&bars.title);
    chart.legend().set_hidden();
    // The first row at the top, as in the table.
    chart.y_axis().set_reverse();
    chart.set_width(640).set_height(360);
    chart.add_series().set_categories((name, top + 1, 0, last, 0)).set_values((name, top + 1, 1, last, 1));
    sheet.insert_chart(top, 3, &chart).map_err(failed)?;
    Ok(())
}

/// The greatest values of a column in the year that most places have, the later of two such years.
fn bars(matrix: &Matrix, at: usize) -> Option<Bars> {
    let column = |key: &str| matrix.rows.columns.iter().position(|column| column.key == key);
    let (name_at, year_at) = (column("region_name")?, column("year")?);
    let mut by_year: BTreeMap<i64, Vec<(String, f64)>> = BTreeMap::new();
    for (lead, cells) in matrix.rows.rows.iter().zip(&matrix.cells) {
        let value = cells[at].as_ref().and_then(|entry| match &entry.value {
            Cell::Amount(amount) => amount.to_f64(),
            _ => None,
        });
        if let (Some(value), Cell::Whole(year)) = (value, &lead[year_at]) {
            by_year.entry(*year).or_default().push((lead[name_at].to_string(), value));
        }
    }
    let (year, mut bars) = by_year.into_iter().max_by_key(|(year, bars)| (bars.len(), *year))?;
    if bars.len() < 2 {
        return None;
    }
    let n_places = bars.len();
    bars.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    bars.truncate(MOST_BARS);
    let (_, label) = &matrix.columns[at];
    Some(Bars { title: format!("{label} {year}"), bars, n_places })
}
