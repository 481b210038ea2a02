//! Files that were found → one report, where a metadata file declares them its parts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::find::Search;
use super::parts::PartRow;
use super::{FaultKind, JoinedPart, MetadataTable, Place, RawMetadata, Source};
use crate::model::DocId;

/// Where what is said about a report stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowOf {
    /// The folder whose metadata file says it; empty for the one that was named.
    pub(super) folder: PathBuf,
    /// Whether the other files that it names may lie in that folder, though they were not named.
    pub(super) is_beside: bool,
    /// The name that the metadata file uses for the report.
    pub(super) name: String,
}

/// One report in the making: where it is declared, and those of its files that were found, as positions in the sources.
struct Whole {
    at: RowOf,
    /// What stands before the names of the metadata file in those of the reports.
    prefix: String,
    found: Vec<(String, usize)>,
}

impl Search {
    /// Puts one source in the place of the files that are declared one report.
    pub(super) fn join(&mut self) {
        let wholes = self.wholes();
        let mut taken = BTreeSet::new();
        let mut joined = BTreeMap::new();
        for whole in wholes {
            let Some(Some(table)) = self.tables.get(&whole.at.folder) else { continue };
            let Some((source, declared)) = whole.source(table, &self.found.sources) else { continue };
            self.found.idle_metadata.retain(|(file, doc)| *file != table.path || !declared.contains(doc));
            let first = whole.found.iter().map(|(_, at)| *at).min().unwrap_or_default();
            taken.extend(whole.found.iter().map(|(_, at)| *at));
            joined.insert(first, (source, whole.prefix));
        }
        if joined.is_empty() {
            return;
        }
        for at in &taken {
            self.names.remove(&self.found.sources[*at].doc);
        }
        for (at, source) in std::mem::take(&mut self.found.sources).into_iter().enumerate() {
            if let Some((mut whole, prefix)) = joined.remove(&at) {
                let wanted = whole.doc.as_str().to_owned();
                whole.doc = self.free_name(&wanted, prefix.trim_end_matches('/'));
                if whole.doc.as_str() != wanted {
                    self.found.renamed.push((DocId::new(wanted), whole.doc.clone()));
                }
                self.names.insert(whole.doc.clone());
                self.found.sources.push(whole);
            } else if !taken.contains(&at) {
                self.found.sources.push(source);
            }
        }
    }

    /// The reports that are declared to have parts, some of which were found.
    fn wholes(&self) -> Vec<Whole> {
        let mut wholes: BTreeMap<(RowOf, String), Whole> = BTreeMap::new();
        for (at, (source, row)) in self.found.sources.iter().zip(&self.rows).enumerate() {
            let Some(row) = row else { continue };
            let Some(Some(table)) = self.tables.get(&row.folder) else { continue };
            let Some(name) = table.whole_of(&row.name) else { continue };
            let prefix = source.doc.as_str().strip_suffix(row.name.as_str()).unwrap_or_default().to_owned();
            let of_whole = RowOf { name: name.to_owned(), ..row.clone() };
            let empty = || Whole { at: of_whole.clone(), prefix: prefix.clone(), found: Vec::new() };
            let whole = wholes.entry((of_whole.clone(), prefix.clone())).or_insert_with(empty);
            whole.found.push((row.name.clone(), at));
        }
        wholes.into_values().collect()
    }
}

impl Whole {
    /// The report as one source, and the names of the metadata file that it accounts for.
    fn source(&self, table: &MetadataTable, sources: &[Source]) -> Option<(Source, BTreeSet<String>)> {
        let whole = self.at.name.as_str();
        let declared = table.parts_of(whole)?;
        let mut names: BTreeSet<String> = declared.iter().map(|part| part.doc.clone()).collect();
        let mut metadata = table.get(whole).cloned().unwrap_or_default();
        let mut parts = Vec::new();
        // The file that the others are declared parts of begins the report.
        if names.insert(whole.to_owned()) {
            parts.extend(self.place(whole, sources).map(|place| self.part(whole, place)));
        }
        for PartRow { doc, line } in declared {
            let Some(place) = self.place(doc, sources) else {
                let table = table.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let missing = FaultKind::MissingPart { table, line: *line, name: doc.clone() };
                return Some((self.with(Place::Nowhere(missing), RawMetadata::default()), names));
            };
            parts.push(self.part(doc, place));
            metadata = metadata.or(table.get(doc).cloned().unwrap_or_default());
        }
        let metadata = RawMetadata { part_of: None, part: None, ..metadata };
        Some((self.with(Place::Joined(parts), metadata), names))
    }

    fn with(&self, place: Place, metadata: RawMetadata) -> Source {
        Source { doc: self.doc(&self.at.name), place, metadata: metadata.into() }
    }

    fn part(&self, name: &str, place: Place) -> JoinedPart {
        JoinedPart { doc: self.doc(name), place }
    }

    fn doc(&self, name: &str) -> DocId {
        DocId::new(format!("{}{name}", self.prefix))
    }

    /// Where a file is: among those that were found, or beside them.
    fn place(&self, name: &str, sources: &[Source]) -> Option<Place> {
        if let Some((_, at)) = self.found.iter().find(|(found, _)| found == name) {
            return Some(sources[*at].place.clone());
        }
        let path = Path::new(name);
        let stays_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        let beside = self.at.folder.join(path);
        (self.at.is_beside && stays_inside && beside.is_file()).then_some(Place::File(beside))
    }
}
