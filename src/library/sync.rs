//! Bringing the index up to the manifest.

use std::path::Path;

use super::corrections::{self, CORRECTIONS, INDEXED};
use super::manifest::{self, OnDisk};
use super::{
    ContentHash, Entry, LOCK, Library, MANIFEST, Manifest, PREVIOUS, Reader, WriteLock, discard_index, open_index,
};
use crate::correct::{Corrections, correct};
use crate::error::{Error, Result};
use crate::index::{Index, IndexWriter};
use crate::model::{Correction, DocId, Squeezed};
use crate::pipeline::{self, Outcome};
use crate::read::{Fault, FaultKind, RawMetadata};

/// How the index stands to the reports and dictionaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It holds exactly what the reports say.
    Current,
    /// It was made with other dictionaries or by another version: a rebuild or the next ingest brings it up to date.
    OtherDictionaries,
    /// It lacks something that a killed or running ingest has brought.
    Behind,
}

/// What was done to bring the index up to date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatchUp {
    /// How many reports were read again.
    pub n_read: usize,
    /// Reports that could not be.
    pub failed: Vec<Fault>,
}

impl Library {
    /// How the index stands to the reports and dictionaries.
    pub fn freshness(&self, reader: &Reader) -> Result<Freshness> {
        let stamp = self.index.generation()?.unwrap_or_default();
        Ok(match stamp.split_once(' ') {
            Some((generation, _)) if generation != generation_of(self.manifest.generation(), &self.corrections)? => {
                Freshness::Behind
            }
            Some((_, fingerprint)) if fingerprint != reader.fingerprint => Freshness::OtherDictionaries,
            Some(_) => Freshness::Current,
            None => Freshness::Behind,
        })
    }

    /// Makes the library ready to answer: catches up with what a killed ingest left undone.
    ///
    /// While another program writes, the index answers from its last whole batch, and [`Freshness::Behind`] says so.
    /// Other dictionaries are only reported: reading everything again is for whoever asks for it.
    pub fn prepare(&mut self, reader: &Reader, progress: &mut dyn FnMut(usize, usize)) -> Result<Freshness> {
        match self.freshness(reader)? {
            Freshness::Behind => {}
            other => return Ok(other),
        }
        let Ok(lock) = WriteLock::take(&self.folder.join(LOCK)) else { return Ok(Freshness::Behind) };
        // Whoever held the lock until now may have written since.
        self.reload()?;
        self.catch_up(&lock, reader, 0, progress)?;
        self.freshness(reader)
    }

    /// Brings the index up to the manifest and the dictionaries, reading only reports that it lacks where it can.
    pub fn catch_up(
        &mut self,
        _lock: &WriteLock,
        reader: &Reader,
        n_threads: usize,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<CatchUp> {
        if self.freshness(reader)? == Freshness::Current {
            return Ok(CatchUp::default());
        }
        reader.dictionaries.read_all();
        let made_from = self.made_from(reader)?;
        let mut writer = self.index.writer()?;
        let (gone, come) = match &made_from {
            Some((manifest, corrections)) => self.difference(manifest, corrections)?,
            None => (Vec::new(), self.manifest.get()?.entries().filter(|entry| entry.is_indexed()).collect()),
        };
        if made_from.is_none() {
            writer.delete_all()?;
        }
        for doc in gone {
            take_out(&mut writer, &self.index, self.manifest.get()?, doc)?;
        }
        let manifest = self.manifest.get()?;
        let mut done = CatchUp::default();
        let n_come = come.len();
        let read_again = |entry: &&super::Entry| self.extract(&entry.doc, entry.hash, &entry.metadata, reader);
        let each = |outcome: Outcome| {
            done.n_read += 1;
            done.failed.extend(outcome.failure().cloned());
            progress(done.n_read, n_come);
            add(&mut writer, outcome, (manifest, &self.corrections), reader)
        };
        pipeline::in_order(&come, |entry| entry.bytes, n_threads, read_again, each)?;
        writer.commit(&stamp_of(manifest, &self.corrections, reader)?)?;
        corrections::save(&self.corrections, &self.folder.join(INDEXED))?;
        manifest::forget(&self.folder.join(PREVIOUS))?;
        self.index.reload()?;
        self.index.keep_reprints()?;
        Ok(done)
    }

    /// The manifest and corrections that the index was made from, if they are still known.
    fn made_from(&self, reader: &Reader) -> Result<Option<(Manifest, Corrections)>> {
        let stamp = self.index.generation()?.unwrap_or_default();
        let previous = Manifest::load(&self.folder.join(PREVIOUS)).ok();
        let manifests = previous.iter().chain([self.manifest.get()?]);
        let indexed = corrections::load(&self.folder.join(INDEXED)).ok();
        let corrected: Vec<&Corrections> = indexed.iter().chain([&self.corrections]).collect();
        for manifest in manifests {
            for corrections in &corrected {
                if stamp == stamp_of(manifest, corrections, reader)? {
                    return Ok(Some((manifest.clone(), (*corrections).clone())));
                }
            }
        }
        Ok(None)
    }

    /// What an index made from older reports and corrections lacks: names to take out, and entries to put in.
    fn difference<'a>(
        &'a self,
        manifest: &'a Manifest,
        corrections: &Corrections,
    ) -> Result<(Vec<&'a DocId>, Vec<&'a Entry>)> {
        let now = self.manifest.get()?;
        let (mut gone, mut come) = now.difference(manifest);
        let changed: Vec<_> = self.corrections.difference(corrections).map(|correction| &correction.anchor).collect();
        let is_touched = |entry: &&Entry| changed.iter().any(|anchor| entry.is_meant_by(anchor));
        for entry in now.entries().filter(|entry| entry.is_indexed()).filter(is_touched) {
            if !come.contains(&entry) {
                gone.push(&entry.doc);
                come.push(entry);
            }
        }
        Ok((gone, come))
    }

    /// Deletes the index of the library in `folder` and makes it anew from the reports. An index that cannot be opened
    /// is no hindrance.
    pub fn rebuild(
        folder: &Path,
        reader: &Reader,
        n_threads: usize,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<CatchUp> {
        Self::require(folder)?;
        let lock = WriteLock::take(&folder.join(LOCK))?;
        discard_index(folder)?;
        Self::open(folder)?.catch_up(&lock, reader, n_threads, progress)
    }

    /// Reads a stored report and extracts it.
    pub(super) fn extract(&self, doc: &DocId, hash: ContentHash, metadata: &RawMetadata, reader: &Reader) -> Outcome {
        match self.originals.bytes(hash) {
            Ok(bytes) => pipeline::extract_bytes(doc, &bytes, metadata, &reader.dictionaries),
            Err(error) => {
                let reason = match error {
                    Error::Library { reason, .. } => reason,
                    other => other.to_string(),
                };
                Outcome::failed(Fault { doc: doc.clone(), kind: FaultKind::Unreadable { reason } })
            }
        }
    }

    /// Sees what another program has written since the library was opened.
    pub(super) fn reload(&mut self) -> Result<()> {
        self.manifest = OnDisk::at(self.folder.join(MANIFEST))?;
        self.corrections = corrections::load(&self.folder.join(CORRECTIONS))?;
        self.index = open_index(&self.folder)?;
        Ok(())
    }
}

/// What the index says that it was made from.
pub(super) fn stamp_of(manifest: &Manifest, corrections: &Corrections, reader: &Reader) -> Result<String> {
    Ok(format!("{} {}", generation_of(manifest.generation(), corrections)?, reader.fingerprint))
}

/// Stands for the reports and, where there are some, the corrections.
fn generation_of(reports: &str, corrections: &Corrections) -> Result<String> {
    Ok(corrections.generation()?.map_or_else(|| reports.to_owned(), |corrected| format!("{reports}+{corrected}")))
}

/// Takes a report out of the index, with the parts that it was split into.
pub(super) fn take_out(writer: &mut IndexWriter, index: &Index, manifest: &Manifest, doc: &DocId) -> Result<()> {
    writer.delete(doc)?;
    let mut number = 1;
    loop {
        let part = doc.part(number);
        // Rows of a table are named like parts, but are reports of their own.
        if manifest.get(&part).is_some() || index.text(&part)?.is_none() {
            return Ok(());
        }
        writer.delete(&part)?;
        number += 1;
    }
}

/// Adds a report if it could be read, as people corrected it; its parts where it is split.
pub(super) fn add(
    writer: &mut IndexWriter,
    outcome: Outcome,
    (manifest, corrections): (&Manifest, &Corrections),
    reader: &Reader,
) -> Result<()> {
    let Some(read) = outcome.read else { return Ok(()) };
    let of_report: Vec<&Correction> = match manifest.get(&outcome.doc) {
        Some(entry) => corrections.iter().filter(|known| entry.is_meant_by(&known.anchor)).collect(),
        None => Vec::new(),
    };
    for mut article in read.into_articles() {
        let doc = &article.extraction.article.doc;
        // What was said of one part is not said of another that has the same words.
        let is_of_other = |said: &&Correction| said.anchor.doc.whole() == doc.whole() && said.anchor.doc != *doc;
        let said: Vec<&Correction> =
            of_report.iter().copied().filter(|said| doc.whole().is_none() || !is_of_other(said)).collect();
        if !said.is_empty() {
            correct(&mut article.extraction.records, &Squeezed::new(&article.text), &said, &reader.dictionaries);
        }
        writer.add(&article.extraction, &article.text)?;
    }
    Ok(())
}
