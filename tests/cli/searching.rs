use insta::assert_snapshot;

use crate::sanming;
use crate::workspace::Workspace;

/// What a question answers, on standard output, then what is said beside it.
fn ask(library: &Workspace, arguments: &[&str]) -> String {
    let run = library.run(arguments);
    format!("{}{}{}", run.out, if run.err.is_empty() || run.out.is_empty() { "" } else { "--\n" }, run.err)
}

#[test]
fn words_can_be_excluded() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["search", "微协商", "-永安", "-核实", "--lang", "zh"]), @r"
    1. 福建省三明市三元区 · 2023-12 · 三元区政协2023年工作综述 · 三元旧.txt:0
       …23年工作综述 三元区政协每月举办委员接待日。2023年开展【微协商】40场次。
    2. 福建省三明市沙县区 · 2024-12 · 沙县区政协2024年工作综述 · 沙县.txt:0
       …2024年工作综述 沙县区政协建成委员工作室15个。全年开展【微协商】30场次。委员接待日每周五开放。
    3. 福建省三明市 · 2024-12 · 三明市政协2024年工作综述 · 三明.txt:0
       …，全市现有委员工作室40个，其中市级委员工作室5个。全年开展【微协商】120场次。
    ");
    assert_snapshot!(ask(&library, &["search", "委员工作室 －三元", "--limit", "1"]), @r"
    1. 福建省三明市 · 2024-12 · 三明市政协2024年工作综述 · 三明.txt:0
       …2024年工作综述 一年来，市政协着力打造履职阵地，全市现有【委员工作室】40个，其中市级【委员工作室】5个。全年开展微协商120场次。
    --
    1 of 3 are shown: --limit shows more
    ");
}

#[test]
fn a_number_fulfils_the_conditions() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["search", "metric:微协商", "value>=40", "--by", "region"]), @r"
    ── 福建省三明市三元区
    1. 福建省三明市三元区 · 2024-12 · 三元区政协2024年工作综述 · 三元.txt:0
       …员工作室12个，其中界别委员工作室4个。2024年开展微协商【60余场次】。经核实，2023年开展微协商【45场次】。明年计划新建委员工作室6个。
    2. 福建省三明市三元区 · 2023-12 · 三元区政协2023年工作综述 · 三元旧.txt:0
       …工作综述 三元区政协每月举办委员接待日。2023年开展微协商【40场次】。
    ── 福建省三明市
    3. 福建省三明市 · 2024-12 · 三明市政协2024年工作综述 · 三明.txt:0
       …现有委员工作室40个，其中市级委员工作室5个。全年开展微协商【120场次】。
    ");
    assert_snapshot!(ask(&library, &["search", "数值：10-20 指标：委员工作室 地区：三明"]), @r"
    1. 福建省三明市三元区 · 2024-12 · 三元区政协2024年工作综述 · 三元.txt:0
       三元区政协2024年工作综述 三元区政协建成委员工作室【12个】，其中界别委员工作室4个。2024年开展微协商60余场次。经核实，2023年开展微协商45场次。明年计划新建委员工作室6个。
    2. 福建省三明市沙县区 · 2024-12 · 沙县区政协2024年工作综述 · 沙县.txt:0
       沙县区政协2024年工作综述 沙县区政协建成委员工作室【15个】。全年开展微协商30场次。委员接待日每周五开放。
    ");
    assert_snapshot!(ask(&library, &["search", "指标：微协商 数值＞50 年份：2024"]), @r"
    1. 福建省三明市三元区 · 2024-12 · 三元区政协2024年工作综述 · 三元.txt:0
       …员工作室12个，其中界别委员工作室4个。2024年开展微协商【60余场次】。经核实，2023年开展微协商45场次。明年计划新建委员工作室6个。
    2. 福建省三明市 · 2024-12 · 三明市政协2024年工作综述 · 三明.txt:0
       …现有委员工作室40个，其中市级委员工作室5个。全年开展微协商【120场次】。
    ");
    assert_snapshot!(ask(&library, &["search", "metric:微协商 value>70"]), @r"
    1. 福建省三明市 · 2024-12 · 三明市政协2024年工作综述 · 三明.txt:0
       …现有委员工作室40个，其中市级委员工作室5个。全年开展微协商【120场次】。
    --
    1 more numbers (such as “近20”) may or may not fit, their words do not decide it: left out
    ");
}

#[test]
fn a_query_that_cannot_be_read_is_pointed_at() {
    let library = sanming::library();
    assert_snapshot!(ask(&library, &["search", "metirc:微协商 协商"]), @r"
      metirc:微协商 协商
      ^^^^^^
    tongjian: “metirc” is no condition: there are region: year: metric: practice: platform: doc: and value>=10; put words to look for in quotation marks
    ");
    assert_snapshot!(ask(&library, &["search", "协商 地区：三名", "--lang", "zh"]), @r"
      协商 地区：三名
                 ^^^^
    tongjian: region: 没有叫“三名”的地方：请用全称（思明区、福建省厦门市思明区）或六位代码（350203）
    ");
    assert_snapshot!(ask(&library, &["search", "协商 value>=很多"]), @r"
      协商 value>=很多
                ^^^^^^
    tongjian: “>=很多” is no condition on a number: expected value>=10, value<1.2万 or value:10-20
    ");
    assert_snapshot!(ask(&library, &["search", "协商 metric:", "--lang", "zh"]), @r"
      协商 metric:
           ^^^^^^^
    tongjian: “metric:”后面没有内容：如 地区：福建、年份：2024
    ");
    assert_snapshot!(ask(&library, &["search", "-协商"]), @r"
      －协商
      ^^^^^^
    tongjian: only words to leave out: give words to look for too, such as 协商 -电梯
    ");
}
