//! Ways of working that a report says its region uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::dictionary::{Modality, ModalityCues, PracticeHit, Practices};
use crate::model::{PracticeId, RegionCode, Span};
use crate::segment::Structure;

use super::clauses::clause_at;
use super::modality::Modalities;
use super::quotes::{Quote, quotes};
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
    cues: &ModalityCues,
) -> Vec<FoundPractice> {
    let modalities = Modalities::of(text, structure, cues);
    let quoted = quotes(text);
    let mut hits = dictionary.find(text);
    hits.sort_by_key(|hit| (hit.span.start, hit.span.end, hit.entry, hit.term));
    let mut by_sentence: BTreeMap<usize, Vec<PracticeHit>> = BTreeMap::new();
    for hit in hits {
        let sentence = structure.sentences.partition_point(|sentence| sentence.span.end <= hit.span.start);
        if structure.sentences.get(sentence).is_some_and(|sentence| sentence.span.contains(hit.span)) {
            by_sentence.entry(sentence).or_default().push(hit);
        }
    }
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (sentence, hits) in by_sentence {
        let within = structure.sentences[sentence].span;
        for hit in &hits {
            let Some(term) = hit.term else { continue };
            let entry = &dictionary.entries()[hit.entry];
            let shown = !ruled_out(text, within, hit, &hits)
                && matches!(modalities.at(hit.span), Modality::Done | Modality::Rule)
                && !(entry.subject && (modalities.is_topic(hit.span) || in_topic_quote(text, hit.span, &quoted)))
                && !in_title(hit.span, &quoted);
            if !shown {
                continue;
            }
            let region = regions.at(hit.span);
            if seen.insert((hit.entry, region)) {
                let rule = entry.terms[term].clone();
                found.push(FoundPractice { practice: entry.id.clone(), span: hit.span, sentence, region, rule });
            }
        }
    }
    found
}

/// Whether a phrase that excludes the practice stands in the same clause.
fn ruled_out(text: &str, within: Span, hit: &PracticeHit, in_sentence: &[PracticeHit]) -> bool {
    let first = clause_at(text, within, hit.span.start);
    let reach = Span::new(first.start, clause_at(text, within, hit.span.end).end);
    in_sentence.iter().any(|other| other.entry == hit.entry && other.term.is_none() && reach.contains(other.span))
}

/// Whether the words stand in a long quoted topic: “推进社区网格化管理”等议题.
fn in_topic_quote(text: &str, span: Span, quoted: &[Quote]) -> bool {
    quoted
        .iter()
        .any(|quote| quote.span.contains(span) && !quote.is_title && quote.inner.of(text).chars().count() >= 10)
}

/// Whether the words stand in the 《title》 of a document.
fn in_title(span: Span, quoted: &[Quote]) -> bool {
    quoted.iter().any(|quote| quote.is_title && quote.span.contains(span))
}
