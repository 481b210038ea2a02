use super::{Gazetteer, NameForm};
use crate::dictionary::DictionarySource;
use crate::model::RegionCode;

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: std::sync::OnceLock<Gazetteer> = std::sync::OnceLock::new();
    GAZETTEER.get_or_init(|| Gazetteer::load(&DictionarySource::Embedded).expect("the built-in table is sound"))
}

fn code(text: &str) -> RegionCode {
    text.parse().expect("a test names real codes")
}

#[track_caller]
fn check_full_name(text: &str, year: Option<i16>, expected: &str) {
    assert_eq!(gazetteer().full_name(code(text), year).as_deref(), Some(expected));
}

#[test]
fn a_full_name_goes_down_from_the_province() {
    check_full_name("350404", None, "福建省三明市三元区");
    check_full_name("350427", Some(2019), "福建省三明市沙县");
    check_full_name("500113", None, "重庆市巴南区");
    check_full_name("469002", None, "海南省琼海市");
    check_full_name("110101001", None, "北京市东城区东华门街道");
    check_full_name("620201100", None, "甘肃省嘉峪关市新城镇");
    check_full_name("500101", Some(1997), "重庆市万县区");
    check_full_name("500101", Some(2024), "重庆市万州区");
    check_full_name("441900", None, "广东省东莞市");
}

#[track_caller]
fn check_name(name: &str, year: Option<i16>, expected: &[&str]) {
    let found = gazetteer().by_name_in(name, year).iter().map(|(place, _)| place.code.to_string()).collect::<Vec<_>>();
    assert_eq!(found, expected, "{name} in {year:?}");
}

#[test]
fn a_name_means_the_place_of_its_year() {
    check_name("三元区", Some(2019), &["350403"]);
    check_name("三元区", Some(2021), &["350404"]);
    check_name("三元区", None, &["350404"]);
    check_name("沙县", Some(2020), &["350427"]);
    check_name("沙县", Some(2024), &["350405"]);
    check_name("沙县区", Some(2024), &["350405"]);
    check_name("梅列区", Some(2018), &["350402"]);
    check_name("梅列区", Some(2024), &["350402"]);
    check_name("思明", None, &["350203"]);
    check_name("内蒙古", None, &["150000"]);
    check_name("黔东南", None, &["522600"]);
    check_name("黔东南州", None, &["522600"]);
    check_name("锡林郭勒盟", None, &["152500"]);
    check_name("锡盟", None, &["152500"]);
    check_name("积石山县", None, &["622927"]);
    check_name("东乡县", None, &["622926"]);
    check_name("鼓楼区", None, &["320106", "320302", "350102", "410204"]);
    check_name("城关区", None, &["540102", "620102"]);
    check_name("台湾省", None, &["710000"]);
    check_name("湾仔区", None, &["810000"]);
    check_name("济源市", None, &["419001"]);
    check_name("没有这个地方", None, &[]);
}

#[test]
fn what_took_the_place_of_what() {
    let successors = |old: &str| gazetteer().successors(code(old)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(successors("350402"), ["350404"]);
    assert_eq!(successors("350403"), ["350404"]);
    assert_eq!(successors("350427"), ["350405"]);
    assert_eq!(successors("330104"), ["330102", "330114"]);
    assert!(successors("350404").is_empty());
}

#[test]
fn a_township_counts_for_its_county_and_a_zone_for_its_city() {
    let reporting = |of: &str| gazetteer().reporting(code(of)).to_string();
    assert_eq!(reporting("110101001"), "110101");
    assert_eq!(reporting("620171"), "620100");
    assert_eq!(reporting("620201100"), "620200");
    assert_eq!(reporting("350200"), "350200");
}

#[test]
fn what_covers_what() {
    let covers = |outer: &str, inner: &str| gazetteer().covers(code(outer), code(inner));
    assert!(covers("350200", "350203"));
    assert!(covers("500000", "500113"));
    assert!(covers("620200", "620201100"));
    assert!(covers("100000", "710000"));
    assert!(!covers("350203", "350200"));
    assert!(!covers("350400", "350203"));
}

#[test]
fn names_in_text_leftmost_and_longest() {
    let text = "福建省三明市沙县区凤岗街道与沙县小吃";
    let found = gazetteer().find_iter(text).map(|mention| mention.span.of(text)).collect::<Vec<_>>();
    assert_eq!(found, ["福建省", "三明市", "沙县区", "凤岗街道", "沙县"]);
    let text = "黔东南苗族侗族自治州黔东南州黔东南";
    let forms = gazetteer()
        .find_iter(text)
        .map(|mention| gazetteer().candidates(&mention).next().expect("a name has a place").1)
        .collect::<Vec<_>>();
    assert_eq!(forms, [NameForm::Full, NameForm::Short, NameForm::Short]);
}

#[track_caller]
fn check_near(name: &str, expected: &[&str]) {
    let found = gazetteer().near(name).iter().map(|place| place.code.to_string()).collect::<Vec<_>>();
    assert_eq!(found, expected, "{name}");
}

#[test]
fn a_slip_of_the_pen_is_near_the_name() {
    check_near("思名区", &["350203", "530802"]);
    check_near("福建省厦门市思名区", &["350203"]);
    check_near("明思区", &["210504", "350203"]);
    check_near("没有这个地方", &[]);
}

#[track_caller]
fn check_fault(rows: &str, expected: &str) {
    let text = format!("code,name,level,parent,short,from,until,successor\n110000,北京市,province\n{rows}");
    assert_eq!(Gazetteer::parse(&text).expect_err("the rows are wrong").to_string(), expected);
}

#[test]
fn faults_name_file_line_and_reason() {
    check_fault(
        "1101,x,city",
        "regions.csv:3: “1101” is no region code: expected six digits (a county or above) or nine (a township)",
    );
    check_fault("110101,,county,110000", "regions.csv:3: 110101 has no name");
    check_fault(
        "110101,东城区,town",
        "regions.csv:3: unknown level “town”: expected province, city, county, township or area",
    );
    check_fault("110101,东城区,city", "regions.csv:3: the level “city” does not fit the digits of 110101");
    check_fault("110101,东城区,county", "regions.csv:3: 110101 东城区: the parent 110100 is no row of this file");
    check_fault(
        "110101,东城区,county,110000,,1980,2000,110109",
        "regions.csv:3: 110101 东城区: the successor 110109 is no row of this file",
    );
    check_fault(
        "110101,东城区,county,110000,,2000,1999",
        "regions.csv:3: 110101 东城区: `until` must be later than `from`",
    );
    check_fault("110101,东城区,county,110000,,MM", "regions.csv:3: “MM” is no year from 1949 to 2100");
    check_fault(
        "110101,甲区,county,110000,,,2000\n110101,乙区,county,110000,,1999",
        "regions.csv:4: 110101 is 甲区 in line 3 and 乙区 here, in the same years: give the first an `until`, this a `from`",
    );
    check_fault(
        "110101,\"东城区\",county,110000",
        "regions.csv:3: quotation marks are not used in this file: no value may hold a comma",
    );
    check_fault("110101,东城区,county,110000,,,,,x", "regions.csv:3: more than 8 columns: “x” is left over");
    assert!(Gazetteer::parse("code,name\n").is_err());
    assert!(Gazetteer::parse("").is_err());
}

#[test]
fn rows_in_any_order_and_with_windows_line_ends() {
    let text = "\u{feff}code,name,level,parent,short,from,until,successor\r\n110101,东城区,county,110000,东城,,,\r\n110000,北京市,province,,北京,,,\r\n";
    let gazetteer = Gazetteer::parse(text).expect("sound");
    assert_eq!(gazetteer.full_name(code("110101"), None).as_deref(), Some("北京市东城区"));
}
