//! `places.toml`: words around the names of places.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::source::{DictionarySource, fault, line_at, parse_toml};
use crate::error::Result;

/// What makes a word a place, whom 我市 and 区政协 mean, and who is the subject of a sentence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Committees, governments and the like.
    pub bodies: BodyWords,
    /// 省, 市, 县 and what they mean without a name.
    pub classes: ClassWords,
    /// Names that may be ordinary words.
    pub names: NameWords,
    /// Who does what a sentence tells.
    pub subject: SubjectWords,
    /// Newspapers, sites, authors.
    pub masthead: MastheadWords,
}

/// Words for bodies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    /// What stands directly behind the name or class of a place: 政协, 委, 人大.
    pub organs: Lexicon,
    /// What stands before the name in the long form: 政协…委员会.
    pub starts: Lexicon,
    /// Bodies of the whole country.
    pub national: Lexicon,
    /// People of a body, who are not the body.
    pub people: Lexicon,
}

/// Words for classes of places.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassWords {
    /// 我, 全, 本.
    pub own: Lexicon,
    /// Behind 我市 and the like, what makes it another word.
    pub own_not_before: Lexicon,
    /// The classes, each with the characters after which it is none.
    pub not_after: BTreeMap<String, String>,
    /// The classes themselves; filled in when the table is loaded.
    #[serde(skip)]
    pub all: Lexicon,
}

/// Words that names could be taken for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWords {
    /// Short names that are ordinary words.
    pub ordinary: Lexicon,
    /// What makes a short name part of another name.
    pub short_not_before: Lexicon,
    /// Full names that are ordinary words.
    pub generic: Lexicon,
    /// Characters behind which a one-character name such as 开县 may stand.
    pub openers: String,
    /// What makes the last character of a full name part of another word.
    pub not_before: Lexicon,
}

/// Words around the subject of a sentence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectWords {
    /// What may stand before it.
    pub lead_ins: Lexicon,
    /// Beginnings of sentences that speak of the whole again.
    pub resets: Lexicon,
    /// What is done where a place behind 在 says.
    pub builds: Lexicon,
    /// Behind 全省 and the like: what follows counts the whole.
    pub counts_whole: Lexicon,
    /// Before a place that a reporter has come to.
    pub arrivals: Vec<String>,
    /// What a reporter does there.
    pub sees: Lexicon,
    /// What a reporter does there and elsewhere.
    pub tells: Lexicon,
    /// What says that a higher body comes to the report's own place: 来我县, 莅临.
    pub visits: Lexicon,
    /// What opens a clause that names what is talked about: 关于……的提案.
    pub topic_opens: Lexicon,
    /// What closes such a clause's subject: 提案, 问题.
    pub topic_nouns: Lexicon,
    /// What befalls a place by the way: its sentence goes on about it, the next one does not.
    pub troubles: Lexicon,
    /// What a proposal about a place brought there: 新建, 更换.
    pub results: Lexicon,
    /// Characters before 在 that make the place an attribute.
    pub not_before_place: Vec<String>,
    /// Verbs that show a predicate.
    pub predicates: Lexicon,
    /// What joins two places.
    pub joins: Lexicon,
}

/// Words of mastheads and author lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MastheadWords {
    /// What follows the place in the name of a newspaper or site.
    pub media: Lexicon,
    /// Before the name of a source.
    pub source_marks: Vec<String>,
    /// Before an author's office.
    pub author_marks: Vec<String>,
}

impl Places {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "places.toml";

    /// Loads and checks the table.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        let text = source.text(Self::FILE)?;
        if let Some(at) = text.find("\"\"") {
            return Err(fault(Self::FILE, line_at(&text, at), "an empty word: expected at least one character"));
        }
        let mut places: Self = parse_toml(Self::FILE, &text)?;
        places.classes.all = Lexicon::new(places.classes.not_after.keys());
        Ok(places)
    }
}
