//! Decides what a number counts: by its own words, and where they leave it open, by what stands around it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::counted::{Counted, recalled};
use super::quantities::{Quantity, QuantityKind};
use super::window::{Side, Surroundings, names_nothing};
use crate::dictionary::{Dictionaries, Dimension, Unnamed, WordHit};
use crate::model::{MetricId, Nature, Span};

/// How many numbers back one with the same unit is looked for.
const BEFORE_REACH: usize = 60;

/// The rule of a number that names only the kind of what an earlier total counts.
pub(super) const KIND: &str = "kind of what the total counts";

/// Most bytes of such a kind, and between the numbers of a list of kinds.
const KIND_LONGEST: usize = 60;

/// What a number counts, and the rule that says so.
pub(super) struct Decided {
    pub(super) metric: MetricId,
    pub(super) nature: Nature,
    pub(super) rule: Arc<str>,
    /// The noun phrase that is counted; empty where none is written.
    pub(super) item: Span,
    /// How often a decision of this kind is right, 0 to 1.
    pub(super) confidence: f64,
}

/// What an earlier number of the paragraph counts.
pub(super) struct CountedBefore {
    pub(super) at: Span,
    pub(super) unit: String,
    pub(super) metric: MetricId,
    pub(super) nature: Nature,
    pub(super) item: Span,
    pub(super) value: Decimal,
    /// Whether only its kind was named: 经济方面26件.
    pub(super) is_kind: bool,
}

/// Everything that is known of a number before it is decided what it counts.
pub(super) struct Known<'a> {
    pub(super) text: &'a str,
    pub(super) sentence: Span,
    pub(super) around: &'a Surroundings,
    pub(super) quantity: &'a Quantity,
    /// What its own words say.
    pub(super) counted: &'a Counted,
    /// What the total counts that it is a part of.
    pub(super) total: Option<(&'a MetricId, Nature, Span)>,
    /// The numbers of the paragraph before it.
    pub(super) paragraph: &'a [CountedBefore],
    /// All numbers of the report before it.
    pub(super) earlier: &'a [CountedBefore],
    /// The dictionary words of the paragraph.
    pub(super) words: &'a [WordHit],
}

/// What a number counts, by the first of these that holds:
///
/// 1. a sum of numbers of one family counts the family;
/// 2. a number that names only the kind (经济方面26件) counts what the total before it counts;
/// 3. a part of a total counts what the total counts, unless words of its own say that something was done with it;
/// 4. the best candidate;
/// 5. the nearest number before it in the sentence with the same unit, or, where the number's clause names nothing,
///    in the paragraph;
/// 6. where the clause names nothing, the last noun of the paragraph that its unit fits;
/// 7. what the verb before it says of an unknown noun;
/// 8. the last noun of the sentence that its unit fits;
/// 9. where no word is known, the total that was stated some lines before in the same unit;
/// 10. the metric that its unit or dimension stands for.
///
/// Right on the gold sets, beside the candidates (see [`Counted::confidence`]): sums 1 of 1, parts of a total 14 of 14,
/// as the number before 16 of 22, recalled nouns 6 of 7, verbs before unknown nouns 1 of 2; by the unit alone: ratios
/// 14 of 14, measures and money 5 of 5, people 6 of 13, others 8 of 9.
/// Kinds of a total were not counted apart; their confidence is an estimate.
pub(super) fn decide(known: &Known<'_>, dictionaries: &Dictionaries) -> Decided {
    let ratio = matches!(known.quantity.kind, QuantityKind::Ratio | QuantityKind::PercentagePoint);
    if ratio && known.counted.best().is_none() {
        return known.fallback(dictionaries);
    }
    let bare = known.is_bare(dictionaries);
    let own = || {
        let sum = known.sum(dictionaries).or_else(|| known.kind(dictionaries));
        sum.or_else(|| known.own(dictionaries)).or_else(|| known.part())
    };
    let other = || {
        known
            .as_before(bare)
            .or_else(|| known.recalled(bare, dictionaries))
            .or_else(|| known.unnamed(dictionaries))
            .or_else(|| known.recalled_in_sentence(dictionaries))
            .or_else(|| known.total_before(dictionaries))
    };
    own().or_else(other).unwrap_or_else(|| known.fallback(dictionaries))
}

impl Known<'_> {
    fn unit(&self) -> &str {
        self.quantity.unit_text(self.text)
    }

    /// What leads to the number in its clause.
    fn lead(&self) -> Span {
        Span::new(self.around.near.start, self.quantity.span.start)
    }

    /// Whether an earlier noun can be what the number counts: people are always counted anew.
    fn may_recall(&self) -> bool {
        !matches!(self.quantity.dimension, Some(Dimension::Person | Dimension::PersonTime))
    }

    /// Whether the number's clause names nothing that could be counted.
    fn is_bare(&self, dictionaries: &Dictionaries) -> bool {
        let nothing_behind =
            self.around.windows.iter().all(|window| {
                window.side == Side::Before || window.predicates || window.phrase_end <= window.span.start
            });
        nothing_behind && names_nothing(self.lead().of(self.text), &dictionaries.counting)
    }

    /// A sum of numbers that count different things of one family: 专题协商2次、对口协商9次，合计11次.
    fn sum(&self, dictionaries: &Dictionaries) -> Option<Decided> {
        let lead = self.lead();
        let sums = dictionaries.counting.sums.iter().any(|word| lead.of(self.text).ends_with(word.as_str()));
        if !sums {
            return None;
        }
        let own = self.counted.best().is_some_and(|best| best.noun.start >= lead.start);
        let unit = self.quantity.unit.of(self.text);
        let in_sentence = self.paragraph.iter().rev().take_while(|before| self.sentence.contains(before.at));
        let parts: Vec<&CountedBefore> = in_sentence.filter(|before| before.unit == unit).collect();
        let family = parts.first()?.metric.family();
        let one_family = parts.iter().all(|part| part.metric.family() == family);
        let several = parts.iter().any(|part| part.metric != parts[0].metric);
        let all = dictionaries.metrics.named(&format!("{family}.all"))?;
        (!own && one_family && several).then(|| Decided {
            metric: all.id.clone(),
            nature: all.nature,
            rule: "sum of the numbers before".into(),
            item: parts[0].item,
            confidence: 0.9,
        })
    }

    /// What its own words say, unless it is part of a total and they only say whose or where.
    fn own(&self, dictionaries: &Dictionaries) -> Option<Decided> {
        let best = self.counted.best()?;
        let families = &dictionaries.counting.modifying_families;
        let modifying = |metric: &MetricId| families.iter().any(|family| family == metric.family());
        if self.total.is_some_and(|(total, _, _)| modifying(&best.metric) && !modifying(total)) {
            return None;
        }
        let confidence = self.counted.confidence();
        let (metric, rule) = (best.metric.clone(), best.rule.clone());
        Some(Decided { metric, nature: best.nature, rule, item: self.counted.item, confidence })
    }

    fn part(&self) -> Option<Decided> {
        let (metric, nature, item) = self.total?;
        Some(Decided { metric: metric.clone(), nature, rule: "part of a total".into(), item, confidence: 0.93 })
    }

    /// A number that says only of what kind the things are that an earlier number counts: 提案118件……经济方面26件.
    fn kind(&self, dictionaries: &Dictionaries) -> Option<Decided> {
        let counting = &dictionaries.counting;
        let lead = self.lead().of(self.text).trim_start_matches(['、', '和', '及', '；', '，']);
        let says_kind = counting.kinds.iter().any(|word| lead.len() > word.len() && lead.ends_with(word.as_str()));
        // 教育73件、住房20件: what stands in a list of kinds is one too.
        let last = self.paragraph.last().filter(|last| last.is_kind && last.unit == self.unit());
        let goes_on = last.is_some_and(|last| last.at.end + KIND_LONGEST > self.quantity.span.start);
        (says_kind || goes_on && lead.len() <= KIND_LONGEST).then(|| self.total_before(dictionaries)).flatten()
    }

    /// The last total of a family whose parts may leave its noun out, some lines before.
    fn total_before(&self, dictionaries: &Dictionaries) -> Option<Decided> {
        let counting = &dictionaries.counting;
        let unit = self.unit();
        counting.kind_units.iter().find(|fits| *fits == unit)?;
        let is_total = |before: &&CountedBefore| {
            let is_larger = before.value >= self.quantity.number.value;
            before.unit == unit
                && is_larger
                && counting.kind_families.iter().any(|family| family == before.metric.family())
        };
        let total = self.earlier.iter().rev().take(BEFORE_REACH).find(is_total)?;
        Some(Decided {
            metric: total.metric.clone(),
            nature: total.nature,
            rule: KIND.into(),
            item: total.item,
            confidence: 0.8,
        })
    }

    fn as_before(&self, bare: bool) -> Option<Decided> {
        if !bare && !self.may_recall() {
            return None;
        }
        let near = self.paragraph.iter().rev().take_while(|before| bare || self.sentence.contains(before.at));
        let known = |before: &&CountedBefore| before.unit == self.unit() && before.metric.as_str() != "other";
        let same = near.take(BEFORE_REACH).find(known)?;
        let rule = Arc::from("as the number before");
        Some(Decided { metric: same.metric.clone(), nature: same.nature, rule, item: same.item, confidence: 0.73 })
    }

    fn recalled(&self, bare: bool, dictionaries: &Dictionaries) -> Option<Decided> {
        let found = (bare && self.may_recall())
            .then(|| recalled(self.quantity.span.start, self.unit(), self.words, dictionaries));
        let (item, metric, nature) = found.flatten()?;
        Some(Decided { metric, nature, rule: "noun recalled from the paragraph".into(), item, confidence: 0.7 })
    }

    fn recalled_in_sentence(&self, dictionaries: &Dictionaries) -> Option<Decided> {
        if !self.may_recall() {
            return None;
        }
        let start = self.words.partition_point(|hit| hit.span.start < self.sentence.start);
        let (item, metric, nature) =
            recalled(self.quantity.span.start, self.unit(), &self.words[start..], dictionaries)?;
        Some(Decided { metric, nature, rule: "noun recalled from the sentence".into(), item, confidence: 0.7 })
    }

    /// What a verb before the number says of a noun that no pattern knows.
    fn unnamed(&self, dictionaries: &Dictionaries) -> Option<Decided> {
        let lead = self.lead().of(self.text);
        let unit = self.unit();
        let says = |entry: &&Unnamed| {
            entry.units.iter().any(|fits| fits == unit) && entry.verbs.iter().any(|verb| lead.contains(verb.as_str()))
        };
        let entry = dictionaries.counting.unnamed.iter().find(says)?;
        let metric = dictionaries.metrics.named(&entry.metric)?;
        let rule = Arc::from("counting.toml#unnamed");
        Some(Decided {
            metric: metric.id.clone(),
            nature: metric.nature,
            rule,
            item: self.counted.item,
            confidence: 0.6,
        })
    }

    /// The metric that the unit or dimension stands for by itself.
    fn fallback(&self, dictionaries: &Dictionaries) -> Decided {
        let ratio = matches!(self.quantity.kind, QuantityKind::Ratio).then_some(Dimension::Ratio);
        let words = &dictionaries.counting;
        let by_dimension = || ratio.or(self.quantity.dimension).and_then(|dimension| words.fallback.get(&dimension));
        let name = words.fallback_unit.get(self.unit()).or_else(by_dimension).map_or("other", String::as_str);
        let nature = dictionaries.metrics.named(name).map_or(Nature::Flow, |metric| metric.nature);
        let confidence = match ratio.or(self.quantity.dimension) {
            Some(Dimension::Ratio | Dimension::PercentagePoint) => 0.97,
            Some(Dimension::Person | Dimension::PersonTime) => 0.5,
            Some(Dimension::Money | Dimension::Area | Dimension::Length) => 0.9,
            _ if words.fallback_unit.contains_key(self.unit()) => 0.6,
            _ => 0.8,
        };
        Decided {
            metric: MetricId::new(name),
            nature,
            rule: "counting.toml#fallback".into(),
            item: self.counted.item,
            confidence,
        }
    }
}
