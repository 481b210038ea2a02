use insta::assert_snapshot;

use crate::sanming;
use crate::workspace::Workspace;

/// What a question answers, on standard output, then what is said beside it.
fn ask(library: &Workspace, arguments: &[&str]) -> String {
    let run = library.run(arguments);
    format!("{}{}{}", run.out, if run.err.is_empty() || run.out.is_empty() { "" } else { "--\n" }, run.err)
}

#[test]
fn silence_is_told_apart_from_missing_reports() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["who", "委员接待日"]), @r"
    region              since  latest   reports  report      start  quote
    福建省三明市三元区   2023  2023-12        1  三元旧.txt     25  三元区政协每月举办委员接待日。
    福建省三明市沙县区   2024  2024-12        1  沙县.txt       44  委员接待日每周五开放。
    --
    places that use it: 2, read but not mentioned: 2, no report: 3215: --all lists them
    ");
    assert_snapshot!(ask(&library, &["who", "委员接待日", "--all", "--region", "三明", "--level", "county", "--lang", "zh"]), @r"
    地区                回答    始见  最近     报告数  报告        起  原句
    福建省三明市三元区  采用    2023  2023-12       1  三元旧.txt  25  三元区政协每月举办委员接待日。
    福建省三明市沙县区  采用    2024  2024-12       1  沙县.txt    44  委员接待日每周五开放。
    福建省三明市永安市  未提到
    福建省三明市明溪县  无报告
    福建省三明市清流县  无报告
    福建省三明市宁化县  无报告
    福建省三明市大田县  无报告
    福建省三明市尤溪县  无报告
    福建省三明市将乐县  无报告
    福建省三明市泰宁县  无报告
    福建省三明市建宁县  无报告
    --
    采用的 2 处，报告已读而未提到的 1 处，没有报告的 8 处
    ");
    assert_snapshot!(ask(&library, &["who", "委员接待日", "--all", "--region", "三明", "--format", "csv"]), @r"
    region,region_name,answer,since,latest,reports,names,quote,doc,start,end,corrected
    350404,福建省三明市三元区,uses,2023,2023-12,1,reception day,三元区政协每月举办委员接待日。,三元旧.txt,25,30,
    350405,福建省三明市沙县区,uses,2024,2024-12,1,reception day,委员接待日每周五开放。,沙县.txt,44,49,
    350400,福建省三明市,not_mentioned,,,,,,,,,
    350481,福建省三明市永安市,not_mentioned,,,,,,,,,
    350421,福建省三明市明溪县,not_read,,,,,,,,,
    350423,福建省三明市清流县,not_read,,,,,,,,,
    350424,福建省三明市宁化县,not_read,,,,,,,,,
    350425,福建省三明市大田县,not_read,,,,,,,,,
    350426,福建省三明市尤溪县,not_read,,,,,,,,,
    350428,福建省三明市将乐县,not_read,,,,,,,,,
    350429,福建省三明市泰宁县,not_read,,,,,,,,,
    350430,福建省三明市建宁县,not_read,,,,,,,,,
    --
    places that use it: 2, read but not mentioned: 2, no report: 8
    ");
    assert_snapshot!(ask(&library, &["who", "委员接待日", "--like", "三明市"]), @r"
    note: 2 places are called “三明市”, all are meant (福建省三明市 350400, 福建省三明地区三明市 352701): use a full name or a code for one
    tongjian: --like: “三明市” means several places: use a full name or a code
    ");
    assert_snapshot!(ask(&library, &["who", "委员接待日", "--region", "三明", "--year", "2024"]), @r"
    region              since  latest   reports  report    start  quote
    福建省三明市沙县区   2024  2024-12        1  沙县.txt     44  委员接待日每周五开放。
    --
    places that use it: 1, read but not mentioned: 3, no report: 8: --all lists them
    ");
}

#[test]
fn several_practices_make_a_matrix() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["who", "委员接待日", "微协商"]), @r"
    region              reception day  micro-consultation
    福建省三明市                                     2024
    福建省三明市三元区           2023                2023
    福建省三明市沙县区           2024                2024
    福建省三明市永安市                               2024
    --
    places that use it: 4, read but not mentioned: 0, no report: 3215: --all lists them
    ");
    assert_snapshot!(ask(&library, &["who", "委员接待日", "micro_consultation", "--all", "--format", "csv"]), @r"
    region,region_name,reception day,micro-consultation
    350400,福建省三明市,,2024
    350404,福建省三明市三元区,2023,2023
    350405,福建省三明市沙县区,2024,2024
    350481,福建省三明市永安市,,2024
    --
    places that use it: 4, read but not mentioned: 0, no report: 3215: with --region or --like the last are listed too
    ");
}

#[test]
fn a_timeline_counts_new_places_and_all_so_far() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["who", "委员接待日", "--timeline"]), @r"
    year  new  total  places
    2023    1      1  福建省三明市三元区
    2024    1      2  福建省三明市沙县区
    --
    places that use it: 2, read but not mentioned: 2, no report: 3215: --all lists them
    ");
    assert_snapshot!(ask(&library, &["who", "委员接待日", "微协商", "--timeline", "--lang", "zh"]), @r"
    做法        年份  新增  累计  新增的地方
    委员接待日  2023     1     1  福建省三明市三元区
    委员接待日  2024     1     2  福建省三明市沙县区
    微协商      2023     1     1  福建省三明市三元区
    微协商      2024     3     4  福建省三明市、福建省三明市沙县区、福建省三明市永安市
    --
    采用的 4 处，报告已读而未提到的 0 处，没有报告的 3215 处：--all 一并列出
    ");
}
