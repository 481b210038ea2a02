//! What a person adds where the program read nothing → a fact.

use super::fields::{BY_HAND, amend};
use crate::dictionary::Dictionaries;
use crate::model::{
    Amended, Amendment, Anchor, Bound, Effect, Fact, Field, Nature, Record, Review, Reviewed, Squeezed, Status, Verdict,
};

/// A fact with the contents that a person gave, at a place of a report; `None` without a value and a metric, which no
/// fact can lack.
///
/// What the person left open stays open: no place, no year. A fact is done unless the person says otherwise.
pub(super) fn added(
    anchor: &Anchor,
    amendment: &Amendment,
    place: (usize, usize),
    text: &Squeezed,
    dictionaries: &Dictionaries,
    note: &str,
) -> Option<Record> {
    let (Some(Amended::Amount(value)), Some(Amended::Metric(metric))) =
        (amendment.get(Field::Value), amendment.get(Field::Metric))
    else {
        return None;
    };
    let span = text.span(place)?;
    let mut record = Record::Fact(Fact {
        doc: anchor.doc.clone(),
        start: span.start,
        end: span.end,
        number: text.text(place),
        value: *value,
        value_max: None,
        bound: Bound::Exact,
        low: Some(*value),
        high: Some(*value),
        unit: String::new(),
        item: String::new(),
        metric: metric.clone(),
        nature: Nature::Stock,
        effect: Effect::Output,
        region: None,
        region_name: None,
        actor: None,
        year: None,
        period: None,
        status: Status::Done,
        part_of: None,
        quote: text.sentence_text(place).into(),
        rule: BY_HAND.into(),
        confidence: 1.0,
        check: Verdict::NotCheckable,
        place: None,
        also_in: Vec::new(),
        corrected: None,
    });
    amend(&mut record, amendment, text, dictionaries);
    if let Record::Fact(fact) = &mut record {
        super::fields::follow_metric(fact, dictionaries);
        let (was, note) = (Amendment::default(), note.to_owned());
        fact.corrected = Some(Box::new(Review { verdict: Reviewed::Added, was, note }));
    }
    Some(record)
}
