//! The stretches of text beside a number in which the counted noun can stand.

use crate::dictionary::{Counting, WordHit};
use crate::model::Span;

/// Which side of the number a window lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// 解决难题|23个.
    Before,
    /// 提交7件|提案.
    After,
}

/// A stretch of text beside a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub(super) side: Side,
    /// Where the noun can stand.
    pub(super) span: Span,
    /// Behind a number: where its noun phrase ends. Before one: the window's end.
    pub(super) phrase_end: usize,
    /// Whether the counted noun is expected here.
    pub(super) expected: bool,
    /// Points taken off because the window lies farther away.
    pub(super) penalty: f64,
    /// Whether only verbs that may follow a number without a noun count here: 15期得到|批示.
    pub(super) predicates: bool,
    /// Where a noun begins that the number before this one counts: 10个|方面23条.
    pub(super) taken: Option<usize>,
}

/// The surroundings of one number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Surroundings {
    /// Nearest first.
    pub(super) windows: Vec<Window>,
    /// The words that belong to this number alone.
    pub(super) near: Span,
    /// The whole clause up to the number's own words.
    pub(super) clause: Span,
}

/// Points taken off in the clause before.
const PREVIOUS_CLAUSE: f64 = 2.0;
/// Points taken off before a number that stands directly before this one (考察10批|86人次).
const PREVIOUS_NUMBER: f64 = 1.0;

/// The surroundings of the number at `index` among the `numbers` of a sentence.
pub(super) fn surroundings(
    text: &str,
    sentence: Span,
    numbers: &[Span],
    index: usize,
    hits: &[WordHit],
    words: &Counting,
) -> Surroundings {
    let own = numbers[index];
    let clause = clause_around(text, sentence, own);
    let previous = index.checked_sub(1).map(|i| numbers[i]).filter(|span| span.end > clause.start);
    let next = numbers.get(index + 1).copied().filter(|span| span.start < clause.end);

    let mut after = after_window(text, own, next.map_or(clause.end, |span| span.start), hits, words);
    let before_start = previous.map_or(clause.start, |span| span.end);
    let lead = Span::new(before_start, own.start).of(text);
    let before = before_window(Span::new(before_start, own.start), !after.expected, 0.0);
    let phrase_end = after.phrase_end;
    if after.span.start == phrase_end && is_filler(lead, words) {
        after = Window { expected: true, phrase_end: after.span.end, predicates: true, ..after };
    }
    let taken = previous.map(|span| span.end);
    let mut windows = vec![Window { taken, ..before }, after];
    if let Some(previous) = previous {
        windows.push(before_window(Span::new(clause.start, previous.start), false, PREVIOUS_NUMBER));
    }
    if clause.start > sentence.start && before.expected && (previous.is_none() && is_filler(lead, words)) {
        let earlier = clause_around(text, sentence, Span::new(clause.start - 1, clause.start - 1).aligned(text));
        windows.push(before_window(Span::new(earlier.start, earlier.end.min(clause.start)), false, PREVIOUS_CLAUSE));
    }
    let near_end = match next {
        Some(_) => phrase_end.max(own.end),
        None => clause.end,
    };
    Surroundings { windows, near: Span::new(before_start, near_end), clause: Span::new(clause.start, near_end) }
}

fn before_window(span: Span, expected: bool, penalty: f64) -> Window {
    Window { side: Side::Before, span, phrase_end: span.end, expected, penalty, predicates: false, taken: None }
}

fn after_window(text: &str, own: Span, end: usize, hits: &[WordHit], words: &Counting) -> Window {
    let whole = &text[own.end..end];
    let start = own.end + (whole.len() - whole.trim_start_matches(['的', ' ', '左']).len());
    let rest = &text[start..end];
    // 对 ends no phrase in 对口协商: a word of the ontology that is longer wins.
    let in_longer_word = |ends: Span| hits.iter().any(|hit| hit.span.contains(ends) && hit.span != ends);
    let ends_phrase =
        |at: usize| words.phrase_ends.all_at(&rest[at..]).any(|hit| !in_longer_word(hit.span.shifted(start + at)));
    // 23个乡镇的工作组: what stands before 的 is counted where it is a noun; an adjective (特色的) is not.
    let is_noun = |span: Span| span.start >= start && span.of(text).chars().count() > 1;
    let noun_ends = |at: usize| {
        rest[at..].starts_with('的') && hits.iter().any(|hit| hit.span.end == start + at && is_noun(hit.span))
    };
    let mut depth = 0_i32;
    let mut cut = rest.len();
    for (at, c) in rest.char_indices() {
        match c {
            '“' | '《' => depth += 1,
            '”' | '》' => depth -= 1,
            _ if depth <= 0 && (ends_phrase(at) || noun_ends(at)) => {
                cut = at;
                break;
            }
            _ => {}
        }
    }
    let phrase = rest[..cut].trim_end_matches(['、', '和', '及', ' ', '等']);
    let begins = phrase.chars().next().is_some_and(|c| !matches!(c, '、' | '和' | '及' | '；' | '：' | '）' | '”'));
    Window {
        side: Side::After,
        span: Span::new(start, end),
        phrase_end: start + phrase.len(),
        expected: begins,
        penalty: 0.0,
        predicates: false,
        taken: None,
    }
}

fn is_filler(lead: &str, words: &Counting) -> bool {
    consists_of(lead, |rest| words.fillers.longest_at(rest).map(|(_, len)| &rest[len..]))
}

/// Whether what leads to a number names nothing: only fillers and verbs that leave their noun out.
pub(super) fn names_nothing(lead: &str, words: &Counting) -> bool {
    let marks = |rest: &str| rest.strip_prefix(['、', '，', '和', '及', '（', '(']).map(str::len);
    consists_of(lead, |rest| {
        let word = words.fillers.longest_at(rest).or_else(|| words.light_verbs.longest_at(rest));
        word.map(|(_, len)| &rest[len..]).or_else(|| marks(rest).map(|len| &rest[rest.len() - len..]))
    })
}

/// Whether a text is nothing but what `strip` takes off its beginning, again and again.
fn consists_of(text: &str, strip: impl Fn(&str) -> Option<&str>) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        match strip(rest) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
    true
}

/// The noun that belongs to a number of a series: in 提案、建议、信息分别为3件、5件和8件 the second noun belongs to 5件.
///
/// `None` where the series and the list of nouns before it differ in length.
pub(super) fn respective_noun(
    text: &str,
    sentence: Span,
    numbers: &[Span],
    index: usize,
    words: &Counting,
) -> Option<Span> {
    let joins = |a: Span, b: Span| matches!(&text[a.end..b.start], "、" | "和" | "及" | "与" | "，");
    let mut first = index;
    while first > 0 && joins(numbers[first - 1], numbers[first]) {
        first -= 1;
    }
    let after = numbers[first..].windows(2).take_while(|pair| joins(pair[0], pair[1])).count();
    let clause = clause_around(text, sentence, numbers[first]);
    let lead = Span::new(clause.start, numbers[first].start);
    let word = words.respectively.iter().find(|word| lead.of(text).ends_with(word.as_str()))?;
    let list = Span::new(lead.start, lead.end - word.len());
    let mut items = Vec::new();
    let mut start = list.start;
    for (at, joint) in list.of(text).match_indices(['、', '和', '及', '与']) {
        items.push(Span::new(start, list.start + at));
        start = list.start + at + joint.len();
    }
    items.push(Span::new(start, list.end));
    (items.len() == after + 1 && items.len() > 1).then(|| items[index - first])
}

/// A window that holds just the noun that belongs to a number.
pub(super) fn window_on(noun: Span) -> Window {
    before_window(noun, true, 0.0)
}

/// The stretch between clause marks that holds `at`; marks inside quotation marks, brackets and titles do not count.
fn clause_around(text: &str, sentence: Span, at: Span) -> Span {
    let breaks = |c: char| matches!(c, '，' | '；' | '：' | '。' | '！' | '？');
    let mut depth = 0_i32;
    let mut start = sentence.start;
    for (offset, c) in text[sentence.start..at.start].char_indices().rev() {
        match c {
            '”' | '）' | '》' | '’' => depth += 1,
            '“' | '（' | '《' | '‘' => depth -= 1,
            _ if breaks(c) && depth <= 0 => {
                start = sentence.start + offset + c.len_utf8();
                break;
            }
            _ => {}
        }
    }
    depth = 0;
    let mut end = sentence.end;
    for (offset, c) in text[at.end..sentence.end].char_indices() {
        match c {
            '“' | '（' | '《' | '‘' => depth += 1,
            '”' | '）' | '》' | '’' => depth -= 1,
            _ if breaks(c) && depth <= 0 => {
                end = at.end + offset;
                break;
            }
            _ => {}
        }
    }
    Span::new(start, end)
}

impl Span {
    /// The empty span at the beginning of the character that holds this place.
    fn aligned(self, text: &str) -> Self {
        let start = (0..=self.start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        Self::new(start, start)
    }
}
