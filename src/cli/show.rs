//! `show`: a report with its records marked where they stand.

use std::io::{BufWriter, Write};

use anyhow::bail;
use tongjian::export::rows::{REVIEWED, REVIEWED_KEY, Surroundings};
use tongjian::export::{Cell, Column, Labels, Table};
use tongjian::index::{Filter, Kind};
use tongjian::model::{ArticleRecord, CharSpan, DocId, JoinedFile, PartialDate, Record, Whole};

use super::Exit;
use super::context::Context;
use super::messages::Message;
use super::output::{Listing, Output, draw, has_colours};

/// Show a report with its records marked where they stand, then the records one by one
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The report's name, or a part of it that no other report has; NAME:812 opens it at its character 812
    doc: String,
    /// Leave the text out
    #[arg(long)]
    records_only: bool,
    #[command(flatten)]
    output: Output,
}

/// Shows one report.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let library = context.library(&reader)?;
    let index = library.index();
    let reports = index.names()?;
    let (doc, at) = pick_at(context, reports.iter(), &args.doc)?;
    let articles = index.articles_of([doc])?;
    let Some(article) = articles.get(doc.as_str()) else {
        let advice = context.lang.pick("索引里缺这一篇：tongjian rebuild", "the index lacks it: tongjian rebuild");
        bail!("{doc}: {advice}");
    };
    let filter = Filter { docs: vec![article.doc.clone()], ..Filter::default() };
    let mut records = index.records(&[Kind::Fact, Kind::Platform, Kind::Practice, Kind::Problem], &filter)?;
    records.sort_by_key(|record| span_of(record).map(|span| span.start));
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    let text = index.text(&article.doc)?.unwrap_or_default();
    let window = at.map_or(0..article.chars, |at| around_character(&text, at));
    if at.is_some() {
        records.retain(|record| span_of(record).is_some_and(|at| window.start <= at.start && at.end <= window.end));
    }
    let table = table(&records, &text, around);
    if !args.output.is_for_people() {
        args.output.write(context, &Listing { table: &table, visible: &[], records: Some(&records) })?;
        return Ok(Exit::AllFine);
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_head(&mut out, article, around)?;
    write_place(&mut out, context, article, at)?;
    write_other_prints(&mut out, context, &index.reprints()?.other_prints(&article.doc))?;
    if !args.records_only {
        writeln!(out, "\n{}\n", marked(text.trim_end(), &window, &records, has_colours()).trim_end())?;
    }
    draw(&mut out, context, &table.select(VISIBLE).without_empty_columns())?;
    out.flush()?;
    Ok(Exit::AllFine)
}

/// The report of this name, and the character to open it at where one is named after it, as `search` prints it.
fn pick_at<'a>(
    context: &Context,
    reports: impl Iterator<Item = &'a DocId> + Clone,
    name: &str,
) -> anyhow::Result<(&'a DocId, Option<u32>)> {
    let is_whole_name = reports.clone().any(|doc| doc.as_str() == name);
    let place = name.rsplit_once(':').and_then(|(name, at)| Some((name, at.parse().ok()?)));
    match place {
        Some((name, at)) if !is_whole_name => Ok((pick(context, reports, name)?, Some(at))),
        _ => Ok((pick(context, reports, name)?, None)),
    }
}

/// Characters that are shown around the one that a report is opened at.
const AROUND: usize = 200;

/// The characters around one, from and to the ends of paragraphs where such are near.
fn around_character(text: &str, at: u32) -> std::ops::Range<u32> {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let characters: Vec<char> = text.chars().collect();
    let (from, to) = (at.saturating_sub(AROUND), at.saturating_add(AROUND).min(characters.len()));
    let at = at.min(characters.len());
    let line_end = |character: &char| *character == '\n';
    let from =
        characters.get(from..at).and_then(|before| before.iter().position(line_end)).map_or(from, |n| from + n + 1);
    let to = characters.get(at..to).and_then(|after| after.iter().rposition(line_end)).map_or(to, |n| at + n);
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    narrow(from.min(to))..narrow(to)
}

/// The report of this name, or the only one whose name holds it.
fn pick<'a>(
    context: &Context,
    reports: impl Iterator<Item = &'a DocId> + Clone,
    name: &str,
) -> anyhow::Result<&'a DocId> {
    const SHOWN: usize = 5;
    if let Some(doc) = reports.clone().find(|doc| doc.as_str() == name) {
        return Ok(doc);
    }
    let fitting: Vec<&DocId> = reports.clone().filter(|doc| doc.as_str().contains(name)).collect();
    if let [doc] = fitting[..] {
        return Ok(doc);
    }
    let fits = !fitting.is_empty();
    let candidates: Vec<&str> = if fits {
        fitting.iter().map(|doc| doc.as_str()).take(SHOWN).collect()
    } else {
        reports.map(DocId::as_str).take(SHOWN).collect()
    };
    let candidates = candidates.join(context.lang.pick("、", ", "));
    bail!(Message::WhichReport { name, candidates: &candidates, fits }.text(context.lang))
}

fn write_other_prints(out: &mut impl Write, context: &Context, prints: &[&DocId]) -> std::io::Result<()> {
    if prints.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = prints.iter().map(|doc| doc.as_str()).collect();
    let name = context.lang.pick("同文", "also printed as");
    writeln!(out, "{name}  {}", names.join(context.lang.pick("、", ", ")))
}

/// Where the article stands: in the report that it is a part of, in the files that it was joined from. With a character
/// of it, where that stands.
fn write_place(
    out: &mut impl Write,
    context: &Context,
    article: &ArticleRecord,
    at: Option<u32>,
) -> std::io::Result<()> {
    let lang = context.lang;
    let n_before = at.unwrap_or_default();
    if let Some(Whole { doc, title, start, .. }) = &article.whole {
        let title = title.as_ref().map(|title| format!("“{title}”")).unwrap_or_default();
        let first = start + n_before + 1;
        let line = lang.pick(
            format!("出自  {doc}{title}，从第 {first} 个字起"),
            format!("part of  {doc} {title}, from character {first} on"),
        );
        writeln!(out, "{line}")?;
    }
    for (index, JoinedFile { name, start }) in article.files.iter().enumerate() {
        let next = article.files.get(index + 1).map_or(u32::MAX, |next| next.start);
        let line = match at {
            None => lang.pick(
                format!("文件  {name}，从第 {} 个字起", start + 1),
                format!("file  {name}, from character {} on", start + 1),
            ),
            Some(at) if (*start..next).contains(&at) => lang.pick(
                format!("文件  {name}，该文件的第 {} 个字", at - start + 1),
                format!("file  {name}, its character {}", at - start + 1),
            ),
            Some(_) => continue,
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write_head(out: &mut impl Write, article: &ArticleRecord, around: Surroundings<'_>) -> std::io::Result<()> {
    let lang = around.labels.lang();
    let region = around.region_name(article.region, article.date.map(PartialDate::year));
    let date = article.date.map(|date| date.to_string()).unwrap_or_default();
    let lines = [
        (lang.pick("报告", "report"), article.doc.to_string()),
        (lang.pick("标题", "title"), article.title.clone().unwrap_or_default()),
        (lang.pick("地区", "region"), region.to_string()),
        (lang.pick("日期", "date"), date),
        (lang.pick("来源", "source"), article.source.clone().unwrap_or_default()),
    ];
    lines.iter().filter(|(_, value)| !value.is_empty()).try_for_each(|(name, value)| writeln!(out, "{name}  {value}"))
}

/// A stretch of the text, counted in characters, with every record between 【】, its number in the list after the opening bracket.
fn marked(text: &str, window: &std::ops::Range<u32>, records: &[Record], colours: bool) -> String {
    let (number, end) = if colours { ("\u{1b}[1;34m", "\u{1b}[0m") } else { ("", "") };
    // At one place, records end before others begin, and the longer of two that begin together begins first.
    let mut marks: Vec<(u32, u8, std::cmp::Reverse<u32>, String)> = Vec::new();
    for (n, span) in records.iter().enumerate().filter_map(|(n, record)| Some((n + 1, span_of(record)?))) {
        marks.push((span.start, 1, std::cmp::Reverse(span.end), format!("{number}【{n}{end} ")));
        marks.push((span.end, 0, std::cmp::Reverse(span.start), format!("{number}】{end}")));
    }
    marks.sort();
    let mut marks = marks.into_iter().peekable();
    let mut shown = String::with_capacity(text.len() * 2);
    for (at, character) in (0_u32..).zip(text.chars()).filter(|(at, _)| window.contains(at)) {
        while let Some((_, _, _, mark)) = marks.next_if(|(place, ..)| *place <= at) {
            shown.push_str(&mark);
        }
        shown.push(character);
    }
    shown.extend(marks.map(|(_, _, _, mark)| mark));
    shown
}

/// Where a record stands; `None` for what is said of the report as a whole.
fn span_of(record: &Record) -> Option<CharSpan> {
    let span = record.span();
    (span.start < span.end).then_some(span)
}

const VISIBLE: &[&str] =
    &["n", "kind_name", "words", "type", "code", "what", "region_name", "year", "status", "corrected", "place"];

fn table(records: &[Record], text: &str, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        Column::new("n", "序", "n"),
        Column::new("kind", "种类", "kind"),
        Column::new("kind_name", "种类", "kind"),
        Column::new("start", "起", "start"),
        Column::new("end", "止", "end"),
        Column::new("words", "原文", "words"),
        Column::new("type", "类别", "type"),
        Column::new("code", "问题", "problem"),
        Column::new("what", "含义", "what"),
        Column::new("region", "代码", "code"),
        Column::new("region_name", "地区", "region"),
        Column::new("year", "年份", "year"),
        Column::new("status", "状态", "status"),
        Column::new("place", "文件中的位置", "place in the file"),
        Column::new("quote", "原句", "quote"),
        REVIEWED,
    ]);
    let lang = around.labels.lang();
    let characters: Vec<char> = text.chars().collect();
    let words_at = |span: CharSpan| -> String {
        let at = characters.get(span.start as usize..span.end as usize).unwrap_or_default();
        at.iter().filter(|character| !character.is_whitespace()).collect()
    };
    for (n, record) in records.iter().enumerate() {
        let (kind, kind_name, what, region, quote) = match record {
            Record::Article(_) => continue,
            Record::Fact(fact) => {
                let what = format!("{} {}", around.labels.metric(&fact.metric), fact.item);
                ("fact", lang.pick("事实", "fact"), what, fact.region, &*fact.quote)
            }
            Record::Platform(platform) => {
                let what = platform.core.clone();
                ("platform", lang.pick("平台", "platform"), what, platform.region, &*platform.quote)
            }
            Record::Practice(practice) => {
                let what = around.labels.practice(&practice.practice);
                ("practice", lang.pick("做法", "practice"), what, practice.region, &*practice.quote)
            }
            Record::Problem(problem) => {
                ("problem", lang.pick("问题", "problem"), problem.message.clone(), None, problem.message.as_str())
            }
        };
        let span = span_of(record);
        table.push([
            ("n", (n + 1).into()),
            ("kind", kind.into()),
            ("kind_name", kind_name.into()),
            ("start", span.map(|span| span.start).into()),
            ("end", span.map(|span| span.end).into()),
            ("words", span.map(words_at).into()),
            ("what", what.trim().into()),
            ("region", region.map(|code| code.to_string()).into()),
            ("region_name", around.region_name(region, None)),
            ("quote", quote.into()),
        ]);
        let place = match record {
            Record::Fact(fact) => fact.place.as_ref(),
            Record::Platform(platform) => platform.place.as_ref(),
            Record::Practice(practice) => practice.place.as_ref(),
            Record::Article(_) | Record::Problem(_) => None,
        };
        table.set_last([("place", place.map(ToString::to_string).into())]);
        if let Some(review) = record.review() {
            table.set_last([(REVIEWED_KEY, Cell::word(&review.verdict))]);
        }
        if let Record::Platform(platform) = record {
            table.set_last([("type", Cell::word(&platform.r#type))]);
        }
        if let Record::Problem(problem) = record {
            table.set_last([("code", Cell::word(&problem.code))]);
        }
        if let Record::Fact(fact) = record {
            table.set_last([
                ("year", fact.year.into()),
                ("status", Cell::word(&fact.status)),
                ("region_name", around.region_name(region, fact.year)),
            ]);
        }
    }
    table
}
