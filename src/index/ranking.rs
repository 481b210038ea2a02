//! Which passages a query finds, and how well each fits.

use std::collections::BTreeSet;

use tantivy::collector::Count;
use tantivy::query::{Bm25StatisticsProvider, BoostQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Score, Searcher, Term};

use super::Index;
use super::filter::{Filter, characters};
use super::matches::{not_matching, scored};
use super::query::{Phrase, SearchQuery};
use super::records::Kind;
use crate::error::Result;

impl Index {
    /// All passages that hold every phrase of a query, in the order of the documents.
    pub(super) fn matching_passages(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        filter: &Filter,
    ) -> Result<Vec<(Score, DocAddress)>> {
        let mut clauses = filter.clauses(&self.fields);
        for phrase in query.phrases() {
            clauses.push((Occur::Must, characters(self.fields.characters, phrase.written())));
            // Common characters make every phrase of them look common; whole words tell more, so they weigh more.
            for word in self.words_in(searcher, phrase)? {
                let term = TermQuery::new(word, IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), 2.0))));
            }
        }
        let n_texts = living(searcher, &Term::from_field_text(self.fields.kind, Kind::Text.name()))?;
        let passages = self.of_kind(Kind::Passage, clauses);
        let mut found = scored(searcher, &*passages, &Living::new(searcher, n_texts))?;
        for phrase in query.excluded() {
            // Looked for by themselves: Tantivy's own exclusion moves phrases backwards, which they do not allow.
            found = not_matching(searcher, &*characters(self.fields.characters, phrase.written()), &found)?;
        }
        if query.phrases().is_empty() {
            // Nothing makes one passage better than another: they come in the order of the reports.
            for (score, _) in &mut found {
                *score = 0.0;
            }
        }
        Ok(found)
    }

    /// The words of a phrase: its stretches of two or more characters that are words of some report. The reports were cut
    /// into words when they came; to cut the phrase in the same way would take longer than to search for it.
    fn words_in(&self, searcher: &Searcher, phrase: &Phrase) -> Result<BTreeSet<Term>> {
        let term = |word: &str| Term::from_field_text(self.fields.words, word);
        let mut words = BTreeSet::new();
        for segment in searcher.segment_readers() {
            let known = segment.inverted_index(self.fields.words)?;
            for word in phrase.substrings(2..=LONGEST_WORD).map(term) {
                if !words.contains(&word) && known.get_term_info(&word)?.is_some() {
                    words.insert(word);
                }
            }
        }
        Ok(words)
    }
}

/// Characters of the longest words that weigh in ranking: names of organisations, mostly.
const LONGEST_WORD: usize = 10;

/// Statistics of what the index holds now. Tantivy's own count what was deleted too, so that ranking would depend on
/// the library's history. A report and its text count as one.
struct Living<'a> {
    searcher: &'a Searcher,
    n_documents: u64,
}

impl<'a> Living<'a> {
    fn new(searcher: &'a Searcher, n_texts: u64) -> Self {
        Self { searcher, n_documents: searcher.num_docs().saturating_sub(n_texts) }
    }
}

/// Passages are cut to about this many tokens; a constant keeps scores apart from the history of merges.
const TOKENS_PER_PASSAGE: u64 = 150;

/// How many documents hold a term.
fn living(searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
    if searcher.segment_readers().iter().all(|segment| !segment.has_deletes()) {
        return searcher.doc_freq(term);
    }
    let living = searcher.search(&TermQuery::new(term.clone(), IndexRecordOption::Basic), &Count)?;
    Ok(living.try_into().unwrap_or(u64::MAX))
}

impl Bm25StatisticsProvider for Living<'_> {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(self.n_documents * TOKENS_PER_PASSAGE)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.n_documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        living(self.searcher, term)
    }
}
