//! Binds what the extractors found into facts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::article::Article;
use super::counted::{Candidate, SentenceWords, at_home, counted};
use super::decide::{CountedBefore, Decided, KIND, Known, decide};
use super::quantities::{Quantity, quantities};
use super::window::{respective_noun, surroundings, window_on};
use crate::dictionary::{Dictionaries, Modality, WordHit};
use crate::model::{Fact, MetricId, Nature, Number, Span, Status, Verdict};
use crate::segment::{BlockKind, Sentence};

/// A fact number with everything that its sentence says of it.
struct Bound<'a> {
    quantity: &'a Quantity,
    metric: MetricId,
    nature: Nature,
    item: Span,
    rule: Arc<str>,
    confidence: f64,
    part_of: Option<Span>,
    candidates: Vec<Candidate>,
}

/// A fact with every metric that was considered for it, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The fact.
    pub fact: Fact,
    /// Where its number stands in the clean text.
    pub span: Span,
    /// Its sentence, an index into [`Structure::sentences`](crate::segment::Structure::sentences).
    pub sentence: usize,
    /// Where the total stands that it is stated to be a part of.
    pub total: Option<Span>,
    /// What its number could count.
    pub candidates: Vec<Candidate>,
}

/// Every fact of an article, in the order of the text, with what was considered for each.
pub fn facts(article: &Article<'_>, dictionaries: &Dictionaries) -> Vec<Explained> {
    let text = article.clean.text();
    let found: Vec<Quantity> = quantities(text, &dictionaries.units)
        .into_iter()
        .filter(|quantity| quantity.may_be_fact() && !quantity.weak && !article.regions.in_name(quantity.span))
        .collect();
    let hits = words_of(text, article, dictionaries);
    let mut facts = Vec::new();
    let mut rest = found.as_slice();
    let mut paragraph = Paragraph::default();
    for (index, sentence) in article.structure.sentences.iter().enumerate() {
        rest = &rest[rest.partition_point(|quantity| quantity.span.start < sentence.span.start)..];
        let own = &rest[..rest.partition_point(|quantity| quantity.span.end <= sentence.span.end)];
        if own.is_empty() {
            continue;
        }
        if paragraph.block != Some(sentence.block) {
            let block = article.structure.blocks[sentence.block].span;
            let hits = within(&hits, block);
            let at_home = at_home(hits, dictionaries);
            let counted = std::mem::take(&mut paragraph.counted);
            paragraph = Paragraph { block: Some(sentence.block), hits, at_home, first: counted.len(), counted };
        }
        let bound = bind(text, *sentence, own, &mut paragraph, dictionaries);
        let quote = article.quote(index);
        facts.extend(bound.into_iter().map(|bound| Explained {
            fact: fact(article, sentence.span, &quote, &bound, dictionaries),
            span: bound.quantity.span,
            sentence: index,
            total: bound.part_of,
            candidates: bound.candidates,
        }));
    }
    facts
}

/// A paragraph's dictionary words, and what the numbers of the report have counted so far.
#[derive(Default)]
struct Paragraph<'a> {
    block: Option<usize>,
    hits: &'a [WordHit],
    at_home: BTreeSet<usize>,
    counted: Vec<CountedBefore>,
    /// Which of them is the paragraph's first.
    first: usize,
}

/// The words of the ontology in every block that holds sentences, in the order of the text.
fn words_of(text: &str, article: &Article<'_>, dictionaries: &Dictionaries) -> Vec<WordHit> {
    let blocks = article.structure.blocks.iter().filter(|block| block.kind != BlockKind::Furniture);
    let hits = blocks.flat_map(|block| {
        let hits = dictionaries.metrics.hits(block.span.of(text));
        hits.map(|hit| WordHit { span: hit.span.shifted(block.span.start), ..hit })
    });
    let mut hits: Vec<WordHit> = hits.collect();
    hits.sort_by_key(|hit| (hit.span.start, hit.span.end));
    hits
}

/// The words that begin in a stretch of the text.
fn within(hits: &[WordHit], span: Span) -> &[WordHit] {
    let start = hits.partition_point(|hit| hit.span.start < span.start);
    let end = hits.partition_point(|hit| hit.span.start < span.end);
    &hits[start..end]
}

/// Decides for each number of a sentence what it counts and whether it is a part of another.
fn bind<'a>(
    text: &str,
    sentence: Sentence,
    numbers: &'a [Quantity],
    paragraph: &mut Paragraph<'_>,
    dictionaries: &Dictionaries,
) -> Vec<Bound<'a>> {
    let hits = within(paragraph.hits, sentence.span);
    let metrics = &dictionaries.metrics;
    let words = SentenceWords::new(hits, metrics);
    let spans: Vec<Span> = numbers.iter().map(|quantity| quantity.span).collect();
    let mut bound: Vec<Bound<'a>> = Vec::with_capacity(numbers.len());
    let mut part_of = None;
    for (index, quantity) in numbers.iter().enumerate() {
        let unit = quantity.unit_text(text);
        let number = metrics.unit(unit);
        let behind = hits.iter().filter(|hit| metrics.stands_behind(hit.word, number)).copied();
        let behind: Vec<WordHit> = behind.collect();
        let mut around = surroundings(text, sentence.span, &spans, index, &behind, &dictionaries.counting);
        if let Some(noun) = respective_noun(text, sentence.span, &spans, index, &dictionaries.counting) {
            around.windows = vec![window_on(noun)];
        }
        let counted = counted(text, &around, unit, &words, &paragraph.at_home, dictionaries);
        part_of = part_total(text, &bound, quantity, part_of, dictionaries);
        let total = bound.iter().find(|other| Some(other.quantity.span) == part_of);
        let known = Known {
            text,
            sentence: sentence.span,
            around: &around,
            quantity,
            counted: &counted,
            total: total.map(|total| (&total.metric, total.nature, total.item)),
            paragraph: &paragraph.counted[paragraph.first..],
            earlier: &paragraph.counted,
            words: paragraph.hits,
        };
        let Decided { metric, nature, rule, item, confidence } = decide(&known, dictionaries);
        let so_far = CountedBefore {
            at: quantity.span,
            unit: unit.to_owned(),
            metric: metric.clone(),
            nature,
            item,
            value: quantity.number.value,
            is_kind: *rule == *KIND,
        };
        paragraph.counted.push(so_far);
        let grown = dictionaries.counting.growth.stands_in(around.near.of(text));
        bound.push(Bound {
            quantity,
            metric,
            nature: if grown { Nature::Flow } else { nature },
            item,
            rule,
            confidence,
            part_of,
            candidates: counted.candidates,
        });
    }
    bound
}

/// The total that a number is part of: the one before 其中, and the same for the numbers that follow in the list.
fn part_total(
    text: &str,
    before: &[Bound<'_>],
    quantity: &Quantity,
    current: Option<Span>,
    dictionaries: &Dictionaries,
) -> Option<Span> {
    let last = before.last()?;
    let between = Span::new(last.quantity.span.end, quantity.span.start).of(text);
    let same = |bound: &&Bound<'_>| bound.quantity.unit.of(text) == quantity.unit.of(text);
    if dictionaries.counting.parts.stands_in(between) {
        let total = before.iter().rev().find(same).unwrap_or(last);
        return Some(total.quantity.span);
    }
    let total = before.iter().find(|bound| Some(bound.quantity.span) == current)?;
    let words = &dictionaries.counting;
    let anew = words.standing.stands_in(between) || words.sums.iter().any(|word| between.contains(word.as_str()));
    (same(&total) && !anew && !between.contains(['；', '。'])).then_some(total.quantity.span)
}

fn fact(
    article: &Article<'_>,
    sentence: Span,
    quote: &Arc<str>,
    bound: &Bound<'_>,
    dictionaries: &Dictionaries,
) -> Fact {
    let text = article.clean.text();
    let quantity = bound.quantity;
    let evidence = article.clean.original(quantity.span);
    let Number { value, value_max, bound: how } = quantity.number;
    let interval = quantity.number.interval();
    let when = article.timeline.at(quantity.span, bound.nature == Nature::Stock);
    let is_ahead = when.as_ref().is_some_and(|when| article.timeline.is_ahead(when));
    let region = article.regions.at(quantity.span);
    let year = when.as_ref().map(|when| when.year);
    let written = |span: Span| article.clean.as_written(article.report, span);
    let squeezed = |span: Span| written(span).split_whitespace().collect::<String>();
    Fact {
        doc: article.doc.clone(),
        start: evidence.start,
        end: evidence.end,
        number: squeezed(quantity.span),
        value,
        value_max,
        bound: how,
        low: interval.low,
        high: interval.high,
        unit: match quantity.unit_text(text) {
            unit if unit == "%" || quantity.unit.is_empty() => unit.to_owned(),
            _ => squeezed(quantity.unit),
        },
        item: written(bound.item),
        metric: bound.metric.clone(),
        nature: bound.nature,
        effect: dictionaries.effects.of(&bound.metric),
        region,
        region_name: region.and_then(|code| dictionaries.regions.full_name(code, year)),
        actor: article.regions.actor_at(quantity.span).map(written),
        year,
        period: when.and_then(|when| when.period),
        status: status(article, quantity.span, sentence, is_ahead),
        part_of: bound.part_of.map(squeezed),
        quote: Arc::clone(quote),
        rule: bound.rule.clone(),
        confidence: (bound.confidence * 100.0).round() / 100.0,
        check: Verdict::NotCheckable,
        place: None,
        also_in: Vec::new(),
        corrected: None,
    }
}

/// Whether a number has come about, is to come about, or is a norm. What was over before the report's year is no plan
/// even where the sentence plans: 对去年落实的9个事项将逐项回头看.
fn status(article: &Article<'_>, at: Span, sentence: Span, is_ahead: bool) -> Status {
    let is_target = (article.modalities.is_target(at) || article.timeline.looks_ahead(at))
        && !article.timeline.is_over(at, sentence);
    match article.modalities.at(at) {
        _ if is_target => Status::Plan,
        Modality::Done | Modality::Wish if is_ahead => Status::Plan,
        Modality::Rule => Status::Rule,
        _ => Status::Done,
    }
}
