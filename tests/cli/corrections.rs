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
    assert_snapshot!(plan.err, @"new 5, replaced 0, same 0; nothing is changed yet");
    assert_eq!(records(&workspace), before, "a dry run changes nothing");
    let run = workspace.expect(0, &["apply", "done.xlsx"]);
    assert_eq!(run.out, plan.out);
    assert_snapshot!(run.out, @r"
    report    words           verdict    field   before                     after
    三元.txt  11个            corrected  status  done                       plan
    思明.txt  66个            corrected  value   66                         68
    思明.txt  34场次          corrected  region  福建省厦门市思明区 350203  福建省三明市三元区 350404
    思明.txt  1200多人次      wrong
    思明.txt  “邻里圆桌”平台  corrected  name    “邻里圆桌”平台             邻里圆桌
    ");
    assert_snapshot!(run.err, @"new 5, replaced 0, same 0: `tongjian corrections` lists and undoes them");
    let after = records(&workspace);

    let changed: Vec<String> = before
        .iter()
        .filter(|(key, record)| after.get(*key) != Some(record))
        .map(|((doc, start, kind), _)| format!("{doc} {start} {kind}"))
        .collect();
    assert_snapshot!(changed.join("\n"), @r"
    三元.txt 12 fact
    思明.txt 17 fact
    思明.txt 26 fact
    思明.txt 50 fact
    思明.txt 60 platform
    ");
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
    assert!(csv.contains(",corrected,value 66,\n"), "{csv}");
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
    assert!(read("xl/workbook.xml").contains("name=\"选项\" sheetId=\"3\" state=\"hidden\""));
    let mut book: Xlsx<_> = open_workbook(workspace.path("review.xlsx")).unwrap();
    let range = book.worksheet_range("复核").unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_snapshot!(rows[..2].iter().map(|row| row[..row.len() - 1].join(" | ")).collect::<Vec<_>>().join("\n"), @r"
    种类 | 报告 | 文件中的位置 | 原句 | 原文 | 数值 | 上限 | 界 | 单位 | 所计 | 含义 | 地区 | 年份 | 状态 | 把握 | 判断 | 改数值 | 改上限 | 改界 | 改单位 | 改所计 | 改含义 | 改地区 | 改年份 | 改状态 | 备注
    数 | 三元.txt |  | 三元区政协建成委员工作室【11个】，开展微协商9场次，提交提案20件。 | 11个 | 11 |  | 确数 | 个 | 委员工作室 | 委员工作室 workstation.studio | 福建省三明市三元区 350404 | 2024 | 已有 | 0.97 |  |  |  |  |  |  |  |  |  |  |
    ");
    assert_eq!(rows.len(), 1 + 6 + 5 + 1, "six numbers, five practices, one platform");
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
    assert_snapshot!(workspace.expect(0, &["apply", "one.xlsx"]).err, @"new 0, replaced 0, same 1: `tongjian corrections` lists and undoes them");
    let refused = workspace.expect(2, &["apply", "two.xlsx"]);
    assert_snapshot!(refused.err, @r"
    思明.txt: …年以来，思明区政协建成委员工作室【66个】。召开微协商34场次。每月15日…  in the library: corrected value 68; in the file: corrected value 67
    tongjian: records judged otherwise in the library: 1 (see above); nothing was changed: --prefer new takes the file's word, --prefer old the library's
    ");
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
            ("三元.txt", "20件", "value", "21"),
        ],
    );
    let refused = workspace.expect(2, &["apply", "bad.xlsx"]);
    assert_snapshot!(refused.err, @r"
    sheet “Sheet1”, row 2, column “verdict”: “maybe” is no verdict: use right, wrong or corrected
    sheet “Sheet1”, row 4, column “value”: grey columns are for reading, and this cell was changed: restore it and fill in “corrected_value”
    sheet “Sheet1”, row 5, column “corrected_value”: “六十多” does not fit here: expected a number that is not negative, such as 1200 or 99.2
    sheet “Sheet1”, row 6, column “corrected_what”: no metric is called “茶话会”: choose one from the drop-down
    sheet “Sheet1”, row 7, column “corrected_region”: several places are called “朝阳区” (北京市朝阳区 110105、吉林省长春市朝阳区 220104): use the code or the full name
    sheet “Sheet1”, row 13, column “corrected_what”: the report does not write “街坊会”: use its own words
    tongjian: bad.xlsx: 6 cells cannot be used and nothing was changed: correct the cells above and apply the file again
    ");
    assert!(!workspace.path("library/corrections.csv").exists());
    assert_snapshot!(workspace.expect(2, &["apply", "reports/metadata.csv"]).err, @"tongjian: reports/metadata.csv: no table to review in it: expected what `tongjian export review.xlsx` wrote, or the corrections.csv of another library");
    assert_snapshot!(workspace.expect(2, &["apply", "reports/三元.txt", "--lang", "zh"]).err, @"tongjian: reports/三元.txt：里面没有复核表：应是 tongjian export review.xlsx 写出的文件，或另一资料库的 corrections.csv");
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
    assert_snapshot!(workspace.expect(0, &["corrections", "--lang", "zh"]).out, @r"
    序  报告      原文                                      判断  更正     备注           是否生效
     1  三元.txt  1个，开展微协商9场次，提交提案【20件】。  改    单位 条  =HYPERLINK(1)  已生效
    ");

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
    assert_snapshot!(status.err, @"三元.txt: the correction of “建成委员工作室11个，开展微协商【9场次】，提交提案20件。” has no effect: the report no longer has these words");
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
    assert_snapshot!(run.out.trim_start().replace("> ", ">"), @r"
    1/5  三元.txt
      三元区政协建成委员工作室【11个】，开展微协商9场次，提交提案20件。
      member studios workstation.studio · 福建省三明市三元区 · 11 个 · 2024 · exact · done · 0.97
    [r]ight  [c]orrect  [w]rong  [s]kip  [q]uit >
    2/5  三元.txt
      三元区政协建成委员工作室11个，开展微协商【9场次】，提交提案20件。
      grassroots consultation consultation.micro · 福建省三明市三元区 · 9 场次 · (no year) · exact · done · 0.97
    [r]ight  [c]orrect  [w]rong  [s]kip  [q]uit >what changes? field=content, spaces between, such as value=68 region=350203; value value_max bound unit item metric region year status; empty line to go back >  “many” does not fit here: expected a number that is not negative, such as 1200 or 99.2
    what changes? field=content, spaces between, such as value=68 region=350203; value value_max bound unit item metric region year status; empty line to go back >
    3/5  三元.txt
      三元区政协建成委员工作室11个，开展微协商9场次，提交提案【20件】。
      proposals opinion.proposal · 福建省三明市三元区 · 20 件 · (no year) · exact · done · 0.97
    [r]ight  [c]orrect  [w]rong  [s]kip  [q]uit >
    4/5  三元.txt
      三元区政协建成【委员工作室】11个，开展微协商9场次，提交提案20件。
      member studio member_studio · 福建省三明市三元区
    [r]ight  [c]orrect  [w]rong  [s]kip  [q]uit >
    5/5  三元.txt
      三元区政协建成委员工作室11个，开展【微协商】9场次，提交提案20件。
      micro-consultation micro_consultation · 福建省三明市三元区
    [r]ight  [c]orrect  [w]rong  [s]kip  [q]uit >
    ");
    assert_snapshot!(run.err, @"reviewed 3, left 2: `tongjian corrections` lists and undoes them");
    assert_snapshot!(workspace.expect(0, &["corrections", "--format", "csv"]).out, @r"
    n,kind,doc,quote,verdict,change,note,standing
    1,fact,三元.txt,1个，开展微协商9场次，提交提案【20件】。,right,,,yes
    2,fact,三元.txt,建成委员工作室11个，开展微协商【9场次】，提交提案20件。,corrected,value 12; status plan,,yes
    3,practice,三元.txt,三元区政协建成【委员工作室】11个，开展微协商9场次，提交提,wrong,,,yes
    ");
    let run = workspace.expect(0, &["eval", "--corrections", "--errors", "all"]);
    assert_snapshot!(run.out, @r"
    score      precision  recall  F1      right  said  wanted
    facts      0.5000     0.5000  0.5000      1     2       2
    practices  0.0000     0.0000  0.0000      0     1       0
    agreement  value 0.5000  value_max 1.0000  bound 1.0000  unit 1.0000  item 1.0000  metric 1.0000  region 1.0000  year 1.0000  status 0.5000
    wrong value · 三元.txt · 9场次 · gold 12 · said 9
        三元区政协建成委员工作室11个，开展微协商【9场次】，提交提案20件。
    wrong status · 三元.txt · 9场次 · gold plan · said done
        三元区政协建成委员工作室11个，开展微协商【9场次】，提交提案20件。
    invented practice · 三元.txt · 委员工作室
        三元区政协建成【委员工作室】11个，开展微协商9场次，提交提案20件。
    ");
}
