//! Web pages → the words of their article.
//!
//! 1. [`nesting`] refuses pages that no parser survives.
//! 2. [`stated`] reads title, date, source and address, before anything is taken out.
//! 3. What is never part of an article goes; a known container ([`shapes`]) or, where there is none, a readability
//!    measure says where the article stands.
//! 4. [`lines`] writes its words as a reader sees them, each line with its [`paths`] in the page.

mod lines;
mod nesting;
mod paths;
mod shapes;
mod stated;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeId, NodeRef, Selection};
use dom_smoothie::{Config, Readability};

use self::lines::{Line, lines_of};
use self::paths::Paths;
use self::stated::Stated;
use super::encoding::{Decoded, decode_as};
use super::{FaultKind, ReportText};
use crate::model::{FilePlace, PlaceMark};

pub(super) use nesting::DEEPEST;
pub(super) use stated::date_in as day_in;

/// Reads the article of a page, or says why there is none.
pub(super) fn read(page: &str) -> Result<ReportText, FaultKind> {
    if nesting::is_too_deep(page) {
        return Err(FaultKind::TooDeep);
    }
    let page = Document::from(page);
    let paths = Paths::new(&page);
    let stated = Stated::read(&page, &paths);
    strip(&page);
    let root = article(&page).ok_or(FaultKind::NoArticle)?;
    let mut lines = lines_of(root, &paths);
    let mut metadata = stated.with_info_lines(&mut lines);
    drop_page_lines(&mut lines);
    let n_linked: usize = lines.iter().map(|line| line.linked).sum();
    let n_letters: usize = lines.iter().map(Line::letters).sum();
    if lines.is_empty() || n_linked * 100 > n_letters * MOST_LINKED {
        return Err(FaultKind::NoArticle);
    }
    if let Some(title) = &mut metadata.title {
        let has_title = |line: &&Line| squeezed(&line.text).contains(&squeezed(title));
        match lines.iter().take(TITLE_WITHIN).find(has_title) {
            // What browsers show as the title is often only a part of it.
            Some(line) if line.width() <= TITLE_WIDTH && !line.text.contains('。') => {
                *title = line.text.trim().to_owned();
            }
            Some(_) => {}
            None => {
                let place = stated.title_place.unwrap_or_else(|| FilePlace::Element("html>head>title".to_owned()));
                lines.insert(0, Line { text: title.clone(), place, linked: 0 });
            }
        }
    }
    let (text, marks) = joined(&lines);
    Ok(ReportText { text, marks, stated: metadata, oddities: Vec::new() })
}

/// Decodes a page by what it says of its own encoding, where it says so and the bytes agree.
///
/// Byte order marks and valid UTF-8 settle it without asking: a page that was saved anew often keeps the word of the
/// encoding it had before.
pub(super) fn decode_page(bytes: &[u8]) -> Option<Decoded> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let label = declared_encoding(head).filter(|_| std::str::from_utf8(bytes).is_err());
    label.and_then(|label| decode_as(bytes, label))
}

/// Within so many bytes a page must say its encoding.
const HEAD: usize = 4096;

fn declared_encoding(head: &[u8]) -> Option<&[u8]> {
    if head.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'<') {
        return None;
    }
    let key = b"charset=";
    let at = head.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))?;
    let label = &head[at + key.len()..];
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte))?;
    Some(&label[..end])
}

/// Percent of an article's letters that may be links; lists of articles have 70 and more.
const MOST_LINKED: usize = 55;
/// Among so many first lines the title is looked for.
const TITLE_WITHIN: usize = 6;
/// The widest line that is a title, in characters.
const TITLE_WIDTH: usize = 60;

/// Takes out what is never part of an article.
fn strip(page: &Document) {
    page.select(shapes::MACHINERY).remove();
    if page.root().descendants_it().filter(NodeRef::is_element).count() > MOST_ELEMENTS {
        return;
    }
    let whole = page.root().normalized_char_count();
    for part in page.select(shapes::SURROUNDINGS).nodes().iter().copied() {
        // Site builders call the main column names like these too.
        let holds_most = part.normalized_char_count() * 100 > whole * 40;
        let inside = Selection::from(part);
        let holds_article = || shapes::CONTAINERS.iter().any(|container| inside.select_single(container).exists());
        if !holds_most && !holds_article() {
            part.remove_from_parent();
        }
    }
}

/// A container with fewer characters is not where the words are.
const LEAST_CONTAINER: usize = 20;

/// Of more containers of one kind only the first are looked at.
const MOST_CONTAINERS: usize = 64;

/// The element that holds the article.
fn article(page: &Document) -> Option<NodeRef<'_>> {
    let known = shapes::CONTAINERS.iter().find_map(|selector| {
        let found = page.select(selector);
        let found = &found.nodes()[..found.nodes().len().min(MOST_CONTAINERS)];
        let long = found.iter().max_by_key(|node| node.normalized_char_count())?;
        let all = found.iter().filter(|node| !found.iter().any(|other| holds(other, node)));
        let n_all: usize = all.clone().map(NodeRef::normalized_char_count).sum();
        let n_long = long.normalized_char_count();
        // Several boxes of one kind, none of which is the article alone: what holds them is.
        let root = if n_long * 100 >= n_all * 80 { Some(*long) } else { all.copied().reduce_to_common() };
        root.filter(|_| n_all >= LEAST_CONTAINER)
    });
    known.or_else(|| measured(page)).or_else(|| page.body())
}

fn holds(outer: &NodeRef<'_>, inner: &NodeRef<'_>) -> bool {
    inner.ancestors_it(None).any(|above| above.id == outer.id)
}

/// The lowest element that holds all of several.
trait CommonAncestor<'a>: Iterator<Item = NodeRef<'a>> + Sized {
    fn reduce_to_common(self) -> Option<NodeRef<'a>> {
        self.reduce(|one, other| {
            let up = |from| std::iter::successors(Some(from), NodeRef::parent);
            let own: HashSet<NodeId> = up(one).map(|above| above.id).collect();
            up(other).find(|above| own.contains(&above.id)).unwrap_or(one)
        })
    }
}

impl<'a, I: Iterator<Item = NodeRef<'a>>> CommonAncestor<'a> for I {}

/// An attribute by which an element is known again in what the readability measure returns.
const TAG: &str = "data-tongjian";
/// Pages with more elements are neither tidied nor measured: that could take long, and their body is read.
const MOST_ELEMENTS: usize = 100_000;

/// Where a readability measure sees the article: what holds all the elements that it would keep. It only points; what
/// it would leave out of the article, such as lists and tables of numbers, is kept.
fn measured(page: &Document) -> Option<NodeRef<'_>> {
    let elements: Vec<NodeRef<'_>> = page.root().descendants_it().filter(NodeRef::is_element).collect();
    if elements.len() > MOST_ELEMENTS {
        return None;
    }
    let copy = page.clone();
    // The iterator that collects nothing forbids changes to the page.
    for (number, node) in copy.root().descendants().into_iter().filter(NodeRef::is_element).enumerate() {
        node.set_attr(TAG, &number.to_string());
    }
    let config = Config { char_threshold: 50, disable_json_ld: true, ..Config::default() };
    // The measure only sees a copy, so that nothing half-changed can outlive a panic.
    let kept =
        catch_unwind(AssertUnwindSafe(|| Readability::with_document(copy, None, Some(config)).ok()?.parse().ok()));
    let kept = Document::fragment(kept.ok()??.content);
    let tagged = kept.select(&format!("[{TAG}]"));
    let with_words = tagged.nodes().iter().filter(|node| node.children_it(false).any(|child| child.is_nonempty_text()));
    let numbers = with_words.filter_map(|node| node.attr(TAG)?.parse::<usize>().ok());
    numbers.filter_map(|number| elements.get(number).copied()).reduce_to_common()
}

/// Drops editors' lines, buttons, and the related articles at the end.
fn drop_page_lines(lines: &mut Vec<Line>) {
    let starts = |line: &Line, words: &[&str]| {
        let text = line.text.trim_start_matches(['（', '(', '【', '[', ' ', '\u{3000}', '\u{a0}', '|']);
        words.iter().any(|word| text.starts_with(word))
    };
    // From the end on, so that a long page is gone through once.
    let (mut n_letters, mut n_linked) = (0, 0);
    let mut related = None;
    for (index, line) in lines.iter().enumerate().rev() {
        if n_linked * 2 >= n_letters && line.width() <= 12 && starts(line, shapes::RELATED_HEADINGS) {
            related = Some(index);
        }
        n_letters += line.letters();
        n_linked += line.linked;
    }
    lines.truncate(related.unwrap_or(lines.len()));
    lines.retain(|line| {
        let is_part_of_page =
            line.width() <= shapes::PAGE_LINE_WIDTH && !line.text.contains('。') && starts(line, shapes::PAGE_LINES);
        !is_part_of_page
    });
    // Menus above the article and links below it.
    let is_menu = |line: &&Line| line.linked > 0 && line.linked * 10 >= line.letters() * 9 && !line.text.contains('。');
    let n_below = lines.iter().rev().take_while(is_menu).count();
    lines.truncate(lines.len() - n_below);
    let n_above = lines.iter().take_while(is_menu).count();
    lines.drain(..n_above);
}

/// A text without the white space that titles differ by.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn joined(lines: &[Line]) -> (String, Vec<PlaceMark>) {
    let mut text = String::new();
    let mut marks: Vec<PlaceMark> = Vec::new();
    let mut start = 0_u32;
    for line in lines {
        if marks.last().is_none_or(|mark| mark.place != line.place) {
            marks.push(PlaceMark { start, place: line.place.clone() });
        }
        text.push_str(&line.text);
        text.push('\n');
        start = start.saturating_add(u32::try_from(line.width() + 1).unwrap_or(u32::MAX));
    }
    (text, marks)
}

#[cfg(test)]
mod tests;
