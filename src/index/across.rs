//! Reports that hold all phrases of a query, though no passage of them does.

use rayon::prelude::*;
use tantivy::query::BooleanQuery;
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher, Term};

use super::Index;
use super::filter::{Filter, characters};
use super::matches::{matches, matching_reports};
use super::passages::SEAM;
use super::query::{Phrase, SearchQuery};
use super::records::Kind;
use super::report_set::{ReportSet, reports_of};
use crate::error::Result;

impl Index {
    /// Where the reports stand that hold all phrases somewhere, apart from those in `known`, whose passages do.
    pub(super) fn reports_across(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        filter: &Filter,
        known: &ReportSet,
    ) -> Result<Vec<DocAddress>> {
        // Metrics, practices and platforms are properties of passages: a report as a whole has none.
        let is_of_passages = !(filter.metrics.is_empty() && filter.practices.is_empty() && filter.platforms.is_empty());
        if query.phrases().is_empty() || is_of_passages {
            return Ok(Vec::new());
        }
        let is_word = |phrase: &&Phrase| !phrase.is_punctuation();
        let words: Vec<&Phrase> = self.rarest_first(searcher, query.phrases().iter().filter(is_word))?;
        // What stands in a passage is known already where nothing but one phrase is asked for.
        let is_one_stretch = |phrase: &&Phrase| phrase.stretches(STRETCH).len() == 1;
        let only_across = filter.is_empty()
            && query.phrases().len() == 1
            && query.excluded().is_empty()
            && words.iter().all(is_one_stretch);
        let fields: &[Field] =
            if only_across { &[self.fields.seam] } else { &[self.fields.characters, self.fields.seam] };
        let mut found: Option<ReportSet> = None;
        for phrase in words {
            found = Some(holding(searcher, (phrase, fields), |report| {
                found.as_ref().map_or(!known.contains(report), |found| found.contains(report))
            })?);
            if found.as_ref().is_some_and(ReportSet::is_empty) {
                return Ok(Vec::new());
            }
        }
        let is_found = |report: u64| found.as_ref().map_or(!known.contains(report), |found| found.contains(report));
        let mut unwanted = Vec::new();
        for phrase in query.excluded().iter().filter(is_word).filter(is_one_stretch) {
            unwanted.push(holding(searcher, (phrase, fields), is_found)?);
        }
        let reports = matches(searcher, &*self.of_kind(Kind::Article, filter.clauses(&self.fields)))?;
        let is_left = |report: u64| is_found(report) && !unwanted.iter().any(|set| set.contains(report));
        let reports = reports_of(searcher, reports)?.into_iter().filter(|(_, report)| is_left(*report));
        self.checked_in_text(searcher, query, reports.map(|(at, _)| at).collect())
    }

    /// Phrases in the order of their rarest character, so that the first one leaves little to look through.
    fn rarest_first<'q>(
        &self,
        searcher: &Searcher,
        phrases: impl Iterator<Item = &'q Phrase>,
    ) -> Result<Vec<&'q Phrase>> {
        let frequency = |character: &str| searcher.doc_freq(&Term::from_field_text(self.fields.characters, character));
        let mut counted = Vec::new();
        for phrase in phrases {
            let mut least = u64::MAX;
            for character in phrase.substrings(1..=1) {
                least = least.min(frequency(character)?);
            }
            counted.push((least, phrase));
        }
        counted.sort_by_key(|(least, _)| *least);
        Ok(counted.into_iter().map(|(_, phrase)| phrase).collect())
    }

    /// Those reports whose text holds the phrases that the index alone does not decide.
    fn checked_in_text(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        reports: Vec<DocAddress>,
    ) -> Result<Vec<DocAddress>> {
        let is_open = |phrase: &&Phrase| phrase.is_punctuation() || phrase.stretches(STRETCH).len() > 1;
        let wanted: Vec<&Phrase> = query.phrases().iter().filter(is_open).collect();
        let unwanted: Vec<&Phrase> =
            query.excluded().iter().filter(is_open).filter(|phrase| !phrase.is_punctuation()).collect();
        if wanted.is_empty() && unwanted.is_empty() {
            return Ok(reports);
        }
        let fits = |at: &DocAddress| -> Result<Option<DocAddress>> {
            let Some((_, text)) = self.report_at(searcher, *at)? else { return Ok(None) };
            let is_in = |phrase: &&Phrase| !phrase.find_in(&text).is_empty();
            Ok((wanted.iter().all(is_in) && !unwanted.iter().any(is_in)).then_some(*at))
        };
        let fitting: Vec<Option<DocAddress>> = reports.par_iter().map(fits).collect::<Result<_>>()?;
        Ok(fitting.into_iter().flatten().collect())
    }
}

/// The reports that hold a phrase in some field of their passages, among those that are wanted. Of a phrase that is
/// longer than a seam each stretch is in them: only the text shows whether they follow each other.
fn holding(
    searcher: &Searcher,
    (phrase, fields): (&Phrase, &[Field]),
    is_wanted: impl Fn(u64) -> bool + Sync,
) -> Result<ReportSet> {
    let mut found: Option<ReportSet> = None;
    for stretch in phrase.stretches(STRETCH) {
        let places = fields.iter().map(|&field| characters(field, &stretch)).collect();
        let query = BooleanQuery::union(places);
        found = Some(matching_reports(searcher, &query, |report| {
            found.as_ref().map_or_else(|| is_wanted(report), |found| found.contains(report))
        })?);
    }
    Ok(found.unwrap_or_default())
}

/// Characters of the longest stretch that a seam holds whole wherever it crosses the end of a passage.
const STRETCH: usize = SEAM + 1;
