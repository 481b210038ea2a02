//! Text that is not what it was: lost characters, a wrong encoding, glosses, every paragraph twice.

use std::collections::HashMap;

use super::{Sign, examples, is_han};
use crate::dictionary::Garbled;
use crate::extract::article::Article;
use crate::model::{ProblemCode, Span};

const WRONG_ENCODING: &str = "请换用以正确编码保存的原文";

/// �, 锟斤拷: characters that are gone for good.
pub(super) fn lost(text: &str, words: &Garbled) -> Option<Sign> {
    let mut places: Vec<Span> = words.words.find_longest_iter(text).map(|hit| hit.span).collect();
    let signs = text.match_indices('\u{fffd}').map(|(at, sign)| Span::new(at, at + sign.len()));
    let signs: Vec<Span> = signs.collect();
    if places.is_empty() && signs.len() < words.least_lost {
        return None;
    }
    places.extend(signs);
    places.sort_by_key(|place| place.start);
    let message = format!("有 {} 处文字已损坏，如{}；{WRONG_ENCODING}", places.len(), examples(text, &places));
    Some(Sign { code: ProblemCode::Garbled, message, places })
}

/// ä¸­å›½, 鏀垮崗: Chinese that was read as another encoding.
pub(super) fn misread(text: &str, words: &Garbled) -> Option<Sign> {
    let runs = latin_runs(text, words.run);
    let length = |span: &Span| span.of(text).chars().count();
    let latin = runs.len() >= words.least_runs || runs.iter().any(|run| length(run) >= words.long_run);
    let n_misread = text.chars().filter(|c| words.misread.contains(*c)).count();
    let n_han = text.chars().filter(|c| is_han(*c)).count();
    let han = n_misread >= words.least_misread && n_misread * words.misread_one_in >= n_han;
    let places = match (latin, han) {
        (true, _) => runs,
        (false, true) => text
            .match_indices(|c| words.misread.contains(c))
            .map(|(at, found)| Span::new(at, at + found.len()))
            .collect(),
        (false, false) => return None,
    };
    let message = format!("文字以错误的编码读出，如{}；{WRONG_ENCODING}", examples(text, &places));
    Some(Sign { code: ProblemCode::Garbled, message, places })
}

/// Runs of accented letters, controls and signs that UTF-8 or GBK bytes become in Latin-1 or Windows-1252.
fn latin_runs(text: &str, least: usize) -> Vec<Span> {
    let in_run = |c: char| {
        // Chinese characters, most of a report, need no closer look.
        if c >= '\u{2e80}' {
            return false;
        }
        ('\u{80}'..='\u{ff}').contains(&c) && !matches!(c, '·' | '×' | '÷' | '°' | '±' | '\u{a0}' | '®' | '©')
            || "€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ".contains(c)
    };
    // A letter is among them: a run of signs alone is a rule between paragraphs.
    let letter = |c: char| ('\u{c0}'..='\u{ff}').contains(&c);
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(in_run).map(|found| at + found) {
        let end = text[start..].find(|c| !in_run(c)).map_or(text.len(), |end| start + end);
        let run = Span::new(start, end);
        if run.of(text).chars().count() >= least && run.of(text).contains(letter) {
            runs.push(run);
        }
        at = end;
    }
    runs
}

/// Whether nearly every sentence stands twice: its facts would be counted twice.
pub(super) fn doubled(article: &Article<'_>, words: &Garbled) -> Option<Sign> {
    let text = article.clean.text();
    let sentences = article.structure.sentences.iter().map(|sentence| sentence.span.of(text).trim());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for sentence in sentences.filter(|sentence| sentence.chars().count() >= words.sentence) {
        *counts.entry(sentence).or_default() += 1;
    }
    let width = |twice: bool| -> usize {
        let counted = counts.iter().filter(|(_, count)| !twice || **count > 1);
        counted.map(|(sentence, count)| sentence.chars().count() * count).sum()
    };
    let n_doubled = counts.values().filter(|count| **count > 1).count();
    if n_doubled < words.least_sentences || width(true) * 100 < width(false) * words.doubled_share {
        return None;
    }
    let message = format!("正文有 {n_doubled} 句各出现不止一次，同一数字会重复列出；请去掉重复的段落");
    Some(Sign { code: ProblemCode::Garbled, message, places: Vec::new() })
}

/// 协(xié)商: the glosses are left out of the clean text; that they were there is worth saying.
pub(super) fn glossed(article: &Article<'_>) -> Option<Sign> {
    let n_glosses = article.clean.n_glosses();
    let message = format!("文中夹有 {n_glosses} 处拼音注音，已略去后再读；如有原文请换用原文");
    (n_glosses > 0).then_some(Sign { code: ProblemCode::Garbled, message, places: Vec::new() })
}
