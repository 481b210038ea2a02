//! Numbers as reports state them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How a number bounds the true count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 23个: as stated.
    Exact,
    /// 2500余人, 超过30万: at least.
    More,
    /// 近13000人, 不足5%: at most.
    Less,
    /// 约40件, 20人左右.
    About,
    /// 4至5个: between two stated values.
    Range,
    /// 十几个, 数十次: a span that the words imply.
    Vague,
}

/// Why a number in a report is no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 2023年, 4月15日, 每月20日.
    Date,
    /// 一年来, 近三年, 今后五年: time as a frame, not as an amount.
    YearSpan,
    /// 10:17, 上午9点.
    ClockTime,
    /// 60岁以上.
    Age,
    /// 第二批, 前10名, 一是, 1. at the head of an item, 3号楼.
    Ordinal,
    /// 75周年.
    Anniversary,
    /// 〔2023〕5号.
    DocumentNumber,
    /// 0591-87654321, 12345热线.
    Telephone,
    /// 第A3版, a page number on a line of its own.
    PageFurniture,
    /// 三级联动, 省市县三级.
    Rank,
    /// 两个维护, 4+1, 三大攻坚战.
    Slogan,
    /// 九三学社, 三门县, “1363”机制: part of a name, or within a quoted one.
    Name,
    /// Within 《》.
    Title,
    /// 千家万户, 一席谈.
    Idiom,
    /// 一个, 一批, 几项, 千百.
    Indefinite,
    /// 统一, 三元, 两岸: a numeral that is part of a longer word.
    Word,
}

/// The interval that the words of a number allow; an end that is not known is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Lowest possible value.
    pub low: Option<Decimal>,
    /// Highest possible value.
    pub high: Option<Decimal>,
}

/// The value of a number expression, unit left out.
///
/// # Examples
/// ```
/// use tongjian::model::{Bound, Number};
/// let about_40 = Number { value: 40.into(), value_max: None, bound: Bound::Less };
/// assert_eq!(about_40.interval().high, Some(40.into()));
/// assert_eq!(about_40.interval().low, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The plain number; the low end where the words are vague.
    pub value: Decimal,
    /// The high end of a range or a vague number.
    pub value_max: Option<Decimal>,
    /// How the words bound it.
    pub bound: Bound,
}

impl Number {
    /// A number that is stated as it is.
    pub const fn exact(value: Decimal) -> Self {
        Self { value, value_max: None, bound: Bound::Exact }
    }

    /// What the true count can be. 约40 bounds nothing with certainty, so both ends stay open.
    pub fn interval(self) -> Interval {
        let (low, high) = match self.bound {
            Bound::Exact => (Some(self.value), Some(self.value)),
            Bound::More => (Some(self.value), None),
            Bound::Less => (None, Some(self.value)),
            Bound::About => (None, None),
            Bound::Range | Bound::Vague => (Some(self.value), self.value_max),
        };
        Interval { low, high }
    }
}
