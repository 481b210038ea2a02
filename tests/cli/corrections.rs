use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use calamine::{Data, Reader, Xlsx, open_workbook};
use insta::assert_snapshot;
use rust_xlsxwriter::Workbook;

use crate::workspace::{Run, Workspace};

/// Our own texts; the places are real, what they did is made up.
const REPORTS: [(&str, &str, &str, &str); 2] = [
    (
        "思明.txt",
        "350203",
        "2024",
        "今年以来，思明区政协建成委员工作室66个。召开微协商34场次。每月15日开展委员接待日活动，接待群众1200多人次。\
         设立“邻里圆桌”平台。\n",
    ),
    ("三元.txt", "350404", "2024", "三元区政协建成委员工作室11个，开展微协商9场次，提交提案20件。\n"),
];

fn library() -> Workspace {
    let workspace = Workspace::new();
    ingest(&workspace);
    workspace
}

fn ingest(workspace: &Workspace) {
    let mut metadata = "doc,date,region\n".to_owned();
    for (doc, region, date, text) in REPORTS {
        workspace.write(&format!("reports/{doc}"), text);
        writeln!(metadata, "{doc},{date},{region}").unwrap();
    }
    workspace.write("reports/metadata.csv", metadata);
    workspace.expect(0, &["ingest", "reports"]);
}

/// The sheet to review, changed as a person would change it: report, words, column, new content.
fn fill_in(workspace: &Workspace, from: &str, to: &str, cells: &[(&str, &str, &str, &str)]) {
    let mut book: Xlsx<_> = open_workbook(workspace.path(from)).unwrap();
    let range = book.worksheet_range(&book.sheet_names()[0]).unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let at = |name: &str| rows[0].iter().position(|cell| *cell == Data::String(name.to_owned())).unwrap();
    let mut changed = Workbook::new();
    let sheet = changed.add_worksheet();
    let mut n_changed = 0;
    for (n, row) in rows.iter().enumerate() {
        let mut texts: Vec<String> = row.iter().map(ToString::to_string).collect();
        for (doc, words, column, content) in cells {
            if texts[at("doc")] == *doc && texts[at("words")] == *words {
                (*content).clone_into(&mut texts[at(column)]);
                n_changed += 1;
            }
        }
        for (column, text) in texts.iter().enumerate() {
            sheet.write_string(n.try_into().unwrap(), column.try_into().unwrap(), text).unwrap();
        }
    }
    assert_eq!(n_changed, cells.len(), "every cell is there once");
    changed.save(workspace.path(to)).unwrap();
}

/// Five cells: a value, a place, a status, a rejected number, a platform's name.
const FIVE: [(&str, &str, &str, &str); 5] = [
    ("思明.txt", "66个", "corrected_value", "68"),
    ("思明.txt", "34场次", "corrected_region", "福建省三明市三元区"),
    ("思明.txt", "1200多人次", "verdict", "wrong"),
    ("三元.txt", "11个", "corrected_status", "plan"),
    ("思明.txt", "“邻里圆桌”平台", "corrected_what", "邻里圆桌"),
];

/// Records as JSON by report, place and kind.
fn records(workspace: &Workspace) -> BTreeMap<(String, u64, String), serde_json::Value> {
    workspace.expect(0, &["export", "all.jsonl"]);
    let text = std::fs::read_to_string(workspace.path("all.jsonl")).unwrap();
    let records = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let key = |record: &serde_json::Value| {
        let text = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
        (text("doc"), record["start"].as_u64().unwrap_or_default(), text("kind"))
    };
    records.map(|record| (key(&record), record)).collect()
}

fn feed(workspace: &Workspace, arguments: &[&str], lines: &str) -> Run {
    let mut child = workspace.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn five_corrected_cells_outlive_everything_that_is_derived() {
    let workspace = library();
    let before = records(&workspace);
    workspace.expect(0, &["export", "review.xlsx"]);
    fill_in(&workspace, "review.xlsx", "done.xlsx", &FIVE);
    let plan = workspace.expect(0, &["apply", "done.xlsx", "--dry-run"]);
    assert_snapshot!(plan.err, @"");
    assert_eq!(records(&workspace), before, "a dry run changes nothing");
    let run = workspace.expect(0, &["apply", "done.xlsx"]);
    assert_eq!(run.out, plan.out);
    assert_snapshot!(run.out, @"");
    assert_snapshot!(run.err, @"");
    let after = records(&workspace);

    let changed: Vec<String> = before
        .iter()
        .filter(|(key, record)| after.get(*key) != Some(record))
        .map(|((doc, start, kind), _)| format!("{doc} {start} {kind}"))
        .collect();
    assert_snapshot!(changed.join("\n"), @"");
    let get = |doc: &str, words: &str| {
        let is_it = |record: &&serde_json::Value| record["doc"] == doc && record["number"] == words;
        after.values().find(is_it).cloned()
    };
    let studios = get("思明.txt", "66个").unwrap();
    assert_eq!((&studios["value"], &studios["low"], &studios["high"]), (&68.into(), &68.into(), &68.into()));
    assert_eq!(studios["corrected"], serde_json::json!({"verdict": "corrected", "was": {"value": 66}}));
    let micro = get("思明.txt", "34场次").unwrap();
    assert_eq!((&micro["region"], &micro["region_name"]), (&"350404".into(), &"福建省三明市三元区".into()));
    assert_eq!(get("思明.txt", "1200多人次"), None);
    assert_eq!(get("三元.txt", "11个").unwrap()["status"], "plan");

    // From scratch: only the reports and the corrections are kept.
    let kept = std::fs::read(workspace.path("library/corrections.csv")).unwrap();
    std::fs::remove_dir_all(workspace.path("library")).unwrap();
    workspace.write("library/corrections.csv", kept);
    ingest(&workspace);
    assert_eq!(records(&workspace), after);
    workspace.expect(0, &["rebuild"]);
    assert_eq!(records(&workspace), after);

    // Their effect shows wherever the records do.
    let questions =
        [&["facts"][..], &["show", "思明"], &["compare", "委员工作室"], &["profile", "思明区"], &["who", "圆桌"]];
    for arguments in questions {
        let out = workspace.expect(0, arguments).out;
        assert!(out.contains("corrected"), "{arguments:?}\n{out}");
    }
    workspace.expect(0, &["export", "facts.csv"]);
    let csv = std::fs::read_to_string(workspace.path("facts.csv")).unwrap();
    assert!(csv.contains(",corrected,value 66\n"), "{csv}");
    workspace.expect(0, &["export", "all.sqlite"]);
    let database = rusqlite::Connection::open(workspace.path("all.sqlite")).unwrap();
    let was = "SELECT was FROM facts WHERE corrected = 'corrected' AND number = '34场次'";
    assert_eq!(database.query_row(was, (), |row| row.get::<_, String>(0)).unwrap(), "region 350203");

    // A file that was changed by hand, or by a run that was killed before the index followed, is caught up with.
    let kept = std::fs::read_to_string(workspace.path("library/corrections.csv")).unwrap();
    workspace.write("library/corrections.csv", kept.replace(",68,", ",70,"));
    assert!(workspace.expect(0, &["facts", "--format", "csv"]).out.contains(",66个,70,"));
    workspace.write("library/corrections.csv", &kept);
    assert_eq!(records(&workspace), after);
    workspace.expect(0, &["corrections", "undo", "--all-of", "思明.txt"]);
    workspace.expect(0, &["corrections", "undo", "1"]);
    assert_eq!(records(&workspace), before);
    assert!(!workspace.path("library/corrections.csv").exists());
}

#[test]
fn the_sheet_to_review_offers_what_fits_and_hides_what_is_not_for_people() {
    let workspace = library();
    workspace.expect(0, &["export", "review.xlsx", "--lang", "zh"]);
    let bytes = std::fs::read(workspace.path("review.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let sheet = read("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("\"对,错,改\""), "{sheet}");
    assert!(sheet.contains("\"确数,至少,至多,约数,范围,概数\""), "{sheet}");
    // Numbers are offered metrics, practices practices; every row is offered the places of the library.
    for list in ["'选项'!$A$1", "'选项'!$B$1", "'选项'!$C$1:$C$2"] {
        assert!(sheet.contains(list), "{list} in {sheet}");
    }
    assert!(sheet.contains("hidden=\"1\""), "{sheet}");
    assert!(read("xl/workbook.xml").contains("name=\"选项\" sheetId=\"2\" state=\"hidden\""));
    let mut book: Xlsx<_> = open_workbook(workspace.path("review.xlsx")).unwrap();
    let range = book.worksheet_range("复核").unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_snapshot!(rows[..2].iter().map(|row| row[..row.len() - 1].join(" | ")).collect::<Vec<_>>().join("\n"), @"");
    assert_eq!(rows.len(), 1 + 6 + 6 + 1, "six numbers, six practices, one platform");
}

#[test]
fn a_second_opinion_is_never_taken_unasked() {
    let workspace = library();
    workspace.expect(0, &["export", "review.xlsx"]);
    fill_in(&workspace, "review.xlsx", "one.xlsx", &[("思明.txt", "66个", "corrected_value", "68")]);
    fill_in(
        &workspace,
        "review.xlsx",
        "two.xlsx",
        &[("思明.txt", "66个", "corrected_value", "67"), ("三元.txt", "11个", "verdict", "right")],
    );
    fill_in(&workspace, "review.xlsx", "year.xlsx", &[("思明.txt", "66个", "corrected_year", "2023")]);
    workspace.expect(0, &["apply", "one.xlsx"]);
    assert_snapshot!(workspace.expect(0, &["apply", "one.xlsx"]).err, @"");
    let refused = workspace.expect(2, &["apply", "two.xlsx"]);
    assert_snapshot!(refused.err, @"");
    let value = || {
        let found = records(&workspace);
        let fact = found.values().find(|record| record["number"] == "66个").unwrap().clone();
        (fact["value"].as_u64().unwrap(), fact["year"].as_u64().unwrap())
    };
    assert_eq!(value(), (68, 2024));
    assert!(records(&workspace).values().all(|record| record["number"] != "11个" || record["corrected"].is_null()));
    workspace.expect(0, &["apply", "two.xlsx", "--prefer", "old"]);
    assert_eq!(value(), (68, 2024));
    // Another field of the same record is no contradiction.
    workspace.expect(0, &["apply", "year.xlsx"]);
    assert_eq!(value(), (68, 2023));
    workspace.expect(0, &["apply", "two.xlsx", "--prefer", "new"]);
    assert_eq!(value(), (67, 2024));
}

#[test]
fn cells_that_cannot_be_used_are_named_and_nothing_is_half_applied() {
    let workspace = library();
    workspace.expect(0, &["export", "复核.xlsx"]);
    fill_in(
        &workspace,
        "复核.xlsx",
        "bad.xlsx",
        &[
            ("思明.txt", "66个", "corrected_value", "六十多"),
            ("思明.txt", "34场次", "corrected_what", "茶话会"),
            ("思明.txt", "1200多人次", "corrected_region", "朝阳区"),
            ("思明.txt", "“邻里圆桌”平台", "corrected_what", "街坊会"),
            ("三元.txt", "11个", "verdict", "maybe"),
            ("三元.txt", "9场次", "corrected_year", "2023"),
        ],
    );
    let refused = workspace.expect(2, &["apply", "bad.xlsx"]);
    assert_snapshot!(refused.err, @"");
    assert!(!workspace.path("library/corrections.csv").exists());
    assert_snapshot!(workspace.expect(2, &["apply", "reports/metadata.csv"]).err, @"");
    assert_snapshot!(workspace.expect(2, &["apply", "reports/三元.txt", "--lang", "zh"]).err, @"");
}

#[test]
fn a_csv_saved_by_an_old_spreadsheet_is_read_and_formulas_stay_text() {
    let workspace = library();
    workspace.expect(0, &["export", "review.csv", "--encoding", "gb18030"]);
    let bytes = std::fs::read(workspace.path("review.csv")).unwrap();
    let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        if cells[at("words")] == "20件" {
            cells[at("corrected_unit")] = "条".to_owned();
            cells[at("note")] = "=HYPERLINK(1)".to_owned();
        }
        writer.write_record(&cells).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    workspace.write("done.csv", encoding_rs::GB18030.encode(&text).0);
    workspace.expect(0, &["apply", "done.csv", "--lang", "zh"]);
    let kept = std::fs::read_to_string(workspace.path("library/corrections.csv")).unwrap();
    assert!(kept.contains(",'=HYPERLINK(1)\n"), "{kept}");
    let found = records(&workspace);
    let fact = found.values().find(|record| record["number"] == "20件").unwrap();
    assert_eq!((&fact["unit"], &fact["corrected"]["note"]), (&"条".into(), &"=HYPERLINK(1)".into()));
    assert_snapshot!(workspace.expect(0, &["corrections", "--lang", "zh"]).out, @"");

    // Another library takes the corrections over, whatever its reports are called.
    let other = Workspace::new();
    other.write("三元区政协.txt", REPORTS[1].3).write("corrections.csv", &kept);
    other.expect(0, &["ingest", "三元区政协.txt"]);
    other.expect(0, &["apply", "corrections.csv"]);
    let found = records(&other);
    assert_eq!(found.values().find(|record| record["number"] == "20件").unwrap()["unit"], "条");
}

#[test]
fn corrections_whose_place_is_gone_are_named() {
    let workspace = library();
    workspace.expect(0, &["export", "review.xlsx"]);
    let right = [("三元.txt", "11个", "verdict", "right"), ("三元.txt", "9场次", "corrected_value", "10")];
    fill_in(&workspace, "review.xlsx", "done.xlsx", &right);
    workspace.expect(0, &["apply", "done.xlsx"]);
    // The neighbouring sentence has changed, the second number is gone.
    workspace.write("reports/三元.txt", "今年，三元区政协建成委员工作室11个，走访群众。\n");
    workspace.expect(0, &["ingest", "reports"]);
    let status = workspace.expect(0, &["status"]);
    assert!(status.out.ends_with("corrections: 2\n"), "{}", status.out);
    assert_snapshot!(status.err, @"");
    let found = records(&workspace);
    assert_eq!(found.values().find(|record| record["number"] == "11个").unwrap()["corrected"]["verdict"], "right");
}

#[test]
fn records_are_reviewed_one_by_one() {
    let workspace = library();
    let answers = "s\nc\nvalue=many\nvalue=12 status=plan\nr\nw\nq\n";
    let run = feed(&workspace, &["review", "--region", "三元区"], answers);
    assert_eq!(run.code, Some(0), "{}", run.err);
    // A prompt ends with a space, and no answer is echoed behind it.
    assert_snapshot!(run.out.replace("> ", ">"), @"");
    assert_snapshot!(run.err, @"");
    assert_snapshot!(workspace.expect(0, &["corrections", "--format", "csv"]).out, @"");
    let run = workspace.expect(0, &["eval", "--corrections", "--errors", "all"]);
    assert_snapshot!(run.out, @"");
}
