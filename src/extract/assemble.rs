//! Binds what the extractors found into facts.

use super::article::Article;
use super::counted::{Candidate, Counted, counted, recalled};
use super::quantities::{Quantity, QuantityKind, quantities};
use super::window::{respective_noun, surroundings, window_on};
use crate::dictionary::{Dictionaries, Dimension, Modality, WordHit};
use crate::model::{Fact, MetricId, Nature, Number, Span, Status, Verdict};
use crate::segment::{BlockKind, Sentence};

/// A fact number with everything that its sentence says of it.
struct Bound<'a> {
    quantity: &'a Quantity,
    metric: MetricId,
    nature: Nature,
    item: Span,
    rule: String,
    confidence: f64,
    part_of: Option<Span>,
    candidates: Vec<Candidate>,
}

/// A fact with every metric that was considered for it, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The fact.
    pub fact: Fact,
    /// What its number could count.
    pub candidates: Vec<Candidate>,
    /// Where its number stands in the clean text.
    pub span: Span,
    /// Its sentence, an index into [`Structure::sentences`](crate::segment::Structure::sentences).
    pub sentence: usize,
    /// Where the total stands that it is stated to be a part of.
    pub total: Option<Span>,
}

/// Every fact of an article, in the order of the text, with what was considered for each.
pub fn facts(article: &Article<'_>, dictionaries: &Dictionaries) -> Vec<Explained> {
    let text = article.clean.text();
    let found: Vec<Quantity> = quantities(text, &dictionaries.units)
        .into_iter()
        .filter(|quantity| quantity.may_be_fact() && !quantity.weak)
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
            paragraph = Paragraph { block: Some(sentence.block), hits: within(&hits, block), counted: Vec::new() };
        }
        let bound = bind(text, *sentence, own, &mut paragraph, dictionaries);
        facts.extend(bound.into_iter().map(|bound| Explained {
            fact: fact(article, *sentence, &bound, dictionaries),
            candidates: bound.candidates,
            span: bound.quantity.span,
            sentence: index,
            total: bound.part_of,
        }));
    }
    facts
}

/// A paragraph's dictionary words, and what its numbers have counted so far.
#[derive(Default)]
struct Paragraph<'a> {
    block: Option<usize>,
    hits: &'a [WordHit],
    counted: Vec<Before>,
}

/// What an earlier number of the paragraph counted.
#[derive(Debug, Clone)]
struct Before {
    unit: String,
    metric: MetricId,
    nature: Nature,
    item: Span,
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
    let spans: Vec<Span> = numbers.iter().map(|quantity| quantity.span).collect();
    let mut bound: Vec<Bound<'a>> = Vec::with_capacity(numbers.len());
    let mut part_of = None;
    for (index, quantity) in numbers.iter().enumerate() {
        let mut around = surroundings(text, sentence.span, &spans, index, hits, &dictionaries.counting);
        if let Some(noun) = respective_noun(text, sentence.span, &spans, index, &dictionaries.counting) {
            around.windows = vec![window_on(noun)];
        }
        let unit = quantity.unit_text(text);
        let counted = counted(text, &around, unit, hits, paragraph.hits, dictionaries);
        part_of = part_total(text, &bound, quantity, part_of, dictionaries);
        let total = bound.iter().find(|other| Some(other.quantity.span) == part_of);
        let summed = sum_of(text, around.near.start, quantity, &bound, &counted, dictionaries);
        let decided = summed.unwrap_or_else(|| metric(&counted, quantity, unit, total, paragraph, dictionaries));
        let Decided { metric, nature, rule, item } = decided;
        paragraph.counted.push(Before { unit: unit.to_owned(), metric: metric.clone(), nature, item });
        let grown = dictionaries.counting.growth.iter().any(|word| around.near.of(text).contains(word.as_str()));
        bound.push(Bound {
            quantity,
            metric,
            nature: if grown { Nature::Flow } else { nature },
            item,
            rule,
            confidence: counted.confidence(),
            part_of,
            candidates: counted.candidates,
        });
    }
    bound
}

/// What a number counts, and the rule that says so.
struct Decided {
    metric: MetricId,
    nature: Nature,
    rule: String,
    item: Span,
}

/// The metric of a number, by the first of these that holds:
///
/// 1. a part of a total counts what the total counts, unless words of its own say that something was done with it;
/// 2. the best candidate;
/// 3. what the nearest number before it in the paragraph with the same unit counts;
/// 4. the last noun of the paragraph that its unit fits;
/// 5. the metric that its unit or dimension stands for.
fn metric(
    counted: &Counted,
    quantity: &Quantity,
    unit: &str,
    total: Option<&Bound<'_>>,
    paragraph: &Paragraph<'_>,
    dictionaries: &Dictionaries,
) -> Decided {
    if matches!(quantity.kind, QuantityKind::Ratio | QuantityKind::PercentagePoint) && counted.best().is_none() {
        return fallback(counted, quantity, unit, dictionaries);
    }
    let modifying = |metric: &MetricId| dictionaries.counting.modifying_families.iter().any(|f| f == metric.family());
    if let Some(best) = counted.best()
        && !total.is_some_and(|total| modifying(&best.metric) && !modifying(&total.metric))
    {
        let (metric, rule) = (best.metric.clone(), best.rule.clone());
        return Decided { metric, nature: best.nature, rule, item: counted.item };
    }
    if let Some(total) = total {
        let (metric, rule) = (total.metric.clone(), "part of a total".to_owned());
        return Decided { metric, nature: total.nature, rule, item: total.item };
    }
    if let Some(before) = paragraph.counted.iter().rev().find(|before| before.unit == unit) {
        let (metric, rule) = (before.metric.clone(), "as the number before".to_owned());
        return Decided { metric, nature: before.nature, rule, item: before.item };
    }
    if let Some((item, metric, nature)) = recalled(quantity.span.start, unit, paragraph.hits, dictionaries) {
        return Decided { metric, nature, rule: "noun recalled from the paragraph".to_owned(), item };
    }
    fallback(counted, quantity, unit, dictionaries)
}

/// The metric that a unit or dimension stands for by itself.
fn fallback(counted: &Counted, quantity: &Quantity, unit: &str, dictionaries: &Dictionaries) -> Decided {
    let ratio = matches!(quantity.kind, QuantityKind::Ratio).then_some(Dimension::Ratio);
    let words = &dictionaries.counting;
    let by_dimension = || ratio.or(quantity.dimension).and_then(|dimension| words.fallback.get(&dimension));
    let name = words.fallback_unit.get(unit).or_else(by_dimension).map_or("other", String::as_str);
    let nature = dictionaries.metrics.named(name).map_or(Nature::Flow, |metric| metric.nature);
    let rule = "counting.toml#fallback".to_owned();
    Decided { metric: MetricId::new(name), nature, rule, item: counted.item }
}

/// A sum of numbers that count different things of one family counts the family: 专题协商2次、对口协商9次，合计11次.
fn sum_of(
    text: &str,
    start: usize,
    quantity: &Quantity,
    before: &[Bound<'_>],
    counted: &Counted,
    dictionaries: &Dictionaries,
) -> Option<Decided> {
    let lead = &text[start..quantity.span.start];
    let sums = dictionaries.counting.sums.iter().any(|word| lead.ends_with(word.as_str()));
    let own = counted.best().is_some_and(|best| best.noun.start >= start);
    let unit = quantity.unit.of(text);
    let parts: Vec<&Bound<'_>> = before.iter().filter(|bound| bound.quantity.unit.of(text) == unit).collect();
    let family = parts.last()?.metric.family();
    let one_family = parts.iter().all(|part| part.metric.family() == family);
    let several = parts.iter().any(|part| part.metric != parts[0].metric);
    let all = dictionaries.metrics.named(&format!("{family}.all"))?;
    (sums && !own && one_family && several).then(|| Decided {
        metric: all.id.clone(),
        nature: all.nature,
        rule: "sum of the numbers before".to_owned(),
        item: parts[0].item,
    })
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
    if dictionaries.counting.parts.iter().any(|word| between.contains(word.as_str())) {
        let total = before.iter().rev().find(same).unwrap_or(last);
        return Some(total.quantity.span);
    }
    let total = before.iter().find(|bound| Some(bound.quantity.span) == current)?;
    let words = &dictionaries.counting;
    let anew = words.standing.iter().chain(&words.sums).any(|word| between.contains(word.as_str()));
    (same(&total) && !anew && !between.contains(['；', '。'])).then_some(total.quantity.span)
}

fn fact(article: &Article<'_>, sentence: Sentence, bound: &Bound<'_>, dictionaries: &Dictionaries) -> Fact {
    let text = article.clean.text();
    let quantity = bound.quantity;
    let evidence = article.clean.original(quantity.span);
    let Number { value, value_max, bound: how } = quantity.number;
    let interval = quantity.number.interval();
    let when = article.timeline.at(quantity.span, bound.nature == Nature::Stock);
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
        unit: if quantity.unit.is_empty() { quantity.unit_text(text).to_owned() } else { squeezed(quantity.unit) },
        item: written(bound.item),
        metric: bound.metric.clone(),
        nature: bound.nature,
        effect: dictionaries.effects.of(&bound.metric),
        region,
        region_name: region.and_then(|code| dictionaries.regions.full_name(code, year)),
        actor: article.regions.actor_at(quantity.span).map(written),
        year,
        period: when.and_then(|when| when.period),
        status: status(article, quantity.span),
        part_of: bound.part_of.map(squeezed),
        quote: written(sentence.span),
        rule: bound.rule.clone(),
        confidence: (bound.confidence * 100.0).round() / 100.0,
        check: Verdict::NotCheckable,
    }
}

fn status(article: &Article<'_>, at: Span) -> Status {
    match article.modalities.at(at) {
        Modality::Plan => Status::Plan,
        Modality::Rule => Status::Rule,
        _ => Status::Done,
    }
}
