//! The PDF library, wrapped: bytes → pages of text pieces with their places.

use std::io::Cursor;

use oxidize_pdf::parser::{ParseError, ParseOptions, PdfDocument, PdfReader};
use oxidize_pdf::text::{ExtractionOptions, TextExtractor};

use crate::read::apart::Refusal;

/// Text that the file draws in one go.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// What it says.
    pub(super) text: String,
    /// Left end, in points from the left edge of the page.
    pub(super) x: f64,
    /// Base line, in points from the lower edge of the page.
    pub(super) y: f64,
    /// Length in points.
    pub(super) width: f64,
    /// Font size in points.
    pub(super) size: f64,
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    /// Its upper edge, in the same measure as the pieces.
    pub(super) top: f64,
    /// Its lower edge.
    pub(super) bottom: f64,
    /// What it draws, in that order; `None` where the page cannot be read.
    pub(super) pieces: Option<Vec<Piece>>,
}

/// The most text that one page may hold: a newspaper page holds a thousandth.
const MAX_PAGE_BYTES: usize = 16 << 20;

/// How a file is taken that does not keep to the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// It is refused.
    Strict,
    /// What can be understood of it is read.
    Tolerant,
}

/// The pieces of every page, in the order in which the file draws them.
///
/// # Errors
/// The file as a whole, or every page of it, cannot be read.
pub(super) fn pages(bytes: &[u8], strictness: Strictness) -> Result<Vec<Page>, Refusal> {
    let options = match strictness {
        Strictness::Strict => ParseOptions { lenient_streams: true, ..ParseOptions::default() },
        Strictness::Tolerant => ParseOptions::tolerant(),
    };
    let reader = PdfReader::new_with_options(Cursor::new(bytes), options).map_err(|error| refusal(&error))?;
    if reader.is_encrypted() && !reader.is_unlocked() {
        return Err(Refusal::Encrypted);
    }
    let document = PdfDocument::new(reader);
    let n_pages = document.page_count().map_err(|error| refusal(&error))?;
    let mut extractor = TextExtractor::with_options(ExtractionOptions {
        preserve_layout: true,
        sort_by_position: false,
        merge_hyphenated: false,
        max_extracted_bytes: Some(MAX_PAGE_BYTES),
        ..ExtractionOptions::default()
    });
    let mut pages = Vec::new();
    let mut first_error = None;
    for index in 0..n_pages {
        let extracted = extractor.extract_from_page(&document, index);
        let pieces = extracted.map(|page| page.fragments.into_iter().map(piece).collect());
        let pieces = pieces.map_err(|error| first_error.get_or_insert(error)).ok();
        let [_, y, _, other_y] = document.get_page(index).map_or([0.0, 0.0, 595.0, 842.0], |page| page.media_box);
        pages.push(Page { top: y.max(other_y), bottom: y.min(other_y), pieces });
    }
    match first_error {
        Some(error) if pages.iter().all(|page| page.pieces.is_none()) => Err(refusal(&error)),
        _ => Ok(pages),
    }
}

fn piece(fragment: oxidize_pdf::text::TextFragment) -> Piece {
    Piece {
        text: fragment.text,
        x: fragment.x,
        y: fragment.y,
        width: fragment.width,
        size: if fragment.font_size > 0.0 { fragment.font_size } else { fragment.height },
    }
}

fn refusal(error: &ParseError) -> Refusal {
    match error {
        ParseError::EncryptionNotSupported | ParseError::WrongPassword => Refusal::Encrypted,
        error => Refusal::Broken(error.to_string()),
    }
}
