//! Which reports there are, when they were published and of which places they tell: read from columns, so that it costs
//! next to nothing in a library of any size.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query, TermSetQuery};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::filter::exactly;
use super::{Index, Kind};
use crate::error::Result;
use crate::model::{ArticleRecord, DocId, PartialDate, PublicationDates, Record, RegionCode};

/// Every report of a library by name, as far as columns tell.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    by_name: BTreeMap<DocId, Head>,
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// When it was published.
    pub date: Option<PartialDate>,
    /// Its own place and those of its sections.
    pub told_of: Vec<RegionCode>,
}

impl Heads {
    /// One report; `None` if the library does not hold it.
    pub fn get(&self, doc: &DocId) -> Option<&Head> {
        self.by_name.get(doc)
    }

    /// All reports in the order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&DocId, &Head)> + Clone {
        self.by_name.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl PublicationDates for Heads {
    fn date(&self, doc: &DocId) -> Option<PartialDate> {
        self.get(doc)?.date
    }
}

impl Index {
    /// Every report, from columns alone.
    pub fn heads(&self) -> Result<Heads> {
        let mut heads = Heads::default();
        let searcher = self.searcher();
        for segment in searcher.segment_readers() {
            self.heads_of(segment, &mut heads)?;
        }
        Ok(heads)
    }

    fn heads_of(&self, segment: &SegmentReader, heads: &mut Heads) -> Result<()> {
        let columns = segment.fast_fields();
        let (Some(names), told_of, date) = (columns.str("doc")?, columns.u64("told_of")?, columns.i64("date")?) else {
            return Ok(());
        };
        let mut by_ordinal: Vec<(u64, Head)> = Vec::new();
        let kind = Term::from_field_text(self.fields.kind, Kind::Article.name());
        let Some(mut articles) = segment
            .inverted_index(self.fields.kind)?
            .read_postings(&kind, tantivy::schema::IndexRecordOption::Basic)?
        else {
            return Ok(());
        };
        let mut article = articles.doc();
        while article != TERMINATED {
            if !segment.is_deleted(article)
                && let Some(ordinal) = names.term_ords(article).next()
            {
                let places =
                    told_of.values_for_doc(article).filter_map(|code| u32::try_from(code).ok()?.try_into().ok());
                let head = Head { date: date.first(article).and_then(date_of), told_of: places.collect() };
                by_ordinal.push((ordinal, head));
            }
            article = articles.advance();
        }
        // In the order of the dictionary each of its blocks is read once.
        by_ordinal.sort_unstable_by_key(|(ordinal, _)| *ordinal);
        let ordinals: Vec<u64> = by_ordinal.iter().map(|(ordinal, _)| *ordinal).collect();
        let mut found = by_ordinal.into_iter();
        names.dictionary().sorted_ords_to_term_cb(&ordinals, |name| {
            if let Some((_, head)) = found.next() {
                heads.by_name.insert(DocId::new(String::from_utf8_lossy(name)), head);
            }
        })?;
        Ok(())
    }

    /// How many reports there are.
    pub fn n_reports(&self) -> Result<usize> {
        Ok(self.searcher().search(&self.of_kind(Kind::Article, Vec::new()), &Count)?)
    }

    /// The records of some reports by name; names that the library does not hold are passed over.
    pub fn articles_of<'a>(
        &self,
        docs: impl IntoIterator<Item = &'a DocId>,
    ) -> Result<BTreeMap<String, ArticleRecord>> {
        let docs: BTreeSet<&DocId> = docs.into_iter().collect();
        let names = docs.into_iter().map(|doc| Term::from_field_text(self.fields.doc, doc.as_str()));
        let named: Box<dyn Query> = Box::new(TermSetQuery::new(names));
        let kind = exactly(self.fields.kind, Kind::Article.name());
        let records = self.records_of(&BooleanQuery::new(vec![(Occur::Must, named), (Occur::Must, kind)]))?;
        let article = |record| match record {
            Record::Article(article) => Some((article.doc.as_str().to_owned(), article)),
            _ => None,
        };
        Ok(records.into_iter().filter_map(article).collect())
    }
}

/// A date as a number that sorts like it: `20240500` is May 2024.
pub(super) fn number_of(date: PartialDate) -> i64 {
    let part = |part: Option<i8>| i64::from(part.unwrap_or_default());
    i64::from(date.year()) * 10_000 + part(date.month()) * 100 + part(date.day())
}

fn date_of(number: i64) -> Option<PartialDate> {
    let part = |number: i64| Some(i8::try_from(number % 100).ok()?).filter(|part| *part > 0);
    PartialDate::new(i16::try_from(number / 10_000).ok()?, part(number / 100), part(number))
}

#[cfg(test)]
mod tests {
    use super::{date_of, number_of};

    #[test]
    fn dates_come_back_as_exact_as_they_were() {
        for date in ["2024", "2024-05", "2024-05-31"] {
            let date = date.parse().unwrap();
            assert_eq!(date_of(number_of(date)), Some(date));
        }
    }
}
