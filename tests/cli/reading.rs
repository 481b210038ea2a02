use std::collections::BTreeMap;

use encoding_rs::GB18030;
use serde_json::{Value, json};

use crate::archives::{Member, gzip, tar_gz, zip};
use crate::workspace::{Run, Workspace};

const TITLE: &str = "三元区政协：协商议事到家门口";
const LINES: [&str; 3] = [
    "2024年，三元区政协在各乡镇街道建成“好商量”工作室66个，开展“微协商”活动32场，推动解决基层治理难题23个。",
    "2024年，三元区政协办结重点提案8件，报送社情民意信息120篇，委员接待日接待群众560人次。",
    "2024年，三元区政协共组织专题视察12次。",
];

/// The one report that all these files hold.
fn text() -> String {
    format!("{TITLE}\n\n　　{}\n", LINES.join("\n　　"))
}

fn paragraphs(open: &str, close: &str) -> String {
    LINES.map(|line| format!("{open}　　{line}{close}\n")).concat()
}

fn government_page() -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{TITLE}_工作动态_某市政协网</title>\
         <meta name=\"PubDate\" content=\"2025-01-10\"></head><body><div class=\"header\"><ul><li><a href=\"/\">首页</a></li>\
         <li><a href=\"/1\">提案900件</a></li></ul></div><div class=\"main\"><h1>{TITLE}</h1>\
         <div class=\"info\">发布时间：2025-01-10 来源：市政协办 浏览次数：318次</div><div class=\"TRS_Editor\">{}</div>\
         <div class=\"share\">分享到：微信 微博</div><p>责任编辑：小编</p></div><div class=\"related\"><h3>相关链接</h3>\
         <ul><li><a href=\"/2\">永安市政协开展视察47次</a></li></ul></div><div class=\"footer\">主办：市政协 电话 12345678</div></body></html>",
        paragraphs("<p>", "</p>")
    )
}

fn wechat_page() -> String {
    format!(
        "<html><head><meta property=\"og:title\" content=\"{TITLE}\"></head><body><h1 id=\"activity-name\">{TITLE}</h1>\
         <a id=\"js_name\">三元政协</a><div id=\"js_content\" style=\"visibility: hidden;\"><section>{}</section>\
         <p>往期推荐</p><p><a href=\"x\">永安市政协视察47次</a></p></div><script>var ct=\"1736500000\";</script></body></html>",
        paragraphs("<section><span>", "</span></section>")
    )
}

fn boxes_page() -> String {
    format!(
        "<html><head><meta charset=\"gbk\"><title>{TITLE}</title></head><body><table><tr><td><a href=\"1\">首页</a> <a href=\"2\">提案900件</a></td></tr>\
         <tr><td><table><tr><td><div>{}</div></td></tr></table></td></tr></table></body></html>",
        paragraphs("<div>", "</div>")
    )
}

fn saved_page() -> String {
    format!(
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://zx.example.cn/1.html\r\n\r\n{}\r\n--b--\r\n",
        government_page()
    )
}

fn web_archive() -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", government_page());
    let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx";
    let record = |url: &str, answer: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
    };
    let mut archive = gzip(record("https://zx.example.cn/1.png", picture).as_bytes());
    archive.extend(gzip(record("https://zx.example.cn/1.html", &answer).as_bytes()));
    archive
}

/// The report in every form, by the name that it will have.
fn write_all_forms(workspace: &Workspace) -> Vec<&'static str> {
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let csv = format!("标题,正文,发布时间\n{TITLE},\"{}\",2025/1/10\n", text());
    let row = json!({"title": TITLE, "content": text(), "date": "2025-01-10 08:30"});
    workspace
        .write("in/plain.txt", text())
        .write("in/gbk.txt", gbk(&text()))
        .write("in/government.html", government_page())
        .write("in/wechat.html", wechat_page())
        .write("in/boxes.htm", gbk(&boxes_page()))
        .write("in/page.docx", government_page())
        .write("in/saved.mht", saved_page())
        .write("in/old.zip", zip(&[Member::new(gbk("2024年\\三元报告.txt"), gbk(&text()))]))
        .write("in/new.zip", zip(&[Member::new("三元/报告.html", wechat_page())]))
        .write("in/pack.tar.gz", tar_gz(&[("a/报告.txt", text().as_bytes())]))
        .write("in/single.txt.gz", gzip(text().as_bytes()))
        .write("in/table.csv", gbk(&csv))
        .write("in/rows.jsonl", format!("{row}\n"))
        .write("in/crawl.warc.gz", web_archive());
    vec![
        "boxes.htm",
        "crawl.warc.gz/https://zx.example.cn/1.html",
        "gbk.txt",
        "government.html",
        "new.zip/三元/报告.html",
        "old.zip/2024年/三元报告.txt",
        "pack.tar.gz/a/报告.txt",
        "page.docx",
        "plain.txt",
        "rows.jsonl#1",
        "saved.mht",
        "single.txt.gz",
        "table.csv#1",
        "wechat.html",
    ]
}

/// What each report says, where it stands left out.
fn findings(run: &Run) -> BTreeMap<String, Vec<String>> {
    let mut by_doc: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in run.records() {
        let list = by_doc.entry(record["doc"].as_str().unwrap().to_owned()).or_default();
        let fields: &[&str] = match record["kind"].as_str().unwrap() {
            "fact" => &["kind", "number", "value", "metric", "item", "region", "year", "status", "quote"],
            "platform" => &["kind", "name", "type", "region"],
            "practice" => &["kind", "practice", "region"],
            "problem" => &["kind", "code"],
            _ => continue,
        };
        list.push(fields.iter().map(|field| record[*field].to_string()).collect::<Vec<_>>().join(" "));
    }
    by_doc
}

#[test]
fn one_report_in_every_form_says_the_same() {
    let workspace = Workspace::new();
    let docs = write_all_forms(&workspace);
    let run = workspace.expect(0, &["extract", "in"]);
    let found = findings(&run);
    assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), docs);
    let plain = &found["plain.txt"];
    assert!(plain.iter().filter(|line| line.starts_with("\"fact\"")).count() >= 6, "{plain:#?}");
    assert!(plain.iter().any(|line| line.starts_with("\"practice\"")), "{plain:#?}");
    assert!(plain.iter().any(|line| line.starts_with("\"platform\"")), "{plain:#?}");
    for (doc, lines) in &found {
        assert_eq!(lines, plain, "{doc}");
    }
    let records = run.records();
    let article =
        |doc: &str| records.iter().find(|record| record["doc"] == doc && record["kind"] == "article").unwrap();
    assert_eq!(article("government.html")["date"], "2025-01-10");
    assert_eq!(article("government.html")["source"], "市政协办");
    assert_eq!(article("wechat.html")["source"], "三元政协");
    assert_eq!(article("rows.jsonl#1")["date"], "2025-01-10");
    let place = |doc: &str| records.iter().find(|record| record["doc"] == doc && record["kind"] == "fact").unwrap();
    assert_eq!(
        place("government.html")["place"]["element"],
        "html>body>div:nth-of-type(2)>div:nth-of-type(2)>p:nth-of-type(1)"
    );
}

#[test]
fn members_are_kept_so_that_nothing_needs_the_archive_again() {
    let workspace = Workspace::new();
    let docs = write_all_forms(&workspace);
    let run = workspace.expect(0, &["ingest", "in"]);
    let again = workspace.expect(0, &["ingest", "in"]);
    assert!(again.out.contains(&docs.len().to_string()), "{}", again.out);
    let counts: Vec<&str> = again.out.lines().nth(2).unwrap().split_whitespace().collect();
    assert_eq!(counts[1], docs.len().to_string(), "all are the same: {}\n{}", run.out, again.out);
    let before = workspace.dump();
    std::fs::remove_dir_all(workspace.path("in")).unwrap();
    workspace.expect(0, &["rebuild"]);
    assert_eq!(workspace.dump(), before);
    let shown = workspace.expect(0, &["show", "crawl.warc"]);
    assert!(shown.out.contains("p:nth-of-type(1)"), "{}", shown.out);
}

fn lines_about<'a>(run: &'a Run, doc: &str) -> Vec<&'a str> {
    run.err.lines().filter(|line| line.contains(&format!("{doc}: "))).collect()
}

#[test]
fn what_is_dangerous_is_named_once_and_the_rest_is_read() {
    let workspace = Workspace::new();
    let bomb = vec![b' '; 60 << 20];
    let mut locked = Member::new("locked.txt", text());
    locked.locked = true;
    let members = [
        Member::new("good.txt", text()),
        Member::new("../../outside.txt", text()),
        Member::new("inner.zip", zip(&[Member::new("a.txt", text())])),
        Member::new("bomb.txt", &bomb),
        Member::new("__MACOSX/._good.txt", "x"),
        locked,
    ];
    let cut = &zip(&[Member::new("cut.txt", text())])[..100];
    workspace
        .write("in/mixed.zip", zip(&members))
        .write("in/cut.zip", cut)
        .write("in/bomb.txt.gz", gzip(&bomb))
        .write("in/deep.html", "<div>".repeat(100_000))
        .write(
            "in/list.html",
            format!("<html><body>{}</body></html>", "<li><a href=1>县政协开展协商活动</a></li>".repeat(20)),
        )
        .write("in/photo.pdf", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0")
        .write("in/old.rar", b"Rar!\x1A\x07\x01\0")
        .write(
            "in/rows.jsonl",
            "{\"text\":\"三元区政协视察12次。\"}\n{\"text\":\n{\"text\":\"三元区政协视察13次。\"}\n",
        );
    let run = workspace.expect(1, &["extract", "in"]);
    for (doc, words) in [
        ("mixed.zip/outside.txt", "leads out of the archive"),
        ("mixed.zip/inner.zip", "archive inside an archive"),
        ("mixed.zip/bomb.txt", "200 times the packed size"),
        ("mixed.zip/locked.txt", "needs a password"),
        ("cut.zip", "damaged"),
        ("bomb.txt.gz", "200 times the packed size"),
        ("deep.html", "512 elements"),
        ("list.html", "without an article"),
        ("photo.pdf", "picture"),
        ("old.rar", "RAR"),
        ("rows.jsonl#2", "no text that can be read"),
    ] {
        let lines = lines_about(&run, doc);
        assert!(matches!(lines[..], [line] if line.contains(words)), "{doc}: {lines:?}\n{}", run.err);
    }
    assert_eq!(run.err.lines().count(), 11, "{}", run.err);
    let read: Vec<Value> = run.records().into_iter().filter(|record| record["kind"] == "article").collect();
    let read: Vec<&str> = read.iter().map(|record| record["doc"].as_str().unwrap()).collect();
    assert_eq!(read, ["mixed.zip/good.txt", "rows.jsonl#1", "rows.jsonl#3"]);
    let run = workspace.expect(1, &["ingest", "in", "--lang", "zh"]);
    assert!(run.err.contains("压缩比上限 200 倍") && run.err.contains("指向压缩包之外"), "{}", run.err);
    assert!(workspace.dump().contains("“好商量”工作室66个"));
    assert!(!workspace.path("outside.txt").exists());
}

/// Reports that packing makes hardly shorter, so that a cut falls among them.
fn many_reports() -> Vec<(String, Vec<u8>)> {
    (0..30).map(|n| (format!("{n:02}.txt"), crate::texts::report(n).into_bytes())).collect()
}

/// Of an archive that breaks off, what stands before the break is read, and one line says so.
#[track_caller]
fn check_cut(name: &str, whole: &[u8]) {
    let workspace = Workspace::new();
    workspace.write(&format!("in/{name}"), &whole[..whole.len() * 3 / 5]).write("in/good.txt", text());
    let run = workspace.expect(1, &["ingest", "in"]);
    let library = workspace.dump();
    let is_read = |n: &u64| library.contains(&crate::texts::report(*n));
    let n_read = (0..30).filter(is_read).count();
    assert!((10..25).contains(&n_read), "{name}: {n_read}\n{}", run.err);
    assert!((0..30).take(n_read).all(|n| is_read(&n)), "{name}: those before the break");
    let said = format!("{name}: is damaged or incomplete: the {n_read} reports before the break are read");
    assert!(run.err.starts_with(&said), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    assert_eq!(library.matches("{\"doc\":").count(), n_read + 1);
    // Fetched again whole, the rest comes in and nothing twice.
    workspace.write(&format!("in/{name}"), whole);
    workspace.expect(0, &["ingest", "in"]);
    assert_eq!(workspace.dump().matches("{\"doc\":").count(), 31);
}

#[test]
fn archives_that_break_off_are_read_up_to_the_break() {
    let reports = many_reports();
    let members = |lengths_behind| {
        let member = |(name, bytes): &(String, Vec<u8>)| Member { lengths_behind, ..Member::new(name, bytes) };
        reports.iter().map(member).collect::<Vec<_>>()
    };
    check_cut("known.zip", &zip(&members(false)));
    check_cut("streamed.zip", &zip(&members(true)));
    let named: Vec<(&str, &[u8])> = reports.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    check_cut("pack.tar.gz", &tar_gz(&named));
    let rows = reports.iter().map(|(_, text)| json!({"text": String::from_utf8_lossy(text)}).to_string() + "\n");
    check_cut("rows.jsonl.gz", &gzip(rows.collect::<String>().as_bytes()));
}

#[test]
fn metadata_in_and_beside_an_archive_is_honoured() {
    let workspace = Workspace::new();
    let table = "doc,date\na.txt,2021\nmissing.txt,2020\n";
    let members = [Member::new("metadata.csv", table), Member::new("a.txt", text()), Member::new("b/c.txt", text())];
    workspace.write("in/x.zip", zip(&members)).write("in/metadata.csv", "doc,date\nx.zip/b/c.txt,2022\n");
    for path in ["in", "in/x.zip"] {
        let run = workspace.expect(0, &["extract", path]);
        let dates: Vec<Value> = run.records().into_iter().filter(|record| record["kind"] == "article").collect();
        let dates: Vec<&Value> = dates.iter().map(|record| &record["date"]).collect();
        assert_eq!(dates, ["2021", "2022"]);
        assert!(run.err.contains("missing.txt"), "{}", run.err);
    }
}

#[test]
fn a_dry_run_says_what_would_be_known_and_can_be_given_back() {
    let workspace = Workspace::new();
    write_all_forms(&workspace);
    let run = workspace.expect(0, &["ingest", "in", "--dry-run"]);
    assert!(!workspace.path("library").exists());
    let line = |doc: &str| run.out.lines().find(|line| line.starts_with(doc)).unwrap().to_owned();
    assert!(run.out.starts_with("doc,date,region,title,source,url,"), "{}", run.out);
    assert!(line("government.html").contains("2025-01-10,350404,"), "{}", run.out);
    assert!(line("government.html").contains("the file itself"), "{}", run.out);
    assert!(line("plain.txt").contains("三元区政协"), "{}", run.out);
    assert!(line("saved.mht").contains("https://zx.example.cn/1.html"), "{}", run.out);
    let edited = run.out.replace("plain.txt,2024,350404", "plain.txt,2024-12-31,350481");
    workspace.write("edited.csv", &edited);
    assert_ne!(edited, run.out, "{}", run.out);
    let again = workspace.expect(0, &["ingest", "in", "--dry-run", "--metadata", "edited.csv"]);
    let line = again.out.lines().find(|line| line.starts_with("plain.txt")).unwrap();
    assert!(line.starts_with("plain.txt,2024-12-31,350481") && line.contains("metadata"), "{line}");
}

#[test]
fn columns_can_be_named() {
    let workspace = Workspace::new();
    workspace.write("a.csv", format!("编号,稿件,题\n7,\"{}\",{TITLE}\n", LINES[0]));
    let run = workspace.expect(0, &["extract", "a.csv", "--columns", "text=稿件,title=题"]);
    assert_eq!(run.records()[0]["doc"], "a.csv#1");
    assert_eq!(run.records()[0]["title"], TITLE);
    let run = workspace.expect(2, &["extract", "a.csv", "--columns", "words=稿件"]);
    assert!(run.err.contains("expected text="), "{}", run.err);
}
