//! What people add where the program read nothing, and what their hand leaves on a workbook.

use calamine::{Reader, Xlsx, open_workbook};
use insta::assert_snapshot;
use rust_xlsxwriter::Workbook;

use crate::workspace::Workspace;

/// Our own text: an ordinal is no count to the program, whoever was there knows that it is one here.
const REPORT: &str = "三元区政协建成委员工作室11个。12月举办第12场微协商，现场座无虚席。\n";

fn ingest(workspace: &Workspace) {
    workspace
        .write("reports/三元.txt", REPORT)
        .write("reports/metadata.csv", "doc,date,region\n三元.txt,2024,350404\n");
    workspace.expect(0, &["ingest", "reports"]);
}

/// The sheet for what was missed, as it was exported, with rows that a person typed.
fn typed(workspace: &Workspace, file: &str, rows: &[&[&str]]) {
    workspace.expect(0, &["export", "review.xlsx"]);
    let mut book: Xlsx<_> = open_workbook(workspace.path("review.xlsx")).unwrap();
    let header: Vec<String> =
        book.worksheet_range("missed").unwrap().rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(header.len(), rows[0].len());
    let mut changed = Workbook::new();
    let sheet = changed.add_worksheet().set_name("missed").unwrap();
    for (column, name) in header.iter().enumerate() {
        sheet.write_string(0, column.try_into().unwrap(), name).unwrap();
        for (n, row) in rows.iter().enumerate() {
            sheet.write_string((n + 1).try_into().unwrap(), column.try_into().unwrap(), row[column]).unwrap();
        }
    }
    changed.save(workspace.path(file)).unwrap();
}

fn records(workspace: &Workspace) -> Vec<serde_json::Value> {
    workspace.expect(0, &["export", "all.jsonl"]);
    let text = std::fs::read_to_string(workspace.path("all.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A part of an exported workbook.
fn part(workspace: &Workspace, name: &str) -> String {
    workspace.expect(0, &["export", "all.xlsx"]);
    let bytes = std::fs::read(workspace.path("all.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

const TWELFTH: [&str; 11] = [
    "三元.txt",
    "12月举办第12场微协商",
    "第12场",
    "",
    "场",
    "微协商",
    "微协商",
    "三元区",
    "2024",
    "",
    "序数就是场数（王）",
];

#[test]
fn a_missed_number_is_added_and_outlives_everything_that_is_derived() {
    let workspace = Workspace::new();
    ingest(&workspace);
    let before = records(&workspace);
    typed(&workspace, "done.xlsx", &[&TWELFTH]);
    let run = workspace.expect(0, &["apply", "done.xlsx"]);
    assert_snapshot!(run.out, @r"
    report    words   verdict  field   before  after
    三元.txt  第12场  added    value           12
    三元.txt  第12场  added    bound           exact
    三元.txt  第12场  added    unit            场
    三元.txt  第12场  added    item            微协商
    三元.txt  第12场  added    metric          grassroots consultation consultation.micro
    三元.txt  第12场  added    region          福建省三明市三元区 350404
    三元.txt  第12场  added    year            2024
    ");
    let after = records(&workspace);
    let added: Vec<_> = after.iter().filter(|record| !before.contains(record)).collect();
    let [added] = added[..] else { panic!("one record is new: {added:?}") };
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(added["corrected"], serde_json::json!({"verdict": "added", "note": "序数就是场数（王）"}));
    let told = ["number", "value", "unit", "metric", "nature", "region_name", "year", "status", "quote"];
    assert_snapshot!(told.map(|field| added[field].to_string()).join(" "), @r#""第12场" 12 "场" "consultation.micro" "flow" "福建省三明市三元区" 2024 "done" "12月举办第12场微协商，现场座无虚席。""#);
    let characters: Vec<char> = REPORT.chars().collect();
    let place = [&added["start"], &added["end"]].map(|at| usize::try_from(at.as_u64().unwrap()).unwrap());
    assert_eq!(characters[place[0]..place[1]].iter().collect::<String>(), "第12场", "the evidence is the number");

    // It shows wherever facts do, as added by a person.
    for arguments in [&["facts"][..], &["show", "三元"], &["compare", "微协商"], &["profile", "三元区"]] {
        let out = workspace.expect(0, arguments).out;
        assert!(out.contains("第12场") && out.contains("added"), "{arguments:?}\n{out}");
    }
    assert!(
        part(&workspace, "xl/comments1.xml").contains("missed by the program, added by a person\n序数就是场数（王）")
    );
    workspace.expect(0, &["export", "all.sqlite"]);
    let database = rusqlite::Connection::open(workspace.path("all.sqlite")).unwrap();
    let why = "SELECT why FROM v_facts WHERE corrected = 'added' AND value = 12";
    assert_eq!(database.query_row(why, (), |row| row.get::<_, String>(0)).unwrap(), "序数就是场数（王）");
    // What a person added is a miss of the program, and nothing that waits for review.
    assert_snapshot!(workspace.expect(0, &["eval", "--corrections", "--errors", "all"]).out, @r"
    score  precision  recall  F1      right  said  wanted
    facts  0.0000     0.0000  0.0000      0     0       1
    agreement
    missed · 三元.txt · 第12场 · gold 12 exact 场 微协商 consultation.micro 350404 2024
        建成委员工作室11个。12月举办【第12场】微协商，现场座无虚席。
    ");
    workspace.expect(0, &["export", "review.csv"]);
    assert!(!std::fs::read_to_string(workspace.path("review.csv")).unwrap().contains("【第12场】"));

    // From scratch, with the report saved in another form.
    let kept = std::fs::read(workspace.path("library/corrections.csv")).unwrap();
    std::fs::remove_dir_all(workspace.path("library")).unwrap();
    workspace.write("library/corrections.csv", kept);
    ingest(&workspace);
    assert_eq!(records(&workspace), after);
    workspace.write("reports/三元.txt", REPORT.replace("12月", "\n\n12 月"));
    workspace.expect(0, &["ingest", "reports"]);
    assert!(workspace.expect(0, &["facts"]).out.contains("第12场"));
    ingest(&workspace);

    // Said twice it stays one; told otherwise it is asked about; it is listed and undone.
    assert_snapshot!(workspace.expect(0, &["apply", "done.xlsx"]).err, @"new 0, replaced 0, same 1: `tongjian corrections` lists and undoes them");
    let other = [&TWELFTH[..3], &["13"][..], &TWELFTH[4..]].concat();
    typed(&workspace, "other.xlsx", &[&other]);
    assert_snapshot!(workspace.expect(2, &["apply", "other.xlsx"]).err, @r"
    三元.txt: …建成委员工作室11个。12月举办【第12场】微协商，现场座无虚席。…  in the library: added value 12; bound exact; unit 场; item 微协商; metric grassroots consultation consultation.micro; region 福建省三明市三元区 350404; year 2024; in the file: added value 13; unit 场; item 微协商; metric grassroots consultation consultation.micro; region 福建省三明市三元区 350404; year 2024
    tongjian: records judged otherwise in the library: 1 (see above); nothing was changed: --prefer new takes the file's word, --prefer old the library's
    ");
    let list = workspace.expect(0, &["corrections", "--format", "csv"]).out;
    assert!(list.contains("【第12场】微协商，现场座无虚席。,added,value 12; bound exact; unit 场;"), "{list}");
    assert!(list.trim_end().ends_with(",序数就是场数（王）,yes"), "{list}");
    workspace.expect(0, &["corrections", "undo", "1"]);
    assert_eq!(records(&workspace), before);
}

#[test]
fn a_missed_number_that_cannot_be_placed_is_named() {
    let workspace = Workspace::new();
    ingest(&workspace);
    let row = |doc, quote, number, metric, year| [doc, quote, number, "", "", metric, "", "", year, "", ""];
    typed(
        &workspace,
        "bad.xlsx",
        &[
            &row("四元.txt", "举办第12场", "第12场", "微协商", ""),
            &row("三元.txt", "举行第12场", "第12场", "微协商", ""),
            &row("三元.txt", "举办第12场", "第13场", "微协商", ""),
            &row("三元.txt", "现场座无虚席", "座无虚席", "微协商", ""),
            &row("三元.txt", "举办第12场", "第12场", "茶话会", "去年"),
            &row("三元.txt", "举办第12场", "", "", ""),
        ],
    );
    assert_snapshot!(workspace.expect(2, &["apply", "bad.xlsx"]).err, @r"
    sheet “missed”, row 2, column “missed_in”: the library has no report called “四元.txt”: choose one from the drop-down
    sheet “missed”, row 3, column “missed_quote”: the report does not write “举行第12场”: use its own words
    sheet “missed”, row 4, column “missed_number”: the sentence of this row does not hold “第13场”: write it as the sentence does
    sheet “missed”, row 5, column “missed_number”: “座无虚席” cannot be read as a number: fill in its value beside it
    sheet “missed”, row 6, column “missed_metric”: no metric is called “茶话会”: choose one from the drop-down
    sheet “missed”, row 6, column “missed_year”: “去年” does not fit here: expected a year such as 2024, or none
    sheet “missed”, row 7, column “missed_number”: this cell is needed: a missed number takes its report, sentence, number and meaning
    sheet “missed”, row 7, column “missed_metric”: this cell is needed: a missed number takes its report, sentence, number and meaning
    tongjian: bad.xlsx: 8 cells cannot be used and nothing was changed: correct the cells above and apply the file again
    ");
    assert!(!workspace.path("library/corrections.csv").exists());
}

#[test]
fn what_is_counted_can_be_corrected_and_the_workbook_shows_what_it_was() {
    let workspace = Workspace::new();
    ingest(&workspace);
    workspace.expect(0, &["export", "review.csv"]);
    let review = std::fs::read_to_string(workspace.path("review.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(review.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        if cells[at("words")] == "11个" {
            "12".clone_into(&mut cells[at("corrected_value")]);
            "委员会客厅".clone_into(&mut cells[at("corrected_item")]);
            "数过了".clone_into(&mut cells[at("note")]);
        }
        writer.write_record(&cells).unwrap();
    }
    workspace.write("done.csv", writer.into_inner().unwrap());
    workspace.expect(0, &["apply", "done.csv"]);
    let fact = records(&workspace).into_iter().find(|record| record["number"] == "11个").unwrap();
    assert_eq!((&fact["item"], &fact["value"]), (&"委员会客厅".into(), &12.into()));
    assert_eq!(fact["corrected"]["was"], serde_json::json!({"value": 11, "item": "委员工作室"}));
    let notes = part(&workspace, "xl/comments1.xml");
    for note in ["the program had read: 11\n数过了", "the program had read: 委员工作室\n数过了"] {
        assert!(notes.contains(note), "{note} in {notes}");
    }
    assert!(part(&workspace, "xl/styles.xml").contains("FFE2EFDA"), "the cells are green");

    // A file from before what is counted could be corrected lacks its column.
    let kept = std::fs::read_to_string(workspace.path("library/corrections.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(kept.as_bytes());
    let item = reader.headers().unwrap().iter().position(|column| column == "item").unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(reader.headers().unwrap().clone()).chain(reader.records().map(Result::unwrap)) {
        writer.write_record(row.iter().enumerate().filter(|(at, _)| *at != item).map(|(_, cell)| cell)).unwrap();
    }
    workspace.write("library/corrections.csv", writer.into_inner().unwrap());
    let fact = records(&workspace).into_iter().find(|record| record["number"] == "11个").unwrap();
    assert_eq!((&fact["item"], &fact["value"]), (&"委员工作室".into(), &12.into()));
}
