//! `platforms.toml`: what names of platforms are made of, and the quoted phrases that are no names.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::source::{DictionarySource, fault, parse_toml};
use crate::error::Result;
use crate::model::PlatformType;

const FILE: &str = "platforms.toml";

/// Words that make a name of a platform, and phrases that are none.
#[derive(Debug)]
pub struct PlatformWords {
    /// Heads that may follow a quoted name.
    pub after: Heads,
    /// Heads that may end a quoted name.
    pub inside: Suffixes,
    /// Words around a name.
    pub around: Around,
    /// Quoted phrases that are never platforms.
    slogans: BTreeSet<String>,
    slogan_endings: Suffixes,
    /// Names without quotation marks.
    pub unquoted: Unquoted,
}

/// Heads with their kinds, found anywhere in a few words.
#[derive(Debug)]
pub struct Heads {
    words: Lexicon,
    kinds: Vec<PlatformType>,
}

/// Words that may end a phrase.
#[derive(Debug)]
pub struct Suffixes {
    /// By the last character, the longest first.
    words: BTreeMap<char, Vec<(String, PlatformType)>>,
}

/// Words around a name.
#[derive(Debug)]
pub struct Around {
    /// 打造, 成立: before a name that is made.
    pub creating: Suffixes,
    /// 深化, 依托: before a name that is used.
    pub using: Suffixes,
    /// 参与, 荣获: before what others run or an honour.
    pub foreign: Suffixes,
    /// 围绕: before a topic.
    pub topic: Suffixes,
    /// 问题, 精神: after what is no name.
    pub not_after: Vec<String>,
    /// 为主题: after a quotation that 以 begins, which then is a topic.
    pub subject: Vec<String>,
    /// 表示: before what somebody says.
    pub speaking: Suffixes,
    /// Numerals and measures between a list and the word that sums it up: 等七个方面的问题.
    pub counts: BTreeSet<char>,
    /// Words that may not stand between a name and its head.
    pub breaks: Vec<String>,
    /// Names that are known without a head.
    pub brands: BTreeSet<String>,
    /// Words of the committee's own trade.
    pub trade: Vec<String>,
    /// Words before the quotation mark that belong to the name.
    pub prefixes: Suffixes,
    /// Heads that may stand before a quoted name: 小程序“甲”.
    pub titles: Suffixes,
}

/// What names without quotation marks are made of.
#[derive(Debug)]
pub struct Unquoted {
    /// All heads of unquoted names in one lexicon, with what must stand before each.
    heads: Lexicon,
    families: Vec<Family>,
    /// Words before which a name begins.
    pub boundaries: Suffixes,
    /// Measures, after which a name begins where a number stands before them: 三家.
    pub measures: BTreeSet<char>,
    /// Numerals before a measure; a name begins with none.
    pub numerals: BTreeSet<char>,
    /// 我市: left out of a name's core.
    pub own: Vec<String>,
    /// Verbs that do not stand in the name of a campaign.
    pub not_in_campaigns: Vec<String>,
    /// Words that begin like a boundary's end but belong to a name.
    pub joined: Vec<String>,
    /// Candidates that name no one thing.
    pub generic: BTreeSet<String>,
    /// Trades and parties, kinds as well when they stand alone.
    pub trades: BTreeSet<String>,
    /// Endings of places and bodies.
    pub places: Suffixes,
    /// 首创 and the like.
    pub first_made: Suffixes,
    /// Words of one character that no person's name ends in.
    pub particles: BTreeSet<char>,
    /// Family names.
    pub surnames: BTreeSet<char>,
}

/// What must stand before the head of an unquoted name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A person, a place or a trade: 某某委员工作室.
    Studio,
    /// A place or a body: 某某村协商议事室.
    Room,
    /// A verb of making and a name: 成立某某联盟.
    Team,
    /// 首创 and a name: 首创…机制.
    Mechanism,
    /// A number of people or places: 百名…活动; this is its beginning.
    Hundred,
    /// Its end.
    Campaign,
    /// Nothing: the words are a name.
    Channel,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    heads: BTreeMap<String, HeadLists>,
    around: AroundLists,
    slogans: SloganLists,
    unquoted: UnquotedLists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLists {
    after: Vec<String>,
    inside: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AroundLists {
    creating: Vec<String>,
    using: Vec<String>,
    foreign: Vec<String>,
    topic: Vec<String>,
    not_after: Vec<String>,
    subject: Vec<String>,
    speaking: Vec<String>,
    counts: String,
    breaks: Vec<String>,
    brands: Vec<String>,
    trade: Vec<String>,
    prefixes: Vec<String>,
    titles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SloganLists {
    policy: Vec<String>,
    metaphor: Vec<String>,
    speech: Vec<String>,
    endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnquotedLists {
    studios: Vec<String>,
    rooms: Vec<String>,
    teams: Vec<String>,
    mechanisms: Vec<String>,
    first_made: Vec<String>,
    hundreds: Vec<String>,
    campaigns: Vec<String>,
    channels: Vec<String>,
    boundaries: Vec<String>,
    measures: String,
    numerals: String,
    own: Vec<String>,
    not_in_campaigns: Vec<String>,
    joined: Vec<String>,
    generic: Vec<String>,
    trades: Vec<String>,
    places: Vec<String>,
    particles: String,
    surnames: String,
}

impl PlatformWords {
    /// Loads and checks `platforms.toml`.
    ///
    /// # Errors
    /// An unknown kind of head, an empty word or an unknown key.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Self::parse(&source.text(FILE)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File = parse_toml(FILE, text)?;
        if let Some(at) = text.find("\"\"") {
            return Err(fault(
                FILE,
                super::source::line_at(text, at),
                "an empty word: expected at least one character",
            ));
        }
        let (mut after, mut inside) = (Vec::new(), Vec::new());
        for (kind, lists) in file.heads {
            let kind = kind_named(&kind).ok_or_else(|| {
                fault(FILE, 0, format!("[heads.{kind}]: expected platform, brand, mechanism, activity or team"))
            })?;
            after.extend(lists.after.into_iter().map(|word| (word, kind)));
            inside.extend(lists.inside.into_iter().map(|word| (word, kind)));
        }
        let slogans = [file.slogans.policy, file.slogans.metaphor, file.slogans.speech].concat().into_iter().collect();
        Ok(Self {
            after: Heads::new(after),
            inside: Suffixes::with_kinds(inside),
            around: Around::new(file.around),
            slogans,
            slogan_endings: Suffixes::new(file.slogans.endings),
            unquoted: Unquoted::new(file.unquoted),
        })
    }

    /// Whether a quoted phrase is a policy, a figure of speech or a quotation, never a name.
    pub fn is_slogan(&self, phrase: &str) -> bool {
        self.slogans.contains(phrase)
    }

    /// Whether a quoted phrase ends like a figure of speech: 答卷, 力量.
    pub fn ends_like_slogan(&self, phrase: &str) -> bool {
        self.slogan_endings.ending(phrase).is_some()
    }
}

fn kind_named(name: &str) -> Option<PlatformType> {
    Some(match name {
        "platform" => PlatformType::Platform,
        "brand" => PlatformType::Brand,
        "mechanism" => PlatformType::Mechanism,
        "activity" => PlatformType::Activity,
        "team" => PlatformType::Team,
        _ => return None,
    })
}

impl Heads {
    fn new(words: Vec<(String, PlatformType)>) -> Self {
        let (words, kinds): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        Self { words: Lexicon::new(words), kinds }
    }

    /// Every head in `text`, leftmost and longest first, with its byte range and kind.
    pub fn find(&self, text: &str) -> Vec<(std::ops::Range<usize>, PlatformType)> {
        self.words.find_longest_iter(text).map(|hit| (hit.span.start..hit.span.end, self.kinds[hit.word])).collect()
    }
}

impl Suffixes {
    fn new(words: Vec<String>) -> Self {
        Self::with_kinds(words.into_iter().map(|word| (word, PlatformType::Platform)).collect())
    }

    fn with_kinds(words: Vec<(String, PlatformType)>) -> Self {
        // A word that stands twice is of the kind that it is given last.
        let kinds: BTreeMap<String, PlatformType> = words.into_iter().collect();
        let mut words: BTreeMap<char, Vec<(String, PlatformType)>> = BTreeMap::new();
        for (word, kind) in kinds {
            let Some(last) = word.chars().next_back() else { continue };
            words.entry(last).or_default().push((word, kind));
        }
        for words in words.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self { words }
    }

    /// The longest listed word that `text` ends with, and its kind.
    pub fn ending<'t>(&self, text: &'t str) -> Option<(&'t str, PlatformType)> {
        let words = self.words.get(&text.chars().next_back()?)?;
        let (word, kind) = words.iter().find(|(word, _)| text.ends_with(word.as_str()))?;
        Some((&text[text.len() - word.len()..], *kind))
    }
}

impl Around {
    fn new(lists: AroundLists) -> Self {
        Self {
            creating: Suffixes::new(lists.creating),
            using: Suffixes::new(lists.using),
            foreign: Suffixes::new(lists.foreign),
            topic: Suffixes::new(lists.topic),
            not_after: lists.not_after,
            subject: lists.subject,
            speaking: Suffixes::new(lists.speaking),
            counts: lists.counts.chars().collect(),
            breaks: lists.breaks,
            brands: lists.brands.into_iter().collect(),
            trade: lists.trade,
            prefixes: Suffixes::new(lists.prefixes),
            titles: Suffixes::new(lists.titles),
        }
    }
}

impl Unquoted {
    fn new(lists: UnquotedLists) -> Self {
        let of = |words: Vec<String>, family| words.into_iter().map(move |word| (word, family));
        let heads: BTreeMap<String, Family> = of(lists.campaigns, Family::Campaign)
            .chain(of(lists.hundreds, Family::Hundred))
            .chain(of(lists.mechanisms, Family::Mechanism))
            .chain(of(lists.teams, Family::Team))
            .chain(of(lists.rooms, Family::Room))
            .chain(of(lists.studios, Family::Studio))
            .chain(of(lists.channels, Family::Channel))
            .collect();
        let (words, families): (Vec<_>, Vec<_>) = heads.into_iter().unzip();
        Self {
            heads: Lexicon::new(words),
            families,
            boundaries: Suffixes::new(lists.boundaries),
            measures: lists.measures.chars().collect(),
            numerals: lists.numerals.chars().collect(),
            own: lists.own,
            not_in_campaigns: lists.not_in_campaigns,
            joined: lists.joined,
            generic: lists.generic.into_iter().collect(),
            trades: lists.trades.into_iter().collect(),
            places: Suffixes::new(lists.places),
            first_made: Suffixes::new(lists.first_made),
            particles: lists.particles.chars().collect(),
            surnames: lists.surnames.chars().collect(),
        }
    }

    /// Every head of an unquoted name in `text`, leftmost and longest first.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (std::ops::Range<usize>, Family)> + 'a {
        self.heads.find_longest_iter(text).map(|hit| (hit.span.start..hit.span.end, self.families[hit.word]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_loads() {
        let words = PlatformWords::load(&DictionarySource::Embedded).unwrap();
        assert!(words.is_slogan("最后一公里"));
        assert_eq!(words.inside.ending("同心大讲堂").unwrap().0, "大讲堂");
        let heads: Vec<_> = words.unquoted.find("成立产业联盟，首创工作机制").map(|(_, family)| family).collect();
        assert_eq!(heads, [Family::Team, Family::Mechanism]);
    }

    #[test]
    fn faults_name_their_line() {
        let text = DictionarySource::Embedded.text(FILE).unwrap();
        let empty = text.replacen("\"工作室\"", "\"\"", 1);
        assert!(PlatformWords::parse(&empty).unwrap_err().to_string().starts_with("platforms.toml:10: an empty word"));
        let kind = text.replacen("[heads.team]", "[heads.crew]", 1);
        assert_eq!(
            PlatformWords::parse(&kind).unwrap_err().to_string(),
            "platforms.toml:0: [heads.crew]: expected platform, brand, mechanism, activity or team"
        );
    }
}
