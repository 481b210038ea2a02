//! Which records are wanted.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::fold::searchable;
use super::schema::Fields;
use super::writer::status_name;
use crate::model::{DocId, PracticeId, RegionCode, Status};

/// Narrows a listing or a search. An empty list asks for nothing; the entries of one list are alternatives; all lists
/// must hold.
///
/// A fact without a year is not found by any year, and a record whose region the report does not decide by no region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Places, with everything that lies in them.
    pub regions: Vec<RegionCode>,
    /// The year of a fact; the year of publication of passages, platforms and practices.
    pub years: Vec<i16>,
    /// Ids of metrics or families.
    pub metrics: Vec<String>,
    /// Practices.
    pub practices: Vec<PracticeId>,
    /// Parts of platforms' names.
    pub platforms: Vec<String>,
    /// Reports.
    pub docs: Vec<DocId>,
    /// Done, planned, norm.
    pub statuses: Vec<Status>,
}

impl Filter {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// One clause for each list that is not empty.
    pub(super) fn clauses(&self, fields: &Fields) -> Vec<(Occur, Box<dyn Query>)> {
        let mut clauses = Vec::new();
        let mut require = |alternatives: Vec<Box<dyn Query>>| {
            if !alternatives.is_empty() {
                clauses.push((Occur::Must, Box::new(BooleanQuery::union(alternatives)) as Box<dyn Query>));
            }
        };
        require(self.regions.iter().map(|code| exactly(fields.region, &code.to_string())).collect());
        require(self.years.iter().map(|&year| term(Term::from_field_i64(fields.year, year.into()))).collect());
        require(self.metrics.iter().map(|metric| exactly(fields.metric, metric)).collect());
        require(self.practices.iter().map(|practice| exactly(fields.practice, practice.as_str())).collect());
        require(self.platforms.iter().map(|name| characters(fields.platform, name)).collect());
        require(self.docs.iter().map(|doc| exactly(fields.doc, doc.as_str())).collect());
        require(self.statuses.iter().map(|&status| exactly(fields.status, status_name(status))).collect());
        clauses
    }
}

/// Documents whose field holds just this word.
pub(super) fn exactly(field: Field, word: &str) -> Box<dyn Query> {
    term(Term::from_field_text(field, word))
}

/// Documents whose field holds these characters one after the other; none if there is nothing to look for.
pub(super) fn characters(field: Field, text: &str) -> Box<dyn Query> {
    let mut terms: Vec<Term> =
        searchable(text).map(|(_, folded)| Term::from_field_text(field, folded.encode_utf8(&mut [0; 4]))).collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => terms.pop().map_or_else(|| Box::new(EmptyQuery) as Box<dyn Query>, term),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// All clauses together, or everything where there are none.
pub(super) fn all(clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if clauses.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::new(clauses)) }
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}
