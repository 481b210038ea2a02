//! Where in a file a stretch of its decoded text stands, for a person who opens the file itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a file of pages, paragraphs or elements; plain text has none, as there the offsets say it all.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilePlace {
    /// A page of a PDF, counted from 1.
    Page(u32),
    /// A paragraph of a word-processor file, counted from 1, table cells and text boxes included.
    Paragraph(u32),
    /// The path of an element of a web page in the manner of CSS, from the nearest element with an id on:
    /// `div#zoom>p:nth-of-type(3)`.
    Element(String),
    /// One of the files that a report was joined from, and the place in it where the file has pages or the like.
    File {
        /// The file's name.
        name: String,
        /// The page, paragraph or element.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Box<FilePlace>>,
    },
}

impl FilePlace {
    /// The same place as one of a file among several.
    #[must_use]
    pub fn in_file(self, name: &str) -> Self {
        Self::File { name: name.to_owned(), place: Some(Box::new(self)) }
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(page) => write!(f, "第{page}页"),
            Self::Paragraph(paragraph) => write!(f, "第{paragraph}段"),
            Self::Element(path) => f.write_str(path),
            Self::File { name, place: Some(place) } => write!(f, "{name} {place}"),
            Self::File { name, place: None } => f.write_str(name),
        }
    }
}

/// From which character of the decoded text on a place holds, up to the next mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceMark {
    /// The first character.
    pub start: u32,
    /// Where it stands in the file.
    pub place: FilePlace,
}

/// The place of a character by marks in the order of the text.
///
/// ```
/// use tongjian::model::{FilePlace, PlaceMark, place_at};
///
/// let marks = [1, 2].map(|page| PlaceMark { start: (page - 1) * 800, place: FilePlace::Page(page) });
/// assert_eq!(place_at(&marks, 799), Some(&FilePlace::Page(1)));
/// assert_eq!(place_at(&marks, 800), Some(&FilePlace::Page(2)));
/// assert_eq!(place_at(&[], 3), None);
/// ```
pub fn place_at(marks: &[PlaceMark], char: u32) -> Option<&FilePlace> {
    let after = marks.partition_point(|mark| mark.start <= char);
    after.checked_sub(1).and_then(|index| marks.get(index)).map(|mark| &mark.place)
}
