use insta::assert_snapshot;

use crate::sanming;
use crate::workspace::Workspace;

/// What a question answers, on standard output, then what is said beside it.
fn ask(library: &Workspace, arguments: &[&str]) -> String {
    let run = library.run(arguments);
    format!("{}{}{}", run.out, if run.err.is_empty() || run.out.is_empty() { "" } else { "--\n" }, run.err)
}

#[test]
fn a_city_stands_beside_its_districts_and_nothing_is_counted_twice() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "--districts", "--region", "三明"]), @r"
    region              year            number  coverage  item            period  reports  caution             report        start  quote                                                                            missing
    福建省三明市        2024            40个              委员工作室      现有          1                      三明.txt         41  一年来，市政协着力打造履职阵地，全市现有委员工作室40个，其中市级委员工作室5个。
    福建省三明市        2024  └ part    5个               委员工作室      现有                                 三明.txt         54  一年来，市政协着力打造履职阵地，全市现有委员工作室40个，其中市级委员工作室5个。
    福建省三明市        2024  └ inside  35个    3 of 11                                    contradiction, sum                                                                                                        明溪县, 清流县, 宁化县, 大田县, 尤溪县, 将乐县, 泰宁县, 建宁县
    福建省三明市三元区  2024            12个              委员工作室      2024年        1  contradiction       三元.txt         28  三元区政协建成委员工作室12个，其中界别委员工作室4个。
    福建省三明市三元区  2024  └ also    9个               委员工作室                                           三元简讯.txt     10  三元区建成委员工作室9个。
    福建省三明市三元区  2024  └ part    4个               界别委员工作室  2024年                               三元.txt         41  三元区政协建成委员工作室12个，其中界别委员工作室4个。
    福建省三明市沙县区  2024            15个              委员工作室      2024年        1                      沙县.txt         28  沙县区政协建成委员工作室15个。
    福建省三明市永安市  2024            8个               委员工作室      2024年        1                      永安.txt         28  永安市政协建成委员工作室8个。
    --
    1 more are of another status (done, plan or rule): choose with --status
    ");
    assert_snapshot!(ask(&library, &["compare", "微协商", "--sum", "--year", "2024", "--districts", "--lang", "zh"]), @r"
    地区                年份              数           所含地区        所计    期间              报告数  注意            报告      起  原句                                             缺
    福建省三明市        2024              120场次                      微协商  2024年                 1                  三明.txt  64  全年开展微协商120场次。
    福建省三明市        2024  └ 所辖相加  110场次以上  11 个中的 3 个                                    合计数、非确数                                                                 明溪县、清流县、宁化县、大田县、尤溪县、将乐县、泰宁县、建宁县
    福建省三明市三元区  2024              60余场次                     微协商  2024年                 1  非确数          三元.txt  54  2024年开展微协商60余场次。
    福建省三明市沙县区  2024              30场次                       微协商  2024年                 1                  沙县.txt  39  全年开展微协商30场次。
    福建省三明市永安市  2024  合计        20场次                                                      1  合计数
    福建省三明市永安市  2024  └ 加数      9场次                        微协商  上半年（2024年）                          永安.txt  39  上半年开展微协商9场次，下半年开展微协商11场次。
    福建省三明市永安市  2024  └ 加数      11场次                       微协商  下半年（2024年）                          永安.txt  51  上半年开展微协商9场次，下半年开展微协商11场次。
    ");
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "--districts", "--level", "city"]), @r"
    region        year            number  coverage  item        period  reports  caution             report    start  quote                                                                            missing
    福建省三明市  2024            40个              委员工作室  现有          1                      三明.txt     41  一年来，市政协着力打造履职阵地，全市现有委员工作室40个，其中市级委员工作室5个。
    福建省三明市  2024  └ part    5个               委员工作室  现有                                 三明.txt     54  一年来，市政协着力打造履职阵地，全市现有委员工作室40个，其中市级委员工作室5个。
    福建省三明市  2024  └ inside  35个    3 of 11                                contradiction, sum                                                                                                    明溪县, 清流县, 宁化县, 大田县, 尤溪县, 将乐县, 泰宁县, 建宁县
    --
    1 more are of another status (done, plan or rule): choose with --status
    ");
}

#[test]
fn a_figure_that_a_later_report_restates_is_revised() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["compare", "微协商", "--region", "三元区"]), @r"
    region              year          number    item    period  reports  caution              report      start  quote
    福建省三明市三元区  2024          60余场次  微协商  2024年        1  bound                三元.txt       54  2024年开展微协商60余场次。
    福建省三明市三元区  2023          45场次    微协商  2023年        1  revised, other year  三元.txt       74  经核实，2023年开展微协商45场次。
    福建省三明市三元区  2023  └ also  40场次    微协商  2023年                                三元旧.txt     41  2023年开展微协商40场次。
    ");
}

#[test]
fn ranks_go_as_far_as_the_words() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["compare", "微协商", "--year", "2024", "--rank", "--level", "county", "--lang", "zh"]), @r"
    地区                年份  名次          数        所计    期间              报告数  注意      报告      起  原句
    福建省三明市三元区  2024  1/3           60余场次  微协商  2024年                 1  非确数    三元.txt  54  2024年开展微协商60余场次。
    福建省三明市沙县区  2024  2/3           30场次    微协商  2024年                 1            沙县.txt  39  全年开展微协商30场次。
    福建省三明市永安市  2024  3/3           11场次    微协商  下半年（2024年）       1  口径不一  永安.txt  51  上半年开展微协商9场次，下半年开展微协商11场次。
    福建省三明市永安市  2024        └ 另见  9场次     微协商  上半年（2024年）                    永安.txt  39  上半年开展微协商9场次，下半年开展微协商11场次。
    ");
}

#[test]
fn several_metrics_make_a_wide_table() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "微协商", "--wide", "--year", "2024"]), @r"
    region              year  grassroots consultation  member studios
    福建省三明市        2024  120场次                  40个
    福建省三明市三元区  2024  60余场次*                12个*
    福建省三明市沙县区  2024  30场次                   15个
    福建省三明市永安市  2024  11场次*                  8个
    --
    * a reason for caution (bound, contradiction, scope …): without --wide it is told
    ");
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "微协商", "--wide", "--region", "三元区", "--format", "csv"]), @r"
    region,region_name,year,consultation.micro,consultation.micro:low,consultation.micro:high,consultation.micro:number,consultation.micro:marks,workstation.studio,workstation.studio:low,workstation.studio:high,workstation.studio:number,workstation.studio:marks
    350404,福建省三明市三元区,2024,60,60,,60余场次,bound,12,12,12,12个,contradiction
    350404,福建省三明市三元区,2023,45,45,45,45场次,revision;other_year,,,,,
    --
    1 more are of another status (done, plan or rule): choose with --status
    ");
}

#[test]
fn values_are_divided_by_figures_of_the_users_own() {
    let library = sanming::library();
    library.write("pop.csv", "地区,人口（万人）\n三元区,40\n沙县,25\n三明市永安市,31.5\n火星,1\n");
    library.write("bad.csv", "place,n\nx,1\n").write("bad2.csv", "region,n\n三元区,很多\n");
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "--level", "county", "--per", "pop.csv", "--rank"]), @r"
    region              year  rank          number  / 人口（万人）  人口（万人）  item            period  reports  caution        report        start  quote
    福建省三明市沙县区  2024  1/3           15个               0.6            25  委员工作室      2024年        1                 沙县.txt         28  沙县区政协建成委员工作室15个。
    福建省三明市三元区  2024  2/3           12个               0.3            40  委员工作室      2024年        1  contradiction  三元.txt         28  三元区政协建成委员工作室12个，其中界别委员工作室4个。
    福建省三明市三元区  2024        └ also  9个                                   委员工作室                                      三元简讯.txt     10  三元区建成委员工作室9个。
    福建省三明市三元区  2024        └ part  4个                                   界别委员工作室  2024年                          三元.txt         41  三元区政协建成委员工作室12个，其中界别委员工作室4个。
    福建省三明市永安市  2024  3/3           8个           0.253968          31.5  委员工作室      2024年        1                 永安.txt         28  永安市政协建成委员工作室8个。
    --
    pop.csv: these rows name no one place and are unused (use full names or six-digit codes): 5 火星
    1 more are of another status (done, plan or rule): choose with --status
    ");
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "--per", "bad.csv"]), @r"tongjian: --per: bad.csv: line 1 must be region,population or region,year,population");
    assert_snapshot!(ask(&library, &["compare", "委员工作室", "--per", "bad2.csv", "--lang", "zh"]), @r"tongjian: --per：bad2.csv 第 2 行：应为年份（可空）和大于 0 的数，读到“很多”");
}
