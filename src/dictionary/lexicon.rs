//! Many words at once: which of them stand in a text, and which of them a text begins with.

use std::str::{CharIndices, Chars};

use serde::Deserialize;

use crate::model::Span;

/// A list of words as a trie, with what it takes to find them in running text.
///
/// A small table of bits for the pairs of characters that words begin with rules out most places; at the others the trie is
/// walked from its second character on. The nodes stand in the order of the sorted words, so that most steps only go on to
/// the next one; the other edges stand in one hash table. Little but sorting the words has to be done beforehand, which is
/// far less work than building an automaton.
///
/// # Examples
/// ```
/// use tongjian::dictionary::Lexicon;
/// let lexicon = Lexicon::new(["协商", "协商议事", "议事室"]);
/// let text = "设协商议事室";
/// let all: Vec<&str> = lexicon.find_overlapping_iter(text).map(|hit| hit.span.of(text)).collect();
/// assert_eq!(all, ["协商议事", "协商", "议事室"]);
/// let longest: Vec<&str> = lexicon.find_longest_iter(text).map(|hit| hit.span.of(text)).collect();
/// assert_eq!(longest, ["协商议事"]);
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Lexicon {
    /// All words behind each other.
    texts: String,
    words: Vec<Word>,
    /// The nodes of the trie, each before those that it leads to.
    nodes: Vec<Node>,
    /// The edges from the root, and those to all but the first of a node's children: a hash table in which the next free
    /// place is taken.
    edges: Vec<Edge>,
    /// One bit for each pair of characters that a word begins with, and for each word of one character; several may
    /// share a bit.
    beginnings: Vec<u64>,
    /// Whether a word of one character is among them.
    has_single: bool,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where it stands in `texts`.
    start: u32,
    end: u32,
    /// The number under which it was given first.
    number: u32,
    /// The longest other word that this one begins with.
    shorter: Option<u32>,
}

/// A place in the trie.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The character that leads to the next node, if any does.
    first: Option<char>,
    /// Whether other characters lead on too.
    has_others: bool,
    /// The word that ends here, one more than its place in `words`; 0 where none does.
    end: u32,
}

/// Where a pair of characters, or a node and a character, leads.
#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    /// As [`pair_of`] or [`step_of`] writes it; 0 for a free place.
    key: u64,
    node: u32,
}

/// A word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LexiconHit {
    /// Where it stands: bytes of the text that was searched.
    pub span: Span,
    /// The number under which the word was given first.
    pub word: usize,
}

/// Bits of the table for each word: one place in sixteen is looked up in vain.
const BITS_PER_WORD: usize = 16;

impl From<Vec<String>> for Lexicon {
    fn from(words: Vec<String>) -> Self {
        Self::new(words)
    }
}

impl Lexicon {
    /// Takes words, numbered as they come; empty ones stand nowhere.
    ///
    /// # Panics
    /// If there are more than four billion bytes of words.
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        let mut lexicon = Self::default();
        for (number, word) in words.into_iter().enumerate().filter(|(_, word)| !word.as_ref().is_empty()) {
            let start = index(lexicon.texts.len());
            lexicon.texts.push_str(word.as_ref());
            let end = index(lexicon.texts.len());
            lexicon.words.push(Word { start, end, number: index(number), shorter: None });
        }
        let text = |word: &Word| &lexicon.texts[word.start as usize..word.end as usize];
        lexicon.words.sort_by(|a, b| text(a).cmp(text(b)));
        lexicon.words.dedup_by(|next, kept| text(next) == text(kept));
        let edges = lexicon.grow();
        lexicon.index_edges(&edges);
        lexicon.mark_beginnings();
        lexicon
    }

    fn text(&self, word: Word) -> &str {
        &self.texts[word.start as usize..word.end as usize]
    }

    /// Makes the nodes of the trie and returns its edges. As the words are sorted, what a word shares with those before
    /// it is what it shares with the last of them.
    fn grow(&mut self) -> Vec<Edge> {
        let mut edges = Vec::new();
        let mut path: Vec<(char, u32)> = Vec::new();
        for (n, word) in self.words.iter_mut().enumerate() {
            let text = &self.texts[word.start as usize..word.end as usize];
            let shared = path.iter().zip(text.chars()).take_while(|((own, _), next)| own == next).count();
            path.truncate(shared);
            for char in text.chars().skip(shared) {
                let node = index(self.nodes.len());
                self.nodes.push(Node::default());
                match path[..] {
                    [] => {}
                    // A pair of characters leads from the root at once.
                    [(first, _)] => edges.push(Edge { key: pair_of(first, Some(char)), node }),
                    [.., (_, last)] if last + 1 == node => self.nodes[last as usize].first = Some(char),
                    [.., (_, last)] => {
                        self.nodes[last as usize].has_others = true;
                        edges.push(Edge { key: step_of(last, char), node });
                    }
                }
                path.push((char, node));
            }
            let Some((&(last, node), before)) = path.split_last() else { continue };
            if before.is_empty() {
                self.has_single = true;
                edges.push(Edge { key: pair_of(last, None), node });
            }
            self.nodes[node as usize].end = index(n + 1);
            word.shorter = before.iter().rev().find_map(|&(_, node)| self.nodes[node as usize].end.checked_sub(1));
        }
        edges
    }

    fn index_edges(&mut self, edges: &[Edge]) {
        let n_places = if edges.is_empty() { 0 } else { (edges.len() * 2).next_power_of_two() };
        self.edges = vec![Edge::default(); n_places];
        for &edge in edges {
            let mut place = mixed(edge.key) & (n_places - 1);
            while self.edges[place].key != 0 {
                place = (place + 1) & (n_places - 1);
            }
            self.edges[place] = edge;
        }
    }

    fn mark_beginnings(&mut self) {
        let n_bits = (self.words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        self.beginnings = vec![0; n_bits / 64];
        for word in &self.words {
            let mut chars = self.texts[word.start as usize..word.end as usize].chars();
            let pair = pair_of(chars.next().unwrap_or_default(), chars.next());
            let bit = mixed(pair) & (n_bits - 1);
            self.beginnings[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// The longest word that `text` begins with: its number and its length in bytes.
    pub fn longest_at(&self, text: &str) -> Option<(usize, usize)> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let word = self.at(first, chars.next(), chars)?;
        Some((word.number as usize, word.len()))
    }

    /// Every word that `text` begins with, the longest first.
    pub fn all_at<'a>(&'a self, text: &str) -> impl Iterator<Item = LexiconHit> + 'a {
        let mut chars = text.chars();
        let longest = chars.next().and_then(|first| self.at(first, chars.next(), chars));
        self.with_shorter(longest).map(|word| word.hit(0))
    }

    /// Whether `word` is one of the words.
    pub fn holds(&self, word: &str) -> bool {
        self.longest_at(word).is_some_and(|(_, length)| length == word.len())
    }

    /// The words, in the order of their characters.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| self.text(*word))
    }

    /// Whether `text` begins with one of the words.
    pub fn begins(&self, text: &str) -> bool {
        self.longest_at(text).is_some()
    }

    /// Whether one of the words stands anywhere in `text`.
    pub fn stands_in(&self, text: &str) -> bool {
        self.find_longest_iter(text).next().is_some()
    }

    /// Every word in `text`, overlapping ones too, by place, the longest first where several begin together.
    pub fn find_overlapping_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = LexiconHit> + 'a {
        Places::new(self, text).flat_map(|(at, longest)| self.with_shorter(Some(longest)).map(move |word| word.hit(at)))
    }

    /// The words in `text` from left to right, of those that begin together the longest, none overlapping another.
    pub fn find_longest_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = LexiconHit> + 'a {
        let mut past = 0;
        Places::new(self, text).filter_map(move |(at, word)| {
            let free = at >= past;
            if free {
                past = at + word.len();
            }
            free.then(|| word.hit(at))
        })
    }

    /// The longest word that begins with these characters, `second` the one behind the first and `rest` what follows.
    #[inline]
    fn at(&self, first: char, second: Option<char>, rest: Chars<'_>) -> Option<Word> {
        let pair = pair_of(first, second);
        let longer = if self.begins_with(pair) { self.walk(pair, rest) } else { None };
        if longer.is_some() || !self.has_single {
            return longer;
        }
        let single = pair_of(first, None);
        let node = self.begins_with(single).then(|| self.follow(single))??;
        self.word(self.nodes[node as usize].end)
    }

    // Most places never come here, and the loop over them is small without it.
    #[inline(never)]
    fn walk(&self, pair: u64, rest: Chars<'_>) -> Option<Word> {
        let mut at = self.follow(pair)?;
        let mut longest = 0;
        for char in rest {
            let node = self.nodes[at as usize];
            longest = node.end_or(longest);
            at = if node.first == Some(char) {
                at + 1
            } else if node.has_others
                && let Some(other) = self.follow(step_of(at, char))
            {
                other
            } else {
                return self.word(longest);
            };
        }
        self.word(self.nodes[at as usize].end_or(longest))
    }

    /// The word of a node's `end`.
    fn word(&self, end: u32) -> Option<Word> {
        Some(self.words[end.checked_sub(1)? as usize])
    }

    /// Whether a word may begin with a pair of characters.
    #[inline]
    fn begins_with(&self, pair: u64) -> bool {
        let bit = mixed(pair) & (self.beginnings.len() * 64).wrapping_sub(1);
        self.beginnings.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// The node that an edge leads to.
    #[inline]
    fn follow(&self, key: u64) -> Option<u32> {
        let mask = self.edges.len().wrapping_sub(1);
        let mut place = mixed(key) & mask;
        loop {
            let edge = self.edges.get(place)?;
            if edge.key == key {
                return Some(edge.node);
            }
            if edge.key == 0 {
                return None;
            }
            place = (place + 1) & mask;
        }
    }

    /// A word and those that it begins with.
    fn with_shorter(&self, longest: Option<Word>) -> impl Iterator<Item = Word> + '_ {
        std::iter::successors(longest, |word| word.shorter.map(|shorter| self.words[shorter as usize]))
    }
}

/// The longest word at each place of a text where one begins.
struct Places<'a> {
    lexicon: &'a Lexicon,
    /// What is left of the text behind `next`.
    chars: CharIndices<'a>,
    next: Option<(usize, char)>,
}

impl<'a> Places<'a> {
    fn new(lexicon: &'a Lexicon, text: &'a str) -> Self {
        let mut chars = text.char_indices();
        let next = chars.next();
        Self { lexicon, chars, next }
    }
}

impl Iterator for Places<'_> {
    type Item = (usize, Word);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, first) = self.next?;
            self.next = self.chars.next();
            let second = self.next.map(|(_, second)| second);
            if let Some(word) = self.lexicon.at(first, second, self.chars.as_str().chars()) {
                return Some((at, word));
            }
        }
    }
}

/// Two characters, or one, as a number that is not 0 and stands for nothing else.
fn pair_of(first: char, second: Option<char>) -> u64 {
    (u64::from(u32::from(first)) + 1) << 32 | second.map_or(0, |second| u64::from(u32::from(second)) + 1)
}

/// A node and the character that follows, as a number that no [`pair_of`] gives: no character is as great as the upper half.
fn step_of(node: u32, char: char) -> u64 {
    (u64::from(node) + (1 << 21)) << 32 | u64::from(u32::from(char))
}

/// A number whose lower bits are spread well: multiplying by an odd number carries every bit upwards, and the upper
/// half is folded back.
fn mixed(key: u64) -> usize {
    let product = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from((product >> 32) ^ (product >> 17 & 0x7FFF)).unwrap_or_default()
}

impl Node {
    const fn end_or(self, longest: u32) -> u32 {
        if self.end == 0 { longest } else { self.end }
    }
}

impl Word {
    const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    const fn hit(self, at: usize) -> LexiconHit {
        LexiconHit { span: Span::new(at, at + self.len()), word: self.number as usize }
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a dictionary has fewer than four billion words")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Lexicon;

    #[test]
    fn a_word_that_leads_nowhere_does_not_hide_a_shorter_one() {
        let lexicon = Lexicon::new(["协", "协商", "协商议事厅", "协议"]);
        assert_eq!(lexicon.longest_at("协商议事室"), Some((1, "协商".len())));
        assert_eq!(lexicon.longest_at("协作"), Some((0, "协".len())));
        assert_eq!(lexicon.longest_at("商"), None);
        assert!(!Lexicon::new(["", "甲"]).stands_in("乙"));
        assert!(!Lexicon::default().stands_in("乙"));
    }

    proptest! {
        /// The words that are found are those that a search for each of them finds.
        #[test]
        fn finds_what_a_search_for_each_word_finds(
            words in proptest::collection::vec("[甲乙a]{0,4}", 0..8),
            text in "[甲乙丙a]{0,24}",
        ) {
            let lexicon = Lexicon::new(&words);
            let mut found: Vec<(usize, usize)> =
                lexicon.find_overlapping_iter(&text).map(|hit| (hit.span.start, hit.span.end)).collect();
            found.sort_unstable();
            let places = text.char_indices().map(|(at, _)| at);
            let mut expected: Vec<(usize, usize)> = places
                .flat_map(|at| words.iter().filter(move |word| !word.is_empty()).map(move |word| (at, word)))
                .filter(|(at, word)| text[*at..].starts_with(word.as_str()))
                .map(|(at, word)| (at, at + word.len()))
                .collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(&found, &expected);
            let mut past = 0;
            let mut longest = Vec::new();
            for &(start, _) in &found {
                if start >= past {
                    past = found.iter().filter(|hit| hit.0 == start).map(|hit| hit.1).max().unwrap_or(past);
                    longest.push((start, past));
                }
            }
            let found: Vec<(usize, usize)> =
                lexicon.find_longest_iter(&text).map(|hit| (hit.span.start, hit.span.end)).collect();
            prop_assert_eq!(found, longest);
        }
    }
}
