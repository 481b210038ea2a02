//! Other names: the platforms are called otherwise, and nothing else changes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tongjian::clean::CleanText;
use tongjian::dictionary::{Dictionaries, DictionarySource};
use tongjian::model::{Fact, Platform, Practice};
use tongjian::read::Report;

use super::common::dictionaries;
use super::{Differences, assert_share, found, reports, squeezed, with_chars};

/// What stands inside the quotation marks of every platform's name becomes a word of as many characters that nobody has
/// heard of. Words of the ontology stay, for they may be what makes the name a platform (“茶乡商量” → “霁璟商量”).
///
/// Left as they are: names that hold nothing else (“微协商”, “1363”), and names that are part of another name of the
/// same report.
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
        let after = found(&changed);
        let platforms: Vec<Platform> = before.platforms.iter().map(|one| renamed_platform(one, &renames)).collect();
        differences.compare(&report, &platforms, &after.platforms.iter().map(plain_platform).collect::<Vec<_>>());
        let facts: Vec<Fact> = before.facts.iter().map(|one| renamed_fact(one, &renames)).collect();
        differences.compare(&report, &facts, &after.facts.iter().map(plain_fact).collect::<Vec<_>>());
        let practices: Vec<Practice> = before.practices.iter().map(|one| renamed_practice(one, &renames)).collect();
        let after: Vec<Practice> = after.practices.iter().map(|one| plain_practice(one, &renames)).collect();
        differences.compare(&report, &practices, &after);
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

const DICTIONARIES: [&str; 9] = [
    "platforms.toml",
    "metrics.toml",
    "practices.toml",
    "modality.toml",
    "phrases.toml",
    "counting.toml",
    "places.toml",
    "units.toml",
    "periods.toml",
];

/// Characters of which no dictionary knows any.
struct Vocabulary {
    rare: Vec<char>,
}

impl Vocabulary {
    fn load() -> Self {
        let letters: String = DICTIONARIES
            .iter()
            .map(|file| DictionarySource::Embedded.text(file).expect("the dictionary is built in"))
            .collect();
        Self { rare: RARE.chars().filter(|char| !letters.contains(*char)).collect() }
    }

    /// A new core for each that can have one.
    fn renames(&self, report: &Report, cores: &BTreeSet<String>) -> BTreeMap<String, String> {
        let mut fresh = self.rare.iter().filter(|char| !report.text.contains(**char));
        let mut renames = BTreeMap::new();
        for core in cores {
            let overlaps =
                |other: &&String| *other != core && (other.contains(core.as_str()) || core.contains(other.as_str()));
            let known = ontology_words(core);
            let own = |(at, char): (usize, char)| {
                ('一'..='龥').contains(&char) && !is_numeral(char) && !known.iter().any(|word| word.contains(&at))
            };
            if cores.iter().any(|other| overlaps(&other)) || !core.chars().enumerate().any(own) {
                continue;
            }
            let new = core
                .chars()
                .enumerate()
                .map(|(at, char)| if own((at, char)) { fresh.next().copied() } else { Some(char) });
            if let Some(new) = new.collect::<Option<String>>() {
                renames.insert(core.clone(), new);
            }
        }
        renames
    }
}

/// The stretches of a name, in characters, that are words of the ontology: what it ends in as a name of its kind, words of the committee's
/// trade and known brands, words of what numbers count, and terms of practices.
fn ontology_words(core: &str) -> Vec<Range<usize>> {
    let Dictionaries { platforms, metrics, practices, traditional, .. } = dictionaries();
    let closed = format!("{core}”");
    let clean = CleanText::new(&closed, traditional);
    let closed = clean.text().trim_end();
    let core = closed.trim_end_matches('”');
    let listed = platforms.around.trade.iter().chain(&platforms.around.brands);
    let mut words: Vec<Range<usize>> =
        listed.flat_map(|word| core.match_indices(word.as_str()).map(|(at, word)| at..at + word.len())).collect();
    words.extend(platforms.inside.ending(core).map(|(ending, _)| core.len() - ending.len()..core.len()));
    words.extend(
        metrics.hits(closed).map(|hit| hit.span.start..hit.span.end).filter(|word| word.len() > '字'.len_utf8()),
    );
    words.extend(practices.find(closed).iter().map(|hit| hit.span.start..hit.span.end));
    let chars = |at: usize| closed[..at].chars().count();
    words.into_iter().map(|word| chars(word.start)..chars(word.end)).collect()
}

fn is_numeral(char: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两双半几数".contains(char)
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

/// `text` with new names, white space left out.
fn renamed_words(text: &str, renames: &BTreeMap<String, String>) -> String {
    renamed(&plain(text), renames)
}

fn plain(text: &str) -> String {
    squeezed(text).0
}

fn renamed_platform(platform: &Platform, renames: &BTreeMap<String, String>) -> Platform {
    let core = plain(&platform.core);
    let new = renames.get(&core).cloned().unwrap_or_else(|| renamed(&core, renames));
    Platform {
        name: plain(&platform.name).replace(&core, &new),
        core: new,
        quote: renamed_words(&platform.quote, renames).into(),
        ..platform.clone()
    }
}

fn plain_platform(platform: &Platform) -> Platform {
    renamed_platform(platform, &BTreeMap::new())
}

fn renamed_fact(fact: &Fact, renames: &BTreeMap<String, String>) -> Fact {
    Fact {
        quote: renamed_words(&fact.quote, renames).into(),
        item: renamed_words(&fact.item, renames),
        actor: fact.actor.as_deref().map(|actor| renamed_words(actor, renames)),
        ..fact.clone()
    }
}

fn plain_fact(fact: &Fact) -> Fact {
    renamed_fact(fact, &BTreeMap::new())
}

fn renamed_practice(practice: &Practice, renames: &BTreeMap<String, String>) -> Practice {
    let quote = renamed_words(&practice.quote, renames);
    plain_practice(&Practice { quote: quote.into(), ..practice.clone() }, renames)
}

/// The practice with its sentence. Which of its words show it is left open where a new name stands in the sentence: a
/// term may have begun in the old one (“爱心助学”活动).
fn plain_practice(practice: &Practice, renames: &BTreeMap<String, String>) -> Practice {
    let quote = plain(&practice.quote);
    if renames.values().any(|new| quote.contains(new.as_str())) {
        return Practice { start: 0, end: 0, rule: "".into(), quote: quote.into(), ..practice.clone() };
    }
    Practice { quote: quote.into(), ..practice.clone() }
}
