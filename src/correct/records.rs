//! Records and corrections → corrected records.

use super::added::added;
use super::anchor::{find, practice_read, review_kind};
use super::fields::amend;
use crate::dictionary::Dictionaries;
use crate::model::{Anchor, Correction, Judgement, Record, Review, Reviewed, Squeezed};

/// Applies corrections to the records of one report, whose decoded text is `text`.
///
/// Rejected records go, added ones come, unless the program reads them by now, and all that were reviewed say so.
/// Corrections whose place or record is not there change
/// nothing: [`standing`] tells which they are.
pub fn correct(records: &mut Vec<Record>, text: &Squeezed, corrections: &[&Correction], dictionaries: &Dictionaries) {
    let mut rejected = Vec::new();
    for correction in corrections {
        let Correction { anchor, judgement, note } = correction;
        let Some(place) = find(anchor, text) else { continue };
        let Some(at) = position(anchor, records, place, text) else {
            if let Judgement::Added(amendment) = judgement {
                records.extend(added(anchor, amendment, place, text, dictionaries, note));
            }
            continue;
        };
        match judgement {
            Judgement::Wrong => rejected.push(at),
            Judgement::Right(amendment) | Judgement::Corrected(amendment) | Judgement::Added(amendment) => {
                let was = amend(&mut records[at], amendment, text, dictionaries);
                let is_right = !matches!(judgement, Judgement::Corrected(_)) && was.is_empty();
                let verdict = if is_right { Reviewed::Right } else { Reviewed::Corrected };
                mark(&mut records[at], Review { verdict, was, note: note.clone() });
            }
        }
    }
    let mut at = 0;
    records.retain(|_| {
        at += 1;
        !rejected.contains(&(at - 1))
    });
    // Added facts stand at the end, and the name of a platform may stand elsewhere now.
    records.sort_by_key(Record::start);
}

fn mark(record: &mut Record, review: Review) {
    let corrected = match record {
        Record::Fact(fact) => &mut fact.corrected,
        Record::Platform(platform) => &mut platform.corrected,
        Record::Practice(practice) => &mut practice.corrected,
        Record::Article(_) | Record::Problem(_) => return,
    };
    *corrected = Some(Box::new(review));
}

/// The record of an anchor among those of its report; `None` where the words or the record are no longer there.
pub fn record_at<'a>(anchor: &Anchor, records: &'a [Record], text: &Squeezed) -> Option<&'a Record> {
    let place = find(anchor, text)?;
    position(anchor, records, place, text).map(|at| &records[at])
}

/// The record that shares most with a place: a newer version may read 近20场次 where an older one read 20场次.
fn position(anchor: &Anchor, records: &[Record], place: (usize, usize), text: &Squeezed) -> Option<usize> {
    let shared = |record: &Record| {
        let (start, end) = text.place_of(record.span());
        end.min(place.1).saturating_sub(start.max(place.0))
    };
    let fitting = records.iter().enumerate().filter(|(_, record)| {
        review_kind(record) == Some(anchor.kind) && shared(record) > 0 && practice_read(record) == anchor.practice
    });
    // Of those that share as much, the one that says no more than the place; then the first.
    let rank = |record: &Record| {
        let span = record.span();
        (shared(record), std::cmp::Reverse(span.end - span.start))
    };
    fitting.rev().max_by_key(|(_, record)| rank(record)).map(|(at, _)| at)
}

/// Whether a correction has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It has.
    Stands,
    /// The library has no report of this name or with these bytes.
    NoReport,
    /// The report no longer has the words in their place.
    NoPlace,
    /// The words are there, but nothing is read from them any more.
    NoRecord,
}

/// Whether a correction has its effect on a report, told by the report's text and corrected records; `None` stands for
/// a report that is not there.
pub fn standing(correction: &Correction, report: Option<(&Squeezed, &[Record])>) -> Standing {
    let Some((text, records)) = report else { return Standing::NoReport };
    let Some(place) = find(&correction.anchor, text) else { return Standing::NoPlace };
    if correction.judgement == Judgement::Wrong {
        return Standing::Stands;
    }
    match position(&correction.anchor, records, place, text) {
        Some(_) => Standing::Stands,
        None => Standing::NoRecord,
    }
}
