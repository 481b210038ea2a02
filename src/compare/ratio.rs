//! Values divided by a figure that the user gives: population, members, villages.

use rust_decimal::Decimal;

use super::comparison::Comparison;
use crate::model::{Interval, RegionCode};

/// Figures by place, and by year where they are given for years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// What the figures are, as the user calls it: 常住人口（万人）.
    pub name: String,
    /// One for each place, or place and year.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Where.
    pub region: RegionCode,
    /// When; `None` where the figure is good for every year.
    pub year: Option<i16>,
    /// How many; greater than 0.
    pub value: Decimal,
}

/// A value divided by a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    /// The figure.
    pub figure: Decimal,
    /// The stated value for each unit of the figure, to six digits that count.
    pub value: Decimal,
    /// What the words about the value allow.
    pub interval: Interval,
}

/// More digits than this would show an exactness that neither number has.
const DIGITS: u32 = 6;

impl Figures {
    /// The figure of a place for a year: the year's own, else the one for every year.
    fn at(&self, region: RegionCode, year: Option<i16>) -> Option<Decimal> {
        let of_place = || self.figures.iter().filter(|figure| figure.region == region);
        let of_year = of_place().find(|figure| figure.year.is_some() && figure.year == year);
        of_year.or_else(|| of_place().find(|figure| figure.year.is_none())).map(|figure| figure.value)
    }
}

impl Comparison {
    /// Divides every headline by its place's figure. Headlines without a figure, and sums of places, stay as they are.
    pub fn divide(&mut self, figures: &Figures) {
        for group in &mut self.groups {
            let figure = group.region.and_then(|region| figures.at(region, group.year));
            group.ratio = figure.and_then(|figure| {
                let divided = |value: Decimal| value.checked_div(figure)?.round_sf(DIGITS);
                let Interval { low, high } = group.headline.interval();
                let interval = Interval { low: low.and_then(divided), high: high.and_then(divided) };
                Some(Ratio { figure, value: divided(group.headline.value())?, interval })
            });
        }
        self.per = Some(figures.name.clone());
    }
}
