//! Which reports there are, what they are called, when they were published and of which places they tell: read from
//! columns, so that it costs next to nothing in a library of any size.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query, TermSetQuery};
use tantivy::{DocAddress, Searcher, Term};

use super::filter::{Filter, exactly};
use super::matches::matches;
use super::{Index, Kind, schema};
use crate::error::Result;
use crate::model::{ArticleRecord, DocId, PartialDate, Record, RegionCode};

impl Index {
    /// How many reports there are.
    pub fn n_reports(&self) -> Result<usize> {
        Ok(self.searcher().search(&self.of_kind(Kind::Article, Vec::new()), &Count)?)
    }

    /// Where the documents of all reports as a whole stand, in the order of the documents.
    pub(super) fn reports_at(&self, searcher: &Searcher) -> Result<Vec<DocAddress>> {
        matches(searcher, &*self.of_kind(Kind::Article, Vec::new()))
    }

    /// The names of all reports, in order.
    pub fn names(&self) -> Result<Vec<DocId>> {
        let searcher = self.searcher();
        let reports = self.reports_at(&searcher)?;
        let mut names: Vec<DocId> = names(&searcher, &reports)?.into_iter().map(|(_, name)| name).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// The places of the reports that a filter lets through, and those that sections of them are about.
    pub fn told_of(&self, filter: &Filter) -> Result<BTreeSet<RegionCode>> {
        let searcher = self.searcher();
        let reports = matches(&searcher, &*self.of_kind(Kind::Article, filter.clauses(&self.fields)))?;
        let mut codes: HashSet<u64> = HashSet::new();
        for of_segment in reports.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = searcher.segment_reader(of_segment[0].segment_ord);
            if let Some(told_of) = segment.fast_fields().column_opt::<u64>(schema::TOLD_OF)? {
                codes.extend(of_segment.iter().flat_map(|report| told_of.values_for_doc(report.doc_id)));
            }
        }
        Ok(codes.into_iter().filter_map(|code| u32::try_from(code).ok()?.try_into().ok()).collect())
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
        let query = BooleanQuery::new(vec![(Occur::Must, named), (Occur::Must, kind)]);
        let article = |record| match record {
            Record::Article(article) => Some((article.doc.as_str().to_owned(), article)),
            _ => None,
        };
        Ok(self.records_of(Kind::Article, &query)?.into_iter().filter_map(article).collect())
    }
}

/// The names of the reports that stand at these addresses, which are in the order of the documents.
pub(super) fn names(searcher: &Searcher, reports: &[DocAddress]) -> Result<Vec<(DocAddress, DocId)>> {
    let mut named = Vec::with_capacity(reports.len());
    for of_segment in reports.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let segment = searcher.segment_reader(of_segment[0].segment_ord);
        let Some(names) = segment.fast_fields().str(schema::NAME)? else { continue };
        let ordinal = |report: &DocAddress| Some((names.term_ords(report.doc_id).next()?, *report));
        // In the order of the dictionary each of its blocks is read once.
        let mut by_ordinal: Vec<(u64, DocAddress)> = of_segment.iter().filter_map(ordinal).collect();
        by_ordinal.sort_unstable();
        let ordinals: Vec<u64> = by_ordinal.iter().map(|(ordinal, _)| *ordinal).collect();
        let mut found = by_ordinal.into_iter();
        names.dictionary().sorted_ords_to_term_cb(&ordinals, |name| {
            named.extend(found.next().map(|(_, report)| (report, DocId::new(String::from_utf8_lossy(name)))));
        })?;
    }
    Ok(named)
}

/// A date as a number that sorts like it: `20240500` is May 2024.
pub(super) fn number_of(date: PartialDate) -> i64 {
    let part = |part: Option<i8>| i64::from(part.unwrap_or_default());
    i64::from(date.year()) * 10_000 + part(date.month()) * 100 + part(date.day())
}

/// The date that a number stands for.
pub(super) fn date_of(number: i64) -> Option<PartialDate> {
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
