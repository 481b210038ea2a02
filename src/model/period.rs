//! Dates as far as a report gives them, and stretches of time.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date of which only the year, or the year and month, may be known.
///
/// # Examples
/// ```
/// use tongjian::model::PartialDate;
/// let date: PartialDate = "2024-03".parse().unwrap();
/// assert_eq!((date.year(), date.month(), date.day()), (2024, Some(3), None));
/// assert_eq!("2022年04月15日".parse::<PartialDate>().unwrap().to_string(), "2022-04-15");
/// assert!("2023-02-30".parse::<PartialDate>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no date: expected a year (2024), a month (2024-03) or a day (2024-03-05)")]
pub struct PartialDateError(String);

impl PartialDate {
    /// A checked date; `None` where the calendar has no such day.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        (day.is_none() || month.is_some()).then_some(Self { year, month, day })
    }

    /// The year alone.
    pub fn from_year(year: i16) -> Option<Self> {
        Self::new(year, None, None)
    }

    /// The calendar year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where known.
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month where known.
    pub const fn day(self) -> Option<i8> {
        self.day
    }

    /// The first day that the date can mean.
    pub fn first_day(self) -> Date {
        Date::constant(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date can mean.
    pub fn last_day(self) -> Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            _ => Date::constant(self.year, 12, 31),
        }
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text
            .trim()
            .trim_end_matches(['日', '号'])
            .split(['-', '/', '.', '年', '月'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let refuse = || PartialDateError(text.to_owned());
        let year = parts.next().and_then(|y| y.parse::<i16>().ok()).filter(|y| (1949..=2100).contains(y));
        let number = |part: Option<&str>| part.map(|p| p.parse::<i8>().map_err(|_| refuse())).transpose();
        let (month, day) = (number(parts.next())?, number(parts.next())?);
        if parts.next().is_some() {
            return Err(refuse());
        }
        year.and_then(|year| Self::new(year, month, day)).ok_or_else(refuse)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The stretch of time that a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day; `None` where the words leave the beginning open.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// The words that say so, such as 去年下半年以来; `报告日期` where the report's own date decided.
    pub text: String,
}
