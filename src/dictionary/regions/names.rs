//! Names → places, and names inside running text.

use std::borrow::Cow;
use std::ops::Range;

use super::{Place, PlaceKind};
use crate::dictionary::{Lexicon, LexiconHit};
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
    candidates: Range<u32>,
}

/// All names in one sorted list.
#[derive(Debug)]
pub(super) struct NameIndex {
    names: Vec<Name>,
    candidates: Vec<Candidate>,
    /// Those that running text is searched for.
    searched: Lexicon,
    /// For each word of `searched`, which name it is.
    searched_names: Vec<u32>,
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
        for (text, form, place, searched) in entries {
            let at = index(candidates.len());
            candidates.push(Candidate { place, form });
            match names.last_mut() {
                Some(last) if last.text == *text => {
                    last.candidates.end = at + 1;
                    last.searched |= searched;
                }
                _ => names.push(Name { text: text.clone(), searched, candidates: at..at + 1 }),
            }
        }
        let searched_names: Vec<u32> = (0..names.len()).filter(|&n| names[n].searched).map(index).collect();
        let searched = Lexicon::new(searched_names.iter().map(|&n| &*names[n as usize].text));
        Self { names, candidates, searched, searched_names }
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

    pub(super) fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Mention> + 'a {
        let mention = |hit: LexiconHit| Mention { span: hit.span, name: self.searched_names[hit.word] };
        self.searched.find_longest_iter(text).map(mention)
    }

    fn of(&self, n: usize) -> &[Candidate] {
        let Range { start, end } = self.names[n].candidates;
        &self.candidates[start as usize..end as usize]
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
