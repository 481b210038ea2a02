//! Who uses something, who was read and does not mention it, and of whom no report was read.

use std::collections::BTreeSet;

use crate::dictionary::{Gazetteer, PlaceKind};
use crate::model::{ArticleRecord, RegionCode, RegionLevel};

/// Which places a question is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// These places with everything in them; none for the whole country.
    pub within: Vec<RegionCode>,
    /// Only places as high as one of these; none for all of them.
    pub levels: Vec<RegionLevel>,
}

/// What the reports tell of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// A report says that the place uses it.
    Uses,
    /// Reports of the place were read, and none mentions it: that is not to say that it is not used.
    NotMentioned,
    /// No report of the place was read.
    NotRead,
}

impl Answer {
    /// The word that stands for the answer in exported tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uses => "uses",
            Self::NotMentioned => "not_mentioned",
            Self::NotRead => "not_read",
        }
    }
}

/// The places that a question is about and that are not known to use something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Others {
    /// Read, but not mentioned.
    pub not_mentioned: Vec<RegionCode>,
    /// No report was read.
    pub not_read: Vec<RegionCode>,
}

impl Places {
    /// Whether a level is among those that are asked for; what no report places is on no level.
    pub fn admit_level(&self, region: Option<RegionCode>) -> bool {
        self.levels.is_empty() || region.is_some_and(|region| self.levels.contains(&region.to_county().level()))
    }

    /// Every province, city and county that stands today and is asked for, in the order of codes.
    pub fn standing(&self, gazetteer: &Gazetteer) -> Vec<RegionCode> {
        let is_asked_for = |code: RegionCode| {
            self.admit_level(Some(code))
                && (self.within.is_empty() || self.within.iter().any(|outer| gazetteer.covers(*outer, code)))
        };
        let places = gazetteer.places().iter().filter(|place| {
            matches!(place.kind, PlaceKind::Province | PlaceKind::City | PlaceKind::County) && place.stands_in(None)
        });
        places.map(|place| place.code).filter(|code| is_asked_for(*code)).collect()
    }
}

/// Tells apart who was read and who was not, among the places that are not in `users`.
///
/// A place was read when a report is its own or a section of one is about it. What a place did before it was renamed or
/// merged counts for its successor.
pub fn others<'a>(
    places: &Places,
    users: &BTreeSet<RegionCode>,
    articles: impl IntoIterator<Item = &'a ArticleRecord>,
    gazetteer: &Gazetteer,
) -> Others {
    let users = with_successors(users.iter().copied(), gazetteer);
    // Many reports tell of few places, and looking a place up costs more than sorting its code.
    let told_of: BTreeSet<RegionCode> = articles
        .into_iter()
        .flat_map(|article| {
            std::iter::once(article.region).chain(article.sections.iter().map(|section| section.region)).flatten()
        })
        .collect();
    let read = with_successors(told_of.into_iter().map(|region| gazetteer.reporting(region)), gazetteer);
    let others = places.standing(gazetteer).into_iter().filter(|code| !users.contains(code));
    let (not_mentioned, not_read) = others.partition(|code| read.contains(code));
    Others { not_mentioned, not_read }
}

fn with_successors(codes: impl Iterator<Item = RegionCode>, gazetteer: &Gazetteer) -> BTreeSet<RegionCode> {
    let mut all: BTreeSet<RegionCode> = codes.collect();
    let mut to_follow: Vec<RegionCode> = all.iter().copied().collect();
    while let Some(code) = to_follow.pop() {
        to_follow.extend(gazetteer.successors(code).iter().filter(|next| all.insert(**next)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::DictionarySource;
    use crate::model::DocId;

    fn article(region: &str) -> ArticleRecord {
        ArticleRecord {
            doc: DocId::new("a.txt"),
            title: None,
            date: None,
            source: None,
            region: region.parse().ok(),
            chars: 3,
            sections: Vec::new(),
            whole: None,
            files: Vec::new(),
        }
    }

    #[test]
    fn silence_is_not_the_same_as_no_report() {
        let gazetteer = Gazetteer::load(&DictionarySource::Embedded).unwrap();
        let code = |text: &str| text.parse::<RegionCode>().unwrap();
        let places = Places { within: vec![code("350400")], levels: vec![RegionLevel::County] };
        // 沙县 350427 became 沙县区 350405, which therefore has been read.
        let articles = [article("350427"), article("350404"), article("350200")];
        let found = others(&places, &BTreeSet::from([code("350404")]), &articles, &gazetteer);
        assert_eq!(found.not_mentioned, [code("350405")]);
        assert!(found.not_read.contains(&code("350481")));
        assert!(!found.not_read.contains(&code("350427")), "it no longer stands");
        assert!(found.not_read.iter().all(|code| code.level() == RegionLevel::County));
        let of_old = others(&places, &BTreeSet::from([code("350427")]), &[], &gazetteer);
        assert!(!of_old.not_read.contains(&code("350405")), "its predecessor uses it");
    }
}
