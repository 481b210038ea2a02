//! Words that two entries claim, so that it is chance or habit which of them wins.
//!
//! Loading refuses what cannot work at all: a name that two metrics, or two practices, have letter for letter. This
//! looks further, at what works but is hardly meant.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::phrase::{check_part, expand};
use super::practices::{Practices, name_key};
use super::source::{DictionarySource, line_at, parse_toml};
use super::{Metrics, metrics::expand_units};
use crate::error::Result;

/// A word that two entries claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleClaim {
    /// The file of the second claim.
    pub file: &'static str,
    /// Its line, counted from 1.
    pub line: usize,
    /// The word.
    pub word: String,
    /// The entry that claims it first.
    pub first: String,
    /// The entry that claims it on this line.
    pub second: String,
    /// What kind of word it is.
    pub kind: ClaimKind,
}

/// What kind of word is claimed twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimKind {
    /// A name that users type, the same for two metrics or two practices but for white space, quotation marks or case.
    Name,
    /// A name of a metric and of a practice that are not each other's counterpart: `compare` and `who` would take it
    /// for two different things. Counterparts, such as micro-consultations and how many there were, share their names.
    Counterpart,
    /// Words that show two practices, written differently ([甲|乙]丙 and 甲丙).
    Term,
    /// A noun of two metrics that fits the same unit, with nothing else that tells them apart.
    Noun,
}

#[derive(Deserialize)]
struct MetricFile {
    unit_groups: BTreeMap<String, Vec<String>>,
    metric: Vec<MetricRow>,
}

#[derive(Deserialize)]
struct MetricRow {
    id: String,
    zh: Spanned<String>,
    en: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    pattern: Vec<PatternRow>,
}

#[derive(Deserialize)]
struct PatternRow {
    nouns: Vec<Spanned<String>>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    weight: f64,
}

#[derive(Deserialize)]
struct PracticeFile {
    practice: Vec<PracticeRow>,
}

#[derive(Deserialize)]
struct PracticeRow {
    id: String,
    label_zh: Spanned<String>,
    label_en: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    terms: Vec<Spanned<String>>,
}

/// Every word of `metrics.toml` and `practices.toml` that two entries claim, in the order of the files.
///
/// # Errors
/// When a file cannot be read.
pub fn double_claims(source: &DictionarySource) -> Result<Vec<DoubleClaim>> {
    let metrics_text = source.text(Metrics::FILE)?;
    let practices_text = source.text(Practices::FILE)?;
    let metrics: MetricFile = parse_toml(Metrics::FILE, &metrics_text)?;
    let practices: PracticeFile = parse_toml(Practices::FILE, &practices_text)?;
    let mut in_metrics = Claims::new(Metrics::FILE, &metrics_text);
    let mut in_practices = Claims::new(Practices::FILE, &practices_text);
    for row in &metrics.metric {
        in_metrics.names(&row.id, [&row.zh, &row.en].into_iter().chain(&row.aliases));
    }
    for row in &practices.practice {
        in_practices.names(&row.id, [&row.label_zh, &row.label_en].into_iter().chain(&row.aliases));
    }
    in_practices.counterparts(&in_metrics);
    in_practices.terms(&practices);
    in_metrics.nouns(&metrics);
    let mut found = in_metrics.found;
    found.extend(in_practices.found);
    found.sort_by(|a, b| (a.file, a.line, a.kind, &a.word).cmp(&(b.file, b.line, b.kind, &b.word)));
    found.dedup();
    Ok(found)
}

/// A metric whose pattern claims a noun, with the pattern and its units.
type Rival<'a> = (&'a str, &'a PatternRow, BTreeSet<String>);

/// The claims of one file.
struct Claims<'t> {
    file: &'static str,
    text: &'t str,
    /// Every name with the first entry that claims it, and where.
    names: BTreeMap<String, (String, usize)>,
    found: Vec<DoubleClaim>,
}

impl<'t> Claims<'t> {
    const fn new(file: &'static str, text: &'t str) -> Self {
        Self { file, text, names: BTreeMap::new(), found: Vec::new() }
    }

    fn claim(&mut self, kind: ClaimKind, at: usize, word: &str, first: &str, second: &str) {
        let (word, first, second) = (word.to_owned(), first.to_owned(), second.to_owned());
        self.found.push(DoubleClaim { file: self.file, line: line_at(self.text, at), word, first, second, kind });
    }

    fn names<'a>(&mut self, id: &str, names: impl Iterator<Item = &'a Spanned<String>>) {
        for name in names {
            let (at, key) = (name.span().start, name_key(name.get_ref()));
            match self.names.get(&key).cloned() {
                Some((owner, _)) if owner != id => self.claim(ClaimKind::Name, at, name.get_ref(), &owner, id),
                Some(_) => {}
                None => {
                    self.names.insert(key, (id.to_owned(), at));
                }
            }
        }
    }

    /// Names shared with the metrics, where each side shares more with another entry.
    fn counterparts(&mut self, metrics: &Claims<'_>) {
        let shared: Vec<(String, String, String, usize)> = self
            .names
            .iter()
            .filter_map(|(name, (practice, at))| {
                let (metric, _) = metrics.names.get(name)?;
                Some((name.clone(), metric.clone(), practice.clone(), *at))
            })
            .collect();
        let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (_, metric, practice, _) in &shared {
            *pairs.entry((metric, practice)).or_default() += 1;
        }
        let most = |is_own: &dyn Fn(&(&str, &str)) -> bool| {
            pairs.iter().filter(|(pair, _)| is_own(pair)).map(|(_, n)| *n).max().unwrap_or(0)
        };
        for (name, metric, practice, at) in &shared {
            let own = pairs[&(metric.as_str(), practice.as_str())];
            let is_counterpart = own >= most(&|pair| pair.0 == metric) || own >= most(&|pair| pair.1 == practice);
            if !is_counterpart {
                self.claim(ClaimKind::Counterpart, *at, name, metric, practice);
            }
        }
    }

    fn terms(&mut self, file: &PracticeFile) {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for row in &file.practice {
            for term in &row.terms {
                let written = term.get_ref();
                // A phrase with gaps has no fixed words; one that cannot be read has been refused already.
                let words = if written.contains('*') || check_part(written, written).is_err() {
                    Vec::new()
                } else {
                    expand(written)
                };
                for word in words {
                    let owner = *owners.entry(word.clone()).or_insert(&row.id);
                    if owner != row.id {
                        self.claim(ClaimKind::Term, term.span().start, &word, owner, &row.id);
                    }
                }
            }
        }
    }

    fn nouns(&mut self, file: &MetricFile) {
        let mut seen: BTreeMap<&str, Vec<Rival<'_>>> = BTreeMap::new();
        for row in &file.metric {
            // Verbs, words of the paragraph and words that rule a pattern out tell patterns apart.
            let bare = |pattern: &&PatternRow| {
                pattern.verbs.is_empty() && pattern.near.is_empty() && pattern.unless.is_empty()
            };
            for pattern in row.pattern.iter().filter(bare) {
                let units = expand_units(&pattern.units, &file.unit_groups).unwrap_or_default();
                for noun in &pattern.nouns {
                    let others = seen.entry(noun.get_ref()).or_default();
                    let rival = others.iter().find(|(id, other, theirs)| {
                        let fits = units.is_empty() || theirs.is_empty() || !units.is_disjoint(theirs);
                        *id != row.id && fits && other.weight.total_cmp(&pattern.weight).is_eq()
                    });
                    if let Some((owner, ..)) = rival {
                        self.claim(ClaimKind::Noun, noun.span().start, noun.get_ref(), owner, &row.id);
                    }
                    others.push((&row.id, pattern, units.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_claim_is_named_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let metric = |id: &str, zh: &str, alias: &str, noun: &str| {
            format!(
                "[[metric]]\nid = \"{id}\"\nzh = \"{zh}\"\nen = \"{id}\"\naliases = [\"{alias}\"]\n\
                 [[metric.pattern]]\nnouns = [\"{noun}\"]\nunits = [\"个\"]\n"
            )
        };
        let practice = |id: &str, zh: &str, alias: &str, term: &str| {
            format!(
                "[[practice]]\nid = \"{id}\"\nlabel_zh = \"{zh}\"\nlabel_en = \"{id}\"\naliases = [\"{alias}\"]\nterms = [\"{term}\"]\n"
            )
        };
        let metrics = format!(
            "[unit_groups]\n{}{}{}",
            metric("a.one", "甲", "甲甲", "房"),
            metric("a.two", "乙", "“甲 甲”", "房"),
            metric("a.six", "丁", "丁丁", "屋").replace("丁丁\"", "丁丁\", \"丁三\", \"乙乙\""),
        );
        let practices = format!(
            "{}{}{}",
            practice("p", "丁", "丁丁", "[一|二]日"),
            practice("q", "乙", "乙乙", "二日"),
            practice("r", "戊", "P", "三日"),
        )
        .replace("\"乙乙\"", "\"乙乙\", \"a.two\"");
        std::fs::write(folder.path().join(Metrics::FILE), metrics).unwrap();
        std::fs::write(folder.path().join(Practices::FILE), practices).unwrap();
        let found = double_claims(&DictionarySource::Folder(folder.path().to_owned())).unwrap();
        let shown: Vec<String> = found
            .iter()
            .map(|claim| {
                let DoubleClaim { file, line, word, first, second, kind } = claim;
                format!("{file}:{line} {kind:?} {word} {first} {second}")
            })
            .collect();
        assert_eq!(
            shown,
            [
                "metrics.toml:14 Name “甲 甲” a.one a.two",
                "metrics.toml:16 Noun 房 a.one a.two",
                "practices.toml:11 Counterpart 乙乙 a.six q",
                "practices.toml:12 Term 二日 p q",
                "practices.toml:17 Name P p r",
            ]
        );
    }
}
