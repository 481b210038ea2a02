//! One value of a table.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

/// A plain value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing is known.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A count, a year or a position.
    Whole(i64),
    /// An amount as stated.
    Amount(Decimal),
    /// A share or a score.
    Real(f64),
}

impl Cell {
    /// The word that stands for an enum's variant in records.
    pub fn word(value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(word)) => Self::Text(word),
            _ => Self::Empty,
        }
    }

    /// Whether the cell holds a number, which tables align right.
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Amount(_) | Self::Real(_))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Whole(whole) => write!(f, "{whole}"),
            Self::Amount(amount) => write!(f, "{}", amount.normalize()),
            Self::Real(real) => write!(f, "{real}"),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(whole) => serializer.serialize_i64(*whole),
            Self::Amount(amount) => match amount.to_i64() {
                Some(whole) if amount.is_integer() => serializer.serialize_i64(whole),
                _ => serializer.serialize_f64(amount.to_f64().unwrap_or(f64::MAX)),
            },
            Self::Real(real) => serializer.serialize_f64(*real),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(whole: u32) -> Self {
        Self::Whole(whole.into())
    }
}

impl From<i16> for Cell {
    fn from(whole: i16) -> Self {
        Self::Whole(whole.into())
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Whole(count.try_into().unwrap_or(i64::MAX))
    }
}

impl From<Decimal> for Cell {
    fn from(amount: Decimal) -> Self {
        Self::Amount(amount)
    }
}

impl From<f64> for Cell {
    fn from(real: f64) -> Self {
        Self::Real(real)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}
