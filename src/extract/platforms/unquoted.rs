//! Names without quotation marks: 某某委员工作室, 百名乡贤议发展活动, 成立某某产业联盟.

use crate::dictionary::{Family, PlatformWords, is_clause_mark};
use crate::model::{PlatformType, Span};

use super::super::quotes::{Quote, holding};
use super::{Candidate, after, before};

/// Longest name before a head, in characters.
const LONGEST_NAME: usize = 18;

/// Marks that no name without quotation marks holds.
const NAME_MARKS: &str = "、“”《》\"【】 　…—-+·▲●";

/// Unquoted names that read like platforms.
pub(super) fn candidates(text: &str, quoted: &[Quote], words: &PlatformWords) -> Vec<Candidate> {
    let heads: Vec<(Span, Family)> =
        words.unquoted.find(text).map(|(range, family)| (Span::new(range.start, range.end), family)).collect();
    let mut found = Vec::new();
    for (number, &(head, family)) in heads.iter().enumerate() {
        if holding(head, quoted).next().is_some() {
            continue;
        }
        match family {
            Family::Studio => {
                let people = listed_people(text, head, words);
                if people.is_empty() {
                    found.extend(studio(text, head, words));
                }
                found.extend(people);
            }
            Family::Room => found.extend(room(text, head, words)),
            Family::Team => found.extend(team(text, head, words)),
            Family::Mechanism => found.extend(first_made(text, head, words)),
            Family::Hundred => found.extend(campaign(text, head, &heads[number + 1..], words)),
            Family::Channel => found.push(candidate(head, head, PlatformType::Mechanism, "channel")),
            Family::Campaign => {}
        }
    }
    found
}

fn candidate(span: Span, core: Span, kind: PlatformType, rule: &str) -> Candidate {
    Candidate { span, core, kind, rule: rule.to_owned(), is_made: true }
}

/// 某某委员工作室: named after a person, a place or a trade.
fn studio(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let name = name_before(text, head.start, words)?;
    let core = without_committee(text, name, words);
    let bare = core.of(text);
    let known = bare.chars().count() >= 3 || is_person(bare, words);
    (known && !is_generic(bare, words))
        .then(|| candidate(Span::new(name.start, head.end), core, PlatformType::Platform, head.of(text)))
}

/// 甲某、乙某等委员工作室, 甲某、乙某委员工作室: one name each.
fn listed_people(text: &str, head: Span, words: &PlatformWords) -> Vec<Candidate> {
    let mut end = text[..head.start].strip_suffix('等').map_or(head.start, str::len);
    let mut found = Vec::new();
    while let Some(person) = person_before(text, end, words) {
        let whole = if person.end == head.start { Span::new(person.start, head.end) } else { person };
        found.push(candidate(whole, person, PlatformType::Platform, head.of(text)));
        let Some(rest) = text[..person.start].strip_suffix('、') else { break };
        end = rest.len();
    }
    found
}

/// The person whose name ends at `end`: after a mark or a boundary word.
fn person_before(text: &str, end: usize, words: &PlatformWords) -> Option<Span> {
    let reach = before(text, end, 3);
    let starts = reach.char_indices().map(|(place, _)| end - reach.len() + place);
    let begins = |start: &usize| {
        let lead = before(text, *start, 8);
        let mark = lead.chars().next_back().is_none_or(|char| is_clause_mark(char) || matches!(char, '、' | ' '));
        let title =
            words.unquoted.boundaries.ending(lead).is_some() || lead.ends_with("政协") || lead.ends_with("委员");
        is_person(&text[*start..end], words) && (mark || title)
    };
    starts.take(2).find(begins).map(|start| Span::new(start, end))
}

/// 某某村协商议事室: only after a place or a body.
fn room(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let name = name_before(text, head.start, words)?;
    let place = name.of(text);
    let bare = without_committee(text, name, words).of(text);
    let named =
        words.unquoted.places.ending(bare).is_some_and(|(ending, _)| bare.chars().count() > ending.chars().count() + 1);
    let known = named && !is_generic(bare, words)
        || head.of(text).starts_with("政协") && !place.is_empty() && !is_generic(place, words);
    let core = if head.of(text).starts_with("政协") { Span::new(name.start, head.end) } else { name };
    known.then(|| candidate(Span::new(name.start, head.end), core, PlatformType::Platform, head.of(text)))
}

/// 成立某某联盟: a verb of making, a name, a head of a team.
fn team(text: &str, head: Span, words: &PlatformWords) -> Option<Candidate> {
    let name = name_before(text, head.start, words)?;
    let lead = before(text, name.start, 8).trim_end_matches(['了', '起']);
    let made = words.around.creating.ending(lead).is_some();
    let length = name.of(text).chars().count();
    let long_enough = length >= 2 && length + head.of(text).chars().count() >= 7 || length >= 4;
    let sector = name.of(text).strip_suffix("界别").filter(|sector| sector.chars().count() >= 2);
    let known = long_enough && (sector.is_some() || !is_generic(name.of(text), words));
    (made && known).then(|| candidate(Span::new(name.start, head.end), name, PlatformType::Team, head.of(text)))
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
        candidate(Span::new(start, head.end), Span::new(start, head.start), PlatformType::Mechanism, head.of(text))
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
        && !words.unquoted.not_in_campaigns.iter().any(|word| middle.contains(word.as_str()));
    (introduced && plain).then(|| {
        candidate(
            Span::new(head.start, end.end),
            Span::new(head.start, end.start),
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
        let mark = is_clause_mark(char) || NAME_MARKS.contains(char);
        if mark || char.is_ascii_digit() || boundary_ends(text, at + char.len_utf8(), end, words) {
            break;
        }
        start = at;
    }
    (start < end).then(|| Span::new(start, end))
}

/// Whether a boundary word ends at `at`, and no longer word that is part of a name begins inside it.
fn boundary_ends(text: &str, at: usize, end: usize, words: &PlatformWords) -> bool {
    let lead = before(text, at, 8);
    let mut last_two = lead.chars().rev();
    if last_two.next().is_some_and(|char| words.unquoted.measures.contains(&char)) {
        return last_two.next().is_some_and(|char| char.is_ascii_digit() || words.unquoted.numerals.contains(&char));
    }
    let Some((word, _)) = words.unquoted.boundaries.ending(lead) else { return false };
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
fn without_committee(text: &str, name: Span, words: &PlatformWords) -> Span {
    let written = name.of(text);
    let mut start = written.rfind("政协").map_or(0, |at| at + "政协".len());
    if start == written.len() {
        start = 0;
    }
    start += words.unquoted.own.iter().find(|own| written[start..].starts_with(own.as_str())).map_or(0, String::len);
    let skipped = written[start..].strip_prefix("委员").filter(|rest| !rest.is_empty()).map_or(0, |_| "委员".len());
    Span::new(name.start + start + skipped, name.end)
}

/// Whether the words name no one thing: 基层, 镇街, 科技界.
fn is_generic(name: &str, words: &PlatformWords) -> bool {
    let name = name.trim_matches(|char: char| matches!(char, '(' | ')' | '（' | '）'));
    let unquoted = &words.unquoted;
    let bare = name.trim_end_matches("界别").trim_end_matches('界');
    let kinds = bare.chars().count() < 2
        || unquoted.generic.contains(name)
        || unquoted.generic.contains(bare)
        || unquoted.trades.contains(bare)
        || name.ends_with('界')
        || name.ends_with("界别");
    let broken = name.contains(['(', ')', '（', '）', '，', '%'])
        || name.chars().next().is_some_and(|char| unquoted.numerals.contains(&char));
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
        && !name.chars().next_back().is_some_and(|char| words.unquoted.particles.contains(&char))
        && !is_generic(name, words)
}
