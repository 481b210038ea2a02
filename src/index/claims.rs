//! One claim, many witnesses: what several prints of an article say is said once.

use std::collections::{HashMap, HashSet};

use super::{Dates, Filter, Index, Kind, Reprints};
use crate::error::Result;
use crate::model::{DocId, Fact, Platform, Practice, Record};

/// How the records of several prints of one article are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prints {
    /// What they share is one claim, which names all that make it.
    #[default]
    Together,
    /// Each print for itself.
    Apart,
}

impl Index {
    /// The records that [`records`](Self::records) gives, and where prints stand together, those that another print of
    /// the same article repeats left out: the first one names the others in `also_in`.
    pub fn claims(&self, kinds: &[Kind], filter: &Filter, prints: Prints) -> Result<Vec<Record>> {
        Ok(self.dated_claims(kinds, filter, prints)?.0)
    }

    /// The same, and when the reports that make the claims were published.
    pub fn dated_claims(&self, kinds: &[Kind], filter: &Filter, prints: Prints) -> Result<(Vec<Record>, Dates)> {
        let (records, dates) = self.dated_records(kinds, filter)?;
        Ok(match prints {
            Prints::Together => (claims(records, &self.reprints()?), dates),
            Prints::Apart => (records, dates),
        })
    }
}

/// Leaves out what another print says too.
///
/// Two prints say the same if value, unit, metric, place, status and what is counted are the same (for platforms the
/// name, for practices the practice) and their years and first days do not differ. What only one print says stays.
pub fn claims(mut records: Vec<Record>, reprints: &Reprints) -> Vec<Record> {
    let printed: HashSet<&DocId> = reprints.iter().flat_map(|(print, of)| [print, of]).collect();
    let of_prints: Vec<usize> = (0..records.len()).filter(|&at| printed.contains(records[at].doc())).collect();
    let is_head = |record: &Record| reprints.standing_for(record.doc()) == record.doc();
    let mut first: HashMap<String, Vec<usize>> = HashMap::new();
    let mut repeated: HashSet<usize> = HashSet::new();
    // The print that stands for the article goes first, whatever its name: the others are measured by it.
    for heads in [true, false] {
        for &at in of_prints.iter().filter(|&&at| is_head(&records[at]) == heads).collect::<Vec<_>>() {
            let record = &records[at];
            let Some(key) = key(record, reprints.standing_for(record.doc())) else { continue };
            let known = first.get(&key).into_iter().flatten();
            if let Some(claim) = known.copied().find(|&other| is_repeated(&records[other], record)) {
                let witness = record.doc().clone();
                note_witness(&mut records[claim], witness);
                repeated.insert(at);
            } else {
                first.entry(key).or_default().push(at);
            }
        }
    }
    if !repeated.is_empty() {
        let mut at = 0..;
        records.retain(|_| !at.next().is_some_and(|at| repeated.contains(&at)));
    }
    records
}

/// What must be the same in two prints, as text; `None` for what is said of a print itself.
fn key(record: &Record, head: &DocId) -> Option<String> {
    match record {
        Record::Fact(fact) => {
            Some(format!("{:?}", (head, &fact.metric, fact.region, fact.value.normalize(), counted(fact))))
        }
        Record::Platform(platform) => Some(format!("{:?}", (head, &platform.core, platform.region))),
        Record::Practice(practice) => Some(format!("{:?}", (head, &practice.practice, practice.region))),
        Record::Article(_) | Record::Problem(_) => None,
    }
}

fn counted(fact: &Fact) -> impl std::fmt::Debug + '_ {
    (fact.value_max, fact.bound, &fact.unit, &fact.item, fact.status)
}

/// Whether a record repeats a claim of another print. Within one print nothing is a repetition: it says it twice.
fn is_repeated(claim: &Record, record: &Record) -> bool {
    let same_time = match (claim, record) {
        (Record::Fact(a), Record::Fact(b)) => a.year.zip(b.year).is_none_or(|(a, b)| a == b) && same_period(a, b),
        _ => true,
    };
    claim.doc() != record.doc() && same_time
}

/// Whether the times begin on the same day, as far as that is known. Up to when a print counts may depend on the day
/// that it was published.
fn same_period(a: &Fact, b: &Fact) -> bool {
    let from = |fact: &Fact| fact.period.as_ref().and_then(|period| period.from);
    from(a).zip(from(b)).is_none_or(|(a, b)| a == b)
}

fn note_witness(claim: &mut Record, doc: DocId) {
    let (Record::Fact(Fact { also_in, .. })
    | Record::Platform(Platform { also_in, .. })
    | Record::Practice(Practice { also_in, .. })) = claim
    else {
        return;
    };
    if let Err(at) = also_in.binary_search(&doc) {
        also_in.insert(at, doc);
    }
}
