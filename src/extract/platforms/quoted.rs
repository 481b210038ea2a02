//! Names in quotation marks: “好商量”工作室, “同心讲堂”, “甲”“乙”等活动.

use crate::dictionary::{PlatformWords, Suffixes, is_sentence_mark};
use crate::model::{PlatformType, Span};

use super::super::quotes::{Quote, holding};
use super::{Candidate, after, before};

/// Longest name in characters; what is longer is speech or a topic.
const LONGEST_NAME: usize = 26;
/// What stands after a colon and is at least this long is speech.
const SHORTEST_SPEECH: usize = 14;
/// Longest run of modifiers between a name and its head, in characters.
const LONGEST_MODIFIER: usize = 14;
/// How many characters may stand between a verb and the name that it introduces, and one more.
const NEAR: usize = 9;
/// How far a head may stand from the one before it to be read as one (工作站体系, 品牌创建活动).
const HEAD_DISTANCE: usize = 4;

/// What stands after a quotation: how far its name reaches and which head decides.
struct Tail {
    end: usize,
    kind: PlatformType,
    head: String,
}

/// Quoted names that read like platforms.
pub(super) fn candidates(text: &str, quoted: &[Quote], words: &PlatformWords) -> Vec<Candidate> {
    let names: Vec<&Quote> = quoted.iter().filter(|quote| !quote.is_title && !quote.nested).collect();
    let in_title = |quote: &Quote| holding(quote.span, quoted).any(|title| title.is_title);
    let mut found = Vec::new();
    let mut first = 0;
    while first < names.len() {
        let mut end = first;
        while end + 1 < names.len() && is_joint(&text[names[end].span.end..names[end + 1].span.start]) {
            end += 1;
        }
        let list = &names[first..=end];
        first = end + 1;
        if !in_title(list[0]) {
            found.extend(list_candidates(text, list, words));
        }
    }
    found
}

/// Whether only this stands between two quotations of one list.
fn is_joint(between: &str) -> bool {
    matches!(between.trim(), "" | "、" | "和" | "与" | "及" | "以及" | "," | "，" | "暨" | "、以及" | "或")
}

/// The names of one list; the head after the last one decides for all: “甲”“乙”等活动.
fn list_candidates(text: &str, list: &[&Quote], words: &PlatformWords) -> Vec<Candidate> {
    let opening = list[0].span.start;
    let lead = before(text, opening, 12);
    let lead = lead
        .rfind(|char| is_sentence_mark(char) || matches!(char, '，' | ',' | '”' | '》'))
        .map_or(lead, |at| after_mark(lead, at));
    let around = &words.around;
    let tail = tail_of(text, list[list.len() - 1].span.end, words);
    if is_topic(lead, text, list, tail.as_ref(), words) {
        return Vec::new();
    }
    let is_foreign = ends_near(lead, &around.foreign);
    let is_made = ends_near(lead, &around.creating);
    let is_used = ends_near(lead, &around.using);
    let mut found = Vec::new();
    for (number, quote) in list.iter().enumerate() {
        let inner = quote.inner.of(text);
        if !is_name(inner, words) {
            continue;
        }
        let decided =
            decide(inner, tail.as_ref(), is_foreign, is_made || is_used, words).or_else(|| titled(lead, words));
        let Some((kind, rule)) = decided else { continue };
        let start = if number == 0 { with_prefix(text, quote.span.start, words) } else { quote.span.start };
        let end = match &tail {
            Some(tail) if number + 1 == list.len() => tail.end,
            _ => quote.span.end,
        };
        found.push(Candidate { span: Span::new(start, end), core: quote.inner, kind, rule, is_made });
    }
    found
}

/// The head that stands right before a quoted name: 微信小程序“甲”.
fn titled(lead: &str, words: &PlatformWords) -> Option<(PlatformType, String)> {
    words.around.titles.ending(lead).map(|(title, kind)| (kind, title.to_owned()))
}

/// Which rule makes a quoted phrase a platform, if any does.
fn decide(
    inner: &str,
    tail: Option<&Tail>,
    is_foreign: bool,
    is_introduced: bool,
    words: &PlatformWords,
) -> Option<(PlatformType, String)> {
    let around = &words.around;
    let in_trade = around.trade.iter().any(|word| inner.contains(word.as_str()));
    // “发挥机场作用，提升城市能级”协商会: a meeting's topic.
    let is_topic = inner.contains(['，', ',']) && tail.is_some_and(|tail| tail.head.ends_with('会'));
    if is_topic {
        return None;
    }
    if let Some(tail) = tail
        && (!is_foreign || in_trade || matches!(tail.kind, PlatformType::Platform | PlatformType::Team))
    {
        return Some((tail.kind, tail.head.clone()));
    }
    if around.brands.contains(inner) && tail.is_none() {
        return Some((PlatformType::Brand, inner.to_owned()));
    }
    if is_foreign {
        return None;
    }
    // “微协商” and “读书会” are names only where there is more to them than the kind.
    let length = inner.chars().count();
    let by_ending = words
        .inside
        .ending(inner)
        .filter(|(ending, _)| length >= 4 || length == 3 && (*ending == inner || ending.chars().count() == 1));
    if let Some((ending, kind)) = by_ending {
        return Some((kind, ending.to_owned()));
    }
    let marked = inner.contains(['·', '+', '＋', '—']) && in_trade && !inner.ends_with(['+', '＋']);
    let named = in_trade
        && is_introduced
        && (4..=14).contains(&length)
        && !words.ends_like_slogan(inner)
        && !inner.contains(['，', ',', '、', '+', '＋']);
    (is_introduced && marked || named).then(|| (PlatformType::Activity, "introduced".to_owned()))
}

/// Whether a quoted phrase could be a name at all.
fn is_name(inner: &str, words: &PlatformWords) -> bool {
    let length = inner.chars().count();
    let speech = inner.chars().any(|char| matches!(char, '。' | '！' | '？' | '；' | '：' | '!' | '?' | ';'));
    let trimmed = inner.trim_matches(|char: char| matches!(char, '“' | '”' | ' '));
    (2..=LONGEST_NAME).contains(&length) && !speech && !words.is_slogan(trimmed) && inner.matches('，').count() < 3
}

/// Whether the list is what is talked about: 围绕“…”, 以“…”为主题, “…”课题.
fn is_topic(lead: &str, text: &str, list: &[&Quote], tail: Option<&Tail>, words: &PlatformWords) -> bool {
    let rest = after(text, list[list.len() - 1].span.end, 12);
    let bare = rest.trim_start_matches('等').trim_start_matches(|char| words.around.counts.contains(&char));
    let not_after =
        words.around.not_after.iter().any(|word| rest.starts_with(word.as_str()) || bare.starts_with(word.as_str()));
    let as_subject = lead.ends_with('以') && words.around.subject.iter().any(|word| rest.starts_with(word.as_str()));
    let long = list[0].inner.of(text).chars().count() >= SHORTEST_SPEECH;
    let spoken = long && lead.ends_with(['：', ':']) || words.around.speaking.ending(lead).is_some();
    let defined = lead.ends_with('是') && tail.is_none();
    not_after && tail.is_none() || defined || as_subject || spoken || words.around.topic.ending(lead).is_some()
}

/// Whether one of the words stands in the last characters before a name: 打造了一批特色“甲”.
fn ends_near(lead: &str, list: &Suffixes) -> bool {
    let ends: Vec<usize> = lead.char_indices().map(|(place, _)| place).chain([lead.len()]).collect();
    ends.into_iter().rev().take(NEAR).any(|end| list.ending(&lead[..end]).is_some())
}

fn after_mark(lead: &str, at: usize) -> &str {
    let width = lead[at..].chars().next().map_or(0, char::len_utf8);
    &lead[at + width..]
}

/// The head after a quotation, if only modifiers stand between: “甲”4个示范点, “乙”(丙、丁)活动.
fn tail_of(text: &str, end: usize, words: &PlatformWords) -> Option<Tail> {
    let rest = after(text, end, 60);
    let skipped = parenthesis(rest);
    let body = &rest[skipped..];
    let stop = body
        .find(|char| is_sentence_mark(char) || matches!(char, '，' | ',' | '“' | '”' | '《' | '：'))
        .unwrap_or(body.len());
    let body = &body[..stop];
    let mut tail: Option<Tail> = None;
    let mut reached = 0;
    for (range, kind) in words.after.find(body) {
        let modifier = &body[reached..range.start];
        let most = if tail.is_some() { HEAD_DISTANCE } else { LONGEST_MODIFIER };
        if modifier.chars().count() > most || !is_modifier(modifier, tail.is_none(), kind, words) {
            break;
        }
        reached = range.end;
        tail = Some(Tail { end: end + skipped + range.end, kind, head: body[range].to_owned() });
    }
    tail
}

/// The length of a parenthesis that `rest` begins with.
fn parenthesis(rest: &str) -> usize {
    let close = match rest.chars().next() {
        Some('(') => ')',
        Some('（') => '）',
        _ => return 0,
    };
    rest.find(close).map_or(0, |at| at + close.len_utf8())
}

/// Whether the words may stand between a name and its head.
fn is_modifier(modifier: &str, is_first: bool, kind: PlatformType, words: &PlatformWords) -> bool {
    let modifier = modifier.strip_prefix('等').unwrap_or(modifier);
    let owned = matches!(kind, PlatformType::Mechanism | PlatformType::Brand);
    let modifier = if is_first && owned { modifier.strip_prefix('的').unwrap_or(modifier) } else { modifier };
    !words.around.breaks.iter().any(|word| modifier.contains(word.as_str()))
}

/// The name's beginning with the words before the quotation mark that belong to it: 政协“好商量”工作室.
fn with_prefix(text: &str, start: usize, words: &PlatformWords) -> usize {
    words.around.prefixes.ending(before(text, start, 8)).map_or(start, |(prefix, _)| start - prefix.len())
}
