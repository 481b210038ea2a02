//! Records → tables. Pure: neither disk nor clock nor network is touched here, and no library is known.
//!
//! - `statement`: one fact as a witness, with the date of its report
//! - `comparison`: facts → one headline for each metric, region and year, the rest under it
//! - `marks`: why two headlines may not be comparable
//! - `sum`: flows added up, where their periods allow it
//! - `rollup`: the places inside a place added up, with the coverage
//! - `ratio`: headlines divided by figures of the user's own
//! - `rank`: places in order, as far as the words decide it
//! - `adoption`: practices and platforms → who uses them since when
//! - `answers`: who does not mention something, and of whom no report was read
//! - `spread`: in which years places began
//! - `profile`: records → everything known of one place

mod adoption;
mod answers;
mod comparison;
mod marks;
mod profile;
mod rank;
mod ratio;
mod rollup;
mod spread;
mod statement;
mod sum;

#[cfg(test)]
mod tests;

pub use adoption::{Adopter, Use, adopters};
pub use answers::{Answer, Others, Places, others};
pub use comparison::{Axis, Comparison, Group, Options, compare};
pub use marks::Mark;
pub use profile::Profile;
pub use rank::Rank;
pub use ratio::{Figure, Figures, Ratio};
pub use rollup::Rollup;
pub use spread::{SpreadYear, spread};
pub use statement::{Headline, Measure, Statement};
pub use sum::Sum;
