//! `practices.toml`: ways of working, the words that show them and the words that rule them out.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::phrase::{PhraseHit, PhraseSet};
use super::source::{DictionarySource, fault, line_at, parse_toml};
use crate::error::Result;
use crate::model::{PracticeId, Span};

/// The practices that the program knows.
#[derive(Debug)]
pub struct Practices {
    entries: Vec<PracticeEntry>,
    by_name: BTreeMap<String, usize>,
    phrases: PhraseSet,
    /// What the phrase with this number shows or rules out.
    roles: Vec<(usize, Role)>,
}

/// One practice of the ontology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeEntry {
    /// Its id: `reception_day`.
    pub id: PracticeId,
    /// Its name in Chinese.
    pub label_zh: String,
    /// Its name in English.
    pub label_en: String,
    /// What it is, in one line.
    pub definition: String,
    /// Other words for it that a user may type.
    pub aliases: Vec<String>,
    /// Phrases that show it.
    pub terms: Vec<String>,
    /// Phrases that rule it out in the clause where they stand.
    pub unless: Vec<String>,
    /// Whether the words also name a matter of general policy, so that they show nothing where they only name what is
    /// talked about (围绕矛盾纠纷调解开展调研).
    pub subject: bool,
    /// Sentences in which it must be found.
    pub examples: Vec<String>,
    /// Sentences in which it must not be found.
    pub counterexamples: Vec<String>,
}

/// A phrase of a practice in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeHit {
    /// Where it stands.
    pub span: Span,
    /// The practice, an index into [`Practices::entries`].
    pub entry: usize,
    /// The term, an index into [`PracticeEntry::terms`]; `None` where the phrase rules the practice out.
    pub term: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Role {
    Term(usize),
    Unless,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    practice: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<String>,
    label_zh: Spanned<String>,
    label_en: String,
    definition: String,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    terms: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    subject: bool,
    examples: Vec<String>,
    #[serde(default)]
    counterexamples: Vec<String>,
}

impl Practices {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "practices.toml";

    /// Loads and checks `practices.toml`.
    ///
    /// # Errors
    /// An id given twice, an alias claimed by two practices, a practice without terms or examples, a phrase that
    /// cannot be read or that two practices share.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Self::parse(&source.text(Practices::FILE)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File = parse_toml(Practices::FILE, text)?;
        let mut tables = Tables::default();
        for row in file.practice {
            tables.add(text, row)?;
        }
        let phrases = PhraseSet::new(tables.words).map_err(|error| fault(Practices::FILE, 0, error.to_string()))?;
        Ok(Self { entries: tables.entries, by_name: tables.by_name, phrases, roles: tables.roles })
    }

    /// Every practice, in the order of the file.
    pub fn entries(&self) -> &[PracticeEntry] {
        &self.entries
    }

    /// The practice with this id.
    pub fn get(&self, id: &PracticeId) -> Option<&PracticeEntry> {
        self.entries.iter().find(|entry| entry.id == *id)
    }

    /// The practice that a user means by an id, a label or an alias; white space and quotation marks do not matter.
    pub fn named(&self, words: &str) -> Option<&PracticeEntry> {
        self.by_name.get(&name_key(words)).map(|&entry| &self.entries[entry])
    }

    /// Every phrase of a practice in `text`, by place.
    pub fn find(&self, text: &str) -> Vec<PracticeHit> {
        let hit = |hit: PhraseHit| {
            let (entry, role) = self.roles[hit.phrase];
            let term = match role {
                Role::Term(term) => Some(term),
                Role::Unless => None,
            };
            PracticeHit { span: hit.span, entry, term }
        };
        self.phrases.find(text).into_iter().map(hit).collect()
    }
}

/// What is gathered while the file is read.
#[derive(Default)]
struct Tables {
    entries: Vec<PracticeEntry>,
    by_name: BTreeMap<String, usize>,
    words: Vec<String>,
    roles: Vec<(usize, Role)>,
    term_owner: BTreeMap<String, usize>,
}

impl Tables {
    fn add(&mut self, text: &str, row: Spanned<Row>) -> Result<()> {
        let entry = self.entries.len();
        let at_row = row.span().start;
        let row = row.into_inner();
        let at_id = row.id.span().start;
        let id = row.id.get_ref().clone();
        if self.entries.iter().any(|other| other.id.as_str() == id) {
            return Err(fault(
                Practices::FILE,
                line_at(text, at_id),
                format!("the id “{id}” stands twice: expected each practice once"),
            ));
        }
        for name in [&row.id, &row.label_zh].into_iter().chain(&row.aliases) {
            let earlier = self.by_name.insert(name_key(name.get_ref()), entry).filter(|&earlier| earlier != entry);
            if let Some(earlier) = earlier {
                let reason = format!(
                    "“{}” is claimed by {} and {id}: leave it to one of them",
                    name.get_ref(),
                    self.entries[earlier].id
                );
                return Err(fault(Practices::FILE, line_at(text, name.span().start), reason));
            }
        }
        if row.terms.is_empty() || row.examples.is_empty() {
            return Err(fault(
                Practices::FILE,
                line_at(text, at_row),
                format!("{id} lacks terms or examples: expected at least one of each"),
            ));
        }
        for (number, term) in row.terms.iter().enumerate() {
            if let Some(&other) = self.term_owner.get(term.get_ref()) {
                let owner = self.entries.get(other).map_or(id.as_str(), |owner| owner.id.as_str());
                let reason =
                    format!("the term “{}” already belongs to {owner}: expected each term once", term.get_ref());
                return Err(fault(Practices::FILE, line_at(text, term.span().start), reason));
            }
            self.term_owner.insert(term.get_ref().clone(), entry);
            self.phrase(text, term, (entry, Role::Term(number)))?;
        }
        for word in &row.unless {
            self.phrase(text, word, (entry, Role::Unless))?;
        }
        self.entries.push(PracticeEntry {
            id: PracticeId::new(&id),
            label_zh: row.label_zh.into_inner(),
            label_en: row.label_en,
            definition: row.definition,
            aliases: row.aliases.into_iter().map(Spanned::into_inner).collect(),
            terms: row.terms.into_iter().map(Spanned::into_inner).collect(),
            unless: row.unless.into_iter().map(Spanned::into_inner).collect(),
            subject: row.subject,
            examples: row.examples,
            counterexamples: row.counterexamples,
        });
        Ok(())
    }

    fn phrase(&mut self, text: &str, word: &Spanned<String>, role: (usize, Role)) -> Result<()> {
        let at = word.span().start;
        let refuse = |reason: String| fault(Practices::FILE, line_at(text, at), reason);
        PhraseSet::check(word.get_ref()).map_err(|error| refuse(error.to_string()))?;
        self.words.push(word.get_ref().clone());
        self.roles.push(role);
        Ok(())
    }
}

/// A name as users may type it: white space, quotation marks and case do not matter.
pub(super) fn name_key(words: &str) -> String {
    let kept = |char: &char| !char.is_whitespace() && !matches!(char, '“' | '”' | '"' | '‘' | '’' | '「' | '」' | '\'');
    words.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "[[practice]]\nid = \"a\"\nlabel_zh = \"甲\"\nlabel_en = \"A\"\ndefinition = \"d\"\naliases = [\"子\"]\nterms = [\"丑\"]\nexamples = [\"丑\"]\n";

    #[track_caller]
    fn fails(text: &str, expected: &str) {
        assert_eq!(Practices::parse(text).unwrap_err().to_string(), expected);
    }

    #[test]
    fn the_built_in_file_loads_and_answers_by_any_name() {
        let practices = Practices::load(&DictionarySource::Embedded).unwrap();
        let id = |words| practices.named(words).map(|entry| entry.id.as_str());
        assert_eq!(id("reception_day"), Some("reception_day"));
        assert_eq!(id("代表 接待日"), Some("reception_day"));
        assert_eq!(id("“微协商”"), Some("micro_consultation"));
        assert_eq!(id("无此做法"), None);
    }

    #[test]
    fn faults_name_their_line() {
        fails(
            &ROW.replace("[\"丑\"]\nex", "[]\nex"),
            "practices.toml:1: a lacks terms or examples: expected at least one of each",
        );
        let twice = format!("{ROW}{ROW}");
        fails(&twice, "practices.toml:10: the id “a” stands twice: expected each practice once");
        let alias = format!("{ROW}{}", ROW.replace("\"a\"", "\"b\"").replace('甲', "乙"));
        fails(&alias, "practices.toml:14: “子” is claimed by a and b: leave it to one of them");
        let term = format!("{ROW}{}", ROW.replace("\"a\"", "\"b\"").replace('甲', "乙").replace('子', "寅"));
        fails(&term, "practices.toml:15: the term “丑” already belongs to a: expected each term once");
        fails(
            &ROW.replace("terms = [\"丑\"]", "terms = [\"[丑\"]"),
            "practices.toml:7: phrase “[丑” has an open bracket: expected alternatives as [甲|乙]",
        );
    }
}
