//! One report with everything that is known of it before its records are read out.

use std::cell::OnceCell;
use std::sync::Arc;

use super::modality::Modalities;
use super::periods::Timeline;
use super::regions::{Ambiguity, RegionContext};
use super::sessions::Mention;
use crate::clean::CleanText;
use crate::dictionary::{Dictionaries, SessionRow};
use crate::model::{ArticleRecord, DocId, SectionRecord, Span};
use crate::read::{Report, files_of};
use crate::segment::{BlockKind, Structure, segment};

/// A report, cleaned and segmented, with its times and places.
#[derive(Debug)]
pub struct Article<'a> {
    /// Its name.
    pub doc: &'a DocId,
    /// The decoded text that was cleaned.
    pub report: &'a str,
    /// The text that the extractors read.
    pub clean: CleanText,
    /// How it is built.
    pub structure: Structure,
    /// When its statements hold.
    pub timeline: Timeline,
    /// Whose work they describe.
    pub regions: RegionContext,
    /// What of them is done, planned or denied.
    pub modalities: Modalities,
    /// The sentences that were quoted.
    quotes: Vec<OnceCell<Arc<str>>>,
}

/// Widest line that is taken for a title, in characters.
const TITLE_WIDTH: usize = 60;

impl<'a> Article<'a> {
    /// Cleans and segments a report and finds its times, places and modalities.
    ///
    /// Place names that the report does not decide are returned beside it.
    pub fn read(report: &'a Report, dictionaries: &Dictionaries) -> (Self, Vec<Ambiguity>) {
        let clean = CleanText::new(&report.text, &dictionaries.traditional);
        let text = clean.text();
        let structure = segment(text, &dictionaries.layout);
        let mut timeline = Timeline::read(text, &structure, &report.metadata, &dictionaries.periods);
        let (regions, ambiguities) = RegionContext::resolve(
            text,
            &structure,
            &report.metadata,
            timeline.reference_year(),
            &dictionaries.regions,
            &dictionaries.places,
        );
        let region = |at: Span| regions.at(at);
        timeline.set_clock(text, &dictionaries.periods, &dictionaries.sessions, region);
        let modalities = Modalities::of(text, &structure, &dictionaries.modality, |span| timeline.is_past(span));
        let quotes = vec![OnceCell::new(); structure.sentences.len()];
        let (doc, report) = (&report.doc, report.text.as_str());
        (Self { doc, report, clean, structure, timeline, regions, modalities, quotes }, ambiguities)
    }

    /// A sentence as the report writes it, without the white space of hard wraps; empty where there is none. All that
    /// quote it share it.
    pub fn quote(&self, sentence: usize) -> Arc<str> {
        let read = |quote: &OnceCell<Arc<str>>| {
            let span = self.structure.sentences[sentence].span;
            Arc::clone(quote.get_or_init(|| self.clean.as_written(self.report, span).into()))
        };
        self.quotes.get(sentence).map(read).unwrap_or_default()
    }

    /// The sessions whose opening day the report tells, each with the words that name it in the clean text.
    ///
    /// Left out are those of bodies or places that the report does not name.
    pub fn sessions(&self) -> Vec<(Span, SessionRow)> {
        let told = self.timeline.sessions(self.clean.text()).into_iter();
        told.filter_map(|told| {
            let Mention { start, end, body, term, session } = told.mention;
            let span = Span::new(start, end);
            let region = self.regions.at(span)?;
            Some((span, SessionRow { region, body: body?, term: term?, session, opened: told.opened }))
        })
        .collect()
    }

    /// The record of the report as a whole.
    pub fn record(&self, report: &Report) -> ArticleRecord {
        let text = self.clean.text();
        let sections = self.structure.sections.iter().enumerate().filter_map(|(index, section)| {
            let heading = section.heading?;
            // The line break that closes the last line may not stand in the report.
            let lines = section.span.of(text).trim_end_matches('\n').len();
            let span = self.clean.original(Span::new(section.span.start, section.span.start + lines));
            Some(SectionRecord {
                heading: self.clean.as_written(self.report, heading),
                region: self.regions.section(index),
                start: span.start,
                end: span.end,
            })
        });
        let title = self.structure.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let title = title.map(|block| block.span).filter(|span| span.of(text).chars().count() <= TITLE_WIDTH);
        let inferred =
            title.map(|span| self.clean.as_written(self.report, span).trim_start_matches('#').trim().to_owned());
        ArticleRecord {
            doc: self.doc.clone(),
            title: report.metadata.title.clone().or(inferred),
            date: self.timeline.date(),
            source: report.metadata.source.clone(),
            region: self.regions.article(),
            chars: u32::try_from(self.report.chars().count()).unwrap_or(u32::MAX),
            sections: sections.collect(),
            whole: None,
            files: files_of(&report.marks),
        }
    }
}
