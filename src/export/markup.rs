//! Titled tables → Markdown or a web page, for reports of one's own.

use std::fmt::Write as _;
use std::io::Write;

use super::rows::Section;
use super::{Cell, Column, Table};
use crate::error::Result;
use crate::model::Lang;

/// Writes a page as Markdown with tables in the manner of GitHub.
///
/// Signs that Markdown would read are escaped, so that a sentence is shown as the report has it.
///
/// # Examples
/// ```
/// use tongjian::export::rows::Section;
/// use tongjian::export::{Column, Table, write_markdown};
/// use tongjian::model::Lang;
/// let mut table = Table::new(&[Column::new("quote", "原句", "quote"), Column::new("year", "年份", "year")]);
/// table.rows.push(vec!["甲|乙*丙*".into(), 2024_u32.into()]);
/// let mut page = Vec::new();
/// write_markdown("思明区", &["报告 1 篇"], &[Section { title: "数字", table }], Lang::Zh, &mut page).unwrap();
/// let expected = "# 思明区\n\n报告 1 篇\n\n## 数字\n\n| 原句 | 年份 |\n| --- | ---: |\n| 甲\\|乙\\*丙\\* | 2024 |\n";
/// assert_eq!(String::from_utf8(page).unwrap(), expected);
/// ```
pub fn write_markdown(
    title: &str,
    lines: &[&str],
    sections: &[Section],
    lang: Lang,
    out: &mut impl Write,
) -> Result<()> {
    let mut page = format!("# {}\n", escaped_for_markdown(title));
    for line in lines {
        let _ = write!(page, "\n{}\n", escaped_for_markdown(line));
    }
    for Section { title, table } in sections {
        let _ = write!(page, "\n## {title}\n\n");
        let labels = table.columns.iter().map(|column| column.label(lang).to_owned());
        markdown_row(&mut page, labels);
        markdown_row(
            &mut page,
            (0..table.columns.len()).map(|at| if is_numeric(table, at) { "---:" } else { "---" }.to_owned()),
        );
        for row in &table.rows {
            let cells = row.iter().zip(&table.columns);
            markdown_row(&mut page, cells.map(|(cell, column)| escaped_for_markdown(&shown(cell, column, lang))));
        }
    }
    out.write_all(page.as_bytes())?;
    Ok(())
}

fn markdown_row(page: &mut String, cells: impl Iterator<Item = String>) {
    let _ = writeln!(page, "| {} |", cells.collect::<Vec<_>>().join(" | "));
}

/// Writes a page that needs nothing beside itself: no script, no font, no network.
pub fn write_html(title: &str, lines: &[&str], sections: &[Section], lang: Lang, out: &mut impl Write) -> Result<()> {
    write_page(title, (lines, ""), sections, lang, out)
}

/// Writes a page as [`write_html`] does, with a picture above the tables. `figure` is an SVG document, put in as it is.
pub fn write_html_with_figure(
    title: &str,
    figure: &str,
    sections: &[Section],
    lang: Lang,
    out: &mut impl Write,
) -> Result<()> {
    write_page(title, (&[], figure), sections, lang, out)
}

fn write_page(
    title: &str,
    (lines, figure): (&[&str], &str),
    sections: &[Section],
    lang: Lang,
    out: &mut impl Write,
) -> Result<()> {
    let title = escaped_for_html(title);
    let tongue = lang.pick("zh-CN", "en");
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{tongue}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n\
         {STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for line in lines {
        let _ = writeln!(page, "<p>{}</p>", escaped_for_html(line));
    }
    if !figure.is_empty() {
        let _ = writeln!(page, "<figure>{figure}</figure>");
    }
    for Section { title, table } in sections {
        let _ = write!(page, "<h2>{title}</h2>\n<table>\n<thead><tr>");
        for column in &table.columns {
            let _ = write!(page, "<th>{}</th>", column.label(lang));
        }
        page.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            page.push_str("<tr>");
            for (cell, column) in row.iter().zip(&table.columns) {
                let class = if cell.is_number() { " class=\"number\"" } else { "" };
                let _ = write!(page, "<td{class}>{}</td>", escaped_for_html(&shown(cell, column, lang)));
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</tbody>\n</table>\n");
    }
    page.push_str("</body>\n</html>\n");
    out.write_all(page.as_bytes())?;
    Ok(())
}

pub(super) const STYLE: &str = "body { font-family: system-ui, \"Noto Sans CJK SC\", \"Microsoft YaHei\", sans-serif; margin: 2em auto; \
max-width: 75em; padding: 0 1em; line-height: 1.5 }\n\
table { border-collapse: collapse; width: 100%; font-size: 0.9em }\n\
th, td { border-bottom: 1px solid #ddd; padding: 0.3em 0.6em; text-align: left; vertical-align: top }\n\
figure { margin: 1em 0 }\n\
figure svg { max-width: 100%; height: auto }\n\
td.number { text-align: right; white-space: nowrap }\n";

/// Whether a column of a table holds numbers and nothing else.
fn is_numeric(table: &Table, at: usize) -> bool {
    table.rows.iter().all(|row| row[at].is_number() || row[at] == Cell::Empty)
        && table.rows.iter().any(|row| row[at].is_number())
}

pub(super) fn shown(cell: &Cell, column: &Column, lang: Lang) -> String {
    column.words_for(cell, lang).map_or_else(|| cell.to_string(), str::to_owned)
}

fn escaped_for_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '~' => escaped.extend(['\\', character]),
            // A row of a table is one line.
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

pub(super) fn escaped_for_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
