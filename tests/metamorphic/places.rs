//! Other places: the regions change, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use tongjian::dictionary::{Gazetteer, Place, PlaceKind};
use tongjian::model::{Fact, Platform, Practice, RegionCode, Span};
use tongjian::read::Report;

use super::common::dictionaries;
use super::{Differences, Found, assert_share, found, reports, squeezed, with_chars};

/// Every place that a report speaks of moves to another part of the country, with the places above it and the townships
/// in it: 福建省三明市三元区 becomes another province's city and its district, each with names as long as the old ones.
///
/// A place stays where it is, and those above it with it, if
/// - no place of its class elsewhere has names of the same length that are nobody else's and no ordinary words; then it
///   changes places with others of its city,
/// - one of its names in the text can mean two of the report's places (长沙 the city, 长沙 the county).
///
/// Where the report leaves a place undecided, the new names, which are nobody else's, may decide it.
#[test]
fn other_places_change_the_regions_and_nothing_else() {
    let mut differences = Differences::default();
    let (mut n_moved, mut n_records) = (0, 0);
    for report in reports() {
        let before = found(&report);
        let journey = Journey::plan(&report, &before);
        let regions = regions_of(&before);
        n_records += regions.len();
        n_moved += regions.iter().filter(|code| journey.moved(**code) != **code).count();
        let after = found(&journey.report(&report));
        let after = Journey::decided(after, &before);
        let expected = journey.found(&before);
        // A place's name may hold a word of the ontology (州, 市), which shows among the rivals of the right one.
        let sure =
            |facts: &[Fact]| facts.iter().map(|fact| Fact { confidence: 1.0, ..fact.clone() }).collect::<Vec<_>>();
        differences.compare(&report, &sure(&expected.facts), &sure(&after.facts));
        differences.compare(&report, &expected.platforms, &after.platforms);
        differences.compare(&report, &expected.practices, &after.practices);
    }
    assert_share("records in places that moved", n_moved, n_records, 60);
    differences.assert_none();
}

fn gazetteer() -> &'static Gazetteer {
    &dictionaries().regions
}

/// The region of every record that has one.
fn regions_of(found: &Found) -> Vec<RegionCode> {
    let facts = found.facts.iter().filter_map(|fact| fact.region);
    let platforms = found.platforms.iter().filter_map(|platform| platform.region);
    facts.chain(platforms).chain(found.practices.iter().filter_map(|practice| practice.region)).collect()
}

/// Where the places of a report move to, and what their names become.
#[derive(Default)]
struct Journey {
    places: BTreeMap<RegionCode, RegionCode>,
    names: BTreeMap<String, String>,
}

impl Journey {
    fn plan(report: &Report, found: &Found) -> Self {
        let (text, _) = squeezed(&report.text);
        let metadata = [&report.metadata.title, &report.metadata.source].into_iter().flatten();
        let text = metadata.fold(text, |text, more| text + "\n" + &squeezed(more).0);
        let mut spoken: BTreeSet<RegionCode> = regions_of(found).into_iter().chain(report.metadata.region).collect();
        let provinces: BTreeSet<RegionCode> = spoken.iter().map(|code| code.province()).collect();
        let mut townships = BTreeSet::new();
        for mention in gazetteer().find_iter(&text) {
            let mut meant = gazetteer().candidates(&mention).map(|(place, _)| place);
            let (Some(only), None) = (meant.next(), meant.next()) else { continue };
            if provinces.contains(&only.code.province()) {
                if only.kind == PlaceKind::Township {
                    townships.insert(only.code);
                }
                spoken.insert(gazetteer().reporting(only.code));
            }
        }
        let above: Vec<RegionCode> = spoken.iter().flat_map(|code| gazetteer().ancestors(*code)).collect();
        spoken.extend(above);
        spoken.retain(|code| gazetteer().get(*code).is_some());
        let used = gazetteer().find_iter(&text).map(|mention| mention.span.of(&text)).collect();
        let mut search =
            Search { text: &text, used, spoken, townships, fixed: BTreeSet::new(), journey: Self::default() };
        search.fix_shared_names();
        // Whenever a place finds no other to go to, it is held where it is, and the search begins again.
        while let Err(stuck) = search.moves() {
            search.fix(stuck);
        }
        search.change_seats();
        search.journey
    }

    fn moved(&self, code: RegionCode) -> RegionCode {
        self.places.get(&code).copied().unwrap_or(code)
    }

    /// The text with the new names, as many characters as before.
    fn renamed(&self, text: &str) -> String {
        let mut renamed = String::with_capacity(text.len());
        let mut copied = 0;
        for mention in gazetteer().find_iter(text) {
            let Span { start, end } = mention.span;
            if let Some(new) = self.names.get(&text[start..end]).filter(|_| is_name(text, mention.span)) {
                renamed.push_str(&text[copied..start]);
                renamed.push_str(new);
                copied = end;
            }
        }
        renamed + &text[copied..]
    }

    fn report(&self, report: &Report) -> Report {
        let mut report = report.clone();
        let (text, places) = squeezed(&report.text);
        report.text = with_chars(&report.text, places.into_iter().zip(self.renamed(&text).chars()));
        let metadata = &mut report.metadata;
        metadata.region = metadata.region.map(|code| self.moved(code));
        for words in [&mut metadata.title, &mut metadata.source].into_iter().flatten() {
            *words = self.renamed(words);
        }
        report
    }

    /// What should be found after the move.
    fn found(&self, before: &Found) -> Found {
        let fact = |fact: &Fact| {
            let region = fact.region.map(|code| self.moved(code));
            Fact {
                region,
                region_name: region.and_then(|code| gazetteer().full_name(code, fact.year)),
                actor: fact.actor.as_deref().map(|actor| self.renamed(actor)),
                item: self.renamed(&fact.item),
                quote: self.renamed(&fact.quote).into(),
                ..fact.clone()
            }
        };
        let platform = |platform: &Platform| Platform {
            region: platform.region.map(|code| self.moved(code)),
            name: self.renamed(&platform.name),
            core: self.renamed(&platform.core),
            quote: self.renamed(&platform.quote).into(),
            ..platform.clone()
        };
        let practice = |practice: &Practice| Practice {
            region: practice.region.map(|code| self.moved(code)),
            quote: self.renamed(&practice.quote).into(),
            ..practice.clone()
        };
        Found {
            facts: before.facts.iter().map(fact).collect(),
            platforms: before.platforms.iter().map(platform).collect(),
            practices: before.practices.iter().map(practice).collect(),
        }
    }

    /// What was found after the move, its regions left out where the report had left them undecided.
    fn decided(mut after: Found, before: &Found) -> Found {
        if after.facts.len() == before.facts.len() {
            for (fact, old) in after.facts.iter_mut().zip(&before.facts).filter(|(_, old)| old.region.is_none()) {
                fact.region = old.region;
                fact.region_name.clone_from(&old.region_name);
            }
        }
        after
    }
}

/// Whether a name in a text is surely one: short names that are ordinary words (和平, 三元) are names only between the
/// name of the place above and a body (三明三元政协), or the end of a bracket (【福建三元】).
fn is_name(text: &str, span: Span) -> bool {
    let places = &dictionaries().places;
    if !places.names.ordinary.holds(span.of(text)) {
        return true;
    }
    let before = gazetteer().find_iter(&text[..span.start]).last().is_some_and(|name| name.span.end == span.start);
    let rest = &text[span.end..];
    before && (rest.starts_with(['】', '）']) || places.bodies.organs.begins(rest))
}

struct Search<'t> {
    text: &'t str,
    /// The names in it.
    used: BTreeSet<&'t str>,
    /// Every place of the report at county level or above, with those above it.
    spoken: BTreeSet<RegionCode>,
    /// Every township of the report that only one place can be.
    townships: BTreeSet<RegionCode>,
    /// Places that stay.
    fixed: BTreeSet<RegionCode>,
    journey: Journey,
}

impl Search<'_> {
    /// Holds a place where it is, with the places above it.
    fn fix(&mut self, code: RegionCode) {
        self.fixed.insert(code);
        self.fixed.extend(gazetteer().ancestors(code));
    }

    /// Holds the places that share a name in the text.
    fn fix_shared_names(&mut self) {
        for mention in gazetteer().find_iter(self.text).collect::<Vec<_>>() {
            let meant: BTreeSet<RegionCode> = gazetteer()
                .candidates(&mention)
                .map(|(place, _)| place.code)
                .filter(|code| self.spoken.contains(code))
                .collect();
            if meant.len() > 1 {
                for code in meant {
                    self.fix(code);
                }
            }
        }
    }

    /// Finds a new place for each; else the place that found none.
    fn moves(&mut self) -> Result<(), RegionCode> {
        self.journey = Journey::default();
        let tops: Vec<RegionCode> = self.children(None).collect();
        for province in tops {
            let candidates = self.candidates(province, &Self::all(None));
            let home = candidates.into_iter().find(|candidate| self.settle(province, candidate).is_ok());
            if home.is_none() {
                let stays = self.fixed.contains(&province).then(|| gazetteer().get(province)).flatten();
                self.settle(province, stays.ok_or(province)?)?;
            }
        }
        Ok(())
    }

    /// Lets `code` move to `target` and finds a place there for everything in it.
    fn settle(&mut self, code: RegionCode, target: &'static Place) -> Result<(), RegionCode> {
        let stays = code == target.code;
        let mut taken = BTreeSet::new();
        let mut settled = Vec::new();
        for child in self.children(Some(code)).collect::<Vec<_>>() {
            if self.fixed.contains(&child) {
                let place = gazetteer().get(child).ok_or(child)?;
                self.settle(child, place)?;
                continue;
            }
            let candidates = self.candidates(child, &Self::all(Some(target.code)));
            let home = candidates
                .into_iter()
                .filter(|candidate| !taken.contains(&candidate.code))
                .find(|candidate| self.settle(child, candidate).is_ok());
            let home = home.ok_or(child)?;
            taken.insert(home.code);
            settled.push(home);
        }
        if !stays {
            let place = gazetteer().get(code).ok_or(code)?;
            let mut names = self.new_names(place, target).ok_or(code)?;
            names.extend(self.new_townships(code, target.code).ok_or(code)?);
            self.journey.places.insert(code, target.code);
            self.journey.names.extend(names);
        }
        Ok(())
    }

    /// Counties of one city that found no other place change places with each other.
    fn change_seats(&mut self) {
        let mut seats: BTreeMap<_, Vec<&'static Place>> = BTreeMap::new();
        for place in self.fixed.iter().filter_map(|code| gazetteer().get(*code)) {
            let shorts = || place.short.iter().filter(|short| self.used.contains(&***short));
            let plain = is_unmistakable(place) && shorts().all(|short| is_plain(short, place));
            if place.kind == PlaceKind::County && self.spoken.contains(&place.code) && plain {
                let lengths = (place.name.chars().count(), place.name.chars().last());
                seats.entry((place.parent, lengths)).or_default().push(place);
            }
        }
        for seats in seats.into_values().filter(|seats| seats.len() > 1) {
            let next = |n: usize| seats[(n + 1) % seats.len()];
            let trip = |(n, place): (usize, &&'static Place)| {
                let mut names = self.new_names(place, next(n))?;
                names.extend(self.new_townships(place.code, next(n).code)?);
                Some((place.code, next(n).code, names))
            };
            let Some(trips) = seats.iter().enumerate().map(trip).collect::<Option<Vec<_>>>() else { continue };
            for (from, to, names) in trips {
                self.journey.places.insert(from, to);
                self.journey.names.extend(names);
            }
        }
    }

    fn children(&self, parent: Option<RegionCode>) -> impl Iterator<Item = RegionCode> {
        self.spoken.iter().copied().filter(move |code| gazetteer().parent(*code) == parent)
    }

    /// All places of county level or above that stand directly in a place and can be mistaken for nothing else.
    fn all(parent: Option<RegionCode>) -> Vec<&'static Place> {
        places().iter().copied().filter(|place| place.parent == parent).collect()
    }

    /// The places among `all` that could stand for `code`, from a different one for each report.
    fn candidates(&self, code: RegionCode, all: &[&'static Place]) -> Vec<&'static Place> {
        let Some(place) = gazetteer().get(code).filter(|_| !self.fixed.contains(&code)) else { return Vec::new() };
        let fits = |other: &&&'static Place| {
            other.kind == place.kind
                && !self.spoken.contains(&other.code)
                && !self.text.contains(&*other.name)
                && other.short.iter().all(|short| !self.text.contains(&**short))
                && self.new_names(place, other).is_some()
                && self.new_townships(code, other.code).is_some()
        };
        let mut fitting: Vec<&'static Place> = all.iter().filter(fits).copied().collect();
        if !fitting.is_empty() {
            let first = self.text.len() % fitting.len();
            fitting.rotate_left(first);
        }
        fitting
    }

    /// Old name → new name, for the full name and every short one that the text uses; `None` where the lengths or the
    /// classes differ.
    fn new_names(&self, old: &Place, new: &Place) -> Option<BTreeMap<String, String>> {
        let class = |name: &str| {
            ["自治区", "自治州", "自治县", "自治旗", "特别行政区"]
                .into_iter()
                .find(|class| name.ends_with(class))
                .map_or_else(|| name.chars().last().map(String::from), |class| Some(class.to_owned()))
        };
        let length = |name: &str| name.chars().count();
        if length(&old.name) != length(&new.name) || class(&old.name) != class(&new.name) {
            return None;
        }
        let mut names = BTreeMap::from([(old.name.to_string(), new.name.to_string())]);
        for short in old.short.iter().filter(|short| self.used.contains(&***short)) {
            let twin = new.short.iter().find(|twin| length(twin) == length(short) && is_plain(twin, new))?;
            names.insert(short.to_string(), twin.to_string());
        }
        Some(names)
    }

    /// The same for the townships of a county.
    fn new_townships(&self, old: RegionCode, new: RegionCode) -> Option<BTreeMap<String, String>> {
        let mut names = BTreeMap::new();
        let of_old =
            self.townships.iter().filter_map(|code| gazetteer().get(*code)).filter(|town| town.parent == Some(old));
        for town in of_old {
            let class = |name: &str| name.chars().last();
            let fits = |other: &&Place| {
                other.name.chars().count() == town.name.chars().count()
                    && class(&other.name) == class(&town.name)
                    && !self.text.contains(&*other.name)
                    && !names.values().any(|taken: &String| *taken == other.name)
                    && is_unmistakable(other)
            };
            let twin = townships_of(new).find(fits)?;
            names.insert(town.name.to_string(), twin.name.to_string());
        }
        Some(names)
    }
}

/// Every place of county level or above that can be mistaken for nothing else.
fn places() -> &'static [&'static Place] {
    static PLACES: std::sync::LazyLock<Vec<&'static Place>> = std::sync::LazyLock::new(|| {
        let codes = (110_000..=820_000_u32).filter_map(|code| code.to_string().parse::<RegionCode>().ok());
        codes.filter_map(|code| gazetteer().get(code)).filter(|place| is_unmistakable(place)).collect()
    });
    &PLACES
}

fn townships_of(county: RegionCode) -> impl Iterator<Item = &'static Place> {
    let codes = (0..1000).filter_map(move |n| format!("{county}{n:03}").parse::<RegionCode>().ok());
    codes.filter_map(|code| gazetteer().get(code))
}

/// The reports are younger than this.
const FIRST_YEAR: i16 = 2008;

/// Whether a place has stood, and its name has been nobody else's, for as long as there are reports.
fn is_unmistakable(place: &Place) -> bool {
    place.from.is_none_or(|from| from <= FIRST_YEAR) && place.until.is_none() && is_plain(&place.name, place)
}

/// Whether a name of a place is nobody else's, and no other word.
fn is_plain(name: &str, place: &Place) -> bool {
    let words = &dictionaries().places.names;
    let gone = |other: &Place| other.until.is_some_and(|until| until <= FIRST_YEAR);
    gazetteer().by_name(name).all(|(other, _)| other.code == place.code || gone(other))
        && !(words.ordinary.holds(name) || words.generic.holds(name))
        && !name.contains(|char| "一二三四五六七八九十百千万亿两双零".contains(char))
        && dictionaries().metrics.hits(name).all(|hit| hit.span.of(name).chars().count() < 2)
        && dictionaries().practices.find(name).is_empty()
}
