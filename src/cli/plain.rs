//! Tables as lines of plain text for a file or a pipe: columns that line up, nothing cut.

use std::borrow::Cow;
use std::io::Write;

use comfy_table::Table as Drawn;
use rayon::prelude::*;
use tongjian::export::{Cell, Column, Table};
use tongjian::model::Lang;

/// Rows that one thread draws before it takes others.
const PIECE: usize = 1024;
/// Spaces between two columns.
const GAP: usize = 2;

/// Draws some columns of a table, those at these places.
pub(super) fn draw(out: &mut impl Write, lang: Lang, table: &Table, places: &[usize]) -> std::io::Result<()> {
    let words: Vec<Words> = places.iter().map(|&at| Words::of(&table.columns[at], lang)).collect();
    let header: Vec<Shown> = places.iter().map(|&at| Shown::header(table.columns[at].label(lang))).collect();
    let rows: Vec<Vec<Row>> =
        table.rows.par_chunks(PIECE).map(|rows| rows.iter().map(|row| shown(row, places, &words)).collect()).collect();
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.width.max(1)).collect();
    for row in rows.iter().flatten() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width.max(*width);
        }
    }
    let mut text = String::new();
    push_row(&mut text, &header, &widths);
    out.write_all(text.as_bytes())?;
    let drawn: Vec<String> = rows
        .par_iter()
        .map(|rows| {
            let mut text = String::new();
            for row in rows {
                push_row(&mut text, row, &widths);
            }
            text
        })
        .collect();
    drawn.iter().try_for_each(|text| out.write_all(text.as_bytes()))
}

/// The cells of a row.
type Row<'t> = Vec<Shown<'t>>;

/// What a cell shows.
struct Shown<'t> {
    text: Cow<'t, str>,
    /// Places that its widest line takes.
    width: usize,
    is_number: bool,
    /// Whether it has more than one line.
    is_broken: bool,
}

impl<'t> Shown<'t> {
    fn new(text: Cow<'t, str>, is_number: bool) -> Self {
        let is_broken = text.contains('\n');
        let width = if is_broken { text.split('\n').map(width).max().unwrap_or_default() } else { width(&text) };
        Self { text, width, is_number, is_broken }
    }

    fn header(text: &'t str) -> Self {
        Self::new(Cow::Borrowed(text), false)
    }
}

fn shown<'t>(row: &'t [Cell], places: &[usize], words: &[Words]) -> Row<'t> {
    let cell = |(&at, words): (&usize, &Words)| {
        let text = match &row[at] {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(words.get(text).unwrap_or(text)),
            number => Cow::Owned(number.to_string()),
        };
        Shown::new(text, row[at].is_number())
    };
    places.iter().zip(words).map(cell).collect()
}

/// What a reader calls the words of a column, where it is not what the cells say.
struct Words(Vec<(&'static str, &'static str)>);

impl Words {
    fn of(column: &Column, lang: Lang) -> Self {
        Self(if lang == Lang::Zh { column.words().collect() } else { Vec::new() })
    }

    fn get(&self, word: &str) -> Option<&'static str> {
        self.0.iter().find(|(known, _)| *known == word).map(|(_, called)| *called)
    }
}

fn push_row(text: &mut String, row: &[Shown], widths: &[usize]) {
    if !row.iter().any(|cell| cell.is_broken) {
        let cells = row.iter().map(|cell| (&*cell.text, cell.width, cell.is_number));
        push_line(text, cells.zip(widths.iter().copied()));
        return;
    }
    let n_lines = row.iter().map(|cell| cell.text.split('\n').count()).max().unwrap_or_default();
    for n in 0..n_lines {
        let line = |cell: &'_ Shown<'_>| {
            let line = cell.text.split('\n').nth(n).unwrap_or_default().to_owned();
            let width = width(&line);
            (line, width, cell.is_number)
        };
        let lines: Vec<(String, usize, bool)> = row.iter().map(line).collect();
        let cells = lines.iter().map(|(line, width, is_number)| (&**line, *width, *is_number));
        push_line(text, cells.zip(widths.iter().copied()));
    }
}

/// One line of cells, each with its own width, whether it is a number, and the width of its column.
fn push_line<'c>(text: &mut String, cells: impl Iterator<Item = ((&'c str, usize, bool), usize)>) {
    let begin = text.len();
    for (n, ((cell, width, is_number), column)) in cells.enumerate() {
        let left = if n == 0 { 0 } else { GAP };
        let padding = column.saturating_sub(width);
        let (before, behind) = if is_number { (left + padding, 0) } else { (left, padding) };
        push_spaces(text, before);
        text.push_str(cell);
        push_spaces(text, behind);
    }
    text.truncate(begin + text[begin..].trim_end().len());
    text.push('\n');
}

/// Most of a table is spaces: they are copied, not written one by one.
fn push_spaces(text: &mut String, mut n: usize) {
    const SPACES: &str = "                                                                ";
    while n > 0 {
        let (some, _) = SPACES.split_at(n.min(SPACES.len()));
        text.push_str(some);
        n -= some.len();
    }
}

/// Places that a line takes on a screen.
fn width(line: &str) -> usize {
    let mut places = 0;
    for character in line.chars() {
        match places_of(character) {
            Some(n) => places += n,
            None => return measured(line),
        }
    }
    places
}

/// The places of a character of which reports are made; `None` for any other, which may join with those around it.
const fn places_of(character: char) -> Option<usize> {
    match character {
        ' '..='~' | '‘' | '’' | '“' | '”' | '…' | '—' | '·' | '└' | '–' => Some(1),
        '\u{3001}'..='\u{3029}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '！'..='～' => Some(2),
        _ => None,
    }
}

/// The same for any text.
fn measured(line: &str) -> usize {
    let mut table = Drawn::new();
    table.set_header([line]);
    table.column_max_content_widths().first().copied().map_or(0, usize::from)
}

#[cfg(test)]
mod tests {
    use super::{measured, places_of, width};

    #[test]
    fn known_characters_are_as_wide_as_measured() {
        for character in (' '..='\u{FFFF}').filter(|character| places_of(*character).is_some()) {
            let doubled = format!("{character}{character}");
            assert_eq!(width(&doubled), measured(&doubled), "{character:?}");
        }
    }

    #[test]
    fn other_characters_are_measured() {
        assert_eq!(width("6个②"), 4);
        assert_eq!(width("e\u{301}"), 1);
    }
}
