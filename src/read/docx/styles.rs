//! `styles.xml`: what a paragraph takes from its style.

use std::collections::BTreeMap;

use super::xml::{self, Element, Enter, Visit, XmlFault};

/// The paragraph styles of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    default: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    list: Option<String>,
    level: Option<u8>,
}

/// Styles may refer to each other in a circle; no sensible chain is longer.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    /// Reads the part.
    pub(super) fn read(part: &str) -> Result<Self, XmlFault> {
        let mut reading = Reading::default();
        xml::walk(part, &mut reading)?;
        Ok(reading.styles)
    }

    /// The list that a style puts its paragraphs in, the level, and the style that says so.
    pub(super) fn list<'a>(&'a self, style: Option<&'a str>) -> Option<(&'a str, Option<u8>, &'a str)> {
        let chain = std::iter::successors(style.or(self.default.as_deref()), |id| {
            self.styles.get(*id).and_then(|style| style.based_on.as_deref())
        });
        let mut styles = chain.take(LONGEST_CHAIN).filter_map(|id| Some((id, self.styles.get(id)?)));
        styles.find_map(|(id, style)| Some((style.list.as_deref()?, style.level, id)))
    }

    /// Whether paragraphs of this style are lines of a table of contents.
    pub(super) fn is_contents(&self, style: &str) -> bool {
        let name = self.styles.get(style).map(|style| style.name.to_ascii_lowercase()).unwrap_or_default();
        let number = name.strip_prefix("toc ").or_else(|| name.strip_prefix("contents "));
        number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
    }
}

#[derive(Default)]
struct Reading {
    styles: Styles,
    open: Option<(String, Style)>,
}

impl Visit for Reading {
    fn open(&mut self, element: &Element<'_>) -> Enter {
        let name = element.name();
        if name == "style" {
            let Some(id) = element.attribute("styleId") else { return Enter::Skip };
            let is_default = matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
            if is_default && element.attribute("type").as_deref() == Some("paragraph") {
                self.styles.default = Some(id.clone());
            }
            self.open = Some((id, Style::default()));
            return Enter::In;
        }
        let Some((_, style)) = &mut self.open else { return Enter::In };
        match name {
            "name" => style.name = element.attribute("val").unwrap_or_default(),
            "basedOn" => style.based_on = element.attribute("val"),
            "numId" => style.list = element.attribute("val"),
            "ilvl" => style.level = element.number(),
            "pPrChange" | "rPr" | "tblStylePr" => return Enter::Skip,
            _ => {}
        }
        Enter::In
    }

    fn close(&mut self, name: &str) {
        if name == "style"
            && let Some((id, style)) = self.open.take()
        {
            self.styles.styles.insert(id, style);
        }
    }

    fn text(&mut self, _: &str) {}
}
