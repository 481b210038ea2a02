//! `modality.toml`: words that tell what is done from what is planned, ruled, denied, wished for or done elsewhere.

use serde::Deserialize;
use toml::Spanned;

use super::lexicon::Lexicon;
use super::phrase::PhraseSet;
use super::source::{DictionarySource, fault, line_at, parse_toml};
use crate::error::Result;
use crate::model::Span;

const FILE: &str = "modality.toml";

/// How the report means what it says at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// It has happened or stands now.
    Done,
    /// A target or intention.
    Plan,
    /// A standing norm.
    Rule,
    /// It is not so.
    Negated,
    /// Somebody wants it.
    Wish,
    /// Others do it.
    Elsewhere,
}

/// What a cue says of the words in its reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueKind {
    /// It has happened or stands now; ends the reach of a plan, rule or wish before it.
    Done,
    /// A target or intention: 下一步, 将继续, 力争.
    Plan,
    /// A standing norm: 每季度, 不少于, 规定.
    Rule,
    /// Not so: 尚未, 缺乏.
    Negation,
    /// What somebody wants done: 建议, 希望, 应当.
    Wish,
    /// What others do: 学习借鉴, 外地.
    Elsewhere,
    /// What is talked about: 围绕, 聚焦.
    Topic,
}

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CueScope {
    /// In a heading: over everything below it.
    Heading,
    /// At the beginning of a sentence: to the end of the paragraph.
    Paragraph,
    /// To the end of the sentence.
    Sentence,
    /// To the end of the clause.
    Clause,
    /// Back to the beginning of the clause.
    Back,
}

/// A cue in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueHit {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: CueKind,
    /// How far it reaches.
    pub scope: CueScope,
}

/// The cues of `modality.toml`.
#[derive(Debug)]
pub struct ModalityCues {
    phrases: PhraseSet,
    /// What the phrase with this number is; `None` for words in which a cue is no cue.
    meanings: Vec<Option<(CueKind, CueScope)>>,
    topic_ends: Lexicon,
    looking_back: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    done: Category,
    plan: Category,
    rule: Category,
    negation: Category,
    wish: Category,
    elsewhere: Category,
    topic: Category,
    /// Longer words in which a cue is no cue: 主要, 未来.
    masks: Vec<Spanned<String>>,
    /// Verbs that end a topic: 围绕…开展 talks about what stands before 开展 and does what stands after it.
    topic_ends: Lexicon,
    looking_back: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Category {
    #[serde(default)]
    heading: Vec<Spanned<String>>,
    #[serde(default)]
    paragraph: Vec<Spanned<String>>,
    #[serde(default)]
    sentence: Vec<Spanned<String>>,
    #[serde(default)]
    clause: Vec<Spanned<String>>,
    #[serde(default)]
    back: Vec<Spanned<String>>,
}

impl ModalityCues {
    /// Loads and checks `modality.toml`.
    ///
    /// # Errors
    /// A phrase that cannot be read or stands twice in one list.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        let text = source.text(FILE)?;
        let file: File = parse_toml(FILE, &text)?;
        let mut words = Vec::new();
        let mut meanings = Vec::new();
        let categories = [
            (CueKind::Done, file.done),
            (CueKind::Plan, file.plan),
            (CueKind::Rule, file.rule),
            (CueKind::Negation, file.negation),
            (CueKind::Wish, file.wish),
            (CueKind::Elsewhere, file.elsewhere),
            (CueKind::Topic, file.topic),
        ];
        for (kind, category) in categories {
            let lists = [
                (CueScope::Heading, category.heading),
                (CueScope::Paragraph, category.paragraph),
                (CueScope::Sentence, category.sentence),
                (CueScope::Clause, category.clause),
                (CueScope::Back, category.back),
            ];
            for (scope, list) in lists {
                for cue in list {
                    let at = cue.span().start;
                    let cue = cue.into_inner();
                    PhraseSet::check(&cue).map_err(|error| fault(FILE, line_at(&text, at), error.to_string()))?;
                    words.push(cue);
                    meanings.push(Some((kind, scope)));
                }
            }
        }
        for mask in file.masks {
            words.push(mask.into_inner());
            meanings.push(None);
        }
        let phrases = PhraseSet::new(words).map_err(|error| fault(FILE, 0, error.to_string()))?;
        Ok(Self { phrases, meanings, topic_ends: file.topic_ends, looking_back: file.looking_back })
    }

    /// Every cue in `text`, by place; cues inside masking words are left out.
    pub fn find(&self, text: &str) -> Vec<CueHit> {
        let hits = self.phrases.find(text);
        let masks: Vec<Span> =
            hits.iter().filter(|hit| self.meanings[hit.phrase].is_none()).map(|hit| hit.span).collect();
        let masked = |span: Span| {
            let after = masks.partition_point(|mask| mask.start <= span.start);
            masks[after.saturating_sub(8)..after].iter().any(|mask| mask.contains(span) && *mask != span)
        };
        let cue = |hit: &super::PhraseHit| {
            self.meanings[hit.phrase].map(|(kind, scope)| CueHit { span: hit.span, kind, scope })
        };
        hits.iter().filter_map(cue).filter(|cue| !masked(cue.span)).collect()
    }

    /// Whether `words` begin with a verb that ends a topic.
    pub fn ends_topic(&self, words: &str) -> bool {
        self.topic_ends.begins(words)
    }

    /// Whether a title looks back, at least in part: 总结和下一步打算.
    pub fn looks_back(&self, title: &str) -> bool {
        self.looking_back.iter().any(|word| title.contains(word.as_str()))
    }
}
