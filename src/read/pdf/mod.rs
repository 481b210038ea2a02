//! PDF → report text, a paragraph or heading a line where the page shows which lines belong together.
//!
//! 1. [`engine`] opens the file and gives the pieces of text that each page draws.
//! 2. [`furniture`] leaves out page numbers and running heads.
//! 3. [`layout`] puts the pieces in reading order: columns, paragraphs, cells of tables.
//!
//! What is changed in the text is what the page does not show:
//! radicals become the characters that they look like, and a blank that typesetting put between a Han character and a
//! digit goes.
//!
//! All of this runs [`apart`](super::apart).

mod engine;
mod furniture;
mod layout;

use super::apart::{Answer, Plain, Refusal};
use super::encoding::reads_like_chinese;
use super::marked_text::MarkedText;
use super::radicals::unradical;
use crate::model::FilePlace;
use engine::Page;
use layout::{Line, Segment};

/// Reads a PDF file.
pub(super) fn read(bytes: &[u8]) -> Answer {
    let pages = engine::pages(bytes)?;
    let n_pages = pages.len();
    let mut pages: Vec<(Page, Vec<Segment>)> = pages
        .into_iter()
        .map(|mut page| {
            page.pieces.iter_mut().for_each(|piece| piece.text = as_shown(&piece.text));
            let segments = layout::segments(&page.pieces);
            (page, segments)
        })
        .collect();
    furniture::remove(&mut pages);
    let mut text = MarkedText::default();
    let mut last: Option<Line> = None;
    for (number, (_, segments)) in (1..).zip(pages) {
        for line in layout::in_reading_order(segments) {
            match &last {
                Some(last) if line.continues(last) => {}
                Some(_) => text.push(if line.is_set_off { "\n\n" } else { "\n" }),
                None => {}
            }
            text.mark(FilePlace::Page(number));
            text.push(&line.text);
            last = Some(line);
        }
    }
    text.push("\n");
    if text.is_blank() {
        return Err(Refusal::NoText { n_pages });
    }
    if is_noise(text.as_str()) {
        return Err(Refusal::UnreadableFonts);
    }
    let read = text.finish();
    Ok(Plain { text: read.text, marks: read.marks })
}

/// The text as the page shows it.
fn as_shown(text: &str) -> String {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_control() || *c == '\t').map(unradical).collect();
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let is_seam = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
        let (Some(before), Some(after)) = (before, characters.get(at + 1).copied()) else { return false };
        is_han(before) && after.is_ascii_digit() || before.is_ascii_digit() && is_han(after)
    };
    let kept = characters.iter().enumerate().filter(|(at, c)| **c != ' ' || !is_seam(*at));
    kept.map(|(_, c)| *c).collect()
}

/// Whether the text is what comes out of fonts whose codes nobody explains: characters of private use, or from all
/// over the code table. There is no error in such a file, only no text.
fn is_noise(text: &str) -> bool {
    let n_chars = text.chars().filter(|c| !c.is_whitespace()).count();
    let is_odd = |c: &char| *c == char::REPLACEMENT_CHARACTER || ('\u{e000}'..='\u{f8ff}').contains(c);
    let n_odd = text.chars().filter(is_odd).count();
    n_odd * 4 > n_chars || !reads_like_chinese(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_the_page_shows() {
        assert_eq!(as_shown("资金 3200 万元，⼯作 组 A 3"), "资金3200万元，工作 组 A 3");
    }

    #[test]
    fn noise_is_told_from_text() {
        assert!(is_noise("\u{fffd}\u{fffd}\u{fffd}协商"));
        assert!(is_noise(&"蠡龘ЖЩѦ鼙鼗麤".repeat(10)));
        assert!(!is_noise("全年开展协商活动32场，走访企业。"));
        assert!(!is_noise("Annual report, 32 meetings."));
    }
}
