//! Word's file format before DOCX, and WPS's, which is the same: text by the library `undoc`.
//!
//! Numbers that Word puts before paragraphs are missing: the library says that there is one, but not how it is written.

use undoc::ErrorKind;
use undoc::model::{Block, Cell, Paragraph, RevisionType, Row, Table};

use super::apart::{Answer, Plain, Refusal};
use super::marked_text::MarkedText;
use crate::model::FilePlace;

/// Reads a DOC or WPS file.
pub(super) fn read(bytes: &[u8]) -> Answer {
    let document = undoc::parse_bytes(bytes).map_err(|error| match error.kind() {
        ErrorKind::Encrypted => Refusal::Encrypted,
        _ => Refusal::Broken(error.to_string()),
    })?;
    let mut lines = Lines::default();
    for block in document.sections.iter().flat_map(|section| &section.content) {
        lines.block(block);
    }
    if lines.text.is_blank() {
        return Err(Refusal::NoText { n_pages: 0 });
    }
    let read = lines.text.finish();
    Ok(Plain { text: read.text, marks: read.marks, ..Plain::default() })
}

#[derive(Default)]
struct Lines {
    text: MarkedText,
    n_paragraphs: u32,
}

impl Lines {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Table(table) => self.table(table),
            Block::Note { content, .. } => content.iter().for_each(|paragraph| self.paragraph(paragraph)),
            Block::PageBreak | Block::SectionBreak | Block::Image { .. } => {}
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.n_paragraphs += 1;
        let text = written(paragraph);
        if !text.trim().is_empty() {
            self.text.mark(FilePlace::Paragraph(self.n_paragraphs));
            self.text.push(text.trim_end());
            self.text.push("\n");
        }
    }

    fn table(&mut self, table: &Table) {
        table.rows.iter().for_each(|row| self.row(row));
    }

    /// A row a line, unless its cells hold tables or several paragraphs.
    fn row(&mut self, row: &Row) {
        let is_simple = |cell: &Cell| cell.nested_tables.is_empty() && cell.content.len() <= 1;
        if row.cells.len() <= 1 || !row.cells.iter().all(is_simple) {
            for cell in &row.cells {
                cell.content.iter().for_each(|paragraph| self.paragraph(paragraph));
                cell.nested_tables.iter().for_each(|table| self.table(table));
            }
            return;
        }
        let mut is_first = true;
        for paragraph in row.cells.iter().flat_map(|cell| &cell.content) {
            self.n_paragraphs += 1;
            if !std::mem::take(&mut is_first) {
                self.text.push("\t");
            }
            self.text.mark(FilePlace::Paragraph(self.n_paragraphs));
            self.text.push(written(paragraph).trim());
        }
        self.text.push("\n");
    }
}

fn written(paragraph: &Paragraph) -> String {
    let mut text = String::new();
    for run in paragraph.runs.iter().filter(|run| run.revision != RevisionType::Deleted) {
        text.push_str(&run.text);
        if run.line_break {
            text.push('\n');
        }
    }
    text
}
