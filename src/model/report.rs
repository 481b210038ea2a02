//! What a report is called and what is said about it from outside.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{PartialDate, RegionCode};

/// A report's name: its path below the folder that was named, with `/` between parts; its file name when a file was.
/// Every record bears it, so that copies share their letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocId(Arc<str>);

impl DocId {
    /// Wraps a name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a part that is an article of its own, counted from 1, as rows of tables are named.
    ///
    /// ```
    /// use tongjian::model::DocId;
    ///
    /// let part = DocId::new("简报.txt").part(2);
    /// assert_eq!(part.as_str(), "简报.txt#2");
    /// assert_eq!(part.whole(), Some(DocId::new("简报.txt")));
    /// assert_eq!(DocId::new("简报.txt").whole(), None);
    /// ```
    #[must_use]
    pub fn part(&self, number: usize) -> Self {
        Self::new(format!("{}#{number}", self.0))
    }

    /// The report that this would be a part of, by its name.
    pub fn whole(&self) -> Option<Self> {
        let (whole, number) = self.0.rsplit_once('#')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self::new(whole))
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a metadata file says about a report; it wins over what is inferred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// When the report was published.
    pub date: Option<PartialDate>,
    /// Whose report it is.
    pub region: Option<RegionCode>,
    /// Its title.
    pub title: Option<String>,
    /// Where it was published.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

impl Metadata {
    /// What this says, and where it is silent what `other` says.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            date: self.date.or(other.date),
            region: self.region.or(other.region),
            title: self.title.or(other.title),
            source: self.source.or(other.source),
            url: self.url.or(other.url),
        }
    }
}
