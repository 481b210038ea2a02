//! The reports that whole-program tests read.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tongjian::dictionary::{Dictionaries, DictionarySource};
use tongjian::read::{Report, find};

/// The built-in dictionaries.
pub(crate) fn dictionaries() -> &'static Dictionaries {
    static DICTIONARIES: LazyLock<Dictionaries> =
        LazyLock::new(|| Dictionaries::load(&DictionarySource::Embedded).expect("the built-in dictionaries are right"));
    &DICTIONARIES
}

/// A path below the project's folder.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folders of the project's own reports.
pub(crate) const SAMPLES: [&str; 3] = ["corpus", "tests/gold/reports", "tests/gold/blind"];

/// The folder of the development reports; `None`, with a word on standard error, where it is not there.
pub(crate) fn development_folder() -> Option<PathBuf> {
    let folder = project("../shared/reports");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not here, so the development reports are not read", folder.display());
    None
}

/// The project's own reports, with their metadata.
pub(crate) fn samples() -> Vec<Report> {
    reports(&SAMPLES.map(project))
}

/// The development reports, with their metadata; none where they are not there.
pub(crate) fn development() -> Vec<Report> {
    development_folder().map_or_else(Vec::new, |folder| reports(&[folder]))
}

fn reports(folders: &[PathBuf]) -> Vec<Report> {
    let found = find(folders, None).expect("the metadata beside the reports is right");
    let read = |source: &tongjian::read::Source| {
        let bytes = source.bytes().expect("the reports can be read");
        let (report, faults) = Report::from_bytes(&source.doc, &bytes, &source.metadata);
        assert!(faults.is_empty(), "{}: {faults:?}", source.doc);
        report.expect("a report without faults has a text")
    };
    found.sources.iter().map(read).collect()
}
