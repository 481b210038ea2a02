//! Names without quotation marks: 某某委员工作室, 百名乡贤议发展活动, 成立某某产业联盟.

use crate::dictionary::{Family, PlatformWords, is_clause_mark};
use crate::model::{PlatformType, Span};

use super::super::quotes::Quote;
use super::{Candidate, after, before};

/// Longest name before a head, in characters.
const LONGEST_NAME: usize = 18;

/// Unquoted names that read like platforms.
pub(super) fn candidates(text: &str, quoted: &[Quote], words: &PlatformWords) -> Vec<Candidate> {
    let heads: Vec<(Span, Family)> =
        words.unquoted.find(text).map(|(range, family)| (Span::new(range.start, range.end), family)).collect();
    let mut found = Vec::new();
    for (number, &(head, family)) in heads.iter().enumerate() {
        if quoted.iter().any(|quote| quote.span.contains(head)) {
            continue;
        }
        match family {
            Family::Studio => {
                found.extend(studio(text, head, words));
                found.extend(listed_people(text, head, words));
            }
            Family::Room => found.extend(room(text, head, words)),
            Family::Team => found.extend(team(text, head, words)),
            Family::Mechanism => found.extend(first_made(text, head, words)),
            Family::Hundred => found.extend(campaign(text, head, &heads[number + 1..], words)),
            Family::Channel => found.push(candidate(head, head.of(text), PlatformType::Mechanism, "channel")),
            Family::Campaign => {}
        }
    }
    found
}

fn candidate(span: Span, core: &str, kind: PlatformType, rule: &str) -> Candidate {
    Candidate { span, core: core.to_owned(), kind, rule: rule.to_owned(), is_made: true }
}

/// 某某委员工作室: named after a person, a place or a trade.
fn studio(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let name = name_before(text, head.start, words)?;
    let core = without_committee(name.of(text));
    (!is_generic(core, words))
        .then(|| candidate(Span::new(name.start, head.end), core, PlatformType::Platform, head.of(text)))
}

/// 甲某、乙某等委员工作室: one name each.
fn listed_people(text: &str, head: Span, words: &PlatformWords) -> Vec<Candidate> {
    let Some(list) = text[..head.start].strip_suffix('等') else { return Vec::new() };
    let mut found = Vec::new();
    let mut end = list.len();
    loop {
        let item = before(text, end, 4);
        let start = end - item.len()
            + item
                .rfind(|char| is_clause_mark(char) || matches!(char, '、' | ' '))
                .map_or(0, |at| at + item[at..].chars().next().map_or(0, char::len_utf8));
        let person = Span::new(start, end);
        if !is_person(person.of(text), words) {
            return found;
        }
        found.push(candidate(person, person.of(text), PlatformType::Platform, head.of(text)));
        let Some(rest) = text[..start].strip_suffix('、') else { return found };
        end = rest.len();
    }
}

/// 某某村协商议事室: only after a place or a body.
fn room(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let name = name_before(text, head.start, words)?;
    let place = name.of(text);
    let bare = without_committee(place);
    let named =
        words.unquoted.places.ending(bare).is_some_and(|(ending, _)| bare.chars().count() > ending.chars().count() + 1);
    let known = named && !is_generic(bare, words)
        || head.of(text).starts_with("政协") && !place.is_empty() && !is_generic(place, words);
    let core = if head.of(text).starts_with("政协") { Span::new(name.start, head.end).of(text) } else { place };
    known.then(|| candidate(Span::new(name.start, head.end), core, PlatformType::Platform, head.of(text)))
}

/// 成立某某联盟: a verb of making, a name, a head of a team.
fn team(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let name = name_before(text, head.start, words)?;
    let lead = before(text, name.start, 8).trim_end_matches(['了', '起']);
    let made = words.around.creating.ending(lead).is_some();
    let long_enough = name.of(text).chars().count() >= 4;
    let known = long_enough && !is_generic(name.of(text), words);
    (made && known)
        .then(|| candidate(Span::new(name.start, head.end), name.of(text), PlatformType::Team, head.of(text)))
}

/// 首创某某衔接机制: a mechanism that the report calls the first.
fn first_made(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let lead = before(text, head.start, 26);
    let lead = lead
        .rfind(|char| is_clause_mark(char) || matches!(char, '“' | '”' | '《' | '》'))
        .map_or(lead, |at| &lead[at + lead[at..].chars().next().map_or(0, char::len_utf8)..]);
    let places: Vec<usize> = lead.char_indices().map(|(place, _)| place).collect();
    let start = places.iter().find(|&&place| words.unquoted.first_made.ending(&lead[..place]).is_some())?;
    let name = &lead[*start..];
    let start = head.start - name.len();
    let named = name.chars().count() >= 4 && !name.contains('的');
    named.then(|| {
        candidate(
            Span::new(start, head.end),
            Span::new(start, head.end - "机制".len()).of(text),
            PlatformType::Mechanism,
            head.of(text),
        )
    })
}

/// 百名某某议发展活动.
fn campaign(text: &str, head: Span, later: &[(Span, Family)], words: &PlatformWords) -> Option<Candidate> {
    let reach = after(text, head.start, 20);
    let stop = reach
        .find(|char| is_clause_mark(char) || matches!(char, '“' | '”' | '的' | '了' | '、' | '（' | '('))
        .unwrap_or(reach.len());
    let end = later
        .iter()
        .take_while(|(span, _)| span.end <= head.start + stop)
        .find(|(_, family)| *family == Family::Campaign)?
        .0;
    let lead = before(text, head.start, 10);
    let introduced = words.around.creating.ending(lead).is_some() || words.around.using.ending(lead).is_some();
    let middle = &text[head.end..end.start];
    let plain = middle.chars().count() >= 3
        && !middle.contains(|char: char| char.is_ascii_digit())
        && !middle.contains("参加")
        && !middle.contains("开展");
    (introduced && plain).then(|| {
        candidate(
            Span::new(head.start, end.end),
            Span::new(head.start, end.start).of(text),
            PlatformType::Activity,
            end.of(text),
        )
    })
}

/// The words before `end` that make a name: back to a boundary word or a mark.
fn name_before(text: &str, end: usize, words: &PlatformWords) -> Option<Span> {
    let reach = before(text, end, LONGEST_NAME);
    let from = end - reach.len();
    let mut start = end;
    for (place, char) in reach.char_indices().rev() {
        let at = from + place;
        let mark = is_clause_mark(char)
            || matches!(
                char,
                '、' | '“'
                    | '”'
                    | '《'
                    | '》'
                    | '"'
                    | '【'
                    | '】'
                    | ' '
                    | '　'
                    | '…'
                    | '—'
                    | '-'
                    | '+'
                    | '·'
                    | '▲'
                    | '●'
            );
        if mark || char.is_ascii_digit() || boundary_ends(text, at + char.len_utf8(), end, words) {
            break;
        }
        start = at;
    }
    (start < end).then(|| Span::new(start, end))
}

/// Whether a boundary word ends at `at`, and no longer word that is part of a name begins inside it.
fn boundary_ends(text: &str, at: usize, end: usize, words: &PlatformWords) -> bool {
    let Some((word, _)) = words.unquoted.boundaries.ending(before(text, at, 8)) else { return false };
    let begins = at - word.len();
    let last = word.char_indices().next_back().map_or(0, |(place, _)| place);
    let around = &text[..end.max(at)];
    let inside = |joined: &String| {
        [begins, begins + last].iter().any(|&place| around[place..].starts_with(joined.as_str()))
            || joined.chars().next_back().is_some_and(|char| word.ends_with(char))
                && around[..at].ends_with(joined.as_str())
    };
    !words.unquoted.joined.iter().any(inside)
}

/// The name without the committee before it: 某区政协南安商会 → 南安商会.
fn without_committee(name: &str) -> &str {
    let rest = name.rfind("政协").map_or(name, |at| &name[at + "政协".len()..]);
    let rest = if rest.is_empty() { name } else { rest };
    rest.strip_prefix("委员").filter(|rest| !rest.is_empty()).unwrap_or(rest)
}

/// Whether the words name no one thing: 基层, 镇街, 科技界.
fn is_generic(name: &str, words: &PlatformWords) -> bool {
    let name = name.trim_matches(|char: char| matches!(char, '(' | ')' | '（' | '）'));
    let unquoted = &words.unquoted;
    let bare = name.trim_end_matches("界别").trim_end_matches('界');
    let kinds = bare.chars().count() < 2
        || unquoted.generic.contains(name)
        || unquoted.generic.contains(bare)
        || name.ends_with('界')
        || name.ends_with("界别");
    let broken = name.contains(['(', ')', '（', '）', '，', '%'])
        || name.chars().next().is_some_and(|char| "一二三四五六七八九十两几多".contains(char));
    let only_generic = unquoted
        .generic
        .iter()
        .any(|word| bare.strip_prefix(word.as_str()).is_some_and(|rest| unquoted.generic.contains(rest)));
    kinds || broken || only_generic
}

/// Whether the words look like a person's name: two or three characters that begin with a family name.
fn is_person(name: &str, words: &PlatformWords) -> bool {
    let count = name.chars().count();
    (2..=3).contains(&count)
        && name.chars().next().is_some_and(|char| words.unquoted.surnames.contains(&char))
        && !is_generic(name, words)
}
