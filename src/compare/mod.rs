//! Records → tables. Pure: neither disk nor clock nor network is touched here, and no library is known.
//!
//! - `statement`: one fact as a witness, with the date of its report
//! - `comparison`: facts → one headline for each metric, region and year, the rest under it
//! - `marks`: why two headlines may not be comparable
//! - `sum`: flows added up, where their periods allow it
//! - `adoption`: practices and platforms → who uses them since when
//! - `profile`: records → everything known of one place

mod adoption;
mod comparison;
mod marks;
mod profile;
mod statement;
mod sum;

#[cfg(test)]
mod tests;

pub use adoption::{Adopter, Use, adopters};
pub use comparison::{Axis, Comparison, Group, Options, compare};
pub use marks::Mark;
pub use profile::Profile;
pub use statement::{Headline, Measure, Statement};
pub use sum::Sum;
