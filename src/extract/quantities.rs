//! Numbers with their units, as reports state them: 近13000人, 突破30万人次, 4至5个, 99.2%.
//!
//! One pass over the clean text finds every numeral, reads what belongs to it (a qualifier before it, a unit and 以上
//! or 左右 after it) and says what it is: a count, a ratio, a length of time, or no fact at all, and why.
//!
//! What is counted, where and when is not decided here.

mod affixes;
mod bare;
mod exclusions;
mod expression;
mod patterns;
mod quotes;
mod scanner;

use crate::dictionary::{Dimension, UnitId, Units};
use crate::model::{Number, Reason, Span};

/// A number in the text, with all that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// The whole expression: qualifier, numeral, magnitude, 多/余, unit, 以上.
    pub span: Span,
    /// Its value.
    pub number: Number,
    /// The unit as written, without magnitude; empty where none is written.
    pub unit: Span,
    /// Which unit that is.
    pub unit_id: Option<UnitId>,
    /// What the unit measures.
    pub dimension: Option<Dimension>,
    /// What the number is.
    pub kind: QuantityKind,
    /// Whether careful readers could differ on its being a fact: 一场, 百名, 三个方面, 半数.
    pub weak: bool,
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuantityKind {
    /// So many things, people, events, yuan, mu.
    Count,
    /// 99.2%, 八成, 三分之一.
    Ratio,
    /// 5个百分点.
    PercentagePoint,
    /// 3倍.
    Multiple,
    /// 5天, 3年.
    Duration,
    /// A number that is no fact, and why.
    NotAFact(Reason),
}

impl Quantity {
    /// Whether the number may be a fact.
    pub const fn may_be_fact(&self) -> bool {
        !matches!(self.kind, QuantityKind::NotAFact(_))
    }

    /// The unit as a record states it: as written, and `%` for 百分之五 and a percent sign of another width.
    ///
    /// ```
    /// use tongjian::dictionary::{DictionarySource, Units};
    /// use tongjian::extract::quantities::quantities;
    /// let units = Units::load(&DictionarySource::Embedded).unwrap();
    /// let unit = |text| quantities(text, &units)[0].unit_text(text).to_owned();
    /// assert_eq!(unit("1.05亿元"), "元");
    /// assert_eq!(unit("百分之五"), "%");
    /// assert_eq!(unit("９０％"), "%");
    /// assert_eq!(unit("三分之一"), "");
    /// ```
    pub fn unit_text<'t>(&self, text: &'t str) -> &'t str {
        match self.unit.of(text) {
            "" if self.kind == QuantityKind::Ratio && self.dimension == Some(Dimension::Ratio) => {
                let written = self.span.of(text);
                match ["百", "千"].map(|whole| written.contains(whole)) {
                    [true, _] => "%",
                    [_, true] => "‰",
                    _ => "‱",
                }
            }
            "％" | "﹪" => "%",
            unit => unit,
        }
    }
}

/// Every number of `text`, from left to right, none overlapping another.
///
/// Numerals that are part of a longer word (统一, 三农) are given too, with [`Reason::Word`], so that nothing is
/// passed over unseen. A number inside “…” that reads like a name, or inside 《…》, is no fact.
///
/// # Examples
/// ```
/// use tongjian::dictionary::{DictionarySource, Units};
/// use tongjian::extract::quantities::{QuantityKind, quantities};
/// use tongjian::model::{Bound, Reason};
/// let units = Units::load(&DictionarySource::Embedded).unwrap();
/// let text = "第二批联系点服务群众近1.3万人次";
/// let found = quantities(text, &units);
/// assert_eq!(found[0].kind, QuantityKind::NotAFact(Reason::Ordinal));
/// assert_eq!(found[1].span.of(text), "近1.3万人次");
/// assert_eq!(found[1].number.value, 13_000.into());
/// assert_eq!(found[1].number.bound, Bound::Less);
/// assert_eq!(found[1].unit.of(text), "人次");
/// ```
pub fn quantities(text: &str, units: &Units) -> Vec<Quantity> {
    let mut scanner = scanner::Scanner::new(text, units);
    scanner.run();
    scanner.found
}
