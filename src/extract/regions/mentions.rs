//! Names of places in the text: which words are one, and which place each may mean.

use super::words::{Words, is_han};
use crate::dictionary::{Gazetteer, NameForm, Place, PlaceKind, Places};
use crate::model::{RegionCode, RegionLevel, Span};

/// Names that stand directly behind each other, each inside the place before it: 厦门市思明区厦港街道.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlaceName {
    /// The whole chain.
    pub(super) span: Span,
    /// What the last name may mean, in the order of codes.
    pub(super) candidates: Vec<RegionCode>,
    /// How sure it is that the words mean a place at all.
    pub(super) form: Form,
    /// Whether a body such as 政协 follows directly.
    pub(super) before_body: bool,
}

/// How a place is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// An official name, or a short one that its surroundings make certain.
    Certain,
    /// A short name that could be another word: a place only where the report is about it or what lies around it.
    Short,
}

/// Every chain of names in the text, in order.
pub(super) fn find(text: &str, year: Option<i16>, gazetteer: &Gazetteer, places: &Places) -> Vec<PlaceName> {
    let words = Words::new(places);
    let mut found: Vec<PlaceName> = Vec::new();
    for mention in gazetteer.find_iter(text) {
        let span = mention.span;
        let name = span.of(text);
        let candidates = in_year(gazetteer.candidates(&mention).collect(), year);
        let full = candidates.iter().any(is_full);
        let codes = codes(&candidates);
        let rest = &text[span.end..];
        let before_body = words.starts_with_body(rest).is_some();
        let above = found.last().filter(|last| last.span.end == span.start);
        let nested = above.map(|above| within(gazetteer, &above.candidates, &codes)).unwrap_or_default();
        let sure = if full {
            is_sure_full(text, span, before_body, !nested.is_empty(), words)
        } else {
            before_body || !nested.is_empty()
        };
        // 深圳南山政协 and 【河南新安】 are places, 南昌新建5个 is none.
        let ordinary = !full && places.names.ordinary.holds(name);
        let stands_alone = before_body || rest.chars().next().is_none_or(|c| !is_han(c) && !c.is_ascii_digit());
        let another_word = full && words.continues_as_another_word(name, rest);
        if full && !sure || !full && (ordinary && (nested.is_empty() || !stands_alone)) {
            continue;
        }
        let other_thing = !full && !before_body && words.names_something_else(rest);
        if other_thing && nested.is_empty() {
            continue;
        }
        let form = if sure && !another_word { Form::Certain } else { Form::Short };
        match found.last_mut().filter(|last| last.span.end == span.start && !nested.is_empty()) {
            Some(last) => {
                last.span.end = span.end;
                last.candidates = nested;
                last.form = form;
                last.before_body = before_body;
            }
            None => found.push(PlaceName { span, candidates: codes, form, before_body }),
        }
    }
    found
}

/// The chain that begins at a byte.
pub(super) fn beginning_at(names: &[PlaceName], start: usize) -> Option<&PlaceName> {
    names.binary_search_by_key(&start, |name| name.span.start).ok().map(|index| &names[index])
}

/// The chains that begin inside a stretch.
pub(super) fn inside(names: &[PlaceName], span: Span) -> &[PlaceName] {
    let first = names.partition_point(|name| name.span.start < span.start);
    let names = &names[first..];
    &names[..names.partition_point(|name| name.span.start < span.end)]
}

/// The places that stood in the year, else all that ever bore the name; short names only where no full one fits.
fn in_year(all: Vec<(&Place, NameForm)>, year: Option<i16>) -> Vec<(&Place, NameForm)> {
    let standing = all.iter().copied().filter(|(place, _)| place.stands_in(year)).collect::<Vec<_>>();
    let pool = if standing.is_empty() { all } else { standing };
    let full = pool.iter().copied().filter(is_full).collect::<Vec<_>>();
    if full.is_empty() { pool } else { full }
}

/// Whether a name is its place's official one; a township's other name is no ordinary word either.
fn is_full((place, form): &(&Place, NameForm)) -> bool {
    *form == NameForm::Full || place.kind == PlaceKind::Township
}

fn codes(candidates: &[(&Place, NameForm)]) -> Vec<RegionCode> {
    let mut codes = candidates.iter().map(|(place, _)| place.code).collect::<Vec<_>>();
    codes.dedup();
    codes
}

/// Which of `inner` lie in one of `outer`.
fn within(gazetteer: &Gazetteer, outer: &[RegionCode], inner: &[RegionCode]) -> Vec<RegionCode> {
    inner
        .iter()
        .copied()
        .filter(|&code| outer.iter().any(|&above| above != code && gazetteer.covers(above, code)))
        .collect()
}

/// Whether a full name means its place: most do; 城区 and 开县 need more.
fn is_sure_full(text: &str, span: Span, before_body: bool, nested: bool, words: Words<'_>) -> bool {
    let name = span.of(text);
    if nested {
        return true;
    }
    if words.is_generic(name) {
        return before_body;
    }
    name.chars().count() > 2 || words.opens_before(&text[..span.start])
}

impl PlaceName {
    /// The one place meant, given whose report it is: the only candidate; else the only one inside or above `scope`;
    /// else the highest of those that share a name because one is the seat of the other (吉林, 和田).
    pub(super) fn resolve(&self, scope: Option<RegionCode>, gazetteer: &Gazetteer) -> Option<RegionCode> {
        let Some(scope) = scope else { return self.alone(gazetteer) };
        let mut at = Some(scope);
        while let Some(around) = at {
            let inside =
                self.candidates.iter().copied().filter(|&code| gazetteer.covers(around, code)).collect::<Vec<_>>();
            if !inside.is_empty() {
                return highest(&inside, gazetteer);
            }
            at = gazetteer.parent(around);
        }
        let above = self.candidates.iter().copied().find(|&code| gazetteer.covers(code, scope));
        above.or_else(|| self.alone(gazetteer))
    }

    /// The place meant where nothing else is known.
    pub(super) fn alone(&self, gazetteer: &Gazetteer) -> Option<RegionCode> {
        highest(&self.candidates, gazetteer)
    }
}

/// The only one, or the one that stands above all others; one at a higher level wins over namesakes further down only
/// where the name is a short one for it, which the gazetteer has decided by then.
fn highest(codes: &[RegionCode], gazetteer: &Gazetteer) -> Option<RegionCode> {
    let first = codes.iter().copied().min_by_key(|code| (code.level(), *code))?;
    let rivals =
        codes.iter().any(|&code| code != first && !gazetteer.covers(first, code) && code.level() == first.level());
    let counties = first.level() >= RegionLevel::County;
    let alone = if counties { !codes.iter().any(|&code| reports_elsewhere(code, first, gazetteer)) } else { !rivals };
    alone.then_some(first)
}

fn reports_elsewhere(code: RegionCode, first: RegionCode, gazetteer: &Gazetteer) -> bool {
    gazetteer.reporting(code) != gazetteer.reporting(first)
}
