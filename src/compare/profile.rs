//! Records → everything known of one place.

use std::collections::{BTreeMap, BTreeSet};

use super::adoption::{Adopter, Use, adopters};
use super::comparison::{Axis, Comparison, Group, Options, compare};
use super::marks::Mark;
use crate::dictionary::Dictionaries;
use crate::model::{ArticleRecord, Fact, Platform, Practice, PracticeId, Problem, Record, RegionCode, Status};

/// Everything known of one place, its townships included, the places in it left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Which place.
    pub region: RegionCode,
    /// The ways of working that it uses, by id.
    pub practices: Vec<(PracticeId, Adopter)>,
    /// The named things that it runs, by the names without quotation marks and kind.
    pub platforms: Vec<(String, Adopter)>,
    /// What it has done, by metric, one year after the other.
    pub results: Comparison,
    /// What it means to do.
    pub plans: Comparison,
    /// The reports that tell of it, the latest first.
    pub reports: Vec<ArticleRecord>,
    /// What is odd about those reports, as far as they are about it.
    pub problems: Vec<Problem>,
    /// The families of metrics of which nothing is known here, in the order of the dictionary.
    pub unknown_families: Vec<String>,
    /// The places in it that reports tell of, each with the number of its facts, practices and platforms.
    pub within: BTreeMap<RegionCode, usize>,
}

impl Profile {
    /// Builds the page of a place from all records of it and of the places in it, and the problems of the reports that
    /// tell of it; other records are passed over.
    pub fn new(
        region: RegionCode,
        records: &[Record],
        articles: &BTreeMap<String, ArticleRecord>,
        dictionaries: &Dictionaries,
    ) -> Self {
        let mut told = Told::default();
        for record in records {
            told.take(region, record, dictionaries);
        }
        let is_report = |article: &&ArticleRecord| {
            told.docs.contains(article.doc.as_str()) || article.region.map(RegionCode::to_county) == Some(region)
        };
        let mut reports: Vec<ArticleRecord> = articles.values().filter(is_report).cloned().collect();
        reports.sort_by(|a, b| (b.date, a.doc.as_str()).cmp(&(a.date, b.doc.as_str())));
        let is_about = |problem: &&Problem| {
            articles.get(problem.doc.as_str()).is_some_and(|article| is_about(article, problem, region))
        };
        let of_status = |status| {
            // Years that follow each other are no reason for caution.
            let options = Options { axis: Axis::Year, statuses: vec![status], ..Options::default() };
            compare(told.facts.iter().cloned(), articles, &dictionaries.units, &options)
        };
        let known: BTreeSet<&str> = told.facts.iter().map(|fact| fact.metric.family()).collect();
        let mut unknown_families: Vec<String> = Vec::new();
        for metric in dictionaries.metrics.all() {
            let family = metric.id.family();
            // A metric outside every family takes what fits nowhere else, which nobody misses.
            let is_member = metric.id.as_str() != family;
            if is_member && !known.contains(family) && unknown_families.last().is_none_or(|last| last != family) {
                unknown_families.push(family.to_owned());
            }
        }
        Self {
            region,
            practices: adopted(told.practices, articles),
            platforms: adopted(told.platforms, articles),
            results: of_status(Status::Done),
            plans: of_status(Status::Plan),
            problems: told.problems.iter().filter(is_about).cloned().collect(),
            reports,
            unknown_families,
            within: told.within,
        }
    }

    /// Whether no report tells of the place itself.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// The results that reports state differently, or that a later report restates.
    pub fn disputed(&self) -> impl Iterator<Item = &Group> {
        let is_disputed =
            |group: &&Group| group.marks.iter().any(|m| matches!(m, Mark::Contradiction | Mark::Revision));
        self.results.groups.iter().filter(is_disputed)
    }
}

/// The records of one place.
#[derive(Debug, Default)]
struct Told {
    facts: Vec<Fact>,
    practices: BTreeMap<PracticeId, Vec<Use>>,
    platforms: BTreeMap<String, Vec<Use>>,
    problems: Vec<Problem>,
    docs: BTreeSet<String>,
    within: BTreeMap<RegionCode, usize>,
}

impl Told {
    fn take(&mut self, place: RegionCode, record: &Record, dictionaries: &Dictionaries) {
        let region = match record {
            Record::Fact(fact) => fact.region,
            Record::Practice(practice) => practice.region,
            Record::Platform(platform) => platform.region,
            Record::Problem(problem) => {
                self.problems.push(problem.clone());
                return;
            }
            Record::Article(_) => return,
        };
        let Some(region) = region.map(RegionCode::to_county) else { return };
        if region != place {
            if dictionaries.regions.covers(place, region) {
                *self.within.entry(region).or_default() += 1;
            }
            return;
        }
        self.docs.insert(record.doc().as_str().to_owned());
        match record {
            Record::Fact(fact) => self.facts.push(fact.clone()),
            Record::Practice(practice) => {
                self.practices.entry(practice.practice.clone()).or_default().push(use_of_practice(practice));
            }
            Record::Platform(platform) => {
                self.platforms.entry(platform.core.clone()).or_default().push(use_of_platform(platform));
            }
            Record::Problem(_) | Record::Article(_) => {}
        }
    }
}

fn use_of_practice(practice: &Practice) -> Use {
    let Practice { doc, start, end, region, rule, quote, also_in, corrected, .. } = practice.clone();
    let (name, corrected) = (rule.to_string(), corrected.map(|review| review.verdict));
    Use { doc, start, end, region, name, quote, also_in, corrected }
}

fn use_of_platform(platform: &Platform) -> Use {
    let Platform { doc, start, end, region, name, quote, also_in, corrected, .. } = platform.clone();
    Use { doc, start, end, region, name, quote, also_in, corrected: corrected.map(|review| review.verdict) }
}

/// Each thing with its one adopter.
fn adopted<T>(uses: BTreeMap<T, Vec<Use>>, articles: &BTreeMap<String, ArticleRecord>) -> Vec<(T, Adopter)> {
    uses.into_iter().filter_map(|(what, uses)| Some((what, adopters(&uses, articles).into_iter().next()?))).collect()
}

/// Whether a problem of a report is about a place: of a digest of several places, only what stands in its section.
fn is_about(article: &ArticleRecord, problem: &Problem, region: RegionCode) -> bool {
    let is_here = |code: Option<RegionCode>| code.map(RegionCode::to_county) == Some(region);
    is_here(article.region)
        || article
            .sections
            .iter()
            .any(|section| is_here(section.region) && section.start <= problem.start && problem.start < section.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::DictionarySource;
    use crate::model::{DocId, ProblemCode};

    fn practice(region: &str) -> Record {
        Record::Practice(Practice {
            doc: DocId::new("a.txt"),
            start: 3,
            end: 8,
            practice: PracticeId::new("reception_day"),
            region: region.parse().ok(),
            quote: "委员接待日照常开门。".into(),
            rule: "委员接待日".into(),
            place: None,
            also_in: Vec::new(),
            corrected: None,
        })
    }

    #[test]
    fn a_city_is_told_apart_from_its_districts() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let article = ArticleRecord {
            doc: DocId::new("a.txt"),
            title: None,
            date: "2024".parse().ok(),
            source: None,
            region: "350200".parse().ok(),
            chars: 30,
            sections: Vec::new(),
            whole: None,
            files: Vec::new(),
        };
        let articles = BTreeMap::from([("a.txt".to_owned(), article)]);
        let doc = DocId::new("a.txt");
        let problem = Problem { doc, start: 0, end: 2, code: ProblemCode::Placeholder, message: "×件".to_owned() };
        let records = [practice("350203"), practice("350203001"), practice("350200"), Record::Problem(problem)];
        let profile = |code: &str| Profile::new(code.parse().unwrap(), &records, &articles, &dictionaries);
        let city = profile("350200");
        assert_eq!(city.practices.len(), 1);
        assert_eq!(city.practices[0].1.since, Some(2024));
        assert_eq!(city.within, BTreeMap::from([("350203".parse().unwrap(), 2)]));
        assert_eq!((city.reports.len(), city.problems.len()), (1, 1));
        let district = profile("350203");
        // Its city's report tells of it; what is odd about that report is not its own.
        assert_eq!((district.reports.len(), district.problems.len()), (1, 0));
        assert!(district.within.is_empty());
        assert!(profile("350206").is_empty());
        assert!(district.unknown_families.contains(&"consultation".to_owned()));
    }
}
