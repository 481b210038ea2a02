//! Pieces of text with their places → lines in the order in which a person reads them.
//!
//! 1. [`segments`] joins the pieces of a base line that belong together and keeps the cells of a table apart.
//! 2. [`in_reading_order`] finds columns: a stripe of white with lines of prose on both sides. Above and below it may
//!    stand lines across the page.
//! 3. [`rows`] puts what stands on one base line of a column on one line.

use super::engine::Piece;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it says; the cells of a table with a tab between them.
    pub(super) text: String,
    /// Whether more white stands above it than between the lines around it.
    pub(super) is_set_off: bool,
}

/// Pieces on one base line that are read together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// What it says.
    pub(super) text: String,
    /// Left end.
    pub(super) left: f64,
    /// Right end.
    pub(super) right: f64,
    /// Base line, from the lower edge of the page.
    pub(super) y: f64,
    /// Font size.
    pub(super) size: f64,
}

impl Segment {
    fn width_in_characters(&self) -> f64 {
        (self.right - self.left) / self.size
    }
    fn top(&self) -> f64 {
        self.y + 0.8 * self.size
    }
    fn bottom(&self) -> f64 {
        self.y - 0.2 * self.size
    }
}

/// A gap of so many font sizes separates cells, or columns, wherever it stands.
const CELL_GAP: f64 = 1.0;
/// So small a gap separates cells only if a cell of the next row begins or ends at the same place. Between Han
/// characters and digits typesetters put a quarter.
const ALIGNED_GAP: f64 = 0.35;
/// Between two digits or letters a smaller gap is a blank.
const WORD_GAP: f64 = 0.15;
/// How far apart, in points, aligned ends may be.
const ALIGNMENT: f64 = 1.5;
/// Base lines closer than this share of the font size are one.
const SAME_LINE: f64 = 0.45;

/// Joins pieces to segments, in the order of base lines from above, then from the left.
pub(super) fn segments(pieces: &[Piece]) -> Vec<Segment> {
    let is_sound = |piece: &&Piece| {
        let numbers = [piece.x, piece.y, piece.width, piece.size];
        numbers.iter().all(|number| number.is_finite()) && piece.size > 0.0 && !piece.text.trim().is_empty()
    };
    let pieces: Vec<Segment> = pieces.iter().filter(is_sound).map(segment).collect();
    let lines = by_base_line(pieces);
    let mut segments = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let neighbours = [index.checked_sub(1), index.checked_add(1)];
        let neighbours: Vec<&Vec<Segment>> = neighbours.into_iter().flatten().filter_map(|at| lines.get(at)).collect();
        let is_aligned = |piece: &Segment| {
            let inner = neighbours.iter().flat_map(|line| line.iter().skip(1));
            let near = |a: f64, b: f64| (a - b).abs() < ALIGNMENT;
            inner.into_iter().any(|other| near(other.left, piece.left) || near(other.right, piece.right))
        };
        let mut open: Option<Segment> = None;
        for piece in line {
            let Some(current) = &mut open else {
                open = Some(piece.clone());
                continue;
            };
            let gap = (piece.left - current.right) / current.size.max(piece.size);
            if gap >= CELL_GAP || gap >= ALIGNED_GAP && is_aligned(piece) {
                segments.extend(open.replace(piece.clone()));
                continue;
            }
            // Bold type is sometimes made by drawing the same text twice, a hair apart.
            let is_shadow = gap < -0.5 && current.text.ends_with(&piece.text);
            if is_shadow {
                continue;
            }
            let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let are_words = touches(current.text.chars().next_back()) && touches(piece.text.chars().next());
            if gap >= WORD_GAP && are_words {
                current.text.push(' ');
            }
            current.text.push_str(&piece.text);
            current.right = current.right.max(piece.right);
        }
        segments.extend(open);
    }
    segments
}

fn segment(piece: &Piece) -> Segment {
    // White space at the ends says nothing that the coordinates do not say, except at the start of a paragraph.
    let text = piece.text.trim_end().trim_start_matches(' ').to_owned();
    Segment { text, left: piece.x, right: piece.x + piece.width.max(0.0), y: piece.y, size: piece.size }
}

/// What stands on one base line together, from above; each line from left to right.
fn by_base_line(mut segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    segments.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|first| first.y - segment.y < SAME_LINE * segment.size) => {
                line.push(segment);
            }
            _ => lines.push(vec![segment]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    lines
}

/// The lines of a page, columns one after the other.
pub(super) fn in_reading_order(segments: Vec<Segment>) -> Vec<Line> {
    let mut lines = Vec::new();
    read(segments, MOST_COLUMNS, &mut lines);
    lines
}

/// Deepest nesting of columns that is looked for.
const MOST_COLUMNS: u8 = 12;

fn read(segments: Vec<Segment>, depth: u8, lines: &mut Vec<Line>) {
    let found = depth.checked_sub(1).and_then(|depth| Some((depth, columns(&segments)?)));
    let Some((depth, columns)) = found else {
        rows(segments, lines);
        return;
    };
    let [mut above, mut left, mut right, mut below] = [const { Vec::new() }; 4];
    for segment in segments {
        let part = if segment.y > columns.top {
            &mut above
        } else if segment.y < columns.bottom {
            &mut below
        } else if segment.left < columns.gutter {
            &mut left
        } else {
            &mut right
        };
        part.push(segment);
    }
    for part in [above, left, right, below] {
        if !part.is_empty() {
            read(part, depth, lines);
        }
    }
}

/// Where a part of a page falls into columns: between these heights, left and right of the gutter.
struct Columns {
    top: f64,
    bottom: f64,
    gutter: f64,
}

/// Fewest lines on either side of a gutter. Signatures and captions stand beside each other in twos.
const COLUMN_LINES: usize = 3;
/// Narrowest column, in characters: cells of tables are narrower, columns of newspapers hardly.
const COLUMN_CHARACTERS: f64 = 8.0;
/// Narrowest gutter, in characters.
const GUTTER: f64 = 0.9;
/// Most heights at which a page is tried to be cut: full pages have fewer stripes of white across.
const MOST_CUTS: usize = 80;

/// The highest part of the page that has a gutter all the way through.
fn columns(segments: &[Segment]) -> Option<Columns> {
    if segments.len() < 2 * COLUMN_LINES {
        return None;
    }
    let bands = bands(segments);
    let most = bands.len().min(MOST_CUTS);
    for first in 0..most {
        for last in (first..bands.len().min(first + MOST_CUTS)).rev() {
            let (top, bottom) = (bands[first].0, bands[last].1);
            let part: Vec<&Segment> = segments.iter().filter(|s| s.y <= top && s.y >= bottom).collect();
            if part.len() < 2 * COLUMN_LINES {
                break;
            }
            if let Some(gutter) = gutter(&part) {
                return Some(Columns { top, bottom, gutter });
            }
        }
    }
    None
}

/// Stripes across the page that hold text, with their upper and lower ends, from above.
fn bands(segments: &[Segment]) -> Vec<(f64, f64)> {
    let mut ordered: Vec<&Segment> = segments.iter().collect();
    ordered.sort_by(|a, b| b.top().total_cmp(&a.top()));
    let mut bands: Vec<(f64, f64)> = Vec::new();
    for segment in ordered {
        match bands.last_mut() {
            Some(band) if segment.top() > band.1 => band.1 = band.1.min(segment.bottom()),
            _ => bands.push((segment.top(), segment.bottom())),
        }
    }
    bands
}

/// The middle of the first stripe from top to bottom that no segment crosses, with prose on both sides.
fn gutter(part: &[&Segment]) -> Option<f64> {
    let mut ordered = part.to_vec();
    ordered.sort_by(|a, b| a.left.total_cmp(&b.left));
    let size = median(part.iter().map(|segment| segment.size))?;
    let mut reach = f64::NEG_INFINITY;
    for (index, segment) in ordered.iter().enumerate() {
        if index > 0 && segment.left - reach >= GUTTER * size {
            let (left, right) = ordered.split_at(index);
            if is_prose(left) && is_prose(right) && are_abreast(left, right) {
                return Some(f64::midpoint(reach, segment.left));
            }
        }
        reach = reach.max(segment.right);
    }
    None
}

fn is_prose(side: &[&Segment]) -> bool {
    side.len() >= COLUMN_LINES
        && median(side.iter().map(|segment| segment.width_in_characters())).is_some_and(|width| width >= COLUMN_CHARACTERS)
}

fn are_abreast(left: &[&Segment], right: &[&Segment]) -> bool {
    let range = |side: &[&Segment]| {
        let ys = side.iter().map(|segment| segment.y);
        (ys.clone().fold(f64::INFINITY, f64::min), ys.fold(f64::NEG_INFINITY, f64::max))
    };
    let (left, right) = (range(left), range(right));
    left.0 < right.1 && right.0 < left.1
}

fn median(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

/// An indent of so many characters begins a paragraph; more is centred or set to the right.
const INDENT: std::ops::Range<f64> = 1.5..3.5;
/// A line is set off from so many times the usual distance on.
const SET_OFF: f64 = 1.7;

/// One column, line by line.
fn rows(segments: Vec<Segment>, lines: &mut Vec<Line>) {
    let rows = by_base_line(segments);
    let margin = rows.iter().flatten().map(|segment| segment.left).fold(f64::INFINITY, f64::min);
    let height = |row: &[Segment]| row.first().map_or(0.0, |segment| segment.y);
    let pitch = median(rows.windows(2).map(|pair| height(&pair[0]) - height(&pair[1]))).unwrap_or(f64::INFINITY);
    let mut above = None;
    for row in rows {
        let is_set_off = above.is_some_and(|above| above - height(&row) > SET_OFF * pitch);
        above = Some(height(&row));
        let mut text = String::new();
        for (index, segment) in row.iter().enumerate() {
            let indent = (segment.left - margin) / segment.size;
            if index > 0 {
                text.push('\t');
            } else if row.len() == 1 && INDENT.contains(&indent) && !segment.text.starts_with(char::is_whitespace) {
                text.push_str("　　");
            }
            text.push_str(if index == 0 { &segment.text } else { segment.text.trim_start() });
        }
        lines.push(Line { text, is_set_off });
    }
}
