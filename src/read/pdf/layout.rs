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
    /// Whether it begins without an indent at the left edge of its column.
    starts_at_edge: bool,
    /// Whether it ends in mid-sentence at the right edge of its column.
    is_unfinished: bool,
    size: f64,
}

impl Line {
    /// Whether a paragraph that ends a column or page in mid-sentence goes on in this line, which begins the next.
    pub(super) fn continues(&self, before: &Self) -> bool {
        before.is_unfinished && self.starts_at_edge && is_one_size(before.size, self.size)
    }
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
    // Without two segments abreast there is nothing to look for: most pages end here.
    let first_abreast = bands.iter().position(|band| band.n_segments > 1)?;
    let last_abreast = bands.iter().rposition(|band| band.n_segments > 1)?;
    for first in 0..=last_abreast.min(MOST_CUTS) {
        for last in (first.max(first_abreast)..bands.len().min(first + MOST_CUTS)).rev() {
            let (top, bottom) = (bands[first].top, bands[last].bottom);
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

/// A stripe across the page that holds text.
struct Band {
    top: f64,
    bottom: f64,
    n_segments: usize,
}

/// The bands of a page, from above.
fn bands(segments: &[Segment]) -> Vec<Band> {
    let mut ordered: Vec<&Segment> = segments.iter().collect();
    ordered.sort_by(|a, b| b.top().total_cmp(&a.top()));
    let mut bands: Vec<Band> = Vec::new();
    for segment in ordered {
        match bands.last_mut() {
            Some(band) if segment.top() > band.bottom => {
                band.bottom = band.bottom.min(segment.bottom());
                band.n_segments += 1;
            }
            _ => bands.push(Band { top: segment.top(), bottom: segment.bottom(), n_segments: 1 }),
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
        && median(side.iter().map(|segment| segment.width_in_characters()))
            .is_some_and(|width| width >= COLUMN_CHARACTERS)
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
/// A line goes on in the next one if it ends so near to the right edge, in characters: a mark that may not begin a line
/// takes the character before it along to the next.
const FULL_LINE: f64 = 2.2;
/// Fewest lines that show where the right edge of a column is.
const LINES_WITH_EDGE: usize = 4;

/// One column, paragraph by paragraph. Here it is known which lines are full and which are indented; later stages
/// could only guess it.
fn rows(segments: Vec<Segment>, lines: &mut Vec<Line>) {
    let rows = by_base_line(segments);
    let column = Column::of(&rows);
    let mut above: Option<&Vec<Segment>> = None;
    for row in &rows {
        if let (Some(above), Some(line)) = (above, lines.last_mut())
            && column.goes_on(above, row)
        {
            join(&mut line.text, &row[0].text);
            line.is_unfinished = column.is_full(row) && !may_end(row);
        } else {
            let is_set_off = above.is_some_and(|above| column.distance(above, row) > SET_OFF);
            let cells: Vec<&str> = row.iter().map(|segment| segment.text.trim()).collect();
            let indent = if column.is_indented(row) { "　　" } else { "" };
            lines.push(Line {
                text: indent.to_owned() + &cells.join("\t"),
                is_set_off,
                starts_at_edge: column.starts_at_edge(row),
                is_unfinished: column.is_full(row) && !may_end(row),
                size: row.first().map_or(0.0, |segment| segment.size),
            });
        }
        above = Some(row);
    }
}

/// Adds what goes on in another line: a number without a blank, words of letters with one.
fn join(line: &mut String, next: &str) {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_letter(line.chars().next_back()) && is_letter(next.chars().next()) {
        line.push(' ');
    }
    line.push_str(next.trim());
}

/// What the lines of a column have in common.
struct Column {
    left: f64,
    right: Option<f64>,
    /// The usual distance of two base lines.
    pitch: f64,
    has_indents: bool,
}

impl Column {
    fn of(rows: &[Vec<Segment>]) -> Self {
        let left = rows.iter().flatten().map(|segment| segment.left).fold(f64::INFINITY, f64::min);
        let right = rows.iter().flatten().map(|segment| segment.right).fold(f64::NEG_INFINITY, f64::max);
        let distances = rows.windows(2).map(|pair| height(&pair[0]) - height(&pair[1]));
        let pitch = median(distances).unwrap_or(f64::INFINITY);
        let right = (rows.len() >= LINES_WITH_EDGE).then_some(right);
        let mut column = Self { left, right, pitch, has_indents: false };
        column.has_indents = rows.iter().any(|row| column.is_indented(row));
        column
    }

    fn distance(&self, above: &[Segment], below: &[Segment]) -> f64 {
        (height(above) - height(below)) / self.pitch
    }

    fn is_indented(&self, row: &[Segment]) -> bool {
        let [only] = row else { return false };
        let drawn = only.text.chars().take_while(|c| *c == '　').count();
        drawn >= 2 || INDENT.contains(&((only.left - self.left) / only.size))
    }

    fn is_full(&self, row: &[Segment]) -> bool {
        let ([only], Some(right)) = (row, self.right) else { return false };
        right - only.right < FULL_LINE * only.size
    }

    /// Whether a line is full, or what begins the next one would not have fitted: numbers and words are not broken.
    fn is_full_before(&self, above: &[Segment], below: &[Segment]) -> bool {
        let ([above], [below], Some(right)) = (above, below, self.right) else { return false };
        let room = (right - above.right) / above.size;
        room < FULL_LINE.max(unbroken_start(&below.text) + 0.5)
    }

    fn starts_at_edge(&self, row: &[Segment]) -> bool {
        let [only] = row else { return false };
        only.left - self.left < only.size && !self.is_indented(row)
    }

    /// Whether a line of prose goes on in the one below it.
    fn goes_on(&self, above: &[Segment], below: &[Segment]) -> bool {
        let size = |row: &[Segment]| row.first().map_or(0.0, |segment| segment.size);
        is_one_size(size(above), size(below))
            && self.is_full_before(above, below)
            && self.starts_at_edge(below)
            && self.distance(above, below) <= SET_OFF
            && (self.has_indents || !may_end(above))
    }
}

/// How many characters wide the start of a text is that stands on one line: opening marks, then a character or a run
/// of letters and digits, then closing marks.
fn unbroken_start(text: &str) -> f64 {
    let width = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
    let mut characters = text.chars().peekable();
    let mut total = 0.0;
    while let Some(mark) = characters.next_if(|c| "“‘（《〈【".contains(*c)) {
        total += width(mark);
    }
    let in_run = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '-' | '/');
    let mut run = 0;
    while let Some(c) = characters.next_if(|c| in_run(c) || run == 0 && !c.is_whitespace()) {
        total += width(c);
        run += 1;
        if !c.is_ascii() {
            break;
        }
    }
    while let Some(mark) = characters.next_if(|c| "，。；：、！？”’）》〉】%".contains(*c)) {
        total += width(mark);
    }
    total
}

fn is_one_size(size: f64, other: f64) -> bool {
    (size - other).abs() < 0.1 * size
}

/// Whether a line ends as a sentence does.
fn may_end(row: &[Segment]) -> bool {
    row.last().is_some_and(|segment| segment.text.ends_with(['。', '！', '？', '；', '：']))
}

fn height(row: &[Segment]) -> f64 {
    row.first().map_or(0.0, |segment| segment.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces of size 10 whose width is that of their characters.
    fn piece(text: &str, x: f64, y: f64) -> Piece {
        let width: f64 = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum();
        Piece { text: text.to_owned(), x, y, width, size: 10.0 }
    }

    #[track_caller]
    fn check(pieces: &[(&str, f64, f64)], expected: &[&str]) {
        let pieces: Vec<Piece> = pieces.iter().map(|(text, x, y)| piece(text, *x, *y)).collect();
        let lines = in_reading_order(segments(&pieces));
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn columns_are_read_one_after_the_other_under_their_headline() {
        check(
            &[
                ("政协委员走进社区倾听民声", 100.0, 200.0),
                ("协商议事在院落里开展起来，", 20.0, 160.0),
                ("群众的难题有人管了。", 20.0, 145.0),
                ("去年开展协商", 20.0, 130.0),
                ("32", 80.0, 130.0),
                ("场次，解决", 90.0, 130.0),
                ("停车难题十二个。今年又在", 20.0, 115.0),
                ("小区里建立了议事室九个，", 170.0, 160.0),
                ("委员轮流值班听取意见。", 170.0, 145.0),
                ("目前收到意见一百零三条，", 170.0, 130.0),
                ("办结九十条。", 170.0, 115.0),
                ("（本报记者在院落和小区之间采访）", 90.0, 80.0),
            ],
            &[
                "政协委员走进社区倾听民声",
                "协商议事在院落里开展起来，群众的难题有人管了。",
                "去年开展协商32场次，解决停车难题十二个。今年又在",
                "小区里建立了议事室九个，委员轮流值班听取意见。",
                "目前收到意见一百零三条，办结九十条。",
                "（本报记者在院落和小区之间采访）",
            ],
        );
    }

    #[test]
    fn cells_stay_apart_and_words_of_a_line_together() {
        check(
            &[
                ("指标", 20.0, 100.0),
                ("2022年", 80.0, 100.0),
                ("2023年", 114.0, 100.0),
                ("诉求", 20.0, 85.0),
                ("1.0", 80.0, 85.0),
                ("1.2", 114.0, 85.0),
                ("投入资金", 20.0, 60.0),
                ("3200", 62.0, 60.0),
                ("万元", 84.0, 60.0),
            ],
            &["指标\t2022年\t2023年", "诉求\t1.0\t1.2", "投入资金3200万元"],
        );
    }

    #[test]
    fn full_lines_go_on_and_indented_ones_begin() {
        check(
            &[
                ("　　全年组织委员走访企业，广泛收集意见建议1", 20.0, 100.0),
                ("300余条，办结八百六十件，满意度很高。", 20.0, 85.0),
                ("一、健全机制", 40.0, 70.0),
                ("建立履职档案，举办委员培训班六期，培训", 40.0, 55.0),
                ("委员三百人次。", 20.0, 40.0),
            ],
            &[
                "　　全年组织委员走访企业，广泛收集意见建议1300余条，办结八百六十件，满意度很高。",
                "　　一、健全机制",
                "　　建立履职档案，举办委员培训班六期，培训委员三百人次。",
            ],
        );
    }

    #[test]
    fn numbers_and_marks_that_do_not_fit_go_to_the_next_line() {
        for (text, width) in [("310人次", 1.5), ("100%，投入", 3.0), ("“微协商”", 2.0), ("件。", 2.0), ("协商", 1.0)]
        {
            assert!((unbroken_start(text) - width).abs() < 0.01, "{text}: {}", unbroken_start(text));
        }
        check(
            &[
                ("　　全年组织委员走访企业收集意见建议", 20.0, 100.0),
                ("12300余条，办结八百六十件，满意。", 20.0, 85.0),
                ("　　建立履职档案，举办委员培训班六期。", 20.0, 70.0),
                ("　　委员满意度达到", 20.0, 55.0),
                ("100%。", 20.0, 40.0),
            ],
            &[
                "　　全年组织委员走访企业收集意见建议12300余条，办结八百六十件，满意。",
                "　　建立履职档案，举办委员培训班六期。",
                "　　委员满意度达到",
                "100%。",
            ],
        );
    }

    #[test]
    fn odd_geometry_is_harmless() {
        let odd = [f64::NAN, f64::INFINITY, -1e300, 1e300, 0.0];
        for x in odd {
            for size in odd {
                let pieces = [Piece { text: "协商".to_owned(), x, y: size, width: x, size }, piece("32场", 1.0, 1.0)];
                let _ = in_reading_order(segments(&pieces));
            }
        }
    }
}
