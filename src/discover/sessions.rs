//! Sessions whose opening day a report tells, as rows that date 四次会议以来 in the reports that do not.

use super::tally::Tally;
use super::{Find, FindKind, Passage};
use crate::dictionary::Dictionaries;
use crate::extract::article::Article;

/// Rows for `sessions.csv`.
#[derive(Debug, Default)]
pub(super) struct SessionFinds {
    rows: Tally<String>,
}

impl SessionFinds {
    /// Looks at one report.
    pub(super) fn add(&mut self, article: &Article<'_>, dictionaries: &Dictionaries) {
        for (span, row) in article.sessions() {
            let mut known = dictionaries.sessions.of(row.region, row.body);
            if known.any(|other| (other.term, other.session) == (row.term, row.session)) {
                continue;
            }
            let sentence = article.structure.sentences.iter().find(|sentence| sentence.span.contains(span));
            let passage =
                sentence.map(|sentence| Passage { doc: article.doc, text: article.clean.text(), span: sentence.span });
            if let Some(passage) = passage {
                self.rows.add(row.to_string(), article.doc.as_str(), || passage.example(span));
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Find> {
        let rows = self.rows.distinct(|row| vec![row.clone()], String::len).into_iter();
        rows.map(|(word, count)| Find::new(FindKind::Session, word, count)).collect()
    }
}
