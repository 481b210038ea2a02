//! A record by the words around it.

use crate::model::{Amended, Anchor, ContentHash, DocId, Field, PracticeId, Record, ReviewKind, Squeezed};

/// Characters of context on each side: enough that two places of a report hardly ever share them, short enough to
/// outlive a change in the next sentence.
const CONTEXT: usize = 16;

/// The kind under which a record is reviewed; `None` for reports and problems, which say nothing to correct.
pub const fn review_kind(record: &Record) -> Option<ReviewKind> {
    match record {
        Record::Fact(_) => Some(ReviewKind::Fact),
        Record::Platform(_) => Some(ReviewKind::Platform),
        Record::Practice(_) => Some(ReviewKind::Practice),
        Record::Article(_) | Record::Problem(_) => None,
    }
}

/// The words around a record of a report with these bytes and this text; `None` for what cannot be reviewed.
pub fn anchor_of(record: &Record, content: ContentHash, text: &Squeezed) -> Option<Anchor> {
    let anchor = anchor_at(text.place_of(record.span()), record.doc(), content, text)?;
    Some(Anchor { kind: review_kind(record)?, practice: practice_read(record), ..anchor })
}

/// The words around a number at a place of a report with these bytes and this text.
pub fn anchor_at((start, end): (usize, usize), doc: &DocId, content: ContentHash, text: &Squeezed) -> Option<Anchor> {
    let words = text.text((start, end));
    let before = text.text((start.saturating_sub(CONTEXT), start));
    let after = text.text((end, end + CONTEXT));
    let n_before = start - start.saturating_sub(CONTEXT);
    let places = text.occurrences(&format!("{before}{words}{after}"));
    let nth = places.iter().position(|(at, _)| at + n_before == start)? + 1;
    let (doc, nth) = (doc.clone(), u32::try_from(nth).ok()?);
    Some(Anchor { doc, content, kind: ReviewKind::Fact, words, before, after, nth, practice: None })
}

/// The practice that the program read, whatever a person made of it.
pub(super) fn practice_read(record: &Record) -> Option<PracticeId> {
    let Record::Practice(practice) = record else { return None };
    match record.review().and_then(|review| review.was.get(Field::Practice)) {
        Some(Amended::Practice(was)) => Some(was.clone()),
        _ => Some(practice.practice.clone()),
    }
}

/// Whether the words of an anchor stand in a text, and it can be told where.
pub fn is_in(anchor: &Anchor, text: &Squeezed) -> bool {
    find(anchor, text).is_some()
}

/// Where the words of an anchor stand in a report; `None` where they no longer do, or where it cannot be told which
/// of several places is meant.
///
/// The whole context counts first. Where a neighbouring sentence has changed, one side is enough, if it leaves no doubt.
pub(super) fn find(anchor: &Anchor, text: &Squeezed) -> Option<(usize, usize)> {
    let Anchor { before, words, after, .. } = anchor;
    let n = |part: &str| part.chars().count();
    let inner = |(start, end): (usize, usize), n_before, n_after| (start + n_before, end - n_after);
    let whole = text.occurrences(&format!("{before}{words}{after}"));
    let nth = usize::try_from(anchor.nth).ok()?.checked_sub(1)?;
    if let Some(place) = whole.get(nth) {
        return Some(inner(*place, n(before), n(after)));
    }
    let sides = [(before.as_str(), ""), ("", after.as_str())];
    sides.iter().filter(|(before, after)| !before.is_empty() || !after.is_empty()).find_map(
        |(before, after)| match text.occurrences(&format!("{before}{words}{after}"))[..] {
            [only] => Some(inner(only, n(before), n(after))),
            _ => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Practice, PracticeId};

    /// Anchors the `nth` mention in one text and tells where it is found in another.
    #[track_caller]
    fn check(text: &str, nth: usize, other: &str, expected: Option<u32>) {
        let squeezed = Squeezed::new(text);
        let (at, _) = squeezed.occurrences("微协商")[nth - 1];
        let span = squeezed.span((at, at + 3)).unwrap();
        let record = Record::Practice(Practice {
            doc: DocId::new("a.txt"),
            start: span.start,
            end: span.end,
            practice: PracticeId::new("micro_consultation"),
            region: None,
            quote: "".into(),
            rule: "".into(),
            place: None,
            also_in: Vec::new(),
            corrected: None,
        });
        let anchor = anchor_of(&record, ContentHash::of(text.as_bytes()), &squeezed).unwrap();
        let other = Squeezed::new(other);
        let found = find(&anchor, &other).and_then(|place| other.span(place)).map(|span| span.start);
        assert_eq!(found, expected, "{anchor:?}");
    }

    #[test]
    fn words_are_found_again_by_what_stands_around_them() {
        check("开展微协商。", 1, "开展微协商。", Some(2));
        check("开展微协商。", 1, "#  题 \n开展\n微 协商。", Some(9));
        check("全区今年开展微协商。", 1, "全区今年\n开展 微协\n商。", Some(8));
        check("开展微协商，再开展微协商，", 2, "开展微协商，再开展微协商，", Some(9));
        check("微协商微协商微协商", 2, "微协商微协商微协商", Some(3));
    }

    #[test]
    fn a_changed_neighbour_is_no_hindrance_where_one_side_leaves_no_doubt() {
        check("去年全区共开展微协商10次，其他略。", 1, "去年全区共开展微协商10场，其余见附件。", Some(7));
        check("去年全区共开展微协商10次，其他略。", 1, "今年办了微协商10次，其他略。", Some(4));
        check("开展微协商10次。", 1, "走访群众。", None);
    }
}
