//! The words of an element, line by line as a reader sees them.

use dom_query::NodeRef;

use super::paths::Paths;
use crate::model::FilePlace;

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, spaces folded as browsers fold them.
    pub(super) text: String,
    /// The element that it stands in.
    pub(super) place: FilePlace,
    /// How many of its letters are links.
    pub(super) linked: usize,
}

impl Line {
    /// How many characters the line has.
    pub(super) fn width(&self) -> usize {
        self.text.chars().count()
    }

    /// How many letters it has, Chinese characters among them: dates and bullets stand beside links everywhere.
    pub(super) fn letters(&self) -> usize {
        self.text.chars().filter(|c| c.is_alphabetic()).count()
    }
}

/// Elements that begin and end a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// A cell with more characters holds running text: its table lays out the page.
const CELL_WIDTH: usize = 150;

/// More columns than a table has; cells that claim them are mistaken.
const MOST_COLUMNS: usize = 32;

/// Between the cells of a row, so that their numbers never touch.
const CELL_GAP: char = '\t';

/// The lines of an element. A row of a table is one line, unless the table lays out the page.
pub(super) fn lines_of(root: NodeRef<'_>, paths: &Paths) -> Vec<Line> {
    let mut writer = Writer { paths, lines: Vec::new(), text: String::new(), linked: 0, gap: Gap::None, place: None };
    let mut surroundings = vec![Surroundings { node: root, table: Table::Outside, pre: false, link: false }];
    writer.enter(&surroundings[0]);
    let mut next = root.first_child();
    // By hand rather than by recursion: a page may be nested deeper than a small stack bears.
    while let Some(around) = surroundings.last().copied() {
        let Some(node) = next else {
            writer.leave(&around);
            surroundings.pop();
            next = if surroundings.is_empty() { None } else { around.node.next_sibling() };
            continue;
        };
        if node.is_text() {
            writer.write(&node.text(), around);
        } else if node.is_element() {
            let inner = around.into(node);
            writer.enter(&inner);
            surroundings.push(inner);
            next = node.first_child();
            continue;
        }
        next = node.next_sibling();
    }
    writer.end_line();
    writer.lines
}

/// How an element stands to tables.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    /// In none.
    Outside,
    /// In one that lays out the page, so that its cells are blocks.
    LayingOut,
    /// In one of values, between its rows.
    Values,
    /// In a row that is one line.
    Row,
}

/// What an element stands in.
#[derive(Clone, Copy)]
struct Surroundings<'a> {
    node: NodeRef<'a>,
    table: Table,
    /// Where line breaks count.
    pre: bool,
    link: bool,
}

impl<'a> Surroundings<'a> {
    fn in_row(self) -> bool {
        self.table == Table::Row
    }

    fn into(self, node: NodeRef<'a>) -> Self {
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "table" if self.table != Table::Row => {
                let table = if lays_out(&node) { Table::LayingOut } else { Table::Values };
                Self { node, table, ..self }
            }
            "tr" if self.table != Table::LayingOut => Self { node, table: Table::Row, ..self },
            "pre" => Self { node, pre: true, ..self },
            "a" => Self { node, link: true, ..self },
            _ => Self { node, ..self },
        }
    }
}

/// Whether a table serves to place parts of the page: it holds another, or a cell with running text.
fn lays_out(table: &NodeRef<'_>) -> bool {
    let mut cell_width = 0;
    for node in table.descendants_it() {
        match node.node_name().as_deref() {
            Some("table") => return true,
            Some("td" | "th") => cell_width = 0,
            None if node.is_text() => {
                cell_width += node.text().split_whitespace().map(|word| word.chars().count()).sum::<usize>();
                if cell_width > CELL_WIDTH {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// White space that was read and not written yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    /// With a line break in the page's source, which stands for nothing between Chinese characters.
    Wrap,
    Cell,
}

struct Writer<'p> {
    paths: &'p Paths,
    lines: Vec<Line>,
    text: String,
    linked: usize,
    gap: Gap,
    place: Option<FilePlace>,
}

impl Writer<'_> {
    fn enter(&mut self, inner: &Surroundings<'_>) {
        let name = inner.node.node_name().unwrap_or_default();
        match &*name {
            "br" | "hr" if !inner.in_row() => self.end_line(),
            "br" => self.gap = self.gap_or(Gap::Space),
            "td" | "th" if inner.in_row() => {}
            name => self.edge(name, inner),
        }
    }

    /// Where a block begins or ends: a new line, but in a table's row only a gap.
    fn edge(&mut self, name: &str, inner: &Surroundings<'_>) {
        if BLOCKS.contains(&name) && inner.in_row() && name != "tr" {
            self.gap = self.gap_or(Gap::Space);
        } else if BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    fn leave(&mut self, inner: &Surroundings<'_>) {
        let name = inner.node.node_name().unwrap_or_default();
        match &*name {
            // An empty cell keeps its place, so that the columns stay in line.
            "td" | "th" if inner.in_row() => {
                if self.gap == Gap::Cell || self.text.is_empty() {
                    self.text.push(CELL_GAP);
                }
                // A cell over several columns, such as the head above two years, leaves theirs empty.
                let n_columns = inner.node.attr("colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1);
                self.text.extend(std::iter::repeat_n(CELL_GAP, usize::clamp(n_columns, 1, MOST_COLUMNS) - 1));
                self.gap = Gap::Cell;
            }
            name => self.edge(name, inner),
        }
    }

    fn gap_or(&self, gap: Gap) -> Gap {
        if self.gap == Gap::Cell { Gap::Cell } else { gap }
    }

    fn write(&mut self, words: &str, around: Surroundings<'_>) {
        for c in words.chars() {
            match c {
                '\n' if around.pre && !around.in_row() => self.end_line(),
                '\n' => self.gap = self.gap_or(Gap::Wrap),
                ' ' | '\t' | '\r' | '\u{c}' => {
                    if self.gap == Gap::None {
                        self.gap = Gap::Space;
                    }
                }
                // Invisible in a page, and in the way between the digits of a number.
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' => {}
                c => self.put(c, around),
            }
        }
    }

    fn put(&mut self, c: char, around: Surroundings<'_>) {
        match self.gap {
            Gap::Cell => self.text.push(CELL_GAP),
            Gap::Space if !self.text.is_empty() => self.text.push(' '),
            Gap::Wrap => match self.text.chars().next_back() {
                None => {}
                Some(last) if is_wide(last) || is_wide(c) => {}
                Some(_) => self.text.push(' '),
            },
            _ => {}
        }
        self.gap = Gap::None;
        if self.place.is_none() {
            self.place = Some(self.paths.of(&around.node, around.in_row()));
        }
        self.text.push(c);
        self.linked += usize::from(around.link && c.is_alphabetic());
    }

    fn end_line(&mut self) {
        self.gap = Gap::None;
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let place = self.place.take();
        let kept = text.trim_end();
        if let Some(place) = place
            && !kept.trim().is_empty()
        {
            self.lines.push(Line { text: kept.to_owned(), place, linked });
        }
    }
}

/// Characters between which a line break of the source is no space: Chinese ones and their punctuation.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '—' | '…' | '·')
}
