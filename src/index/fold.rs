//! The characters that are searched, in the one form in which they are compared.

use crate::model::is_ideograph;

/// Yields every character that search looks at, folded, with the byte range where it stands in `text`.
///
/// Full-width forms become half-width and letters lose their case. White space and punctuation are passed over, so that
/// a phrase is found across a hard-wrapped line and with or without the quotation marks of a name; a decimal point
/// between digits stays, and so do signs that carry meaning (%, ‰, ℃).
///
/// Whether a character is kept depends on its two neighbours alone, so the folded form of a piece of a text is always a
/// piece of the folded text: this is what makes every stretch of a report findable.
///
/// # Examples
/// ```
/// use tongjian::index::searchable;
/// let folded: String = searchable("“好商量”\n工作室：９９.2％").map(|(_, c)| c).collect();
/// assert_eq!(folded, "好商量工作室99.2%");
/// ```
pub fn searchable(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, char)> + '_ {
    let mut rest = text.char_indices().map(|(start, written)| (start..start + written.len_utf8(), fold(written)));
    let mut before = None;
    let mut next = rest.next();
    std::iter::from_fn(move || {
        while let Some((range, folded)) = next.take() {
            next = rest.next();
            let kept = is_searched(before, folded, next.as_ref().map(|(_, after)| *after));
            before = Some(folded);
            if kept {
                return Some((range, folded));
            }
        }
        None
    })
}

/// Half-width and lower case; any other character stays as it is.
pub(super) fn fold(written: char) -> char {
    const FULL_WIDTH_OFFSET: u32 = '！' as u32 - '!' as u32;
    let half = match written {
        _ if is_ideograph(written) => return written,
        '！'..='～' => char::from_u32(u32::from(written) - FULL_WIDTH_OFFSET).unwrap_or(written),
        '\u{3000}' => ' ',
        _ => written,
    };
    half.to_lowercase().next().unwrap_or(half)
}

fn is_searched(before: Option<char>, here: char, after: Option<char>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match here {
        '%' | '‰' | '℃' => true,
        '.' => digit(before) && digit(after),
        _ => is_ideograph(here) || here.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::searchable;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(searchable(text).map(|(_, c)| c).collect::<String>(), expected);
    }

    #[test]
    fn width_case_marks_and_breaks_do_not_matter() {
        check("微协商、微调研", "微协商微调研");
        check("以23个\n\n重点课题", "以23个重点课题");
        check("“政协Ｅ家”云平台", "政协e家云平台");
        check("共1,234件。5.", "共1234件5");
        check("1.07万人次，占99.2％", "1.07万人次占99.2%");
        check("——！？", "");
    }

    #[test]
    fn ranges_lead_back_to_the_text() {
        let text = "“Ａ”社区";
        let spans: Vec<_> = searchable(text).map(|(range, _)| &text[range]).collect();
        assert_eq!(spans, ["Ａ", "社", "区"]);
    }
}
