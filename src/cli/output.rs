//! Tables on a terminal, or for a program.

use std::io::{BufWriter, IsTerminal, Write};

use comfy_table::{Cell as Shown, CellAlignment, ColumnConstraint, ContentArrangement, Table as Drawn, presets};
use tongjian::export::rows::REVIEWED_KEY;
use tongjian::export::{ByteOrderMark, Cell, Table, write_csv, write_records, write_table};
use tongjian::model::Record;

use super::context::Context;
use super::plain;

/// How a listing is written.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct Output {
    /// A table for a person, or CSV or JSON Lines for a program
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The forms in which a listing is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Columns that line up; long cells are cut on a terminal
    #[default]
    Table,
    /// Comma-separated values, all columns
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// A table, and which of its columns a person sees.
#[derive(Debug)]
pub(super) struct Listing<'a> {
    /// Everything.
    pub(super) table: &'a Table,
    /// Keys of the columns for a person.
    pub(super) visible: &'a [&'a str],
    /// The records behind the rows, which JSON Lines holds instead where there are some.
    pub(super) records: Option<&'a [Record]>,
}

impl<'a> Listing<'a> {
    /// The visible columns, and before the evidence whether a person reviewed the records, where one did.
    fn columns_for_people(&self) -> Vec<&'a str> {
        let mut visible = self.visible.to_vec();
        let places = self.table.places(&[REVIEWED_KEY]);
        let is_reviewed = self.table.rows.iter().any(|row| places.iter().any(|&at| row[at] != Cell::Empty));
        if is_reviewed && !visible.contains(&REVIEWED_KEY) {
            let at = visible.iter().position(|key| *key == "doc").unwrap_or(visible.len());
            visible.insert(at, REVIEWED_KEY);
        }
        visible
    }
}

impl From<Format> for Output {
    fn from(format: Format) -> Self {
        Self { format }
    }
}

impl Output {
    /// Whether a person is to read it.
    pub(super) fn is_for_people(self) -> bool {
        self.format == Format::Table
    }

    /// Writes a listing to standard output.
    pub(super) fn write(self, context: &Context, listing: &Listing<'_>) -> anyhow::Result<()> {
        let mut out = BufWriter::new(std::io::stdout().lock());
        match (self.format, listing.records) {
            (Format::Table, _) => {
                let places = listing.table.places(&listing.columns_for_people());
                draw_columns(&mut out, context, listing.table, &places)?;
            }
            (Format::Csv, _) => write_csv(listing.table, &mut out, ByteOrderMark::Without)?,
            (Format::Jsonl, Some(records)) => write_records(records, &mut out)?,
            (Format::Jsonl, None) => write_table(listing.table, &mut out)?,
        }
        out.flush()?;
        Ok(())
    }
}

/// Columns that are never cut: where, when, how many. A county's name stands at the end of its cell.
const WHOLE: &[&str] = &["region_name", "year", "since", "latest", "number", "role_name", "mark_names"];

/// Draws columns that line up; on a terminal a row takes one line.
pub(super) fn draw(out: &mut impl Write, context: &Context, table: &Table) -> std::io::Result<()> {
    draw_columns(out, context, table, &(0..table.columns.len()).collect::<Vec<_>>())
}

/// Draws some columns of a table, those at these places.
fn draw_columns(out: &mut impl Write, context: &Context, table: &Table, places: &[usize]) -> std::io::Result<()> {
    if table.rows.is_empty() {
        return Ok(());
    }
    if std::io::stdout().is_terminal() {
        return draw_on_terminal(out, context, table, places);
    }
    plain::draw(out, context.lang, table, places)
}

fn draw_on_terminal(out: &mut impl Write, context: &Context, table: &Table, places: &[usize]) -> std::io::Result<()> {
    let mut drawn = Drawn::new();
    drawn.load_style(presets::NOTHING);
    drawn.set_header(places.iter().map(|&at| table.columns[at].label(context.lang)));
    drawn.set_content_arrangement(ContentArrangement::Dynamic).set_truncation_indicator("…");
    for row in &table.rows {
        let cells = places.iter().map(|&at| {
            let (cell, column) = (&row[at], &table.columns[at]);
            let alignment = if cell.is_number() { CellAlignment::Right } else { CellAlignment::Left };
            let words = column.words_for(cell, context.lang);
            words.map_or_else(|| Shown::new(cell), Shown::new).set_alignment(alignment)
        });
        let mut row = comfy_table::Row::from(cells.collect::<Vec<_>>());
        row.max_height(1);
        drawn.add_row(row);
    }
    for (&at, drawn) in places.iter().zip(drawn.column_iter_mut()) {
        if WHOLE.contains(&&*table.columns[at].key) {
            drawn.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    // Cells are padded on both sides; the table itself stands at the margin.
    let at_margin = |line: String| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned();
    drawn.lines().try_for_each(|line| writeln!(out, "{}", at_margin(line)))
}

/// Whether standard output understands colours.
pub(super) fn has_colours() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
