//! `phrases.toml`: set phrases whose numerals count nothing, and words that make a slogan of a count.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::source::{DictionarySource, fault, line_at, parse_toml};
use crate::error::Result;
use crate::model::Reason;

const FILE: &str = "phrases.toml";

/// The set phrases, by the numeral that comes first in them.
///
/// # Examples
/// ```
/// use tongjian::dictionary::{DictionarySource, Units};
/// use tongjian::model::{Reason, Span};
/// let units = Units::load(&DictionarySource::Embedded).unwrap();
/// let text = "走进千家万户";
/// let (span, reason) = units.phrases().at(text, 6).unwrap();
/// assert_eq!((span.of(text), reason), ("千家万户", Reason::Idiom));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    by_numeral: BTreeMap<char, Vec<Phrase>>,
    slogan_tails: Vec<Box<str>>,
    method_tails: Vec<Box<str>>,
    aspects: Vec<Box<str>>,
    hours: Vec<Box<str>>,
}

#[derive(Debug, Clone)]
struct Phrase {
    text: Box<str>,
    /// Bytes before the first numeral.
    prefix: usize,
    reason: Reason,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    idiom: Vec<Spanned<Box<str>>>,
    slogan: Vec<Spanned<Box<str>>>,
    name: Vec<Spanned<Box<str>>>,
    rank: Vec<Spanned<Box<str>>>,
    indefinite: Vec<Spanned<Box<str>>>,
    date: Vec<Spanned<Box<str>>>,
    slogan_tails: Vec<Box<str>>,
    method_tails: Vec<Box<str>>,
    aspects: Vec<Box<str>>,
    hours: Vec<Box<str>>,
}

impl Phrases {
    /// Loads and checks `phrases.toml`.
    ///
    /// # Errors
    /// With file, line and reason when the file has another shape, a phrase holds no numeral or stands twice.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Self::parse(&source.text(FILE)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File = parse_toml(FILE, text)?;
        let lists = [
            (Reason::Idiom, file.idiom),
            (Reason::Slogan, file.slogan),
            (Reason::Name, file.name),
            (Reason::Rank, file.rank),
            (Reason::Indefinite, file.indefinite),
            (Reason::Date, file.date),
        ];
        let mut by_numeral: BTreeMap<char, Vec<Phrase>> = BTreeMap::new();
        for (reason, list) in lists {
            for phrase in list {
                let at = phrase.span().start;
                let refuse = |reason: String| fault(FILE, line_at(text, at), reason);
                let phrase = phrase.into_inner();
                let Some((prefix, numeral)) = phrase.char_indices().find(|(_, c)| is_numeral(*c)) else {
                    return Err(refuse(format!("{phrase} holds no numeral; it need not stand here")));
                };
                let known = by_numeral.entry(numeral).or_default();
                if known.iter().any(|other| other.text == phrase) {
                    return Err(refuse(format!("{phrase} stands twice; keep one of them")));
                }
                known.push(Phrase { text: phrase, prefix, reason });
            }
        }
        for phrases in by_numeral.values_mut() {
            phrases.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
        }
        let File { slogan_tails, method_tails, aspects, hours, .. } = file;
        Ok(Self { by_numeral, slogan_tails, method_tails, aspects, hours })
    }

    /// The longest phrase whose first numeral stands at byte `at` of `text`; it may begin before `at`.
    pub fn at(&self, text: &str, at: usize) -> Option<(crate::model::Span, Reason)> {
        let numeral = text.get(at..)?.chars().next()?;
        self.by_numeral.get(&numeral)?.iter().find_map(|phrase| {
            let start = at.checked_sub(phrase.prefix)?;
            text.get(start..)?
                .starts_with(&*phrase.text)
                .then(|| (crate::model::Span::new(start, start + phrase.text.len()), phrase.reason))
        })
    }

    /// Whether `rest`, which follows a count with 个 or 项, makes a slogan of it: 四个 + 自信.
    pub fn makes_slogan(&self, rest: &str) -> bool {
        self.slogan_tails.iter().any(|tail| rest.starts_with(&**tail))
    }

    /// Whether `rest`, which follows a Chinese numeral and a unit, makes the name of a method: 五步 + 工作法.
    pub fn makes_method(&self, rest: &str) -> bool {
        self.method_tails.iter().any(|tail| rest.starts_with(&**tail))
    }

    /// Whether hours behind `clause` are an amount of work or of recordings rather than how long something took.
    pub fn sums_hours(&self, clause: &str) -> bool {
        self.hours.iter().any(|word| clause.contains(&**word))
    }

    /// Whether `rest` begins with a noun for aspects of a thing: 方面, 渠道.
    pub fn is_aspect(&self, rest: &str) -> bool {
        self.aspects.iter().any(|aspect| rest.starts_with(&**aspect))
    }
}

/// Whether a phrase can be found by this character.
fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百千万亿两几数半".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "idiom = []\nslogan = []\nname = []\nrank = []\nindefinite = []\ndate = []\nslogan_tails = []\nmethod_tails = []\naspects = []\nhours = []\n";

    #[test]
    fn faults_are_named_by_line_and_reason() {
        let fault = |list: &str| {
            let text = EMPTY.replace("name = []", list);
            Phrases::parse(&text).expect_err("a faulty list was taken").to_string()
        };
        assert_eq!(fault("name = [\"九江\",\n\"九江\"]"), "phrases.toml:4: 九江 stands twice; keep one of them");
        assert_eq!(fault("name = [\"厦门\"]"), "phrases.toml:3: 厦门 holds no numeral; it need not stand here");
    }

    #[test]
    fn the_longest_phrase_wins_and_may_begin_before_its_numeral() {
        let text = EMPTY.replace("name = []", "name = [\"三门\", \"三门县\", \"第一书记\"]");
        let phrases = Phrases::parse(&text).expect("the list is right");
        let found = |text: &'static str, at| phrases.at(text, at).map(|(span, _)| span.of(text));
        assert_eq!(found("在三门县", 3), Some("三门县"));
        assert_eq!(found("驻村第一书记", 9), Some("第一书记"));
        assert_eq!(found("一书记", 0), None);
        assert_eq!(found("一", 9), None);
    }
}
