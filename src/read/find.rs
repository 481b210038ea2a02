//! Paths → the reports below them, in an order that depends on names alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::source::unreadable;
use super::{FaultKind, METADATA_FILE, MetadataTable, Place, RawMetadata, Source};
use crate::error::Result;
use crate::model::DocId;

/// What lies below the paths that were named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Every report, and every entry that cannot be one, in the order of the paths given, then of their names.
    pub sources: Vec<Source>,
    /// Rows of metadata files whose report is not there: the file and the name it gives.
    pub idle_metadata: Vec<(PathBuf, String)>,
    /// Reports that took a longer name because another of this run has their own: the name wanted, the name taken.
    pub renamed: Vec<(DocId, DocId)>,
}

/// Finds every report below `paths`: a file, a folder with all below it, or `-` for standard input.
///
/// Hidden files and `metadata.csv` are left out. Metadata is taken from the `metadata.csv` beside a report, from
/// those of the folders above it up to the one that was named, and from `metadata`; the latter wins, then the nearer.
/// A file that is found twice counts once.
///
/// # Errors
/// A metadata file that cannot be read or is malformed. A report that cannot be read is none: it is found as one that
/// is [`Place::Nowhere`].
pub fn find(paths: &[PathBuf], metadata: Option<&Path>) -> Result<Found> {
    let mut search = Search::default();
    for path in paths {
        search.path(path)?;
    }
    let given = metadata.map(MetadataTable::load).transpose()?;
    if let Some(table) = &given {
        for source in &mut search.found.sources {
            if let Some(row) = table.get(source.doc.as_str()) {
                source.metadata = row.clone();
            }
        }
        let docs: BTreeSet<&str> = search.found.sources.iter().map(|source| source.doc.as_str()).collect();
        let idle = table.docs().filter(|doc| !docs.contains(doc)).map(|doc| (table.path.clone(), doc.to_owned()));
        search.found.idle_metadata.extend(idle);
    }
    Ok(search.found)
}

#[derive(Default)]
struct Search {
    found: Found,
    names: BTreeSet<DocId>,
    files: BTreeSet<PathBuf>,
    tables: BTreeMap<PathBuf, Option<MetadataTable>>,
}

impl Search {
    fn path(&mut self, path: &Path) -> Result<()> {
        if path == Path::new("-") {
            self.add("-", "-", Place::StandardInput, RawMetadata::default());
        } else if path.is_dir() {
            self.folder(path)?;
        } else {
            self.file(path)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<()> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(Path::new(""));
        let row = self.table(folder)?.and_then(|table| table.get(&name)).cloned().unwrap_or_default();
        self.add(&name, &folder_name(folder), Place::File(path.to_owned()), row);
        Ok(())
    }

    fn folder(&mut self, root: &Path) -> Result<()> {
        let prefix = folder_name(root);
        let mut asked: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
        let walk = WalkDir::new(root).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            let (path, place) = match entry {
                Ok(entry) if entry.file_type().is_dir() || entry.file_name() == METADATA_FILE => continue,
                Ok(entry) if entry.file_type().is_file() => (entry.path().to_owned(), Place::File(entry.into_path())),
                Ok(entry) => (entry.into_path(), Place::Nowhere(FaultKind::NotAFile)),
                Err(error) => match error.path() {
                    Some(path) if is_hidden_name(path) => continue,
                    path => (path.unwrap_or(root).to_owned(), Place::Nowhere(walk_fault(&error))),
                },
            };
            let doc = slashed(path.strip_prefix(root).unwrap_or(&path));
            let row = self.row_for(root, &path, &mut asked)?;
            self.add(&doc, &prefix, place, row);
        }
        for (folder, names) in asked {
            if let Some(table) = self.table(&folder)? {
                let idle: Vec<_> = table
                    .docs()
                    .filter(|doc| !names.contains(*doc))
                    .map(|doc| (table.path.clone(), doc.to_owned()))
                    .collect();
                self.found.idle_metadata.extend(idle);
            }
        }
        Ok(())
    }

    /// The row of the nearest metadata file, noting for each file which reports it was asked for.
    fn row_for(
        &mut self,
        root: &Path,
        path: &Path,
        asked: &mut BTreeMap<PathBuf, BTreeSet<String>>,
    ) -> Result<RawMetadata> {
        let mut nearest = None;
        for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
            let name = slashed(path.strip_prefix(folder).unwrap_or(path));
            if let Some(table) = self.table(folder)? {
                let row = table.get(&name).cloned();
                nearest = nearest.or(row);
                asked.entry(folder.to_owned()).or_default().insert(name);
            }
        }
        Ok(nearest.unwrap_or_default())
    }

    fn table(&mut self, folder: &Path) -> Result<Option<&MetadataTable>> {
        if !self.tables.contains_key(folder) {
            let path = folder.join(METADATA_FILE);
            let table = if path.is_file() { Some(MetadataTable::load(&path)?) } else { None };
            self.tables.insert(folder.to_owned(), table);
        }
        Ok(self.tables.get(folder).and_then(Option::as_ref))
    }

    fn add(&mut self, wanted: &str, folder: &str, place: Place, metadata: RawMetadata) {
        let identity = match &place {
            Place::File(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
            Place::StandardInput => PathBuf::from("-"),
            Place::Nowhere(_) => PathBuf::from(folder).join(wanted),
        };
        let is_new = self.files.insert(identity.join(wanted));
        if !is_new {
            return;
        }
        let doc = self.free_name(wanted, folder);
        if doc.as_str() != wanted {
            self.found.renamed.push((DocId::new(wanted), doc.clone()));
        }
        self.names.insert(doc.clone());
        self.found.sources.push(Source { doc, place, metadata });
    }

    /// The name wanted, else with its folder's name before it, else numbered as well.
    fn free_name(&self, wanted: &str, folder: &str) -> DocId {
        let longer = format!("{folder}/{wanted}");
        // One more than all names that are taken: one of them is free.
        let numbered = (2..=self.names.len() + 2).map(|n| format!("{longer}~{n}"));
        [wanted.to_owned(), longer.clone()]
            .into_iter()
            .chain(numbered)
            .map(DocId::new)
            .find(|doc| !self.names.contains(doc))
            .unwrap_or_else(|| DocId::new(longer))
    }
}

fn walk_fault(error: &walkdir::Error) -> FaultKind {
    if error.loop_ancestor().is_some() {
        return FaultKind::LinkLoop;
    }
    error.io_error().map_or_else(|| FaultKind::Unreadable { reason: "?".to_owned() }, unreadable)
}

fn is_hidden(entry: &DirEntry) -> bool {
    is_hidden_name(entry.path())
}

fn is_hidden_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// The path with `/` between its parts on every system.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn folder_name(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    full.file_name().map_or_else(|| "root".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs(found: &Found) -> Vec<&str> {
        found.sources.iter().map(|source| source.doc.as_str()).collect()
    }

    #[track_caller]
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn folders_are_read_in_order_of_names_and_hidden_files_left_out() {
        let root = folder(&[
            ("b.txt", "乙"),
            ("a/2.txt", "甲"),
            ("a/10.txt", "甲"),
            (".git/x.txt", "隐"),
            ("a/.hidden", "隐"),
            ("metadata.csv", "doc,date\na/2.txt,2021\nc.txt,2022\n"),
            ("a/metadata.csv", "doc,date\n10.txt,2023\n"),
        ]);
        let found = find(&[root.path().to_owned()], None).unwrap();
        assert_eq!(docs(&found), ["a/10.txt", "a/2.txt", "b.txt"]);
        assert_eq!(found.sources[0].metadata.date.as_deref(), Some("2023"));
        assert_eq!(found.sources[1].metadata.date.as_deref(), Some("2021"));
        assert_eq!(found.idle_metadata, [(root.path().join("metadata.csv"), "c.txt".to_owned())]);
    }

    #[test]
    fn a_file_takes_the_metadata_beside_it_unless_another_file_is_named() {
        let root =
            folder(&[("a.txt", "甲"), ("metadata.csv", "doc,date\na.txt,2021\n"), ("m.csv", "doc,date\na.txt,2024\n")]);
        let file = [root.path().join("a.txt")];
        assert_eq!(find(&file, None).unwrap().sources[0].metadata.date.as_deref(), Some("2021"));
        let other = find(&file, Some(&root.path().join("m.csv"))).unwrap();
        assert_eq!(other.sources[0].metadata.date.as_deref(), Some("2024"));
    }

    #[test]
    fn same_names_are_told_apart_and_same_files_counted_once() {
        let root = folder(&[("x/a.txt", "甲"), ("y/a.txt", "乙")]);
        let found = find(&[root.path().join("x"), root.path().join("y"), root.path().join("x/a.txt")], None).unwrap();
        assert_eq!(docs(&found), ["a.txt", "y/a.txt"]);
        assert_eq!(found.renamed.len(), 1);
    }

    #[test]
    fn what_is_not_there_is_a_fault_of_that_report() {
        let root = folder(&[("a.txt", "甲")]);
        let found = find(&[root.path().join("missing.txt"), root.path().join("a.txt")], None).unwrap();
        assert_eq!(docs(&found), ["missing.txt", "a.txt"]);
        let fault = found.sources[0].bytes().unwrap_err();
        assert_eq!(
            fault.message(crate::model::Lang::En),
            "cannot be read (entity not found): check that the file exists and that you may read it"
        );
    }

    #[cfg(unix)]
    #[test]
    fn link_loops_and_dangling_links_are_named() {
        let root = folder(&[("a/b.txt", "甲")]);
        std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("dangling.txt")).unwrap();
        let found = find(&[root.path().to_owned()], None).unwrap();
        assert_eq!(docs(&found), ["a/b.txt", "a/loop", "dangling.txt"]);
        assert_eq!(found.sources[1].place, Place::Nowhere(FaultKind::LinkLoop));
        assert!(matches!(found.sources[2].place, Place::Nowhere(FaultKind::Unreadable { .. })));
    }
}
