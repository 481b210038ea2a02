//! Places against practices.

use super::bars::count;
use super::drawing::{Anchor, Drawing, FAINT, INK, fitting, text_width};
use super::scale;

/// A table whose cells are coloured by their values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatMap {
    /// What it is about.
    pub title: String,
    /// What a reader must know, a line each.
    pub notes: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Names of the rows, each with its cells.
    pub rows: Vec<(String, Vec<Option<Heat>>)>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// What decides the colour; `None` where only the presence is known.
    pub value: Option<f64>,
    /// What stands in the cell.
    pub shown: String,
}

const MARGIN: f64 = 20.0;
const ROW: f64 = 26.0;
const SIZE: f64 = 13.0;
const HEAD: f64 = 90.0;
const WIDEST_LABEL: f64 = 330.0;
const NARROWEST: f64 = 64.0;

impl HeatMap {
    /// Draws the table.
    pub fn draw(&self) -> Drawing {
        let labels = self.rows.iter().map(|(label, _)| text_width(label, SIZE)).fold(0.0, f64::max).min(WIDEST_LABEL);
        let widths: Vec<f64> = self.columns.iter().map(|name| (text_width(name, SIZE) + 16.0).max(NARROWEST)).collect();
        let left = MARGIN + labels + 10.0;
        let title_width = text_width(&self.title, 18.0).min(900.0) + 2.0 * MARGIN;
        let notes_width = self.notes.iter().map(|note| text_width(note, 12.0)).fold(0.0, f64::max).min(900.0);
        let width = (left + widths.iter().sum::<f64>() + MARGIN).max(title_width).max(notes_width + 2.0 * MARGIN);
        let bottom = HEAD + count(self.rows.len()) * ROW;
        let mut drawing = Drawing::new(width, bottom + 14.0 + count(self.notes.len()) * 20.0 + MARGIN);
        drawing.text(
            (MARGIN, MARGIN + 20.0),
            Anchor::Start,
            (18.0, INK),
            fitting(&self.title, 18.0, width - 2.0 * MARGIN),
        );
        let range = self.range();
        let mut x = left;
        for (at, (name, width)) in self.columns.iter().zip(&widths).enumerate() {
            drawing.text((x + width / 2.0, HEAD - 10.0), Anchor::Middle, (SIZE, INK), &**name);
            for (n, (label, cells)) in self.rows.iter().enumerate() {
                let y = HEAD + count(n) * ROW;
                let cell = cells.get(at).and_then(Option::as_ref);
                let fill = cell.map_or(scale::NOTHING, |cell| {
                    cell.value.map_or(scale::SHADES[0], |value| scale::shade(value, range))
                });
                let told = cell.map(|cell| format!("{label} {name} {}", cell.shown));
                drawing.rectangle((x + 1.0, y + 1.0), (width - 2.0, ROW - 2.0), fill, told);
                if let Some(cell) = cell {
                    let at = (x + width / 2.0, y + ROW / 2.0 + 4.5);
                    drawing.text(at, Anchor::Middle, (SIZE, INK), fitting(&cell.shown, SIZE, width - 4.0));
                }
            }
            x += width;
        }
        for (n, (label, _)) in self.rows.iter().enumerate() {
            let at = (left - 8.0, HEAD + count(n) * ROW + ROW / 2.0 + 4.5);
            drawing.text(at, Anchor::End, (SIZE, INK), fitting(label, SIZE, labels));
        }
        for (n, note) in self.notes.iter().enumerate() {
            let at = (MARGIN, bottom + 24.0 + count(n) * 20.0);
            drawing.text(at, Anchor::Start, (12.0, FAINT), fitting(note, 12.0, width - 2.0 * MARGIN));
        }
        drawing
    }

    fn range(&self) -> (f64, f64) {
        let values = || self.rows.iter().flat_map(|(_, cells)| cells.iter().flatten()).filter_map(|cell| cell.value);
        (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max))
    }
}
