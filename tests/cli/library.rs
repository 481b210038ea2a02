use std::path::Path;

use tongjian::library::{Freshness, Library};

use crate::texts::report;
use crate::workspace::{Workspace, reader};

/// The counts of new, same, changed, duplicate and failed reports in a summary.
fn counts(out: &str) -> Vec<usize> {
    let line = out.lines().nth(out.lines().position(|line| line.contains("duplicate")).unwrap() + 1).unwrap();
    line.split_whitespace().map(|number| number.parse().unwrap()).collect()
}

#[track_caller]
fn check(workspace: &Workspace, expected: [usize; 5]) {
    let run = workspace.run(&["ingest", "in"]);
    assert_eq!(counts(&run.out), expected, "{}\n{}", run.out, run.err);
    assert_eq!(run.code, Some(i32::from(expected[4] > 0)));
}

#[test]
fn new_same_changed_duplicate_and_failed_reports_are_told_apart() {
    let workspace = Workspace::new();
    workspace.write("in/a.txt", report(1)).write("in/b.txt", report(2)).write("in/empty.txt", "");
    check(&workspace, [2, 0, 0, 0, 1]);
    let first = workspace.dump();
    check(&workspace, [0, 2, 0, 0, 1]);
    assert_eq!(workspace.dump(), first);

    workspace.write("in/copy.txt", report(1));
    check(&workspace, [0, 2, 0, 1, 1]);
    assert!(workspace.dump().contains("\"same_as\":\"a.txt\""));

    workspace.write("in/a.txt", report(3)).write("in/b.txt", report(2));
    check(&workspace, [0, 2, 1, 0, 1]);
    let dump = workspace.dump();
    assert!(!dump.contains("same_as"), "the copy stands for itself now");
    assert!(dump.contains(&report(1)) && dump.contains(&report(3)));

    workspace.write("in/metadata.csv", "doc,date\nb.txt,2022\n");
    check(&workspace, [0, 2, 1, 0, 1]);
    assert!(workspace.dump().contains("\"date\":\"2022\""));

    // A report that can no longer be read leaves what the library has.
    workspace.write("in/b.txt", "");
    check(&workspace, [0, 2, 0, 0, 2]);
    assert!(workspace.dump().contains(&report(2)));
}

#[test]
fn originals_are_kept_byte_for_byte_whatever_comes_after() {
    let workspace = Workspace::new();
    let (bytes, _, _) = encoding_rs::GB18030.encode("全年开展协商三十二场，办结提案七件。");
    workspace.write("in/a.txt", &bytes);
    check(&workspace, [1, 0, 0, 0, 0]);
    workspace.write("in/a.txt", report(1));
    check(&workspace, [0, 0, 1, 0, 0]);
    let library = Library::open(&workspace.path("library")).unwrap();
    let entry = library.manifest().unwrap().entries().next().unwrap();
    assert_eq!(library.originals().bytes(entry.earlier[0]).unwrap(), &*bytes);
    assert_eq!(library.originals().bytes(entry.hash).unwrap(), report(1).as_bytes());
}

#[test]
fn the_order_and_the_batches_of_ingests_do_not_matter() {
    let (one, many) = (Workspace::new(), Workspace::new());
    for n in 0..30 {
        one.write(&format!("in/{n}.txt"), report(n));
        many.write(&format!("in/{n}.txt"), report(n));
    }
    one.expect(0, &["ingest", "in"]);
    many.expect(0, &["ingest", "in/7.txt"]);
    many.expect(0, &["ingest", "in", "--batch", "4", "--threads", "3"]);
    assert_eq!(one.dump(), many.dump());
}

#[test]
fn a_rebuilt_library_gives_the_same_answers() {
    let workspace = Workspace::new();
    for n in 0..20 {
        workspace.write(&format!("in/{n}.txt"), report(n));
    }
    workspace.expect(0, &["ingest", "in", "--batch", "6"]);
    let before = workspace.dump();
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.dump(), before);

    std::fs::remove_dir_all(workspace.path("library/index")).unwrap();
    assert!(workspace.expect(0, &["status"]).out.contains("behind"));
    assert_eq!(workspace.dump(), before);
    assert!(workspace.expect(0, &["status"]).out.contains("up to date"));

    workspace.write("library/index/meta.json", "broken");
    let run = workspace.expect(2, &["status"]);
    assert!(run.err.contains("`tongjian rebuild` makes it anew"), "{}", run.err);
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.dump(), before);
}

/// A run that is killed after its manifest is in place and before its index is leaves just this.
#[test]
fn an_index_that_is_one_batch_behind_is_caught_up_with_that_batch_alone() {
    let workspace = Workspace::new();
    for n in 0..8 {
        workspace.write(&format!("in/{n}.txt"), report(n));
    }
    workspace.expect(0, &["ingest", "in"]);
    copy_folder(&workspace.path("library/index"), &workspace.path("index_before"));
    std::fs::copy(workspace.path("library/manifest.jsonl"), workspace.path("manifest_before")).unwrap();
    workspace.write("in/3.txt", report(33)).write("in/8.txt", report(8)).write("in/9.txt", report(0));
    workspace.expect(0, &["ingest", "in"]);
    let after = workspace.dump();
    std::fs::remove_dir_all(workspace.path("library/index")).unwrap();
    copy_folder(&workspace.path("index_before"), &workspace.path("library/index"));
    std::fs::copy(workspace.path("manifest_before"), workspace.path("library/manifest.previous.jsonl")).unwrap();
    let (mut library, lock) = Library::open_to_write(&workspace.path("library")).unwrap();
    assert_eq!(library.freshness(&reader()).unwrap(), Freshness::Behind);
    let done = library.catch_up(&lock, &reader(), 0, &mut |_, _| {}).unwrap();
    assert_eq!((done.n_read, done.failed.len()), (2, 0));
    drop(library);
    assert_eq!(workspace.dump(), after);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn only_one_ingest_writes_at_a_time() {
    let workspace = Workspace::new();
    workspace.write("in/a.txt", report(1)).write("in/b.txt", report(2));
    workspace.expect(0, &["ingest", "in/a.txt"]);
    let (library, lock) = Library::open_to_write(&workspace.path("library")).unwrap();
    let run = workspace.expect(2, &["ingest", "in"]);
    assert!(run.err.contains("another tongjian is writing to this library"), "{}", run.err);
    workspace.expect(2, &["rebuild"]);
    workspace.expect(0, &["status"]);
    drop((library, lock));
    check(&workspace, [1, 1, 0, 0, 0]);
}

#[test]
fn two_ingests_started_together_lose_nothing() {
    let workspace = Workspace::new();
    for n in 0..40 {
        workspace.write(&format!("in/{n}.txt"), report(n));
    }
    let children: Vec<_> = (0..4).map(|_| workspace.command(&["ingest", "in"]).spawn().unwrap()).collect();
    let codes: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap().status.code()).collect();
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 2))) && codes.contains(&Some(0)), "{codes:?}");
    check(&workspace, [0, 40, 0, 0, 0]);
}

#[test]
fn other_dictionaries_are_noticed_and_the_next_ingest_reads_again() {
    let workspace = Workspace::new();
    workspace.write("in/a.txt", report(1));
    check(&workspace, [1, 0, 0, 0, 0]);
    let mut other = reader();
    other.fingerprint.push('x');
    let (mut library, lock) = Library::open_to_write(&workspace.path("library")).unwrap();
    assert_eq!(library.freshness(&other).unwrap(), Freshness::OtherDictionaries);
    let done = library.catch_up(&lock, &other, 1, &mut |_, _| {}).unwrap();
    assert_eq!((done.n_read, library.freshness(&other).unwrap()), (1, Freshness::Current));
}

#[test]
fn a_folder_that_holds_other_things_is_left_alone() {
    let workspace = Workspace::new();
    workspace.write("in/a.txt", report(1)).write("mine/letter.txt", "不是资料库");
    let run = workspace.expect(2, &["ingest", "in", "--library", "mine"]);
    assert!(run.err.contains("holds “letter.txt” and is no library"), "{}", run.err);
    assert_eq!(std::fs::read_dir(workspace.path("mine")).unwrap().count(), 1);
}

#[test]
fn a_stored_report_that_was_lost_or_damaged_is_named_and_can_be_brought_back() {
    let workspace = Workspace::new();
    workspace.write("in/a.txt", report(1)).write("in/b.txt", report(2));
    check(&workspace, [2, 0, 0, 0, 0]);
    let before = workspace.dump();
    let library = Library::open(&workspace.path("library")).unwrap();
    let path = library.originals().path(library.manifest().unwrap().entries().next().unwrap().hash);
    drop(library);
    std::fs::write(&path, "别的内容").unwrap();
    let run = workspace.expect(1, &["rebuild"]);
    assert!(run.err.contains("a.txt: ") && run.err.contains("changed or damaged"), "{}", run.err);
    std::fs::remove_file(path).unwrap();
    workspace.expect(0, &["ingest", "in"]);
    assert_eq!(workspace.dump(), before);
}
