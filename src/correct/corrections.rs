//! All corrections of a library, and the file that holds them.

use std::str::FromStr;

use crate::error::{Error, Result};
use crate::model::{
    Amendment, Anchor, ContentHash, Correction, DocId, Field, Judgement, PracticeId, ReviewKind, guarded, unguarded,
};

/// The columns before those of the fields; `read_as` is the practice that the words were taken to show.
const ANCHOR: [&str; 9] = ["doc", "content", "kind", "words", "before", "after", "nth", "read_as", "verdict"];
const NOTE: &str = "note";

/// Corrections in a fixed order, at most one for each record.
///
/// # Examples
/// ```
/// use tongjian::correct::Corrections;
/// let none = Corrections::parse("").unwrap();
/// assert!(none.is_empty());
/// let error = Corrections::parse("doc,verdict\na.txt,right\n").unwrap_err();
/// assert!(error.to_string().contains("content"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections(Vec<Correction>);

/// What a correction is to one that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meeting {
    /// The record was not reviewed yet.
    New,
    /// It was, with the same result.
    Same,
    /// It was corrected in other fields: both hold together.
    Joins(Correction),
    /// It was judged otherwise.
    Differs(Correction),
}

impl Corrections {
    /// Reads the file; no text at all is a file without corrections.
    ///
    /// # Errors
    /// [`Error::Request`] with the line that cannot be understood.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mut corrections = Self::default();
        if text.trim().is_empty() {
            return Ok(corrections);
        }
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        // A file of an older version lacks the fields that could not be corrected then.
        for known in ANCHOR.into_iter().chain([NOTE]) {
            if !columns.iter().any(|column| column == known) {
                return Err(Error::Request(format!("no column “{known}”: the file was not written by tongjian")));
            }
        }
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |name: &str| {
                let at = columns.iter().position(|column| column == name);
                at.and_then(|at| row.get(at)).map(unguarded).unwrap_or_default()
            };
            let refuse = |column: &str| {
                Error::Request(format!("line {line}, column {column}: “{}” cannot be understood", cell(column)))
            };
            corrections.put(correction(cell, refuse)?);
        }
        Ok(corrections)
    }

    /// The file: UTF-8, a row each, no cell that a spreadsheet would run.
    pub fn to_csv(&self) -> Result<String> {
        if self.0.is_empty() {
            return Ok(String::new());
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(columns_of_file())?;
        for Correction { anchor, judgement, note } in &self.0 {
            let Anchor { doc, content, kind, words, before, after, nth, practice } = anchor;
            let practice = practice.as_ref().map(ToString::to_string).unwrap_or_default();
            let (content, nth) = (content.to_string(), nth.to_string());
            let lead = [doc.as_str(), &content, kind.name(), words, before, after, &nth, &practice, judgement.name()];
            let amended = |field| judgement.amendment().and_then(|amendment| amendment.get(field));
            let fields = Field::ALL.map(|field| amended(field).map(ToString::to_string).unwrap_or_default());
            let cells = lead.into_iter().chain(fields.iter().map(String::as_str)).chain([note.as_str()]);
            writer.write_record(cells.map(guarded))?;
        }
        let bytes = writer.into_inner().map_err(|error| Error::Disk(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Stands for all corrections; `None` where there are none.
    pub fn generation(&self) -> Result<Option<String>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        Ok(Some(ContentHash::of(self.to_csv()?.as_bytes()).to_string()))
    }

    /// Whether nothing was corrected.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, by report and place; a person counts them from 1 in this order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Correction> {
        self.0.iter()
    }

    /// Those of a report, known by its name or by its bytes.
    pub fn of(&self, doc: &DocId, content: ContentHash) -> Vec<&Correction> {
        self.0.iter().filter(|known| known.anchor.doc == *doc || known.anchor.content == content).collect()
    }

    /// What a correction is to those that are there.
    pub fn meet(&self, new: &Correction) -> Meeting {
        let Some(known) = self.0.iter().find(|known| is_same_record(&known.anchor, &new.anchor)) else {
            return Meeting::New;
        };
        let agrees = match (&known.judgement, &new.judgement) {
            // Both confirm the record; what they saw of it may differ between versions of the program.
            (Judgement::Right(_), Judgement::Right(_)) => true,
            (a, b) => a == b,
        };
        if agrees && (known.note == new.note || new.note.is_empty()) {
            return Meeting::Same;
        }
        let both = match (&known.judgement, &new.judgement) {
            (Judgement::Corrected(a), Judgement::Corrected(b)) => a.and(b).map(Judgement::Corrected),
            (Judgement::Added(a), Judgement::Added(b)) => a.and(b).map(Judgement::Added),
            (a, _) if agrees => Some(a.clone()),
            _ => None,
        };
        match both {
            Some(judgement) => {
                let note = if new.note.is_empty() { known.note.clone() } else { new.note.clone() };
                Meeting::Joins(Correction { anchor: known.anchor.clone(), judgement, note })
            }
            None => Meeting::Differs(known.clone()),
        }
    }

    /// Puts a correction in, in place of any other of the same record.
    pub fn put(&mut self, correction: Correction) {
        self.0.retain(|known| !is_same_record(&known.anchor, &correction.anchor));
        let order = |known: &Correction| known.anchor.cmp(&correction.anchor);
        let at = self.0.partition_point(|known| order(known).is_lt());
        self.0.insert(at, correction);
    }

    /// Takes out those that `gone` tells of, and returns them.
    pub fn take_out(&mut self, mut gone: impl FnMut(usize, &Correction) -> bool) -> Vec<Correction> {
        let mut n = 0;
        let numbered = |known: &mut Correction| {
            n += 1;
            gone(n, known)
        };
        self.0.extract_if(.., numbered).collect()
    }

    /// Those that only one of two sets has, or has otherwise.
    pub fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Correction> {
        let only = |a: &'a Self, b: &'a Self| a.0.iter().filter(|known| !b.0.contains(known));
        only(self, other).chain(only(other, self))
    }
}

/// Two anchors mean one record when they tell of the same words in the same report, whatever it is called.
fn is_same_record(a: &Anchor, b: &Anchor) -> bool {
    let context = |anchor: &Anchor| {
        let Anchor { kind, words, before, after, nth, practice, .. } = anchor.clone();
        (kind, words, before, after, nth, practice)
    };
    (a.doc == b.doc || a.content == b.content) && context(a) == context(b)
}

fn columns_of_file() -> impl Iterator<Item = &'static str> {
    ANCHOR.into_iter().chain(Field::ALL.into_iter().map(Field::name)).chain([NOTE])
}

fn correction<'a>(cell: impl Fn(&str) -> &'a str, refuse: impl Fn(&str) -> Error) -> Result<Correction> {
    fn parsed<T: FromStr>(text: &str) -> Option<T> {
        text.parse().ok()
    }
    let kind = ReviewKind::ALL.into_iter().find(|kind| kind.name() == cell("kind")).ok_or_else(|| refuse("kind"))?;
    let anchor = Anchor {
        doc: DocId::new(cell("doc")),
        content: parsed(cell("content")).ok_or_else(|| refuse("content"))?,
        kind,
        words: cell("words").to_owned(),
        before: cell("before").to_owned(),
        after: cell("after").to_owned(),
        nth: parsed(cell("nth")).ok_or_else(|| refuse("nth"))?,
        practice: Some(cell("read_as")).filter(|id| !id.is_empty()).map(PracticeId::new),
    };
    let mut amendment = Amendment::default();
    for field in Field::ALL.into_iter().filter(|field| !cell(field.name()).is_empty()) {
        amendment.set(field, field.parse(cell(field.name())).map_err(|_| refuse(field.name()))?);
    }
    let judgement = match cell("verdict") {
        "right" => Judgement::Right(amendment),
        "wrong" => Judgement::Wrong,
        "corrected" => Judgement::Corrected(amendment),
        "added" => Judgement::Added(amendment),
        _ => return Err(refuse("verdict")),
    };
    Ok(Correction { anchor, judgement, note: cell(NOTE).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(doc: &str, words: &str, judgement: Judgement) -> Correction {
        let anchor = Anchor {
            doc: DocId::new(doc),
            content: ContentHash::of(b"a"),
            kind: ReviewKind::Fact,
            words: words.to_owned(),
            before: "=建成".to_owned(),
            after: "，".to_owned(),
            nth: 1,
            practice: None,
        };
        Correction { anchor, judgement, note: String::new() }
    }

    fn corrected(json: &str) -> Judgement {
        Judgement::Corrected(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn the_file_comes_back_as_it_was() {
        let mut corrections = Corrections::default();
        corrections.put(correction("b.txt", "66个", corrected(r#"{"value":68,"region":null}"#)));
        let noted =
            Correction { note: "=1+1，\n“两行”".to_owned(), ..correction("a.txt", "12个", Judgement::Wrong) };
        corrections.put(noted);
        let file = corrections.to_csv().unwrap();
        assert!(!file.contains(",=") && file.contains("'=建成"), "{file}");
        assert_eq!(Corrections::parse(&file).unwrap(), corrections);
        assert_eq!(Corrections::parse(&format!("\u{feff}{file}")).unwrap(), corrections);
        let error = Corrections::parse(&file.replace("corrected", "maybe")).unwrap_err().to_string();
        assert_eq!(error, "line 4, column verdict: “maybe” cannot be understood");
    }

    #[test]
    fn a_second_opinion_is_told_from_the_same_one() {
        let mut corrections = Corrections::default();
        corrections.put(correction("a.txt", "66个", corrected(r#"{"value":68}"#)));
        let meet = |doc: &str, words: &str, judgement| corrections.meet(&correction(doc, words, judgement));
        assert_eq!(meet("a.txt", "12个", Judgement::Right(Amendment::default())), Meeting::New);
        // The same bytes under another name are the same report.
        assert_eq!(meet("other/a.txt", "66个", corrected(r#"{"value":68}"#)), Meeting::Same);
        assert!(matches!(meet("a.txt", "66个", corrected(r#"{"year":2023}"#)), Meeting::Joins(_)));
        assert!(matches!(meet("a.txt", "66个", corrected(r#"{"value":67}"#)), Meeting::Differs(_)));
        assert!(matches!(meet("a.txt", "66个", Judgement::Right(Amendment::default())), Meeting::Differs(_)));
    }
}
