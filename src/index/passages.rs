//! A report's text → passages: paragraph-sized pieces that search ranks and shows.

use std::collections::VecDeque;

use super::fold::searchable;
use crate::model::CharSpan;

/// A piece of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it stands in the decoded text.
    pub(super) span: CharSpan,
    /// What it says, on one line: breaks of hard-wrapped lines taken out.
    pub(super) text: String,
}

/// Below this many characters a piece is joined with what follows: a heading alone ranks too high and says too little.
const SHORT: usize = 60;
/// Above this many characters a piece ends with the sentence.
const LONG: usize = 300;
/// Above this many characters a piece ends anywhere: text without sentences.
const LONGEST: usize = 600;

/// A line of fewer characters that ends without a mark is a heading or byline, not a wrapped line.
const SHORT_LINE: usize = 25;

/// Cuts a text into pieces that together hold every character of it that is neither white space nor a heading's `#`.
///
/// A line break ends a piece only where the line ends like a sentence or a heading follows, because newspaper pages
/// break lines anywhere. `cuts` are characters where a section begins: a piece never crosses one.
pub(super) fn cut(text: &str, cuts: &[u32]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Open::default();
    let mut line = Line::default();
    let mut cuts = cuts.iter().copied().peekable();
    let mut rest = (0_u32..).zip(text.chars()).peekable();
    while let Some((at, character)) = rest.next() {
        while cuts.next_if(|&cut| cut <= at).is_some() {
            piece.close(&mut pieces);
        }
        match character {
            '\n' => {
                if line.n > 0 {
                    piece.gap = line.gap();
                    piece.may_end = line.is_heading || line.last.is_some_and(ends_sentence);
                }
                line = Line::default();
                continue;
            }
            '#' if line.n == 0 => {
                line.is_heading = true;
                if piece.n >= SHORT {
                    piece.close(&mut pieces);
                }
                continue;
            }
            _ if character.is_whitespace() => {
                piece.gap = if line.n > 0 { Gap::Space } else { piece.gap };
                continue;
            }
            _ => {}
        }
        if line.n == 0 && piece.may_end && piece.n >= SHORT {
            piece.close(&mut pieces);
        }
        piece.push(at, character);
        line.n += 1;
        line.last = Some(character);
        let ends = ends_sentence(character) && !rest.peek().is_some_and(|&(_, next)| is_closing(next));
        if piece.n >= LONGEST || piece.n >= LONG && ends {
            piece.close(&mut pieces);
        }
    }
    piece.close(&mut pieces);
    pieces
}

/// Searched characters on each side of the end of a piece that its seam holds.
pub(super) const SEAM: usize = 12;

/// For the end of each piece the searched characters around it: [`SEAM`] before it and as many after it, whatever pieces they
/// belong to. A stretch of at most [`SEAM`] + 1 characters that crosses the end stands in it whole.
pub(super) fn seams(text: &str, ends: impl ExactSizeIterator<Item = u32>) -> Vec<String> {
    let n_seams = ends.len();
    let mut seams: Vec<String> = Vec::with_capacity(n_seams);
    let mut before: VecDeque<char> = VecDeque::with_capacity(SEAM);
    // Seams that still take characters after their ends, with how many they take.
    let mut open: VecDeque<(usize, usize)> = VecDeque::new();
    let mut ends = ends.peekable();
    let mut characters = (0_u32..).zip(text.char_indices()).peekable();
    for (range, folded) in searchable(text) {
        let at = loop {
            match characters.next() {
                Some((at, (byte, _))) if byte == range.start => break at,
                Some(_) => {}
                None => break u32::MAX,
            }
        };
        while ends.next_if(|&end| end <= at).is_some() {
            open.push_back((seams.len(), SEAM));
            seams.push(before.iter().collect());
        }
        for (seam, n_left) in &mut open {
            seams[*seam].push(folded);
            *n_left -= 1;
        }
        while open.pop_front_if(|(_, n_left)| *n_left == 0).is_some() {}
        if before.len() == SEAM {
            before.pop_front();
        }
        before.push_back(folded);
    }
    // Behind the last pieces nothing is left to cross into.
    seams.resize(n_seams, String::new());
    seams
}

/// What white space between two characters means.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    /// Nothing: there is none, or a line was wrapped.
    #[default]
    None,
    /// A space in the text, or the end of a heading.
    Space,
}

/// The line that is being read.
#[derive(Default)]
struct Line {
    n: usize,
    last: Option<char>,
    is_heading: bool,
}

impl Line {
    fn gap(&self) -> Gap {
        let ends = self.last.is_some_and(|last| ends_sentence(last) || matches!(last, '，' | '、' | '：'));
        let wraps_latin = self.last.is_some_and(|last| last.is_ascii_alphabetic());
        if self.is_heading || wraps_latin || self.n < SHORT_LINE && !ends { Gap::Space } else { Gap::None }
    }
}

/// The piece that is being read.
#[derive(Default)]
struct Open {
    start: u32,
    end: u32,
    n: usize,
    text: String,
    gap: Gap,
    may_end: bool,
}

impl Open {
    fn push(&mut self, at: u32, character: char) {
        if self.n == 0 {
            self.start = at;
        } else if self.gap == Gap::Space {
            self.text.push(' ');
        }
        self.gap = Gap::None;
        self.may_end = false;
        self.text.push(character);
        self.end = at + 1;
        self.n += 1;
    }

    fn close(&mut self, pieces: &mut Vec<Piece>) {
        if self.n > 0 {
            let text = std::mem::take(&mut self.text);
            pieces.push(Piece { span: CharSpan::new(self.start, self.end), text });
        }
        *self = Self::default();
    }
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '…') || is_closing(character)
}

fn is_closing(character: char) -> bool {
    matches!(character, '”' | '’' | '」' | '』' | '）' | ')' | '》')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, SEAM, cut, seams};
    use crate::index::fold::searchable;

    fn squeezed(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != '#').collect()
    }

    #[test]
    fn hard_wraps_are_joined_and_headings_lead_the_next_paragraph() {
        let body = "全年开展走访".repeat(12);
        let text = format!("# 大标题\n\n{body}以23个\n\n重点课题为抓手。\n\n## 第二节\n第二段。");
        let pieces = cut(&text, &[]);
        assert_eq!(pieces.len(), 2, "{pieces:#?}");
        assert!(pieces[0].text.ends_with("以23个重点课题为抓手。"), "{}", pieces[0].text);
        assert!(pieces[1].text.starts_with("第二节 第二段"), "{}", pieces[1].text);
    }

    #[test]
    fn a_text_without_sentences_is_cut_anyway() {
        let pieces = cut(&"商".repeat(5 * LONGEST), &[]);
        assert_eq!(pieces.len(), 5);
    }

    #[test]
    fn sections_begin_a_piece() {
        assert_eq!(cut("甲区\n一句。\n乙区\n二句。", &[0, 7]).iter().map(|p| p.span.start).collect::<Vec<_>>(), [0, 7]);
    }

    proptest! {
        #[test]
        fn pieces_hold_the_text(text in "[甲乙丙。；“” \n#a1]{0,200}", cuts in proptest::collection::vec(0_u32..200, 0..4)) {
            let mut cuts = cuts;
            cuts.sort_unstable();
            let pieces = cut(&text, &cuts);
            let all: String = pieces.iter().map(|piece| squeezed(&piece.text)).collect();
            prop_assert_eq!(all, squeezed(&text));
            for piece in pieces {
                prop_assert_eq!(squeezed(&piece.span.of(&text)), squeezed(&piece.text));
            }
        }

        #[test]
        fn a_stretch_stands_in_a_piece_or_a_seam(text in "[甲乙丙。；“” \n#a1]{0,400}", at in 0_usize..400) {
            let pieces = cut(&text, &[]);
            let folded = |text: &str| searchable(text).map(|(_, folded)| folded).collect::<String>();
            let stretch: String = folded(&text).chars().skip(at).take(SEAM + 1).collect();
            prop_assume!(!stretch.is_empty());
            let mut places = pieces.iter().map(|piece| folded(&piece.text)).chain(seams(&text, pieces.iter().map(|piece| piece.span.end)));
            prop_assert!(places.any(|place| place.contains(&stretch)), "{}", stretch);
        }
    }
}
