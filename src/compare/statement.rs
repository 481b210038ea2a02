//! One fact as a witness.

use rust_decimal::Decimal;

use super::sum::Sum;
use crate::model::{Bound, Fact, Interval, PartialDate};

/// A fact and the date of the report that states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What is stated.
    pub fact: Fact,
    /// When the report was published, where known.
    pub date: Option<PartialDate>,
}

impl Statement {
    /// What the true count can be.
    pub fn interval(&self) -> Interval {
        Interval { low: self.fact.low, high: self.fact.high }
    }

    /// Whether both can be true of the same count.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let (a, b) = (self.interval(), other.interval());
        let below = |high: Option<Decimal>, low: Option<Decimal>| high.zip(low).is_some_and(|(high, low)| high < low);
        !below(a.high, b.low) && !below(b.high, a.low)
    }

    /// Whether both count the same things in the same unit over the same time, as far as their words show.
    pub fn has_scope_of(&self, other: &Self) -> bool {
        let period = |statement: &Self| statement.fact.period.as_ref().map(|period| (period.from, period.to));
        let same_period = match (period(self), period(other)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        self.fact.unit == other.fact.unit && self.fact.item == other.fact.item && same_period
    }
}

/// What stands for a region and year.
#[derive(Debug, Clone, PartialEq)]
pub enum Headline {
    /// A statement of a report.
    Stated(Box<Statement>),
    /// A sum that the user asked for; no report states it.
    Sum(Sum),
}

impl Headline {
    /// The statement itself, or the first one that was added up.
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Self::Stated(statement) => Some(statement),
            Self::Sum(sum) => sum.of.first(),
        }
    }

    /// The plain value.
    pub fn value(&self) -> Decimal {
        match self {
            Self::Stated(statement) => statement.fact.value,
            Self::Sum(sum) => sum.value,
        }
    }

    /// How the words bound it.
    pub fn bound(&self) -> Bound {
        match self {
            Self::Stated(statement) => statement.fact.bound,
            Self::Sum(sum) => sum.bound,
        }
    }

    /// The unit as written.
    pub fn unit(&self) -> &str {
        self.statement().map_or("", |statement| &statement.fact.unit)
    }
}
