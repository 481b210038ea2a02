//! Precision, recall and F1.

use serde::{Deserialize, Serialize};

/// How much of what was said is right, and how much of what was wanted was said. Shares are rounded to four places.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Right among said.
    pub precision: f64,
    /// Right among wanted.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// How many are right.
    pub right: usize,
    /// How many were said.
    pub said: usize,
    /// How many were wanted.
    pub wanted: usize,
}

impl Score {
    /// The score of these counts; a share of nothing is 0.
    pub fn new(right: usize, said: usize, wanted: usize) -> Self {
        let (precision, recall) = (ratio(right, said), ratio(right, wanted));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision: rounded(precision), recall: rounded(recall), f1: rounded(f1), right, said, wanted }
    }
}

/// `part` of `whole`, rounded to four places; 0 where there is no whole.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    rounded(ratio(part, whole))
}

/// Four places, the even neighbour where two are equally near.
pub(super) fn rounded(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

/// A count as a float; counts here are far below the point where that loses anything.
pub(super) fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "scores are rounded, so they are equal or not")]
mod tests {
    use super::{Score, rounded};

    #[test]
    fn shares_are_rounded_like_the_reference() {
        let score = Score::new(2, 3, 6);
        assert_eq!((score.precision, score.recall, score.f1), (0.6667, 0.3333, 0.4444));
        assert_eq!(Score::new(0, 0, 0).f1, 0.0);
        assert_eq!(rounded(0.03125), 0.0312);
    }
}
