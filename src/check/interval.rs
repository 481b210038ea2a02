//! Intervals added up and compared.

use rust_decimal::Decimal;

use crate::model::{Fact, Interval};

/// How two intervals lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Both are one number, and the same.
    Equal,
    /// They share no number.
    Apart,
    /// They meet: nothing can be said.
    Open,
}

/// What the true count of a fact can be.
pub(super) fn interval_of(fact: &Fact) -> Interval {
    Interval { low: fact.low, high: fact.high }
}

/// The sum; an end that one summand leaves open is open, and no count is below zero.
pub(super) fn sum(summands: impl Iterator<Item = Interval>) -> Interval {
    let zero = Interval { low: Some(Decimal::ZERO), high: Some(Decimal::ZERO) };
    summands.fold(zero, |sum, next| {
        let add = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
        let low = add(sum.low, Some(next.low.unwrap_or(Decimal::ZERO)));
        Interval { low, high: add(sum.high, next.high) }
    })
}

/// How two intervals lie to each other.
pub(super) fn agreement(one: Interval, other: Interval) -> Agreement {
    let below = |a: Interval, b: Interval| a.high.zip(b.low).is_some_and(|(high, low)| high < low);
    let point = |i: Interval| i.low.filter(|low| Some(*low) == i.high);
    if below(one, other) || below(other, one) {
        Agreement::Apart
    } else if point(one).is_some() && point(one) == point(other) {
        Agreement::Equal
    } else {
        Agreement::Open
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, agreement, sum};
    use crate::model::Interval;

    fn interval(low: i64, high: i64) -> Interval {
        Interval { low: Some(low.into()), high: Some(high.into()) }
    }

    #[test]
    fn intervals_that_meet_say_nothing() {
        let more = Interval { low: Some(2500.into()), high: None };
        let less = Interval { low: None, high: Some(200.into()) };
        assert_eq!(agreement(interval(3, 3), interval(3, 3)), Agreement::Equal);
        assert_eq!(agreement(interval(3, 3), interval(4, 4)), Agreement::Apart);
        assert_eq!(agreement(more, interval(2600, 2600)), Agreement::Open);
        assert_eq!(agreement(more, less), Agreement::Apart);
        assert_eq!(agreement(sum([more, less].into_iter()), interval(2700, 2700)), Agreement::Open);
        assert_eq!(agreement(sum([more, less].into_iter()), interval(2400, 2400)), Agreement::Apart);
    }
}
