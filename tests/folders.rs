//! The shape of the code: each folder uses only what stands above it in DESIGN.md (“Folders”), and what must be pure is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folders in the order in which data flows. `error` may be used by all.
const ORDER: [&str; 18] = [
    "model",
    "dictionary",
    "read",
    "clean",
    "segment",
    "extract",
    "check",
    "pipeline",
    "correct",
    "library",
    "index",
    "compare",
    "discover",
    "export",
    "review",
    "eval",
    "web",
    "cli",
];

/// Uses against the order, each with its reason.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "library",
    "index",
    "the library is the folder with everything a user has, and opening it opens the index that is derived from it",
)];

/// Folders whose results depend on their arguments alone.
const PURE: [&str; 8] = ["model", "clean", "segment", "extract", "check", "correct", "compare", "pipeline"];

/// What would tie a result to a disk, a clock, a network, a terminal or the environment.
const IMPURE: [&str; 16] = [
    "std::fs",
    "fs_err",
    "std::net",
    "std::env",
    "env::var",
    "std::process",
    "SystemTime",
    "Instant",
    "Zoned::now",
    "Timestamp::now",
    "stdin()",
    "stdout()",
    "stderr()",
    "println!",
    "rand::",
    "File::open",
];

struct SourceFile {
    /// Below `src/`.
    path: PathBuf,
    /// The folder, or the file's own name at the top.
    folder: String,
    text: String,
}

fn source_files() -> Vec<SourceFile> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("src/ can be read") {
            let path = entry.expect("src/ can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let read = |full: PathBuf| {
        let text = std::fs::read_to_string(&full).expect("source files are UTF-8");
        let path = full.strip_prefix(&root).expect("it was found below src/").to_owned();
        let first = path.components().next().expect("a file has a name").as_os_str().to_string_lossy();
        SourceFile { folder: first.trim_end_matches(".rs").to_owned(), path, text }
    };
    paths.into_iter().map(read).collect()
}

/// The code of a file: its own tests and its comments left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let before_tests = |(_, line): &(usize, &str)| !line.starts_with("#[cfg(test)]");
    text.lines().enumerate().take_while(before_tests).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The folders that a line of code names behind `crate::` (or, in the binary, `tongjian::`), lists in braces included.
fn used(line: &str) -> Vec<&str> {
    let mut folders = Vec::new();
    for root in ["crate::", "tongjian::"] {
        for (at, _) in line.match_indices(root) {
            let rest = &line[at + root.len()..];
            let items: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or(list).split(',').collect(),
                None => vec![rest],
            };
            folders.extend(items.into_iter().map(first_name).filter(|name| !name.is_empty()));
        }
    }
    folders
}

fn first_name(path: &str) -> &str {
    let path = path.trim();
    let end = path.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(path.len());
    &path[..end]
}

#[test]
fn the_reader_of_use_lines_sees_every_way_to_write_them() {
    assert_eq!(used("use crate::model::{Span, Fact};"), ["model"]);
    assert_eq!(used("use crate::{model::Span, read};"), ["model", "read"]);
    assert_eq!(used("    let text = crate::clean::clean(text); crate::read::find()"), ["clean", "read"]);
    assert_eq!(used("pub(in crate::extract) fn f()"), ["extract"]);
}

#[test]
fn a_folder_uses_only_what_stands_above_it() {
    let rank = |folder: &str| ORDER.iter().position(|known| *known == folder);
    let mut against = Vec::new();
    let mut exceptions_used = BTreeSet::new();
    for file in source_files() {
        let Some(own) = rank(&file.folder) else { continue };
        for (line, code) in code(&file.text) {
            for folder in used(code) {
                if rank(folder).is_none_or(|theirs| theirs <= own) {
                    continue;
                }
                let exception = EXCEPTIONS.iter().find(|(user, target, _)| *user == file.folder && *target == folder);
                if let Some(exception) = exception {
                    exceptions_used.insert(exception);
                } else {
                    let place = format!("src/{}:{}", file.path.display(), line + 1);
                    against.push(format!("{place}: {} uses {folder}", file.folder));
                }
            }
        }
    }
    assert!(against.is_empty(), "against the order of DESIGN.md:\n{}", against.join("\n"));
    assert_eq!(exceptions_used.len(), EXCEPTIONS.len(), "an exception is no longer needed");
}

#[test]
fn every_folder_has_its_place_in_the_order() {
    let known: BTreeSet<&str> = ORDER.into_iter().chain(["error", "lib", "main"]).collect();
    let strange: BTreeSet<String> =
        source_files().into_iter().map(|file| file.folder).filter(|folder| !known.contains(folder.as_str())).collect();
    assert!(strange.is_empty(), "folders that DESIGN.md does not place: {strange:?}");
}

#[test]
fn the_crate_lists_its_modules_in_the_order_of_the_folders() {
    let lib = source_files().into_iter().find(|file| file.folder == "lib").expect("src/lib.rs is there").text;
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .filter(|module| *module != "error")
        .collect();
    let in_order: Vec<&str> = ORDER.into_iter().filter(|folder| listed.contains(folder)).collect();
    assert_eq!(listed, in_order);
}

#[test]
fn what_turns_text_into_records_and_tables_touches_no_disk_clock_or_network() {
    let mut impure = Vec::new();
    for file in source_files().iter().filter(|file| PURE.contains(&file.folder.as_str())) {
        for (line, code) in code(&file.text) {
            for word in IMPURE.iter().filter(|word| code.contains(**word)) {
                impure.push(format!("src/{}:{}: {word}", file.path.display(), line + 1));
            }
        }
    }
    assert!(impure.is_empty(), "{}", impure.join("\n"));
}
