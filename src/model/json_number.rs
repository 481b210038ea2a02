//! Decimals as plain JSON numbers, integral where the value is.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serializer};

/// A number as it stands in JSON.
struct Written(Option<Decimal>);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNumber)
    }
}

struct AnyNumber;

impl Visitor<'_> for AnyNumber {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<Written, E> {
        Ok(Written(Some(whole.into())))
    }

    fn visit_u64<E: Error>(self, whole: u64) -> Result<Written, E> {
        Ok(Written(Some(whole.into())))
    }

    fn visit_f64<E: Error>(self, broken: f64) -> Result<Written, E> {
        Ok(Written(Decimal::from_f64(broken)))
    }
}

/// Writes `23` for 23.00 and `99.2` for 99.2.
pub(super) fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let value = value.normalize();
    match value.to_i64() {
        Some(whole) if value.is_integer() => serializer.serialize_i64(whole),
        _ => serializer.serialize_f64(value.to_f64().unwrap_or(f64::MAX)),
    }
}

/// Reads any JSON number.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    Written::deserialize(deserializer)?.0.ok_or_else(|| Error::custom("number out of range"))
}

/// The same for a value that may be missing.
pub(super) mod option {
    use super::{Decimal, Deserialize, Deserializer, Serializer, Written};

    #[expect(clippy::ref_option, reason = "the signature that serde asks for")]
    pub(in super::super) fn serialize<S: Serializer>(
        value: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Decimal>, D::Error> {
        Ok(Option::<Written>::deserialize(deserializer)?.and_then(|written| written.0))
    }
}
