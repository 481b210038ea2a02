//! Places side by side: horizontal bars with what the words allow.

use super::drawing::{Anchor, Colour, Drawing, FAINT, INK, RULE, fitting, text_width};
use super::scale;

/// Bars in panels, one below the other, each with a scale of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarChart {
    /// What it is about.
    pub title: String,
    /// What a reader must know, a line each, below the bars.
    pub notes: Vec<String>,
    /// Bars that can be compared stand in one panel.
    pub panels: Vec<Panel>,
}

/// Bars on one scale.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// What is counted, in which unit, when.
    pub title: String,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub label: String,
    /// How long the bar is; not below 0.
    pub value: f64,
    /// The least that the words allow; `None` where they set no floor.
    pub low: Option<f64>,
    /// The most that the words allow; `None` where they set no ceiling.
    pub high: Option<f64>,
    /// The number as written.
    pub shown: String,
    /// How it is painted.
    pub kind: BarKind,
}

/// How a bar is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// A stated value.
    Sure,
    /// A stated value with a reason for caution.
    Doubtful,
    /// A sum that no report states.
    Added,
}

impl BarKind {
    const fn colour(self) -> Colour {
        match self {
            Self::Sure => "#4292c6",
            Self::Doubtful => "#e6a23c",
            Self::Added => "#b8c4ce",
        }
    }
}

const WIDTH: f64 = 960.0;
const MARGIN: f64 = 20.0;
const ROW: f64 = 26.0;
const LABEL_SIZE: f64 = 13.0;
const WIDEST_LABEL: f64 = 330.0;
/// How far a whisker without an end reaches.
const OPEN: f64 = 26.0;
const PANEL_TITLE: f64 = 34.0;
const AXIS: f64 = 26.0;

impl BarChart {
    /// Draws the panels.
    pub fn draw(&self) -> Drawing {
        let n_bars: usize = self.panels.iter().map(|panel| panel.bars.len()).sum();
        let panels = count(self.panels.len()) * (PANEL_TITLE + AXIS) + count(n_bars) * ROW;
        let notes = count(self.notes.len()) * 20.0;
        let mut drawing = Drawing::new(WIDTH, 54.0 + panels + notes + 2.0 * MARGIN);
        let title = fitting(&self.title, 18.0, WIDTH - 2.0 * MARGIN);
        drawing.text((MARGIN, MARGIN + 20.0), Anchor::Start, (18.0, INK), title);
        let mut y = MARGIN + 34.0;
        for panel in &self.panels {
            y = panel.draw(&mut drawing, y);
        }
        for note in &self.notes {
            y += 20.0;
            let note = fitting(note, 12.0, WIDTH - 2.0 * MARGIN);
            drawing.text((MARGIN, y), Anchor::Start, (12.0, FAINT), note);
        }
        drawing
    }
}

impl Panel {
    /// Draws the panel below `y` and tells where it ends.
    fn draw(&self, drawing: &mut Drawing, y: f64) -> f64 {
        let widest =
            |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| text_width(text, LABEL_SIZE)).fold(0.0, f64::max);
        let labels = widest(&mut self.bars.iter().map(|bar| &*bar.label)).min(WIDEST_LABEL);
        let numbers = widest(&mut self.bars.iter().map(|bar| &*bar.shown)).min(WIDEST_LABEL / 2.0);
        let left = MARGIN + labels + 10.0;
        let right = WIDTH - MARGIN - numbers - OPEN - 14.0;
        let greatest = self.bars.iter().map(|bar| bar.value.max(bar.high.unwrap_or(0.0))).fold(0.0, f64::max);
        let ticks = scale::ticks(greatest);
        let end = ticks.last().copied().unwrap_or(1.0);
        let x = |value: f64| left + (right - left) * value / end;
        drawing.text((MARGIN, y + 22.0), Anchor::Start, (14.0, INK), fitting(&self.title, 14.0, WIDTH - 2.0 * MARGIN));
        let top = y + PANEL_TITLE;
        let bottom = top + count(self.bars.len()) * ROW;
        for tick in ticks {
            drawing.line((x(tick), top), (x(tick), bottom), RULE, 1.0);
            drawing.text((x(tick), bottom + 15.0), Anchor::Middle, (11.0, FAINT), scale::label(tick));
        }
        for (n, bar) in self.bars.iter().enumerate() {
            bar.draw(drawing, top + count(n) * ROW, (left, labels), x);
        }
        bottom + AXIS
    }
}

impl Bar {
    fn draw(&self, drawing: &mut Drawing, y: f64, (left, labels): (f64, f64), x: impl Fn(f64) -> f64) {
        let middle = y + ROW / 2.0;
        let label = fitting(&self.label, LABEL_SIZE, labels);
        drawing.text((left - 8.0, middle + 4.5), Anchor::End, (LABEL_SIZE, INK), label);
        let end = x(self.value.max(0.0));
        let told = format!("{} {}", self.label, self.shown);
        drawing.rectangle((left, y + 5.0), ((end - left).max(1.0), ROW - 10.0), self.kind.colour(), Some(told));
        let mut text_at = end;
        if self.low != self.high || self.low.is_none() {
            text_at = text_at.max(self.whisker(drawing, middle, end, x));
        }
        drawing.text((text_at + 6.0, middle + 4.5), Anchor::Start, (LABEL_SIZE, INK), &*self.shown);
    }

    /// A line from the least to the most that the words allow, with an arrow where they leave it open; tells where it
    /// ends.
    fn whisker(&self, drawing: &mut Drawing, y: f64, end: f64, x: impl Fn(f64) -> f64) -> f64 {
        const HALF: f64 = 4.0;
        let from = self.low.map_or((end - OPEN).max(x(0.0)), &x);
        let to = self.high.map_or(end + OPEN, &x);
        drawing.line((from, y), (to, y), INK, 1.4);
        for (at, is_open, inwards) in [(from, self.low.is_none(), 1.0), (to, self.high.is_none(), -1.0)] {
            if is_open {
                let back = at + inwards * 2.0 * HALF;
                drawing.area(vec![vec![(at, y), (back, y - HALF), (back, y + HALF)]], INK, INK, None);
            } else {
                drawing.line((at, y - HALF), (at, y + HALF), INK, 1.4);
            }
        }
        to
    }
}

/// A count as a length.
pub(super) fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}
