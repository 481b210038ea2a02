//! What times become, with the inference shown.

use crate::dictionary::{Dictionaries, DictionarySource};
use crate::extract::article::Article;
use crate::extract::assemble;
use crate::model::{DocId, Metadata};
use crate::read::Report;

/// The period of the last fact of a report: `from..to text`.
fn period(date: &str, text: &str) -> String {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let metadata = Metadata { date: date.parse().ok(), ..Metadata::default() };
    let report = Report { doc: DocId::new("a.txt"), text: text.to_owned(), metadata, marks: Vec::new() };
    let (article, _) = Article::read(&report, &dictionaries);
    let facts = assemble::facts(&article, &dictionaries);
    let fact = &facts.last().expect("the text states a number").fact;
    let period = fact.period.as_ref().expect("the number is dated");
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let year = fact.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    format!("{year} {}..{} {}", day(period.from), day(period.to), period.text)
}

#[track_caller]
fn check(date: &str, text: &str, expected: &str) {
    assert_eq!(period(date, text), expected, "{text}");
}

#[test]
fn sessions_are_dated_by_the_report_itself() {
    check(
        "2024-12-20",
        "县政协十届三次会议于2024年1月5日召开。\n县政协十届三次会议以来，共收到提案120件。",
        "2024 2024-01-05..2024-12-20 十届三次会议以来（2024-01-05起，见报告）",
    );
    check(
        "2024-12-20",
        "2023年12月28日，政协某县第十一届委员会第二次会议在县城开幕。\n二次会议以来，共收到提案120件。",
        "2024 2023-12-28..2024-12-20 二次会议以来（2023-12-28起，见报告）",
    );
    check("2024-12-20", "四次会议以来，共收到提案120件。", "2024 ?..2024-12-20 四次会议以来");
    check(
        "2024-12-20",
        "县政协十届十二次常委会会议于2024年3月5日召开。\n十届二次会议以来，共收到提案120件。",
        "2024 ?..2024-12-20 十届二次会议以来",
    );
    check(
        "2024-12-20",
        "县政协十届一次会议于2021年12月6日召开。\n本届以来，共收到提案520件。",
        "2024 2021-12-06..2024-12-20 本届以来（2021-12-06起，见报告）",
    );
    check("2024-12-20", "本届以来，共收到提案520件。", "2024 ?..2024-12-20 本届以来");
}

#[test]
fn known_days_and_parts_of_a_year_are_dated() {
    check("2023-06-30", "党的十九大以来，共收到提案800件。", "2023 2017-10-18..2023-06-30 十九大以来（2017-10-18起）");
    check("2023-06-30", "“十四五”以来，共收到提案300件。", "2023 2021-01-01..2023-06-30 “十四五”以来（2021-01-01起）");
    check(
        "2023-06-30",
        "“十三五”期间，共收到提案700件。",
        "2020 2016-01-01..2020-12-31 “十三五”期间（2016-01-01至2020-12-31）",
    );
    check("2023-10-30", "前三季度，共收到提案70件。", "2023 2023-01-01..2023-09-30 前三季度（2023年）");
    check("2023-10-30", "今年1至9月，共收到提案70件。", "2023 2023-01-01..2023-09-30 今年1至9月");
    check("2023-03-30", "去年上半年，共收到提案70件。", "2022 2022-01-01..2022-06-30 去年上半年（2022年）");
    check("2023-08-30", "去年下半年以来，共收到提案70件。", "2023 2022-07-01..2023-08-30 去年下半年以来（2022年）");
}

#[test]
fn spans_of_years_end_with_the_report() {
    check(
        "2021-09-20",
        "五年来，共收到提案900件。",
        "2021 2016-09-20..2021-09-20 五年来（2016-09-20起，按报告时间推算）",
    );
    check("2021", "五年来，共收到提案900件。", "2021 2017-01-01..2021-12-31 五年来（2017至2021年，按报告时间推算）");
    check("2021-09-20", "近年来，共收到提案900件。", "2021 ?..2021-09-20 近年来");
    check("2023-11-20", "今年以来，共收到提案90件。", "2023 2023-01-01..2023-11-20 今年以来");
    check("2023-12-20", "自2023年9月以来，共收到提案90件。", "2023 2023-09-01..2023-12-20 2023年9月以来");
}
