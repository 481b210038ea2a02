//! Years one after the other: a line each place, or what is new and what there is by then.

use super::bars::count;
use super::drawing::{Anchor, Colour, Drawing, FAINT, INK, RULE, fitting, text_width};
use super::scale;

/// Values over years.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// What it is about.
    pub title: String,
    /// What a reader must know, a line each.
    pub notes: Vec<String>,
    /// The lines.
    pub lines: Vec<TimeLine>,
}

/// The values of one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimeLine {
    /// Whose they are.
    pub label: String,
    /// The values, the earliest year first.
    pub points: Vec<Point>,
}

impl TimeLine {
    fn name_with_number(&self) -> String {
        self.points.last().map_or_else(|| self.label.clone(), |last| format!("{} {}", self.label, last.shown))
    }
}

/// The value of one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The year.
    pub year: i16,
    /// The value.
    pub value: f64,
    /// The least that the words allow.
    pub low: Option<f64>,
    /// The most that the words allow.
    pub high: Option<f64>,
    /// The number as written.
    pub shown: String,
}

const WIDTH: f64 = 960.0;
const PLOT: f64 = 360.0;
const MARGIN: f64 = 20.0;
const TOP: f64 = 70.0;
const SIZE: f64 = 12.0;
/// How far a whisker without an end reaches.
const OPEN: f64 = 18.0;

/// Where things stand.
struct Frame {
    left: f64,
    right: f64,
    bottom: f64,
    years: (i16, i16),
    greatest: f64,
}

impl Frame {
    fn x(&self, year: i16) -> f64 {
        let (first, last) = self.years;
        if first == last {
            return f64::midpoint(self.left, self.right);
        }
        let share = f64::from(year - first) / f64::from(last - first);
        // Half a step at either end keeps numbers off the axis.
        self.left + 30.0 + (self.right - self.left - 60.0) * share
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - PLOT * value / self.greatest
    }
}

impl Frame {
    /// Writes as many years as there is room for, the last always among them.
    fn draw_years(&self, drawing: &mut Drawing) {
        let (first, last) = self.years;
        let n_years = (first..=last).count();
        let fits = |every: &usize| count(n_years.div_ceil(*every)) * 48.0 <= self.right - self.left;
        let every = (1..=n_years).find(fits).unwrap_or(1);
        for year in (first..=last).rev().step_by(every) {
            drawing.text((self.x(year), self.bottom + 18.0), Anchor::Middle, (SIZE, FAINT), year.to_string());
        }
    }
}

/// Texts that stand already: a further one is written only where it covers none.
#[derive(Default)]
struct Taken(Vec<[f64; 4]>);

impl Taken {
    fn take(&mut self, (x, y): (f64, f64), width: f64) -> bool {
        let own = [x - width / 2.0, y - SIZE, x + width / 2.0, y + 3.0];
        let covers =
            |other: &[f64; 4]| own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3];
        let free = !self.0.iter().any(covers);
        if free {
            self.0.push(own);
        }
        free
    }
}

impl Timeline {
    /// Draws the lines, each with its name at its last point.
    pub fn draw(&self) -> Drawing {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let names =
            self.lines.iter().map(|line| text_width(&line.name_with_number(), SIZE)).fold(0.0, f64::max).min(300.0);
        let ticks = scale::ticks(points().map(|point| point.value.max(point.high.unwrap_or(0.0))).fold(0.0, f64::max));
        let frame = Frame {
            left: MARGIN + 60.0,
            right: WIDTH - MARGIN - names - 16.0,
            bottom: TOP + PLOT,
            years: points().fold((i16::MAX, i16::MIN), |(a, b), point| (a.min(point.year), b.max(point.year))),
            greatest: ticks.last().copied().unwrap_or(1.0),
        };
        let height = frame.bottom + 40.0 + count(self.notes.len()) * 20.0 + MARGIN;
        let mut drawing = Drawing::new(WIDTH, height);
        let title = fitting(&self.title, 18.0, WIDTH - 2.0 * MARGIN);
        drawing.text((MARGIN, MARGIN + 20.0), Anchor::Start, (18.0, INK), title);
        for tick in ticks {
            drawing.line((frame.left, frame.y(tick)), (frame.right, frame.y(tick)), RULE, 1.0);
            drawing.text((frame.left - 8.0, frame.y(tick) + 4.0), Anchor::End, (11.0, FAINT), scale::label(tick));
        }
        frame.draw_years(&mut drawing);
        self.draw_lines(&mut drawing, &frame);
        for (n, note) in self.notes.iter().enumerate() {
            let at = (MARGIN, frame.bottom + 50.0 + count(n) * 20.0);
            drawing.text(at, Anchor::Start, (12.0, FAINT), fitting(note, 12.0, WIDTH - 2.0 * MARGIN));
        }
        drawing
    }

    fn draw_lines(&self, drawing: &mut Drawing, frame: &Frame) {
        let mut taken = Taken::default();
        for point in self.lines.iter().flat_map(|line| &line.points) {
            let (x, y) = (frame.x(point.year), frame.y(point.value));
            taken.0.push([x - 4.0, y - 4.0, x + 4.0, y + 4.0]);
        }
        let mut unwritten: Vec<&str> = Vec::new();
        let coloured = || self.lines.iter().zip(scale::LINES.iter().cycle());
        for (line, colour) in coloured() {
            for pair in line.points.windows(2) {
                let ends = [&pair[0], &pair[1]].map(|point| (frame.x(point.year), frame.y(point.value)));
                drawing.line(ends[0], ends[1], colour, 2.0);
            }
            for point in &line.points {
                let (x, y) = (frame.x(point.year), frame.y(point.value));
                let has_whisker = point.low != point.high || point.low.is_none();
                if has_whisker {
                    let low = point.low.map_or((y + OPEN).min(frame.bottom), |low| frame.y(low));
                    let high = point.high.map_or(y - OPEN, |high| frame.y(high));
                    drawing.line((x, low), (x, high), colour, 1.2);
                    let cap = |drawing: &mut Drawing, at: f64, is_open: bool, inwards: f64| {
                        if is_open {
                            let back = at + inwards * 7.0;
                            drawing.area(vec![vec![(x, at), (x - 4.0, back), (x + 4.0, back)]], colour, colour, None);
                        } else {
                            drawing.line((x - 4.0, at), (x + 4.0, at), colour, 1.2);
                        }
                    };
                    cap(drawing, low, point.low.is_none(), -1.0);
                    cap(drawing, high, point.high.is_none(), 1.0);
                }
                let told = format!("{} {} {}", line.label, point.year, point.shown);
                drawing.rectangle((x - 3.5, y - 3.5), (7.0, 7.0), colour, Some(told));
                let width = text_width(&point.shown, SIZE);
                let beside = width / 2.0 + 8.0;
                let mut places = [(x, y - 10.0), (x, y + 20.0), (x + beside, y + 4.0), (x - beside, y + 4.0)];
                if has_whisker {
                    // Above and below stands the whisker.
                    places.rotate_left(2);
                }
                let above_axis = |place: &(f64, f64)| place.1 < frame.bottom - 3.0;
                if let Some(place) = places.into_iter().find(|place| above_axis(place) && taken.take(*place, width)) {
                    drawing.text(place, Anchor::Middle, (SIZE, INK), &*point.shown);
                } else if line.points.last() == Some(point) {
                    unwritten.push(&line.label);
                }
            }
        }
        // Names at the right, moved apart where they would cover each other; a last number that found no room by its
        // point stands behind its name.
        let name = |line: &TimeLine| {
            if unwritten.contains(&&*line.label) { line.name_with_number() } else { line.label.clone() }
        };
        let mut names: Vec<(f64, String, Colour)> = coloured()
            .filter_map(|(line, colour)| Some((frame.y(line.points.last()?.value), name(line), *colour)))
            .collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let mut free = TOP - 10.0;
        for (y, name, colour) in names {
            free = y.max(free + SIZE + 4.0);
            let at = (frame.right + 10.0, free + 4.0);
            drawing.text(at, Anchor::Start, (SIZE, colour), fitting(&name, SIZE, WIDTH - MARGIN - at.0));
        }
    }
}
