//! The text parts of a document: paragraphs, tables, text boxes and notes become lines.

use super::numbering::Numbering;
use super::styles::Styles;
use super::xml::{Element, Enter, Visit};
use crate::model::FilePlace;
use crate::read::marked_text::MarkedText;

/// Between the cells of a row: later stages know a line with such gaps for a row and never join it to another.
const CELL_GAP: &str = "\t";
/// A cell that holds several paragraphs of more characters in all than this holds prose, not a value.
const PROSE_CELL: usize = 100;

/// What has been read of a document.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    n_paragraphs: u32,
    /// The paragraphs that are open: more than one inside a text box.
    open: Vec<Paragraph>,
    /// Where finished lines go: the document, or the innermost cell or text box that is open.
    sinks: Vec<Vec<Line>>,
    rows: Vec<Row>,
    /// For each open choice between drawings whether one was taken.
    alternatives: Vec<bool>,
    /// Paragraphs whose end was deleted: their text belongs to the next one.
    carried: Option<(u32, String)>,
    is_text: bool,
    is_hidden: bool,
    properties: Properties,
}

/// Whose properties are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Properties {
    None,
    Paragraph,
    Run,
    Row,
}

#[derive(Default)]
struct Paragraph {
    number: u32,
    text: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<u8>,
    is_end_deleted: bool,
    /// Lines of the text boxes that are anchored in it.
    boxes: Vec<Line>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<Line>>,
    is_deleted: bool,
}

/// A line in the making: pieces of text with the paragraph that each stands in.
struct Line {
    pieces: Vec<(u32, String)>,
    is_row: bool,
}

impl<'a> Body<'a> {
    /// An empty document.
    pub(super) fn new(styles: &'a Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            n_paragraphs: 0,
            open: Vec::new(),
            sinks: vec![Vec::new()],
            rows: Vec::new(),
            alternatives: Vec::new(),
            carried: None,
            is_text: false,
            is_hidden: false,
            properties: Properties::None,
        }
    }

    /// The text of everything that was walked through.
    pub(super) fn finish(mut self) -> MarkedText {
        let mut text = MarkedText::default();
        let carried = self.carried.take().map(|piece| Line { pieces: vec![piece], is_row: false });
        for line in self.sinks.into_iter().flatten().chain(carried) {
            for (index, (paragraph, piece)) in line.pieces.iter().enumerate() {
                if index > 0 {
                    text.push(CELL_GAP);
                }
                text.mark(FilePlace::Paragraph(*paragraph));
                text.push(piece);
            }
            text.push("\n");
        }
        text
    }

    fn emit(&mut self, lines: impl IntoIterator<Item = Line>) {
        if let Some(sink) = self.sinks.last_mut() {
            sink.extend(lines);
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut().filter(|_| !self.is_hidden) {
            paragraph.text.push_str(text);
        }
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else { return };
        let (mut number, mut text) = self.carried.take().unwrap_or((paragraph.number, String::new()));
        if text.is_empty() {
            number = paragraph.number;
        }
        text.push_str(&paragraph.text);
        if paragraph.is_end_deleted {
            self.carried = Some((number, text));
            self.emit(paragraph.boxes);
            return;
        }
        let label = self.label(&paragraph).unwrap_or_default();
        let is_contents = paragraph.style.as_deref().is_some_and(|style| self.styles.is_contents(style));
        if !is_contents && !text.trim().is_empty() {
            let pieces = vec![(number, label + text.trim_end())];
            self.emit([Line { pieces, is_row: false }]);
        }
        self.emit(std::mem::take(&mut paragraph.boxes));
    }

    fn label(&mut self, paragraph: &Paragraph) -> Option<String> {
        let by_style = self.styles.list(paragraph.style.as_deref());
        let list = paragraph.list.as_deref().or(by_style.map(|(list, ..)| list))?;
        let of_style = by_style.filter(|(by_style, ..)| *by_style == list);
        let tied = of_style.and_then(|(list, level, style)| {
            // The level that names the style wins over the one that the style states.
            self.numbering.level_of_style(list, style).or(level)
        });
        // A paragraph leaves the list of its style by naming the list 0, which no design has.
        self.numbering.label(list, paragraph.level.or(tied).unwrap_or(0))
    }

    fn close_row(&mut self) {
        let Some(row) = self.rows.pop().filter(|row| !row.is_deleted) else { return };
        let lines = in_lines(row.cells);
        self.emit(lines);
    }
}

/// A row as one line, cell after cell; but cells that hold prose or a table of their own as lines below each other,
/// and so a cell that is alone in its row: forms and page layouts are made of tables too.
fn in_lines(cells: Vec<Vec<Line>>) -> Vec<Line> {
    let is_prose = |cell: &Vec<Line>| {
        let n_chars: usize = cell.iter().flat_map(|line| &line.pieces).map(|(_, text)| text.chars().count()).sum();
        cell.iter().any(|line| line.is_row) || cell.len() > 1 && n_chars > PROSE_CELL
    };
    let n_filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    if n_filled <= 1 || cells.iter().any(is_prose) {
        return cells.into_iter().flatten().collect();
    }
    let mut pieces: Vec<(u32, String)> = Vec::with_capacity(cells.len());
    for cell in cells {
        let mut lines = cell.into_iter().flat_map(|line| line.pieces);
        let (number, mut text) = lines.next().unwrap_or_default();
        for (_, more) in lines {
            text.push(' ');
            text.push_str(&more);
        }
        // An empty cell belongs to the paragraph of the one before it.
        let number = if number == 0 { pieces.last().map_or(0, |(number, _)| *number) } else { number };
        pieces.push((number, text.replace('\n', " ")));
    }
    // Empty cells at the start take the paragraph of the first that is filled.
    let first = pieces.iter().map(|(number, _)| *number).find(|number| *number > 0).unwrap_or_default();
    pieces.iter_mut().take_while(|(number, _)| *number == 0).for_each(|(number, _)| *number = first);
    vec![Line { pieces, is_row: true }]
}

impl Visit for Body<'_> {
    fn open(&mut self, element: &Element<'_>) -> Enter {
        let name = element.name();
        match name {
            "p" => {
                self.n_paragraphs += 1;
                self.open.push(Paragraph { number: self.n_paragraphs, ..Paragraph::default() });
                (self.is_hidden, self.properties) = (false, Properties::None);
            }
            "r" => self.is_hidden = false,
            "t" => self.is_text = true,
            "tab" | "ptab" if self.properties == Properties::None => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "txbxContent" | "tc" => self.sinks.push(Vec::new()),
            "tr" => self.rows.push(Row::default()),
            "pPr" => self.properties = Properties::Paragraph,
            "trPr" => self.properties = Properties::Row,
            "rPr" if self.properties == Properties::None => self.properties = Properties::Run,
            "AlternateContent" => self.alternatives.push(false),
            "Choice" => {
                if let Some(is_taken) = self.alternatives.last_mut() {
                    if *is_taken {
                        return Enter::Skip;
                    }
                    *is_taken = true;
                }
            }
            "Fallback" if self.alternatives.last() == Some(&true) => return Enter::Skip,
            // What was deleted or moved away, and what properties were before a change.
            "del" | "moveFrom" => {
                match (self.properties, self.rows.last_mut(), self.open.last_mut()) {
                    (Properties::Row, Some(row), _) => row.is_deleted = true,
                    (Properties::Paragraph, _, Some(paragraph)) => paragraph.is_end_deleted = true,
                    _ => {}
                }
                return Enter::Skip;
            }
            // Pinyin over characters, and properties in which nothing is text.
            "rt" | "sectPr" | "tblPr" | "tblGrid" | "tcPr" => return Enter::Skip,
            // The lines between text and notes are notes of types of their own.
            "footnote" | "endnote" if element.attribute("type").is_some_and(|kind| kind != "normal") => {
                return Enter::Skip;
            }
            name if name.ends_with("PrChange") || name.ends_with("PrExChange") => return Enter::Skip,
            "vanish" if self.properties == Properties::Run => self.is_hidden |= element.is_on(),
            "pStyle" | "numId" | "ilvl" if self.properties == Properties::Paragraph => {
                if let Some(paragraph) = self.open.last_mut() {
                    match name {
                        "pStyle" => paragraph.style = element.attribute("val"),
                        "numId" => paragraph.list = element.attribute("val"),
                        _ => paragraph.level = element.number(),
                    }
                }
            }
            _ => {}
        }
        Enter::In
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.close_paragraph(),
            "t" => self.is_text = false,
            "pPr" | "trPr" => self.properties = Properties::None,
            "rPr" if self.properties == Properties::Run => self.properties = Properties::None,
            "AlternateContent" => drop(self.alternatives.pop()),
            "txbxContent" => {
                let lines = self.sinks.pop().unwrap_or_default();
                match self.open.last_mut() {
                    Some(paragraph) => paragraph.boxes.extend(lines),
                    None => self.emit(lines),
                }
            }
            "tc" => {
                let lines = self.sinks.pop().unwrap_or_default();
                match self.rows.last_mut() {
                    Some(row) => row.cells.push(lines),
                    None => self.emit(lines),
                }
            }
            "tr" => self.close_row(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text {
            self.push(text);
        }
    }
}
