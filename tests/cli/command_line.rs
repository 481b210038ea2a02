use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::texts::report;
use crate::workspace::{Run, Workspace};

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let workspace = Workspace::new();
    for n in 0..150 {
        workspace.write(&format!("in/{}/{n}.txt", n % 7), report(n));
    }
    workspace.write("in/empty.txt", "").write("in/3/noise.bin", [0, 1, 2, 3, 255, 7]);
    let one = workspace.expect(1, &["extract", "in", "--threads", "1"]);
    let four = workspace.expect(1, &["extract", "in", "--threads", "4"]);
    assert_eq!((one.out, one.err), (four.out, four.err));
}

#[test]
fn records_do_not_depend_on_the_language_of_messages() {
    let workspace = Workspace::new();
    workspace.write("in/empty.txt", "").write("in/a.txt", report(1));
    let chinese = workspace.expect(1, &["extract", "in", "--lang", "zh"]);
    let english = workspace.expect(1, &["extract", "in", "--lang", "en"]);
    assert_eq!(chinese.out, english.out);
    assert_ne!(chinese.err, english.err);
}

#[test]
fn standard_input_is_a_report_named_by_a_dash() {
    let workspace = Workspace::new();
    let mut child = workspace.command(&["extract", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("全年开展协商32场。".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("{\"kind\":\"article\",\"doc\":\"-\","), "{out}");
    assert!(out.contains("\"chars\":10,"), "{out}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let workspace = Workspace::new();
    for n in 0..3000 {
        workspace.write(&format!("in/{n}.txt"), "协商");
    }
    let mut child = workspace.command(&["extract", "in"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with('{'));
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn metadata_beside_the_reports_counts_and_a_bad_cell_costs_only_itself() {
    let workspace = Workspace::new();
    workspace
        .write("in/a.txt", report(1))
        .write("in/b/c.txt", report(2))
        .write(
            "in/metadata.csv",
            "\u{feff}doc,date,region,title\na.txt,2024-03,350203,一年综述\nb/c.txt,2024-13,思明,\nd.txt,2020,,\n",
        )
        .write("other.csv", "doc,date\na.txt,2021\n");
    let run = workspace.expect(0, &["extract", "in"]);
    let records = run.records();
    let article =
        |doc: &str| records.iter().find(|record| record["kind"] == "article" && record["doc"] == doc).unwrap().clone();
    assert_eq!(article("a.txt")["date"], "2024-03");
    assert_eq!(article("a.txt")["region"], "350203");
    assert_eq!(article("a.txt")["title"], "一年综述");
    assert_eq!(article("b/c.txt")["chars"], report(2).chars().count());
    assert_eq!(records.iter().filter(|record| record["code"] == "bad_metadata").count(), 2);
    assert!(run.err.contains("b/c.txt: metadata column date holds “2024-13”, which was ignored"), "{}", run.err);
    assert!(
        run.err.contains("metadata.csv: the report “d.txt” that the metadata describes is not there"),
        "{}",
        run.err
    );

    let run = workspace.expect(0, &["extract", "in/a.txt", "--metadata", "other.csv"]);
    assert_eq!(run.records()[0]["date"], "2021");
    let (gbk, _, _) = encoding_rs::GB18030.encode("doc,title\na.txt,思明区政协一年工作综述\n");
    workspace.write("other.csv", gbk);
    let run = workspace.expect(0, &["extract", "in/a.txt", "--metadata", "other.csv"]);
    assert_eq!(run.records()[0]["title"], "思明区政协一年工作综述");
    workspace.write("in/metadata.csv", "doc,datum\na.txt,2024\n");
    let run = workspace.expect(2, &["extract", "in"]);
    assert!(run.err.contains("metadata.csv: unknown column “datum”: expected doc, date,"), "{}", run.err);
}

#[test]
fn the_language_comes_from_the_option_then_the_locale() {
    let workspace = Workspace::new();
    let output = workspace.command(&["extract", "missing"]).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("文件无法读取"));
    assert!(workspace.expect(1, &["extract", "missing"]).err.contains("cannot be read"));
    assert!(workspace.expect(1, &["extract", "missing", "--lang", "zh"]).err.contains("文件无法读取"));
    workspace.expect(2, &["extract", "missing", "--lang", "fr"]);
}

#[test]
fn housekeeping_commands_answer() {
    let workspace = Workspace::new();
    assert!(workspace.expect(0, &["completions", "bash"]).out.contains("tongjian"));
    workspace.expect(0, &["dictionary", "check"]);
    let run = workspace.expect(2, &["dictionary", "check", "--dictionaries", "nowhere"]);
    assert!(run.err.starts_with("tongjian: dictionaries: "), "{}", run.err);
    let run = workspace.expect(2, &["status"]);
    assert!(run.err.contains("there is no library here: `tongjian ingest PATH…` makes one"), "{}", run.err);
}

#[test]
fn extract_explains_its_facts_and_changes_nothing_else() {
    let workspace = Workspace::new();
    workspace.write("a.txt", "思明区政协2024年工作\n思明区政协开展微协商23场次，收集意见建议40条，投入9个。\n");
    let plain = workspace.expect(0, &["extract", "a.txt"]);
    let explained = workspace.expect(0, &["extract", "a.txt", "--explain"]);
    let mut n_facts = 0;
    for (plain, explained) in plain.out.lines().zip(explained.out.lines()) {
        if plain.starts_with("{\"kind\":\"fact\"") {
            n_facts += 1;
            let (same, candidates) = explained.split_once(",\"candidates\":").unwrap();
            assert_eq!(format!("{same}}}"), plain);
            let candidates: Vec<serde_json::Value> = serde_json::from_str(&candidates[..candidates.len() - 1]).unwrap();
            let scores: Vec<f64> = candidates.iter().map(|one| one["score"].as_f64().unwrap()).collect();
            assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
            assert!(candidates.iter().all(|one| one["metric"].is_string() && one["rule"].is_string()));
        } else {
            assert_eq!(plain, explained);
        }
    }
    assert_eq!(n_facts, 3);
    let text = workspace.expect(0, &["extract", "a.txt", "--explain", "--format", "text", "--lang", "zh"]).out;
    assert!(text.contains("\n思明区政协开展微协商【23场次】，收集意见建议40条，投入9个。\n  23场次: "), "{text}");
    assert!(text.contains("  微协商  metrics.toml#consultation.micro/1\n"), "{text}");
    let text = workspace.expect(0, &["extract", "a.txt", "--format", "text", "--lang", "en"]).out;
    assert!(text.contains("grassroots consultation consultation.micro · 福建省厦门市思明区 · 2024 · done"), "{text}");
}

#[test]
fn dictionary_check_names_words_that_two_entries_claim() {
    let workspace = Workspace::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            workspace.write(&format!("words/{name}"), std::fs::read(&path).unwrap());
        }
    }
    let check = ["dictionary", "check", "--dictionaries", "words"];
    let before = workspace.expect(0, &check).err.lines().count();
    let practices = std::fs::read_to_string(workspace.path("words/practices.toml")).unwrap();
    let line = practices.lines().count() + 6;
    let row = "\n[[practice]]\nid = \"x\"\nlabel_zh = \"某做法\"\nlabel_en = \"some practice\"\ndefinition = \"d\"\naliases = [\"某 做法甲\"]\n";
    let entry = format!("{row}terms = [\"[委员|某]接待日日\"]\nexamples = [\"某接待日日\"]\n");
    let twin = entry.replace("\"x\"", "\"y\"").replace("某做法", "另做法").replace("some", "other");
    let twin = twin.replace("某 做法甲", "另做法甲").replace("[委员|某]接待日日", "某接待日日");
    workspace.write("words/practices.toml", format!("{practices}{entry}{twin}"));
    let run = workspace.expect(0, &check);
    assert_eq!(run.err.lines().count(), before + 1, "{}", run.err);
    let warning = run.err.lines().find(|warning| warning.contains("某接待日日")).unwrap();
    assert!(
        warning.starts_with(&format!("practices.toml:{}: “某接待日日” is claimed by x and by y; ", line + 11)),
        "{warning}"
    );
    assert!(run.out.starts_with("the dictionaries can be used"), "{}", run.out);
    // What cannot work at all is refused.
    let same = twin.replace("另做法甲", "某 做法甲");
    workspace.write("words/practices.toml", format!("{practices}{entry}{same}"));
    let refused = workspace.expect(2, &check);
    assert!(refused.err.contains("“某 做法甲” is claimed by x and y: leave it to one of them"), "{}", refused.err);
}

#[test]
fn discover_reads_files_or_the_library() {
    let workspace = Workspace::new();
    workspace
        .write("reports/a.txt", "思明区政协种下12株蓝花楹。\n")
        .write("reports/b.txt", "三元区政协种下9株蓝花楹。成立“山海乐”百草棚。\n");
    let toml = workspace.expect(0, &["discover", "reports", "--format", "toml"]).out;
    assert!(toml.contains("nouns = [\"蓝花楹\"]\nunits = [\"株\"]\n"), "{toml}");
    assert!(toml.contains("# a.txt: 思明区政协种下【12株】蓝花楹。\n"), "{toml}");
    workspace.expect(0, &["ingest", "reports"]);
    assert_eq!(workspace.expect(0, &["discover", "--format", "toml"]).out, toml);
    let table = workspace.expect(0, &["discover", "--least", "2", "--lang", "zh"]).out;
    assert!(table.contains("计数名词  蓝花楹  株"), "{table}");
    assert_eq!(table.lines().count(), 2, "{table}");
    let csv = workspace.expect(0, &["discover", "--format", "csv", "--limit", "1"]);
    assert!(
        csv.out.starts_with("find,word,unit,metric,metric_name,file,reports,times,doc,quote,entry\n"),
        "{}",
        csv.out
    );
    workspace.write("none/a.txt", "思明区政协开展微协商23场次。\n");
    let run = workspace.expect(0, &["discover", "none"]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "the dictionaries know every frequent word of 1 reports\n"));
}

/// What one report tells of a session dates 三次会议以来 in another, once `discover` has made it a row of the table.
#[test]
fn a_session_that_one_report_tells_dates_the_others() {
    let workspace = Workspace::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries");
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        workspace.write(&format!("words/{}", entry.file_name().display()), std::fs::read(entry.path()).unwrap());
    }
    workspace
        .write("told/a.txt", "思明区政协九届三次会议于2024年1月5日召开。\n")
        .write("b.txt", "思明区政协三次会议以来，共收到提案120件。\n")
        .write("metadata.csv", "doc,date,region\nb.txt,2024-11-20,350203\n");
    let extract = ["extract", "b.txt", "--dictionaries", "words"];
    let period =
        |run: &Run| run.records().into_iter().find(|record| record["kind"] == "fact").unwrap()["period"].clone();
    assert_eq!(period(&workspace.expect(0, &extract))["from"], serde_json::Value::Null);
    let found = workspace.expect(0, &["discover", "told", "--format", "toml"]).out;
    let row = found.lines().find(|line| line.contains("政协,9,3")).unwrap_or_else(|| panic!("{found}"));
    workspace.write("words/sessions.csv", format!("region,body,term,session,opened\n{row}\n"));
    let dated = period(&workspace.expect(0, &extract));
    assert_eq!(dated["from"], "2024-01-05");
    assert_eq!(dated["text"], "三次会议以来（2024-01-05起，见sessions.csv）");
}
