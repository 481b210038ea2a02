//! Where the segmenter meets the index: text → characters for recall, text → words for ranking.

use std::ops::Range;
use std::sync::OnceLock;

use jieba_rs::Jieba;
use tantivy::Index;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::fold::searchable;
use crate::dictionary::DictionarySource;

/// Name under which [`Characters`] is registered.
pub(super) const CHARACTERS: &str = "characters";
/// Name under which [`Words`] is registered.
pub(super) const WORDS: &str = "words";

/// Makes both tokenizers known to an index.
pub(super) fn register(index: &Index) {
    index.tokenizers().register(CHARACTERS, Characters);
    index.tokenizers().register(WORDS, Words);
}

/// One token for each searched character, with consecutive positions: a phrase of them is exactly a substring.
#[derive(Debug, Clone)]
pub(super) struct Characters;

impl Tokenizer for Characters {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let mut characters = searchable(text);
        Stream::new(move |token| {
            let (range, folded) = characters.next()?;
            token.push(folded);
            Some(range)
        })
    }
}

/// The words of the text and the shorter words inside them, domain words included.
///
/// Loading the dictionary takes a tenth of a second and 32 MB, so it happens when the first text is cut, once.
#[derive(Debug, Clone)]
pub(super) struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let mut words = jieba().cut_for_search(text, false).into_iter();
        Stream::new(move |token| {
            let word = words.by_ref().find(|word| {
                token.extend(searchable(word.word).map(|(_, folded)| folded));
                !token.is_empty()
            })?;
            Some(word.byte_start..word.byte_end)
        })
    }
}

/// The shared segmenter. Words weigh in ranking only, so a domain word more or less never loses a passage.
fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(|| {
        let mut jieba = Jieba::new();
        if let Ok(words) = DictionarySource::Embedded.text("words.txt") {
            for line in words.lines().filter(|line| !line.starts_with('#')) {
                let mut columns = line.split_whitespace();
                if let Some(word) = columns.next() {
                    jieba.add_word(word, columns.next().and_then(|frequency| frequency.parse().ok()), None);
                }
            }
        }
        jieba
    })
}

/// Writes the next token into an empty string and says where it stands.
type Next<'a> = dyn FnMut(&mut String) -> Option<Range<usize>> + 'a;

/// Tokens one after the other, positions counted from 0.
pub(super) struct Stream<'a> {
    next: Box<Next<'a>>,
    token: Token,
}

impl<'a> Stream<'a> {
    fn new(next: impl FnMut(&mut String) -> Option<Range<usize>> + 'a) -> Self {
        Self { next: Box::new(next), token: Token::default() }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        let Some(range) = (self.next)(&mut self.token.text) else { return false };
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        // The default position is the one before 0, as Tantivy's own tokenizers have it.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{Characters, TokenStream, Tokenizer, Words};

    #[test]
    fn characters_have_consecutive_positions_across_punctuation() {
        let mut tokenizer = Characters;
        let mut stream = tokenizer.token_stream("“鹭岛”，A1");
        let mut seen = Vec::new();
        stream.process(&mut |token| seen.push((token.position, token.text.clone())));
        let expected = [(0, "鹭"), (1, "岛"), (2, "a"), (3, "1")].map(|(position, text)| (position, text.to_owned()));
        assert_eq!(seen, expected);
    }

    #[test]
    fn words_leave_punctuation_out() {
        let mut tokenizer = Words;
        let mut stream = tokenizer.token_stream("基层协商，民主监督！");
        let mut found = Vec::new();
        stream.process(&mut |token| found.push(token.text.clone()));
        assert!(found.contains(&"协商".to_owned()) && found.contains(&"监督".to_owned()), "{found:?}");
        assert!(!found.iter().any(|word| word.contains('，')), "{found:?}");
    }
}
