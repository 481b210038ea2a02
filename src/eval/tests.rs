//! Scores of a small gold set, worked out by hand, and agreement with the reference scorer.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Evaluation, Floor, Gold, ReportLayout, Said, evaluate};

const TEXT: &str = "甲县政协开展协商12场次，其中微协商5场次。\n收集建议30余条，办成实\n\n事8件。设立“邻里圆桌”议事厅。";

/// A gold fact; `optional` where the number ends in a question mark.
fn gold_fact(quote: &str, number: &str, value: u32, bound: &str, unit: &str, metric: &str) -> Value {
    let optional = number.ends_with('?');
    json!({"doc": "a.txt", "quote": quote, "number": number.trim_end_matches('?'), "value": value, "value_max": null,
        "bound": bound, "unit": unit, "item": "", "metric": metric, "region": "350203", "year": 2024,
        "status": "done", "part_of": null, "optional": optional})
}

fn said_fact(written: &str, value: f64, bound: &str, unit: &str, metric: &str, confidence: f64) -> Value {
    let start = TEXT[..TEXT.find(written).unwrap()].chars().count();
    json!({"kind": "fact", "doc": "a.txt", "start": start, "end": start + written.chars().count(), "number": written,
        "value": value, "value_max": null, "bound": bound, "unit": unit, "metric": metric, "region": "350203",
        "year": 2024, "status": "done", "confidence": confidence, "rule": "test"})
}

fn lines(rows: &[Value]) -> String {
    rows.iter().fold(String::new(), |mut text, row| {
        writeln!(text, "{row}").unwrap();
        text
    })
}

fn example() -> Evaluation {
    let gold = Gold::parse(
        &lines(&[
            gold_fact("协商12场次", "12场次", 12, "exact", "场次", "consultation.all"),
            gold_fact("微协商5场次", "5场次", 5, "exact", "场次", "consultation.micro"),
            gold_fact("收集建议30余条", "30余条", 30, "more", "条", "opinion.suggestion"),
            gold_fact("办成实事8件", "8件?", 8, "exact", "件", "resolved.practical_matter"),
        ]),
        &lines(&[json!({"doc": "a.txt", "name": "“邻里圆桌”议事厅", "core": "邻里圆桌", "region": "350203"})]),
        &lines(&[
            json!({"doc": "a.txt", "region": "350203", "practice": "micro_consultation"}),
            json!({"doc": "a.txt", "region": "350203", "practice": "deliberation_room"}),
            json!({"doc": "a.txt", "region": "350203", "practice": "follow_up", "optional": true}),
        ]),
    )
    .unwrap();
    let said = lines(&[
        said_fact("12场次", 12.0, "exact", "场次", "consultation.all", 0.97),
        // The right place and value; the metric is only of the right family.
        said_fact("5场次", 5.0, "exact", "场次", "consultation.all", 0.96),
        // The bound is lost.
        said_fact("30余条", 30.0, "exact", "条", "opinion.suggestion", 0.55),
        // Optional, so neither right nor wrong.
        said_fact("8件", 8.0, "exact", "件", "other", 0.2),
        said_fact("圆桌", 1.0, "exact", "", "other", 0.2),
        json!({"kind": "platform", "doc": "a.txt", "name": "“邻里圆桌”", "core": "邻里圆桌", "region": "350203"}),
        json!({"kind": "platform", "doc": "b.txt", "name": "“别处”", "core": "别处", "region": "350203"}),
        json!({"kind": "practice", "doc": "a.txt", "practice": "micro_consultation", "region": "350203"}),
        json!({"kind": "practice", "doc": "a.txt", "practice": "reception_day", "region": "350203"}),
        json!({"kind": "practice", "doc": "a.txt", "practice": "follow_up", "region": "350203"}),
        json!({"kind": "article", "doc": "a.txt"}),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("said.jsonl");
    std::fs::write(&path, said).unwrap();
    let texts = BTreeMap::from([("a.txt".to_owned(), TEXT.to_owned())]);
    let layouts = BTreeMap::from([("a.txt".to_owned(), ReportLayout::Newspaper)]);
    evaluate(&texts, &layouts, &gold, &Said::read(&path).unwrap()).unwrap()
}

#[test]
fn a_small_gold_set_is_scored_as_by_hand() {
    let evaluation = example();
    let counts = |score: super::Score| (score.right, score.said, score.wanted);
    assert_eq!(counts(evaluation.facts.found), (3, 4, 3));
    assert_eq!(counts(evaluation.facts.number), (2, 4, 3));
    assert_eq!(counts(evaluation.facts.family), (2, 4, 3));
    assert_eq!(counts(evaluation.facts.fact), (1, 4, 3));
    assert_eq!(evaluation.facts.agreement.metric, 0.6667);
    assert_eq!(evaluation.facts.agreement.family, 1.0);
    assert_eq!(counts(evaluation.platforms), (1, 1, 1));
    assert_eq!(counts(evaluation.practices), (1, 2, 2));
    assert_eq!(counts(evaluation.breakdown.metric["consultation.all"]), (1, 2, 1));
    assert_eq!(counts(evaluation.breakdown.region["350203"]), (1, 4, 3));
    assert_eq!(counts(evaluation.breakdown.layout["newspaper"]), (1, 4, 3));
    let bands: Vec<_> = evaluation.calibration.bands.iter().map(|b| (b.from, b.facts, b.confidence, b.right)).collect();
    assert_eq!(bands, [(0.5, 1, 0.55, 1.0), (0.95, 2, 0.965, 0.5)]);
}

#[test]
fn every_mistake_stands_in_its_sentence() {
    let mistakes: Vec<_> =
        example().mistakes.into_iter().map(|m| format!("{} | {} | {}", m.what, m.subject, m.sentence)).collect();
    assert_eq!(
        mistakes,
        [
            "wrong metric | 5场次 | 甲县政协开展协商12场次，其中微协商【5场次】。",
            "wrong bound | 30余条 | 收集建议【30余条】，办成实事8件。",
            "invented | 圆桌 | 设立“邻里【圆桌】”议事厅。",
            "missed practice | deliberation_room | ",
            "invented practice | reception_day | ",
        ]
    );
}

#[test]
fn a_floor_tells_what_falls_short() {
    let evaluation = example();
    let check = |floor: &str| floor.parse::<Floor>().unwrap().check(&evaluation).map(|short| short.actual);
    assert_eq!(check("platforms=1"), None);
    assert_eq!(check("practices.precision=0.6"), Some(0.5));
    assert_eq!(check("region=0.99"), None);
    assert_eq!(check("fact.recall=0.5"), Some(0.3333));
}

#[test]
fn a_gold_set_that_does_not_fit_the_reports_is_refused() {
    let gold = lines(&[gold_fact("没有这句话1件", "1件", 1, "exact", "件", "other")]);
    let gold = Gold::parse(&gold, "", "").unwrap();
    let texts = BTreeMap::from([("a.txt".to_owned(), TEXT.to_owned())]);
    let error = evaluate(&texts, &BTreeMap::new(), &gold, &Said::default()).unwrap_err().to_string();
    assert_eq!(error, "a.txt does not hold what the gold set quotes from it: 没有这句话1件");
    let error = evaluate(&BTreeMap::new(), &BTreeMap::new(), &gold, &Said::default()).unwrap_err().to_string();
    assert_eq!(error, "the gold set mentions a.txt, which is not among the reports");
}

/// The reference scorer, where it and Python are at hand.
fn reference(extracted: &Path) -> Option<(PathBuf, Value)> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let script = shared.join("gold/score.py");
    let output = script.exists().then(|| {
        std::process::Command::new("python3")
            .arg(&script)
            .args([shared.join("reports"), shared.join("gold/dev")])
            .arg(extracted)
            .arg("--json")
            .output()
    });
    match output {
        Some(Ok(output)) if output.status.success() => Some((shared, serde_json::from_slice(&output.stdout).unwrap())),
        _ => None,
    }
}

/// Records that are wrong in many ways, made from the gold set itself: every nth is dropped, shifted or changed.
fn spoiled(shared: &Path) -> String {
    let read = |part: &str| std::fs::read_to_string(shared.join(format!("gold/dev.{part}.jsonl"))).unwrap_or_default();
    let mut out = String::new();
    for (n, line) in read("facts").lines().enumerate() {
        let mut row: Value = serde_json::from_str(line).unwrap();
        let text = std::fs::read_to_string(shared.join("reports").join(row["doc"].as_str().unwrap())).unwrap();
        let number = row["number"].as_str().unwrap().to_owned();
        // The first place where the number stands: often another fact's, as wanted here.
        let Some(byte) = text.find(&number) else { continue };
        let start = text[..byte].chars().count() + usize::from(n % 7 == 0);
        row["kind"] = "fact".into();
        row["start"] = start.into();
        row["end"] = (start + number.chars().count()).into();
        row["confidence"] = json!(f64::from(u32::try_from(n % 10).unwrap()) / 10.0);
        match n % 11 {
            1 => continue,
            2 => row["value"] = json!(row["value"].as_f64().unwrap() + 1.0),
            3 => row["metric"] = "consultation.all".into(),
            4 => row["region"] = Value::Null,
            5 => row["year"] = Value::Null,
            6 => row["unit"] = "".into(),
            _ => {}
        }
        writeln!(out, "{row}").unwrap();
    }
    for (kind, part) in [("platform", "platforms"), ("practice", "practices")] {
        for (n, line) in read(part).lines().enumerate() {
            let mut row: Value = serde_json::from_str(line).unwrap();
            row["kind"] = kind.into();
            match n % 6 {
                1 => continue,
                2 => row["region"] = "110000".into(),
                3 if kind == "platform" => row["core"] = row["name"].clone(),
                4 if kind == "platform" => {
                    row["core"] = row["core"].as_str().unwrap().chars().take(2).collect::<String>().into();
                }
                _ => {}
            }
            writeln!(out, "{row}").unwrap();
        }
    }
    out
}

#[test]
fn scores_agree_with_the_reference_scorer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("said.jsonl");
    std::fs::write(&path, spoiled(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"))).unwrap();
    let Some((shared, expected)) = reference(&path) else {
        eprintln!("skipped: python3 or ../shared/gold/score.py is not there");
        return;
    };
    let gold = Gold::read(&shared.join("gold/dev")).unwrap();
    let texts = gold
        .docs()
        .into_iter()
        .map(|doc| (doc.to_owned(), std::fs::read_to_string(shared.join("reports").join(doc)).unwrap()));
    let evaluation = evaluate(&texts.collect(), &BTreeMap::new(), &gold, &Said::read(&path).unwrap()).unwrap();
    let actual = serde_json::to_value(&evaluation).unwrap();
    for part in ["facts", "platforms", "practices"] {
        assert_eq!(actual[part], expected[part], "{part}");
    }
    assert!(evaluation.facts.found.right > 50 && evaluation.facts.fact.f1 < 0.9, "{:?}", evaluation.facts);
}
