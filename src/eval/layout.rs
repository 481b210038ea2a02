//! What kind of page a report came from, told by how it is built.

use std::collections::BTreeSet;
use std::fmt;

use crate::clean::CleanText;
use crate::dictionary::{Dictionaries, Gazetteer};
use crate::segment::{BlockKind, Structure, segment};

/// The layout of a report.
///
/// It is inferred from the report's [`Structure`], by the first of these that holds; no word of the report decides:
///
/// | layout | how it shows |
/// | --- | --- |
/// | `digest` | three or more headings or bylines begin with the names of different places, or three bylines stand in it |
/// | `newspaper` | a third of its lines, and at least four, break off in mid-sentence: hard wraps |
/// | `yearly` | headings of two levels, 一、 and （一）; or three headings with 一、 in a text of 4,000 characters |
/// | `numbered` | two or more headings with 一、 : a speech or a paper |
/// | `brief` | no more than 600 characters and no heading but the title |
/// | `web` | anything else: an article with free headings or none |
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportLayout {
    /// Parts on several places or by several bodies.
    Digest,
    /// A page set in columns, with hard wraps.
    Newspaper,
    /// A yearly report with numbered headings on two levels.
    Yearly,
    /// A speech or paper in numbered parts.
    Numbered,
    /// A short notice.
    Brief,
    /// An article as web sites carry it.
    Web,
}

/// Fewest places or bylines of a digest.
const DIGEST_PARTS: usize = 3;
/// Fewest broken lines of a newspaper page; a title in two lines is no column.
const BROKEN_LINES: usize = 4;
/// Shortest yearly report with headings of one level, in characters.
const YEARLY_CHARS: usize = 4_000;
/// Longest brief, in characters.
const BRIEF_CHARS: usize = 600;

impl ReportLayout {
    /// The layout of a report's decoded text.
    ///
    /// # Examples
    /// ```
    /// use tongjian::dictionary::{Dictionaries, DictionarySource};
    /// use tongjian::eval::ReportLayout;
    /// let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    /// let layout = |text| ReportLayout::of(text, &dictionaries).to_string();
    /// assert_eq!(layout("县政协开展协商9场。"), "brief");
    /// assert_eq!(layout("一、建机制\n开展协商9场。\n二、搭平台\n建成工作室3个。"), "numbered");
    /// ```
    pub fn of(text: &str, dictionaries: &Dictionaries) -> Self {
        let clean = CleanText::new(text, &dictionaries.traditional);
        let structure = segment(clean.text(), &dictionaries.layout);
        let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        let n_broken = n_lines.saturating_sub(structure.blocks.len());
        let n_chars = text.chars().filter(|c| !c.is_whitespace()).count();
        let headings = Headings::of(clean.text(), &structure, &dictionaries.regions);
        if headings.places >= DIGEST_PARTS || headings.bylines >= DIGEST_PARTS {
            Self::Digest
        } else if n_broken >= BROKEN_LINES && 3 * n_broken >= n_lines {
            Self::Newspaper
        } else if headings.first >= 2 && headings.second >= 2 || headings.first >= 3 && n_chars >= YEARLY_CHARS {
            Self::Yearly
        } else if headings.first >= 2 {
            Self::Numbered
        } else if n_chars <= BRIEF_CHARS && headings.free <= 1 {
            Self::Brief
        } else {
            Self::Web
        }
    }
}

impl fmt::Display for ReportLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Digest => "digest",
            Self::Newspaper => "newspaper",
            Self::Yearly => "yearly",
            Self::Numbered => "numbered",
            Self::Brief => "brief",
            Self::Web => "web",
        })
    }
}

/// How many headings of each kind a report has.
#[derive(Debug, Default)]
struct Headings {
    /// Different places with which headings and bylines begin.
    places: usize,
    bylines: usize,
    /// Headings with 一、.
    first: usize,
    /// Headings with （一）.
    second: usize,
    /// Headings without a number.
    free: usize,
}

impl Headings {
    fn of(text: &str, structure: &Structure, regions: &Gazetteer) -> Self {
        let mut headings = Self::default();
        let mut places = BTreeSet::new();
        for block in &structure.blocks {
            let line = block.span.of(text).trim_start_matches(|c: char| !is_word(c) && c != '（');
            match block.kind {
                BlockKind::Byline => headings.bylines += 1,
                BlockKind::Heading { .. } if is_numbered(line) => headings.first += 1,
                BlockKind::Heading { .. } if line.strip_prefix('（').is_some_and(starts_with_numeral) => {
                    headings.second += 1;
                }
                BlockKind::Heading { .. } => headings.free += 1,
                _ => continue,
            }
            places.extend(
                regions.find_iter(line).next().filter(|found| found.span.start == 0).map(|found| found.span.of(line)),
            );
        }
        headings.places = places.len();
        headings
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_numbered(line: &str) -> bool {
    starts_with_numeral(line) && line.trim_start_matches(is_numeral).starts_with(['、', '．', '.', ' '])
}

fn starts_with_numeral(line: &str) -> bool {
    line.starts_with(is_numeral)
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::ReportLayout;
    use crate::dictionary::{Dictionaries, DictionarySource};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        assert_eq!(ReportLayout::of(text, &dictionaries).to_string(), expected);
    }

    #[test]
    fn the_structure_tells_the_layout() {
        check("三元区\n开展协商9场。\n沙县区\n开展协商8场。\n永安市\n开展协商7场。\n", "digest");
        check(
            "政协委员走进社区倾听民声，围绕\n停车难和老旧小区加装电梯议题开\n展协商一共二十三次，收集意见建\n议四十条，推动解决\
             难题九个，让\n居民生活更方便。",
            "newspaper",
        );
        check("一、上年工作\n（一）强化引领\n学习8次。\n（二）建言资政\n提案9件。\n二、今年打算\n继续。\n", "yearly");
        check("一、建机制\n开展协商9场。\n二、搭平台\n建成工作室3个。\n", "numbered");
        check("某县政协开展视察\n本报讯 委员30人参加。\n", "brief");
        check(&format!("某县政协这一年\n{}\n", "委员们走进社区，听取意见。".repeat(60)), "web");
    }
}
