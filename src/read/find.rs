//! Paths → the reports below them, in an order that depends on names alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::joining::RowOf;
use super::metadata::normal_doc;
use super::pack::{self, Member, Spool};
use super::source::unreadable;
use super::{Columns, Fault, FaultKind, METADATA_FILE, MetadataTable, Place, RawMetadata, Source, Split};
use crate::error::{Error, Result};
use crate::model::{DocId, Lang};

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

impl Found {
    /// Asks for every report that looks like a digest of several committees to be split, unless its metadata says
    /// whether it is to be.
    pub fn split_digests(&mut self) {
        for source in &mut self.sources {
            if source.metadata.split.is_none() {
                let split = Some(Split::Auto.word().to_owned());
                source.metadata = RawMetadata { split, ..source.metadata.clone().into() }.into();
            }
        }
    }
}

/// Finds every report below `paths`: a file, a folder with all below it, or `-` for standard input.
///
/// Hidden files, `metadata.csv`, and the folder of pictures that a browser saves beside a page are left out. Metadata is taken from the `metadata.csv` beside a report, from
/// those of the folders above it up to the one that was named, and from `metadata`; the latter wins, then the nearer.
/// A file that is found twice counts once. Of archives, web archives and tables of articles the members are found, named
/// `archive.zip/2024/a.txt` or `table.csv#12`; a `metadata.csv` in an archive is honoured too.
///
/// # Errors
/// A metadata file that cannot be read or is malformed. A report that cannot be read is none: it is found as one that
/// is [`Place::Nowhere`].
pub fn find(paths: &[PathBuf], metadata: Option<&Path>) -> Result<Found> {
    find_with(paths, metadata, &Columns::default())
}

/// As [`find()`], with the columns of tables of articles named.
///
/// # Errors
/// As [`find()`].
pub fn find_with(paths: &[PathBuf], metadata: Option<&Path>, columns: &Columns) -> Result<Found> {
    let mut search = Search { columns: columns.clone(), ..Search::default() };
    for path in paths {
        search.path(path)?;
    }
    let given = metadata.map(MetadataTable::load).transpose()?;
    if let Some(table) = given {
        search.describe(table);
    }
    search.join();
    Ok(search.found)
}

#[derive(Default)]
pub(super) struct Search {
    pub(super) found: Found,
    /// For each source, where what is said about it stands.
    pub(super) rows: Vec<Option<RowOf>>,
    pub(super) names: BTreeSet<DocId>,
    files: BTreeSet<PathBuf>,
    /// The metadata file of each folder; the one that was named is that of no folder.
    pub(super) tables: BTreeMap<PathBuf, Option<MetadataTable>>,
    columns: Columns,
    spool: Arc<Spool>,
}

/// Which reports each folder's metadata file was asked for.
type Asked = BTreeMap<PathBuf, BTreeSet<String>>;

/// What the nearest metadata file says about a report, and where it says so.
type Described = (RawMetadata, Option<RowOf>);

impl Search {
    /// Takes what a metadata file that was named says about the reports; it wins over those beside them.
    fn describe(&mut self, table: MetadataTable) {
        let mut docs = BTreeSet::new();
        for (source, row) in self.found.sources.iter_mut().zip(&mut self.rows) {
            let doc = source.doc.as_str();
            docs.insert(normal_doc(doc));
            if table.get(doc).is_some() || table.whole_of(doc).is_some() {
                *row = Some(RowOf { folder: PathBuf::new(), is_beside: false, name: doc.to_owned() });
            }
            if let Some(row) = table.get(doc) {
                source.metadata = row.clone().into();
            }
        }
        let idle = table.docs().filter(|doc| !docs.contains(*doc)).map(|doc| (table.path.clone(), doc.to_owned()));
        self.found.idle_metadata.extend(idle);
        self.tables.insert(PathBuf::new(), Some(table));
    }

    fn path(&mut self, path: &Path) -> Result<()> {
        if path == Path::new("-") {
            self.add("-", "-", Place::StandardInput, Described::default());
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
        let mut asked = Asked::new();
        self.take(folder, path, &name, &mut asked)?;
        // The file beside it describes others too, those inside it do not.
        asked.retain(|asked, _| asked != folder);
        self.note_idle(asked)
    }

    /// Takes in a file, or what is in it.
    fn take(&mut self, root: &Path, path: &Path, doc: &str, asked: &mut Asked) -> Result<()> {
        let folder = folder_name(root);
        let members = match pack::members(path, &self.columns, &self.spool) {
            None => {
                let row = self.row_for(root, path, asked)?;
                self.add(doc, &folder, Place::File(path.to_owned()), row);
                return Ok(());
            }
            Some(Err(fault)) => {
                self.add(doc, &folder, Place::Nowhere(fault), Described::default());
                return Ok(());
            }
            Some(Ok(members)) => members,
        };
        let inside = |name: &str| PathBuf::from(format!("{}{name}", path.display()));
        let is_table = |member: &Member| member.name.rsplit('/').next() == Some(METADATA_FILE);
        let (tables, reports): (Vec<_>, Vec<_>) = members.into_iter().partition(is_table);
        for member in tables {
            let path = inside(&member.name);
            let bytes = member.content.and_then(|part| part.bytes()).map_err(|kind| {
                let fault = Fault { doc: DocId::new(doc), kind };
                Error::Metadata { path: path.clone(), reason: fault.message(Lang::En) }
            })?;
            let table = MetadataTable::parse(&path, &bytes)?;
            let folder = path.parent().unwrap_or(&path).to_owned();
            self.tables.insert(folder, Some(table));
        }
        for member in reports {
            let (row, at) = self.row_for(root, &inside(&member.name), asked)?;
            let place = member.content.map_or_else(Place::Nowhere, Place::Part);
            self.add_part(&format!("{doc}{}", member.name), &folder, path, place, (row.or(member.metadata), at));
        }
        Ok(())
    }

    fn folder(&mut self, root: &Path) -> Result<()> {
        let prefix = folder_name(root);
        let mut asked = Asked::new();
        let walk = WalkDir::new(root).follow_links(true).sort_by_file_name();
        for entry in
            walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry) && !is_of_page(entry))
        {
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
            if let Place::File(path) = &place {
                self.take(root, path, &doc, &mut asked)?;
            } else {
                let row = self.row_for(root, &path, &mut asked)?;
                self.add(&doc, &prefix, place, row);
            }
        }
        self.note_idle(asked)
    }

    /// Notes rows of metadata files that no report asked for.
    fn note_idle(&mut self, asked: Asked) -> Result<()> {
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
    fn row_for(&mut self, root: &Path, path: &Path, asked: &mut Asked) -> Result<Described> {
        let mut nearest: Option<Described> = None;
        for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
            let name = slashed(path.strip_prefix(folder).unwrap_or(path));
            if let Some(table) = self.table(folder)? {
                if nearest.is_none() && (table.get(&name).is_some() || table.whole_of(&name).is_some()) {
                    let row = table.get(&name).cloned().unwrap_or_default();
                    let is_beside = folder.is_dir() || folder.as_os_str().is_empty();
                    nearest = Some((row, Some(RowOf { folder: folder.to_owned(), is_beside, name: name.clone() })));
                }
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

    fn add(&mut self, wanted: &str, folder: &str, place: Place, described: Described) {
        let identity = match &place {
            Place::File(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
            Place::StandardInput => PathBuf::from("-"),
            Place::Part(_) | Place::Joined(_) | Place::Nowhere(_) => PathBuf::from(folder).join(wanted),
        };
        if self.files.insert(identity.join(wanted)) {
            self.add_new(wanted, folder, place, described);
        }
    }

    /// Adds a member of the file `path`. Two members of one name are two reports.
    fn add_part(&mut self, wanted: &str, folder: &str, path: &Path, place: Place, described: Described) {
        let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let at = if let Place::Part(part) = &place { part.offset() } else { u64::MAX };
        if self.files.insert(file.join(wanted).join(at.to_string())) {
            self.add_new(wanted, folder, place, described);
        }
    }

    fn add_new(&mut self, wanted: &str, folder: &str, place: Place, (metadata, row): Described) {
        let doc = self.free_name(wanted, folder);
        if doc.as_str() != wanted {
            self.found.renamed.push((DocId::new(wanted), doc.clone()));
        }
        self.names.insert(doc.clone());
        self.found.sources.push(Source { doc, place, metadata: metadata.into() });
        self.rows.push(row);
    }

    /// The name wanted, else with its folder's name before it, else numbered as well.
    pub(super) fn free_name(&self, wanted: &str, folder: &str) -> DocId {
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

/// Whether a folder holds the pictures and scripts of a page that a browser saved beside it: `标题_files` of `标题.html`.
fn is_of_page(entry: &DirEntry) -> bool {
    let path = entry.path().to_string_lossy();
    let page = ["_files", ".files", "_文件"].iter().find_map(|ending| path.strip_suffix(ending));
    let is_there =
        |page: &str| [".html", ".htm", ".HTM"].iter().any(|ending| Path::new(&format!("{page}{ending}")).is_file());
    entry.file_type().is_dir() && page.is_some_and(is_there)
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
    fn what_a_browser_saves_beside_a_page_is_no_report() {
        let root = folder(&[("页.html", "<p>甲"), ("页_files/a.js", "1"), ("乙_files/b.txt", "乙")]);
        let found = find(&[root.path().to_owned()], None).unwrap();
        assert_eq!(docs(&found), ["乙_files/b.txt", "页.html"]);
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
