//! Flows added up.

use rust_decimal::Decimal;

use super::statement::Statement;
use crate::model::{Bound, Interval, Nature};

/// A sum of statements. It is shown as a sum and never as a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// What was added up, by period.
    pub of: Vec<Statement>,
    /// The sum of the plain values.
    pub value: Decimal,
    /// What the true sum can be.
    pub interval: Interval,
    /// `Exact` only if every summand is.
    pub bound: Bound,
}

impl Sum {
    /// Adds flows up; `None` if that would not be sound: fewer than two, a stock among them, different units, rates, a period
    /// that is not known, or periods that overlap.
    pub fn of(statements: &[&Statement]) -> Option<Self> {
        let mut summands: Vec<Statement> = statements.iter().map(|&statement| statement.clone()).collect();
        summands.sort_by_key(period);
        let first = summands.first()?;
        let adds_up = |s: &Statement| s.fact.nature == Nature::Flow && s.measure.adds_up();
        let alike = |s: &Statement| adds_up(s) && s.measure == first.measure;
        if summands.len() < 2 || !summands.iter().all(alike) {
            return None;
        }
        let periods = summands.iter().map(period).collect::<Option<Vec<_>>>()?;
        if periods.windows(2).any(|pair| pair[1].0 <= pair[0].1) {
            return None;
        }
        let value = summands.iter().try_fold(Decimal::ZERO, |sum, s| sum.checked_add(s.fact.value))?;
        let interval = added(summands.iter().map(Statement::interval));
        Some(Self { of: summands, value, interval, bound: bound_of(interval) })
    }
}

/// What the sum of values may be: an end is open where one of theirs is.
pub(super) fn added(intervals: impl Iterator<Item = Interval>) -> Interval {
    let add = |sum: Option<Decimal>, end: Option<Decimal>| sum?.checked_add(end?);
    let zero = Interval { low: Some(Decimal::ZERO), high: Some(Decimal::ZERO) };
    intervals.fold(zero, |sum, next| Interval { low: add(sum.low, next.low), high: add(sum.high, next.high) })
}

/// How exact a value is of which only the ends are known.
pub(super) fn bound_of(interval: Interval) -> Bound {
    match interval {
        Interval { low: Some(low), high: Some(high) } if low == high => Bound::Exact,
        Interval { low: Some(_), high: Some(_) } => Bound::Range,
        Interval { low: Some(_), high: None } => Bound::More,
        Interval { low: None, high: Some(_) } => Bound::Less,
        Interval { low: None, high: None } => Bound::About,
    }
}

/// First and last day, where both are known.
fn period(statement: &Statement) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let period = statement.fact.period.as_ref()?;
    Some((period.from?, period.to?))
}
