use serde_json::Value;

use crate::texts::{Dice, report, sentence};
use crate::workspace::{Run, Workspace};

/// The code of the problem that a report has, and whether it was read.
fn state(run: &Run, doc: &str) -> (Option<String>, bool) {
    let of_doc: Vec<Value> = run.records().into_iter().filter(|record| record["doc"] == doc).collect();
    let problem = of_doc.iter().find(|record| record["kind"] == "problem");
    let code = problem.and_then(|record| record["code"].as_str()).map(str::to_owned);
    (code, of_doc.iter().any(|record| record["kind"] == "article"))
}

fn noise(length: usize) -> Vec<u8> {
    let mut dice = Dice::new(9);
    (0..length).map(|_| u8::try_from(dice.below(256)).unwrap()).collect()
}

#[test]
fn each_bad_file_is_named_with_what_to_do_and_the_others_are_read() {
    let workspace = Workspace::new();
    let mut damaged = report(1).into_bytes();
    damaged[30] = 0xff;
    workspace
        .write("in/good.txt", report(1))
        .write("in/no_facts.txt", "这里没有数字，也没有平台。\n")
        .write("in/empty.txt", "")
        .write("in/blank.txt", " \n　\n\t")
        .write("in/noise.bin", noise(10_000))
        .write("in/paper.pdf", "%PDF-1.7\n1 0 obj\n")
        .write("in/paper.docx", "PK\u{3}\u{4}\u{14}\0\u{6}\0word/document.xml")
        .write("in/page.html", "<html><body><p>协商32场</p></body></html>")
        .write("in/damaged.txt", damaged)
        .write("in/huge.txt", "");
    // A file with nothing behind its length: no disk is filled.
    let huge = std::fs::File::options().write(true).open(workspace.path("in/huge.txt")).unwrap();
    huge.set_len(tongjian::read::MAX_REPORT_BYTES + 1).unwrap();
    let run = workspace.expect(1, &["extract", "in"]);
    for (doc, code, is_read) in [
        ("good.txt", None, true),
        ("no_facts.txt", None, true),
        ("empty.txt", Some("empty"), false),
        ("blank.txt", Some("empty"), false),
        ("noise.bin", Some("not_text"), false),
        ("paper.pdf", Some("unreadable"), false),
        ("paper.docx", Some("unreadable"), false),
        ("page.html", None, true),
        ("huge.txt", Some("too_large"), false),
        ("damaged.txt", Some("damaged_encoding"), true),
    ] {
        let (found, was_read) = state(&run, doc);
        if code.is_some() {
            assert_eq!(found.as_deref(), code, "{doc}");
        }
        assert_eq!(was_read, is_read, "{doc}");
        assert_eq!(run.err.contains(&format!("{doc}: ")), code.is_some(), "{doc}\n{}", run.err);
    }
    assert!(run.err.contains("paper.pdf: is a damaged or incomplete PDF file ("), "{}", run.err);

    let run = workspace.expect(1, &["ingest", "in", "--lang", "zh"]);
    assert!(run.err.contains("empty.txt: 文件没有文字：请检查是否保存完整"), "{}", run.err);
    let library = workspace.dump();
    assert!(library.contains(&report(1)) && library.contains("这里没有数字") && !library.contains("noise.bin"));
    workspace.expect(0, &["status"]);
}

/// Tests may run as root, whom no file mode keeps from reading: entries that cannot be read by anyone stand in for a
/// file without read permission, which is tested too where the mode counts.
#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let workspace = Workspace::new();
    workspace.write("in/a/good.txt", report(2)).write("in/locked.txt", report(3));
    symlink("nowhere", workspace.path("in/dangling.txt")).unwrap();
    symlink("itself.txt", workspace.path("in/itself.txt")).unwrap();
    symlink(workspace.path("in"), workspace.path("in/a/loop")).unwrap();
    let is_pipe_made = std::process::Command::new("mkfifo").arg(workspace.path("in/pipe.txt")).status();
    let locked = workspace.path("in/locked.txt");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    let is_locked = std::fs::read(&locked).is_err();

    let run = workspace.expect(1, &["extract", "in", "missing.txt"]);
    for doc in ["dangling.txt", "itself.txt", "a/loop", "missing.txt"] {
        assert_eq!(state(&run, doc), (Some("unreadable".to_owned()), false), "{doc}");
        assert!(run.err.contains(&format!("{doc}: ")), "{doc}\n{}", run.err);
    }
    if is_pipe_made.is_ok_and(|status| status.success()) {
        assert_eq!(state(&run, "pipe.txt"), (Some("unreadable".to_owned()), false));
    }
    assert!(state(&run, "a/good.txt").1);
    assert_eq!(state(&run, "locked.txt").1, !is_locked);
}

#[test]
fn ten_thousand_empty_files_are_named_one_by_one() {
    let workspace = Workspace::new();
    for n in 0..10_000 {
        workspace.write(&format!("in/{:02}/{n:05}.txt", n % 100), "");
    }
    workspace.write("in/good.txt", report(4));
    let run = workspace.expect(1, &["extract", "in"]);
    assert_eq!(run.out.lines().filter(|line| line.contains("\"code\":\"empty\"")).count(), 10_000);
    assert_eq!(run.err.lines().count(), 10_000);
    assert!(state(&run, "good.txt").1);
    let run = workspace.expect(1, &["ingest", "in"]);
    assert!(run.out.contains("10000"), "{}", run.out);
    assert!(workspace.dump().contains(&report(4)));
}

#[test]
fn a_single_line_of_fifty_megabytes_is_read() {
    let workspace = Workspace::new();
    let mut dice = Dice::new(6);
    let mut line = String::new();
    for _ in 0..100 {
        line.push_str(&sentence(&mut dice));
        line.push_str(&"各级组织扎实工作，深入基层听取意见，群众反映良好。".repeat(20));
    }
    let text = line.repeat(50_000_000 / line.len() + 1);
    workspace.write("in/long.txt", &text).write("in/short.txt", report(5));
    let run = workspace.expect(0, &["extract", "in"]);
    let article = run.out.lines().next().unwrap();
    assert!(article.contains(&format!("\"chars\":{}", text.chars().count())), "{article:.200}");
    assert!(run.out.contains("\"doc\":\"short.txt\""));
}

/// Without a full stop and packed with numbers: time must not grow with the square of the line.
#[test]
fn a_line_of_numbers_without_a_full_stop_is_read() {
    let workspace = Workspace::new();
    let text = "2024年，全市开展协商活动32场，提交提案120件，".repeat(15_000);
    workspace.write("long.txt", &text);
    let run = workspace.expect(0, &["extract", "long.txt"]);
    assert_eq!(run.records().iter().filter(|record| record["kind"] == "fact").count(), 30_000);
}
