//! Decimals as plain JSON numbers, integral where the value is.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::{Deserialize, Deserializer, Serializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Whole(i64),
    Broken(f64),
}

impl Written {
    fn decimal(&self) -> Option<Decimal> {
        match *self {
            Self::Whole(whole) => Some(whole.into()),
            Self::Broken(broken) => Decimal::from_f64(broken),
        }
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
    Written::deserialize(deserializer)?.decimal().ok_or_else(|| serde::de::Error::custom("number out of range"))
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
        Ok(Option::<Written>::deserialize(deserializer)?.as_ref().and_then(Written::decimal))
    }
}
