//! Reports into the library, batch by batch.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest;
use super::sync::{add, stamp_of, take_out};
use super::{Change, ContentHash, Entry, Library, MANIFEST, PREVIOUS, Reader, Tally, WriteLock};
use crate::error::Result;
use crate::index::IndexWriter;
use crate::model::DocId;
use crate::pipeline::{self, Outcome};
use crate::read::{Fault, RawMetadata, Source, Split};

/// How to ingest.
#[derive(Debug, Clone, Copy)]
pub struct IngestOptions {
    /// Threads that read and extract; 0 for as many as there are processors.
    pub n_threads: usize,
    /// Reports that are committed together, at least; see [`IngestOptions::batch_for`].
    pub batch: usize,
}

impl Default for IngestOptions {
    /// Batches of 2000, more in a large library: a killed run repeats some seconds of work, or a small part of it all.
    fn default() -> Self {
        Self { n_threads: 0, batch: 2000 }
    }
}

impl IngestOptions {
    /// Reports that are committed together when a library holds `n_reports`.
    ///
    /// Each batch writes the whole manifest anew. Batches that grow with the library write each line of it about
    /// [`PART`] times in all, however many reports come; batches of one size would write a million lines five hundred
    /// times.
    fn batch_for(self, n_reports: usize) -> usize {
        self.batch.max(n_reports / PART).max(1)
    }
}

/// A batch is at most this part of what the library holds, if that is more than a batch otherwise has.
const PART: usize = 16;

/// What an ingest did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Reports read again beforehand: after a killed run, or because the dictionaries changed.
    pub n_read_again: usize,
    /// Reports that the library did not have.
    pub n_new: usize,
    /// Reports that it had, with the same bytes and metadata.
    pub n_same: usize,
    /// Reports that have new bytes or metadata.
    pub changed: Vec<DocId>,
    /// Reports with the bytes of another, and that other.
    pub duplicates: Vec<(DocId, DocId)>,
    /// Reports that are other prints of an article, and the report that stands for it, where that was not known before.
    pub reprints: Vec<(DocId, DocId)>,
    /// Reports that were not taken in, or lost their records, with the reason.
    pub failed: Vec<Fault>,
    /// Oddities of reports that were taken in.
    pub odd: Vec<Fault>,
    /// Reports that look like digests of several committees and were taken in as one article, with the headings of the
    /// parts.
    pub digests: Vec<(DocId, Vec<String>)>,
    /// Reports that were split, and into how many articles.
    pub split: Vec<(DocId, usize)>,
    /// Reports that gave way: their files are part of another report now, or are reports of their own.
    pub given_way: Vec<DocId>,
    /// What was found in new and changed reports.
    pub tally: Tally,
}

impl Library {
    /// Takes reports in. Each batch is committed as a whole; what was committed stays when the run is stopped.
    ///
    /// The index is caught up first, so that it stands for everything the library holds when this returns.
    /// `progress` hears how many reports are done, and of how many: first of those caught up with, then of `sources`.
    ///
    /// # Errors
    /// Disk or index; reports that cannot be read are part of the [`Summary`].
    pub fn ingest(
        &mut self,
        lock: &WriteLock,
        sources: &[Source],
        reader: &Reader,
        options: IngestOptions,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Summary> {
        reader.dictionaries.read_all();
        let caught_up = self.catch_up(lock, reader, options.n_threads, progress)?;
        let mut summary = Summary { n_read_again: caught_up.n_read, failed: caught_up.failed, ..Summary::default() };
        let known_reprints = self.index.reprints()?;
        let mut n_done = 0;
        let mut progress = || {
            n_done += 1;
            progress(n_done, sources.len());
        };
        let mut writer = self.index.writer()?;
        let outcome = self
            .ingest_batches(sources, reader, options, &mut writer, &mut summary, &mut progress)
            .and_then(|()| self.let_give_way(sources, reader, &mut writer, &mut summary));
        if let Err(error) = outcome {
            // The manifest in memory is ahead of the one that is committed.
            drop(writer);
            self.reload()?;
            return Err(error);
        }
        self.index.reload()?;
        let reprints = self.index.keep_reprints()?;
        let is_found = |doc: &DocId, of: &DocId| known_reprints.standing_for(doc) != of;
        let found = reprints.iter().filter(|(doc, of)| is_found(doc, of));
        summary.reprints = found.map(|(doc, of)| (doc.clone(), of.clone())).collect();
        Ok(summary)
    }

    fn ingest_batches(
        &mut self,
        sources: &[Source],
        reader: &Reader,
        options: IngestOptions,
        writer: &mut IndexWriter,
        summary: &mut Summary,
        progress: &mut dyn FnMut(),
    ) -> Result<()> {
        let mut left = sources;
        while !left.is_empty() {
            let n_held = self.manifest.get()?.entries().len();
            let (batch, later) = left.split_at(options.batch_for(n_held).min(left.len()));
            left = later;
            self.ingest_batch(batch, reader, options.n_threads, writer, summary, progress)?;
        }
        Ok(())
    }

    fn ingest_batch(
        &mut self,
        batch: &[Source],
        reader: &Reader,
        n_threads: usize,
        writer: &mut IndexWriter,
        summary: &mut Summary,
        progress: &mut dyn FnMut(),
    ) -> Result<()> {
        let manifest = self.manifest.get_mut()?;
        let entry_of = |source: &Source| Some((source.doc.clone(), manifest.get(&source.doc)?.clone()));
        let known: BTreeMap<DocId, Entry> = batch.iter().filter_map(entry_of).collect();
        let mut heirs = Vec::new();
        let mut is_changed = false;
        let (originals, corrections, index) = (&self.originals, &self.corrections, &self.index);
        let each = |arrival: Result<Arrival>| -> Result<()> {
            progress();
            let (source, hash, bytes, outcome) = match arrival? {
                Arrival::Failed(fault) => {
                    summary.failed.push(fault);
                    return Ok(());
                }
                Arrival::Kept { source, hash, bytes, outcome } => (source, hash, bytes, outcome),
            };
            let (change, heir) = manifest.put(&source.doc, hash, bytes, &source.metadata);
            heirs.extend(heir);
            let files = source.files();
            for doc in files.iter().filter(|file| **file != source.doc) {
                let Some((gone, heir)) = manifest.take_out(doc) else { continue };
                heirs.extend(heir);
                take_out(writer, index, manifest, &gone.doc)?;
                summary.given_way.push(gone.doc);
            }
            manifest.set_files(&source.doc, files);
            is_changed |= change != Change::Same || outcome.is_some();
            summary.note(&source.doc, &change);
            if let Some(outcome) = outcome {
                summary.note_faults(&outcome);
                if known.get(&source.doc).is_some_and(|entry| entry.metadata.split() != Split::No) {
                    take_out(writer, index, manifest, &source.doc)?;
                }
                writer.delete(&source.doc)?;
                if manifest.get(&source.doc).is_some_and(Entry::is_indexed) {
                    summary.note_records(&outcome, &source.metadata);
                    add(writer, outcome, (&*manifest, corrections), reader)?;
                }
            }
            Ok(())
        };
        pipeline::in_order(
            batch,
            Source::size_hint,
            n_threads,
            |source| Arrival::read(source, known.get(&source.doc), originals, reader),
            each,
        )?;
        for doc in heirs {
            self.index_heir(&doc, reader, writer, summary)?;
        }
        if is_changed { self.commit(reader, writer) } else { Ok(()) }
    }

    fn commit(&mut self, reader: &Reader, writer: &mut IndexWriter) -> Result<()> {
        self.originals.sync()?;
        let manifest = self.manifest.get_mut()?;
        manifest.save(&self.folder.join(MANIFEST), &self.folder.join(PREVIOUS))?;
        writer.commit(&stamp_of(manifest, &self.corrections, reader)?)?;
        manifest::forget(&self.folder.join(PREVIOUS))
    }

    /// Takes out joined reports whose files have come back as reports of their own.
    fn let_give_way(
        &mut self,
        sources: &[Source],
        reader: &Reader,
        writer: &mut IndexWriter,
        summary: &mut Summary,
    ) -> Result<()> {
        let apart = self.taken_apart(sources)?;
        for doc in &apart {
            let Some((gone, heir)) = self.manifest.get_mut()?.take_out(doc) else { continue };
            take_out(writer, &self.index, self.manifest.get()?, doc)?;
            if let Some(heir) = heir {
                self.index_heir(&heir, reader, writer, summary)?;
            }
            summary.given_way.push(gone.doc);
        }
        if apart.is_empty() { Ok(()) } else { self.commit(reader, writer) }
    }

    /// Joined reports all of whose files have come back as reports of their own, some of them now.
    fn taken_apart(&self, sources: &[Source]) -> Result<Vec<DocId>> {
        let manifest = self.manifest.get()?;
        if manifest.entries().all(|entry| entry.files.is_empty()) {
            return Ok(Vec::new());
        }
        let come: BTreeSet<&DocId> = sources.iter().map(|source| &source.doc).collect();
        let is_apart = |entry: &&Entry| {
            let is_there = |file: &DocId| *file != entry.doc && manifest.get(file).is_some();
            entry.files.iter().any(|file| come.contains(file)) && entry.files.iter().all(is_there)
        };
        Ok(manifest.entries().filter(is_apart).map(|entry| entry.doc.clone()).collect())
    }

    /// Indexes a report for which another stood until now.
    fn index_heir(&self, doc: &DocId, reader: &Reader, writer: &mut IndexWriter, summary: &mut Summary) -> Result<()> {
        let manifest = self.manifest.get()?;
        let Some(entry) = manifest.get(doc).filter(|entry| entry.is_indexed()) else { return Ok(()) };
        let outcome = self.extract(doc, entry.hash, &entry.metadata, reader);
        summary.failed.extend(outcome.failure().cloned());
        writer.delete(doc)?;
        add(writer, outcome, (manifest, &self.corrections), reader)
    }
}

/// A report on its way in.
enum Arrival<'a> {
    /// It cannot be taken in.
    Failed(Fault),
    /// Its bytes are kept.
    Kept {
        source: &'a Source,
        hash: ContentHash,
        bytes: u64,
        /// What it yields; `None` where the library knows.
        outcome: Option<Outcome>,
    },
}

impl<'a> Arrival<'a> {
    fn read(source: &'a Source, known: Option<&Entry>, originals: &super::Originals, reader: &Reader) -> Result<Self> {
        let bytes = match source.bytes() {
            Ok(bytes) => bytes,
            Err(fault) => return Ok(Self::Failed(fault)),
        };
        let hash = ContentHash::of(&bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let is_same = |entry: &&Entry| entry.hash == hash && entry.metadata == source.metadata;
        if known.as_ref().is_some_and(is_same) && originals.holds(hash, length) {
            return Ok(Self::Kept { source, hash, bytes: length, outcome: None });
        }
        let outcome = pipeline::extract_bytes(&source.doc, &bytes, &source.metadata, &reader.dictionaries);
        if outcome.read.is_none()
            && let Some(fault) = outcome.failure()
        {
            return Ok(Self::Failed(fault.clone()));
        }
        originals.store(hash, &bytes)?;
        Ok(Self::Kept { source, hash, bytes: length, outcome: Some(outcome) })
    }
}

impl Summary {
    fn note(&mut self, doc: &DocId, change: &Change) {
        match change {
            Change::New => self.n_new += 1,
            Change::Same => self.n_same += 1,
            Change::Changed => self.changed.push(doc.clone()),
            Change::Duplicate { of } => self.duplicates.push((doc.clone(), of.clone())),
        }
    }

    fn note_faults(&mut self, outcome: &Outcome) {
        for fault in &outcome.faults {
            let list = if fault.kind.is_failure() { &mut self.failed } else { &mut self.odd };
            list.push(fault.clone());
        }
    }

    fn note_records(&mut self, outcome: &Outcome, metadata: &RawMetadata) {
        let Some(read) = &outcome.read else { return };
        for article in read.articles() {
            self.tally.count(&article.extraction.records);
        }
        if !read.articles.is_empty() {
            self.split.push((outcome.doc.clone(), read.articles.len()));
        } else if !read.parts.is_empty() && metadata.split.is_none() {
            let headings = read.parts.iter().filter(|part| part.is_of_another).filter_map(|part| part.heading.clone());
            self.digests.push((outcome.doc.clone(), headings.collect()));
        }
    }
}
