//! How far a time word governs, as the words around it tell.

use crate::dictionary::{Lexicon, ReportYearWords};
use crate::model::Span;
use crate::segment::{Block, BlockKind, Structure};

/// Characters behind a time within which 的 shows that both only tell what something is.
const ATTRIBUTE_MOST: usize = 16;

/// Characters into a paragraph within which a time word stands at its head.
const LEAD_MOST: usize = 40;

/// Bytes of a speech before and behind a time that are looked at.
const SPEECH_MOST: usize = 300;

/// Characters after which a clause that has no end mark ends all the same: damaged text often has none.
const CLAUSE_MOST: usize = 1000;

/// Where the clause of `at` ends, at the latest with its block.
pub(super) fn clause_end(text: &str, block: Span, at: usize) -> usize {
    ends_at(text, block, at, |c| matches!(c, '，' | ',' | '；' | ';' | '。' | '！' | '？' | '：'))
}

/// Where the ； or the sentence behind `at` ends, at the latest with its block.
pub(super) fn statement_end(text: &str, block: Span, at: usize) -> usize {
    ends_at(text, block, at, |c| matches!(c, '；' | '。' | '！' | '？'))
}

fn ends_at(text: &str, block: Span, at: usize, closes: impl Fn(char) -> bool) -> usize {
    let at = at.min(block.end);
    let mut rest = text[at..block.end].char_indices().take(CLAUSE_MOST);
    rest.find(|(_, c)| closes(*c)).map_or(block.end, |(end, _)| at + end)
}

/// Where the clause of `at` begins, at the earliest with its block.
pub(super) fn clause_start(text: &str, block: Span, at: usize) -> usize {
    let before = &text[block.start..at];
    let mut back = before.char_indices().rev().take(CLAUSE_MOST);
    let mark = back.find(|(_, c)| matches!(c, '，' | ',' | '；' | ';' | '。' | '！' | '？' | '：'));
    mark.map_or(block.start, |(start, c)| block.start + start + c.len_utf8())
}

/// The clause's end, for a time that only tells what something is: 2009年提出的提案, 去年评价靠后的6个站所.
pub(super) fn attribute_end(text: &str, block: Span, time: Span, attributes: &Lexicon) -> Option<usize> {
    let end = clause_end(text, block, time.end);
    let rest = text[time.end..end].trim_start_matches(|c: char| c.is_ascii_digit() || c == '月');
    let (of, _) = rest.char_indices().take(ATTRIBUTE_MOST).find(|(_, c)| *c == '的')?;
    let between = &rest[..of];
    (attributes.stands_in(between) && !between.contains(|c: char| c.is_ascii_digit())).then_some(end)
}

/// The clause's end, where something begins at a time and stands since: 去年启动联络站建设.
pub(super) fn beginning_end(text: &str, block: Span, time: Span, beginnings: &Lexicon) -> Option<usize> {
    let end = clause_end(text, block, time.end);
    beginnings.stands_in(&text[time.end..end]).then_some(end)
}

/// Where a comparison goes over to the new number, for a time that only dates the old one: 由上年的12家|增加到30家.
pub(super) fn baseline_end(text: &str, block: Span, time: Span, words: &ReportYearWords) -> Option<usize> {
    let is_old = text[block.start..time.start].ends_with(['由', '从']);
    let rest = &text[time.end..clause_end(text, block, time.end)];
    let turn = is_old.then(|| words.changes.find_overlapping_iter(rest).next()).flatten();
    turn.map(|turn| time.end + turn.span.start)
}

/// The clause's end, for a time into whose work something was put: 列入来年计划, 纳入2024年重点提案.
pub(super) fn put_into_end(text: &str, block: Span, time: Span, words: &ReportYearWords) -> Option<usize> {
    let before = &text[block.start..time.start];
    words.put_into.iter().any(|word| before.ends_with(word.as_str())).then(|| clause_end(text, block, time.end))
}

/// Where an item of a row ends whose next one begins alike, for a time inside it: 建议修桥，桥去年合龙；建议办学…….
pub(super) fn row_item_end(text: &str, block: Span, time: Span) -> Option<usize> {
    let end = statement_end(text, block, time.end);
    let next = text[end..block.end].strip_prefix('；')?;
    let before = &text[block.start..time.start];
    let item = before.rfind(['；', '。', '！', '？']).map_or(before, |mark| &before[mark..]);
    let item = item.trim_start_matches(['；', '。', '！', '？']);
    let (two, _) = item.char_indices().nth(ALIKE)?;
    next.starts_with(&item[..two]).then_some(end)
}

/// Characters that two items of a row have in common at their heads.
const ALIKE: usize = 2;

/// Where the list ends that a paragraph announces in its last words: 截至目前： and the lines with ▲ below it.
pub(super) fn list_end(text: &str, structure: &Structure, block: usize, time: Span) -> Option<usize> {
    let own = structure.blocks[block].span;
    let announces = own.of(text).trim_end().ends_with('：') && !text[time.end..own.end].contains(['。', '；']);
    let mark = |block: &Block| block.span.of(text).trim_start().chars().next();
    let below = structure.blocks.get(block + 1..)?;
    // An item of the list announces nothing.
    let is_list = |c: &char| is_item_mark(*c) && mark(&structure.blocks[block]) != Some(*c);
    let first = below.first().filter(|_| announces).and_then(mark).filter(is_list)?;
    below.iter().take_while(|item| mark(item) == Some(first)).last().map(|item| item.span.end)
}

/// Whether a time opens a stretch that goes on: 自2023年3月部署行动以来, 2007年换届以来, 去年4月以来, 去年9月起.
pub(super) fn opens_stretch(text: &str, block: Span, time: Span, since: &[String]) -> bool {
    let rest = &text[time.end..clause_end(text, block, time.end)];
    let behind_month = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('月');
    let behind = behind_month.unwrap_or(rest).trim_start_matches(['份', '初', '底', '末']);
    since.iter().any(|word| behind.starts_with(word.as_str()) && *word != "开始")
        || text[block.start..time.start].ends_with(['自', '从'])
            && since.iter().any(|word| rest.ends_with(word.as_str()))
        || rest.find(SINCE).is_some_and(|at| is_event(&rest[..at]))
}

/// What closes a stretch from an event on: 2007年换届以来, 2019年3月挂牌以来.
const SINCE: &str = "以来";

/// Characters of the longest event between a time and 以来.
const EVENT_MOST: usize = 12;

/// Whether words can be an event that a stretch begins with; 是党的二十大 in 2023年是党的二十大以来 is none.
fn is_event(words: &str) -> bool {
    words.chars().count() <= EVENT_MOST && !words.contains(['是', '的', '“', '《'])
}

/// Whether a time stands in the second half of a heading of two, which looks ahead: 存在的不足及2015年安排.
pub(super) fn in_second_half(text: &str, heading: Span, time: Span, words: &ReportYearWords) -> bool {
    let before = &text[heading.start..time.start];
    before.len() > time.len()
        && before.ends_with(['及', '和', '与', '暨'])
        && words.second_half.stands_in(&text[time.end..heading.end])
}

/// Where what somebody says ends, for a time inside it: “今年一斤少花两毛！”. A quoted name is no speech.
pub(super) fn speech_end(text: &str, block: Span, time: Span) -> Option<usize> {
    // A window is enough, and keeps long paragraphs linear.
    let from = text.ceil_char_boundary(time.start.saturating_sub(SPEECH_MOST)).max(block.start);
    let to = text.floor_char_boundary(time.end + SPEECH_MOST).min(block.end);
    let open = text[from..time.start].rfind(['“', '”']).map(|open| from + open)?;
    let close = text[time.end..to].find(['“', '”']).map(|close| time.end + close)?;
    let is_speech = text[open..].starts_with('“') && text[close..].starts_with('”');
    (is_speech && text[open..close].contains(['，', '。', '！', '？'])).then_some(close)
}

/// Whether a time is only what a number is compared with: 比去年提高6个百分点, 与上年相比, 是去年的2倍 tell of this year.
pub(super) fn is_compared_with(text: &str, time: Span, words: &ReportYearWords) -> bool {
    let before = &text[..time.start];
    let rest = &text[time.end..clause_end(text, Span::new(0, text.len()), time.end)];
    words.compared_behind.iter().any(|word| before.ends_with(word.as_str()))
        || words.compares.stands_in(rest) && before.ends_with(['与', '同', '和', '跟'])
        || rest.starts_with('的') && words.multiples.stands_in(rest) && before.ends_with(['是', '为', '于', '达', '到'])
}

/// Where the part below a heading ends: at the next heading of its level or above.
pub(super) fn below(text: &str, structure: &Structure, heading: usize, level: u8) -> usize {
    structure.blocks[heading + 1..]
        .iter()
        .find(|next| matches!(next.kind, BlockKind::Heading { level: other } if other <= level))
        .map_or(text.len(), |next| next.span.start)
}

/// Whether a time word stands in the first clause of the first paragraph below a heading.
pub(super) fn opens(text: &str, structure: &Structure, block: usize, span: Span) -> bool {
    let own = structure.blocks[block];
    let first = structure.blocks[..block]
        .iter()
        .rev()
        .take_while(|before| before.section == own.section)
        .all(|before| before.kind != BlockKind::Paragraph);
    let mut before = text[own.span.start..span.start].chars();
    let near = before.by_ref().take(LEAD_MOST).all(|c| c != '。') && before.next().is_none();
    first && near
}

/// Whether a paragraph is one of several items that begin with the same mark: 【红安县】……, then 【罗田县】…….
pub(super) fn is_item(text: &str, structure: &Structure, block: usize) -> bool {
    let mark = |block: &Block| block.span.of(text).chars().next().filter(|c| is_item_mark(*c));
    let own = structure.blocks[block];
    let next = structure.blocks.get(block + 1).filter(|next| next.section == own.section);
    mark(&own).is_some() && next.and_then(mark) == mark(&own)
}

fn is_item_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '“' | '‘' | '「' | '『' | '"' | '（' | '(' | '《')
}
