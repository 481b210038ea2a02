use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::text_of;
use crate::model::FilePlace;
use crate::read::{FaultKind, Format};

const STYLES: &str = r#"<w:styles>
    <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
        <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="round"><w:name w:val="x"/><w:basedOn w:val="round"/></w:style>
    <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering>
    <w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="1"/>
            <w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3."/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="2">
        <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="1"/>
        <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"#;

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = ZipWriter::new(&mut bytes);
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    bytes.into_inner()
}

fn with_body(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    docx(&[("word/document.xml", &document), ("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)])
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn styled(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn listed(list: u8, level: u8, text: &str) -> String {
    styled(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), text)
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(text_of(&with_body(body)).unwrap().text, expected);
}

#[test]
fn numbers_that_word_shows_are_rebuilt() {
    let heading = |text| styled(r#"<w:pStyle w:val="1"/>"#, text);
    let second = |text| styled(r#"<w:pStyle w:val="2"/>"#, text);
    check(
        &[
            heading("建平台"),
            second("议事室"),
            second("工作室"),
            listed(1, 2, "协商32场"),
            listed(1, 2, "走访9次"),
            heading("强队伍"),
            second("培训"),
            listed(1, 2, "2期"),
        ]
        .concat(),
        "一、建平台\n（一）议事室\n（二）工作室\n1.1. 协商32场\n1.2. 走访9次\n二、强队伍\n（一）培训\n2.1. 2期\n",
    );
}

#[test]
fn lists_of_one_design_count_on_unless_they_start_anew() {
    check(
        &[listed(2, 0, "甲"), listed(2, 0, "乙"), listed(3, 0, "丙"), listed(2, 0, "丁"), listed(4, 0, "戊")].concat(),
        "第三条甲\n第四条乙\n第一条丙\n第二条丁\n戊\n",
    );
    // The list 0 takes a paragraph out of the list of its style; a style may be its own ground.
    check(&styled(r#"<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>"#, "标题"), "标题\n");
    check(&styled(r#"<w:pStyle w:val="round"/>"#, "正文"), "正文\n");
}

#[test]
fn changes_are_read_as_accepted() {
    check(
        "<w:p><w:r><w:t>协商</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del><w:ins><w:r><w:t>32</w:t></w:r>\
         </w:ins><w:moveFrom><w:r><w:t>多余</w:t></w:r></w:moveFrom><w:r><w:t>场</w:t></w:r></w:p>",
        "协商32场\n",
    );
    // The end of the first paragraph was deleted.
    check(
        &(r"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>开展</w:t></w:r></w:p>".to_owned() + &p("协商3场")),
        "开展协商3场\n",
    );
    check(&styled("<w:pPrChange><w:pPr><w:pStyle w:val=\"1\"/></w:pPr></w:pPrChange>", "正文"), "正文\n");
}

#[test]
fn rows_are_lines_and_cells_stay_apart() {
    let cell = |content: &str| format!("<w:tc><w:tcPr/>{content}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = |rows: &[String]| format!("<w:tbl>{}</w:tbl>", rows.concat());
    let rows = [
        row(&[cell(&p("指标")), cell(&p("2023年")), cell(&p("2024年"))]),
        row(&[cell(&p("场次")), cell("<w:p/>"), cell(&(p("12") + &p("34")))]),
        format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", cell(&p("删去"))),
    ];
    check(&table(&rows), "指标\t2023年\t2024年\n场次\t\t12 34\n");
    // A form: the cell beside the word holds prose.
    let prose = "开展协商议事活动，收集意见建议，解决急难愁盼问题，推动落地见效。".repeat(2);
    let form = table(&[row(&[cell(&p("成效")), cell(&(p(&prose) + &p(&prose)))])]);
    check(&form, &format!("成效\n{prose}\n{prose}\n"));
    let nested = table(&[row(&[cell(&p("合计")), cell(&table(&[row(&[cell(&p("9")), cell(&p("8"))])]))])]);
    check(&nested, "合计\n9\t8\n");
}

#[test]
fn what_is_seen_is_read_once() {
    let drawn = format!("<w:txbxContent>{}</w:txbxContent>", p("框内3件"));
    let anchored = format!(
        "<w:p><w:r><w:t>正</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{drawn}</mc:Choice><mc:Fallback>{drawn}\
         </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>"
    );
    check(&anchored, "正文\n框内3件\n");
    check("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r></w:p>", "显\n");
    check(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>xié</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>协</w:t></w:r></w:rubyBase></w:ruby>\
         </w:r><w:r><w:t>商&amp;议&#20107;</w:t><w:br/><w:t>9场</w:t></w:r></w:p>",
        "协商&议事\n9场\n",
    );
    check(&(styled(r#"<w:pStyle w:val="TOC1"/>"#, "一、目录\t3") + &p("正文")), "正文\n");
    check(
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>",
        "链接\n",
    );
}

#[test]
fn notes_follow_and_every_line_knows_its_paragraph() {
    let notes = "<w:footnotes><w:footnote w:type=\"separator\"><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>\
                 <w:footnote><w:p><w:r><w:t>注：含3家。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let document = format!("<w:document><w:body>{}<w:p/>{}</w:body></w:document>", p("走访"), p("企业9家"));
    let read = text_of(&docx(&[("word/document.xml", &document), ("word/footnotes.xml", notes)])).unwrap();
    assert_eq!(read.text, "走访\n企业9家\n注：含3家。\n");
    let marks: Vec<_> = read.marks.iter().map(|mark| (mark.start, mark.place.clone())).collect();
    assert_eq!(marks, [(0, FilePlace::Paragraph(1)), (3, FilePlace::Paragraph(3)), (8, FilePlace::Paragraph(4))]);
}

#[test]
fn the_title_counts_where_the_text_opens_with_it() {
    let with_title = |title: &str| {
        let document = format!("<w:document>{}{}</w:document>", p("青禾区政协"), p("2024年工作总结"));
        let core = format!("<cp:coreProperties><dc:title>{title}</dc:title></cp:coreProperties>");
        text_of(&docx(&[("word/document.xml", &document), ("docProps/core.xml", &core)])).unwrap().stated.title
    };
    assert_eq!(with_title("青禾区政协2024年工作总结").as_deref(), Some("青禾区政协2024年工作总结"));
    assert_eq!(with_title("Microsoft Word - 文档1"), None);
}

#[test]
fn what_cannot_be_read_says_why() {
    let fault = |bytes: &[u8]| text_of(bytes).unwrap_err();
    let entities = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document>&x;</w:document>";
    assert_eq!(fault(&docx(&[("word/document.xml", entities)])), FaultKind::DeclaresEntities);
    assert_eq!(fault(&with_body("<w:p/>")), FaultKind::Empty);
    let is_broken = |bytes: &[u8]| matches!(fault(bytes), FaultKind::Broken { format: Format::Docx, .. });
    assert!(is_broken(&docx(&[("word/other.xml", "<x/>")])));
    assert!(is_broken(&docx(&[("word/document.xml", "<w:document><w:p></w:document>")])));
    assert!(is_broken(b"PK\x03\x04 and nothing else"));
    let bomb = format!("<w:document>{}</w:document>", " ".repeat(8 << 20));
    let fault = fault(&docx(&[("word/document.xml", &bomb)]));
    assert_eq!(fault, FaultKind::UnpacksTooLarge { part: "word/document.xml".to_owned(), most_mib: 4 });
    // Deep nesting takes no stack.
    let deep = "<w:sdt>".repeat(200_000) + &p("协商") + &"</w:sdt>".repeat(200_000);
    check(&deep, "协商\n");
}
