//! Reports into the library, batch by batch.

use std::collections::BTreeMap;

use super::sync::{add, stamp_of};
use super::{Change, ContentHash, Entry, Library, MANIFEST, PREVIOUS, Reader, Tally, WriteLock};
use crate::error::Result;
use crate::index::IndexWriter;
use crate::model::DocId;
use crate::pipeline::{self, Outcome};
use crate::read::{Fault, Source};

/// How to ingest.
#[derive(Debug, Clone, Copy)]
pub struct IngestOptions {
    /// Threads that read and extract; 0 for as many as there are processors.
    pub n_threads: usize,
    /// Reports that are committed together, at least; see [`IngestOptions::batch_for`].
    pub batch: usize,
}

impl Default for IngestOptions {
    /// Batches of 2000: a killed run repeats at most some seconds of work, and commits cost next to nothing.
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
        let caught_up = self.catch_up(lock, reader, options.n_threads, progress)?;
        let mut summary = Summary { n_read_again: caught_up.n_read, failed: caught_up.failed, ..Summary::default() };
        let known_reprints = self.index.reprints()?;
        let mut n_done = 0;
        let mut progress = || {
            n_done += 1;
            progress(n_done, sources.len());
        };
        let mut writer = self.index.writer()?;
        let mut left = sources;
        while !left.is_empty() {
            let n_held = self.manifest.get()?.entries().len();
            let (batch, later) = left.split_at(options.batch_for(n_held).min(left.len()));
            left = later;
            let outcome = self.ingest_batch(batch, reader, options.n_threads, &mut writer, &mut summary, &mut progress);
            if let Err(error) = outcome {
                // The manifest in memory is ahead of the one that is committed.
                drop(writer);
                self.reload()?;
                return Err(error);
            }
        }
        self.index.reload()?;
        let reprints = self.index.keep_reprints()?;
        let is_found = |doc: &DocId, of: &DocId| known_reprints.standing_for(doc) != of;
        let found = reprints.iter().filter(|(doc, of)| is_found(doc, of));
        summary.reprints = found.map(|(doc, of)| (doc.clone(), of.clone())).collect();
        Ok(summary)
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
        let (originals, corrections) = (&self.originals, &self.corrections);
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
            is_changed |= change != Change::Same || outcome.is_some();
            summary.note(&source.doc, &change);
            if let Some(outcome) = outcome {
                summary.note_faults(&outcome);
                writer.delete(&source.doc)?;
                if manifest.get(&source.doc).is_some_and(Entry::is_indexed) {
                    summary.note_records(&outcome);
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
        if is_changed {
            self.originals.sync()?;
            let manifest = self.manifest.get_mut()?;
            manifest.save(&self.folder.join(MANIFEST), &self.folder.join(PREVIOUS))?;
            writer.commit(&stamp_of(manifest, &self.corrections, reader)?)?;
        }
        Ok(())
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

    fn note_records(&mut self, outcome: &Outcome) {
        if let Some(read) = &outcome.read {
            self.tally.count(&read.extraction.records);
        }
    }
}
