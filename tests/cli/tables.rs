use insta::assert_snapshot;

use crate::made;

#[test]
fn compare_gives_headlines_with_evidence_and_marks() {
    let library = made::library();
    let compare = |arguments: &[&str]| {
        let run = library.expect(0, &[&["compare"], arguments].concat());
        format!("{}{}{}", run.out, if run.err.is_empty() { "" } else { "--\n" }, run.err)
    };
    assert_snapshot!(compare(&["workstation.studio", "--lang", "zh"]), @r"
    地区                年份          数    所计        期间  报告数  注意      报告          起  原句
    福建省厦门市思明区  2024          66个  委员工作室             1            思明.txt      36  今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。
    福建省厦门市思明区  2024  └ 其中  12个  界别工作室                          思明.txt      47  今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。
    福建省三明市三元区  2024          11个  委员工作室             1  矛盾      三元2024.txt  10  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    福建省三明市三元区  2024  └ 另见  9个   委员工作室                          三元简讯.txt  13  简讯：三元区建成委员工作室9个。
    福建省三明市三元区  2023          8个   委员工作室             1  年份不同  三元2023.txt  17  三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。
    --
    另有 1 条其他状态（已有、计划或常规）的数未列入：--status 可选
    ");
    assert_snapshot!(compare(&["委员工作室", "--by", "year", "--region", "三元区"]), @r"
    year  region                      number  item        period  reports  caution        report        start  quote
    2023  福建省三明市三元区          8个     委员工作室                1                 三元2023.txt     17  三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。
    2024  福建省三明市三元区          11个    委员工作室                1  contradiction  三元2024.txt     10  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    2024  福建省三明市三元区  └ also  9个     委员工作室                                  三元简讯.txt     13  简讯：三元区建成委员工作室9个。
    ");
    assert_snapshot!(compare(&["委员工作室", "--status", "plan"]), @r"
    region              year     number  item        period  reports  caution  report    start  quote
    福建省厦门市思明区  2025     10个    委员工作室                1  plan     思明.txt    132  明年计划新建委员工作室10个。
    --
    5 more are of another status (done, plan or rule): choose with --status
    ");
    assert_snapshot!(compare(&["微协商", "--lang", "zh"]), @r"
    地区                年份          数        所计    期间    报告数  注意      报告          起  原句
    福建省厦门市思明区  2024          34场次    微协商               1            思明.txt      65  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    福建省三明市三元区  2024          近20场次  微协商  下半年       1  非确数    三元2024.txt  34  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    福建省三明市三元区  2024  └ 另见  9场次     微协商  上半年                    三元2024.txt  22  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    福建省三明市三元区  2023          21场次    微协商               1  年份不同  三元2023.txt  29  三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。
    ");
    assert_snapshot!(compare(&["微协商", "--sum", "--year", "2024", "--lang", "zh"]), @r"
    地区                年份          数          所计    期间    报告数  注意            报告          起  原句
    福建省厦门市思明区  2024          34场次      微协商               1                  思明.txt      65  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    福建省三明市三元区  2024  合计    29场次以内                       1  合计数、非确数
    福建省三明市三元区  2024  └ 加数  9场次       微协商  上半年                          三元2024.txt  22  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    福建省三明市三元区  2024  └ 加数  近20场次    微协商  下半年                          三元2024.txt  34  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    ");
    assert_snapshot!(compare(&["微协商", "--sum", "--year", "2024", "--region", "350404", "--format", "csv"]), @r#"
    metric,metric_name,region,region_name,year,role,role_name,number,value,value_max,bound,low,high,unit,item,nature,status,period_from,period_to,period_text,witnesses,marks,mark_names,quote,doc,start,end,date,corrected
    consultation.micro,grassroots consultation,350404,福建省三明市三元区,2024,sum,sum,≤ 29场次,29,,less,,29,场次,,flow,done,,,,1,sum;bound,"sum, bound",,,,,,
    consultation.micro,grassroots consultation,350404,福建省三明市三元区,2024,summand,└ of,9场次,9,,exact,9,9,场次,微协商,flow,done,2024-01-01,2024-06-30,上半年,,,,三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。,三元2024.txt,22,25,2024-12,
    consultation.micro,grassroots consultation,350404,福建省三明市三元区,2024,summand,└ of,近20场次,20,,less,,20,场次,微协商,flow,done,2024-07-01,2024-12-31,下半年,,,,三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。,三元2024.txt,34,39,2024-12,
    "#);
    assert_snapshot!(compare(&["resolved", "people.served", "--lang", "zh"]), @r"
    指标      地区                年份     数          所计  期间  报告数  注意    报告      起   原句
    服务群众  福建省厦门市思明区  2024     1200多人次  群众             1  非确数  思明.txt  111  每月15日的委员接待日照常开门，全年接待群众1200多人次。
    解决问题  福建省厦门市思明区  2024     50余件      难题             1  非确数  思明.txt   84  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    ");
    assert_snapshot!(compare(&["社情民意信息", "--lang", "zh"]), @r"
    --
    在 5 篇报告中没有找到“社情民意信息”：可换一种说法，或用 tongjian search 按字词查找
    ");
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
    assert_snapshot!(said, @"facts.csv: 12 written");
    assert_snapshot!(export("platforms.csv", &["--region", "临泽"]).0, @r"
    ﻿doc,start,end,name,core,type,region,region_name,quote,also_in,date,title,corrected,was,why
    临泽.txt,12,20,“枣乡议事”平台,枣乡议事,platform,620723,甘肃省张掖市临泽县,'=1+1临泽县政协设立“枣乡议事”平台，收集协商议题15个。,,,,,,
    ");
    assert_snapshot!(export("all.jsonl", &["--region", "620723"]).0, @r#"
    {"kind":"article","doc":"临泽.txt","title":null,"date":null,"source":null,"region":"620723","chars":45,"sections":[]}
    {"kind":"platform","doc":"临泽.txt","start":12,"end":20,"name":"“枣乡议事”平台","core":"枣乡议事","type":"platform","region":"620723","quote":"=1+1临泽县政协设立“枣乡议事”平台，收集协商议题15个。"}
    "#);
    assert_snapshot!(export("reports.csv", &[]).0, @r"
    ﻿doc,title,date,source,region,region_name,chars,sections
    三元2023.txt,,2023-12,,350404,福建省三明市三元区,63,0
    三元2024.txt,,2024-12,,350404,福建省三明市三元区,41,0
    三元简讯.txt,,2024-12,,350404,福建省三明市三元区,17,0
    临泽.txt,,,,620723,甘肃省张掖市临泽县,45,0
    思明.txt,,2024,,350203,福建省厦门市思明区,137,0
    ");
    assert_snapshot!(export("x.jsonl", &["--kind", "practices", "--year", "2023"]).0, @r#"
    {"kind":"practice","doc":"三元2023.txt","start":26,"end":29,"practice":"micro_consultation","region":"350404","quote":"三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。","rule":"微协商"}
    {"kind":"practice","doc":"三元2023.txt","start":49,"end":54,"practice":"reception_day","region":"350404","quote":"“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。","rule":"委员接待日"}
    "#);
    assert_snapshot!(library.expect(2, &["export", "facts"]).err, @"tongjian: facts: the format goes by the extension: use csv, jsonl, xlsx, parquet or sqlite");
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
    assert_snapshot!(run.out, @r"
    score      precision  recall  F1      right  said  wanted
    found      1.0000     1.0000  1.0000      2     2       2
    number     0.5000     0.5000  0.5000      1     2       2
    family     0.5000     0.5000  0.5000      1     2       2
    fact       0.5000     0.5000  0.5000      1     2       2
    platforms  0.0000     0.0000  0.0000      0     0       0
    practices  0.0000     0.0000  0.0000      0     0       0
    agreement  metric 1.0000  family 1.0000  region 1.0000  year 1.0000  status 1.0000

    metric              precision  recall  F1      right  said  wanted
    workstation.studio  0.5000     0.5000  0.5000      1     2       2

    region  precision  recall  F1      right  said  wanted
    350404  0.5000     0.5000  0.5000      1     2       2

    report        precision  recall  F1      right  said  wanted
    三元2024.txt  0.5000     0.5000  0.5000      1     2       2

    layout  precision  recall  F1      right  said  wanted
    brief   0.5000     0.5000  0.5000      1     2       2

    confidence  facts  mean    metric right
    0.80–0.90       2  0.8000  1.0000
    mean distance  0.2000
    wrong unit · 三元2024.txt · 9场次 · gold 场次 · said 场
        三元区现有委员工作室11个，上半年开展微协商【9场次】，下半年开展微协商近20场次。
    ");
    let run = library.expect(1, &[&eval[..], &["--json", "--min", "fact=0.9", "region=1"]].concat());
    assert_eq!(serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["facts"]["fact"]["f1"], 0.5);
    assert_snapshot!(run.err, @"fact: 0.5 is below 0.9");
    library.write("gate.toml", "fact = 0.6\nregion = 1\n[number]\nrecall = 0.51\n");
    let gate = |more: &[&str]| library.expect(1, &[&eval[..], &["--gate", "gate.toml"], more].concat());
    assert_snapshot!(gate(&["--min", "family=0.5", "found=1"]).err, @r"
    fact: 0.5 is below 0.6
    number.recall: 0.5 is below 0.51
    ");
    let run = gate(&["--errors", "all", "--lang", "zh"]);
    assert!(run.out.contains("单位不对 · 三元2024.txt · 9场次 · 应为 场次 · 报为 场\n"), "{}", run.out);
    assert!(run.err.contains("fact：0.5 低于要求的 0.6"), "{}", run.err);
    library.write("gate.toml", "facts = 0.6\n");
    let refused = library.expect(2, &[&eval[..], &["--gate", "gate.toml"]].concat());
    assert!(refused.err.contains("gate.toml: “facts” is no score"), "{}", refused.err);
    assert_snapshot!(library.expect(2, &["eval", "reports", "gold/none"]).err, @"tongjian: no gold set at gold/none: expected gold/none.facts.jsonl beside .platforms.jsonl and .practices.jsonl");
}
