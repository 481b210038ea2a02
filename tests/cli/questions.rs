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
    assert_snapshot!(search(&["社会工作"]), @r"
    1. 福建省三明市三元区 · 2023-12 · 三元2023.txt:0
       三元区政协联合区委【社会工作】部，依托8个委员工作室开展微协商21场次。“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。
    ");
    assert_snapshot!(search(&["老旧小区", "协商"]), @r"
    1. 甘肃省张掖市临泽县 · 临泽.txt:0
       =1+1 临泽县政协设立“枣乡议事”平台，收集【协商】议题15个。【老旧小区】改造列为【协商】重点。
    2. 福建省厦门市思明区 · 2024 · 思明.txt:0
       思明区政协：让【协商】走进街巷 今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。“邻里圆桌”议事厅召开微【协商】34场次，办结【老旧小区】加装电梯等难题50余件。每月15日的委员接待日照常开门，全年接待群众1200多人次。
    ");
    assert_snapshot!(search(&["34场次"]), @r"
    1. 福建省厦门市思明区 · 2024 · 思明.txt:0
       …室66个，其中界别工作室12个。“邻里圆桌”议事厅召开微协商【34场次】，办结老旧小区加装电梯等难题50余件。每月15日的委员接待日照常开门，全年接待群众1200多人次。
    ");
    assert_snapshot!(search(&["协商", "--region", "福建", "--year", "2023"]), @r"
    1. 福建省三明市三元区 · 2023-12 · 三元2023.txt:0
       三元区政协联合区委社会工作部，依托8个委员工作室开展微【协商】21场次。“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。
    ");
    assert_snapshot!(search(&["协商", "--practice", "委员接待日", "--limit", "1"]), @r"
    1. 福建省厦门市思明区 · 2024 · 思明.txt:0
       思明区政协：让【协商】走进街巷 今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。“邻里圆桌”议事厅召开微【协商】34场次，办结老旧小区加装电梯等难题50余件。每月15日的委员接待日照常开门，全年接待群众1200多人次。
    --
    1 of 2 are shown: --limit shows more
    ");
    assert_snapshot!(search(&["协商", "--metric", "微协商", "--region", "三元区", "--format", "csv"]), @r"
    rank,doc,start,end,region,region_name,date,title,heading,text,marked,score
    1,三元2024.txt,0,40,350404,福建省三明市三元区,2024-12,,,三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。,三元区现有委员工作室11个，上半年开展微【协商】9场次，下半年开展微【协商】近20场次。,20.101
    2,三元2023.txt,0,62,350404,福建省三明市三元区,2023-12,,,三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。,三元区政协联合区委社会工作部，依托8个委员工作室开展微【协商】21场次。“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。,17.169
    ");
    assert_snapshot!(search(&["议事", "--platform", "枣乡", "--format", "jsonl"]), @r#"{"rank":1,"doc":"临泽.txt","start":0,"end":44,"region":"620723","region_name":"甘肃省张掖市临泽县","date":null,"title":null,"heading":null,"text":"=1+1 临泽县政协设立“枣乡议事”平台，收集协商议题15个。老旧小区改造列为协商重点。","marked":"=1+1 临泽县政协设立“枣乡【议事】”平台，收集协商议题15个。老旧小区改造列为协商重点。","score":25.608}"#);
    assert_snapshot!(search(&["没有的词", "--region", "思明"]), @r"
    --
    “没有的词” not found in 5 reports: try fewer conditions such as --region and --year
    ");
}

#[test]
fn who_knows_practices_platforms_and_words() {
    let library = made::library();
    let who = |arguments: &[&str]| ask(&library, &[&["who"], arguments].concat());
    assert_snapshot!(who(&["委员接待日"]), @r"
    region              since  latest   reports  report        start  quote
    福建省厦门市思明区   2024  2024           1  思明.txt         95  每月15日的委员接待日照常开门，全年接待群众1200多人次。
    福建省三明市三元区   2023  2023-12        1  三元2023.txt     49  “邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。
    --
    places that use it: 2, read but not mentioned: 1, no report: 3216: --all lists them
    ");
    assert_snapshot!(who(&["micro_consultation", "--format", "jsonl"]), @r#"
    {"region":"350203","region_name":"福建省厦门市思明区","answer":"uses","since":2024,"latest":"2024","reports":1,"names":"micro-consultation","quote":"“邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。","doc":"思明.txt","start":62,"end":65,"corrected":null}
    {"region":"350404","region_name":"福建省三明市三元区","answer":"uses","since":2023,"latest":"2024-12","reports":2,"names":"micro-consultation","quote":"三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。","doc":"三元2024.txt","start":19,"end":22,"corrected":null}
    --
    places that use it: 2, read but not mentioned: 1, no report: 3216: --all lists them
    "#);
    assert_snapshot!(who(&["邻里圆桌", "--lang", "zh"]), @r"
    地区                始见  最近     报告数  名称              报告          起  原句
    福建省厦门市思明区  2024  2024          1  “邻里圆桌”议事厅  思明.txt      51  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    福建省三明市三元区  2023  2023-12       1  “邻里圆桌”议事厅  三元2023.txt  34  “邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。
    --
    采用的 2 处，报告已读而未提到的 1 处，没有报告的 3216 处：--all 一并列出
    ");
    assert_snapshot!(who(&["邻里圆桌", "--region", "厦门"]), @r"
    region              since  latest  reports  name              report    start  quote
    福建省厦门市思明区   2024  2024          1  “邻里圆桌”议事厅  思明.txt     51  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    --
    places that use it: 1, read but not mentioned: 0, no report: 6: --all lists them
    ");
    assert_snapshot!(who(&["加装电梯"]), @r"
    region              since  latest  reports  report    start  quote
    福建省厦门市思明区   2024  2024          1  思明.txt      0  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    --
    no dictionary knows a practice or platform called “加装电梯”: its words were looked for
    places that use it: 1, read but not mentioned: 2, no report: 3216: --all lists them
    ");
    assert_snapshot!(who(&["没有的词", "--lang", "zh"]), @r"
    --
    词典里没有叫“没有的词”的做法或平台，以下按字词查找
    在 5 篇报告中没有找到“没有的词”：可减少词数、缩短词语或换一种说法
    采用的 0 处，报告已读而未提到的 3 处，没有报告的 3216 处：--all 一并列出
    ");
}

#[test]
fn lists_are_in_the_order_of_the_reports() {
    let library = made::library();
    let ask = |arguments: &[&str]| ask(&library, arguments);
    assert_snapshot!(ask(&["facts", "--metric", "委员工作室"]), @r"
    region              year  metric name     number  item        status  report        start  quote
    福建省三明市三元区  2023  member studios  8个     委员工作室  done    三元2023.txt     17  三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。
    福建省三明市三元区  2024  member studios  11个    委员工作室  done    三元2024.txt     10  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    福建省三明市三元区  2024  member studios  9个     委员工作室  done    三元简讯.txt     13  简讯：三元区建成委员工作室9个。
    福建省厦门市思明区  2024  member studios  66个    委员工作室  done    思明.txt         36  今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。
    福建省厦门市思明区  2024  member studios  12个    界别工作室  done    思明.txt         47  今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。
    福建省厦门市思明区  2025  member studios  10个    委员工作室  plan    思明.txt        132  明年计划新建委员工作室10个。
    ");
    assert_snapshot!(ask(&["facts", "--status", "plan", "--format", "csv"]), @r"
    doc,start,end,number,value,value_max,bound,low,high,unit,item,metric,metric_name,nature,effect,region,region_name,actor,year,period_from,period_to,period_text,status,part_of,quote,rule,confidence,check,also_in,date,title,corrected,was,why
    思明.txt,132,135,10个,10,,exact,10,10,个,委员工作室,workstation.studio,member studios,stock,output,350203,福建省厦门市思明区,,2025,,,,plan,,明年计划新建委员工作室10个。,workstation.studio:made,0.9,not_checkable,,2024,,,,
    ");
    assert_snapshot!(ask(&["facts", "--region", "620723", "--lang", "zh"]), @r"
    --
    在 5 篇报告中没有找到事实：可放宽 --region、--year 等条件
    ");
    assert_snapshot!(ask(&["platforms", "--lang", "zh"]), @r"
    地区                名称              类别  报告日期  报告          起  原句
    福建省三明市三元区  “邻里圆桌”议事厅  阵地  2023-12   三元2023.txt  34  “邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。
    甘肃省张掖市临泽县  “枣乡议事”平台    阵地            临泽.txt      12  =1+1临泽县政协设立“枣乡议事”平台，收集协商议题15个。
    福建省厦门市思明区  “邻里圆桌”议事厅  阵地  2024      思明.txt      51  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    ");
    assert_snapshot!(ask(&["platforms", "圆桌", "--year", "2023", "--format", "jsonl"]), @r#"{"kind":"platform","doc":"三元2023.txt","start":34,"end":43,"name":"“邻里圆桌”议事厅","core":"邻里圆桌","type":"platform","region":"350404","quote":"“邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。"}"#);
    assert_snapshot!(ask(&["practices", "--region", "350200"]), @r"
    region              practice name       reported  report    start  quote
    福建省厦门市思明区  micro-consultation  2024      思明.txt     62  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    福建省厦门市思明区  reception day       2024      思明.txt     95  每月15日的委员接待日照常开门，全年接待群众1200多人次。
    ");
}

#[test]
fn show_marks_records_where_they_stand() {
    let library = made::library();
    assert_snapshot!(ask(&library, &["show", "2023"]), @r"
    report  三元2023.txt
    region  福建省三明市三元区
    date  2023-12

    三元区政协联合区委社会工作部，依托【1 8个】委员工作室开展【2 微协商】【3 21场次】。【4 “邻里圆桌”议事厅】每季度开放，【5 委员接待日】收集建议96条。

    n  kind      words             type      what                            region              year  status
    1  fact      8个                         member studios 委员工作室       福建省三明市三元区  2023  done
    2  practice  微协商                      micro-consultation              福建省三明市三元区
    3  fact      21场次                      grassroots consultation 微协商  福建省三明市三元区  2023  done
    4  platform  “邻里圆桌”议事厅  platform  邻里圆桌                        福建省三明市三元区
    5  practice  委员接待日                  reception day                   福建省三明市三元区
    ");
    assert_snapshot!(ask(&library, &["show", "临泽.txt", "--records-only", "--lang", "zh"]), @r"
    报告  临泽.txt
    地区  甘肃省张掖市临泽县
    序  种类  原文            类别  含义      地区
     1  平台  “枣乡议事”平台  阵地  枣乡议事  甘肃省张掖市临泽县
    ");
    let run = library.expect(2, &["show", "三元"]);
    assert_snapshot!(run.err, @"tongjian: “三元” fits several reports: 三元2023.txt, 三元2024.txt, 三元简讯.txt");
    let run = library.expect(2, &["show", "无此报告", "--lang", "zh"]);
    assert_snapshot!(run.err, @"tongjian: 没有叫“无此报告”的报告：tongjian status 看总数，现有的如 三元2023.txt、三元2024.txt、三元简讯.txt、临泽.txt、思明.txt");
}

#[test]
fn names_that_nobody_bears_are_refused_with_advice() {
    let library = made::library();
    let refuse = |arguments: &[&str]| library.expect(2, arguments).err;
    assert_snapshot!(refuse(&["facts", "--region", "火星"]), @"tongjian: --region: no place is called “火星”: use its full name (思明区, 福建省厦门市思明区) or its code (350203)");
    assert_snapshot!(refuse(&["facts", "--metric", "我的工作室"]), @"tongjian: no metric is called “我的工作室”: 委员工作室 workstation.studio");
    assert_snapshot!(refuse(&["facts", "--year", "24"]), @"tongjian: --year: “24” is no year: expected 2024 or 2021-2024");
    assert_snapshot!(refuse(&["practices", "--practice", "好办法"]), @"tongjian: no practice is called “好办法”: `tongjian who 好办法` looks for the words");
    assert_snapshot!(refuse(&["search", "  "]), @"tongjian: nothing to search for: give one or more words, such as 老旧小区 协商");
    assert_snapshot!(ask(&library, &["facts", "--region", "鼓楼区"]), @r"
    --
    note: 4 places are called “鼓楼区”, all are meant (江苏省南京市鼓楼区 320106, 江苏省徐州市鼓楼区 320302, 福建省福州市鼓楼区 350102, 河南省开封市鼓楼区 410204): use a full name or a code for one
    facts not found in 5 reports: try fewer conditions such as --region and --year
    ");
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
