use std::path::Path;

use serde_json::Value;

use crate::archives::{Member, zip};
use crate::workspace::{Run, Workspace};

const FIRST: &str = "三元区政协2024年工作总结\n　　2024年，三元区政协建成“好商量”工作室66个，开展“微协商”活动32场。\n";
const SECOND: &str = "　　区政协组织专题视察12次，报送社情民意信息120篇，委员接待日接待群众560人次。\n";
const THIRD: &str = "　　下一年，区政协将把协商议事桌搬到企业车间，计划走访企业90家。\n";

const TABLE: &str =
    "doc,part_of,part,date,region\n上.txt,年度总结,1,2025-01-10,350404\n中.txt,年度总结,2,,\n下.txt,年度总结,3,,\n";

fn folder() -> Workspace {
    let workspace = Workspace::new();
    workspace
        .write("in/上.txt", FIRST)
        .write("in/中.txt", encoding_rs::GBK.encode(SECOND).0)
        .write("in/下.txt", THIRD)
        .write("in/别篇.txt", "永安市政协视察47次。\n")
        .write("in/metadata.csv", TABLE);
    workspace
}

fn articles(run: &Run) -> Vec<Value> {
    run.records().into_iter().filter(|record| record["kind"] == "article").collect()
}

fn names(run: &Run) -> Vec<String> {
    articles(run).iter().map(|article| article["doc"].as_str().unwrap().to_owned()).collect()
}

/// Records without the report's name and their place in its files.
fn said(run: &Run, doc: &str) -> Vec<Value> {
    let own = run.records().into_iter().filter(|record| record["doc"] == doc && record["kind"] != "article");
    own.map(|mut record| {
        let fields = record.as_object_mut().unwrap();
        fields.remove("place");
        fields.remove("doc");
        record
    })
    .collect()
}

fn docs_of(workspace: &Workspace) -> Vec<String> {
    let manifest = std::fs::read_to_string(workspace.path("library/manifest.jsonl")).unwrap();
    let entries = manifest.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).unwrap());
    entries.map(|entry| entry["doc"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn several_files_are_one_report() {
    let workspace = folder();
    workspace.write("one/年度总结", format!("{FIRST}{SECOND}{THIRD}"));
    workspace.write("one/metadata.csv", "doc,date,region\n年度总结,2025-01-10,350404\n");
    let run = workspace.expect(0, &["extract", "in"]);
    assert_eq!(run.err, "");
    assert_eq!(names(&run), ["年度总结", "别篇.txt"]);
    let article = &articles(&run)[0];
    assert_eq!((&article["date"], &article["region"]), (&"2025-01-10".into(), &"350404".into()));
    assert_eq!(article["title"], "三元区政协2024年工作总结");
    let starts = [0, FIRST.chars().count(), FIRST.chars().count() + SECOND.chars().count()];
    let files = ["上.txt", "中.txt", "下.txt"].iter().zip(starts);
    let files: Vec<Value> = files.map(|(name, start)| serde_json::json!({"name": name, "start": start})).collect();
    assert_eq!(article["files"], Value::Array(files));
    // It says what one file with all the text says, at the same characters.
    let one = workspace.expect(0, &["extract", "one"]);
    assert!(said(&one, "年度总结").len() > 6);
    assert_eq!(said(&run, "年度总结"), said(&one, "年度总结"));
    let fact = run.records().into_iter().find(|record| record["value"] == 120).unwrap();
    assert_eq!(fact["place"], serde_json::json!({"file": {"name": "中.txt"}}));
    // One of the files is enough to name.
    assert_eq!(names(&workspace.expect(0, &["extract", "in/下.txt"])), ["年度总结"]);
}

#[test]
fn show_tells_the_file_and_the_page() {
    let workspace = folder();
    let pdf = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading/report-columns.pdf")).unwrap();
    workspace.write("in/附.pdf", pdf).write("in/metadata.csv", format!("{TABLE}附.pdf,年度总结,4,,\n"));
    workspace.expect(0, &["ingest", "in"]);
    let shown = workspace.expect(0, &["show", "年度总结"]).out;
    assert!(shown.contains(&format!("file  中.txt, from character {} on\n", FIRST.chars().count() + 1)), "{shown}");
    assert!(shown.contains("附.pdf 第2页"), "{shown}");
    let at = format!("年度总结:{}", FIRST.chars().count() + 5);
    let shown = workspace.expect(0, &["show", &at, "--lang", "zh"]).out;
    assert!(shown.contains("文件  中.txt，该文件的第 6 个字\n") && !shown.contains("文件  上.txt"), "{shown}");
}

#[test]
fn files_that_join_and_part_again_are_never_counted_twice() {
    let workspace = folder();
    let table = workspace.path("in/metadata.csv");
    std::fs::remove_file(&table).unwrap();
    workspace.expect(0, &["ingest", "in"]);
    assert_eq!(docs_of(&workspace), ["上.txt", "下.txt", "中.txt", "别篇.txt"]);
    let apart = workspace.dump();
    std::fs::write(&table, TABLE).unwrap();
    let run = workspace.expect(0, &["ingest", "in"]);
    assert!(run.out.contains("  上.txt is no longer a report of its own"), "{}", run.out);
    assert_eq!(docs_of(&workspace), ["别篇.txt", "年度总结"]);
    let joined = workspace.dump();
    let again = workspace.expect(0, &["ingest", "in"]);
    assert!(again.out.lines().any(|line| line.split_whitespace().eq(["0", "2", "0", "0", "0"])), "{}", again.out);
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.dump(), joined);
    std::fs::remove_file(&table).unwrap();
    let run = workspace.expect(0, &["ingest", "in"]);
    assert!(run.out.contains("  年度总结 is no longer a report of its own"), "{}", run.out);
    assert_eq!(workspace.dump(), apart);
}

#[test]
fn a_part_that_is_missing_costs_its_report_and_is_named_by_file_and_line() {
    let workspace = folder();
    std::fs::remove_file(workspace.path("in/中.txt")).unwrap();
    let run = workspace.expect(1, &["extract", "in", "--lang", "zh"]);
    assert_eq!(
        run.err,
        "年度总结: metadata.csv 第 3 行说“中.txt”是它的一部分，但没有这个文件，整篇未收：请补上文件，或删去这一行\n"
    );
    assert_eq!(names(&run), ["别篇.txt"]);
    workspace.write("in/中.txt", "");
    let run = workspace.expect(1, &["extract", "in"]);
    assert_eq!(run.err, "年度总结: in 中.txt: holds no text: check that it was saved completely\n");
}

#[test]
fn declarations_that_cannot_be_meant_are_refused_by_file_and_line() {
    let workspace = folder();
    for (table, said) in [
        ("doc,part_of\n上.txt,上.txt\n", "line 2: “上.txt” is declared a part of itself"),
        ("doc,part_of\n上.txt,下.txt\n下.txt,上.txt\n", "is declared a part of itself (by way of"),
        ("doc,part_of,part\n上.txt,全文,壹\n", "line 2: the column “part” holds “壹”: expected a number"),
    ] {
        workspace.write("in/metadata.csv", table);
        let run = workspace.expect(2, &["ingest", "in"]);
        assert!(run.err.contains("metadata.csv") && run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn a_file_may_continue_another_and_names_give_the_order() {
    let workspace = Workspace::new();
    let member = |name: &str, text: &str| Member::new(name, text);
    let members = [
        member("续10.txt", THIRD),
        member("续2.txt", SECOND),
        member("正文.txt", FIRST),
        member("metadata.csv", "doc,part_of\n续10.txt,正文.txt\n续2.txt,正文.txt\n"),
    ];
    workspace.write("in/包.zip", zip(&members));
    let run = workspace.expect(0, &["extract", "in"]);
    assert_eq!((names(&run), run.err.as_str()), (vec!["包.zip/正文.txt".to_owned()], ""));
    let article = &articles(&run)[0];
    let named: Vec<&Value> = article["files"].as_array().unwrap().iter().map(|file| &file["name"]).collect();
    assert_eq!(named, ["包.zip/正文.txt", "包.zip/续2.txt", "包.zip/续10.txt"]);
}

#[test]
fn a_dry_run_of_a_joined_report_can_be_given_back() {
    let workspace = folder();
    let run = workspace.expect(0, &["ingest", "in", "--dry-run"]);
    let edited = run.out.replace("年度总结,2025-01-10,350404,", "年度总结,2025-01-20,350404,");
    assert_ne!(edited, run.out, "{}", run.out);
    workspace.write("edited.csv", edited);
    std::fs::remove_file(workspace.path("in/metadata.csv")).unwrap();
    let again = workspace.expect(0, &["extract", "in", "--metadata", "edited.csv"]);
    assert_eq!(again.err, "");
    assert_eq!(names(&again), ["年度总结", "别篇.txt"]);
    assert_eq!(articles(&again)[0]["date"], "2025-01-20");
    assert_eq!(articles(&again)[0]["files"].as_array().unwrap().len(), 3);
}
