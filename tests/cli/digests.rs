use serde_json::Value;

use crate::workspace::{Run, Workspace};

const TITLE: &str = "三明市政协系统工作交流";

const SANYUAN: &str = "三元区政协：协商到家门口\n\
    \u{3000}\u{3000}2024年，三元区政协在各乡镇街道建成“好商量”工作室66个，开展“微协商”活动32场，推动解决基层治理难题23个。\n\
    \u{3000}\u{3000}区政协组织专题视察12次，报送社情民意信息120篇，委员接待日接待群众560人次。\n";

const SHAXIAN: &str = "沙县区政协：小吃街上的议事桌\n\
    \u{3000}\u{3000}2024年，沙县区政协围绕小吃产业开展专题协商6次，走访企业45家，提出意见建议31条，多数写进了全区的产业规划。\n\
    \u{3000}\u{3000}区政协办结重点提案9件，建成委员工作室18个，每月开展一次委员接待日，收集问题77个。\n";

const YONGAN: &str = "永安市政协：笋竹林里听民声\n\
    \u{3000}\u{3000}2024年，永安市政协组织委员下乡38次，开展“微协商”活动21场，为林农解决运输难题14个，竹山上的路通到了家门口。\n\
    \u{3000}\u{3000}市政协提交提案143件，立案130件，报送社情民意信息86篇，其中被省政协采用11篇。\n";

fn digest() -> String {
    format!("{TITLE}\n\n{SANYUAN}\n{SHAXIAN}\n{YONGAN}")
}

const METADATA: &str = "doc,date,source\n简报.txt,2025-01-10,市政协办公室\n";

fn library_folder() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("in/简报.txt", digest()).write("in/单篇.txt", SANYUAN).write("in/metadata.csv", METADATA);
    workspace
}

fn articles(run: &Run) -> Vec<Value> {
    run.records().into_iter().filter(|record| record["kind"] == "article").collect()
}

fn names(articles: &[Value]) -> Vec<&str> {
    articles.iter().map(|article| article["doc"].as_str().unwrap()).collect()
}

fn in_library(workspace: &Workspace) -> Vec<String> {
    let run = workspace.run(&["facts", "--keep-reprints", "--format", "jsonl"]);
    let mut docs: Vec<String> = run.records().iter().map(|record| record["doc"].as_str().unwrap().to_owned()).collect();
    docs.dedup();
    docs
}

#[test]
fn a_digest_stays_one_article_and_is_named_with_what_to_do() {
    let workspace = library_folder();
    let run = workspace.expect(0, &["extract", "in"]);
    assert_eq!(names(&articles(&run)), ["单篇.txt", "简报.txt"]);
    assert!(articles(&run)[1]["whole"].is_null());
    let run = workspace.expect(0, &["ingest", "in", "--lang", "zh"]);
    assert_eq!(
        run.err,
        "简报.txt：像是几个单位的汇编（三元区政协：协商到家门口、沙县区政协：小吃街上的议事桌、永安市政协：笋竹林里听民声），\
         现作一篇：要各自成篇，加 --split-digests，或在元数据的 split 栏写 yes；写 no 则不再提示\n"
    );
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt"]);
    // A person has said that it is to stay whole.
    workspace.write("in/metadata.csv", "doc,split\n简报.txt,no\n");
    assert_eq!(workspace.expect(0, &["ingest", "in"]).err, "");
    assert_eq!(workspace.expect(0, &["ingest", "in", "--split-digests"]).err, "");
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt"]);
}

#[test]
fn parts_are_articles_that_keep_their_place() {
    let workspace = library_folder();
    let whole = workspace.expect(0, &["extract", "in/简报.txt"]).records();
    for how in ["option", "column"] {
        if how == "column" {
            workspace
                .write("in/metadata.csv", METADATA.replace("source\n", "source,split\n").replace("室\n", "室,是\n"));
        }
        let option = if how == "option" { &["--split-digests"][..] } else { &[] };
        let run = workspace.expect(0, &[&["extract", "in"], option].concat());
        let articles = articles(&run);
        assert_eq!(names(&articles), ["单篇.txt", "简报.txt#1", "简报.txt#2", "简报.txt#3"], "{how}");
        let text = digest();
        for (article, (part, region)) in
            articles[1..].iter().zip([(SANYUAN, "350404"), (SHAXIAN, "350405"), (YONGAN, "350481")])
        {
            assert_eq!(article["title"], part.lines().next().unwrap());
            assert_eq!((&article["region"], &article["date"]), (&region.into(), &"2025-01-10".into()), "{article}");
            assert_eq!(article["source"], "市政协办公室");
            assert_eq!((&article["whole"]["doc"], &article["whole"]["title"]), (&"简报.txt".into(), &TITLE.into()));
            let start = text[..text.find(part).unwrap()].chars().count();
            assert_eq!(article["whole"]["start"], start, "{article}");
            assert_eq!(article["chars"], part.trim_end().chars().count());
        }
        // What the parts say is what the whole says, at the same characters of it.
        let place = |record: &Value, start: u64| {
            let fields = ["kind", "number", "metric", "region", "year", "name", "practice"];
            (record["start"].as_u64().unwrap() + start, fields.map(|field| record[field].to_string()))
        };
        let of_whole: Vec<_> = whole.iter().skip(1).map(|record| place(record, 0)).collect();
        let mut of_parts = Vec::new();
        for article in &articles[1..] {
            let start = article["whole"]["start"].as_u64().unwrap();
            let records = run.records().into_iter();
            let own = records.filter(|record| record["kind"] != "article" && record["doc"] == article["doc"]);
            of_parts.extend(own.map(|record| place(&record, start)));
        }
        assert_eq!(of_parts, of_whole);
    }
}

#[test]
fn show_tells_where_a_part_stands_in_the_whole() {
    let workspace = library_folder();
    let run = workspace.expect(0, &["ingest", "in", "--split-digests"]);
    assert!(run.out.contains("  简报.txt split into 3 articles\n"), "{}", run.out);
    let text = digest();
    let start = text[..text.find(SHAXIAN).unwrap()].chars().count();
    let shown = workspace.expect(0, &["show", "简报.txt#2"]).out;
    assert!(shown.contains(&format!("part of  简报.txt “{TITLE}”, from character {} on\n", start + 1)), "{shown}");
    let shown = workspace.expect(0, &["show", "简报.txt#2:40", "--lang", "zh"]).out;
    assert!(shown.contains(&format!("出自  简报.txt“{TITLE}”，从第 {} 个字起\n", start + 41)), "{shown}");
    // A pack cites parts as it cites reports.
    workspace.expect(0, &["pack", "evidence"]);
    let references = std::fs::read_to_string(workspace.path("evidence/references.txt")).unwrap();
    assert!(references.contains("沙县区政协：小吃街上的议事桌"), "{references}");
}

#[test]
fn no_part_outlives_its_digest() {
    let workspace = library_folder();
    workspace.expect(0, &["ingest", "in", "--split-digests"]);
    let split = workspace.dump();
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt#1", "简报.txt#2", "简报.txt#3"]);
    let again = workspace.expect(0, &["ingest", "in", "--split-digests"]);
    assert!(!again.out.contains("split into"), "{}", again.out);
    assert_eq!(workspace.dump(), split);
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.dump(), split);
    // Fewer parts, then none, then all of them again.
    workspace.write("in/简报.txt", format!("{TITLE}\n\n{SHAXIAN}\n{YONGAN}"));
    workspace.expect(0, &["ingest", "in", "--split-digests"]);
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt#1", "简报.txt#2"]);
    workspace.write("in/简报.txt", digest());
    workspace.expect(0, &["ingest", "in"]);
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt"]);
    let whole = workspace.dump();
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.dump(), whole);
    workspace.expect(0, &["ingest", "in", "--split-digests"]);
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt#1", "简报.txt#2", "简报.txt#3"]);
}

#[test]
fn a_copy_of_a_digest_stands_behind_it_and_takes_its_place() {
    let workspace = library_folder();
    workspace.write("in/转发.txt", digest());
    let run = workspace.expect(0, &["ingest", "in", "--split-digests"]);
    assert!(run.out.contains("  转发.txt has the bytes of 简报.txt\n"), "{}", run.out);
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt#1", "简报.txt#2", "简报.txt#3"]);
    workspace.write("in/简报.txt", YONGAN);
    workspace.expect(0, &["ingest", "in", "--split-digests"]);
    assert_eq!(in_library(&workspace), ["单篇.txt", "简报.txt", "转发.txt#1", "转发.txt#2", "转发.txt#3"]);
}

#[test]
fn a_dry_run_names_digests_and_splits_them_where_it_is_told_to() {
    let workspace = library_folder();
    let run = workspace.expect(0, &["ingest", "in", "--dry-run"]);
    let line = |run: &Run, doc: &str| run.out.lines().find(|line| line.starts_with(doc)).unwrap().to_owned();
    assert!(line(&run, "简报.txt").contains("looks like a digest, yes in the column split splits it"), "{}", run.out);
    assert!(!line(&run, "单篇.txt").contains("digest"), "{}", run.out);
    // Given back as it is, nothing is renamed; with a yes, the digest is split.
    workspace.write("known.csv", &run.out);
    let same = workspace.expect(0, &["extract", "in", "--metadata", "known.csv"]);
    assert_eq!(names(&articles(&same)), ["单篇.txt", "简报.txt"]);
    let source = "市政协办公室,,";
    assert!(line(&run, "简报.txt").contains(source), "{}", run.out);
    workspace.write("edited.csv", run.out.replace(source, "市政协办公室,,yes"));
    let split = workspace.expect(0, &["extract", "in", "--metadata", "edited.csv"]);
    assert_eq!(names(&articles(&split)), ["单篇.txt", "简报.txt#1", "简报.txt#2", "简报.txt#3"]);
    let again = workspace.expect(0, &["ingest", "in", "--dry-run", "--metadata", "edited.csv"]);
    assert!(line(&again, "简报.txt").contains("split into 3 articles"), "{}", again.out);
}

#[test]
fn what_is_no_digest_is_not_split() {
    let workspace = Workspace::new();
    // A county's own year, and a city's report that tells of its counties on a few lines.
    let own = format!(
        "三明市政协2024年工作综述\n一、搭平台\n　　2024年，市政协{}二、办实事\n　　{}",
        "建成委员工作室30个，开展协商活动12场，提交提案300件，视察9次。\n".repeat(3),
        "市政协报送社情民意信息500篇，走访企业80家，办结重点提案16件。\n".repeat(4)
    );
    let mentions = format!("{own}三、抓联动\n三元区政协\n　　开展“微协商”32场。\n沙县区政协\n　　走访企业45家。\n");
    workspace.write("in/own.txt", &own).write("in/mentions.txt", &mentions).write("in/county.txt", SANYUAN);
    let run = workspace.expect(0, &["extract", "in", "--split-digests"]);
    assert_eq!(run.err, "");
    assert_eq!(names(&articles(&run)), ["county.txt", "mentions.txt", "own.txt"]);
    // Who asks for it by name is told where there is nothing to split, and what cannot be understood is named.
    workspace.write("in/metadata.csv", "doc,split\ncounty.txt,yes\nown.txt,maybe\n");
    let run = workspace.expect(0, &["extract", "in"]);
    assert!(run.err.contains("county.txt: was to be split (metadata column split), but no parts"), "{}", run.err);
    assert!(run.err.contains("own.txt: metadata column split holds “maybe”"), "{}", run.err);
    assert_eq!(articles(&run).len(), 3);
}

/// A correction that was made of the whole holds for the part, and one of a part for the whole.
#[test]
fn corrections_survive_splitting_and_joining_again() {
    let workspace = library_folder();
    std::fs::remove_file(workspace.path("in/单篇.txt")).unwrap();
    let corrected = |doc: &str| {
        let run = workspace.expect(0, &["facts", "--format", "jsonl"]);
        let facts: Vec<Value> = run.records().into_iter().filter(|fact| !fact["corrected"].is_null()).collect();
        assert_eq!(facts.len(), 1, "{facts:?}");
        assert_eq!((&facts[0]["doc"], &facts[0]["value"]), (&doc.into(), &19.into()), "{}", facts[0]);
    };
    workspace.expect(0, &["ingest", "in"]);
    workspace.expect(0, &["export", "review.csv"]);
    let review = std::fs::read_to_string(workspace.path("review.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(review.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("{header:?}"));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for row in rows.records() {
        let row = row.unwrap();
        let is_meant = row.iter().any(|cell| cell == "18个");
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if is_meant {
            cells[column("corrected_value")] = "19".to_owned();
        }
        out.write_record(&cells).unwrap();
    }
    workspace.write("review.csv", out.into_inner().unwrap());
    workspace.expect(0, &["apply", "review.csv"]);
    corrected("简报.txt");
    workspace.expect(0, &["ingest", "in", "--split-digests"]);
    corrected("简报.txt#2");
    assert!(!workspace.expect(0, &["corrections"]).out.contains("no longer"), "it stands");
    workspace.expect(0, &["ingest", "in"]);
    corrected("简报.txt");
}
