use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::archives::{Member, zip};
use crate::texts::Dice;
use crate::workspace::{Run, Workspace};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading")
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).unwrap()
}

/// What was found in a report, without where it stands in its file.
fn found(records: &[Value], doc: &str) -> Vec<String> {
    let fields = ["kind", "number", "value", "unit", "item", "metric", "region", "year", "status", "name", "practice"];
    let of_doc = records.iter().filter(|record| record["doc"] == doc && record["kind"] != "article");
    of_doc.map(|record| fields.map(|field| record[field].to_string()).join(" ")).collect()
}

fn text_of(run: &Run, doc: &str) -> String {
    let quotes = run.records().into_iter().filter(|record| record["doc"] == doc && record["kind"] != "article");
    quotes.map(|record| record["quote"].as_str().unwrap_or_default().to_owned() + "\n").collect()
}

#[test]
fn the_same_report_says_the_same_in_every_format() {
    let workspace = Workspace::new();
    let same = [
        "report.docx",
        "report-office.docx",
        "report.doc",
        "report.pdf",
        "report-gbk-euc.pdf",
        "report-columns.pdf",
        "report-office.pdf",
    ];
    workspace.write("in/report.txt", sample("report.txt"));
    for name in same {
        workspace.write(&format!("in/{name}"), sample(name));
    }
    let run = workspace.expect(0, &["extract", "in"]);
    assert_eq!(run.err, "");
    let records = run.records();
    let expected = found(&records, "report.txt");
    assert!(expected.len() >= 20, "{expected:#?}");
    for name in same {
        assert_eq!(found(&records, name), expected, "{name}");
    }
    let title = |doc: &str| {
        let article = records.iter().find(|record| record["doc"] == doc && record["kind"] == "article");
        article.map(|article| article["title"].to_string()).unwrap()
    };
    for name in same {
        assert_eq!(title(name), title("report.txt"), "{name}");
    }
    let fact =
        |doc: &str| records.iter().find(|record| record["doc"] == doc && record["value"] == 860).cloned().unwrap();
    assert_eq!(fact("report.docx")["place"], serde_json::json!({"paragraph": 4}));
    assert_eq!(fact("report-columns.pdf")["place"], serde_json::json!({"page": 2}));
}

/// The report in the shapes that pages come in.
fn pages(text: &str) -> [(&'static str, String); 3] {
    let mut lines = text.lines();
    let title = lines.next().unwrap();
    let lines: Vec<&str> = lines.collect();
    let paragraphs = |open: &str, close: &str| {
        let paragraphs = lines.iter().map(|line| [open, line, close].concat());
        paragraphs.collect::<Vec<_>>().join("\n")
    };
    let portal = format!(
        "<html><head><meta charset=\"utf-8\"><title>{title}_政务公开</title></head><body><div class=\"nav\"><a href=\"/\">首页</a>\
         <a href=\"/1\">提案900件</a></div><h1>{title}</h1><div class=\"info\">来源：区政协办 浏览：318次</div>\
         <div class=\"TRS_Editor\">{}</div><div class=\"share\">分享到</div></body></html>",
        paragraphs("<p>", "</p>")
    );
    let wechat = format!(
        "<html><head><meta property=\"og:title\" content=\"{title}\"></head><body><h1 id=\"activity-name\">{title}</h1>\
         <div id=\"js_content\"><section>{}</section></div></body></html>",
        paragraphs("<section><span>", "</span></section>")
    );
    let boxes = format!(
        "<html><head><title>{title}</title></head><body><table><tr><td><a href=\"1\">首页</a></td></tr><tr><td><div>{title}</div>\
         <div>{}</div></td></tr></table></body></html>",
        paragraphs("<div>", "</div>")
    );
    [("portal.html", portal), ("wechat.html", wechat), ("boxes.html", boxes)]
}

#[test]
fn one_report_says_the_same_in_every_form_it_comes_in() {
    let workspace = Workspace::new();
    let text = String::from_utf8(sample("report.txt")).unwrap();
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    let mut docs = vec!["report.txt".to_owned(), "gbk.txt".to_owned(), "all.zip/内/报告.txt".to_owned()];
    let mut packed = vec![Member::new("内/报告.txt", &text)];
    workspace.write("in/report.txt", &text).write("in/gbk.txt", gbk);
    for (name, page) in pages(&text) {
        packed.push(Member::new(name, &page));
        workspace.write(&format!("in/{name}"), page);
        docs.extend([name.to_owned(), format!("all.zip/{name}")]);
    }
    for name in
        ["report.docx", "report.doc", "report.pdf", "report-gbk-euc.pdf", "report-unigb-ucs2.pdf", "report-columns.pdf"]
    {
        packed.push(Member::new(name, sample(name)));
        workspace.write(&format!("in/{name}"), sample(name));
        docs.extend([name.to_owned(), format!("all.zip/{name}")]);
    }
    workspace.write("in/all.zip", zip(&packed));
    let run = workspace.expect(0, &["extract", "in"]);
    assert_eq!(run.err, "");
    let records = run.records();
    let expected = found(&records, "report.txt");
    for kind in ["fact", "platform", "practice"] {
        assert!(records.iter().any(|record| record["doc"] == "report.txt" && record["kind"] == kind), "no {kind}");
    }
    for doc in &docs {
        assert_eq!(found(&records, doc), expected, "{doc}");
    }
    let articles = records.iter().filter(|record| record["kind"] == "article");
    assert_eq!(articles.count(), docs.len());
}

#[test]
fn headings_numbered_by_word_become_sections() {
    let workspace = Workspace::new();
    for name in ["report.txt", "report.docx", "report-office.docx"] {
        workspace.write(&format!("in/{name}"), sample(name));
    }
    let run = workspace.expect(0, &["extract", "in"]);
    let headings: Vec<Vec<String>> = run
        .records()
        .iter()
        .filter(|record| record["kind"] == "article")
        .map(|article| {
            let sections = article["sections"].as_array().unwrap().iter();
            sections.map(|section| section["heading"].to_string()).collect()
        })
        .collect();
    assert_eq!(headings[0], headings[1]);
    assert_eq!(headings[0], headings[2]);
}

/// Cells are told apart in the decoded text, which the library keeps.
#[test]
fn cells_of_tables_stay_apart() {
    let workspace = Workspace::new();
    for name in ["table.docx", "table.pdf"] {
        workspace.write(&format!("in/{name}"), sample(name));
    }
    workspace.expect(0, &["ingest", "in"]);
    let library = workspace.dump();
    for row in ["工作指标\t2023年\t2024年", "协商活动（场次）\t98\t120", "民主监督（次）\t6\t8"] {
        assert_eq!(library.matches(row).count(), 2, "{row}\n{library}");
    }
}

#[test]
fn what_cannot_be_read_is_named_in_one_line_and_the_rest_is_read() {
    let workspace = Workspace::new();
    let pdf = sample("report.pdf");
    workspace
        .write("in/good.txt", sample("report.txt"))
        .write("in/pdf_named.txt", &pdf)
        .write("in/page_named.docx", "<html><head><title>协商</title></head><body><p>协商32场</p></body></html>")
        .write("in/picture_named.pdf", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        .write("in/cut.pdf", &pdf[..pdf.len() / 2])
        .write("in/start.pdf", b"%PDF-1.7\n1 0 obj\n")
        .write("in/cut.docx", &sample("report.docx")[..1500])
        .write("in/cut.doc", &sample("report.doc")[..3000])
        .write("in/broken.wps", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and nothing else of it")
        .write("in/layout.ofd", b"PK\x03\x04\x14\0\0\0\0\0OFD.xml<ofd:OFD/>");
    for name in ["encrypted.pdf", "scan.pdf", "nameless-glyphs.pdf", "entities.docx", "bomb.docx"] {
        workspace.write(&format!("in/{name}"), sample(name));
    }
    let run = workspace.expect(1, &["extract", "in", "--lang", "zh"]);
    for (doc, said) in [
        ("picture_named.pdf", "这是图片"),
        ("start.pdf", "PDF 文件不完整或已损坏"),
        ("cut.docx", "DOCX 文件不完整或已损坏"),
        ("cut.doc", "请用 WPS 或 Word 打开，另存为 DOCX"),
        ("broken.wps", "请用 WPS 或 Word 打开，另存为 DOCX"),
        ("layout.ofd", "暂不读取 OFD 版式文件：请用 OFD 阅读器或 WPS 打开"),
        ("encrypted.pdf", "PDF 文件有密码"),
        ("scan.pdf", "1 页都没有文字，应为扫描件：请先做文字识别（OCR）"),
        ("nameless-glyphs.pdf", "字体没有说明字符编码"),
        ("entities.docx", "内含文档类型声明（DTD），可能引用外部文件"),
        ("bomb.docx", "内含的 word/styles.xml 解压后超过"),
    ] {
        let lines: Vec<&str> = run.err.lines().filter(|line| line.contains(&format!("{doc}: "))).collect();
        assert_eq!(lines.len(), 1, "{doc}\n{}", run.err);
        assert!(lines[0].contains(said), "{}", lines[0]);
    }
    // What the name says does not count.
    let records = run.records();
    assert_eq!(found(&records, "pdf_named.txt"), found(&records, "good.txt"));
    assert!(!run.err.contains("pdf_named.txt"), "{}", run.err);
    // Half a PDF has its fonts and pages no more, or only some of them; never a wrong number.
    assert!(!text_of(&run, "cut.pdf").contains('\u{fffd}'));
    assert!(!run.out.contains("localhost") && !run.err.contains("panicked"), "{}", run.err);
}

/// The child process that reads one file, asked directly.
fn read_apart(workspace: &Workspace, reader: &str, bytes: &[u8]) -> (Duration, Option<Value>) {
    let started = Instant::now();
    let mut child = workspace.command(&["__extract", reader]).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let feed = std::thread::spawn(move || pipe.write_all(&bytes));
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = feed.join().unwrap();
    let output = child.wait_with_output().unwrap();
    (started.elapsed(), output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap()))
}

#[test]
fn the_reading_process_answers_or_ends() {
    let workspace = Workspace::new();
    let (_, answer) = read_apart(&workspace, "pdf", &sample("report.pdf"));
    assert!(answer.unwrap()["Ok"]["text"].as_str().unwrap().contains("青禾区政协"));
    let (_, answer) = read_apart(&workspace, "pdf", b"nothing of the kind");
    assert!(answer.unwrap()["Err"]["Broken"].is_string());
    let (_, answer) = read_apart(&workspace, "poetry", b"x");
    assert_eq!(answer, None);
}

/// Files with bytes flipped, cut out and cut off, a third each: whatever the libraries make of them, the run ends, its
/// other reports are read and every failure is a line of its own.
#[test]
fn damaged_files_cost_at_most_themselves() {
    let workspace = Workspace::new();
    let mut dice = Dice::new(11);
    let originals = ["report.pdf", "report-gbk-euc.pdf", "report-office.pdf", "report.doc", "report.docx"];
    for n in 0..40 {
        let name = originals[n % originals.len()];
        let mut bytes = sample(name);
        match n % 3 {
            0 => {
                for _ in 0..=dice.below(40) {
                    let at = dice.below(bytes.len());
                    bytes[at] ^= u8::try_from(1 + dice.below(255)).unwrap();
                }
            }
            1 => {
                let at = dice.below(bytes.len() - 64);
                bytes.drain(at..at + 64);
            }
            _ => bytes.truncate(8 + dice.below(bytes.len() - 8)),
        }
        workspace.write(&format!("in/{n:02}-{name}"), bytes);
    }
    workspace.write("in/good.txt", sample("report.txt"));
    let started = Instant::now();
    let run = workspace.run(&["extract", "in"]);
    assert!(matches!(run.code, Some(0 | 1)), "{:?}\n{}", run.code, run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    // Two may hang at a time, each for a minute at most.
    assert!(started.elapsed() < Duration::from_mins(5), "{:?}", started.elapsed());
    assert!(!found(&run.records(), "good.txt").is_empty());
    let failed: Vec<&str> =
        run.err.lines().filter(|line| line.contains("-report.") || line.contains("-report-")).collect();
    assert!(failed.len() <= 40, "{}", run.err);
    assert!(failed.iter().all(|line| line.contains(": ")), "{}", run.err);
}
