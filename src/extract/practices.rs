//! Ways of working that a report says its region uses.

use std::collections::BTreeSet;

use crate::dictionary::{Modality, PracticeHit, Practices};
use crate::model::{PracticeId, RegionCode, Span};
use crate::segment::Structure;

use super::clauses::clause_at;
use super::modality::Modalities;
use super::quotes::{LONGEST as LONGEST_QUOTE, Quote, quotes};
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
pub fn practices(text: &str, structure: &Structure, regions: &RegionContext, dictionary: &Practices, modalities: &Modalities) -> Vec<FoundPractice> {
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

/// Whether the words stand in the 《title》 of a document.
fn in_title(span: Span, quoted: &[Quote]) -> bool {
    holding(span, quoted).any(|quote| quote.is_title)
}

/// The quotations and titles that hold a place; few stand before it closely enough to reach it.
fn holding(span: Span, quoted: &[Quote]) -> impl Iterator<Item = &Quote> {
    let before = quoted.partition_point(|quote| quote.span.start <= span.start);
    let near = quoted[..before].iter().rev().take_while(move |quote| span.start - quote.span.start <= LONGEST_QUOTE);
    near.filter(move |quote| quote.span.contains(span))
}
