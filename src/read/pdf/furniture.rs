//! Page numbers and running heads: what stands at the edges of pages and is not part of the report.

use std::collections::BTreeMap;

use super::engine::Page;
use super::layout::Segment;

/// The share of a page's height, at the top and at the bottom, in which furniture stands.
const EDGE: f64 = 0.1;

/// Leaves page numbers and running heads out. A head is text at the edge that at least two pages, and one in three,
/// have at the same height; its digits may differ. Left and right pages often have different heads.
pub(super) fn remove(pages: &mut [(Page, Vec<Segment>)]) {
    let mut seen: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for (page, segments) in pages.iter() {
        let mut heads: Vec<_> = segments.iter().filter(|s| is_at_edge(page, s)).filter_map(head).collect();
        heads.sort();
        heads.dedup();
        for head in heads {
            *seen.entry(head).or_default() += 1;
        }
    }
    let enough = pages.len().div_ceil(3).max(2);
    for (page, segments) in pages {
        segments.retain(|segment| {
            let is_repeated = || head(segment).and_then(|head| seen.get(&head)).is_some_and(|n| *n >= enough);
            !(is_at_edge(page, segment) && (is_page_number(&segment.text) || is_repeated()))
        });
    }
}

fn is_at_edge(page: &Page, segment: &Segment) -> bool {
    let height = page.top - page.bottom;
    let from_below = segment.y - page.bottom;
    from_below < EDGE * height || from_below > (1.0 - EDGE) * height
}

/// The text with its digits made one, and its height rounded; nothing for what is all digits and marks.
fn head(segment: &Segment) -> Option<(String, i64)> {
    let text: String = segment.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    #[expect(clippy::cast_possible_truncation, reason = "a height in points, bounded by the clamp")]
    let height = (segment.y / 4.0).round().clamp(-1e9, 1e9) as i64;
    text.chars().any(char::is_alphabetic).then_some((text, height))
}

/// `12`, `— 12 —`, `第12页`, `第3页 共9页`, `3/9`, `第02版`.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let is_mark = |c: char| c.is_whitespace() || "-–—―－·•.,，/|第共页版页⻚".contains(c);
    (1..=8).contains(&digits) && text.chars().all(|c| c.is_numeric() || is_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(texts: &[(&str, f64)]) -> (Page, Vec<Segment>) {
        let segments = texts.iter().map(|(text, y)| Segment {
            text: (*text).to_owned(),
            left: 60.0,
            right: 200.0,
            y: *y,
            size: 12.0,
        });
        (Page { top: 842.0, bottom: 0.0, pieces: None }, segments.collect())
    }

    #[test]
    fn what_repeats_at_the_edges_goes_and_the_rest_stays() {
        let mut pages = vec![
            page(&[("工作简报 第1期", 810.0), ("协商32场", 780.0), ("工作简报 第1期", 400.0), ("— 1 —", 40.0)]),
            page(&[("工作简报 第2期", 811.0), ("走访9次", 780.0), ("25", 400.0), ("2", 40.0)]),
        ];
        remove(&mut pages);
        let left: Vec<Vec<&str>> =
            pages.iter().map(|(_, segments)| segments.iter().map(|s| s.text.as_str()).collect()).collect();
        assert_eq!(left, [vec!["协商32场", "工作简报 第1期"], vec!["走访9次", "25"]]);
    }

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["12", "— 12 —", "第12页", "第3页 共9页", "3/9", "第02版", "－２－"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["共12人", "—", "12场", "2024年", "开展协商"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
