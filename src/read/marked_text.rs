//! Report text that grows line by line and remembers where in the file each part stands.

use super::ReportText;
use crate::model::{FilePlace, PlaceMark};

/// Text with its marks, in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MarkedText {
    text: String,
    n_chars: u32,
    marks: Vec<PlaceMark>,
}

impl MarkedText {
    /// Says that what follows stands at `place`, if it does not stand there already.
    pub(super) fn mark(&mut self, place: FilePlace) {
        if self.marks.last().is_some_and(|last| last.place == place) {
            return;
        }
        // A place that got no text gives way to the next one.
        if self.marks.last().is_some_and(|last| last.start == self.n_chars) {
            self.marks.pop();
        }
        self.marks.push(PlaceMark { start: self.n_chars, place });
    }

    /// Adds text as it is.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        let added = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.n_chars = self.n_chars.saturating_add(added);
    }

    /// Whether there is nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// The text so far.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The finished text.
    pub(super) fn finish(self) -> ReportText {
        ReportText { text: self.text, marks: self.marks, ..ReportText::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_characters_and_places_without_text_leave_none() {
        let mut text = MarkedText::default();
        text.mark(FilePlace::Page(1));
        text.push("协商32场\n");
        text.mark(FilePlace::Page(1));
        text.push("走访\n");
        text.mark(FilePlace::Page(2));
        text.mark(FilePlace::Page(3));
        text.push("座谈\n");
        let marks = text.finish().marks;
        assert_eq!(
            marks,
            [PlaceMark { start: 0, place: FilePlace::Page(1) }, PlaceMark { start: 9, place: FilePlace::Page(3) }]
        );
    }
}
