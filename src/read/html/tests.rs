use super::*;
use crate::model::place_at;

fn article_of(page: &str) -> ReportText {
    read(page).expect("has an article")
}

#[track_caller]
fn check(page: &str, expected: &str) {
    assert_eq!(article_of(page).text, expected);
}

const GOVERNMENT: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>三元区政协协商为民_工作动态_某市政协网</title>
<meta name="PubDate" content="2024-03-05 09:30"><meta name="ContentSource" content="市政协办公室">
<link rel="canonical" href="https://zx.example.gov.cn/2024/03/05/1.html"><script>var n = "<p>9999件</p>";</script></head>
<body><div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/dt">工作动态</a></li></ul></div>
<div class="main"><h1>三元区政协协商为民</h1><div class="info">发布时间：2024-03-05 来源：市政协办公室 浏览次数：<span>318</span></div>
<div class="TRS_Editor"><p>　　2024年，三元区政协开展协商活动32场，
解决难题<b>1.2</b>万件。</p><p>　　各委室提交提案120件。<br/>其中重点提案8件。</p>
<table><tr><th>项目</th><th>单位</th><th>数量</th></tr><tr><td>社区数</td><td>个</td><td><p>9</p></td></tr><tr><td>提案</td><td></td><td>698</td></tr></table>
</div><div class="share">分享到：微信</div><p>责任编辑：某某</p></div>
<div class="related"><h3>相关阅读</h3><a href="/2">永安市政协开展视察47次</a></div><div class="footer">版权所有 电话 12345678</div></body></html>"#;

#[test]
fn a_government_page_gives_its_article_and_nothing_else() {
    let read = article_of(GOVERNMENT);
    insta::assert_snapshot!(read.text, @"
    三元区政协协商为民
    　　2024年，三元区政协开展协商活动32场，解决难题1.2万件。
    　　各委室提交提案120件。
    其中重点提案8件。
    项目	单位	数量
    社区数	个	9
    提案		698
    ");
    let stated = read.stated;
    assert_eq!(stated.title.as_deref(), Some("三元区政协协商为民"));
    assert_eq!(stated.date.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    assert_eq!(stated.source.as_deref(), Some("市政协办公室"));
    assert_eq!(stated.url.as_deref(), Some("https://zx.example.gov.cn/2024/03/05/1.html"));
    let at = u32::try_from(read.text.chars().position(|c| c == '各').unwrap()).unwrap();
    let place = place_at(&read.marks, at).unwrap().to_string();
    assert_eq!(place, "html>body>div:nth-of-type(2)>div:nth-of-type(2)>p:nth-of-type(2)");
    let row = u32::try_from(read.text.chars().position(|c| c == '社').unwrap()).unwrap();
    assert!(place_at(&read.marks, row).unwrap().to_string().ends_with("table>tbody>tr:nth-of-type(2)"));
}

#[test]
fn a_wechat_page_is_read_though_its_body_is_hidden() {
    let read = article_of(
        r#"<html><head><meta property="og:title" content="委员工作室里话民生"/></head><body id="activity-detail">
        <h1 class="rich_media_title" id="activity-name"> 委员工作室里话民生 </h1>
        <div id="meta_content"><a id="js_name">永安政协</a><em id="publish_time"></em></div>
        <div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
        <section><section><span>全市建成</span><span>委员工作室</span><span>66个</span><span>。</span></section></section>
        <p><span>收集意见建议230条。</span></p><p>往期推荐</p><p><a href="x">上期：视察12次</a></p></div>
        <script>var ct = "1709600000"; window.x = 1;</script></body></html>"#,
    );
    assert_eq!(read.text, "委员工作室里话民生\n全市建成委员工作室66个。\n收集意见建议230条。\n");
    assert_eq!(read.stated.source.as_deref(), Some("永安政协"));
    assert_eq!(read.stated.date.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
}

#[test]
fn pages_laid_out_by_tables_and_boxes_are_read() {
    let words = "县政协开展协商活动32场，解决难题12件，走访群众560人次，建成委员工作室7个，提交提案98件。".repeat(4);
    check(
        &format!(
            "<html><head><title>县政协工作综述-某某政协</title></head><body><table><tr><td><a href=1>首页</a> <a href=2>提案</a></td></tr>\
             <tr><td><table><tr><td>来源：县政协办 2023-11-02 字体：大 中 小</td></tr><tr><td><div>{words}</div><div>{words}</div></td></tr>\
             </table></td></tr><tr><td>版权所有</td></tr></table></body></html>"
        ),
        &format!("县政协工作综述\n{words}\n{words}\n"),
    );
    let boxes = format!(
        "<body><div><div><a href=1>首页</a><a href=2>列表</a></div><div><div>{words}</div><div>{words}</div></div></div>"
    );
    check(&format!("<html><title>县政协工作综述</title>{boxes}"), &format!("县政协工作综述\n{words}\n{words}\n"));
}

#[test]
fn cells_over_several_columns_leave_theirs_empty() {
    check(
        "<h2>某市政协工作报告（摘登）</h2><table><tr><td>类别</td><td colspan=2>数量（件）</td><td>注</td></tr>\
         <tr><td>立案</td><td>420</td><td>458</td><td></td></tr></table>",
        "某市政协工作报告（摘登）\n类别\t数量（件）\t\t注\n立案\t420\t458\n",
    );
}

#[test]
fn the_whole_title_line_is_the_title_and_ids_shorten_paths() {
    let read =
        article_of("<title>工作报告</title><div id=zoom><h2>某市政协工作报告（摘登）</h2><p>提案458件。</p></div>");
    assert_eq!(read.text, "某市政协工作报告（摘登）\n提案458件。\n");
    assert_eq!(read.stated.title.as_deref(), Some("某市政协工作报告（摘登）"));
    assert_eq!(read.marks[1].place.to_string(), "div#zoom>p");
}

#[test]
fn a_short_page_is_read_and_a_list_of_links_is_not() {
    check("<html><body><p>协商32场</p></body></html>", "协商32场\n");
    check("<p>第一行<br>第二行</p><pre>甲 12\n乙 30</pre>", "第一行\n第二行\n甲 12\n乙 30\n");
    let list = "<li><a href=1>县政协开展协商活动32场</a><span>2024-01-02</span></li>".repeat(30);
    assert_eq!(read(&format!("<html><body><ul>{list}</ul></body></html>")), Err(FaultKind::NoArticle));
    assert_eq!(read("<html><body><script>1</script></body></html>"), Err(FaultKind::NoArticle));
}

#[test]
fn nesting_is_refused_quickly() {
    assert_eq!(read(&"<div>".repeat(100_000)), Err(FaultKind::TooDeep));
    let deep = format!("{}协商32场{}", "<div>".repeat(500), "</div>".repeat(500));
    assert_eq!(article_of(&deep).text, "协商32场\n");
}

#[test]
fn a_page_is_decoded_as_it_says() {
    let page = "<html><head><meta charset=\"gb2312\"></head><body>開展協商32场镕</body></html>";
    let bytes = encoding_rs::GB18030.encode(page).0;
    assert_eq!(decode_page(&bytes).unwrap().text, page);
    assert_eq!(decode_page(page.as_bytes()), None);
}

proptest::proptest! {
    #[test]
    fn no_page_panics(page in "(<(div|p|table|tr|td|a href='x'|br|/p|/div|/td|/table|script|!--|li|h1)>|[协商32场 \n。]{0,8}){0,40}") {
        let _ = read(&page);
    }
}
