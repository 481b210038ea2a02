use insta::assert_snapshot;

use crate::made;
use crate::workspace::Workspace;

/// What a question answers, on standard output, then what is said beside it.
fn ask(workspace: &Workspace, arguments: &[&str]) -> String {
    let run = workspace.expect(0, arguments);
    format!("{}{}{}", run.out, if run.err.is_empty() { "" } else { "--\n" }, run.err)
}

#[test]
fn search_finds_marks_and_filters() {
    let library = made::library();
    let search = |arguments: &[&str]| ask(&library, &[&["search"], arguments].concat());
    assert_snapshot!(search(&["社会工作"]), @"");
    assert_snapshot!(search(&["老旧小区", "协商"]), @"");
    assert_snapshot!(search(&["34场次"]), @"");
    assert_snapshot!(search(&["协商", "--region", "福建", "--year", "2023"]), @"");
    assert_snapshot!(search(&["协商", "--practice", "委员接待日", "--limit", "1"]), @"");
    assert_snapshot!(search(&["协商", "--metric", "微协商", "--region", "三元区", "--format", "csv"]), @"");
    assert_snapshot!(search(&["议事", "--platform", "枣乡", "--format", "jsonl"]), @"");
    assert_snapshot!(search(&["没有的词", "--region", "思明"]), @"");
}

#[test]
fn who_knows_practices_platforms_and_words() {
    let library = made::library();
    let who = |arguments: &[&str]| ask(&library, &[&["who"], arguments].concat());
    assert_snapshot!(who(&["委员接待日"]), @"");
    assert_snapshot!(who(&["micro_consultation", "--format", "jsonl"]), @"");
    assert_snapshot!(who(&["邻里圆桌", "--lang", "zh"]), @"");
    assert_snapshot!(who(&["邻里圆桌", "--region", "厦门"]), @"");
    assert_snapshot!(who(&["加装电梯"]), @"");
    assert_snapshot!(who(&["没有的词", "--lang", "zh"]), @"");
}

#[test]
fn lists_are_in_the_order_of_the_reports() {
    let library = made::library();
    let ask = |arguments: &[&str]| ask(&library, arguments);
    assert_snapshot!(ask(&["facts", "--metric", "委员工作室"]), @"");
    assert_snapshot!(ask(&["facts", "--status", "plan", "--format", "csv"]), @"");
    assert_snapshot!(ask(&["facts", "--region", "620723", "--lang", "zh"]), @"");
    assert_snapshot!(ask(&["platforms", "--lang", "zh"]), @"");
    assert_snapshot!(ask(&["platforms", "圆桌", "--year", "2023", "--format", "jsonl"]), @"");
    assert_snapshot!(ask(&["practices", "--region", "350200"]), @"");
}

#[test]
fn show_marks_records_where_they_stand() {
    let library = made::library();
    assert_snapshot!(ask(&library, &["show", "2023"]), @"");
    assert_snapshot!(ask(&library, &["show", "临泽.txt", "--records-only", "--lang", "zh"]), @"");
    let run = library.expect(2, &["show", "三元"]);
    assert_snapshot!(run.err, @"");
    let run = library.expect(2, &["show", "无此报告", "--lang", "zh"]);
    assert_snapshot!(run.err, @"");
}

#[test]
fn names_that_nobody_bears_are_refused_with_advice() {
    let library = made::library();
    let refuse = |arguments: &[&str]| library.expect(2, arguments).err;
    assert_snapshot!(refuse(&["facts", "--region", "火星"]), @"");
    assert_snapshot!(refuse(&["facts", "--metric", "工作室"]), @"");
    assert_snapshot!(refuse(&["facts", "--year", "24"]), @"");
    assert_snapshot!(refuse(&["practices", "--practice", "好办法"]), @"");
    assert_snapshot!(refuse(&["search", "  "]), @"");
    assert_snapshot!(ask(&library, &["facts", "--region", "鼓楼区"]), @"");
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let library = made::library();
    for format in ["table", "csv", "jsonl"] {
        let mut child = library.command(&["facts", "--format", format]).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
