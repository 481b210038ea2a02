//! The page of all tables: every number links to the sentence that it stands in.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Evidence;
use super::page::head;
use crate::export::markup::{escaped_for_html, shown};
use crate::export::{Cell, Column, Dossier, Table};
use crate::model::{DocId, Lang};

/// The tables of the page: title, rows, columns that are shown, the column that links.
type Part<'a> = ((&'static str, &'static str), &'a Table, &'static [&'static str], &'static str);

const STATEMENTS: &[&str] = &[
    "metric_name",
    "region_name",
    "year",
    "role_name",
    "number",
    "item",
    "period_text",
    "witnesses",
    "mark_names",
    "corrected",
    "doc",
];
const FACTS: &[&str] =
    &["region_name", "year", "metric_name", "number", "item", "status", "confidence", "check", "corrected", "doc"];
const PRACTICES: &[&str] = &["region_name", "practice_name", "quote", "corrected", "doc"];
const PLATFORMS: &[&str] = &["region_name", "name", "type", "corrected", "doc"];
const PROBLEMS: &[&str] = &["code", "message", "doc"];

/// Writes the page. `citations` are those of the reports; the place of a report in their order is its number.
pub fn front_page(
    dossier: &Dossier,
    evidence: &Evidence,
    citations: &BTreeMap<DocId, String>,
    about: &[String],
    lang: Lang,
) -> String {
    let title = lang.pick("通鉴：证据包", "tongjian: evidence pack");
    let mut html = head(title, lang);
    let _ = writeln!(html, "<h1>{title}</h1>");
    for line in about {
        let _ = writeln!(html, "<p class=\"about\">{}</p>", escaped_for_html(line));
    }
    let book = lang.pick("工作簿", "workbook");
    let _ = writeln!(html, "<p><a href=\"workbook.xlsx\">{book}</a> · <a href=\"manifest.json\">manifest.json</a></p>");
    let numbers: BTreeMap<&str, usize> = citations.keys().map(DocId::as_str).zip(1..).collect();
    let parts: [Part<'_>; 5] = [
        (("各地各年", "By place and year"), &dossier.statements, STATEMENTS, "number"),
        (("事实", "Facts"), &dossier.facts, FACTS, "number"),
        (("做法", "Practices"), &dossier.practices, PRACTICES, "quote"),
        (("平台", "Platforms"), &dossier.platforms, PLATFORMS, "name"),
        (("问题", "Problems"), &dossier.problems, PROBLEMS, "message"),
    ];
    for ((zh, en), table, columns, linked) in parts.into_iter().filter(|(_, table, ..)| !table.rows.is_empty()) {
        let _ = writeln!(html, "<h2>{}</h2>", lang.pick(zh, en));
        write_table(&mut html, (table, columns, linked), evidence, &numbers, lang);
    }
    let _ = writeln!(html, "<h2>{}</h2>\n<ol>", lang.pick("引用", "References"));
    for (doc, citation) in citations {
        let citation = escaped_for_html(citation);
        let page = evidence.page(doc).unwrap_or_default();
        let n = numbers.get(doc.as_str()).copied().unwrap_or_default();
        let _ = writeln!(html, "<li id=\"c{n}\"><a href=\"{page}\">{citation}</a></li>");
    }
    html.push_str("</ol>\n</body>\n</html>\n");
    html
}

fn write_table(
    html: &mut String,
    (table, visible, linked): (&Table, &[&str], &str),
    evidence: &Evidence,
    numbers: &BTreeMap<&str, usize>,
    lang: Lang,
) {
    let place = |key: &str| table.columns.iter().position(|column| column.key == key);
    let tells = |at: &usize| table.rows.iter().any(|row| row[*at] != Cell::Empty && row[*at] != Cell::from(""));
    let columns: Vec<(usize, &Column)> =
        visible.iter().filter_map(|key| place(key)).filter(tells).map(|at| (at, &table.columns[at])).collect();
    html.push_str("<table>\n<thead><tr>");
    for (_, column) in &columns {
        let _ = write!(html, "<th>{}</th>", column.label(lang));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    let evidence_of = |row: &[Cell]| {
        let [doc, start, end] = [place("doc")?, place("start")?, place("end")?];
        evidence.link(&row[doc], &row[start], &row[end])
    };
    for row in &table.rows {
        let link = evidence_of(row);
        html.push_str("<tr>");
        for (at, column) in &columns {
            let text = escaped_for_html(&shown(&row[*at], column, lang));
            let cited = if column.key == "doc" { numbers.get(row[*at].to_string().as_str()) } else { None };
            let inner = match (&link, cited) {
                (Some(link), _) if column.key == linked => format!("<a href=\"{link}\">{text}</a>"),
                (_, Some(n)) => format!("<a href=\"#c{n}\">[{n}]</a>"),
                _ => text,
            };
            let class = if row[*at].is_number() { " class=\"number\"" } else { "" };
            let _ = write!(html, "<td{class}>{inner}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}
