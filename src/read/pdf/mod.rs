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
use engine::{Page, Strictness};
use layout::{Line, Segment};

/// Reads a PDF file.
pub(super) fn read(bytes: &[u8]) -> Answer {
    let (pages, is_mended) = pages_of(bytes)?;
    let n_pages = pages.len();
    let mut pages: Vec<(Page, Vec<Segment>)> = pages
        .into_iter()
        .map(|mut page| {
            let pieces = page.pieces.iter_mut().flatten();
            pieces.for_each(|piece| piece.text = as_shown(&piece.text));
            let segments = layout::segments(page.pieces.as_deref().unwrap_or_default());
            (page, segments)
        })
        .collect();
    let is_lost = |(number, (page, _)): (u32, &(Page, _))| page.pieces.is_none().then_some(number);
    let lost_pages = (1..).zip(&pages).filter_map(is_lost).collect();
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
    Ok(Plain { text: read.text, marks: read.marks, lost_pages, is_mended })
}

/// The pages, and whether they were to be had only by overlooking faults of the file.
fn pages_of(bytes: &[u8]) -> Result<(Vec<Page>, bool), Refusal> {
    let n_lost = |pages: &[Page]| pages.iter().filter(|page| page.pieces.is_none()).count();
    let strict = engine::pages(bytes, Strictness::Strict);
    if strict.as_ref().is_ok_and(|pages| n_lost(pages) == 0) || strict == Err(Refusal::Encrypted) {
        return strict.map(|pages| (pages, false));
    }
    match (strict, engine::pages(bytes, Strictness::Tolerant)) {
        (Ok(strict), Ok(tolerant)) if n_lost(&strict) <= n_lost(&tolerant) => Ok((strict, false)),
        (_, Ok(tolerant)) if tolerant.iter().any(|page| page.pieces.iter().any(|pieces| !pieces.is_empty())) => {
            Ok((tolerant, true))
        }
        // What is wrong with a file that only seems to hold no text is what the strict reading says.
        (strict, _) => strict.map(|pages| (pages, false)),
    }
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

    /// A PDF with a page for each content stream, each with its entries; the font is not embedded.
    fn pdf(contents: &[(&str, &[u8])]) -> Vec<u8> {
        let n_pages = contents.len();
        let kids: Vec<String> = (0..n_pages).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
        let kids = kids.join(" ");
        let mut objects: Vec<Vec<u8>> = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            format!("<</Type/Pages/Kids[{kids}]/Count {n_pages}>>").into_bytes(),
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[4 0 R]>>".to_vec(),
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000\
              /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
                .to_vec(),
        ];
        for (page, (entries, content)) in contents.iter().enumerate() {
            let stream = 6 + 2 * page;
            let about = "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>";
            objects.push(format!("<<{about}/Contents {stream} 0 R>>").into_bytes());
            let head = format!("<</Length {}{entries}>>\nstream\n", content.len());
            objects.push([head.as_bytes(), content, b"\nendstream"].concat());
        }
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut table = vec![format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1)];
        for (index, object) in objects.iter().enumerate() {
            table.push(format!("{:010} 00000 n \n", file.len()));
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let (table, n_entries, at) = (table.concat(), objects.len() + 1, file.len());
        let end = format!("{table}trailer\n<</Size {n_entries}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
        file.extend_from_slice(end.as_bytes());
        file
    }

    fn saying(text: &str) -> Vec<u8> {
        let hex: Vec<String> = encoding_rs::GB18030.encode(text).0.iter().map(|byte| format!("{byte:02x}")).collect();
        let hex = hex.concat();
        format!("BT /F 12 Tf 72 700 Td <{hex}> Tj ET").into_bytes()
    }

    #[test]
    fn pages_are_marked_and_those_that_are_lost_are_told() {
        let read = read(&pdf(&[
            ("", &saying("全年协商32场。")),
            ("/Filter/FlateDecode", b"no such thing"),
            ("", &saying("走访9家。")),
        ]))
        .unwrap();
        assert_eq!(read.text, "全年协商32场。\n走访9家。\n");
        assert_eq!(read.lost_pages, [2]);
        let marks: Vec<_> = read.marks.iter().map(|mark| (mark.start, mark.place.clone())).collect();
        assert_eq!(marks, [(0, FilePlace::Page(1)), (9, FilePlace::Page(3))]);
    }

    #[test]
    fn pages_without_text_need_recognition() {
        assert_eq!(read(&pdf(&[("", b"0 0 m"), ("", b"1 1 m")])), Err(Refusal::NoText { n_pages: 2 }));
        let broken = read(&pdf(&[("/Filter/FlateDecode", b"no such thing")]));
        assert!(matches!(broken, Err(Refusal::Broken(_))), "{broken:?}");
    }
}
