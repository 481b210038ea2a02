//! One pass through an XML part. Entities are never resolved but for the five of XML itself.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// What looks at the elements of a part as they come.
pub(super) trait Visit {
    /// An element begins.
    fn open(&mut self, element: &Element<'_>) -> Enter;
    /// The element of this name ends; not called for one that was skipped.
    fn close(&mut self, name: &str);
    /// Characters between tags, one stretch possibly in several pieces.
    fn text(&mut self, text: &str);
}

/// Whether the content of an element is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enter {
    /// It is.
    In,
    /// It is passed over, the end of the element included.
    Skip,
}

/// Why a part could not be walked through to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum XmlFault {
    /// It is no well-formed XML.
    Malformed(String),
    /// It has a document type declaration. The standard of DOCX forbids it, no word processor writes it, and what it
    /// declares may name files and addresses elsewhere.
    DeclaresEntities,
}

/// A start tag. Names are given without prefix: which one a file uses is its own choice.
pub(super) struct Element<'a> {
    tag: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The name.
    pub(super) fn name(&self) -> &str {
        local(self.tag.name().into_inner())
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let found = self.tag.attributes().flatten().find(|attribute| local(attribute.key.as_ref()) == name)?;
        found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// The attribute `val` as a number.
    pub(super) fn number<N: std::str::FromStr>(&self) -> Option<N> {
        self.attribute("val")?.parse().ok()
    }

    /// Whether an element such as `<w:vanish/>` says yes, as it does unless told otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Walks through a part from its start to its end.
pub(super) fn walk(xml: &str, visitor: &mut impl Visit) -> Result<(), XmlFault> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    // How many open elements there are inside the one that is skipped, itself included.
    let mut skipped = 0_u32;
    loop {
        let event = reader.read_event().map_err(|error| XmlFault::Malformed(error.to_string()))?;
        match event {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(XmlFault::DeclaresEntities),
            Event::Start(_) if skipped > 0 => skipped += 1,
            Event::End(_) if skipped > 0 => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Start(tag) => skipped = u32::from(visitor.open(&Element { tag: &tag }) == Enter::Skip),
            Event::Empty(tag) => {
                let enter = visitor.open(&Element { tag: &tag });
                if enter == Enter::In {
                    visitor.close(local(tag.name().as_ref()));
                }
            }
            Event::End(tag) => visitor.close(local(tag.name().as_ref())),
            Event::Text(text) => visitor.text(&text.xml10_content()),
            Event::CData(text) => visitor.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    visitor.text(character.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = resolve_predefined_entity(&reference.xml10_content()) {
                    visitor.text(text);
                }
            }
            _ => {}
        }
    }
}
