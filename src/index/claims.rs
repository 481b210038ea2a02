//! One claim, many witnesses: what several prints of an article say is said once.

use std::collections::{BTreeMap, HashMap};

use super::{Filter, Index, Kind, Reprints};
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
        let records = self.records(kinds, filter)?;
        Ok(match prints {
            Prints::Together => claims(records, &self.reprints()?),
            Prints::Apart => records,
        })
    }
}

/// Leaves out what another print says too.
///
/// Two prints say the same if value, unit, metric, place, status and what is counted are the same (for platforms the
/// name, for practices the practice) and their years and first days do not differ. What only one print says stays.
pub fn claims(records: Vec<Record>, reprints: &Reprints) -> Vec<Record> {
    let mut n_prints: BTreeMap<DocId, usize> = BTreeMap::new();
    for (_, head) in reprints.iter() {
        *n_prints.entry(head.clone()).or_insert(1) += 1;
    }
    let is_head = |record: &Record| reprints.standing_for(record.doc()) == record.doc();
    let mut kept: Vec<Option<Record>> = records.into_iter().map(Some).collect();
    let mut first: HashMap<String, Vec<usize>> = HashMap::new();
    // The print that stands for the article goes first, whatever its name: the others are measured by it.
    for heads in [true, false] {
        for at in 0..kept.len() {
            let Some(record) = kept[at].take_if(|record| is_head(record) == heads) else { continue };
            let head = reprints.standing_for(record.doc());
            let key = n_prints.contains_key(head).then(|| key(&record, head)).flatten();
            let known = key.as_ref().and_then(|key| first.get(key)).into_iter().flatten();
            let witness = known.copied().find(|&other| kept[other].as_ref().is_some_and(|it| is_repeated(it, &record)));
            if let Some(claim) = witness.and_then(|other| kept[other].as_mut()) {
                note_witness(claim, record.doc().clone());
            } else {
                if let Some(key) = key {
                    first.entry(key).or_default().push(at);
                }
                kept[at] = Some(record);
            }
        }
    }
    kept.into_iter().flatten().collect()
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
