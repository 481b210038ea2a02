//! `metrics.toml`: what numbers count, and the words that show it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::source::{DictionarySource, fault, line_of, parse_toml};
use crate::error::Result;
use crate::model::{MetricId, Nature, Span};

/// The ontology of metrics with a lexicon of all of its words.
#[derive(Debug, Clone)]
pub struct Metrics {
    metrics: Vec<Metric>,
    patterns: Vec<Pattern>,
    words: Vec<String>,
    /// The words, sorted when the first text is searched: a question names metrics and searches no text.
    lexicon: OnceLock<Lexicon>,
    /// For each word of the lexicon, the patterns in which it plays a part.
    uses: Vec<Vec<WordUse>>,
    /// For each word, the patterns in which it is a noun.
    nouns: Vec<Vec<usize>>,
    /// For each word, the patterns for which it has to stand in the paragraph.
    near: Vec<Vec<usize>>,
    /// The numbers of all units that patterns name.
    unit_numbers: HashMap<String, UnitNumber>,
}

/// A unit that some pattern names, for comparing units without their characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitNumber(u16);

/// Units, one bit for each.
#[derive(Debug, Clone, Default)]
struct UnitSet(Vec<u64>);

impl UnitSet {
    fn insert(&mut self, unit: UnitNumber) {
        let place = usize::from(unit.0) / 64;
        self.0.resize(self.0.len().max(place + 1), 0);
        self.0[place] |= 1 << (unit.0 % 64);
    }

    fn holds(&self, unit: UnitNumber) -> bool {
        self.0.get(usize::from(unit.0) / 64).is_some_and(|bits| bits >> (unit.0 % 64) & 1 == 1)
    }
}

/// One metric.
#[derive(Debug, Clone)]
pub struct Metric {
    /// Its id, `family.member`.
    pub id: MetricId,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// What it counts, in one line.
    pub definition: String,
    /// Stock or flow, unless a statement says otherwise.
    pub nature: Nature,
    /// Other words that a user may type for it.
    pub aliases: Vec<String>,
    /// Sentences that must yield it.
    pub examples: Vec<MetricExample>,
}

/// A sentence in which one number belongs to a metric.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricExample {
    /// The sentence.
    pub text: String,
    /// The number in it.
    pub number: String,
}

/// One way in which a metric shows itself.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Index into [`Metrics::all`].
    pub metric: usize,
    /// Units that fit; empty where any does.
    pub units: BTreeSet<String>,
    numbered: UnitSet,
    /// Whether one of its verbs must stand in the clause.
    pub needs_verb: bool,
    /// Whether one of its `near` words must stand in the paragraph.
    pub needs_near: bool,
    /// Whether its nouns only stand before a number: 联系群众1.07万人次.
    pub before_only: bool,
    /// What the dictionary adds to the pattern's score.
    pub weight: f64,
    /// Where it stands: `metrics.toml#consultation.micro/1`.
    pub rule: Arc<str>,
}

impl Pattern {
    /// Whether a number with this unit fits; `None` is a unit that no pattern names.
    pub fn fits(&self, unit: Option<UnitNumber>) -> bool {
        self.units.is_empty() || self.asks_for(unit)
    }

    /// Whether the pattern names the unit.
    pub fn asks_for(&self, unit: Option<UnitNumber>) -> bool {
        unit.is_some_and(|unit| self.numbered.holds(unit))
    }
}

/// The part that a word plays in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What is counted.
    Noun,
    /// What is done with it.
    Verb,
    /// What the paragraph is about.
    Near,
    /// Rules the pattern out.
    Unless,
}

/// A word's part in one pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordUse {
    /// Index into the patterns.
    pub pattern: usize,
    /// The part it plays.
    pub role: Role,
}

/// A dictionary word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordHit {
    /// Where it stands.
    pub span: Span,
    /// Which word, an index for [`Metrics::uses`].
    pub word: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unit_groups: BTreeMap<String, Vec<String>>,
    metric: Vec<MetricEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricEntry {
    id: String,
    zh: String,
    en: String,
    definition: String,
    nature: Nature,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    examples: Vec<MetricExample>,
    #[serde(default)]
    pattern: Vec<PatternEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    nouns: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    before_only: bool,
    #[serde(default)]
    weight: f64,
}

impl Metrics {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "metrics.toml";

    /// Loads and checks the table: ids and aliases are unique, unit groups exist, no pattern is without nouns.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        Self::parse(&source.text(Self::FILE)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File = parse_toml(Self::FILE, text)?;
        let refuse = |word: &str, reason: String| fault(Self::FILE, line_of(text, word), reason);
        let mut table = TableBuilder::default();
        let mut claimed: HashMap<String, String> = HashMap::new();
        for entry in file.metric {
            for name in std::iter::once(&entry.id).chain([&entry.zh]).chain(&entry.aliases) {
                if let Some(other) = claimed.insert(name.clone(), entry.id.clone()).filter(|other| *other != entry.id) {
                    return Err(refuse(&entry.id, format!("“{name}” is claimed by {other} and by {}", entry.id)));
                }
            }
            for (index, pattern) in entry.pattern.iter().enumerate() {
                let rule = format!("{}#{}/{}", Self::FILE, entry.id, index + 1);
                let units = expand_units(&pattern.units, &file.unit_groups)
                    .map_err(|group| refuse(&entry.id, format!("{}: no unit group {group}", entry.id)))?;
                if pattern.nouns.is_empty() {
                    return Err(refuse(&entry.id, format!("{}: a pattern without nouns", entry.id)));
                }
                table.pattern(pattern, units, rule);
            }
            table.metrics.push(Metric {
                id: MetricId::new(&entry.id),
                zh: entry.zh,
                en: entry.en,
                definition: entry.definition,
                nature: entry.nature,
                aliases: entry.aliases,
                examples: entry.examples,
            });
        }
        Ok(table.finish())
    }

    /// Every metric, in the order of the file.
    pub fn all(&self) -> &[Metric] {
        &self.metrics
    }

    /// The metric with an id, label or alias.
    ///
    /// ```
    /// use tongjian::dictionary::{Dictionaries, DictionarySource};
    /// let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    /// assert_eq!(dictionaries.metrics.named("委员工作室").unwrap().id.as_str(), "workstation.studio");
    /// ```
    pub fn named(&self, name: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| {
            metric.id.as_str() == name || metric.zh == name || metric.aliases.iter().any(|alias| alias == name)
        })
    }

    /// Every dictionary word in a text, overlapping ones included, by place.
    pub fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = WordHit> + 'a {
        let lexicon = self.lexicon.get_or_init(|| Lexicon::new(&self.words));
        lexicon.find_overlapping_iter(text).map(|found| WordHit { span: found.span, word: found.word })
    }

    /// What a word is used for.
    pub fn uses(&self, word: usize) -> &[WordUse] {
        &self.uses[word]
    }

    /// The number of a unit; `None` where no pattern names it.
    pub fn unit(&self, unit: &str) -> Option<UnitNumber> {
        self.unit_numbers.get(unit).copied()
    }

    /// Whether a word may be what a number with this unit before it counts.
    pub fn stands_behind(&self, word: usize, unit: Option<UnitNumber>) -> bool {
        self.nouns[word].iter().any(|&pattern| {
            let pattern = &self.patterns[pattern];
            !pattern.before_only && pattern.fits(unit)
        })
    }

    /// The patterns in which a word is what is counted.
    pub fn nouns(&self, word: usize) -> &[usize] {
        &self.nouns[word]
    }

    /// The patterns for which a word has to stand in the paragraph.
    pub fn near(&self, word: usize) -> &[usize] {
        &self.near[word]
    }

    /// Whether a word plays a part in a pattern.
    pub fn plays(&self, word: usize, pattern: usize, role: Role) -> bool {
        self.uses[word].binary_search(&WordUse { pattern, role }).is_ok()
    }

    /// The pattern with an index.
    pub fn pattern(&self, pattern: usize) -> &Pattern {
        &self.patterns[pattern]
    }

    /// The metric that a pattern shows.
    pub fn metric_of(&self, pattern: usize) -> &Metric {
        &self.metrics[self.patterns[pattern].metric]
    }
}

/// The units of a list, groups such as `@event` written out; the name of the first group that does not exist.
pub(super) fn expand_units(
    written: &[String],
    groups: &BTreeMap<String, Vec<String>>,
) -> std::result::Result<BTreeSet<String>, String> {
    let mut units = BTreeSet::new();
    for unit in written {
        match unit.strip_prefix('@') {
            Some(group) => units.extend(groups.get(group).ok_or(group)?.iter().cloned()),
            None => {
                units.insert(unit.clone());
            }
        }
    }
    Ok(units)
}

#[derive(Default)]
struct TableBuilder {
    metrics: Vec<Metric>,
    patterns: Vec<Pattern>,
    words: BTreeMap<String, BTreeSet<WordUse>>,
    unit_numbers: HashMap<String, UnitNumber>,
}

impl TableBuilder {
    fn pattern(&mut self, entry: &PatternEntry, units: BTreeSet<String>, rule: String) {
        let pattern = self.patterns.len();
        let roles = [
            (Role::Noun, &entry.nouns),
            (Role::Verb, &entry.verbs),
            (Role::Near, &entry.near),
            (Role::Unless, &entry.unless),
        ];
        for (role, words) in roles {
            for word in words {
                self.words.entry(word.clone()).or_default().insert(WordUse { pattern, role });
            }
        }
        let mut numbered = UnitSet::default();
        for unit in &units {
            numbered.insert(self.unit_number(unit));
        }
        self.patterns.push(Pattern {
            metric: self.metrics.len(),
            units,
            numbered,
            needs_verb: !entry.verbs.is_empty(),
            needs_near: !entry.near.is_empty(),
            before_only: entry.before_only,
            weight: entry.weight,
            rule: rule.into(),
        });
    }

    fn unit_number(&mut self, unit: &str) -> UnitNumber {
        if let Some(number) = self.unit_numbers.get(unit) {
            return *number;
        }
        let number = UnitNumber(u16::try_from(self.unit_numbers.len()).expect("fewer than 65,536 units"));
        self.unit_numbers.insert(unit.to_owned(), number);
        number
    }

    fn finish(self) -> Metrics {
        let (words, uses): (Vec<String>, Vec<BTreeSet<WordUse>>) = self.words.into_iter().unzip();
        let uses: Vec<Vec<WordUse>> = uses.into_iter().map(|uses| uses.into_iter().collect()).collect();
        let patterns_with = |role: Role| -> Vec<Vec<usize>> {
            let patterns =
                |uses: &Vec<WordUse>| uses.iter().filter(|used| used.role == role).map(|used| used.pattern).collect();
            uses.iter().map(patterns).collect()
        };
        let (nouns, near) = (patterns_with(Role::Noun), patterns_with(Role::Near));
        Metrics {
            metrics: self.metrics,
            patterns: self.patterns,
            words,
            lexicon: OnceLock::new(),
            uses,
            nouns,
            near,
            unit_numbers: self.unit_numbers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Metrics;

    #[track_caller]
    fn refused(text: &str, reason: &str) {
        let error = Metrics::parse(text).expect_err("the table is faulty").to_string();
        assert!(error.contains(reason), "{error}");
    }

    const HEAD: &str = "[unit_groups]\nevent = [\"场\"]\n";
    const ENTRY: &str = "[[metric]]\nid = \"a.b\"\nzh = \"甲\"\nen = \"a\"\ndefinition = \"d\"\nnature = \"flow\"\n";

    #[test]
    fn faults_are_named() {
        refused(&format!("{HEAD}{ENTRY}[[metric.pattern]]\nnouns = []\n"), "without nouns");
        refused(
            &format!("{HEAD}{ENTRY}[[metric.pattern]]\nnouns = [\"x\"]\nunits = [\"@none\"]\n"),
            "no unit group none",
        );
        refused(&format!("{HEAD}{ENTRY}colour = \"red\"\n"), "unknown field");
        let twin = ENTRY.replace("a.b", "a.c");
        refused(&format!("{HEAD}{ENTRY}{twin}"), "“甲” is claimed by a.b and by a.c");
    }
}
