//! Names that were perhaps meant.

use std::collections::BTreeSet;

use super::{Gazetteer, Place, PlaceKind};

/// One character in so many may be wrong, missing, or changed places with its neighbour.
const CHARACTERS_PER_SLIP: usize = 3;

impl Gazetteer {
    /// The places from county upwards whose names differ least from one that no place bears: 思名区 → 思明区.
    ///
    /// Only what stands today, and only names that share at least two characters with it, in the order of codes.
    pub fn near(&self, name: &str) -> Vec<&Place> {
        let n_written = name.chars().count();
        let slips = |known: &str| {
            let distance = strsim::osa_distance(name, known);
            let longest = known.chars().count().max(n_written);
            (distance <= (longest / CHARACTERS_PER_SLIP).max(1) && longest >= distance + 2).then_some(distance)
        };
        let is_candidate =
            |place: &&Place| place.stands_in(None) && !matches!(place.kind, PlaceKind::Township | PlaceKind::Area);
        let near = self.places().iter().filter(is_candidate).filter_map(|place| {
            let full = self.full_name(place.code, None);
            let short = place.short.iter().map(|short| &**short);
            let names: BTreeSet<&str> = short.chain([&*place.name]).chain(full.as_deref()).collect();
            Some((names.into_iter().filter_map(slips).min()?, place))
        });
        let near: Vec<(usize, &Place)> = near.collect();
        let least = near.iter().map(|(slips, _)| *slips).min();
        near.into_iter().filter(|(slips, _)| Some(*slips) == least).map(|(_, place)| place).collect()
    }
}
