//! Sessions of a committee as a report names them, and the days on which it says that they were opened.

use jiff::civil::Date;

use super::periods::Time;
use crate::dictionary::{Body, is_clause_mark};

/// 县政协十届三次会议.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// First byte of what names the session: of its term, else of its number.
    pub(super) start: usize,
    /// One past 会议.
    pub(super) end: usize,
    /// Whose session; `None` where the words do not say.
    pub(super) body: Option<Body>,
    /// 十届 is 10; `None` for a bare 三次会议.
    pub(super) term: Option<u8>,
    /// 三次 is 3.
    pub(super) session: u8,
}

/// A session whose opening day the report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) mention: Mention,
    pub(super) opened: Date,
}

/// Longest name of a session before its number, in characters: 中国人民政治协商会议第十届某某自治县委员会第.
const NAME: usize = 24;
/// How far before a session its day may stand, in characters.
const DAY_BEFORE: usize = 40;
/// How far behind a session 召开 may stand, in characters.
const OPENED: usize = 30;

/// Every session of a text whose opening day it tells: 十届三次会议于2024年1月5日召开, 2024年1月5日在…三次会议上.
pub(super) fn told(text: &str, times: &[Time]) -> Vec<Told> {
    let days: Vec<(&Time, Date)> = times
        .iter()
        .filter_map(|time| time.from.filter(|from| Some(*from) == time.to).map(|day| (time, day)))
        .collect();
    let mut told = Vec::new();
    for (at, word) in text.match_indices("会议") {
        let Some(mention) = mention_before(text, at + word.len()).filter(|mention| mention.term.is_some()) else {
            continue;
        };
        let between = |start: usize, end: usize| (start <= end).then(|| &text[start..end]);
        let after = days.partition_point(|(time, _)| time.span.start < mention.end);
        let behind = days.get(after).filter(|(time, _)| {
            let gap = between(mention.end, time.span.start);
            gap.is_some_and(|gap| matches!(gap, "于" | "定于" | "" | "（"))
        });
        let earlier = days.partition_point(|(time, _)| time.span.end <= mention.start);
        let before = earlier.checked_sub(1).map(|last| &days[last]).filter(|(time, _)| {
            let gap = between(time.span.end, mention.start).filter(|gap| gap.len() <= 4 * DAY_BEFORE);
            gap.is_some_and(|gap| gap.chars().count() <= DAY_BEFORE && !gap.contains(['。', '；', '\n']))
        });
        let rest: String =
            text[mention.end..].chars().take(OPENED).take_while(|c| !matches!(c, '。' | '；' | '\n')).collect();
        let opens = rest.starts_with('上') || ["召开", "开幕", "举行"].iter().any(|word| rest.contains(word));
        if let Some((_, opened)) = behind.or(before.filter(|_| opens)) {
            told.push(Told { mention, opened: *opened });
        }
    }
    // One entry for each session and day, however often a report repeats it.
    let key = |told: &Told| {
        let Mention { body, term, session, .. } = told.mention;
        (body, term, session, told.opened)
    };
    told.sort_by_key(key);
    told.dedup_by_key(|told| key(told));
    told
}

/// The session that is named directly before the byte `end`, 会议 included: 十届三次会议, 第十届委员会第三次会议.
pub(super) fn mention_before(text: &str, end: usize) -> Option<Mention> {
    let head = text[..end].strip_suffix("会议")?;
    let head = head.strip_suffix("全体").unwrap_or(head).strip_suffix('次')?;
    let (number_start, session) = numeral_before(head)?;
    let head = &head[..number_start];
    let head = head.strip_suffix('第').unwrap_or(head);
    let bare = Mention { start: number_start, end, body: None, term: None, session };
    let name = name_before(head);
    if ["常委会", "常务委员会", "主席", "主任", "专委会", "全国"].iter().any(|word| name.contains(word))
    {
        return None;
    }
    let Some(of_term) = name.rfind('届') else {
        return Some(bare);
    };
    let at = head.len() - name.len() + of_term;
    let (term_start, term) = numeral_before(&head[..at])?;
    let body = if name.contains("政协") || name.contains("政治协商") {
        Some(Body::Committee)
    } else if name.contains("人大") || name.contains("人民代表") {
        Some(Body::Congress)
    } else if name.contains("中共") || name.contains("党") {
        Some(Body::Party)
    } else {
        None
    };
    Some(Mention { start: term_start, body, term: Some(term), ..bare })
}

/// The characters before a session's number up to a mark.
fn name_before(head: &str) -> &str {
    let chars =
        head.char_indices().rev().take(NAME).take_while(|(_, c)| !is_clause_mark(*c) && *c != '\n' && *c != ' ');
    chars.last().map_or("", |(at, _)| &head[at..])
}

/// A number from 1 to 99 at the end of `head`, with the byte at which it starts.
fn numeral_before(head: &str) -> Option<(usize, u8)> {
    let is_numeral = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let start = head.char_indices().rev().take(3).take_while(|(_, c)| is_numeral(c)).last()?.0;
    let value = head[start..].parse::<u8>().ok().or_else(|| small_number(&head[start..]))?;
    Some((start, value))
}

/// 一 to 九十九.
pub(super) fn small_number(text: &str) -> Option<u8> {
    let digit = |part: &str| match part {
        "" => None,
        "两" => Some(2),
        part => "一二三四五六七八九".split("").filter(|d| !d.is_empty()).position(|d| d == part),
    };
    let value = match text.split_once('十') {
        None if text == "两" => 2,
        None => digit(text)? + 1,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? + 1 };
            tens * 10 + if ones.is_empty() { 0 } else { digit(ones)? + 1 }
        }
    };
    u8::try_from(value).ok()
}
