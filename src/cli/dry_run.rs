//! `ingest --dry-run`: what would be known of each report, and why.

use jiff::civil::Date;
use tongjian::dictionary::Gazetteer;
use tongjian::library::Reader;
use tongjian::model::{Lang, PartialDate, RegionCode};
use tongjian::pipeline::{self, Explain, Outcome, ReadReport};
use tongjian::read::{Found, RawMetadata, Source};

use super::Exit;
use super::context::Context;
use super::faults::FaultLog;

/// The columns of a metadata file, and beside them those that say why; a metadata file may have those too.
const COLUMNS: [&str; 14] = [
    "doc",
    "date",
    "region",
    "title",
    "source",
    "url",
    "split",
    "part_of",
    "part",
    "region_name_evidence",
    "date_evidence",
    "region_evidence",
    "title_evidence",
    "split_evidence",
];

/// Prints a row for each report; those that cannot be read are named on standard error. No library is touched.
pub(super) fn run(context: &Context, found: &Found, reader: &Reader, n_threads: usize) -> anyhow::Result<Exit> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(COLUMNS)?;
    let mut faults = FaultLog::new(context);
    let mut n_failed = 0;
    let mut sources = found.sources.iter();
    let each = |outcome: Outcome| {
        outcome.faults.iter().for_each(|fault| faults.write(fault));
        n_failed += usize::from(outcome.failure().is_some());
        let source = sources.next();
        if let (Some(read), Some(source)) = (&outcome.read, source) {
            let own = source.files().iter().position(|file| *file == outcome.doc).map(|at| (at + 1).to_string());
            let row = row(context.lang, read, &source.metadata, own, &reader.dictionaries.regions);
            out.write_record(std::iter::once(outcome.doc.to_string()).chain(row))?;
            write_files(&mut out, source)?;
        }
        Ok(())
    };
    pipeline::extract_all(&found.sources, &reader.dictionaries, n_threads, Explain::No, each)?;
    out.flush()?;
    faults.finish();
    Ok(Exit::after(n_failed))
}

/// A row for each file that a report is joined from; one that gives the report its name has the report's own row.
fn write_files(out: &mut csv::Writer<impl std::io::Write>, source: &Source) -> csv::Result<()> {
    for (number, file) in (1..).zip(source.files()) {
        if file == source.doc {
            continue;
        }
        let cell = |column: &str| match column {
            "doc" => file.to_string(),
            "part_of" => source.doc.to_string(),
            "part" => number.to_string(),
            _ => String::new(),
        };
        out.write_record(COLUMNS.map(cell))?;
    }
    Ok(())
}

/// All cells but the name; `part` is which of its own parts the report's file is.
fn row(
    lang: Lang,
    read: &ReadReport,
    given: &RawMetadata,
    part: Option<String>,
    regions: &Gazetteer,
) -> [String; COLUMNS.len() - 1] {
    let article = &read.extraction.article;
    let origin = |is_given: bool, is_stated: bool, line: Option<&str>| match (is_given, is_stated, line) {
        (true, ..) => lang.pick("元数据", "metadata").to_owned(),
        (_, true, _) => lang.pick("文件自述", "the file itself").to_owned(),
        (.., Some(line)) => format!("{}{line}", lang.pick("正文：", "text: ")),
        (.., None) => String::new(),
    };
    let year = article.date.map(PartialDate::year);
    let name = article.region.and_then(|code| regions.full_name(code, year));
    let region_line = article.region.and_then(|code| region_line(&read.text, code, year, regions));
    let date_line = article.date.and_then(|date| date_line(&read.text, date));
    let title_line = article.title.as_ref().map(|_| lang.pick("标题行", "heading"));
    let shown = |value: Option<&String>| value.cloned().unwrap_or_default();
    [
        article.date.map(|date| date.to_string()).unwrap_or_default(),
        article.region.map(|code| code.to_string()).unwrap_or_default(),
        shown(article.title.as_ref()),
        shown(article.source.as_ref()),
        shown(read.metadata.url.as_ref()),
        shown(given.split.as_ref()),
        String::new(),
        part.unwrap_or_default(),
        shown(name.as_ref()),
        origin(given.date.is_some(), read.metadata.date.is_some(), date_line),
        origin(given.region.is_some(), read.metadata.region.is_some(), region_line),
        origin(given.title.is_some(), read.metadata.title.is_some(), title_line),
        split_evidence(lang, read),
    ]
}

/// What a report was or could be split into.
fn split_evidence(lang: Lang, read: &ReadReport) -> String {
    if read.parts.is_empty() {
        return String::new();
    }
    let headings: Vec<&str> = read.parts.iter().filter_map(|part| part.heading.as_deref()).collect();
    let headings = headings.join(lang.pick("、", ", "));
    match read.articles.len() {
        0 => lang.pick(
            format!("像几个单位的汇编，要拆分则在 split 栏写 yes：{headings}"),
            format!("looks like a digest, yes in the column split splits it: {headings}"),
        ),
        n => lang.pick(format!("拆成 {n} 篇：{headings}"), format!("split into {n} articles: {headings}")),
    }
}

/// The first line that names the place as people call it.
fn region_line<'t>(text: &'t str, code: RegionCode, year: Option<i16>, regions: &Gazetteer) -> Option<&'t str> {
    let place = regions.get_in(code, year).or_else(|| regions.get(code))?;
    std::iter::once(&place.name).chain(&place.short).find_map(|name| around(text, name))
}

/// The first line that writes the date.
fn date_line(text: &str, date: PartialDate) -> Option<&str> {
    let first: Date = date.first_day();
    let (year, month, day) = (first.year(), first.month(), first.day());
    let written = date.to_string();
    let forms = [
        format!("{year}年{month}月{day}日"),
        format!("{year}-{month:02}-{day:02}"),
        format!("{year}年{month}月"),
        format!("{year}年"),
        year.to_string(),
    ];
    // A date that is known to the year only is not shown by a day.
    let from = match written.len() {
        10 => 0,
        7 => 2,
        _ => 3,
    };
    forms[from..].iter().find_map(|form| around(text, form))
}

/// Characters of a line that are shown on either side of what was looked for.
const AROUND: usize = 20;

/// The words around the first place where something stands, within its line.
fn around<'t>(text: &'t str, what: &str) -> Option<&'t str> {
    let at = text.find(what)?;
    let before = text[..at].char_indices().rev().take(AROUND).take_while(|(_, c)| *c != '\n').last();
    let start = before.map_or(at, |(start, _)| start);
    let end_of_what = at + what.len();
    let after = text[end_of_what..].char_indices().take(AROUND).take_while(|(_, c)| *c != '\n').last();
    let end = after.map_or(end_of_what, |(end, c)| end_of_what + end + c.len_utf8());
    Some(text[start..end].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_the_words_around_it_within_the_line() {
        assert_eq!(around("甲\n　　三元区政协开展协商。\n乙", "三元区"), Some("三元区政协开展协商。"));
        assert_eq!(date_line("永安\n2024年3月5日讯", "2024-03-05".parse().unwrap()), Some("2024年3月5日讯"));
        assert_eq!(date_line("2023年，视察", "2023".parse().unwrap()), Some("2023年，视察"));
        assert_eq!(date_line("无", "2023".parse().unwrap()), None);
    }
}
