//! Many words at once: which of them stand in a text, and which of them a text begins with.

use serde::Deserialize;

use crate::model::Span;

/// A list of words, sorted, with what it takes to find them in running text.
///
/// The greatest word that is not greater than the rest of a text either begins it, or begins with every word that
/// does. So one search among the few words that begin with the same two characters finds all words at a place, and most
/// places never need it: a small table of bits rules them out. Little but the sorting has to be done beforehand, which
/// is far less work than building an automaton.
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
    /// The stretches of `words` that begin with the same two characters, and the words of one character: a hash table
    /// in which the next free place is taken.
    groups: Vec<Group>,
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

/// Words that begin with the same two characters, or one word of one character.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    /// The characters as [`pair_of`] writes them; 0 for a free place.
    pair: u64,
    start: u32,
    end: u32,
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
        let mut open: Vec<u32> = Vec::new();
        for n in 0..lexicon.words.len() {
            let own = text(&lexicon.words[n]);
            while open.last().is_some_and(|&shorter| !own.starts_with(text(&lexicon.words[shorter as usize]))) {
                open.pop();
            }
            lexicon.words[n].shorter = open.last().copied();
            open.push(index(n));
        }
        lexicon.mark_beginnings();
        lexicon
    }

    fn text(&self, word: Word) -> &str {
        &self.texts[word.start as usize..word.end as usize]
    }

    /// Fills the tables of what words begin with.
    fn mark_beginnings(&mut self) {
        let n_bits = (self.words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        self.beginnings = vec![0; n_bits / 64];
        let n_places = if self.words.is_empty() { 0 } else { (self.words.len() * 2).next_power_of_two() };
        self.groups = vec![Group::default(); n_places];
        for (n, word) in self.words.iter().enumerate() {
            let mut chars = self.texts[word.start as usize..word.end as usize].chars();
            let (first, second) = (chars.next().unwrap_or_default(), chars.next());
            self.has_single |= second.is_none();
            let pair = pair_of(first, second);
            let bit = mixed(pair) & (n_bits - 1);
            self.beginnings[bit / 64] |= 1 << (bit % 64);
            let mut place = mixed(pair) & (n_places - 1);
            while ![0, pair].contains(&self.groups[place].pair) {
                place = (place + 1) & (n_places - 1);
            }
            let group = &mut self.groups[place];
            let start = if group.pair == 0 { index(n) } else { group.start };
            *group = Group { pair, start, end: index(n + 1) };
        }
    }

    /// The longest word that `text` begins with: its number and its length in bytes.
    pub fn longest_at(&self, text: &str) -> Option<(usize, usize)> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let word = self.at(text, first, chars.next())?;
        Some((word.number as usize, word.len()))
    }

    /// Every word that `text` begins with, the longest first.
    pub fn all_at<'a>(&'a self, text: &str) -> impl Iterator<Item = LexiconHit> + 'a {
        let mut chars = text.chars();
        let longest = chars.next().and_then(|first| self.at(text, first, chars.next()));
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

    /// The longest word at the beginning of `text`, whose first two characters are given.
    fn at(&self, text: &str, first: char, second: Option<char>) -> Option<Word> {
        let longer = second.and_then(|second| self.group(pair_of(first, Some(second))));
        if let Some(group) = longer {
            let after = group.partition_point(|word| self.text(*word) <= text);
            let mut word = after.checked_sub(1).map(|last| group[last]);
            while let Some(candidate) = word {
                if text.starts_with(self.text(candidate)) {
                    return word;
                }
                word = candidate.shorter.map(|shorter| self.words[shorter as usize]);
            }
        }
        if self.has_single { self.group(pair_of(first, None))?.first().copied() } else { None }
    }

    /// The words that begin with a pair of characters.
    #[inline]
    fn group(&self, pair: u64) -> Option<&[Word]> {
        let hash = mixed(pair);
        let bit = hash & (self.beginnings.len() * 64).wrapping_sub(1);
        if self.beginnings.get(bit / 64)? >> (bit % 64) & 1 == 0 {
            return None;
        }
        self.look_up(hash, pair)
    }

    fn look_up(&self, hash: usize, pair: u64) -> Option<&[Word]> {
        let mask = self.groups.len().wrapping_sub(1);
        let mut place = hash & mask;
        loop {
            let group = self.groups.get(place)?;
            if group.pair == pair {
                return Some(&self.words[group.start as usize..group.end as usize]);
            }
            if group.pair == 0 {
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
    text: &'a str,
    /// What is left of the text.
    chars: std::str::CharIndices<'a>,
    next: Option<(usize, char)>,
}

impl<'a> Places<'a> {
    fn new(lexicon: &'a Lexicon, text: &'a str) -> Self {
        let mut chars = text.char_indices();
        let next = chars.next();
        Self { lexicon, text, chars, next }
    }
}

impl Iterator for Places<'_> {
    type Item = (usize, Word);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, first) = self.next?;
            self.next = self.chars.next();
            if let Some(word) = self.lexicon.at(&self.text[at..], first, self.next.map(|(_, second)| second)) {
                return Some((at, word));
            }
        }
    }
}

/// Two characters, or one, as a number that is not 0 and stands for nothing else.
fn pair_of(first: char, second: Option<char>) -> u64 {
    (u64::from(u32::from(first)) + 1) << 32 | second.map_or(0, |second| u64::from(u32::from(second)) + 1)
}

/// A number whose lower bits are spread well: multiplying by an odd number carries every bit upwards, and the upper
/// half is folded back.
fn mixed(pair: u64) -> usize {
    let product = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from((product >> 32) ^ (product >> 17 & 0x7FFF)).unwrap_or_default()
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
