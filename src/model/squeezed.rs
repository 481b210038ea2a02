//! A report without white space: hard wraps do not move a place in it.

use super::CharSpan;

/// Characters of context on each side of a number in an error listing.
const CONTEXT: usize = 40;

/// A report's text without white space, and the way from a character of the report to one in it and back.
///
/// # Units
/// Places here are pairs of a first and a one-past-the-last character, white space left out.
#[derive(Debug)]
pub struct Squeezed {
    /// For each kept character its place in the report.
    kept: Vec<usize>,
    characters: Vec<char>,
}

impl Squeezed {
    /// The characters of a decoded text.
    pub fn new(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (kept, characters) = text.chars().enumerate().filter(|(_, character)| !is_space(*character)).unzip();
        Self { kept, characters }
    }

    /// The place here of a character of the report.
    pub fn place(&self, character: u32) -> usize {
        self.kept.partition_point(|&at| at < character as usize)
    }

    /// Where a stretch of the report stands here.
    pub fn place_of(&self, span: CharSpan) -> (usize, usize) {
        (self.place(span.start), self.place(span.end))
    }

    /// The stretch of the report that stands at a place here, white space before and behind it left out.
    pub fn span(&self, (start, end): (usize, usize)) -> Option<CharSpan> {
        let (first, last) = (*self.kept.get(start)?, *self.kept.get(end.checked_sub(1)?)?);
        Some(CharSpan::new(u32::try_from(first).ok()?, u32::try_from(last + 1).ok()?))
    }

    /// What stands at a place, as far as there is text.
    pub fn text(&self, (start, end): (usize, usize)) -> String {
        let end = end.min(self.characters.len());
        self.characters[start.min(end)..end].iter().collect()
    }

    /// Every place where these characters, white space left out, stand one after the other; they may overlap.
    pub fn occurrences(&self, words: &str) -> Vec<(usize, usize)> {
        let words = squeeze(words);
        let Some(first) = words.first() else { return Vec::new() };
        let begins = |at: &usize| self.characters[*at] == *first && self.characters[*at..].starts_with(&words);
        (0..self.characters.len()).filter(begins).map(|at| (at, at + words.len())).collect()
    }

    /// Where a number stands that is part of a quote: the first quote that is so worded, the first number in it.
    pub fn find(&self, quote: &str, number: &str) -> Option<(usize, usize)> {
        let (quote, number) = (squeeze(quote), squeeze(number));
        let start = position(&self.characters, &quote)? + position(&quote, &number)?;
        Some((start, start + number.len()))
    }

    /// The sentence around a place, the place between 【】; of a long one what stands near.
    pub fn sentence(&self, (start, end): (usize, usize)) -> String {
        let end = end.min(self.characters.len());
        let start = start.min(end);
        let (first, last) = self.sentence_of((start, end));
        let before = self.text((first.max(start.saturating_sub(CONTEXT)), start));
        let after = self.text((end, last.min(end + CONTEXT)));
        format!("{before}【{}】{after}", self.text((start, end)))
    }

    /// The whole sentence around a place.
    pub fn sentence_text(&self, place: (usize, usize)) -> String {
        self.text(self.sentence_of(place))
    }

    /// Where the sentence around a place stands.
    fn sentence_of(&self, (start, end): (usize, usize)) -> (usize, usize) {
        let end = end.min(self.characters.len());
        let is_end = |c: &char| matches!(c, '。' | '！' | '？' | '；' | '#');
        let first = self.characters[..start.min(end)].iter().rposition(is_end).map_or(0, |at| at + 1);
        let last = self.characters[end..].iter().position(is_end).map_or(self.characters.len(), |at| end + at + 1);
        (first, last)
    }
}

/// A text without white space.
pub fn squeeze(text: &str) -> Vec<char> {
    text.chars().filter(|c| !is_space(*c)).collect()
}

/// White space as the reference scorer has it, which counts the four information separators too.
fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

fn position(text: &[char], part: &[char]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::Squeezed;

    #[test]
    fn hard_wraps_do_not_move_a_place() {
        let report = Squeezed::new("一句。办成\n\n23 件实事。三句。");
        let place = report.find("办成23件实事", "23件").unwrap();
        assert_eq!(place, (5, 8));
        assert_eq!(report.place(7), 5);
        assert_eq!(report.sentence(place), "办成【23件】实事。");
        assert_eq!(report.find("没有的话", "1"), None);
    }

    #[test]
    fn a_place_leads_back_to_the_report() {
        let report = Squeezed::new("一句。办成\n\n23 件实事，又办成23件。");
        let places = report.occurrences("23 件");
        assert_eq!(places, [(5, 8), (14, 17)]);
        let span = report.span(places[0]).unwrap();
        assert_eq!((span.start, span.end), (7, 11));
        assert_eq!(report.place_of(span), places[0]);
        assert_eq!(report.text((3, 99)), "办成23件实事，又办成23件。");
        assert_eq!(report.occurrences("没有"), []);
    }
}
