//! What a person types into search.

use super::fold::searchable;
use crate::error::{Error, Result};

/// Phrases that must all be found.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    phrases: Vec<Phrase>,
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
}

impl Phrase {
    fn new(written: &str) -> Self {
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
        let mut phrases = Vec::new();
        // A quotation mark without a partner is a mark like any other.
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('"') {
            let Some((inside, behind)) = after.split_once('"') else { break };
            phrases.extend(before.split_whitespace().map(Phrase::new));
            phrases.extend(Some(inside.trim()).filter(|inside| !inside.is_empty()).map(Phrase::new));
            rest = behind;
        }
        phrases.extend(rest.split_whitespace().map(Phrase::new));
        if phrases.iter().any(|phrase| !phrase.is_punctuation()) {
            phrases.retain(|phrase| !phrase.is_punctuation());
        }
        if phrases.is_empty() {
            return Err(Error::Request(
                "nothing to search for: give one or more words, such as 老旧小区 协商".to_owned(),
            ));
        }
        Ok(Self { phrases })
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
