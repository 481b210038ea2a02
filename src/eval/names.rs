//! Platforms and practices: sets of names, report by report.

use std::collections::{BTreeMap, BTreeSet};

use super::Mistake;
use super::gold::{GoldPlatform, GoldPractice, SaidPlatform, SaidPractice};
use super::measure::Score;
use crate::model::{Squeezed, squeeze};

/// Platforms, one to one within a report and region: equal cores first, then a core that stands inside the other's
/// name.
pub(super) fn score_platforms(
    reports: &BTreeMap<&str, Squeezed>,
    gold: &[GoldPlatform],
    said: &[SaidPlatform],
    mistakes: &mut Vec<Mistake>,
) -> Score {
    let docs: BTreeSet<&str> = gold.iter().map(|platform| platform.doc.as_str()).collect();
    let mut said: Vec<&SaidPlatform> = said.iter().filter(|platform| docs.contains(platform.doc.as_str())).collect();
    // One platform that is mentioned twice is one; the last mention stands for it at the place of the first.
    let mut first = BTreeMap::new();
    let mut distinct: Vec<&SaidPlatform> = Vec::new();
    for platform in said.drain(..) {
        let key = (&platform.doc, core(platform.core.as_deref(), &platform.name), &platform.region);
        if let Some(&at) = first.get(&key) {
            distinct[at] = platform;
        } else {
            first.insert(key, distinct.len());
            distinct.push(platform);
        }
    }
    let mut candidates = Vec::new();
    for (i, gold) in gold.iter().enumerate() {
        for (j, said) in distinct.iter().enumerate() {
            if (&gold.doc, &gold.region) == (&said.doc, &said.region)
                && let Some(distance) = distance(gold, said)
            {
                candidates.push((distance, gold.optional, i, j));
            }
        }
    }
    candidates.sort_unstable();
    let (mut of_gold, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, _, i, j) in candidates {
        if !of_gold.contains_key(&i) && used.insert(j) {
            of_gold.insert(i, j);
        }
    }
    for (_, missed) in gold.iter().enumerate().filter(|(i, gold)| !of_gold.contains_key(i) && !gold.optional) {
        let region = shown(missed.region.as_deref());
        let sentence = quoted(reports, &missed.doc, &missed.quote, &missed.name);
        mistakes.push(mistake("missed platform", &missed.doc, &missed.name, region, String::new(), sentence));
    }
    for (_, invented) in distinct.iter().enumerate().filter(|(j, _)| !used.contains(j)) {
        let region = shown(invented.region.as_deref());
        let sentence = placed(reports, &invented.doc, (invented.start, invented.end), &invented.quote);
        mistakes.push(mistake("invented platform", &invented.doc, &invented.name, String::new(), region, sentence));
    }
    let right = of_gold.keys().filter(|&&i| !gold[i].optional).count();
    let wanted = gold.iter().filter(|platform| !platform.optional).count();
    Score::new(right, distinct.len() - (of_gold.len() - right), wanted)
}

/// Practices as a set of report, region and id.
pub(super) fn score_practices(
    reports: &BTreeMap<&str, Squeezed>,
    gold: &[GoldPractice],
    said: &[SaidPractice],
    mistakes: &mut Vec<Mistake>,
) -> Score {
    type Key<'a> = (&'a str, Option<&'a str>, &'a str);
    let docs: BTreeSet<&str> = gold.iter().map(|practice| practice.doc.as_str()).collect();
    let mut wanted: BTreeMap<Key<'_>, &str> = BTreeMap::new();
    let mut free: BTreeSet<Key<'_>> = BTreeSet::new();
    for row in gold {
        let key = (row.doc.as_str(), row.region.as_deref(), row.practice.as_str());
        if row.optional {
            free.insert(key);
        } else {
            wanted.entry(key).or_insert(&row.quote);
        }
    }
    let mut have: BTreeMap<Key<'_>, &SaidPractice> = BTreeMap::new();
    for row in said.iter().filter(|row| docs.contains(row.doc.as_str())) {
        let key = (row.doc.as_str(), row.region.as_deref(), row.practice.as_str());
        if wanted.contains_key(&key) || !free.contains(&key) {
            have.entry(key).or_insert(row);
        }
    }
    for ((doc, region, practice), quote) in wanted.iter().filter(|(key, _)| !have.contains_key(*key)) {
        let sentence = quoted(reports, doc, quote, quote);
        mistakes.push(mistake("missed practice", doc, practice, shown(*region), String::new(), sentence));
    }
    for ((doc, region, practice), row) in have.iter().filter(|(key, _)| !wanted.contains_key(*key)) {
        let sentence = placed(reports, doc, (row.start, row.end), &row.quote);
        mistakes.push(mistake("invented practice", doc, practice, String::new(), shown(*region), sentence));
    }
    let right = wanted.keys().filter(|key| have.contains_key(*key)).count();
    Score::new(right, have.len(), wanted.len())
}

/// 0 for equal cores, 1 for a core inside the other's name, `None` for different names.
fn distance(gold: &GoldPlatform, said: &SaidPlatform) -> Option<u8> {
    let (a, b) = (core(gold.core.as_deref(), &gold.name), core(said.core.as_deref(), &said.name));
    if a == b {
        return Some(0);
    }
    let long_enough = a.chars().count().min(b.chars().count()) > 1;
    (long_enough && (plain(&said.name).contains(&a) || plain(&gold.name).contains(&b))).then_some(1)
}

fn core(core: Option<&str>, name: &str) -> String {
    plain(core.filter(|core| !core.is_empty()).unwrap_or(name))
}

/// A name without quotation marks, brackets, dashes and white space.
fn plain(name: &str) -> String {
    const MARKS: &str = "“”\"'‘’「」『』《》()（）·-—";
    squeeze(name).into_iter().filter(|&c| !MARKS.contains(c)).collect()
}

fn shown(region: Option<&str>) -> String {
    region.unwrap_or("-").to_owned()
}

/// The sentence that a gold set quotes, with `part` marked in it; the quote itself where the report lacks it.
fn quoted(reports: &BTreeMap<&str, Squeezed>, doc: &str, quote: &str, part: &str) -> String {
    let marked = reports.get(doc).filter(|_| !quote.is_empty()).and_then(|report| {
        let place = report.find(quote, part).or_else(|| report.find(quote, quote))?;
        Some(report.sentence(place))
    });
    marked.unwrap_or_else(|| quote.to_owned())
}

/// The sentence around a record, the record marked; its quote where it says no place.
fn placed(reports: &BTreeMap<&str, Squeezed>, doc: &str, (start, end): (u32, u32), quote: &str) -> String {
    let report = reports.get(doc).filter(|_| start < end);
    report.map_or_else(|| quote.to_owned(), |report| report.sentence((report.place(start), report.place(end))))
}

fn mistake(what: &str, doc: &str, subject: &str, gold: String, said: String, sentence: String) -> Mistake {
    Mistake { what: what.to_owned(), doc: doc.to_owned(), subject: subject.to_owned(), gold, said, sentence }
}
