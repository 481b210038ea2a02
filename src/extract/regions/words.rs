//! The words of `places.toml`, asked about a place in the text.

use crate::dictionary::{Lexicon, Places};

/// Answers what stands before or behind a place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'d> {
    places: &'d Places,
}

/// 我市, 全县, 区政协: a class of place that stands for the report's own place of that class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OwnPlace<'t> {
    /// 省, 市, 县, 区, 州, 盟, 旗, 自治区.
    pub(super) class: &'t str,
    /// Bytes of the words.
    pub(super) len: usize,
    /// Whether it is a body (市政协) rather than the place (全市).
    pub(super) body: bool,
}

impl<'d> Words<'d> {
    pub(super) const fn new(places: &'d Places) -> Self {
        Self { places }
    }

    /// The length of the body's name that `rest` begins with: 政协, 县委 behind 合水县, 委 behind 思明区.
    pub(super) fn starts_with_body(self, rest: &str) -> Option<usize> {
        // 合水县县委: the class is said twice.
        let doubled = self.class_at(rest).map_or(0, str::len);
        [0, doubled].into_iter().find_map(|skip| self.organ_at(&rest[skip..]).map(|len| skip + len))
    }

    fn organ_at(self, rest: &str) -> Option<usize> {
        let (_, len) = self.places.bodies.organs.longest_at(rest)?;
        let organ = &rest[..len];
        // 委 is a committee only where no member (委员) is meant, 政协 also where its members are.
        let member = organ == "委" && rest[organ.len()..].starts_with('员') && !rest.starts_with("委员会");
        (!member).then_some(len)
    }

    fn class_at(self, rest: &str) -> Option<&str> {
        self.places.classes.all.longest_at(rest).map(|(_, len)| &rest[..len])
    }

    /// Where 我市, 市政协 and the like can begin in a text.
    pub(super) fn own_place_beginnings(self, text: &str) -> impl Iterator<Item = usize> {
        let classes = &self.places.classes;
        let mut found: Vec<usize> = [&classes.own, &classes.all]
            .into_iter()
            .flat_map(|words| words.find_overlapping_iter(text))
            .map(|hit| hit.span.start)
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter()
    }

    /// 我市, 全县, 市政协 at the byte `at`.
    pub(super) fn own_place_at(self, text: &str, at: usize) -> Option<OwnPlace<'_>> {
        let rest = &text[at..];
        let classes = &self.places.classes;
        if let Some((_, own)) = classes.own.longest_at(rest) {
            let class = self.class_at(&rest[own..])?;
            let len = own + class.len();
            let another = classes.own_not_before.begins(&rest[len..]);
            return (!another).then(|| {
                let body = self.organ_at(&rest[len..]);
                OwnPlace { class, len: len + body.unwrap_or(0), body: body.is_some() }
            });
        }
        let class = self.class_at(rest)?;
        let before = text[..at].chars().next_back();
        let barred = classes.not_after.get(class).is_some_and(|chars| before.is_some_and(|c| chars.contains(c)));
        if barred {
            return None;
        }
        let body = self.organ_at(&rest[class.len()..])?;
        Some(OwnPlace { class, len: class.len() + body, body: true })
    }

    /// Whether a body's long name begins here, and how long its first word is: 政协 in 政协兰州市委员会.
    pub(super) fn starts_body_name(self, text: &str) -> Option<usize> {
        self.places.bodies.starts.longest_at(text).map(|(_, len)| len)
    }

    /// Whether people of a body follow, rather than the body itself: 主席, 领导.
    pub(super) fn people_follow(self, rest: &str) -> bool {
        self.places.bodies.people.begins(rest)
    }

    /// Whether a full name is also an ordinary word.
    pub(super) fn is_generic(self, name: &str) -> bool {
        self.places.names.generic.holds(name)
    }

    /// Whether a one-character name may stand behind `before`.
    pub(super) fn opens_before(self, before: &str) -> bool {
        before.chars().next_back().is_none_or(|c| !is_han(c) || self.places.names.openers.contains(c))
            || self.places.bodies.starts.words().any(|start| before.ends_with(start))
    }

    /// Whether the last character of a full name belongs to another word: 北京市|场.
    pub(super) fn continues_as_another_word(self, name: &str, rest: &str) -> bool {
        name.ends_with(['市', '区']) && self.places.names.not_before.begins(rest)
    }

    /// Whether a short name is part of the name of something else: 南山|公园.
    pub(super) fn names_something_else(self, rest: &str) -> bool {
        self.places.names.short_not_before.begins(rest)
    }

    /// Bytes of lead-in words, times and marks before the subject of a clause: `图为`, `2023年以来`, `●`.
    pub(super) fn lead_in(self, clause: &str) -> usize {
        let mut at = 0;
        loop {
            let rest = &clause[at..];
            let word = self.places.subject.lead_ins.longest_at(rest).map(|(_, len)| len);
            let mark = rest.chars().next().filter(|c| !is_han(*c)).map(char::len_utf8);
            match word.or_else(|| time_at(rest)).or(mark) {
                Some(len) if len > 0 => at += len,
                _ => return at,
            }
        }
    }

    /// Whether a sentence begins by speaking of the whole again.
    pub(super) fn resets(self, sentence: &str) -> bool {
        self.places.subject.resets.begins(sentence)
    }

    /// Whether the words hold a verb that a subject could have.
    pub(super) fn has_predicate(self, words: &str) -> bool {
        self.places.subject.predicates.stands_in(words)
    }

    /// Whether something is built or set up in these words.
    pub(super) fn has_build(self, words: &str) -> bool {
        self.places.subject.builds.stands_in(words)
    }

    /// Whether the words end with 在 as the place of what is done, not of what is (设在).
    pub(super) fn is_located_behind(self, before: &str) -> bool {
        before.strip_suffix('在').is_some_and(|before| {
            !self.places.subject.not_before_place.iter().any(|word| before.ends_with(word.as_str()))
        })
    }

    /// Whether what follows 全省 in a county's part counts the whole: 全省共建成工作室近3000个.
    pub(super) fn counts_whole(self, rest: &str) -> bool {
        self.places.subject.counts_whole.begins(rest)
    }

    /// Whether a place behind these words of a sentence is where a reporter has come to.
    pub(super) fn is_arrived_behind(self, before: &str, sentence: &str) -> bool {
        let subject = &self.places.subject;
        let says = |words: &Lexicon| words.stands_in(sentence);
        let comes = subject.arrivals.iter().any(|word| before.ends_with(word.as_str()));
        comes && (says(&subject.sees) || says(&subject.tells)) || self.is_located_behind(before) && says(&subject.sees)
    }

    /// Whether a body that acts so comes to the report's own place, whose name begins with `initial`: 来我县, 来库开展调研.
    pub(super) fn comes_here(self, words: &str, initial: Option<char>) -> bool {
        let abbreviated = |(at, here): (usize, &str)| {
            let next = words[at + here.len()..].chars().next();
            next.is_some() && next == initial && !words[..at].ends_with(['以', '年', '月', '本', '原', '未', '将'])
        };
        self.places.subject.visits.stands_in(words) || words.match_indices(['来', '赴']).any(abbreviated)
    }

    /// Whether a clause up to a place in it says what is talked about: 关于墨脱县…….
    pub(super) fn opens_topic(self, before: &str) -> bool {
        self.places.subject.topic_opens.begins(before)
    }

    /// Whether the words behind a place name a proposal, a problem and the like.
    pub(super) fn has_topic_noun(self, words: &str) -> bool {
        self.places.subject.topic_nouns.stands_in(words)
    }

    /// Whether the words behind a place name what befell it.
    pub(super) fn tells_trouble(self, words: &str) -> bool {
        self.places.subject.troubles.stands_in(words)
    }

    /// Whether a clause begins with what a proposal brought to its place, or ends with who profits.
    pub(super) fn tells_result(self, clause: &str) -> bool {
        self.places.subject.results.stands_in(clause)
    }

    /// The length of a word that joins two places.
    pub(super) fn join_at(self, rest: &str) -> Option<usize> {
        self.places.subject.joins.longest_at(rest).map(|(_, len)| len)
    }

    /// Whether a newspaper or site could be named behind a place.
    pub(super) fn media_follow(self, rest: &str) -> bool {
        self.places.masthead.media.begins(rest)
    }

    /// Who is credited, where the words before a place say so.
    pub(super) fn credit_behind(self, before: &str) -> Option<Credit> {
        let holds = |marks: &[String]| marks.iter().any(|mark| before.contains(mark.as_str()));
        let masthead = &self.places.masthead;
        if holds(&masthead.author_marks) {
            return Some(Credit::Author);
        }
        holds(&masthead.source_marks).then_some(Credit::Source)
    }
}

/// Who is named in a line that credits someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credit {
    /// Where the report was published.
    Source,
    /// The author's office.
    Author,
}

pub(super) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// A year has four.
const MAX_TIME_DIGITS: usize = 4;

/// `2023年`, `3月份`, `以来`: the length of an expression of time at the beginning.
fn time_at(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take(MAX_TIME_DIGITS + 1).take_while(u8::is_ascii_digit).count();
    let unit = rest[digits..].chars().next().filter(|c| "年月日".contains(*c))?;
    (1..=MAX_TIME_DIGITS).contains(&digits).then(|| digits + unit.len_utf8())
}
