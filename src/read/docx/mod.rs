//! DOCX → report text: what a reader of the document sees, in the order in which it stands.
//!
//! 1. [`package`] opens the ZIP archive and hands out its parts, within limits.
//! 2. [`numbering`] and [`styles`] say what number Word shows before a paragraph; [`numerals`] writes it.
//! 3. [`body`] walks the text: paragraphs, tables, text boxes, notes; [`xml`] is the way through a part.
//!
//! Tracked changes are read as accepted. Left out are headers and footers, comments, hidden text, pinyin over
//! characters, and the table of contents, which says the headings twice. The dates in a Word file are those on which
//! somebody saved it, not that of the report, and are not used.
//!
//! The library `undoc`, which reads legacy DOC files here, reads DOCX as well but does not say how numbers are
//! written (一、 or 1.), and official documents are told apart into sections by just that.

mod body;
mod numbering;
mod numerals;
mod package;
mod styles;
mod xml;

use super::{FaultKind, Format, ReportText};
use crate::model::Metadata;
use body::Body;
use numbering::Numbering;
use package::Package;
use styles::Styles;
use xml::XmlFault;

/// Reads a DOCX file.
pub(super) fn text_of(bytes: &[u8]) -> Result<ReportText, FaultKind> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let beside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let styles = match package.part(&beside("styles.xml"))? {
        Some(part) => Styles::read(&part).map_err(refusal)?,
        None => Styles::default(),
    };
    let numbering = match package.part(&beside("numbering.xml"))? {
        Some(part) => Numbering::read(&part).map_err(refusal)?,
        None => Numbering::default(),
    };
    let document = package.part(&main)?.ok_or_else(|| broken(&format!("no {main}")))?;
    let mut body = Body::new(&styles, numbering);
    xml::walk(&document, &mut body).map_err(refusal)?;
    for notes in ["footnotes.xml", "endnotes.xml"] {
        if let Some(part) = package.part(&beside(notes))? {
            xml::walk(&part, &mut body).map_err(refusal)?;
        }
    }
    let text = body.finish();
    if text.is_blank() {
        return Err(FaultKind::Empty);
    }
    let title = match package.part("docProps/core.xml")? {
        Some(part) => stated_title(&part, text.as_str()).map_err(refusal)?,
        None => None,
    };
    let stated = Metadata { title, ..Metadata::default() };
    Ok(ReportText { stated, ..text.finish() })
}

/// How much of the text counts as its opening, in characters.
const OPENING: usize = 200;

/// The title in the core properties, if the document opens with it. Word fills the property from whatever the document
/// was once made from, so that on its own it says nothing.
fn stated_title(core: &str, text: &str) -> Result<Option<String>, XmlFault> {
    struct Title {
        is_inside: bool,
        text: String,
    }
    impl xml::Visit for Title {
        fn open(&mut self, element: &xml::Element<'_>) -> xml::Enter {
            self.is_inside = element.name() == "title";
            xml::Enter::In
        }
        fn close(&mut self, _: &str) {
            self.is_inside = false;
        }
        fn text(&mut self, text: &str) {
            if self.is_inside {
                self.text.push_str(text);
            }
        }
    }
    let mut title = Title { is_inside: false, text: String::new() };
    xml::walk(core, &mut title)?;
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = bare(&title.text);
    let opening: String = bare(&text.chars().take(OPENING).collect::<String>());
    let is_title = (4..=60).contains(&wanted.chars().count()) && opening.contains(&wanted);
    Ok(is_title.then(|| title.text.trim().to_owned()))
}

fn broken(reason: &str) -> FaultKind {
    FaultKind::Broken { format: Format::Docx, reason: reason.to_owned() }
}

fn refusal(fault: XmlFault) -> FaultKind {
    match fault {
        XmlFault::Malformed(reason) => broken(&reason),
        XmlFault::DeclaresEntities => FaultKind::DeclaresEntities,
    }
}

#[cfg(test)]
mod tests;
