use crate::workspace::Workspace;

/// A year's work in sentences of which each counts something else; our own figures.
const SENTENCES: [&str; 9] = [
    "2024年，思明区政协围绕街巷更新、托育服务、夜市管理三个题目开展专题协商6次。",
    "全年开展微协商34场次，让议事桌摆到楼道口、榕树下和菜场里。",
    "区政协在10个街道建成委员工作室66个，邀请界别群众轮流坐班，谈的都是家门口的事。",
    "每月15日的委员接待日照常开门，老人问医保，商户谈租金，学生家长关心放学后的去处。",
    "全年收到提案182件，办理情况逐件公开，提出人可以当面打分，也可以请第三方评议。",
    "围绕湖滨步道夜间照明，组织视察4次，分管部门边走边记，当场认领了修复的期限。",
    "“邻里圆桌”议事厅搬进了社区食堂，开饭前先议一刻钟，议定的事写在门口的黑板上。",
    "年内报送社情民意信息205条，内容从公交末班车、菜价到台风过后的行道树，不一而足。",
    "来年将把接待室开到产业园，请园区里的年轻人说说租房、通勤和落户的难处。",
];

/// Another district's year, told in its own way.
const OTHER: &str = "湖里区政协这一年把协商放在产业园的会客厅里，全年开展微协商51场次，企业提出的用工和停车问题多数当场有了说法。\n\
    委员接待日每月一次，地点在工业旧厂房改成的图书室，来的多是年轻人，问租房，也问孩子入学。\n\
    全年收到提案182件，其中事关营商环境的占三成，主办单位一年里上门听取意见两轮。\n\
    到了年底，区政协把一年里议过的事一件件列出来，贴在街道公告栏，办成的画勾，没办成的写明缘由。";

/// A library with a report, its reprint by a newspaper, a shortened version, and the report of another district.
fn library() -> Workspace {
    let workspace = Workspace::new();
    let whole = SENTENCES.join("\n");
    let reprint = format!("本报讯\n{}\n区内另有读书点9个。", whole.replace("不一而足", "样样都有"));
    let shortened = SENTENCES[..6].join("");
    workspace
        .write("in/whole.txt", &whole)
        .write("in/a-reprint.txt", reprint)
        .write("in/shortened.txt", shortened)
        .write("in/other.txt", OTHER)
        .write("in/metadata.csv", "doc,date,region\nwhole.txt,2025-01-20,思明区\na-reprint.txt,2025-01-22,思明区\nshortened.txt,2025-02-03,思明区\nother.txt,2025-01-21,湖里区\n");
    workspace
}

#[test]
fn an_ingest_names_the_prints_of_one_article() {
    let workspace = library();
    let run = workspace.expect(0, &["ingest", "in"]);
    // The reprint has a sentence more, so it is the fullest print.
    assert!(run.out.contains("whole.txt is another print of a-reprint.txt\n"), "{}", run.out);
    assert!(run.out.contains("shortened.txt is another print of a-reprint.txt\n"), "{}", run.out);
    assert!(!run.out.contains("other.txt is"), "{}", run.out);
    let again = workspace.expect(0, &["ingest", "in"]);
    assert!(!again.out.contains("another print"), "{}", again.out);
    assert!(workspace.expect(0, &["status"]).out.contains("of them reprints: 2\n"));
    let shown = workspace.expect(0, &["show", "whole.txt"]);
    assert!(shown.out.contains("also printed as  a-reprint.txt, shortened.txt\n"), "{}", shown.out);
}

#[test]
fn one_claim_has_many_witnesses() {
    let workspace = library();
    workspace.expect(0, &["ingest", "in"]);
    let facts = |more: &[&str]| {
        let arguments = ["facts", "--metric", "consultation.micro", "--format", "jsonl"];
        workspace.expect(0, &[&arguments, more].concat()).records()
    };
    let siming: Vec<_> = facts(&["--region", "思明区"]);
    assert_eq!(siming.len(), 1);
    assert_eq!(siming[0]["doc"], "a-reprint.txt");
    assert_eq!(siming[0]["also_in"], serde_json::json!(["shortened.txt", "whole.txt"]));
    let apart = facts(&["--region", "思明区", "--keep-reprints"]);
    assert_eq!(apart.len(), 3);
    assert!(apart.iter().all(|fact| fact["also_in"].is_null()));
    // Narrowed to one print, that print speaks for itself.
    assert_eq!(facts(&["--doc", "shortened.txt"]).len(), 1);
}

#[test]
fn what_one_print_adds_is_kept() {
    let workspace = library();
    workspace.expect(0, &["ingest", "in"]);
    let facts = workspace.expect(0, &["facts", "--format", "csv"]).out;
    assert_eq!(facts.matches(",9个,").count(), 1, "{facts}");
    assert_eq!(facts.matches(",182件,182,").count(), 2, "once for each district: {facts}");
}

#[test]
fn comparisons_and_uses_count_a_claim_once() {
    let workspace = library();
    workspace.expect(0, &["ingest", "in"]);
    let compared = workspace.expect(0, &["compare", "consultation.micro", "--sum", "--format", "jsonl"]).records();
    let siming = compared.iter().find(|row| row["region"] == "350203").unwrap();
    assert_eq!((&siming["number"], &siming["witnesses"]), (&"34场次".into(), &3.into()));
    assert_eq!(compared.len(), 2, "{compared:?}");
    let who = workspace.expect(0, &["who", "委员接待日", "--format", "jsonl"]).records();
    let siming = who.iter().find(|row| row["region"] == "350203").unwrap();
    assert_eq!((&siming["reports"], &siming["latest"]), (&3.into(), &"2025-02-03".into()));
    let found = workspace.expect(0, &["search", "榕树下", "--region", "思明区", "--format", "jsonl"]).records();
    assert_eq!(found.len(), 1, "{found:?}");
    let apart = ["search", "榕树下", "--region", "思明区", "--keep-reprints", "--format", "jsonl"];
    assert_eq!(workspace.expect(0, &apart).records().len(), 3);
}

#[test]
fn prints_are_found_again_where_the_index_is_made_anew() {
    let workspace = library();
    workspace.expect(0, &["ingest", "in"]);
    let before = workspace.expect(0, &["facts", "--format", "jsonl"]).out;
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.expect(0, &["facts", "--format", "jsonl"]).out, before);
    std::fs::remove_file(workspace.path("library/index/reprints.jsonl")).unwrap();
    assert_eq!(workspace.expect(0, &["facts", "--format", "jsonl"]).out, before);
}
