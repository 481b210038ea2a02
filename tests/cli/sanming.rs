//! Three districts and their city, read by the extractor: a part of a total, a plan, two reports that contradict each
//! other, a revised figure, a flow in two halves. The places are real, what they did is made up.

use std::fmt::Write;

use crate::workspace::Workspace;

/// Name, date, region, text.
const REPORTS: [(&str, &str, &str, &str); 6] = [
    (
        "三明.txt",
        "2024-12",
        "350400",
        "三明市政协2024年工作综述\n\n一年来，市政协着力打造履职阵地，全市现有委员工作室40个，其中市级委员工作室5个。\
         全年开展微协商120场次。\n",
    ),
    (
        "三元.txt",
        "2024-12",
        "350404",
        "三元区政协2024年工作综述\n\n三元区政协建成委员工作室12个，其中界别委员工作室4个。2024年开展微协商60余场次。\
         经核实，2023年开展微协商45场次。明年计划新建委员工作室6个。\n",
    ),
    ("三元简讯.txt", "2024-12", "350404", "三元区建成委员工作室9个。\n"),
    (
        "三元旧.txt",
        "2023-12",
        "350404",
        "三元区政协2023年工作综述\n\n三元区政协每月举办委员接待日。2023年开展微协商40场次。\n",
    ),
    (
        "沙县.txt",
        "2024-12",
        "350405",
        "沙县区政协2024年工作综述\n\n沙县区政协建成委员工作室15个。全年开展微协商30场次。委员接待日每周五开放。\n",
    ),
    (
        "永安.txt",
        "2024-12",
        "350481",
        "永安市政协2024年工作综述\n\n永安市政协建成委员工作室8个。上半年开展微协商9场次，下半年开展微协商11场次。\n",
    ),
];

/// A library of these reports.
pub(crate) fn library() -> Workspace {
    let workspace = Workspace::new();
    let mut metadata = "doc,date,region\n".to_owned();
    for (doc, date, region, text) in REPORTS {
        workspace.write(&format!("reports/{doc}"), text);
        writeln!(metadata, "{doc},{date},{region}").unwrap();
    }
    workspace.write("reports/metadata.csv", metadata);
    workspace.expect(0, &["ingest", "reports"]);
    workspace
}
