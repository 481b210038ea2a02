//! Many words at once, found by an automaton that is built when the first text is searched.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// A list of words and the automaton that finds them.
///
/// A question reads names from the tables and searches no text, so that it need not wait for automatons.
#[derive(Debug, Clone)]
pub(super) struct Automaton {
    words: Vec<String>,
    kind: MatchKind,
    built: OnceLock<AhoCorasick>,
}

impl Automaton {
    /// Words that are found wherever they stand, overlapping ones too.
    pub(super) const fn overlapping(words: Vec<String>) -> Self {
        Self { words, kind: MatchKind::Standard, built: OnceLock::new() }
    }

    /// Words of which the longest is found where several begin, none overlapping another.
    pub(super) const fn longest_first(words: Vec<String>) -> Self {
        Self { words, kind: MatchKind::LeftmostLongest, built: OnceLock::new() }
    }

    /// The automaton; its patterns are the words, in their order.
    ///
    /// # Panics
    /// Only if the words are too many for an automaton (2³¹ states).
    pub(super) fn get(&self) -> &AhoCorasick {
        self.built.get_or_init(|| {
            let builder = AhoCorasick::builder().match_kind(self.kind).build(&self.words);
            builder.expect("word lists fit into an automaton")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Automaton;

    #[test]
    fn both_kinds_find_their_words() {
        let words = || vec!["协商".to_owned(), "协商议事".to_owned()];
        let text = "协商议事室";
        let found = |range: std::ops::Range<usize>| text[range].to_owned();
        let longest: Vec<_> =
            Automaton::longest_first(words()).get().find_iter(text).map(|hit| found(hit.range())).collect();
        assert_eq!(longest, ["协商议事"]);
        let all = Automaton::overlapping(words());
        assert_eq!(all.get().find_overlapping_iter(text).count(), 2);
    }
}
