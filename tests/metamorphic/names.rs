//! Other names: the platforms are called otherwise, and nothing else changes.

use std::collections::{BTreeMap, BTreeSet};

use tongjian::dictionary::DictionarySource;
use tongjian::model::Platform;
use tongjian::read::Report;

use super::common::dictionaries;
use super::{Differences, Found, assert_share, found, reports, squeezed, with_chars};

/// What stands inside the quotation marks of every platform's name becomes a word of as many characters that nobody has
/// heard of. The word that says what the thing is stays, where the name ends in one (“同心讲堂” → “霁璟讲堂”).
///
/// Left as they are: names that hold a word of the ontology besides, for there the word itself may be what makes the
/// name a platform (“微协商”, “委员信箱”), and names without a Chinese character (“1363”).
#[test]
fn other_quoted_names_change_the_platforms_and_nothing_else() {
    let vocabulary = Vocabulary::load();
    let mut differences = Differences::default();
    let (mut n_renamed, mut n_quoted) = (0, 0);
    for report in reports() {
        let before = found(&report);
        let cores = quoted_cores(&report, &before.platforms);
        n_quoted += cores.len();
        let renames = vocabulary.renames(&report, &cores);
        n_renamed += renames.len();
        let changed = Report { text: renamed_in_report(&report.text, &renames), ..report.clone() };
        let expected = Found {
            facts: before.facts,
            platforms: before.platforms.into_iter().map(|platform| renamed_platform(platform, &renames)).collect(),
            practices: before.practices,
        };
        let after = found(&changed);
        differences.compare(&report, &expected.platforms, &after.platforms);
        let facts = expected.facts.into_iter().map(|mut fact| {
            for text in [&mut fact.quote, &mut fact.item].into_iter().chain(&mut fact.actor) {
                *text = renamed(text, &renames);
            }
            fact
        });
        differences.compare(&report, &facts.collect::<Vec<_>>(), &after.facts);
        let practices = expected.practices.into_iter().map(|mut practice| {
            practice.quote = renamed(&practice.quote, &renames);
            practice
        });
        differences.compare(&report, &practices.collect::<Vec<_>>(), &after.practices);
    }
    assert_share("quoted names", n_renamed, n_quoted, 40);
    differences.assert_none();
}

/// The cores of platforms that stand in quotation marks, without white space.
fn quoted_cores(report: &Report, platforms: &[Platform]) -> BTreeSet<String> {
    let (text, _) = squeezed(&report.text);
    let core = |platform: &Platform| squeezed(&platform.core).0;
    platforms
        .iter()
        .map(core)
        .filter(|core| MARKS.iter().any(|(open, close)| text.contains(&format!("{open}{core}{close}"))))
        .collect()
}

const MARKS: [(&str, &str); 4] = [("“", "”"), ("\"", "\""), ("「", "」"), ("‘", "’")];

/// Characters of invented names: rare ones, of which no dictionary knows any.
const RARE: &str = "霁璟翎岚澜瑶琬珩璇琰昕旸煜烨焱炜煊霏霖霓雯皓皎皙睿瞳硕砚碧磊祎祯禧稔穗竣筠筱箫篁簌綦缦羲翊翮耘聆芃芊芷苒苓茜茗荃荇荻莞菀菁萱葳蒹蓁蔚蔻蕙薇藜蘅";

struct Vocabulary {
    /// Every word of the dictionaries that may make a name a platform or a fact a fact, of two characters or more.
    words: BTreeSet<String>,
    rare: Vec<char>,
}

impl Vocabulary {
    fn load() -> Self {
        let mut words = BTreeSet::new();
        let mut letters = String::new();
        for file in [
            "platforms.toml",
            "metrics.toml",
            "practices.toml",
            "modality.toml",
            "phrases.toml",
            "counting.toml",
            "places.toml",
            "units.toml",
            "periods.toml",
        ] {
            let text = DictionarySource::Embedded.text(file).expect("the dictionary is built in");
            letters.push_str(&text);
            if matches!(file, "platforms.toml" | "metrics.toml" | "practices.toml") {
                let value: toml::Value = toml::from_str(&text).expect("the dictionary is TOML");
                gather(&value, &mut words);
            }
        }
        words.retain(|word| word.chars().count() >= 2);
        let rare = RARE.chars().filter(|char| !letters.contains(*char)).collect();
        Self { words, rare }
    }

    /// A new core for each that can have one.
    fn renames(&self, report: &Report, cores: &BTreeSet<String>) -> BTreeMap<String, String> {
        let mut fresh = self.rare.iter().filter(|char| !report.text.contains(**char));
        let mut renames = BTreeMap::new();
        for core in cores {
            let kept = dictionaries().platforms.inside.ending(core).map_or("", |(ending, _)| ending);
            let own = core.strip_suffix(kept).unwrap_or(core);
            let is_plain =
                !own.is_empty() && own.chars().all(|char| ('一'..='龥').contains(&char) && !is_numeral(char));
            let holds = |word: &String| core.contains(word.as_str()) && !kept.contains(word.as_str());
            let is_vocabulary = self.words.iter().any(holds) || shows_practice(core, kept);
            let overlaps = cores
                .iter()
                .any(|other| other != core && (other.contains(core.as_str()) || core.contains(other.as_str())));
            if !is_plain || is_vocabulary || overlaps {
                continue;
            }
            let new: String = fresh.by_ref().take(own.chars().count()).collect();
            if new.chars().count() == own.chars().count() {
                renames.insert(core.clone(), format!("{new}{kept}"));
            }
        }
        renames
    }
}

/// Whether more of a name than the head that it keeps shows a practice (云讲堂).
fn shows_practice(core: &str, kept: &str) -> bool {
    let head = core.len() - kept.len();
    dictionaries().practices.find(&format!("{core}”")).iter().any(|hit| hit.span.start < head)
}

fn is_numeral(char: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两双半几数".contains(char)
}

/// Words of lists; what tells a reader about an entry is left out.
fn gather(value: &toml::Value, words: &mut BTreeSet<String>) {
    match value {
        toml::Value::Array(list) => list.iter().for_each(|item| match item {
            toml::Value::String(word) => {
                words.extend(
                    word.split(['[', ']', '|', '*', '^', '$', '”', '“'])
                        .filter(|part| !part.is_empty())
                        .map(str::to_owned),
                );
            }
            other => gather(other, words),
        }),
        toml::Value::Table(table) => {
            table
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "examples" | "counterexamples"))
                .for_each(|(_, value)| gather(value, words));
        }
        _ => {}
    }
}

/// Every core in quotation marks replaced; those of three characters and more without them too.
fn renamed(text: &str, renames: &BTreeMap<String, String>) -> String {
    let mut text = text.to_owned();
    for (core, new) in renames {
        for (open, close) in MARKS {
            text = text.replace(&format!("{open}{core}{close}"), &format!("{open}{new}{close}"));
        }
        if core.chars().count() >= 3 {
            text = text.replace(core.as_str(), new);
        }
    }
    text
}

/// The same in a report, in which line breaks may stand inside names.
fn renamed_in_report(report: &str, renames: &BTreeMap<String, String>) -> String {
    let (text, places) = squeezed(report);
    with_chars(report, places.into_iter().zip(renamed(&text, renames).chars()))
}

fn renamed_platform(mut platform: Platform, renames: &BTreeMap<String, String>) -> Platform {
    let core = squeezed(&platform.core).0;
    if let Some(new) = renames.get(&core) {
        platform.name = platform.name.replace(platform.core.as_str(), new);
        platform.core.clone_from(new);
    } else {
        platform.name = renamed(&platform.name, renames);
        platform.core = renamed(&platform.core, renames);
    }
    platform.quote = renamed(&platform.quote, renames);
    platform
}
