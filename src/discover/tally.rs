//! Counting words by the reports in which they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::Example;

/// Most examples that are kept of one word.
const EXAMPLES: usize = 3;

/// Words, each with the reports in which it stands.
#[derive(Debug, Default)]
pub(super) struct Tally<K> {
    counts: BTreeMap<K, Count>,
}

/// Where a word stands.
#[derive(Debug, Default, Clone)]
pub(super) struct Count {
    /// Reports come one after the other, so the last one tells whether this is another.
    pub(super) n_reports: usize,
    pub(super) n_times: usize,
    pub(super) examples: Vec<Example>,
    last: Option<String>,
}

impl<K: Ord + Clone> Tally<K> {
    /// Counts a word; reports must be added one after the other.
    pub(super) fn add(&mut self, word: K, doc: &str, example: impl FnOnce() -> Example) {
        let count = self.counts.entry(word).or_default();
        count.n_times += 1;
        if count.last.as_deref() != Some(doc) {
            count.last = Some(doc.to_owned());
            count.n_reports += 1;
            if count.examples.len() < EXAMPLES {
                count.examples.push(example());
            }
        }
    }

    /// The words by how many reports have them, longer ones first where that is the same. `pieces` gives a word's parts
    /// that would say the same, the word itself included: a word that is such a part of one before it, or has one of
    /// them as its part, says nothing of its own and is left out.
    pub(super) fn distinct(self, pieces: impl Fn(&K) -> Vec<K>, len: impl Fn(&K) -> usize) -> Vec<(K, Count)> {
        let mut ranked: Vec<(K, Count)> = self.counts.into_iter().collect();
        let rank = |(word, count): &(K, Count)| std::cmp::Reverse((count.n_reports, count.n_times, len(word)));
        ranked.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.0.cmp(&other.0)));
        let (mut kept, mut said) = (BTreeSet::new(), BTreeSet::new());
        ranked.retain(|(word, _)| {
            let parts = pieces(word);
            let is_new = !said.contains(word) && !parts.iter().any(|part| kept.contains(part));
            if is_new {
                said.extend(parts);
                kept.insert(word.clone());
            }
            is_new
        });
        ranked
    }
}
