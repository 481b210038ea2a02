//! Names that stand where a place's name stands, and that the gazetteer lacks.

use super::tally::Tally;
use super::{Find, FindKind, Passage};
use crate::dictionary::Dictionaries;
use crate::model::Span;

/// Most and fewest characters before the class. 开县 and 和县 are shorter, but so are 报市委, 由区委, 被省政协.
const STEM_CHARS: std::ops::RangeInclusive<usize> = 2..=4;

/// Names of places.
#[derive(Debug, Default)]
pub(super) struct PlaceFinds {
    names: Tally<String>,
}

impl PlaceFinds {
    /// Looks at one sentence for 某某区 before 政协 and the like, at the beginning of a clause.
    pub(super) fn add(&mut self, passage: Passage<'_>, dictionaries: &Dictionaries) {
        let sentence = passage.span.of(passage.text);
        let (places, regions) = (&dictionaries.places, &dictionaries.regions);
        let mut known: Option<Vec<Span>> = None;
        for (at, class) in sentence.char_indices() {
            let end = at + class.len_utf8();
            let is_class = |c: char| places.classes.not_after.contains_key(c.encode_utf8(&mut [0; 4]) as &str);
            let behind = &sentence[end..];
            if !is_class(class) || !places.bodies.organs.begins(behind) {
                continue;
            }
            let lead = sentence[..at].char_indices().rev().take(STEM_CHARS.end() + 1);
            let start = lead.take_while(|(_, c)| c.is_alphabetic()).last().map_or(at, |(place, _)| place);
            let (name, stem) = (Span::new(start, end), &sentence[start..at]);
            // A class inside the stem (市区政协, 我县和某区政协) means that more than a name stands there.
            let plain = STEM_CHARS.contains(&stem.chars().count()) && !stem.chars().any(is_class);
            let own = places.classes.own.begins(stem);
            let other_word = places.classes.not_after.get(class.encode_utf8(&mut [0; 4]) as &str);
            let other_word = other_word.is_some_and(|before| stem.ends_with(|c| before.contains(c)));
            let known = known.get_or_insert_with(|| regions.find_iter(sentence).map(|found| found.span).collect());
            // 联合区纪委, 篇成果获区委书记批示: a verb or a measure makes the stem no name.
            let verb = dictionaries.counting.phrase_ends.stands_in(stem);
            let measure = stem.chars().next().is_some_and(|c| dictionaries.platforms.unquoted.measures.contains(&c));
            // 十届省政协 counts its terms, 自治区政协 is a class alone.
            let term = stem.contains('届') || places.classes.not_after.contains_key(name.of(sentence));
            if plain
                && !own
                && !other_word
                && !term
                && !verb
                && !measure
                && !known.iter().any(|place| place.overlaps(name))
            {
                let span = name.shifted(passage.span.start);
                self.names.add(span.of(passage.text).to_owned(), passage.doc.as_str(), || passage.example(span));
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Find> {
        let found = self.names.distinct(|word| vec![word.clone()], String::len).into_iter();
        found.map(|(word, count)| Find::new(FindKind::Place, word, count)).collect()
    }
}
