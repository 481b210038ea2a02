//! What a number counts: the metric whose words fit best beside it.
//!
//! For each number of a sentence every pattern of `metrics.toml` whose nouns stand beside it, whose unit fits and
//! whose verbs stand in the clause is a candidate with a score. The best one wins; all of them can be shown.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::dictionary::{Counting, Dictionaries, Metrics, Role, UnitNumber, WordHit};
use crate::model::{MetricId, Nature, Span};

use super::window::{Side, Surroundings, Window};

/// A metric that may be what a number counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The metric.
    pub metric: MetricId,
    /// Its nature by the dictionary.
    pub nature: Nature,
    /// The noun that showed it.
    pub noun: Span,
    /// The pattern of the dictionary.
    pub rule: Arc<str>,
    /// How well it fits; higher is better.
    pub score: f64,
}

/// What a number counts, with everything else that was considered.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The noun phrase that is counted; empty where none stands beside the number.
    pub item: Span,
    /// Best first; empty where no word of the dictionary fits.
    pub candidates: Vec<Candidate>,
}

impl Counted {
    /// The best candidate.
    pub fn best(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// How sure the best candidate is, 0 to 1: by its lead over the next metric, and where there is none, by its score.
    ///
    /// Measured on the gold sets `corpus` and `held`, with 971 candidates:
    ///
    /// | lead over the next metric | right | share |
    /// | --- | --- | --- |
    /// | up to 1 point | 11 of 16 | 0.69 |
    /// | 1 to 3 points | 44 of 45 | 0.98 |
    /// | more than 3 points | 77 of 78 | 0.99 |
    /// | no other metric, score below 4.5 | 106 of 109 | 0.97 |
    /// | no other metric, score from 4.5 | 711 of 723 | 0.98 |
    ///
    /// The words of the dictionary were chosen with these reports at hand, so the figures given are a little lower.
    pub fn confidence(&self) -> f64 {
        let Some(best) = self.candidates.first() else { return 0.3 };
        match self.candidates.iter().find(|other| other.metric != best.metric) {
            // The logistic curve that fits the leads best.
            Some(rival) => (1.0 / (1.0 + (-0.4 - 1.1 * (best.score - rival.score)).exp())).min(0.97),
            None if best.score < 4.5 => 0.94,
            None => 0.97,
        }
    }
}

/// Points for a noun on the side on which the counted noun is expected.
const EXPECTED_SIDE: f64 = 3.0;
/// Points that a character of distance between number and noun costs.
const DISTANCE: f64 = 0.22;
/// Most that distance costs.
const DISTANCE_MOST: f64 = 4.0;
/// Points that a character of the noun brings: longer words are more specific.
const LENGTH: f64 = 0.45;
/// Longest noun that still gains.
const LENGTH_MOST: u8 = 8;
/// Points for a verb that the pattern asks for beside the number: the pattern says more about the sentence.
const NEAR_VERB: f64 = 2.2;
/// Points for such a verb elsewhere in the clause, as where one verb rules a whole list.
const FAR_VERB: f64 = 1.0;
/// Points for a noun that stands directly before the number.
const ADJACENT: f64 = 1.0;
/// Points for a noun that ends the phrase behind the number: the head of a Chinese noun phrase stands last.
const HEAD: f64 = 1.8;
/// Points taken off for a noun behind the end of the noun phrase.
const BEYOND_PHRASE: f64 = 2.5;

/// Points taken off for a noun that stands directly behind the number before, which counts it already.
const TAKEN: f64 = 1.5;

/// Least score of a candidate: what lies below stands too far away to be what is counted.
const LEAST: f64 = 0.9;

/// How many dictionary words back a noun is recalled: a page or so. What lies farther back is forgotten.
const RECALL_REACH: usize = 300;

/// Where words stand, in order.
type Places = Rc<[Span]>;

/// The dictionary words of a sentence, with where those stand that a pattern asks for or shuns: looked up for the first
/// number that needs them, since all numbers of a sentence ask for the same.
pub(super) struct SentenceWords<'a> {
    hits: &'a [WordHit],
    metrics: &'a Metrics,
    in_role: RefCell<BTreeMap<(usize, Role), Places>>,
}

impl<'a> SentenceWords<'a> {
    /// The words of a sentence, by place.
    pub(super) fn new(hits: &'a [WordHit], metrics: &'a Metrics) -> Self {
        Self { hits, metrics, in_role: RefCell::default() }
    }

    /// Where words stand that play a role in a pattern, by place.
    fn in_role(&self, pattern: usize, role: Role) -> Places {
        let find = || {
            let playing = self.hits.iter().filter(|hit| self.metrics.plays(hit.word, pattern, role));
            playing.map(|hit| hit.span).collect()
        };
        Rc::clone(self.in_role.borrow_mut().entry((pattern, role)).or_insert_with(find))
    }

    /// The words that lie in a stretch of the sentence.
    fn within(&self, span: Span) -> impl Iterator<Item = &'a WordHit> {
        let from = self.hits.partition_point(|hit| hit.span.start < span.start);
        let begun = self.hits[from..].iter().take_while(move |hit| hit.span.start < span.end);
        begun.filter(move |hit| hit.span.end <= span.end)
    }
}

/// Dictionary words in a sentence and the patterns they belong to.
struct Evidence<'a> {
    text: &'a str,
    unit: Option<UnitNumber>,
    words: &'a SentenceWords<'a>,
    /// The patterns that are at home in the paragraph.
    at_home: &'a BTreeSet<usize>,
    metrics: &'a Metrics,
    counting: &'a Counting,
    surroundings: &'a Surroundings,
}

/// Most bytes between two nouns of a list: a word that joins them, and quotation marks.
const JOINT_MOST: usize = 24;

/// The nouns that fit, by place. Words are short, so those that could touch a place stand close before it.
struct Nouns {
    spans: Vec<Span>,
    /// Bytes of the longest of them.
    longest: usize,
}

impl Nouns {
    /// The nouns of fits that are sorted by them.
    fn of(fits: &[Fit]) -> Self {
        let mut spans: Vec<Span> = fits.iter().map(|fit| fit.noun).collect();
        spans.dedup();
        let longest = spans.iter().map(|span| span.len()).max().unwrap_or_default();
        Self { spans, longest }
    }

    /// Those that end at a place or behind it, and some before.
    fn from(&self, at: usize) -> impl Iterator<Item = Span> {
        let first = self.spans.partition_point(|span| span.start + self.longest < at);
        self.spans[first..].iter().copied()
    }
}

/// A noun that fits, with its pattern and the points that verbs bring.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fit {
    noun: Span,
    pattern: usize,
    verb: f64,
    /// The end of the list that the noun begins, or of the noun itself.
    list_end: usize,
}

/// The patterns that ask for a word of the paragraph and find it.
pub(super) fn at_home(paragraph: &[WordHit], dictionaries: &Dictionaries) -> BTreeSet<usize> {
    paragraph.iter().flat_map(|hit| dictionaries.metrics.near(hit.word)).copied().collect()
}

/// What the number with these `surroundings` and this `unit` counts.
///
/// `words` are the dictionary words of its sentence at their places in `text`, and `at_home` the patterns of which a `near`
/// word stands in its paragraph.
pub(super) fn counted(
    text: &str,
    surroundings: &Surroundings,
    unit: &str,
    words: &SentenceWords<'_>,
    at_home: &BTreeSet<usize>,
    dictionaries: &Dictionaries,
) -> Counted {
    let (metrics, counting) = (&dictionaries.metrics, &dictionaries.counting);
    let unit = metrics.unit(unit);
    let evidence = Evidence { text, unit, words, at_home, metrics, counting, surroundings };
    let mut candidates = Vec::new();
    for window in &surroundings.windows {
        let heads = evidence.heads(window);
        candidates.extend(heads.into_iter().filter_map(|fit| evidence.candidate(window, fit)));
    }
    candidates.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| a.noun.cmp(&b.noun)).then_with(|| a.rule.cmp(&b.rule))
    });
    let item = without_marks(item(surroundings, candidates.first()), text);
    Counted { item, candidates }
}

/// The last noun of the paragraph before a number that leaves its noun out: 举办院坝协商。……今年已办五十场.
///
/// Only families whose nouns can be left out are recalled, and only by patterns that ask for nothing else.
pub(super) fn recalled(
    before: usize,
    unit: &str,
    paragraph: &[WordHit],
    dictionaries: &Dictionaries,
) -> Option<(Span, MetricId, Nature)> {
    let (metrics, counting) = (&dictionaries.metrics, &dictionaries.counting);
    let unit = metrics.unit(unit);
    let fits = |hit: &WordHit| {
        metrics.uses(hit.word).iter().find_map(|used| {
            let pattern = metrics.pattern(used.pattern);
            let metric = metrics.metric_of(used.pattern);
            let fits = used.role == Role::Noun
                && !pattern.needs_verb
                && !pattern.needs_near
                && pattern.asks_for(unit)
                && counting.recalled_families.iter().any(|family| family == metric.id.family());
            fits.then(|| (metric.id.clone(), metric.nature))
        })
    };
    let last = paragraph.partition_point(|hit| hit.span.start < before);
    let candidates = paragraph[last.saturating_sub(RECALL_REACH)..last].iter().filter(|hit| hit.span.end <= before);
    let nearest = candidates.filter_map(|hit| Some((hit.span, fits(hit)?)));
    // Of the words that end last, the longest.
    nearest.max_by_key(|(span, _)| (span.end, span.len())).map(|(noun, (metric, nature))| (noun, metric, nature))
}

impl Evidence<'_> {
    /// The noun hits in a window whose pattern fits the unit and the clause.
    fn fitting(&self, window: &Window) -> Vec<Fit> {
        let mut found = Vec::new();
        for hit in self.words.within(window.span) {
            for &used in self.metrics.nouns(hit.word) {
                let pattern = self.metrics.pattern(used);
                let written = hit.span.of(self.text);
                if !pattern.fits(self.unit)
                    || window.predicates && !self.counting.predicates.holds(written)
                    || pattern.before_only && window.side == Side::After
                    || self.stands(used, Role::Unless, None, self.surroundings.near)
                    || pattern.needs_near && !self.at_home.contains(&used)
                {
                    continue;
                }
                let verb = if pattern.needs_verb { self.verb(used, hit.span, window) } else { Some(0.0) };
                if let Some(verb) = verb {
                    found.push(Fit { noun: hit.span, pattern: used, verb, list_end: hit.span.end });
                }
            }
        }
        // A word inside a longer one that fits too says nothing of its own; nor does one that begins inside a longer
        // one and ends behind it: 员工 in 从业人员工伤.
        let nouns = Nouns::of(&found);
        let crossed = |noun: Span, by: Span| by.start < noun.start && noun.start < by.end && noun.len() < by.len();
        found.retain(|fit| {
            let mut others = nouns.from(fit.noun.start).take_while(|other| other.start <= fit.noun.start);
            !others.any(|other| other.contains(fit.noun) && other != fit.noun || crossed(fit.noun, other))
        });
        found
    }

    /// The points for a pattern's verb; `None` where it has none in the clause.
    fn verb(&self, pattern: usize, noun: Span, window: &Window) -> Option<f64> {
        let near = self.surroundings.near;
        if self.stands(pattern, Role::Verb, Some(noun), near)
            || self.stands(pattern, Role::Verb, Some(noun), window.span)
        {
            Some(NEAR_VERB)
        } else {
            self.stands(pattern, Role::Verb, Some(noun), self.surroundings.clause).then_some(FAR_VERB)
        }
    }

    fn stands(&self, pattern: usize, role: Role, except: Option<Span>, within: Span) -> bool {
        let spans = self.words.in_role(pattern, role);
        let from = spans.partition_point(|span| span.start < within.start);
        let mut begun = spans[from..].iter().take_while(|span| span.start < within.end);
        begun.any(|span| span.end <= within.end && !except.is_some_and(|noun| noun.contains(*span)))
    }

    /// The nouns of a window that can be what is counted.
    ///
    /// In a chain of nouns that touch each other the last is the head (委员工作室负责人). Of nouns that 、和及与或 join
    /// before a number, the first counts for all; where 等 sums them up, the noun behind it stands alone already.
    fn heads(&self, window: &Window) -> Vec<Fit> {
        let fitting = self.fitting(window);
        // Behind a number the phrase ends at the first verb; what stands there is another phrase's noun.
        let in_phrase = |noun: Span| window.side == Side::Before || noun.start < window.phrase_end;
        let touches = |noun: Span, next: Span| next.start > noun.start && next.start <= noun.end && next.end > noun.end;
        let nouns = Nouns::of(&fitting);
        let followed = |noun: Span| {
            let mut next = nouns.from(noun.start).take_while(|next| next.start <= noun.end);
            next.any(|next| touches(noun, next) && in_phrase(next) == in_phrase(noun))
        };
        let chain_start = |head: Span| {
            let mut start = head;
            while let Some(earlier) =
                nouns.from(start.start).take_while(|noun| noun.start < start.start).find(|noun| touches(*noun, start))
            {
                start = earlier;
            }
            start.start
        };
        let mut heads: Vec<Fit> = fitting.iter().copied().filter(|fit| !followed(fit.noun)).collect();
        heads.sort_by_key(|fit| (fit.noun.start, fit.noun.end, fit.pattern));
        // The noun that a list ends with: before a number the nearest, behind it the phrase's last.
        let last = heads.iter().map(|fit| fit.noun).filter(|noun| in_phrase(*noun)).max();
        let Some(nearest) = last else { return heads };
        let joined_before = |noun: Span| {
            let start = chain_start(noun);
            let joins = |other: &Span| other.end <= start && self.is_joint(Span::new(other.end, start));
            let from = start.saturating_sub(JOINT_MOST + nouns.longest);
            let first = heads.partition_point(|fit| fit.noun.start < from);
            heads[first..].iter().map(|fit| fit.noun).take_while(|noun| noun.start < start).find(joins)
        };
        let mut first = nearest;
        while let Some(earlier) = joined_before(first).filter(|earlier| !self.modifies(&heads, *earlier, nearest)) {
            first = earlier;
        }
        heads.retain(|fit| fit.noun.end <= first.end || !in_phrase(fit.noun));
        for fit in heads.iter_mut().filter(|fit| fit.noun == first) {
            // The whole list stands where its last noun does, so distance is counted from there.
            fit.list_end = nearest.end;
        }
        heads
    }

    /// Whether a noun of a list does not decide for all: it has no metric of its own (审看合同、代写文书70份), or only
    /// says whose the last one is (企业、园区议事室35个).
    fn modifies(&self, heads: &[Fit], noun: Span, last: Span) -> bool {
        let family = |span: Span| {
            let fit = heads.get(heads.partition_point(|fit| fit.noun < span)).filter(|fit| fit.noun == span)?;
            Some(self.metrics.metric_of(fit.pattern).id.family().to_owned())
        };
        let (own, head) = (family(noun), family(last));
        if own.as_deref() == Some("other") && head.as_deref() != Some("other") {
            return true;
        }
        own != head && own.is_some_and(|own| self.counting.modifying_families.contains(&own))
    }

    /// Whether what stands between two nouns joins them into one list.
    fn is_joint(&self, between: Span) -> bool {
        let words = between.of(self.text).trim_matches(['”', '“']);
        matches!(words, "、" | "和" | "及" | "与" | "或" | "以及" | "并" | "/")
    }

    /// `None` where the noun stands too far away to be what is counted.
    fn candidate(&self, window: &Window, fit: Fit) -> Option<Candidate> {
        let pattern = self.metrics.pattern(fit.pattern);
        let score = self.score(window, fit, pattern.weight);
        let metric = self.metrics.metric_of(fit.pattern);
        (score >= LEAST).then(|| Candidate {
            metric: metric.id.clone(),
            nature: metric.nature,
            noun: fit.noun,
            rule: pattern.rule.clone(),
            score,
        })
    }

    fn score(&self, window: &Window, fit: Fit, weight: f64) -> f64 {
        let gap = match window.side {
            Side::Before => Span::new(fit.list_end.min(window.span.end), window.span.end),
            Side::After => Span::new(window.span.start, fit.noun.start),
        };
        let distance = width(gap.of(self.text)) * DISTANCE;
        let noun = fit.noun.of(self.text).trim_matches(['“', '”']);
        let length = width(noun).min(f64::from(LENGTH_MOST)) * LENGTH;
        let adjacent = window.side == Side::Before && gap.is_empty();
        let heads_phrase = window.side == Side::After && fit.list_end == window.phrase_end;
        let beyond = window.side == Side::After && fit.noun.start >= window.phrase_end;
        let bonus = [
            (window.expected, EXPECTED_SIDE),
            (adjacent, ADJACENT),
            (heads_phrase, HEAD),
            (beyond, -BEYOND_PHRASE),
            (window.taken == Some(fit.noun.start), -TAKEN),
        ];
        let bonus: f64 = bonus.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum();
        length - distance.min(DISTANCE_MOST) + bonus + fit.verb + weight - window.penalty
    }
}

fn width(text: &str) -> f64 {
    f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

/// The words without the quotation marks and commas at their ends.
fn without_marks(item: Span, text: &str) -> Span {
    let marks = ['“', '”', '、', '，'];
    let written = item.of(text);
    let bare = written.trim_matches(marks);
    let start = item.start + written.len() - written.trim_start_matches(marks).len();
    if bare.is_empty() { item } else { Span::new(start, start + bare.len()) }
}

/// The noun phrase as written: from the number to the noun behind it, or the noun before it.
fn item(surroundings: &Surroundings, best: Option<&Candidate>) -> Span {
    let after = |noun: Span| {
        surroundings.windows.iter().find(|window| window.side == Side::After && window.span.contains(noun))
    };
    match best {
        Some(best) => after(best.noun).map_or(best.noun, |window| Span::new(window.span.start, best.noun.end)),
        None => surroundings
            .windows
            .iter()
            .find(|window| window.expected)
            .map_or(Span::new(0, 0), |window| Span::new(window.span.start, window.phrase_end)),
    }
}
