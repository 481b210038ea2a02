//! Numbers that were stripped from a copy: 提案件，占%，召开次会议.

use super::{Sign, examples, is_han};
use crate::dictionary::Stripped;
use crate::model::{ProblemCode, Span};

/// Whether units stand again and again where their numbers should.
pub(super) fn find(text: &str, n_facts: usize, words: &Stripped) -> Option<Sign> {
    let strong = strong_signs(text, words);
    let weak = weak_signs(text, words);
    let weight = 2 * strong.len() + weak.len();
    if weight < words.least || weight * 2 < n_facts {
        return None;
    }
    let mut places = [strong, weak].concat();
    places.sort_by_key(|place| (place.start, place.end));
    let message = format!(
        "数字似已从文本中脱落 {} 处，如{}；这份副本的数字不可用，请换用原文",
        places.len(),
        examples(text, &places)
    );
    Some(Sign { code: ProblemCode::DigitsStripped, message, places })
}

/// 占%, 年月日.
fn strong_signs(text: &str, words: &Stripped) -> Vec<Span> {
    let percent = text.match_indices('%').filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_some_and(|c| is_han(c) && !is_numeral(c))
    });
    let percent = percent.map(|(at, found)| Span::new(at, at + found.len()));
    let mut signs: Vec<Span> = percent.chain(words.strong.find_overlapping_iter(text).map(|hit| hit.span)).collect();
    signs.sort_by_key(|sign| (sign.start, sign.end));
    signs.dedup_by(|next, kept| next.overlaps(*kept));
    signs
}

/// 立案件, 召开次会议, 意见余条.
fn weak_signs(text: &str, words: &Stripped) -> Vec<Span> {
    let mut signs = Vec::new();
    for span in words.before.find_longest_iter(text).map(|hit| hit.span) {
        let rest = &text[span.end..];
        let Some((_, unit)) = words.units.longest_at(rest) else { continue };
        if !words.not_followed.begins(rest) || words.followed.begins(rest) {
            signs.push(Span::new(span.start, span.end + unit));
        }
    }
    for span in words.approximate.find_longest_iter(text).map(|hit| hit.span) {
        let before = text[..span.start].chars().next_back();
        let counts = |c: char| is_numeral(c) || words.rest.iter().any(|rest| rest.starts_with(c));
        if before.is_some_and(|c| is_han(c) && !counts(c)) {
            signs.push(span);
        }
    }
    signs.sort_by_key(|sign| (sign.start, sign.end));
    signs.dedup_by(|next, kept| next.overlaps(*kept));
    signs
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百千万亿两几数多半廿卅壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)
}
