//! Names → places, and names inside running text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::{Place, PlaceKind};
use crate::model::Span;

/// How a name names its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameForm {
    /// The official name, 思明区.
    Full,
    /// What people say, 思明: it may be an ordinary word too.
    Short,
}

/// One place that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    place: u32,
    /// How the name names it.
    pub form: NameForm,
}

impl Candidate {
    pub(super) const fn place(self) -> usize {
        self.place as usize
    }
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands: bytes of the text that was searched.
    pub span: Span,
    name: u32,
}

/// A name and the places that bear it.
#[derive(Debug)]
struct Name {
    text: Cow<'static, str>,
    /// Whether running text is searched for it.
    searched: bool,
    /// The longest other name that this one begins with.
    shorter: Option<u32>,
    candidates: Range<u32>,
}

/// All names in one sorted list.
///
/// Searching needs no automaton: the greatest name that is not greater than the rest of the text either begins it, or
/// begins with every name that does. An automaton over 50 000 names would take longer to build than most runs last.
#[derive(Debug)]
pub(super) struct NameIndex {
    names: Vec<Name>,
    candidates: Vec<Candidate>,
    /// The stretch of `names` that begins with a character.
    by_first: HashMap<char, Range<u32>>,
}

/// Classes of townships that make a name safe to look for in running text.
const TOWNSHIP_CLASSES: [&str; 4] = ["街道", "镇", "乡", "苏木"];
/// The shortest township name that is looked for, in characters: 镇 names of two characters are ordinary words.
const MIN_TOWNSHIP_CHARS: usize = 3;

impl NameIndex {
    pub(super) fn new(places: &[Place]) -> Self {
        let mut entries = Vec::with_capacity(places.len() + 8_000);
        for (n, place) in places.iter().enumerate() {
            let n = u32::try_from(n).expect("the file has fewer than four billion rows");
            entries.push((&place.name, NameForm::Full, n, is_searched(place)));
            entries.extend(place.short.iter().map(|short| (short, NameForm::Short, n, true)));
        }
        entries.sort_unstable();
        let mut names: Vec<Name> = Vec::with_capacity(entries.len());
        let mut candidates = Vec::with_capacity(entries.len());
        let mut open: Vec<u32> = Vec::new();
        for (text, form, place, searched) in entries {
            let at = index(candidates.len());
            candidates.push(Candidate { place, form });
            match names.last_mut() {
                Some(last) if last.text == *text => {
                    last.candidates.end = at + 1;
                    last.searched |= searched;
                }
                _ => {
                    while open.last().is_some_and(|&n| !text.starts_with(&*names[n as usize].text)) {
                        open.pop();
                    }
                    let shorter = open.last().copied();
                    open.push(index(names.len()));
                    names.push(Name { text: text.clone(), searched, shorter, candidates: at..at + 1 });
                }
            }
        }
        let mut by_first = HashMap::new();
        let mut start = 0;
        for group in names.chunk_by(|one, other| one.text.chars().next() == other.text.chars().next()) {
            let end = start + index(group.len());
            if let Some(first) = group[0].text.chars().next() {
                by_first.insert(first, start..end);
            }
            start = end;
        }
        Self { names, candidates, by_first }
    }

    pub(super) fn get(&self, name: &str) -> &[Candidate] {
        match self.names.binary_search_by(|known| (*known.text).cmp(name)) {
            Ok(n) => self.of(n),
            Err(_) => &[],
        }
    }

    pub(super) fn candidates(&self, mention: &Mention) -> &[Candidate] {
        self.of(mention.name as usize)
    }

    pub(super) fn find_iter<'g, 't>(&'g self, text: &'t str) -> Mentions<'g, 't> {
        Mentions { index: self, text, at: 0 }
    }

    fn of(&self, n: usize) -> &[Candidate] {
        let Range { start, end } = self.names[n].candidates;
        &self.candidates[start as usize..end as usize]
    }

    /// The longest name that `text` begins with and that is looked for.
    fn longest_at(&self, text: &str) -> Option<u32> {
        let Range { start, end } = self.by_first.get(&text.chars().next()?)?.clone();
        let (start, end) = (start as usize, end as usize);
        let after = start + self.names[start..end].partition_point(|name| *name.text <= *text);
        let mut at = (after > start).then(|| index(after - 1));
        while let Some(n) = at {
            let name = &self.names[n as usize];
            if name.searched && text.starts_with(&*name.text) {
                return Some(n);
            }
            at = name.shorter;
        }
        None
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("the file has fewer than four billion names")
}

fn is_searched(place: &Place) -> bool {
    place.kind != PlaceKind::Township
        || (TOWNSHIP_CLASSES.iter().any(|class| place.name.ends_with(class))
            && place.name.chars().count() >= MIN_TOWNSHIP_CHARS)
}

/// The names in a text, in order; see [`Gazetteer::find_iter`](super::Gazetteer::find_iter).
#[derive(Debug)]
pub struct Mentions<'g, 't> {
    index: &'g NameIndex,
    text: &'t str,
    at: usize,
}

impl Iterator for Mentions<'_, '_> {
    type Item = Mention;

    fn next(&mut self) -> Option<Mention> {
        loop {
            let rest = &self.text[self.at..];
            let first = rest.chars().next()?;
            if let Some(name) = self.index.longest_at(rest) {
                let start = self.at;
                self.at += self.index.names[name as usize].text.len();
                return Some(Mention { span: Span::new(start, self.at), name });
            }
            self.at += first.len_utf8();
        }
    }
}
