//! Whose work a stretch of text describes.
//!
//! Four questions, each in its own file: which words are places (`mentions`), whose report it is (`article`), whom
//! each part is about (`sections`), and which place a sentence itself makes its subject (`subject`). The words that
//! decide stand in `dictionaries/places.toml`, the places in `dictionaries/regions.csv`.

mod article;
mod mentions;
mod parts;
mod sections;
mod subject;
mod words;

pub use parts::Head;

use crate::dictionary::{Gazetteer, Places};
use crate::model::{Metadata, RegionCode, Span};
use crate::segment::{Block, Structure};
use words::{OwnPlace, Words};

/// The region of every part of one report.
#[derive(Debug, Clone, Default)]
pub struct RegionContext {
    article: Option<RegionCode>,
    sections: Vec<Option<RegionCode>>,
    heads: Vec<Head>,
    /// From each byte on, whose work is described; sorted.
    stretches: Vec<(usize, Option<RegionCode>)>,
    /// Bodies that act, each with the stretch of text in which it does; sorted.
    actors: Vec<Actor>,
    /// Official names that stand inside the name of the place above them, in order.
    names: Vec<Span>,
}

/// A body that acts, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Actor {
    name: Span,
    reach: Span,
}

/// A name that the report gives no means to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// Where the name stands first in the clean text.
    pub span: Span,
    /// The name as written.
    pub name: String,
    /// The places that it may mean, in the order of codes.
    pub candidates: Vec<RegionCode>,
}

/// A report with everything that places are decided by.
#[derive(Debug, Clone, Copy)]
struct Scene<'t> {
    text: &'t str,
    structure: &'t Structure,
    year: Option<i16>,
    gazetteer: &'t Gazetteer,
    places: &'t Places,
    words: Words<'t>,
}

impl RegionContext {
    /// Decides the region of every part of a report.
    ///
    /// `year` is the report's own: places are read as of then. What metadata says of the region wins.
    ///
    /// Names that the report does not decide are returned beside the context; what hangs on them has no region.
    pub fn resolve(
        text: &str,
        structure: &Structure,
        metadata: &Metadata,
        year: Option<i16>,
        gazetteer: &Gazetteer,
        places: &Places,
    ) -> (Self, Vec<Ambiguity>) {
        let scene = Scene { text, structure, year, gazetteer, places, words: Words::new(places) };
        let names = scene.names_in(text);
        let headed = sections::headed(&scene, &names);
        let article = article::infer(&scene, &names, &headed, metadata);
        let sections = sections::regions(&scene, &names, article.region);
        let heads = parts::heads(&scene, &names, &sections);
        let subjects = subject::read(&scene, &names, article.region, &sections);
        let mut ambiguities = Vec::new();
        let undecided = article.undecided.into_iter().chain(subjects.undecided);
        for (span, candidates) in undecided {
            let name = span.of(text).to_owned();
            if !ambiguities.iter().any(|known: &Ambiguity| known.name == name) {
                ambiguities.push(Ambiguity { span, name, candidates });
            }
        }
        let spans = names.iter().filter(|name| name.form == mentions::Form::Certain).map(|name| name.span).collect();
        let context = Self {
            article: article.region,
            sections,
            heads,
            stretches: subjects.stretches,
            actors: subjects.actors,
            names: spans,
        };
        (context, ambiguities)
    }

    /// Whose report it is as a whole.
    pub fn article(&self) -> Option<RegionCode> {
        self.article
    }

    /// Whom the section with this index in [`Structure::sections`](crate::segment::Structure::sections) is about.
    pub fn section(&self, section: usize) -> Option<RegionCode> {
        self.sections.get(section).copied().unwrap_or(self.article)
    }

    /// Where the report turns to another place: its beginning, then headings, bylines and labels.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Whose work the words at `span` of the clean text describe: always a county or above.
    pub fn at(&self, span: Span) -> Option<RegionCode> {
        let after = self.stretches.partition_point(|(start, _)| *start <= span.start);
        match after.checked_sub(1) {
            Some(index) => self.stretches[index].1,
            None => self.article,
        }
    }

    /// Whether a numeral is part of a place's name, behind that of the place above it: 敖汉旗四家子镇.
    pub fn in_name(&self, numeral: Span) -> bool {
        let before = self.names.partition_point(|name| name.start < numeral.start);
        self.names[..before].last().is_some_and(|name| name.contains(numeral))
    }

    /// Who acts in the sentence that holds `span`, where it says so (区政协, 三元区政协).
    pub fn actor_at(&self, span: Span) -> Option<Span> {
        let after = self.actors.partition_point(|actor| actor.reach.start <= span.start);
        let actor = self.actors.get(after.checked_sub(1)?)?;
        (span.start < actor.reach.end).then_some(actor.name)
    }
}

impl<'t> Scene<'t> {
    fn names_in(&self, text: &str) -> Vec<mentions::PlaceName> {
        mentions::find(text, self.year, self.gazetteer, self.places)
    }

    /// The line that holds a stretch of text.
    fn block_of(&self, span: Span) -> Option<&'t Block> {
        let blocks = &self.structure.blocks;
        let after = blocks.partition_point(|block| block.span.start <= span.start);
        blocks.get(after.checked_sub(1)?).filter(|block| block.span.contains(span))
    }

    /// The character boundary at most `bytes` before a place in the text.
    fn near(&self, at: usize, bytes: usize) -> usize {
        self.text.ceil_char_boundary(at.saturating_sub(bytes))
    }

    /// Every 我市, 市政协 and the like, with where it stands.
    fn own_places(&self) -> impl Iterator<Item = (usize, OwnPlace<'t>)> {
        let Self { text, words, .. } = *self;
        let places = words.own_place_beginnings(text);
        places.filter_map(move |at| words.own_place_at(text, at).map(|own| (at, own)))
    }

    /// Whether the words name a place, call it 我县 and the like, or tell that someone comes to it.
    fn speaks_of(&self, place: RegionCode, words: &str) -> bool {
        let names = self.gazetteer.get_in(place, self.year);
        let initial = names.and_then(|place| place.name.chars().next());
        if self.words.comes_here(words, initial) {
            return true;
        }
        names.is_some_and(|place| std::iter::once(&place.name).chain(&place.short).any(|name| words.contains(&**name)))
            || self.words.own_place_beginnings(words).any(|at| {
                let own = self.words.own_place_at(words, at).filter(|own| !own.body);
                own.is_some_and(|own| self.own_place(place, own.class) == Some(place))
            })
    }

    /// The place of a class that `from` is or lies in: 市 for 同安区 is 厦门市.
    fn own_place(&self, from: RegionCode, class: &str) -> Option<RegionCode> {
        std::iter::once(from)
            .chain(self.gazetteer.ancestors(from))
            .find(|&code| self.gazetteer.name_in(code, self.year).is_some_and(|name| name.ends_with(class)))
    }
}

#[cfg(test)]
mod tests;
