//! What a query finds in all segments, in the order of the documents, looked for on all processors.

use rayon::prelude::*;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, TERMINATED};

use super::report_set::{ReportSet, reports_in};
use crate::error::Result;

/// Documents that one thread looks at before it takes others: enough that looking up the words again costs nothing.
const PIECE: DocId = 1 << 17;

/// Documents of one segment.
struct Piece {
    segment: SegmentOrdinal,
    first: DocId,
    end: DocId,
}

/// Every document that a query finds.
pub(super) fn matches(searcher: &Searcher, query: &dyn Query) -> Result<Vec<DocAddress>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    collect(searcher, &*weight, |_, address| address)
}

/// The first document that a query finds: where there is one at most, that is less work than to look on all processors.
pub(super) fn first_match(searcher: &Searcher, query: &dyn Query) -> Result<Option<DocAddress>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED && reader.is_deleted(doc) {
            doc = scorer.advance();
        }
        if doc != TERMINATED {
            return Ok(Some(DocAddress::new(segment, doc)));
        }
    }
    Ok(None)
}

/// Every document that a query finds, with how well it fits.
pub(super) fn scored(
    searcher: &Searcher,
    query: &dyn Query,
    statistics: &dyn Bm25StatisticsProvider,
) -> Result<Vec<(Score, DocAddress)>> {
    let weight = query.weight(EnableScoring::enabled_from_statistics_provider(statistics, searcher))?;
    collect(searcher, &*weight, |scorer, address| (scorer.score(), address))
}

fn collect<T: Send>(
    searcher: &Searcher,
    weight: &dyn Weight,
    found: impl Fn(&mut dyn Scorer, DocAddress) -> T + Sync,
) -> Result<Vec<T>> {
    let pieces = pieces(searcher);
    let of_piece = |piece: &Piece| -> tantivy::Result<Vec<T>> {
        let segment = searcher.segment_reader(piece.segment);
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut doc = if scorer.doc() < piece.first { scorer.seek(piece.first) } else { scorer.doc() };
        let mut all = Vec::new();
        while doc < piece.end {
            if !segment.is_deleted(doc) {
                all.push(found(&mut *scorer, DocAddress::new(piece.segment, doc)));
            }
            doc = scorer.advance();
        }
        Ok(all)
    };
    let found: Vec<Vec<T>> = pieces.par_iter().map(of_piece).collect::<tantivy::Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn pieces(searcher: &Searcher) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let mut first = 0;
        while first < reader.max_doc() {
            let end = first.saturating_add(PIECE).min(reader.max_doc());
            pieces.push(Piece { segment, first, end });
            first = end;
        }
    }
    pieces
}

/// The reports that hold a document which a query finds, among those that are wanted.
///
/// Documents of other reports are leapt over, so that a common word costs little where few reports are left.
pub(super) fn matching_reports(
    searcher: &Searcher,
    query: &dyn Query,
    is_wanted: impl Fn(u64) -> bool + Sync,
) -> Result<ReportSet> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let of_piece = |piece: &Piece| -> Result<Vec<u64>> {
        let segment = searcher.segment_reader(piece.segment);
        let Some(reports) = reports_in(segment)? else { return Ok(Vec::new()) };
        let mut scorer = weight.scorer(segment, 1.0)?;
        let wanted = |doc: DocId| reports.first(doc).filter(|report| is_wanted(*report));
        let mut found = Vec::new();
        let mut at = piece.first.max(scorer.doc());
        while at < piece.end {
            let Some(report) = wanted(at) else {
                at += 1;
                continue;
            };
            let doc = if scorer.doc() < at { scorer.seek(at) } else { scorer.doc() };
            if doc == at && !segment.is_deleted(doc) {
                found.push(report);
            }
            at = doc.max(at + 1);
        }
        Ok(found)
    };
    let found: Vec<Vec<u64>> = pieces(searcher).par_iter().map(of_piece).collect::<Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Those documents, in their order, that a query does not find.
pub(super) fn not_matching(
    searcher: &Searcher,
    query: &dyn Query,
    documents: &[(Score, DocAddress)],
) -> Result<Vec<(Score, DocAddress)>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut left = Vec::with_capacity(documents.len());
    for of_segment in documents.chunk_by(|(_, a), (_, b)| a.segment_ord == b.segment_ord) {
        let mut scorer = weight.scorer(searcher.segment_reader(of_segment[0].1.segment_ord), 1.0)?;
        left.extend(of_segment.iter().filter(|(_, at)| {
            let doc = if scorer.doc() < at.doc_id { scorer.seek(at.doc_id) } else { scorer.doc() };
            doc != at.doc_id
        }));
    }
    Ok(left)
}
