//! The records that wait for a person's word.

use tongjian::correct::anchor_of;
use tongjian::export::rows::ToReview;
use tongjian::index::{Filter, Kind};
use tongjian::library::Library;
use tongjian::model::{Record, Squeezed};

/// What can be reviewed.
pub(super) const REVIEWABLE: [Kind; 3] = [Kind::Fact, Kind::Platform, Kind::Practice];

/// The records that the filter lets through and that nobody has reviewed yet, report by report.
pub(super) fn to_review(library: &Library, filter: &Filter) -> anyhow::Result<Vec<ToReview>> {
    let records = library.index().records(&REVIEWABLE, filter)?;
    let mut waiting = Vec::new();
    for of_report in records.chunk_by(|a, b| a.doc() == b.doc()) {
        let doc = of_report[0].doc();
        let (Some(entry), Some(text)) = (library.manifest()?.of_article(doc), library.index().text(doc)?) else {
            continue;
        };
        let text = Squeezed::new(&text);
        let unseen = of_report.iter().filter(|record| record.review().is_none());
        waiting.extend(unseen.filter_map(|record: &Record| {
            let anchor = anchor_of(record, entry.hash, &text)?;
            let sentence = text.sentence(text.place_of(record.span()));
            Some(ToReview { record: record.clone(), anchor, sentence })
        }));
    }
    Ok(waiting)
}
