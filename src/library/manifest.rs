//! Which reports a library holds: the truth that the index is derived from.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::ContentHash;
use super::originals::sync_folder;
use crate::error::{Error, Result};
use crate::model::{Anchor, DocId};
use crate::read::Stated;

/// What files that are being written begin with.
pub(super) const TEMPORARY: &str = ".manifest.";

/// The format that this version reads and writes, on the first line of the file.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Header {
    tongjian_library: u32,
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name.
    pub doc: DocId,
    /// The bytes it has now.
    pub hash: ContentHash,
    /// How many they are.
    pub bytes: u64,
    /// What was said about it when it was ingested, as written.
    #[serde(default)]
    pub metadata: Stated,
    /// Another report with the same bytes, which stands for this one in the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<DocId>,
    /// The bytes it had before, oldest first; they are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<ContentHash>,
    /// The files that it was joined from, by the names that they would have as reports of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<DocId>,
}

impl Entry {
    /// Whether the index holds the report under this name.
    pub const fn is_indexed(&self) -> bool {
        self.same_as.is_none()
    }

    /// Whether an anchor may be about the report, a part that it was split into, or a file that it was joined from.
    pub fn is_meant_by(&self, anchor: &Anchor) -> bool {
        let is_part = || anchor.doc.whole().is_some_and(|whole| whole == self.doc);
        anchor.doc == self.doc || anchor.content == self.hash || self.files.contains(&anchor.doc) || is_part()
    }

    fn reads_like(&self, other: &Self) -> bool {
        self.hash == other.hash && self.metadata == other.metadata && self.same_as == other.same_as
    }
}

/// The manifest of a library's folder, understood only when it is first asked for: most questions are answered by the
/// index alone, and have to know no more than which manifest it was made from.
#[derive(Debug)]
pub(super) struct OnDisk {
    path: PathBuf,
    generation: String,
    read: OnceLock<Manifest>,
}

impl OnDisk {
    /// Looks which manifest is there.
    pub(super) fn at(path: PathBuf) -> Result<Self> {
        let mut hasher = blake3::Hasher::new();
        match fs_err::File::open(&path) {
            Ok(file) => drop(hasher.update_reader(file)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Self { path, generation: hasher.finalize().to_hex().to_string(), read: OnceLock::new() })
    }

    /// Stands for everything the manifest says, as it was when it was opened, read or last saved.
    pub(super) fn generation(&self) -> &str {
        self.read.get().map_or(&self.generation, Manifest::generation)
    }

    /// What it says.
    ///
    /// # Errors
    /// As [`Manifest::load`].
    pub(super) fn get(&self) -> Result<&Manifest> {
        if let Some(manifest) = self.read.get() {
            return Ok(manifest);
        }
        let manifest = Manifest::load(&self.path)?;
        Ok(self.read.get_or_init(|| manifest))
    }

    /// What it says, to be changed.
    pub(super) fn get_mut(&mut self) -> Result<&mut Manifest> {
        self.get()?;
        let reason = || "it was not read".to_owned();
        self.read.get_mut().ok_or_else(|| Error::Library { path: self.path.clone(), reason: reason() })
    }
}

/// What putting a report into the library came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// No report had this name.
    New,
    /// Bytes and metadata are what they were.
    Same,
    /// The report has new bytes or metadata.
    Changed,
    /// Another report has the same bytes and stands for this one.
    Duplicate {
        /// That report.
        of: DocId,
    },
}

/// All reports of a library, by name.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Boxed, since the nodes of the map are half empty where names come in their order.
    entries: BTreeMap<DocId, Box<Entry>>,
    /// The report that stands for all with the same bytes.
    first: HashMap<ContentHash, DocId>,
    generation: String,
}

impl Manifest {
    /// Reads a manifest; a file that is not there is an empty one.
    ///
    /// # Errors
    /// [`Error::Library`] with the line that cannot be understood.
    pub fn load(path: &Path) -> Result<Self> {
        let text = match fs_err::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::parse(""),
            Err(error) => return Err(error.into()),
        };
        Self::parse(&text).map_err(|error| match error {
            Error::Request(reason) => Error::Library { path: path.to_owned(), reason },
            other => other,
        })
    }

    fn parse(text: &str) -> Result<Self> {
        let refuse = |line: usize, reason: String| Error::Request(format!("line {line}: {reason}"));
        let mut lines = text.lines();
        if let Some(first) = lines.next() {
            let header: Header = serde_json::from_str(first).map_err(|error| refuse(1, error.to_string()))?;
            if header.tongjian_library != FORMAT {
                let reason = format!(
                    "the library has format {}, this version reads format {FORMAT}: use the version that wrote it",
                    header.tongjian_library
                );
                return Err(refuse(1, reason));
            }
        }
        let mut manifest = Self { entries: BTreeMap::new(), first: HashMap::new(), generation: generation_of(text) };
        for (index, line) in lines.enumerate() {
            let entry: Entry = serde_json::from_str(line).map_err(|error| refuse(index + 2, error.to_string()))?;
            if entry.is_indexed() {
                manifest.first.insert(entry.hash, entry.doc.clone());
            }
            manifest.entries.insert(entry.doc.clone(), Box::new(entry));
        }
        Ok(manifest)
    }

    /// Stands for everything the manifest says, as it was when loaded or last saved.
    pub fn generation(&self) -> &str {
        &self.generation
    }

    /// All reports in order of their names.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.values().map(Box::as_ref)
    }

    /// One report.
    pub fn get(&self, doc: &DocId) -> Option<&Entry> {
        self.entries.get(doc).map(Box::as_ref)
    }

    /// The report that an article is, or is a part of.
    pub fn of_article(&self, doc: &DocId) -> Option<&Entry> {
        self.get(doc).or_else(|| self.get(&doc.whole()?))
    }

    /// Notes which files a report was joined from.
    pub(super) fn set_files(&mut self, doc: &DocId, files: Vec<DocId>) {
        if let Some(entry) = self.entries.get_mut(doc) {
            entry.files = files;
        }
    }

    /// Takes a report out whose files are those of another from now on. The second value is as for
    /// [`put`](Self::put); `None` where there was no such report.
    pub(super) fn take_out(&mut self, doc: &DocId) -> Option<(Entry, Option<DocId>)> {
        let gone = *self.entries.remove(doc)?;
        let heir = if gone.is_indexed() { self.give_up(&gone) } else { None };
        Some((gone, heir))
    }

    /// Puts a report in. The second value is a report that has to stand for itself from now on, because the one that
    /// stood for it has changed.
    pub(super) fn put(
        &mut self,
        doc: &DocId,
        hash: ContentHash,
        bytes: u64,
        metadata: &Stated,
    ) -> (Change, Option<DocId>) {
        let before = self.entries.remove(doc).map(|entry| *entry);
        if let Some(entry) = &before
            && entry.hash == hash
        {
            let change = if entry.metadata == *metadata { Change::Same } else { Change::Changed };
            let entry = Entry { metadata: metadata.clone(), ..entry.clone() };
            self.entries.insert(doc.clone(), Box::new(entry));
            return (change, None);
        }
        let heir = before.as_ref().filter(|entry| entry.is_indexed()).and_then(|entry| self.give_up(entry));
        let same_as = self.first.get(&hash).cloned();
        if same_as.is_none() {
            self.first.insert(hash, doc.clone());
        }
        let change = match (&same_as, &before) {
            (Some(of), _) => Change::Duplicate { of: of.clone() },
            (None, Some(_)) => Change::Changed,
            (None, None) => Change::New,
        };
        let earlier = before.map_or_else(Vec::new, |entry| {
            let mut earlier = entry.earlier;
            earlier.push(entry.hash);
            earlier
        });
        let metadata = metadata.clone();
        let entry = Entry { doc: doc.clone(), hash, bytes, metadata, same_as, earlier, files: Vec::new() };
        self.entries.insert(doc.clone(), Box::new(entry));
        (change, heir)
    }

    /// A report no longer has these bytes: of the others that do, the first by name takes its place.
    fn give_up(&mut self, gone: &Entry) -> Option<DocId> {
        self.first.remove(&gone.hash);
        let heirs = self.entries.values_mut().filter(|entry| entry.same_as.as_ref() == Some(&gone.doc));
        let mut heir: Option<DocId> = None;
        for entry in heirs {
            entry.same_as.clone_from(&heir);
            heir = heir.or_else(|| Some(entry.doc.clone()));
        }
        if let Some(doc) = &heir {
            self.first.insert(gone.hash, doc.clone());
        }
        heir
    }

    /// Writes the manifest so that either the old or the new one is there, whatever happens; the old one stays as
    /// `previous`. The batch is committed when this returns.
    pub(super) fn save(&mut self, path: &Path, previous: &Path) -> Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let temporary = folder.join(format!("{TEMPORARY}{}", std::process::id()));
        let file = fs_err::File::create(&temporary)?;
        let mut writer = HashingWriter { inner: BufWriter::new(file), hasher: blake3::Hasher::new() };
        write_line(&mut writer, &Header { tongjian_library: FORMAT })?;
        for entry in self.entries() {
            write_line(&mut writer, entry)?;
        }
        writer.inner.flush()?;
        writer.inner.get_ref().sync_all()?;
        if path.exists() {
            keep_as(path, previous)?;
        }
        fs_err::rename(&temporary, path)?;
        sync_folder(folder)?;
        self.generation = writer.hasher.finalize().to_hex().to_string();
        Ok(())
    }

    /// What an index made from `older` lacks: names to take out, and entries to put in.
    pub(super) fn difference<'a>(&'a self, older: &'a Self) -> (Vec<&'a DocId>, Vec<&'a Entry>) {
        let gone = older.entries().filter(|entry| entry.is_indexed());
        let gone = gone.filter(|old| !self.get(&old.doc).is_some_and(|new| new.reads_like(old)));
        let come = self.entries().filter(|entry| entry.is_indexed());
        let come = come.filter(|new| !older.get(&new.doc).is_some_and(|old| old.reads_like(new)));
        (gone.map(|entry| &entry.doc).collect(), come.collect())
    }
}

/// Deletes manifests that a killed program left half-written. Only for whoever holds the lock.
pub(super) fn sweep(folder: &Path) -> Result<()> {
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            fs_err::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Deletes a manifest that the index has left behind: with the index up to date nothing is worked out from it any more.
pub(super) fn forget(previous: &Path) -> Result<()> {
    match fs_err::remove_file(previous) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn generation_of(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn write_line(writer: &mut impl Write, line: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *writer, line)?;
    writer.write_all(b"\n")?;
    Ok(())
}

/// A second name for a file; a copy where the file system knows no second names.
fn keep_as(path: &Path, kept: &Path) -> Result<()> {
    forget(kept)?;
    if fs_err::hard_link(path, kept).is_err() {
        fs_err::copy(path, kept)?;
    }
    Ok(())
}

struct HashingWriter<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n_written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..n_written]);
        Ok(n_written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(manifest: &mut Manifest, doc: &str, content: &str) -> (Change, Option<String>) {
        let hash = ContentHash::of(content.as_bytes());
        let (change, heir) = manifest.put(&DocId::new(doc), hash, 1, &Stated::default());
        (change, heir.map(|doc| doc.to_string()))
    }

    fn duplicate_of(doc: &str) -> (Change, Option<String>) {
        (Change::Duplicate { of: DocId::new(doc) }, None)
    }

    #[test]
    fn changes_are_told_apart() {
        let mut manifest = Manifest::parse("").unwrap();
        assert_eq!(put(&mut manifest, "b", "甲"), (Change::New, None));
        assert_eq!(put(&mut manifest, "b", "甲"), (Change::Same, None));
        assert_eq!(put(&mut manifest, "a", "甲"), duplicate_of("b"));
        assert_eq!(put(&mut manifest, "a", "甲"), (Change::Same, None));
        assert_eq!(put(&mut manifest, "c", "甲"), duplicate_of("b"));
        let old = manifest.clone();
        assert_eq!(put(&mut manifest, "b", "乙"), (Change::Changed, Some("a".to_owned())));
        assert_eq!(manifest.get(&DocId::new("c")).unwrap().same_as, Some(DocId::new("a")));
        assert_eq!(manifest.get(&DocId::new("b")).unwrap().earlier, [ContentHash::of("甲".as_bytes())]);
        assert_eq!(put(&mut manifest, "d", "甲"), duplicate_of("a"));
        let (gone, come) = manifest.difference(&old);
        assert_eq!(gone, [&DocId::new("b")]);
        assert_eq!(come.iter().map(|entry| entry.doc.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_saved_manifest_reads_back_and_keeps_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let (path, previous) = (folder.path().join("m"), folder.path().join("p"));
        let mut manifest = Manifest::load(&path).unwrap();
        put(&mut manifest, "a", "甲");
        manifest.save(&path, &previous).unwrap();
        let first = manifest.generation().to_owned();
        assert_eq!(Manifest::load(&path).unwrap().generation(), first);
        put(&mut manifest, "b", "甲");
        manifest.save(&path, &previous).unwrap();
        assert_eq!(Manifest::load(&previous).unwrap().generation(), first);
        let again = Manifest::load(&path).unwrap();
        assert_eq!(again.entries().collect::<Vec<_>>(), manifest.entries().collect::<Vec<_>>());
    }

    #[test]
    fn a_manifest_that_cannot_be_read_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("manifest.jsonl");
        fs_err::write(&path, "{\"tongjian_library\":1}\n{\"doc\":1}\n").unwrap();
        let error = Manifest::load(&path).unwrap_err().to_string();
        assert!(error.contains("manifest.jsonl: line 2: "), "{error}");
        fs_err::write(&path, "{\"tongjian_library\":2}\n").unwrap();
        let error = Manifest::load(&path).unwrap_err().to_string();
        assert!(error.contains("use the version that wrote it"), "{error}");
    }
}
