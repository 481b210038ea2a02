use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook};
use insta::assert_snapshot;

use crate::made;
use crate::workspace::Workspace;

/// The rows of a sheet by column name, empty cells left out.
fn sheet(library: &Workspace, file: &str, name: &str) -> Vec<BTreeMap<String, Data>> {
    let mut workbook: Xlsx<_> = open_workbook(library.path(file)).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    let mut rows = range.rows();
    let header: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let row = |cells: &[Data]| -> BTreeMap<String, Data> {
        let filled = header.iter().cloned().zip(cells.iter().cloned());
        filled.filter(|(_, cell)| *cell != Data::Empty).collect()
    };
    rows.map(row).collect()
}

/// The rows of a CSV file by column name, empty cells left out, the guard before formulas taken away.
fn csv(library: &Workspace, file: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(library.path(file)).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    rows.map(|row| {
        let filled = row.into_iter().filter(|(_, cell)| !cell.is_empty());
        filled.map(|(key, cell)| (key, cell.strip_prefix('\'').unwrap_or(&cell).to_owned())).collect()
    })
    .collect()
}

#[test]
fn a_workbook_holds_the_same_values_as_the_csv_files() {
    let library = made::library();
    library.expect(0, &["export", "all.xlsx"]);
    for kind in ["facts", "practices", "platforms", "reports", "problems"] {
        let file = format!("{kind}.csv");
        library.expect(0, &["export", &file]);
        let told: Vec<BTreeMap<String, String>> = sheet(&library, "all.xlsx", kind)
            .into_iter()
            .map(|row| row.into_iter().map(|(key, cell)| (key, cell.to_string())).collect())
            .collect();
        assert_eq!(told, csv(&library, &file), "{kind}");
    }
    let facts = sheet(&library, "all.xlsx", "facts");
    assert_eq!(facts.len(), 12);
    assert!(facts.iter().all(|row| matches!(row["value"], Data::Float(_) | Data::Int(_))), "{facts:?}");
}

#[test]
fn a_workbook_compares_places_and_links_to_what_proves_it() {
    let library = made::library();
    library.expect(0, &["export", "all.xlsx"]);
    let comparison = sheet(&library, "all.xlsx", "comparison");
    let row = |region: &str, year: f64| {
        let found = comparison.iter().find(|row| {
            row["region"] == Data::String(region.to_owned()) && row.get("year") == Some(&Data::Float(year))
        });
        found.unwrap_or_else(|| panic!("no {region} {year} in {comparison:?}"))
    };
    assert_eq!(comparison.len(), 3);
    assert_eq!(row("350203", 2024.0)["workstation.studio"], Data::Float(66.0));
    assert_eq!(row("350404", 2024.0)["workstation.studio"], Data::Float(11.0));
    assert_eq!(row("350404", 2023.0)["consultation.micro"], Data::Float(21.0));
    assert!(!row("350404", 2023.0).contains_key("resolved.issue"));
    let matrix = sheet(&library, "all.xlsx", "practice_matrix");
    assert_eq!(matrix[0]["region"], Data::String("350203".to_owned()));
    assert_eq!(matrix[1]["micro_consultation"], Data::Float(2023.0));
    // Its report was read and uses neither.
    assert_eq!(matrix[2].keys().collect::<Vec<_>>(), ["region", "region_name"]);
    let statements = sheet(&library, "all.xlsx", "statements");
    let parts = statements.iter().filter(|row| row["role"] == Data::String("part".to_owned()));
    assert_eq!(parts.map(|row| row["number"].to_string()).collect::<Vec<_>>(), ["12个"]);
    let codebook = sheet(&library, "all.xlsx", "codebook");
    for (kind, id) in [("metric", "workstation.studio"), ("practice", "reception_day"), ("mark", "contradiction")] {
        let wanted = |row: &&BTreeMap<String, Data>| row["kind"] == kind && row["id"] == id;
        let entry = codebook.iter().find(wanted).unwrap_or_else(|| panic!("no {kind} {id}"));
        assert!(!entry["definition"].to_string().is_empty());
    }
}

#[test]
fn a_workbook_speaks_chinese_where_the_user_does() {
    let library = made::library();
    library.expect(0, &["export", "全部.xlsx", "--lang", "zh"]);
    let workbook: Xlsx<_> = open_workbook(library.path("全部.xlsx")).unwrap();
    let names = ["事实", "比较", "比较依据", "做法矩阵", "做法", "平台", "报告", "问题", "编码手册", "图表"];
    assert_eq!(workbook.sheet_names(), names);
    let facts = sheet(&library, "全部.xlsx", "事实");
    let plan = facts.iter().find(|row| row["状态"] == Data::String("计划".to_owned())).unwrap();
    assert_eq!(plan["指标名"], Data::String("委员工作室".to_owned()));
    assert_eq!(plan["原句"], Data::String("明年计划新建委员工作室10个。".to_owned()));
    let comparison = sheet(&library, "全部.xlsx", "比较");
    assert!(comparison.iter().any(|row| row.get("委员工作室") == Some(&Data::Float(66.0))), "{comparison:?}");
}

#[test]
fn no_cell_of_a_workbook_is_a_formula() {
    let library = made::library();
    library.expect(0, &["export", "all.xlsx"]);
    let mut workbook: Xlsx<_> = open_workbook(library.path("all.xlsx")).unwrap();
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
    }
    let platforms = sheet(&library, "all.xlsx", "platforms");
    let quotes: Vec<String> = platforms.iter().map(|row| row["quote"].to_string()).collect();
    assert!(quotes.contains(&"=1+1临泽县政协设立“枣乡议事”平台，收集协商议题15个。".to_owned()), "{quotes:?}");
}

#[test]
fn the_same_library_gives_the_same_workbook() {
    let library = made::library();
    library.expect(0, &["export", "one.xlsx"]);
    // ZIP archives count time in steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    library.expect(0, &["export", "two.xlsx"]);
    let [one, two] = ["one.xlsx", "two.xlsx"].map(|file| std::fs::read(library.path(file)).unwrap());
    assert!(one == two);
}

/// One row of an answer, its columns as text.
fn row_of(database: &rusqlite::Connection, question: &str) -> Vec<String> {
    let text = |value| match value {
        rusqlite::types::Value::Null => String::new(),
        rusqlite::types::Value::Integer(whole) => whole.to_string(),
        rusqlite::types::Value::Real(real) => real.to_string(),
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Blob(_) => panic!("no column holds bytes"),
    };
    let read = |row: &rusqlite::Row<'_>| (0..row.as_ref().column_count()).map(|at| row.get(at).map(text)).collect();
    database.query_row(question, (), read).unwrap_or_else(|error| panic!("{question}: {error}"))
}

#[test]
fn a_database_answers_sql() {
    let library = made::library();
    library.write("all.sqlite.part", "left by a killed run");
    assert_snapshot!(library.expect(0, &["export", "all.sqlite"]).err, @"all.sqlite: 25 written");
    library.expect(0, &["export", "again.db"]);
    let database = rusqlite::Connection::open(library.path("all.sqlite")).unwrap();
    let ask = |question: &str| row_of(&database, question).join(" ");
    assert_snapshot!(ask("SELECT count(*), sum(value) FROM facts WHERE metric = 'consultation.micro'"), @"4 84");
    assert_snapshot!(
        ask("SELECT region_name, number, province, city, level FROM v_facts WHERE status = 'plan'"),
        @"福建省厦门市思明区 10个 福建省 厦门市 county"
    );
    assert_snapshot!(
        ask("SELECT region_name, since, latest, reports, quote FROM v_who WHERE practice = 'micro_consultation' AND region = '350404'"),
        @"福建省三明市三元区 2023 2024-12 2 三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。"
    );
    assert_snapshot!(
        ask("SELECT group_concat(number, ' / ') FROM v_contradictions"),
        @"11个 / 9个"
    );
    assert_snapshot!(
        ask("SELECT number FROM v_headlines WHERE metric = 'workstation.studio' AND region = '350203' AND year = 2024"),
        @"66个"
    );
    assert_snapshot!(
        ask("SELECT kind, doc, (SELECT number FROM facts WHERE id = record) FROM quotes WHERE quotes MATCH '办结老旧' LIMIT 1"),
        @"fact 思明.txt 34场次"
    );
    assert_snapshot!(ask("SELECT reports, facts, practices, platforms FROM v_places WHERE region = '350404'"), @"3 6 2 1");
    assert_snapshot!(ask("SELECT zh, nature FROM metrics WHERE metric = 'workstation.studio'"), @"委员工作室 stock");
    assert_snapshot!(ask("SELECT quote FROM platforms WHERE region = '620723'"), @"=1+1临泽县政协设立“枣乡议事”平台，收集协商议题15个。");
    assert_snapshot!(ask("PRAGMA integrity_check"), @"ok");
    let [one, two] = ["all.sqlite", "again.db"].map(|file| std::fs::read(library.path(file)).unwrap());
    assert!(one == two, "the same library gives the same database");
    assert!(!library.path("all.sqlite.part").exists());
}

#[test]
fn csv_comes_in_gb18030_too() {
    let library = made::library();
    library.expect(0, &["export", "facts.csv"]);
    library.expect(0, &["export", "old.csv", "--encoding", "gb18030"]);
    let utf8 = std::fs::read_to_string(library.path("facts.csv")).unwrap();
    let old = std::fs::read(library.path("old.csv")).unwrap();
    let (text, _, has_errors) = encoding_rs::GB18030.decode(&old);
    assert!(!has_errors);
    assert_eq!(text, utf8.trim_start_matches('\u{feff}'));
    assert_snapshot!(
        library.expect(2, &["export", "all.xlsx", "--encoding", "gb18030"]).err,
        @"tongjian: --encoding: only csv files come in several encodings; other formats have their own"
    );
    assert_snapshot!(
        library.expect(2, &["export", "all.sqlite", "--kind", "facts", "--lang", "zh"]).err,
        @"tongjian: --kind：这种格式总是含有各类记录，请去掉此项，或写成 csv、jsonl"
    );
}

#[test]
fn a_character_that_gb18030_lacks_is_named() {
    let workspace = Workspace::new();
    workspace.write("reports/a.txt", "思明区政协开展私\u{e5e5}微协商23场次。\n");
    workspace.expect(0, &["ingest", "reports"]);
    let run = workspace.expect(2, &["export", "facts.csv", "--encoding", "gb18030"]);
    assert!(
        run.err.contains(
            "tongjian: facts.csv: csv: row 1, column quote: the character U+E5E5 cannot be written in gb18030"
        ),
        "{}",
        run.err
    );
    assert!(!workspace.path("facts.csv").exists() && !workspace.path("facts.csv.part").exists());
}

#[test]
fn a_profile_tells_everything_known_of_a_place() {
    let library = made::library();
    let profile = |arguments: &[&str]| library.expect(0, &[&["profile"], arguments].concat()).out;
    let text = profile(&["三元区", "--lang", "zh"]);
    let (known, gaps) = text.split_once("\n── 没有数字的方面\n").unwrap();
    assert_snapshot!(known, @r"
    福建省三明市三元区 350404
    报告 3 篇，做法 2 种，平台 1 个，历年数字 4 项（其中前后不一 1 项），没有数字的方面 9 个

    ── 做法
    做法        始见  最近     报告数  报告          起  原句
    微协商      2023  2024-12       2  三元2024.txt  19  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    委员接待日  2023  2023-12       1  三元2023.txt  49  “邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。

    ── 平台与品牌
    名称              始见  最近     报告数  报告          起  原句
    “邻里圆桌”议事厅  2023  2023-12       1  三元2023.txt  34  “邻里圆桌”议事厅每季度开放，委员接待日收集建议96条。

    ── 历年数字
    指标        年份  数        所计        期间    报告数  注意    报告          起  原句
    基层协商    2023  21场次    微协商                   1          三元2023.txt  29  三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。
    基层协商    2024  近20场次  微协商      下半年       1  非确数  三元2024.txt  34  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    委员工作室  2023  8个       委员工作室               1          三元2023.txt  17  三元区政协联合区委社会工作部，依托8个委员工作室开展微协商21场次。
    委员工作室  2024  11个      委员工作室               1  矛盾    三元2024.txt  10  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。

    ── 前后不一的数字
    指标        年份          数    所计        报告日期  注意  报告          起  原句
    委员工作室  2024          11个  委员工作室  2024-12   矛盾  三元2024.txt  10  三元区现有委员工作室11个，上半年开展微协商9场次，下半年开展微协商近20场次。
    委员工作室  2024  └ 另见  9个   委员工作室  2024-12         三元简讯.txt  13  简讯：三元区建成委员工作室9个。

    ── 报告
    报告日期  报告          字数
    2024-12   三元2024.txt    41
    2024-12   三元简讯.txt    17
    2023-12   三元2023.txt    63
    ");
    assert!(gaps.contains("resolved") && !gaps.contains("workstation"), "{gaps}");
    let text = profile(&["思明区"]);
    let (known, _) = text.split_once("\n── Gaps: nothing is counted of\n").unwrap();
    assert_snapshot!(known, @r"
    福建省厦门市思明区 350203
    reports 1, practices 2, platforms 1, figures by year 4 (told differently 0), families without a figure 7

    ── Practices
    practice            since  latest  reports  report    start  quote
    micro-consultation   2024  2024          1  思明.txt     62  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    reception day        2024  2024          1  思明.txt     95  每月15日的委员接待日照常开门，全年接待群众1200多人次。

    ── Platforms
    name              since  latest  reports  report    start  quote
    “邻里圆桌”议事厅   2024  2024          1  思明.txt     51  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。

    ── Figures by year
    metric                   year  number      item        reports  caution  report    start  quote
    grassroots consultation  2024  34场次      微协商            1           思明.txt     65  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    people served            2024  1200多人次  群众              1  bound    思明.txt    111  每月15日的委员接待日照常开门，全年接待群众1200多人次。
    issues resolved          2024  50余件      难题              1  bound    思明.txt     84  “邻里圆桌”议事厅召开微协商34场次，办结老旧小区加装电梯等难题50余件。
    member studios           2024  66个        委员工作室        1           思明.txt     36  今年以来，区政协在10个街道建成委员工作室66个，其中界别工作室12个。

    ── Plans
    metric          year  number  item        reports  caution  report    start  quote
    member studios  2025  10个    委员工作室        1  plan     思明.txt    132  明年计划新建委员工作室10个。

    ── Reports
    reported  report    characters
    2024      思明.txt         137
    ");
    let page = profile(&["620723", "--format", "markdown", "--lang", "zh"]);
    let (known, _) = page.split_once("\n## 没有数字的方面\n").unwrap();
    assert_snapshot!(known, @r"
    # 甘肃省张掖市临泽县 620723

    报告 1 篇，做法 0 种，平台 1 个，历年数字 0 项（其中前后不一 0 项），没有数字的方面 11 个

    ## 平台与品牌

    | 名称 | 报告数 | 报告 | 起 | 原句 |
    | --- | ---: | --- | ---: | --- |
    | “枣乡议事”平台 | 1 | 临泽.txt | 12 | =1+1临泽县政协设立“枣乡议事”平台，收集协商议题15个。 |

    ## 报告

    | 报告 | 字数 |
    | --- | ---: |
    | 临泽.txt | 45 |
    ");
    let page = profile(&["厦门", "--format", "html"]);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{page}");
    assert!(page.contains("<td>福建省厦门市思明区</td>"), "{page}");
    let nothing = library.expect(0, &["profile", "延庆区"]);
    assert_eq!(nothing.out, "");
    assert_snapshot!(nothing.err, @"“延庆区” not found in 5 reports: try another name, or `tongjian search` for the words themselves");
}

#[test]
fn a_parquet_file_holds_the_same_values_as_the_csv_file() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let library = made::library();
    library.expect(0, &["export", "facts.csv"]);
    library.expect(0, &["export", "facts.parquet"]);
    let file = std::fs::File::open(library.path("facts.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let shown = |field: &Field| match field {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Double(real) => Some(real.to_string()),
        Field::Long(whole) => Some(whole.to_string()),
        Field::Date(days) => {
            let day = jiff::civil::Date::constant(1970, 1, 1) + jiff::Span::new().days(*days);
            Some(day.to_string())
        }
        other => panic!("no column holds {other:?}"),
    };
    let rows: Vec<BTreeMap<String, String>> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            let row = row.unwrap();
            let filled = row.get_column_iter().filter_map(|(key, field)| Some((key.clone(), shown(field)?)));
            filled.filter(|(_, cell)| !cell.is_empty()).collect()
        })
        .collect();
    assert_eq!(rows, csv(&library, "facts.csv"));
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().any(|row| row["number"] == "近20场次" && row["value"] == "20" && row["bound"] == "less"));
    assert!(rows.iter().any(|row| row.get("period_to").is_some_and(|day| day == "2024-12-31")));
}

#[test]
fn the_wide_form_has_a_column_a_metric_with_names_that_stata_takes() {
    let library = made::library();
    library.expect(0, &["export", "wide.csv", "--wide", "--stata", "--metric", "consultation.micro"]);
    assert_snapshot!(std::fs::read_to_string(library.path("wide.csv")).unwrap().trim_start_matches('\u{feff}'), @r"
    region,region_name,year,consultation_micro,consultation_micro_low,consultation_micro_high,consultation_micro_number,consultation_micro_marks
    350203,福建省厦门市思明区,2024,34,34,34,34场次,
    350404,福建省三明市三元区,2024,20,,20,近20场次,bound
    350404,福建省三明市三元区,2023,21,21,21,21场次,other_year
    ");
    let book = csv(&library, "wide_codebook.csv");
    let column = book.iter().find(|row| row["id"] == "consultation.micro:low").unwrap();
    assert_eq!(column["name"], "consultation_micro_low");
    assert_eq!(column["label_en"], "grassroots consultation at least");
    let refused = library.expect(2, &["export", "all.xlsx", "--wide"]).err;
    assert!(refused.contains("--wide, --stata: only for csv and parquet files"), "{refused}");
}

/// Has LibreOffice convert a file in the workspace; `false`, with a word on standard error, where it is not installed.
fn converted(library: &Workspace, file: &str, to: &str) -> bool {
    let office = std::process::Command::new("soffice")
        .args(["--headless", "--convert-to", to, file])
        .current_dir(library.path(""))
        .env("HOME", library.path("home"))
        .output();
    match office {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: soffice is not installed");
            false
        }
        Err(error) => panic!("{error}"),
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            true
        }
    }
}

#[test]
fn libreoffice_opens_the_workbook() {
    let library = made::library();
    library.expect(0, &["export", "all.xlsx"]);
    if !converted(&library, "all.xlsx", "pdf") {
        return;
    }
    let pdf = std::fs::read(library.path("all.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 20_000, "{} bytes", pdf.len());
    // Every sheet as CSV, its cells as they are and not as they are shown.
    converted(&library, "all.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1");
    let csv = |text: String| {
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader.deserialize().map(Result::unwrap).collect::<Vec<BTreeMap<String, String>>>()
    };
    let opened = csv(std::fs::read_to_string(library.path("all-facts.csv")).unwrap());
    let wanted = csv(library.expect(0, &["facts", "--format", "csv"]).out);
    assert_eq!(opened.len(), wanted.len());
    for (row, wanted) in opened.iter().zip(&wanted) {
        let differs: Vec<_> = row.iter().filter(|(column, cell)| wanted[*column] != **cell).collect();
        assert!(differs.is_empty(), "{differs:?} in {wanted:?}");
    }
}
