//! Signs that a copy of a report is damaged: numbers gone or never filled in, text garbled or doubled.
//!
//! Each kind raises one problem, at its first place, with examples and how often it occurs.

mod garbled;
mod placeholders;
mod stripped;

use crate::dictionary::Damage;
use crate::extract::article::Article;
use crate::model::{ProblemCode, Span};

/// One kind of damage, wherever it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    /// Which kind.
    pub(super) code: ProblemCode,
    /// What was found and what to do.
    pub(super) message: String,
    /// Where it shows, in the clean text, in order; empty where no one place does.
    pub(super) places: Vec<Span>,
}

impl Sign {
    /// Whether a number touches the damage, so that what is left of it cannot be trusted.
    pub(super) fn touches(&self, number: Span) -> bool {
        let after = self.places.partition_point(|place| place.end < number.start);
        self.places.get(after).is_some_and(|place| place.start <= number.end)
    }

    /// Where the damage first shows; the beginning of the text where no one place does.
    pub(super) fn place(&self, text: &str) -> Span {
        let whole = Span::new(0, text.find('\n').unwrap_or(text.len()));
        self.places.first().copied().unwrap_or(whole)
    }
}

/// Every kind of damage that an article shows; `n_facts` is how many numbers it still states.
pub(super) fn find(article: &Article<'_>, n_facts: usize, words: &Damage) -> Vec<Sign> {
    let text = article.clean.text();
    let mut signs = Vec::new();
    signs.extend(stripped::find(text, n_facts, &words.stripped));
    signs.extend(placeholders::find(text, &words.placeholder));
    signs.extend(garbled::lost(text, &words.garbled));
    signs.extend(garbled::misread(text, &words.garbled));
    signs.extend(garbled::doubled(article, &words.garbled));
    signs.extend(garbled::glossed(article));
    signs
}

/// Up to three different examples, with a few characters around each: “收到提案件”“占%”.
fn examples(text: &str, places: &[Span]) -> String {
    const SHOWN: usize = 3;
    const AROUND: usize = 4;
    let mut shown: Vec<&str> = Vec::new();
    for place in places {
        let before = text[..place.start].char_indices().rev().take(AROUND).take_while(|(_, c)| *c != '\n');
        let start = before.last().map_or(place.start, |(at, _)| at);
        let example = &text[start..place.end];
        if shown.len() < SHOWN && !shown.contains(&example) {
            shown.push(example);
        }
    }
    shown.iter().flat_map(|example| ["“", example, "”"]).collect()
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}
