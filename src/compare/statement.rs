//! One fact as a witness.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::sum::Sum;
use crate::dictionary::{Dimension, Units};
use crate::model::{Bound, DocId, Fact, Interval, PartialDate};

/// A fact and the date of the report that states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What is stated.
    pub fact: Fact,
    /// When the report was published, where known.
    pub date: Option<PartialDate>,
    /// What its unit measures.
    pub measure: Measure,
}

/// What a unit measures, as far as values in two units can be compared: 场 and 次 count alike, 篇 and 条 too; 人 and
/// 人次, 亩 and 平方米 do not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    name: Arc<str>,
    adds_up: bool,
}

impl Measure {
    /// The measure of a unit; one that no table knows is only comparable with itself.
    pub fn of(unit: &str, units: &Units) -> Self {
        let known = units.at(unit).filter(|(_, length)| *length == unit.len()).map(|(id, _)| units.get(id));
        let name = match known {
            Some(known) => match known.dimension {
                // One by one: the classifier is chosen by the noun, not by what is measured.
                Dimension::Count | Dimension::Document => "Piece".to_owned(),
                counted @ (Dimension::Event | Dimension::Person | Dimension::PersonTime | Dimension::Place) => {
                    format!("{counted:?}")
                }
                _ => known.id.to_string(),
            },
            None => unit.to_owned(),
        };
        Self { name: name.into(), adds_up: known.is_none_or(|known| adds_up(known.dimension)) }
    }

    /// Whether amounts may be added at all: two rates together are no rate.
    pub const fn adds_up(&self) -> bool {
        self.adds_up
    }
}

const fn adds_up(dimension: Dimension) -> bool {
    use Dimension::{Age, Calendar, Multiple, PercentagePoint, Rank, Ratio, Score, Temperature};
    !matches!(dimension, Age | Calendar | Multiple | PercentagePoint | Rank | Ratio | Score | Temperature)
}

impl Statement {
    /// Every report that states it: its own, and other prints of the same article.
    pub fn witnesses(&self) -> impl Iterator<Item = &DocId> {
        std::iter::once(&self.fact.doc).chain(&self.fact.also_in)
    }

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

    /// Whether both count the same things in comparable units over the same time, as far as their words show.
    pub fn has_scope_of(&self, other: &Self) -> bool {
        let period = |statement: &Self| statement.fact.period.as_ref().map(|period| (period.from, period.to));
        let same_period = match (period(self), period(other)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        self.measure == other.measure && self.fact.item == other.fact.item && same_period
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

    /// What the words allow.
    pub fn interval(&self) -> Interval {
        match self {
            Self::Stated(statement) => statement.interval(),
            Self::Sum(sum) => sum.interval,
        }
    }

    /// How the words bound it.
    pub fn bound(&self) -> Bound {
        match self {
            Self::Stated(statement) => statement.fact.bound,
            Self::Sum(sum) => sum.bound,
        }
    }

    /// What the unit measures.
    pub fn measure(&self) -> Option<&Measure> {
        self.statement().map(|statement| &statement.measure)
    }

    /// The unit as written.
    pub fn unit(&self) -> &str {
        self.statement().map_or("", |statement| &statement.fact.unit)
    }
}
