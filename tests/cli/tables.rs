use insta::assert_snapshot;

use crate::made;

#[test]
fn compare_gives_headlines_with_evidence_and_marks() {
    let library = made::library();
    let compare = |arguments: &[&str]| {
        let run = library.expect(0, &[&["compare"], arguments].concat());
        format!("{}{}{}", run.out, if run.err.is_empty() { "" } else { "--\n" }, run.err)
    };
    assert_snapshot!(compare(&["workstation.studio", "--lang", "zh"]), @"");
    assert_snapshot!(compare(&["委员工作室", "--by", "year", "--region", "三元区"]), @"");
    assert_snapshot!(compare(&["委员工作室", "--status", "plan"]), @"");
    assert_snapshot!(compare(&["微协商", "--lang", "zh"]), @"");
    assert_snapshot!(compare(&["微协商", "--sum", "--year", "2024", "--lang", "zh"]), @"");
    assert_snapshot!(compare(&["微协商", "--sum", "--year", "2024", "--region", "350404", "--format", "csv"]), @"");
    assert_snapshot!(compare(&["resolved", "people.served", "--lang", "zh"]), @"");
    assert_snapshot!(compare(&["社情民意信息", "--lang", "zh"]), @"");
}

#[test]
fn export_writes_files_that_excel_reads_and_formulas_that_it_does_not_run() {
    let library = made::library();
    let export = |file: &str, more: &[&str]| {
        let run = library.expect(0, &[&["export", file], more].concat());
        (std::fs::read_to_string(library.path(file)).unwrap(), run.err)
    };
    let (facts, said) = export("facts.csv", &[]);
    assert!(facts.starts_with('\u{feff}'));
    assert_eq!(facts.lines().count(), 13);
    assert_snapshot!(said, @"");
    assert_snapshot!(export("platforms.csv", &["--region", "临泽"]).0, @"");
    assert_snapshot!(export("all.jsonl", &["--region", "620723"]).0, @"");
    assert_snapshot!(export("reports.csv", &[]).0, @"");
    assert_snapshot!(export("x.jsonl", &["--kind", "practices", "--year", "2023"]).0, @"");
    assert_snapshot!(library.expect(2, &["export", "facts.xlsx"]).err, @"");
    assert_snapshot!(library.expect(2, &["export", "facts"]).err, @"");
    assert!(!library.path("facts.csv.part").exists());
}

#[test]
fn eval_prints_scores_errors_and_stops_a_build() {
    let library = made::library();
    let row = |kind: &str, quote: &str, number: &str, value: u32, unit: &str| {
        let text = std::fs::read_to_string(library.path("reports/三元2024.txt")).unwrap();
        let start = text[..text.find(number).unwrap()].chars().count();
        serde_json::json!({"kind": kind, "doc": "三元2024.txt", "quote": quote, "number": number, "value": value,
            "value_max": null, "bound": "exact", "unit": unit, "item": "", "metric": "workstation.studio",
            "region": "350404", "year": 2024, "status": "done", "start": start, "end": start + number.chars().count(),
            "confidence": 0.8, "rule": "made"})
        .to_string()
    };
    let gold = format!(
        "{}\n{}\n",
        row("", "现有委员工作室11个", "11个", 11, "个"),
        row("", "微协商9场次", "9场次", 9, "场次")
    );
    let said = format!("{}\n{}\n", row("fact", "", "11个", 11, "个"), row("fact", "", "9场", 9, "场"));
    library.write("gold/tiny.facts.jsonl", gold).write("said.jsonl", said);
    let eval = ["eval", "reports", "gold/tiny", "--extracted", "said.jsonl"];
    let run = library.expect(0, &[&eval[..], &["--errors", "all", "--breakdown"]].concat());
    assert_snapshot!(run.out, @"");
    let run = library.expect(1, &[&eval[..], &["--json", "--min", "fact=0.9", "region=1"]].concat());
    assert_eq!(serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["facts"]["fact"]["f1"], 0.5);
    assert_snapshot!(run.err, @"");
    assert_snapshot!(library.expect(2, &["eval", "reports", "gold/none"]).err, @"");
}
