//! What search looks for.

use std::fmt;

use rust_decimal::Decimal;

use super::fold::searchable;
use super::syntax::tokens;
use crate::error::{Error, Result};
use crate::model::Interval;

/// Phrases that must all be found, phrases that must not, and conditions that one number must fulfil.
///
/// White space separates phrases, quotation marks (`"…"`) hold one together:
///
/// ```text
/// 老旧小区 协商          both, anywhere in a passage
/// "A区 B区"              these characters in this order
/// ```
///
/// # Examples
/// ```
/// use tongjian::index::SearchQuery;
/// let query: SearchQuery = "老旧小区　协商".parse().unwrap();
/// assert_eq!(query.phrases().iter().map(|p| p.written()).collect::<Vec<_>>(), ["老旧小区", "协商"]);
/// assert!("  ".parse::<SearchQuery>().is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    phrases: Vec<Phrase>,
    excluded: Vec<Phrase>,
    values: Vec<ValueCondition>,
}

/// What a number must be: at least one end, and at most another; an end with `false` is not reached itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueCondition {
    /// The low end.
    pub low: Option<(Decimal, bool)>,
    /// The high end.
    pub high: Option<(Decimal, bool)>,
}

impl ValueCondition {
    /// Whether a number of which only an interval is known fulfils the condition; `None` where the words do not decide.
    ///
    /// ```
    /// use tongjian::index::ValueCondition;
    /// use tongjian::model::Interval;
    /// let at_least_ten = ValueCondition { low: Some((10.into(), true)), high: None };
    /// assert_eq!(at_least_ten.holds_for(Interval { low: Some(10.into()), high: None }), Some(true));
    /// assert_eq!(at_least_ten.holds_for(Interval { low: None, high: Some(20.into()) }), None);
    /// ```
    pub fn holds_for(&self, number: Interval) -> Option<bool> {
        let above = |value: Decimal, (end, inclusive): (Decimal, bool)| value > end || inclusive && value == end;
        let below = |value: Decimal, (end, inclusive): (Decimal, bool)| value < end || inclusive && value == end;
        let floor = self.low.is_none_or(|end| number.low.is_some_and(|low| above(low, end)));
        let ceiling = self.high.is_none_or(|end| number.high.is_some_and(|high| below(high, end)));
        let too_low = self.low.zip(number.high).is_some_and(|(end, high)| !above(high, end));
        let too_high = self.high.zip(number.low).is_some_and(|(end, low)| !below(low, end));
        match (floor && ceiling, too_low || too_high) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }
}

impl fmt::Display for ValueCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((low, inclusive)) = self.low {
            write!(f, "{}{}", if inclusive { "" } else { ">" }, low.normalize())?;
        }
        f.write_str("..")?;
        if let Some((high, inclusive)) = self.high {
            write!(f, "{}{}", if inclusive { "" } else { "<" }, high.normalize())?;
        }
        Ok(())
    }
}

/// A run of characters to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    written: String,
    folded: String,
}

impl SearchQuery {
    /// The phrases in the order in which they were typed.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// Phrases that must not be found.
    pub fn excluded(&self) -> &[Phrase] {
        &self.excluded
    }

    /// What one number of the passage must be.
    pub fn values(&self) -> &[ValueCondition] {
        &self.values
    }

    pub(super) fn add(&mut self, phrase: Phrase) {
        self.phrases.push(phrase);
    }

    pub(super) fn exclude(&mut self, phrase: Phrase) {
        self.excluded.push(phrase);
    }

    pub(super) fn require(&mut self, value: ValueCondition) {
        self.values.push(value);
    }

    /// Drops phrases of nothing but punctuation where there are others.
    pub(super) fn drop_idle_punctuation(&mut self) {
        if self.phrases.iter().any(|phrase| !phrase.is_punctuation()) {
            self.phrases.retain(|phrase| !phrase.is_punctuation());
        }
    }
}

impl Phrase {
    pub(super) fn new(written: &str) -> Self {
        Self { written: written.to_owned(), folded: searchable(written).map(|(_, folded)| folded).collect() }
    }

    /// As typed.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether it holds nothing but punctuation, which the index does not keep: such a phrase is looked for in the
    /// text itself.
    pub(super) fn is_punctuation(&self) -> bool {
        self.folded.is_empty()
    }

    /// Pieces of at most `n` searched characters that together hold every one of them.
    pub(super) fn stretches(&self, n: usize) -> Vec<String> {
        let characters: Vec<char> = self.folded.chars().collect();
        characters.chunks(n.max(1)).map(|stretch| stretch.iter().collect()).collect()
    }

    /// Every part of the folded phrase that has one of these lengths in characters.
    pub(super) fn substrings(&self, lengths: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = &str> {
        let ends: Vec<usize> = self.folded.char_indices().map(|(at, _)| at).chain([self.folded.len()]).collect();
        let last = ends.len().saturating_sub(1);
        let pairs = (0..last).flat_map(move |first| lengths.clone().map(move |n| (first, first + n)));
        pairs.filter(move |&(_, end)| end <= last).map(move |(first, end)| &self.folded[ends[first]..ends[end]])
    }

    /// Where the phrase stands in a text, as byte ranges, in order and not overlapping.
    pub fn find_in(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        if self.is_punctuation() {
            return text.match_indices(&self.written).map(|(start, found)| start..start + found.len()).collect();
        }
        let (folded, spans) = folded_with_spans(text);
        let mut found = Vec::new();
        for (start, matched) in folded.match_indices(&self.folded) {
            let first = spans.partition_point(|(at, _)| *at < start);
            let last = spans.partition_point(|(at, _)| *at < start + matched.len());
            if let (Some((_, first)), Some((_, last))) = (spans.get(first), spans.get(last.saturating_sub(1))) {
                found.push(first.start..last.end);
            }
        }
        found
    }
}

/// The folded text, and for each folded character its byte there and its byte range in the text.
fn folded_with_spans(text: &str) -> (String, Vec<(usize, std::ops::Range<usize>)>) {
    let mut folded = String::with_capacity(text.len());
    let mut spans = Vec::new();
    for (range, character) in searchable(text) {
        spans.push((folded.len(), range));
        folded.push(character);
    }
    (folded, spans)
}

impl std::str::FromStr for SearchQuery {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut query = Self::default();
        for at in tokens(text) {
            query.add(Phrase::new(text[at].trim_matches('"').trim()));
        }
        query.drop_idle_punctuation();
        if query.phrases.is_empty() {
            return Err(Error::Request(
                "nothing to search for: give one or more words, such as 老旧小区 协商".to_owned(),
            ));
        }
        Ok(query)
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrase, SearchQuery};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let query: SearchQuery = text.parse().unwrap();
        assert_eq!(query.phrases().iter().map(Phrase::written).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn spaces_separate_and_quotation_marks_join() {
        check("老旧小区 协商", &["老旧小区", "协商"]);
        check("\"A区 B区\" 协商", &["A区 B区", "协商"]);
        check("委员\"之家", &["委员\"之家"]);
        check("协商 、", &["协商"]);
        check("”、“", &["”、“"]);
    }

    #[test]
    fn phrases_are_found_across_marks() {
        let text = "打造“好商量”\n工作室";
        let phrase = Phrase::new("好商量工作室");
        assert_eq!(phrase.find_in(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), ["好商量”\n工作室"]);
    }
}
