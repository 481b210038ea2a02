//! What a person changes of a record, field by field.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Bound, MetricId, PracticeId, RegionCode, Status, json_number};

/// A field of a record that a person can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The plain value of a fact.
    Value,
    /// The high end of a range.
    ValueMax,
    /// How the words bound the value.
    Bound,
    /// The unit.
    Unit,
    /// The words for what is counted.
    Item,
    /// What a fact counts.
    Metric,
    /// The name of a platform, as the report writes it.
    Name,
    /// Which practice it is.
    Practice,
    /// Whose work it is.
    Region,
    /// The year of a fact.
    Year,
    /// Done, planned or a norm.
    Status,
}

/// The kinds of records that a person can review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// A number.
    Fact,
    /// A named thing.
    Platform,
    /// A way of working.
    Practice,
}

impl ReviewKind {
    /// Every kind, in the order of the record format.
    pub const ALL: [Self; 3] = [Self::Fact, Self::Platform, Self::Practice];

    /// The word that stands for it in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Platform => "platform",
            Self::Practice => "practice",
        }
    }
}

impl Field {
    /// Every field, in the order in which files have them.
    pub const ALL: [Self; 11] = [
        Self::Value,
        Self::ValueMax,
        Self::Bound,
        Self::Unit,
        Self::Item,
        Self::Metric,
        Self::Name,
        Self::Practice,
        Self::Region,
        Self::Year,
        Self::Status,
    ];

    /// The name of the field in records and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::ValueMax => "value_max",
            Self::Bound => "bound",
            Self::Unit => "unit",
            Self::Item => "item",
            Self::Metric => "metric",
            Self::Name => "name",
            Self::Practice => "practice",
            Self::Region => "region",
            Self::Year => "year",
            Self::Status => "status",
        }
    }

    /// Whether records of a kind have the field.
    pub const fn is_of(self, kind: ReviewKind) -> bool {
        match self {
            Self::Region => true,
            Self::Name => matches!(kind, ReviewKind::Platform),
            Self::Practice => matches!(kind, ReviewKind::Practice),
            _ => matches!(kind, ReviewKind::Fact),
        }
    }

    /// Whether a record may leave the field empty.
    pub const fn may_be_empty(self) -> bool {
        matches!(self, Self::ValueMax | Self::Unit | Self::Item | Self::Region | Self::Year)
    }

    /// Reads what a file says of the field: ids, codes and the words of the record format; [`NOTHING`] empties it.
    ///
    /// # Errors
    /// When the text is nothing that the field can hold; the error says what it can.
    pub fn parse(self, text: &str) -> Result<Amended, FieldError> {
        let refuse = || FieldError { field: self, text: text.to_owned() };
        let filled = || Some(text.trim()).filter(|text| !text.is_empty()).ok_or_else(refuse);
        if text.trim() == NOTHING && self.may_be_empty() {
            return Ok(Amended::Nothing);
        }
        match self {
            Self::Value | Self::ValueMax => number(text).map(Amended::Amount).ok_or_else(refuse),
            Self::Bound => word(filled()?).map(Amended::Bound).ok_or_else(refuse),
            Self::Status => word(filled()?).map(Amended::Status).ok_or_else(refuse),
            Self::Unit | Self::Item | Self::Name => Ok(Amended::Text(filled()?.to_owned())),
            Self::Metric => Ok(Amended::Metric(MetricId::new(filled()?))),
            Self::Practice => Ok(Amended::Practice(PracticeId::new(filled()?))),
            Self::Region => text.trim().parse().map(Amended::Region).map_err(|_| refuse()),
            Self::Year => year(text).map(Amended::Year).ok_or_else(refuse),
        }
    }
}

/// What empties a field in a file, as an empty cell changes nothing.
pub const NOTHING: &str = "none";

/// Why a text is nothing that a field can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is no {}", field.name())]
pub struct FieldError {
    /// The field.
    pub field: Field,
    /// What was said of it.
    pub text: String,
}

/// 1,200 and 1200.0 are numbers as spreadsheets write them.
fn number(text: &str) -> Option<Decimal> {
    let plain: String = text.trim().chars().filter(|c| !matches!(c, ',' | '，')).collect();
    plain.parse::<Decimal>().ok().map(|value| value.normalize()).filter(|value| !value.is_sign_negative())
}

fn year(text: &str) -> Option<i16> {
    let year = number(text.trim().trim_end_matches('年')).filter(Decimal::is_integer)?;
    i16::try_from(year).ok().filter(|year| (1949..=2100).contains(year))
}

/// The variant that a word of the record format stands for.
fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let words: StrDeserializer<'_, Error> = word.into_deserializer();
    T::deserialize(words).ok()
}

/// What a field is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amended {
    /// Nothing: what the program said is not so, and no other is known.
    Nothing,
    /// An amount.
    Amount(Decimal),
    /// How words bound a value.
    Bound(Bound),
    /// Words.
    Text(String),
    /// A metric.
    Metric(MetricId),
    /// A practice.
    Practice(PracticeId),
    /// A place.
    Region(RegionCode),
    /// A year.
    Year(i16),
    /// Done, planned or a norm.
    Status(Status),
}

impl fmt::Display for Amended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str(NOTHING),
            Self::Amount(amount) => write!(f, "{}", amount.normalize()),
            Self::Bound(bound) => bound.serialize(f),
            Self::Text(text) => f.write_str(text),
            Self::Metric(metric) => write!(f, "{metric}"),
            Self::Practice(practice) => write!(f, "{practice}"),
            Self::Region(region) => write!(f, "{region}"),
            Self::Year(year) => write!(f, "{year}"),
            Self::Status(status) => status.serialize(f),
        }
    }
}

impl Serialize for Amended {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Amount(amount) => json_number::serialize(amount, serializer),
            Self::Year(year) => serializer.serialize_i16(*year),
            other => serializer.collect_str(other),
        }
    }
}

/// New contents of some fields of a record; fields that it does not name stay as they are.
///
/// # Examples
/// ```
/// use tongjian::model::{Amendment, Field};
/// let mut amendment = Amendment::default();
/// amendment.set(Field::Value, Field::Value.parse("1,200").unwrap());
/// amendment.set(Field::Region, Field::Region.parse("none").unwrap());
/// assert_eq!(serde_json::to_string(&amendment).unwrap(), r#"{"value":1200,"region":null}"#);
/// assert!(Field::Year.parse("二月").is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Amendment(BTreeMap<Field, Amended>);

impl Amendment {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says what a field is to hold.
    pub fn set(&mut self, field: Field, amended: Amended) {
        self.0.insert(field, amended);
    }

    /// What a field is to hold; `None` where it stays as it is.
    pub fn get(&self, field: Field) -> Option<&Amended> {
        self.0.get(&field)
    }

    /// The fields that change, in the order of [`Field::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Field, &Amended)> {
        self.0.iter().map(|(field, amended)| (*field, amended))
    }

    /// Both changes together; `None` where they differ in a field.
    #[must_use]
    pub fn and(&self, other: &Self) -> Option<Self> {
        let agrees = |(field, amended): (&Field, &Amended)| other.0.get(field).is_none_or(|theirs| theirs == amended);
        self.0.iter().all(agrees).then(|| Self(self.0.iter().chain(&other.0).map(|(f, a)| (*f, a.clone())).collect()))
    }
}

impl<'de> Deserialize<'de> for Amendment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Broken(f64),
            Text(String),
        }
        let written = BTreeMap::<Field, Option<Written>>::deserialize(deserializer)?;
        let read = |(field, written): (Field, Option<Written>)| {
            let amended = match written {
                None => Ok(Amended::Nothing),
                Some(Written::Whole(whole)) => field.parse(&whole.to_string()),
                Some(Written::Broken(broken)) => field.parse(&broken.to_string()),
                Some(Written::Text(text)) => field.parse(&text),
            };
            amended.map(|amended| (field, amended))
        };
        written.into_iter().map(read).collect::<Result<_, _>>().map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, text: &str, expected: Option<&str>) {
        assert_eq!(field.parse(text).ok().map(|amended| amended.to_string()).as_deref(), expected);
    }

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        check(Field::Value, "1,200.0", Some("1200"));
        check(Field::Value, " 99.2 ", Some("99.2"));
        check(Field::Value, "-3", None);
        check(Field::Value, "none", None);
        check(Field::ValueMax, "none", Some("none"));
        check(Field::Year, "2024年", Some("2024"));
        check(Field::Year, "2024.5", None);
        check(Field::Year, "24", None);
        check(Field::Bound, "more", Some("more"));
        check(Field::Bound, "many", None);
        check(Field::Region, "350203", Some("350203"));
        check(Field::Region, "思明区", None);
        check(Field::Metric, "", None);
    }

    #[test]
    fn an_amendment_comes_back_from_json() {
        let json = r#"{"value":12.5,"bound":"more","unit":null,"metric":"workstation.studio","year":2023}"#;
        let amendment: Amendment = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&amendment).unwrap(), json);
        assert_eq!(amendment.get(Field::Unit), Some(&Amended::Nothing));
    }

    #[test]
    fn changes_of_different_fields_go_together() {
        let of = |json: &str| serde_json::from_str::<Amendment>(json).unwrap();
        let both = of(r#"{"value":3}"#).and(&of(r#"{"year":2023}"#)).unwrap();
        assert_eq!(both, of(r#"{"value":3,"year":2023}"#));
        assert_eq!(of(r#"{"value":3}"#).and(&of(r#"{"value":4}"#)), None);
    }
}
