//! Shapes and texts → SVG.

use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::error::Result;

/// Fonts that hold Chinese, those of the common systems first; whoever shows the drawing takes the first it has.
const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',\
                     'SimHei','Noto Sans SC',sans-serif";

/// A colour as SVG writes it.
pub(super) type Colour = &'static str;

/// Black that is easy on the eye.
pub(super) const INK: Colour = "#222222";
/// For what is said beside the drawing.
pub(super) const FAINT: Colour = "#666666";
/// Lines that only guide the eye.
pub(super) const RULE: Colour = "#dddddd";

/// A picture, in pixels from its upper left corner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    width: f64,
    height: f64,
    shapes: Vec<Shape>,
}

/// Which side of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Area { rings: Vec<Vec<(f64, f64)>>, fill: Colour, edge: Option<Colour>, told: Option<String> },
    Line { from: (f64, f64), to: (f64, f64), colour: Colour, width: f64 },
    Text { at: (f64, f64), anchor: Anchor, size: f64, colour: Colour, text: String },
}

impl Drawing {
    /// An empty picture.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, shapes: Vec::new() }
    }

    /// A rectangle; `told` is what a viewer says when pointed at it.
    pub(super) fn rectangle(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        fill: Colour,
        told: Option<String>,
    ) {
        let ring = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        self.shapes.push(Shape::Area { rings: vec![ring], fill, edge: None, told });
    }

    /// An area with an edge, of one or several rings; a ring inside another is a hole.
    pub(super) fn area(&mut self, rings: Vec<Vec<(f64, f64)>>, fill: Colour, edge: Colour, told: Option<String>) {
        self.shapes.push(Shape::Area { rings, fill, edge: Some(edge), told });
    }

    /// A line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, width: f64) {
        self.shapes.push(Shape::Line { from, to, colour, width });
    }

    /// A line of text whose baseline begins, lies around or ends at a place.
    pub(super) fn text(
        &mut self,
        at: (f64, f64),
        anchor: Anchor,
        (size, colour): (f64, Colour),
        text: impl Into<String>,
    ) {
        self.shapes.push(Shape::Text { at, anchor, size, colour, text: text.into() });
    }

    /// The picture as an SVG document. The same picture gives the same bytes.
    ///
    /// # Errors
    /// None in practice: writing to memory does not fail.
    pub fn to_svg(&self) -> Result<String> {
        let mut writer = Writer::new(Vec::new());
        let (width, height) = (pixels(self.width), pixels(self.height));
        let view = format!("0 0 {width} {height}");
        writer
            .create_element("svg")
            .with_attributes([("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", &*view), ("width", &*width)])
            .with_attributes([("height", &*height), ("font-family", FONTS)])
            .write_inner_content(|writer| {
                writer
                    .create_element("rect")
                    .with_attributes([("width", &*width), ("height", &*height), ("fill", "#ffffff")])
                    .write_empty()?;
                self.shapes.iter().try_for_each(|shape| write_shape(writer, shape))
            })?;
        Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
    }
}

fn write_shape(writer: &mut Writer<Vec<u8>>, shape: &Shape) -> std::io::Result<()> {
    match shape {
        Shape::Area { rings, fill, edge, told } => {
            let path: Vec<String> = rings.iter().map(|ring| ring_path(ring)).collect();
            let path = path.join(" ");
            let mut element = writer.create_element("path").with_attributes([("d", &*path), ("fill", *fill)]);
            element = element.with_attribute(("fill-rule", "evenodd"));
            if let Some(edge) = edge {
                element = element.with_attributes([("stroke", *edge), ("stroke-width", "0.8")]);
            }
            match told {
                Some(told) => element.write_inner_content(|writer| {
                    writer.create_element("title").write_text_content(BytesText::new(&clean(told)))?;
                    Ok(())
                })?,
                None => element.write_empty()?,
            };
        }
        Shape::Line { from, to, colour, width } => {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(pixels);
            let width = pixels(*width);
            writer
                .create_element("line")
                .with_attributes([("x1", &*x1), ("y1", &*y1), ("x2", &*x2), ("y2", &*y2)])
                .with_attributes([("stroke", *colour), ("stroke-width", &*width)])
                .write_empty()?;
        }
        Shape::Text { at, anchor, size, colour, text } => {
            let [x, y, size] = [at.0, at.1, *size].map(pixels);
            writer
                .create_element("text")
                .with_attributes([("x", &*x), ("y", &*y), ("text-anchor", anchor.name())])
                .with_attributes([("font-size", &*size), ("fill", *colour)])
                .write_text_content(BytesText::new(&clean(text)))?;
        }
    }
    Ok(())
}

fn ring_path(ring: &[(f64, f64)]) -> String {
    let points: Vec<String> = ring.iter().map(|(x, y)| format!("{} {}", pixels(*x), pixels(*y))).collect();
    format!("M{}Z", points.join("L"))
}

/// Tenths of a pixel: finer is not seen.
fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

/// The characters that XML can hold.
fn clean(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// How wide a text is about: a Chinese character is as wide as high, a Latin one about half.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 0.58 * size } else { size }).sum()
}

/// The text as far as it fits into a width, with an ellipsis where it is cut.
pub(super) fn fitting(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut room = width - size;
    let mut kept = String::new();
    for character in text.chars() {
        room -= text_width(character.encode_utf8(&mut [0; 4]), size);
        if room < 0.0 {
            break;
        }
        kept.push(character);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_report_says_cannot_break_the_document() {
        let mut drawing = Drawing::new(10.0, 10.0);
        drawing.text((0.0, 9.0), Anchor::Start, (9.0, INK), "甲<script>&\u{0}乙");
        drawing.rectangle((0.0, 0.0), (5.0, 5.0), RULE, Some("\"<>".to_owned()));
        let svg = drawing.to_svg().unwrap();
        assert!(svg.contains("甲&lt;script&gt;&amp; 乙</text>"), "{svg}");
        assert!(svg.contains("<title>&quot;&lt;&gt;</title>"), "{svg}");
    }

    #[test]
    fn long_labels_are_cut_to_their_room() {
        assert_eq!(fitting("委员工作室", 10.0, 50.0), "委员工作室");
        assert_eq!(fitting("委员工作室", 10.0, 40.0), "委员工…");
    }
}
