use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;
use tongjian::dictionary::DictionarySource;
use tongjian::index::{Filter, Kind};
use tongjian::library::{Library, Reader};
use tongjian::model::DocId;

/// A fresh folder, in which the library is `library/`.
pub(crate) struct Workspace {
    folder: TempDir,
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// The program with nothing of the user's own around it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tongjian"));
        command
            .args(arguments.iter().map(OsStr::new))
            .current_dir(self.folder.path())
            .env("TONGJIAN_LIBRARY", self.path("library"))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs the program and expects an exit code.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}\n{}\n{}", run.out, run.err);
        run
    }

    /// Everything that the library's index answers from, and the manifest.
    pub(crate) fn dump(&self) -> String {
        dump(&self.path("library"))
    }
}

impl Run {
    /// Records of `extract`, one JSON value a line.
    pub(crate) fn records(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The extractor with the dictionaries that are built in.
pub(crate) fn reader() -> Reader {
    Reader::load(&DictionarySource::Embedded).unwrap()
}

/// All that a library says: its manifest, every record and every report's text. The index is caught up first, as for
/// any question.
pub(crate) fn dump(folder: &Path) -> String {
    let mut library = Library::open(folder).unwrap();
    library.prepare(&reader(), &mut |_, _| {}).unwrap();
    let kinds = [Kind::Article, Kind::Fact, Kind::Platform, Kind::Practice, Kind::Problem];
    let mut dump = std::fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    for record in library.index().records(&kinds, &Filter::default()).unwrap() {
        dump.push_str(&serde_json::to_string(&record).unwrap());
        dump.push('\n');
    }
    for entry in library.manifest().unwrap().entries() {
        let text = |doc: &DocId| library.index().text(doc).unwrap();
        let parts: Vec<String> = (1..).map_while(|n| text(&entry.doc.part(n))).collect();
        // Rows of a table are named like parts and stand for themselves.
        let is_split = !parts.is_empty() && library.manifest().unwrap().get(&entry.doc.part(1)).is_none();
        let whole = text(&entry.doc);
        let n_times = usize::from(whole.is_some()) + usize::from(is_split);
        assert_eq!(n_times, usize::from(entry.same_as.is_none()), "{} is indexed just once", entry.doc);
        for text in if is_split { parts } else { vec![whole.unwrap_or_default()] } {
            dump.push_str(&text);
            dump.push('\n');
        }
    }
    dump
}
