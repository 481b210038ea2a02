//! Pinyin between the characters: 协(xié)商, 協（xié）商.
//!
//! Mirrors for learners write the reading behind the characters. Where a report does so again and again the readings
//! are dropped; a single （km） or （APP） is part of the text.

use super::lines::is_blank;

/// So many readings with a tone mark show that a report is glossed: fewer may be the readings of rare characters.
const LEAST: usize = 5;
/// Without tone marks, so many.
const LEAST_PLAIN: usize = 30;
/// Longest reading, in characters: of a word of four characters.
const LONGEST: usize = 28;

/// Whether a report is glossed, and where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Glosses {
    count: usize,
}

impl Glosses {
    /// Decides once for the whole report.
    pub(super) fn new(report: &str) -> Self {
        let mut previous = None;
        let (mut toned, mut plain) = (0, 0);
        for (at, c) in report.char_indices() {
            if let Some(gloss) = gloss_at(previous, &report[at..]) {
                if gloss.contains(is_toned) { toned += 1 } else { plain += 1 }
            }
            previous = Some(c);
        }
        let glossed = toned >= LEAST || plain >= LEAST_PLAIN;
        Self { count: if glossed { toned + plain } else { 0 } }
    }

    /// How many readings the report holds; 0 where it is not glossed.
    pub(super) fn count(self) -> usize {
        self.count
    }

    /// The reading with which `rest` begins, behind the character `previous`.
    pub(super) fn at(self, previous: Option<char>, rest: &str) -> Option<&str> {
        if self.count == 0 { None } else { gloss_at(previous, rest) }
    }
}

/// A reading in brackets, behind a Chinese character or a digit.
fn gloss_at(previous: Option<char>, rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix(['(', '（'])?;
    previous.filter(|c| ('\u{3400}'..='\u{9fff}').contains(c) || c.is_ascii_digit())?;
    let end = inner.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ')' | '）')).map(|(at, _)| at)?;
    let reading = &inner[..end];
    let is_reading =
        reading.chars().all(|c| c.is_ascii_lowercase() || is_toned(c) || is_blank(c) || "'’ü·".contains(c));
    let has_vowel = reading.contains(|c| "aeiou".contains(c) || is_toned(c));
    let bracket = rest.len() - inner.len();
    (is_reading && has_vowel).then(|| &rest[..rest.len() - inner.len() + end + closing(&rest[bracket + end..])])
}

fn closing(rest: &str) -> usize {
    rest.chars().next().map_or(0, char::len_utf8)
}

fn is_toned(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ\u{300}\u{301}\u{304}\u{30c}".contains(c)
}

#[cfg(test)]
mod tests {
    use crate::clean::CleanText;
    use crate::model::{CharSpan, Span, Traditional};

    #[test]
    fn readings_are_dropped_and_offsets_lead_back() {
        let report = "县(xiàn)政(zhèng)协(xié)开展协商(xié shāng)１２(shí èr)次，收集意见（yì jiàn）30条。";
        let clean = CleanText::new(report, &Traditional::default());
        assert_eq!(clean.text().trim_end(), "县政协开展协商12次，收集意见30条。");
        let at = clean.text().find("12次").unwrap();
        let evidence = clean.original(Span::new(at, at + "12次".len()));
        assert_eq!(evidence.of(report), "１２(shí èr)次");
        assert_eq!(clean.as_written(report, Span::new(at, at + "12次".len())), "１２次");
        let at = clean.text().find("意见").unwrap();
        let start = u32::try_from(report.chars().position(|c| c == '意').unwrap()).unwrap();
        assert_eq!(clean.original(Span::new(at, at + "意见".len())), CharSpan::new(start, start + 2));
        assert_eq!(clean.n_glosses(), 6);
    }

    #[test]
    fn a_few_brackets_stay() {
        let report = "管网（km）12处，垚（yáo）某村，面积（mu）30亩，上线客户端（app）。";
        let clean = CleanText::new(report, &Traditional::default());
        assert_eq!(clean.text().trim_end(), report);
        assert_eq!(clean.n_glosses(), 0);
    }
}
