//! Quoted names and mechanisms that no dictionary knows.

use super::tally::Tally;
use super::{Find, FindKind, Passage};
use crate::dictionary::{Dictionaries, Family, PlatformWords, is_clause_mark};
use crate::extract::quotes::{Quote, quotes};
use crate::model::Span;

/// Longest and shortest quoted name, in characters.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=12;
/// Longest and shortest head behind a quoted name, in characters.
const HEAD_CHARS: std::ops::RangeInclusive<usize> = 2..=4;
/// Longest name of a mechanism, in characters.
const MECHANISM_CHARS: usize = 12;
/// Fewest reports that make a quoted phrase without a head a name: one report may quote anything.
const NAME_REPORTS: usize = 2;

/// What names leave open.
#[derive(Debug, Default)]
pub(super) struct NameFinds {
    heads: Tally<String>,
    names: Tally<String>,
    practices: Tally<String>,
}

impl NameFinds {
    /// Looks at one sentence; `known` are the platforms in it.
    pub(super) fn add(&mut self, passage: Passage<'_>, known: &[Span], dictionaries: &Dictionaries) {
        let shift = passage.span.start;
        for quote in quotes(passage.span.of(passage.text)) {
            let quote = Quote { span: quote.span.shifted(shift), inner: quote.inner.shifted(shift), ..quote };
            if !known.iter().any(|platform| platform.overlaps(quote.span)) {
                self.quoted(passage, quote, dictionaries);
            }
        }
        self.mechanisms(passage, known, dictionaries);
    }

    fn quoted(&mut self, passage: Passage<'_>, quote: Quote, dictionaries: &Dictionaries) {
        let words = &dictionaries.platforms;
        let name = quote.inner.of(passage.text);
        let is_name = !quote.is_title
            && !quote.nested
            && NAME_CHARS.contains(&name.chars().count())
            && !name.contains(|c: char| is_clause_mark(c) || c == '、')
            && !words.is_slogan(name)
            && !words.ends_like_slogan(name);
        if !is_name || !practice_free(name, dictionaries) {
            return;
        }
        let before = Span::new(passage.span.start, quote.span.start).of(passage.text);
        let behind = Span::new(quote.span.end, passage.span.end).of(passage.text);
        let made = words.around.creating.ending(before).or_else(|| words.around.using.ending(before)).is_some();
        let doc = passage.doc.as_str();
        if made && !starts_with_known(behind, words) {
            let characters: Vec<char> = behind.chars().take_while(|c| c.is_alphabetic()).collect();
            for n in HEAD_CHARS.filter(|n| *n <= characters.len()) {
                let head: String = characters[..n].iter().collect();
                self.heads.add(head, doc, || passage.example(quote.span));
            }
        }
        self.names.add(name.to_owned(), doc, || passage.example(quote.span));
    }

    /// 建立双月督办机制: what a verb of making stands before and a word such as 机制 ends.
    fn mechanisms(&mut self, passage: Passage<'_>, known: &[Span], dictionaries: &Dictionaries) {
        let sentence = passage.span.of(passage.text);
        let words = &dictionaries.platforms;
        let heads = words.unquoted.find(sentence).filter(|(_, family)| *family == Family::Mechanism);
        for (head, _) in heads {
            let lead = &sentence[..head.start];
            let mut clause = lead.char_indices().rev().take(MECHANISM_CHARS).take_while(|(_, c)| c.is_alphabetic());
            let is_made = |at: usize| words.around.creating.ending(&lead[..at]).is_some();
            let Some((start, _)) = clause.find(|(at, _)| is_made(*at)) else { continue };
            let span = Span::new(start, head.end).shifted(passage.span.start);
            let word = span.of(passage.text);
            if practice_free(word, dictionaries) && !known.iter().any(|k| k.overlaps(span)) {
                self.practices.add(word.to_owned(), passage.doc.as_str(), || passage.example(span));
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Find> {
        let whole = |word: &String| vec![word.clone()];
        let heads =
            self.heads.distinct(|head| beginnings(head), String::len).into_iter().map(|found| (FindKind::Head, found));
        let names = self.names.distinct(whole, String::len).into_iter().map(|found| (FindKind::Name, found));
        let names = names.filter(|(_, (_, count))| count.n_reports >= NAME_REPORTS);
        let practices = self.practices.distinct(whole, String::len).into_iter();
        let practices = practices.map(|found| (FindKind::Practice, found));
        let all = heads.chain(names).chain(practices);
        all.map(|(kind, (word, count))| Find::new(kind, word, count)).collect()
    }
}

/// Every beginning of a head, itself included: what stands behind the head belongs to the sentence.
fn beginnings(head: &str) -> Vec<String> {
    head.char_indices().map(|(at, c)| head[..at + c.len_utf8()].to_owned()).collect()
}

/// Whether no practice shows in these words.
fn practice_free(words: &str, dictionaries: &Dictionaries) -> bool {
    dictionaries.practices.find(words).is_empty()
}

/// Whether what stands behind a name begins with a head, or with words after which it is no name.
fn starts_with_known(behind: &str, words: &PlatformWords) -> bool {
    let first: String = behind.chars().take_while(|c| c.is_alphabetic()).take(8).collect();
    let heads = words.after.find(&first);
    let breaks = words.around.breaks.iter().any(|word| first.starts_with(word.as_str()));
    !heads.is_empty() || breaks || words.around.not_after.iter().any(|word| first.starts_with(word.as_str()))
}
