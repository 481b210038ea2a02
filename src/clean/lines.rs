//! The physical lines of a report.

/// A line that holds text, white space at its ends left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The text of the line.
    pub(super) text: &'a str,
    /// Its first character, counted in the report.
    pub(super) start: u32,
    /// The same place in bytes.
    pub(super) start_byte: usize,
    /// How many white-space characters stood before it on its line.
    pub(super) indent: u32,
    /// Length in characters.
    pub(super) width: u32,
}

/// Every line that holds more than white space, in order.
pub(super) fn lines(report: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut start_byte = 0;
    for raw in report.split_inclusive(is_line_break) {
        let indent = super::count(raw.chars().take_while(|c| is_blank(*c)));
        let text = raw.trim_matches(is_blank);
        if !text.is_empty() {
            let width = super::count(text.chars());
            let leading = raw.len() - raw.trim_start_matches(is_blank).len();
            lines.push(Line { text, start: start + indent, start_byte: start_byte + leading, indent, width });
        }
        start_byte += raw.len();
        start += super::count(raw.chars());
    }
    lines
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{000b}' | '\u{000c}' | '\u{2028}' | '\u{2029}')
}

/// White space, and the invisible characters that web pages leave in text.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn line_starts_count_characters_of_the_report() {
        let report = "\r\n　　协商议事\r\n\n办实事3件 \n";
        let found: Vec<_> = lines(report).iter().map(|line| (line.text, line.start, line.indent)).collect();
        assert_eq!(found, [("协商议事", 4, 2), ("办实事3件", 11, 0)]);
    }
}
