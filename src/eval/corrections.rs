//! What people reviewed as the gold: what the program reads by itself against what they said of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Mistake;
use super::measure::{Score, share};
use crate::correct::{held, record_at};
use crate::model::{Amendment, Anchor, Correction, Field, Judgement, Record, ReviewKind, Squeezed};

/// Scores against corrections. People mostly review what the program doubts, so that they are no estimate for all it
/// reads; from version to version they tell what got better or worse.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CorrectionScores {
    /// For each kind: said is what the program reads of what was reviewed, wanted is what people found right or
    /// corrected, right is what agrees with them in every field they settled.
    pub kinds: BTreeMap<ReviewKind, Score>,
    /// For each field: the share of records read in which it agrees, of those in which a person settled it.
    pub agreement: BTreeMap<Field, f64>,
    /// Corrections of reports that are not there.
    pub without_report: usize,
    /// Every error, in the order of the corrections.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
}

/// Scores uncorrected records against corrections, each of which comes with the text and records of its report; `None`
/// stands for a report that is not there.
pub fn evaluate_corrections<'a>(
    reviewed: impl IntoIterator<Item = (&'a Correction, Option<&'a (Squeezed, Vec<Record>)>)>,
) -> CorrectionScores {
    let mut scores = CorrectionScores::default();
    let mut counts: BTreeMap<ReviewKind, (usize, usize, usize)> = BTreeMap::new();
    let mut fields: BTreeMap<Field, (usize, usize)> = BTreeMap::new();
    for (correction, report) in reviewed {
        let Some((text, records)) = report else {
            scores.without_report += 1;
            continue;
        };
        let record = record_at(&correction.anchor, records, text);
        let (right, said, wanted) = counts.entry(correction.anchor.kind).or_default();
        *said += usize::from(record.is_some());
        let mistake =
            |what: &str, gold: String, told: String| mistake(&correction.anchor, (text, record), what, gold, told);
        match (&correction.judgement, record) {
            (Judgement::Wrong, None) => {}
            (Judgement::Wrong, Some(_)) => scores.mistakes.push(mistake("invented", String::new(), String::new())),
            (Judgement::Right(settled) | Judgement::Corrected(settled) | Judgement::Added(settled), record) => {
                *wanted += 1;
                let Some(record) = record else {
                    scores.mistakes.push(mistake("missed", shown(settled), String::new()));
                    continue;
                };
                let mut agrees = true;
                for (field, amended) in settled.iter() {
                    let told = held(record, field);
                    let (n_right, n) = fields.entry(field).or_default();
                    *n += 1;
                    if told.as_ref() == Some(amended) {
                        *n_right += 1;
                    } else {
                        agrees = false;
                        let told = told.map(|told| told.to_string()).unwrap_or_default();
                        scores.mistakes.push(mistake(&format!("wrong {}", field.name()), amended.to_string(), told));
                    }
                }
                *right += usize::from(agrees);
            }
        }
    }
    scores.kinds =
        counts.into_iter().map(|(kind, (right, said, wanted))| (kind, Score::new(right, said, wanted))).collect();
    scores.agreement = fields.into_iter().map(|(field, (right, n))| (field, share(right, n))).collect();
    scores
}

fn shown(settled: &Amendment) -> String {
    settled.iter().map(|(_, amended)| amended.to_string()).collect::<Vec<_>>().join(" ")
}

fn mistake(
    anchor: &Anchor,
    (text, record): (&Squeezed, Option<&Record>),
    what: &str,
    gold: String,
    said: String,
) -> Mistake {
    let Anchor { doc, words, before, after, kind, .. } = anchor;
    let what = if *kind == ReviewKind::Fact { what.to_owned() } else { format!("{what} {}", kind.name()) };
    let sentence = record
        .map_or_else(|| format!("{before}【{words}】{after}"), |record| text.sentence(text.place_of(record.span())));
    Mistake { what, doc: doc.to_string(), subject: words.clone(), gold, said, sentence }
}
