//! A digest → its parts as articles of their own.
//!
//! The digest is read as a whole, and what it says is shared out: a part has its year, its place and its committee from
//! the whole around it, so that a digest says the same whether it is split or not.

use super::Extraction;
use crate::extract::article::Article;
use crate::extract::parts::{Part, are_of_several, are_parted};
use crate::model::{ArticleRecord, CharSpan, JoinedFile, Record, SectionRecord, Span, Whole};
use crate::read::Split;
use crate::segment::Signature;

/// Whether a report with these parts is split where that is asked for.
pub(super) fn is_split(asked: Split, parts: &[Part], report: &str) -> bool {
    match asked {
        Split::No => false,
        Split::Auto => are_of_several(parts, report),
        Split::Yes => are_parted(parts),
    }
}

/// What was read from a digest, part by part.
///
/// What stands before the first part is an article too if something was read from it, and else the title of the whole.
pub(super) fn split(article: &Article<'_>, whole: &Extraction, parts: &[Part]) -> Vec<Extraction> {
    let parts: Vec<Part> = lead(whole, parts).into_iter().chain(parts.iter().cloned()).collect();
    let mut records = whole.records.iter().peekable();
    let mut articles = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let next = parts.get(index + 1).map_or(u32::MAX, |next| next.span.start);
        let about = about(&whole.article, &parts, index);
        let mut own = Vec::new();
        while let Some(record) = records.next_if(|record| record.start() < next) {
            own.push(record.clone().moved(&about.doc, part.span.start));
        }
        let considered = whole.considered.range(part.span.start..next);
        articles.push(Extraction {
            considered: considered.map(|(at, all)| (at - part.span.start, all.clone())).collect(),
            signature: Signature::of(part.clean.of(article.clean.text())),
            article: about,
            records: own,
        });
    }
    articles
}

/// What stands before the first part, where something was read from it.
fn lead(whole: &Extraction, parts: &[Part]) -> Option<Part> {
    let first = parts.first()?;
    let is_lead = |record: &Record| record.span().start < record.span().end && record.start() < first.span.start;
    whole.records.iter().any(is_lead).then(|| Part {
        span: CharSpan::new(0, first.span.start),
        clean: Span::new(0, first.clean.start),
        heading: None,
        region: whole.article.region,
        is_of_another: false,
    })
}

/// What is known of a part: its own heading and place; date and source of the whole, and where it stands in it.
fn about(whole: &ArticleRecord, parts: &[Part], index: usize) -> ArticleRecord {
    let part = &parts[index];
    let (start, end) = (part.span.start, part.span.end);
    // A report that begins without a title seems to be called what its first part is.
    let is_of_part = |title: &&String| parts.iter().any(|part| part.heading.as_ref() == Some(title));
    let title = whole.title.as_ref().filter(|title| !is_of_part(title));
    let sections = whole.sections.iter().filter(|section| start <= section.start && section.start < end);
    let moved = |section: &SectionRecord| SectionRecord {
        start: section.start - start,
        end: section.end.min(end) - start,
        ..section.clone()
    };
    ArticleRecord {
        doc: whole.doc.part(index + 1),
        title: part.heading.as_ref().or(title).cloned(),
        date: whole.date,
        source: whole.source.clone(),
        region: part.region,
        chars: end - start,
        sections: sections.map(moved).collect(),
        files: files(&whole.files, start, end),
        whole: Some(Whole { doc: whole.doc.clone(), title: title.cloned(), start, end }),
    }
}

/// The files that a stretch of a joined report stands in.
fn files(files: &[JoinedFile], start: u32, end: u32) -> Vec<JoinedFile> {
    let first = files.iter().rposition(|file| file.start <= start).unwrap_or_default();
    let inside = files.iter().skip(first).take_while(|file| file.start < end);
    inside.map(|file| JoinedFile { name: file.name.clone(), start: file.start.saturating_sub(start) }).collect()
}
