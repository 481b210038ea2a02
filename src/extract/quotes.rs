//! What stands in quotation marks or title marks.

use crate::model::Span;

/// Longest quotation that is looked at, in bytes: a mark without its partner does not swallow the report.
const LONGEST: usize = 600;

/// A quotation or a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    /// With its marks.
    pub(crate) span: Span,
    /// Without its marks.
    pub(crate) inner: Span,
    /// Whether it stands in 《》 or 〈〉.
    pub(crate) is_title: bool,
    /// Whether another quotation or title holds it.
    pub(crate) nested: bool,
}

/// Every quotation and title of a text, by place; a mark without its partner in the same line is passed over.
///
/// “” ‘’ 「」 『』 《》 〈〉 and straight " " in pairs.
pub(crate) fn quotes(text: &str) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (place, char) in text.char_indices() {
        if char == '\n' {
            open.clear();
            continue;
        }
        if char == '"' && !open.iter().any(|&(_, mark)| mark == '"') {
            open.push((place, char));
            continue;
        }
        if closing_of(char).is_some() {
            open.push((place, char));
            continue;
        }
        let Some(at) = open.iter().rposition(|&(_, mark)| closing_of(mark).unwrap_or('"') == char) else { continue };
        let (start, mark) = open[at];
        open.truncate(at);
        let end = place + char.len_utf8();
        if end - start <= LONGEST {
            found.push(Quote {
                span: Span::new(start, end),
                inner: Span::new(start + mark.len_utf8(), place),
                is_title: matches!(mark, '《' | '〈'),
                nested: false,
            });
        }
    }
    found.sort_unstable_by_key(|quote| (quote.span.start, std::cmp::Reverse(quote.span.end)));
    let mut reach = 0;
    for quote in &mut found {
        quote.nested = quote.span.end <= reach;
        reach = reach.max(quote.span.end);
    }
    found
}

/// The quotations and titles that hold `span`; of those that stand before it, few are close enough to reach it.
pub(crate) fn holding(span: Span, quoted: &[Quote]) -> impl Iterator<Item = &Quote> {
    let before = quoted.partition_point(|quote| quote.span.start <= span.start);
    let near = quoted[..before].iter().rev().take_while(move |quote| span.start - quote.span.start <= LONGEST);
    near.filter(move |quote| quote.span.contains(span))
}

fn closing_of(mark: char) -> Option<char> {
    match mark {
        '“' => Some('”'),
        '‘' => Some('’'),
        '「' => Some('」'),
        '『' => Some('』'),
        '《' => Some('》'),
        '〈' => Some('〉'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let inner: Vec<&str> = quotes(text).iter().map(|quote| quote.inner.of(text)).collect();
        assert_eq!(inner, expected);
    }

    #[test]
    fn pairs_are_found_and_nested_ones_told() {
        check("打造“甲”“乙”品牌", &["甲", "乙"]);
        check("以“乡村‘五个美丽’建设”为抓手", &["乡村‘五个美丽’建设", "五个美丽"]);
        check("推动\"甲\"和\"乙\"", &["甲", "乙"]);
        assert!(quotes("“甲‘乙’”")[1].nested);
    }

    #[test]
    fn a_lone_mark_is_passed_over() {
        check("打造“甲\n乙”品牌“丙”", &["丙"]);
    }
}
