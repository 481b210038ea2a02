//! Every place of China, with its code, its names and the years in which it stood.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::dictionary::source::{DictionarySource, fault};
use crate::error::Result;
use crate::model::RegionCode;

mod called;
mod names;
mod near;
mod table;

use names::NameIndex;
pub use names::{Candidate, Mention, NameForm};

const FILE: &str = "regions.csv";

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// 省、自治区、直辖市、特别行政区.
    Province,
    /// 地级市、地区、自治州、盟.
    City,
    /// 县、区、县级市、旗.
    County,
    /// A development zone or managed area that statistics count beside counties, but that is none.
    Area,
    /// 乡、镇、街道, and what is counted as one.
    Township,
}

/// A place under one code and name, for as long as it bore both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its code.
    pub code: RegionCode,
    /// Its official name.
    pub name: Cow<'static, str>,
    /// What it is.
    pub kind: PlaceKind,
    /// The place above; `None` for a province.
    pub parent: Option<RegionCode>,
    /// What people call it; townships have none here.
    pub short: Vec<Cow<'static, str>>,
    /// First year that has it; `None` where that was before 1981 or is not known.
    pub from: Option<i16>,
    /// First year that has it no more; `None` while it stands.
    pub until: Option<i16>,
    /// What took its place.
    pub successors: Vec<RegionCode>,
}

impl Place {
    /// Whether the place stood in a year; without a year, whether it stands today.
    pub fn stands_in(&self, year: Option<i16>) -> bool {
        match year {
            Some(year) => self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year < until),
            None => self.until.is_none(),
        }
    }
}

/// The table of all places, to be asked by code and by name.
///
/// # Source
/// `dictionaries/regions.csv`; see `dictionaries/SOURCES.md` for its origin.
#[derive(Debug)]
pub struct Gazetteer {
    /// Sorted by code, then by first year.
    places: Vec<Place>,
    /// Sorted when the first name is looked up: many questions only ask by code.
    names: OnceLock<NameIndex>,
}

impl Gazetteer {
    /// Loads and checks the table.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason for
    /// - a row that has no code or name, an unknown level, or a level that does not fit the code,
    /// - a code that two rows claim for the same years,
    /// - a parent or successor that is no row.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        match source.text(FILE)? {
            Cow::Borrowed(text) => Self::read(text, Cow::Borrowed),
            Cow::Owned(text) => Self::parse(&text),
        }
    }

    /// Reads the table from text; see [`Gazetteer::load`].
    ///
    /// # Errors
    /// As [`Gazetteer::load`].
    pub fn parse(text: &str) -> Result<Self> {
        Self::read(text, |value| Cow::Owned(value.to_owned()))
    }

    fn read<'t>(text: &'t str, keep: fn(&'t str) -> Cow<'static, str>) -> Result<Self> {
        let places = table::read(text, keep).map_err(|(line, reason)| fault(FILE, line, reason))?;
        Ok(Self { places, names: OnceLock::new() })
    }

    /// How many rows the table has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Every row, by code, then by first year.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place that bears the code, or bore it last.
    pub fn get(&self, code: RegionCode) -> Option<&Place> {
        self.rows(code).last()
    }

    /// The place that bore the code in a year; where no row covers the year, the one that bore it last.
    pub fn get_in(&self, code: RegionCode, year: Option<i16>) -> Option<&Place> {
        let rows = self.rows(code);
        rows.iter().find(|place| place.stands_in(year)).or(rows.last())
    }

    /// The official name under a code in a year (500101: 万县区 in 1997, 万州区 since).
    pub fn name_in(&self, code: RegionCode, year: Option<i16>) -> Option<&str> {
        self.get_in(code, year).map(|place| &*place.name)
    }

    /// The name with those of all places above: 福建省三明市三元区; 全国 for the whole country.
    pub fn full_name(&self, code: RegionCode, year: Option<i16>) -> Option<String> {
        if code == RegionCode::CHINA {
            return Some("全国".to_owned());
        }
        let place = self.get_in(code, year)?;
        let mut names =
            self.ancestors(code).map(|above| self.name_in(above, year).unwrap_or_default()).collect::<Vec<_>>();
        names.reverse();
        names.push(&place.name);
        Some(names.concat())
    }

    /// The places above, nearest first; the country left out.
    pub fn ancestors(&self, code: RegionCode) -> impl Iterator<Item = RegionCode> {
        std::iter::successors(self.parent(code), |&above| self.parent(above))
    }

    /// The place above; `None` for a province or an unknown code.
    pub fn parent(&self, code: RegionCode) -> Option<RegionCode> {
        self.get(code)?.parent
    }

    /// Whether `inner` is `outer` or lies in it. The country covers everything.
    pub fn covers(&self, outer: RegionCode, inner: RegionCode) -> bool {
        outer.covers(inner) || self.ancestors(inner).any(|above| above == outer)
    }

    /// Whom a place reports for: a township counts for its county, a development zone for the place above it.
    pub fn reporting(&self, code: RegionCode) -> RegionCode {
        match self.get(code) {
            Some(Place { kind: PlaceKind::Township | PlaceKind::Area, parent: Some(parent), .. }) => {
                self.reporting(*parent)
            }
            Some(_) => code,
            None => code.to_county(),
        }
    }

    /// The codes that took the place of one that no longer stands; empty while it stands.
    pub fn successors(&self, code: RegionCode) -> &[RegionCode] {
        self.get(code).map_or(&[], |place| &place.successors)
    }

    /// Every place that bears or bore the name, in full or in short, in the order of codes.
    pub fn by_name<'g>(&'g self, name: &str) -> impl Iterator<Item = (&'g Place, NameForm)> {
        self.names().get(name).iter().map(|candidate| (&self.places[candidate.place()], candidate.form))
    }

    /// The places that bear the name in a year; where none does, those that bore it.
    pub fn by_name_in(&self, name: &str, year: Option<i16>) -> Vec<(&Place, NameForm)> {
        let all = self.by_name(name).collect::<Vec<_>>();
        let standing = all.iter().copied().filter(|(place, _)| place.stands_in(year)).collect::<Vec<_>>();
        if standing.is_empty() { all } else { standing }
    }

    /// Every name in the text, leftmost first, the longest where several begin together.
    ///
    /// Full and short names of counties and above, full names of townships that end in 街道, 镇, 乡 or 苏木. Whether
    /// the words mean the place is for the reader of the context to say.
    pub fn find_iter<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Mention> + 'a {
        self.names().find_iter(text)
    }

    /// The places that a mention can mean.
    pub fn candidates(&self, mention: &Mention) -> impl Iterator<Item = (&Place, NameForm)> {
        self.names().candidates(mention).iter().map(|candidate| (&self.places[candidate.place()], candidate.form))
    }

    fn names(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::new(&self.places))
    }

    fn rows(&self, code: RegionCode) -> &[Place] {
        let start = self.places.partition_point(|place| place.code < code);
        let n_rows = self.places[start..].iter().take_while(|place| place.code == code).count();
        &self.places[start..start + n_rows]
    }
}

#[cfg(test)]
mod tests;
