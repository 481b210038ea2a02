//! Ways of working that a report says its region uses.

use std::collections::BTreeSet;

use crate::dictionary::{Modality, PracticeHit, Practices};
use crate::model::{PracticeId, RegionCode, Span};
use crate::segment::Structure;

use super::clauses::clause_at;
use super::modality::Modalities;
use super::quotes::{Quote, holding, quotes};
use super::regions::RegionContext;

/// A practice and the words that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPractice {
    /// Which practice.
    pub practice: PracticeId,
    /// The words that show it, in the clean text.
    pub span: Span,
    /// The sentence that holds them, an index into [`Structure::sentences`].
    pub sentence: usize,
    /// Who uses it; `None` where the report does not decide it.
    pub region: Option<RegionCode>,
    /// The dictionary term that decided.
    pub rule: String,
}

/// Every practice of every region in a report, in the order of the text: the first words that show it.
///
/// What is planned, denied, wished for or done elsewhere shows nothing; a rule (每月2次) shows that the place does it.
pub fn practices(
    text: &str,
    structure: &Structure,
    regions: &RegionContext,
    dictionary: &Practices,
    modalities: &Modalities,
) -> Vec<FoundPractice> {
    let quoted = quotes(text);
    let hits = dictionary.find(text);
    let (terms, vetoes): (Vec<PracticeHit>, Vec<PracticeHit>) = hits.into_iter().partition(|hit| hit.term.is_some());
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for hit in terms {
        let Some(term) = hit.term else { continue };
        let sentence = structure.sentences.partition_point(|sentence| sentence.span.end <= hit.span.start);
        let Some(within) = structure.sentences.get(sentence).map(|sentence| sentence.span) else { continue };
        let region = regions.at(hit.span);
        if !within.contains(hit.span) || seen.contains(&(hit.entry, region)) {
            continue;
        }
        let entry = &dictionary.entries()[hit.entry];
        let shown = matches!(modalities.at(hit.span), Modality::Done | Modality::Rule)
            && !(entry.subject && (modalities.is_topic(hit.span) || in_topic_quote(text, hit.span, &quoted)))
            && !in_title(hit.span, &quoted)
            && !ruled_out(text, within, hit, &vetoes);
        if shown {
            seen.insert((hit.entry, region));
            let rule = entry.terms[term].clone();
            found.push(FoundPractice { practice: entry.id.clone(), span: hit.span, sentence, region, rule });
        }
    }
    found
}

/// Whether a phrase that excludes the practice stands in the same clause.
fn ruled_out(text: &str, within: Span, hit: PracticeHit, vetoes: &[PracticeHit]) -> bool {
    let first = clause_at(text, within, hit.span.start);
    let reach = Span::new(first.start, clause_at(text, within, hit.span.end).end);
    let from = vetoes.partition_point(|veto| veto.span.start < reach.start);
    let inside = vetoes[from..].iter().take_while(|veto| veto.span.start < reach.end);
    inside.into_iter().any(|veto| veto.entry == hit.entry && reach.contains(veto.span))
}

/// Whether the words stand in a long quoted topic: “推进社区网格化管理”等议题.
fn in_topic_quote(text: &str, span: Span, quoted: &[Quote]) -> bool {
    holding(span, quoted).any(|quote| !quote.is_title && quote.inner.of(text).chars().count() >= 10)
}

/// Whether the words end in the 《title》 of a document.
fn in_title(span: Span, quoted: &[Quote]) -> bool {
    let end = Span::new(span.end.saturating_sub(1), span.end);
    holding(end, quoted).any(|quote| quote.is_title)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::dictionary::{Dictionaries, DictionarySource};
    use crate::segment::segment;

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        text: String,
        #[serde(default)]
        shows: Vec<String>,
        #[serde(default)]
        hides: Vec<String>,
    }

    fn found(text: &str, dictionaries: &Dictionaries) -> Vec<(String, String)> {
        let structure = segment(text, &dictionaries.layout);
        let modalities = Modalities::of(text, &structure, &dictionaries.modality, |_| false);
        practices(text, &structure, &RegionContext::default(), &dictionaries.practices, &modalities)
            .into_iter()
            .map(|found| (found.practice.to_string(), found.rule))
            .collect()
    }

    #[test]
    fn the_cases_hold() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let cases: Cases = toml::from_str(include_str!("../../tests/cases/practices.toml")).unwrap();
        let mut wrong = Vec::new();
        for Case { text, shows, hides } in &cases.case {
            let found = found(text, &dictionaries);
            let has = |id: &String| found.iter().any(|(practice, _)| practice == id);
            for id in shows.iter().chain(hides) {
                assert!(dictionaries.practices.get(&PracticeId::new(id)).is_some(), "no such practice: {id}");
            }
            wrong.extend(
                shows.iter().filter(|id| !has(id)).map(|id| format!("{text}\n    must show {id}, shows {found:?}")),
            );
            wrong.extend(
                hides.iter().filter(|id| has(id)).map(|id| format!("{text}\n    must not show {id}, shows {found:?}")),
            );
        }
        assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
    }

    #[test]
    fn the_examples_of_the_dictionary_hold() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let mut wrong = Vec::new();
        for entry in dictionaries.practices.entries() {
            let shows = |text: &&String| found(text, &dictionaries).iter().any(|(id, _)| id == entry.id.as_str());
            wrong.extend(
                entry
                    .examples
                    .iter()
                    .filter(|text| !shows(text))
                    .map(|text| format!("{} must be found in {text}", entry.id)),
            );
            wrong.extend(
                entry
                    .counterexamples
                    .iter()
                    .filter(shows)
                    .map(|text| format!("{} must not be found in {text}", entry.id)),
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_practice_counts_once_for_a_region_with_its_first_words() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let text = "建成委员工作室三个。委员工作室每月开放。";
        let structure = segment(text, &dictionaries.layout);
        let modalities = Modalities::of(text, &structure, &dictionaries.modality, |_| false);
        let found = practices(text, &structure, &RegionContext::default(), &dictionaries.practices, &modalities);
        let studio: Vec<_> = found.iter().filter(|found| found.practice.as_str() == "member_studio").collect();
        assert_eq!(studio.len(), 1);
        assert_eq!((studio[0].span.of(text), studio[0].sentence), ("委员工作室", 0));
    }
}
