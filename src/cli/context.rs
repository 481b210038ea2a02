//! What the commands share: language, dictionaries, library.

use std::path::PathBuf;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use tongjian::dictionary::DictionarySource;
use tongjian::library::{Freshness, Library, Reader};
use tongjian::model::Lang;

use super::messages::Message;
use super::{Global, complain};

/// The environment variable that names the library.
const LIBRARY_VARIABLE: &str = "TONGJIAN_LIBRARY";

/// Everything the global options decide.
#[derive(Debug)]
pub(super) struct Context {
    /// The language of messages and tables.
    pub(super) lang: Lang,
    /// Where dictionaries come from.
    pub(super) dictionaries: DictionarySource,
    library: Option<PathBuf>,
}

impl Context {
    pub(super) fn new(global: Global, lang: Lang) -> Self {
        Self {
            lang: global.lang.unwrap_or(lang),
            dictionaries: global.dictionaries.map_or(DictionarySource::Embedded, DictionarySource::Folder),
            library: global.library,
        }
    }

    /// Writes a message to standard error.
    pub(super) fn say(&self, message: &Message<'_>) {
        complain(&message.text(self.lang));
    }

    /// The extractor with the dictionaries that were asked for.
    pub(super) fn reader(&self) -> anyhow::Result<Reader> {
        let reader = Reader::load(&self.dictionaries).context("dictionaries")?;
        reader.dictionaries.read_ahead();
        Ok(reader)
    }

    /// The library's folder: the option, else the environment, else the platform's data folder.
    pub(super) fn library_folder(&self) -> anyhow::Result<PathBuf> {
        let from_environment = || std::env::var_os(LIBRARY_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let from_platform =
            || directories::ProjectDirs::from("", "", "tongjian").map(|dirs| dirs.data_dir().join("library"));
        self.library
            .clone()
            .or_else(from_environment)
            .or_else(from_platform)
            .with_context(|| Message::NoDataFolder.text(self.lang))
    }

    /// Opens the library to answer questions, catching up with what a killed ingest left undone.
    pub(super) fn library(&self, reader: &Reader) -> anyhow::Result<Library> {
        let mut library = Library::open(&self.library_folder()?)?;
        let bar = self.progress(0);
        let freshness = library.prepare(reader, &mut |done, all| show(&bar, done, all))?;
        bar.finish_and_clear();
        match freshness {
            Freshness::Current => {}
            Freshness::OtherDictionaries => self.say(&Message::OtherDictionaries),
            Freshness::Behind => self.say(&Message::BeingWritten),
        }
        Ok(library)
    }

    /// A progress bar on a terminal, nothing elsewhere.
    pub(super) fn progress(&self, n_reports: usize) -> ProgressBar {
        let bar = ProgressBar::new(u64::try_from(n_reports).unwrap_or(u64::MAX));
        let template = self.lang.pick(
            "{bar:40} {pos}/{len} 篇，{per_sec}，还需 {eta}",
            "{bar:40} {pos}/{len} reports, {per_sec}, {eta} left",
        );
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar
    }
}

/// Moves a progress bar.
pub(super) fn show(bar: &ProgressBar, done: usize, all: usize) {
    bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
    bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
}
