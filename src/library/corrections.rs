//! `corrections.csv`: what people said of the records, kept beside the reports and as true as they are.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use super::originals::sync_folder;
use super::{CatchUp, Entry, Library, Reader, WriteLock};
use crate::correct::{Corrections, Standing, is_in, standing};
use crate::error::{Error, Result};
use crate::index::{Filter, Kind};
use crate::model::{Anchor, Correction, DocId, Record, Squeezed};

/// The file of all corrections.
pub(super) const CORRECTIONS: &str = "corrections.csv";
/// The same as it was when the index was made.
pub(super) const INDEXED: &str = "corrections.indexed.csv";

impl Library {
    /// Keeps new corrections in place of the old ones; the index follows with the next [`catch_up`](Self::catch_up).
    ///
    /// They are on disk when this returns. A program that is killed before the index has followed leaves a library that
    /// catches up before it answers anything.
    pub fn keep_corrections(&mut self, _lock: &WriteLock, corrections: Corrections) -> Result<()> {
        save(&corrections, &self.folder.join(CORRECTIONS))?;
        self.corrections = corrections;
        Ok(())
    }

    /// Keeps new corrections and reads the reports again that they touch.
    pub fn correct(
        &mut self,
        lock: &WriteLock,
        reader: &Reader,
        corrections: Corrections,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<CatchUp> {
        // What the index lacks beside them comes first, so that only what they touch is left.
        let mut done = self.catch_up(lock, reader, 0, progress)?;
        self.keep_corrections(lock, corrections)?;
        let then = self.catch_up(lock, reader, 0, progress)?;
        done.n_read += then.n_read;
        done.failed.extend(then.failed);
        Ok(done)
    }

    /// The decoded text and the records of the report that an anchor is about, as the program reads it without
    /// corrections; `None` where the library has no such report, or cannot read it.
    pub fn uncorrected(&self, anchor: &Anchor, reader: &Reader) -> Result<Option<(Squeezed, Vec<Record>)>> {
        let Some(entry) = self.entry_of(anchor)? else { return Ok(None) };
        let Some(read) = self.extract(&entry.doc, entry.hash, &entry.metadata, reader).read else { return Ok(None) };
        let mut articles: Vec<_> = read
            .into_articles()
            .into_iter()
            .map(|read| (read.extraction.article.doc, Squeezed::new(&read.text), read.extraction.records))
            .collect();
        let holds = |(_, text, _): &(DocId, Squeezed, Vec<Record>)| is_in(anchor, text);
        let at = articles.iter().position(|(doc, ..)| *doc == anchor.doc).or_else(|| articles.iter().position(holds));
        let (_, text, records) = articles.swap_remove(at.unwrap_or_default());
        Ok(Some((text, records)))
    }

    /// The report that an anchor is about: the one of that name or of which that is a part, else the one with those
    /// bytes or that was joined from that file among others; where another report stands for it in the index, that one.
    pub fn entry_of(&self, anchor: &Anchor) -> Result<Option<&Entry>> {
        let manifest = self.manifest.get()?;
        let same_bytes = || manifest.entries().find(|entry| entry.hash == anchor.content);
        let joined = || manifest.entries().find(|entry| entry.files.contains(&anchor.doc));
        let entry = manifest.of_article(&anchor.doc).or_else(same_bytes).or_else(joined);
        let standing = entry.and_then(|entry| entry.same_as.as_ref()).map(|other| manifest.get(other));
        Ok(standing.unwrap_or(entry))
    }

    /// The article of the index that an anchor is about: of a report that was split, the part that has the words.
    fn article_of(&self, anchor: &Anchor) -> Result<Option<DocId>> {
        let Some(entry) = self.entry_of(anchor)? else { return Ok(None) };
        if self.index.text(&entry.doc)?.is_some() {
            return Ok(Some(entry.doc.clone()));
        }
        let mut found = None;
        let mut number = 1;
        while let Some(text) = self.index.text(&entry.doc.part(number))? {
            let part = entry.doc.part(number);
            if part == anchor.doc {
                return Ok(Some(part));
            }
            if found.is_none() && is_in(anchor, &Squeezed::new(&text)) {
                found = Some(part);
            }
            number += 1;
        }
        Ok(found)
    }

    /// Every correction with whether it has its effect, in the order of [`Corrections::iter`].
    pub fn standings(&self) -> Result<Vec<(&Correction, Standing)>> {
        let mut reports = OpenReports::new(self);
        let each = |correction| Ok((correction, standing(correction, reports.of(&correction.anchor)?)));
        self.corrections.iter().map(each).collect()
    }
}

/// Reports of a library with their corrected records, each opened once.
#[derive(Debug)]
pub struct OpenReports<'a> {
    library: &'a Library,
    opened: BTreeMap<DocId, Option<(Squeezed, Vec<Record>)>>,
}

impl<'a> OpenReports<'a> {
    /// None opened yet.
    pub const fn new(library: &'a Library) -> Self {
        Self { library, opened: BTreeMap::new() }
    }

    /// The text and records of the report that an anchor is about; `None` where the index has no such report.
    pub fn of(&mut self, anchor: &Anchor) -> Result<Option<(&Squeezed, &[Record])>> {
        let Some(doc) = self.library.article_of(anchor)? else { return Ok(None) };
        if !self.opened.contains_key(&doc) {
            let index = &self.library.index;
            let kinds = [Kind::Fact, Kind::Platform, Kind::Practice];
            let filter = Filter { docs: vec![doc.clone()], ..Filter::default() };
            let opened = match index.text(&doc)? {
                Some(text) => Some((Squeezed::new(&text), index.records(&kinds, &filter)?)),
                None => None,
            };
            self.opened.insert(doc.clone(), opened);
        }
        let opened = self.opened.get(&doc).and_then(Option::as_ref);
        Ok(opened.map(|(text, records)| (text, records.as_slice())))
    }
}

/// Reads corrections; a file that is not there holds none.
///
/// # Errors
/// [`Error::Library`] with the line that cannot be understood.
pub(super) fn load(path: &Path) -> Result<Corrections> {
    let text = match fs_err::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Corrections::default()),
        Err(error) => return Err(error.into()),
    };
    Corrections::parse(&text).map_err(|error| Error::Library { path: path.to_owned(), reason: error.to_string() })
}

/// Writes corrections so that either the old or the new ones are there, whatever happens; without any, no file is.
pub(super) fn save(corrections: &Corrections, path: &Path) -> Result<()> {
    let text = corrections.to_csv()?;
    let folder = path.parent().unwrap_or(Path::new("."));
    if text.is_empty() {
        return match fs_err::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        };
    }
    if fs_err::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    // The name is swept with those of manifests where a killed program leaves it.
    let temporary = folder.join(format!("{}{}", super::manifest::TEMPORARY, std::process::id()));
    let mut file = fs_err::File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs_err::rename(&temporary, path)?;
    sync_folder(folder)
}
