//! Codes of places.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The code of a province, city, county (six digits, GB/T 2260) or township (nine digits, GB/T 10114).
///
/// `100000` stands for the whole country.
///
/// # Examples
/// ```
/// use tongjian::model::{RegionCode, RegionLevel};
/// let siming: RegionCode = "350203".parse().unwrap();
/// assert_eq!(siming.level(), RegionLevel::County);
/// assert_eq!(siming.parent().unwrap().to_string(), "350200");
/// assert!("350200".parse::<RegionCode>().unwrap().covers(siming));
/// assert!("35020".parse::<RegionCode>().is_err());
/// ```
///
/// # Source
/// GB/T 2260 《中华人民共和国行政区划代码》: two digits each for province, prefecture and county; GB/T 10114 appends
/// three for the township.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(u32);

/// Why a text is no region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no region code: expected six digits (a county or above) or nine (a township)")]
pub struct RegionCodeError(String);

/// How high a place stands in the administrative order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionLevel {
    /// 全国.
    Country,
    /// 省、自治区、直辖市、特别行政区.
    Province,
    /// 地级市、地区、自治州、盟.
    City,
    /// 县、区、县级市、旗.
    County,
    /// 乡、镇、街道, and functional areas that are counted as one.
    Township,
}

impl RegionCode {
    /// The whole country.
    pub const CHINA: Self = Self(100_000);

    const TOWNSHIP_MIN: u32 = 110_000_000;

    /// The digits as a number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The level that the digits show.
    ///
    /// Counties that a province governs itself (`4690xx`, `6590xx`) are counties by their digits too.
    pub const fn level(self) -> RegionLevel {
        if self.0 == Self::CHINA.0 {
            RegionLevel::Country
        } else if self.0 >= Self::TOWNSHIP_MIN {
            RegionLevel::Township
        } else if self.0.is_multiple_of(10_000) {
            RegionLevel::Province
        } else if self.0.is_multiple_of(100) {
            RegionLevel::City
        } else {
            RegionLevel::County
        }
    }

    /// The code one level up by its digits; `None` for the country.
    ///
    /// A county of a municipality (`110105`) has the code `110100` as its parent, which names no place of its own.
    pub const fn parent(self) -> Option<Self> {
        match self.level() {
            RegionLevel::Country => None,
            RegionLevel::Province => Some(Self::CHINA),
            RegionLevel::City => Some(Self(self.0 / 10_000 * 10_000)),
            RegionLevel::County => Some(Self(self.0 / 100 * 100)),
            RegionLevel::Township => Some(Self(self.0 / 1_000)),
        }
    }

    /// The county of a township; any other code stays as it is.
    #[must_use]
    pub const fn to_county(self) -> Self {
        if self.0 >= Self::TOWNSHIP_MIN { Self(self.0 / 1_000) } else { self }
    }

    /// The province (`350000`) that the code lies in; the country stays as it is.
    #[must_use]
    pub const fn province(self) -> Self {
        let county = self.to_county();
        if county.0 == Self::CHINA.0 { county } else { Self(county.0 / 10_000 * 10_000) }
    }

    /// Whether `other` is this place or lies inside it, by digits.
    pub fn covers(self, other: Self) -> bool {
        let mut at = Some(other);
        while let Some(code) = at {
            if code == self {
                return true;
            }
            at = code.parent();
        }
        false
    }
}

impl TryFrom<u32> for RegionCode {
    type Error = RegionCodeError;

    fn try_from(number: u32) -> Result<Self, RegionCodeError> {
        number.to_string().parse()
    }
}

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.len() == 6 || text.len() == 9;
        match text.parse::<u32>() {
            Ok(number) if digits && text.bytes().all(|b| b.is_ascii_digit()) && number >= 100_000 => {
                let shape = if text.len() == 9 { number >= Self::TOWNSHIP_MIN } else { number < 1_000_000 };
                if shape { Ok(Self(number)) } else { Err(RegionCodeError(text.to_owned())) }
            }
            _ => Err(RegionCodeError(text.to_owned())),
        }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
