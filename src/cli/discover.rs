//! `discover`: words that no dictionary knows, as entries for one.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use tongjian::discover::{Discovery, Find, FindKind};
use tongjian::export::{Column, Labels, Table};
use tongjian::index::{Filter, Kind};
use tongjian::library::Reader;
use tongjian::model::{Lang, Record};
use tongjian::pipeline::{self, Explain, ReadReport};
use tongjian::read;

use super::Exit;
use super::context::Context;
use super::faults::{FaultLog, say_oddities};
use super::messages::Message;
use super::output::{Format as Listed, Listing, Output};

/// Find frequent counted nouns, quoted names, mechanisms and places that no dictionary knows, as entries to paste
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or folders [default: every report of the library]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// CSV file with the columns doc,date,region,title,source,url [default: the metadata.csv beside the reports]
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Fewest reports that must gain
    #[arg(long, value_name = "N", default_value_t = 1)]
    least: usize,
    /// Most entries
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// A table for a person, entries for the dictionary files, or CSV or JSON Lines for a program
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Columns that line up
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
    /// Lines for the dictionary files, with example sentences as comments
    Toml,
}

const VISIBLE: &[&str] = &["find", "word", "unit", "metric_name", "reports", "times", "doc", "quote"];

/// Looks through the reports and lists what would help most first.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let mut discovery = Discovery::new(&reader.dictionaries);
    let (n_reports, n_failed) = if args.paths.is_empty() {
        (add_library(context, &reader, &mut discovery)?, 0)
    } else {
        add_files(context, args, &reader, &mut discovery)?
    };
    let finds = discovery.finish(args.least);
    let shown = &finds[..finds.len().min(args.limit)];
    let listed = match args.format {
        Format::Toml => {
            let mut out = std::io::stdout().lock();
            shown.iter().try_for_each(|find| writeln!(out, "{}", find.entry()))?;
            None
        }
        Format::Table => Some(Listed::Table),
        Format::Csv => Some(Listed::Csv),
        Format::Jsonl => Some(Listed::Jsonl),
    };
    if let Some(format) = listed {
        let table = table(shown, Labels::new(&reader.dictionaries, context.lang));
        Output::from(format).write(context, &Listing { table: &table, visible: VISIBLE, records: None })?;
    }
    if finds.is_empty() {
        context.say(&Message::NothingToDiscover { n_reports });
    } else if shown.len() < finds.len() {
        context.say(&Message::MoreFound { shown: shown.len(), total: finds.len() });
    }
    Ok(Exit::after(n_failed))
}

/// Adds every report of the library, as it was last read; returns how many there are.
fn add_library(context: &Context, reader: &Reader, discovery: &mut Discovery<'_>) -> anyhow::Result<usize> {
    let library = context.library(reader)?;
    let index = library.index();
    let articles = index.articles()?;
    let mut by_doc: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in index.records(&[Kind::Fact, Kind::Platform], &Filter::default())? {
        by_doc.entry(record.doc().as_str().to_owned()).or_default().push(record);
    }
    // What a reprint repeats would look twice as frequent.
    let reprints = index.reprints()?;
    for article in articles.values().filter(|article| reprints.standing_for(&article.doc) == &article.doc) {
        let text = index.text(&article.doc)?.unwrap_or_default();
        let records = by_doc.get(article.doc.as_str()).map_or(&[][..], Vec::as_slice);
        discovery.add(article, &text, records);
    }
    Ok(articles.len())
}

/// Reads and adds the reports that were named; returns how many could be read and how many could not.
fn add_files(
    context: &Context,
    args: &Args,
    reader: &Reader,
    discovery: &mut Discovery<'_>,
) -> anyhow::Result<(usize, usize)> {
    let found = read::find(&args.paths, args.metadata.as_deref())?;
    say_oddities(context, &found);
    let mut faults = FaultLog::new(context);
    let (mut n_reports, mut n_failed) = (0, 0);
    pipeline::extract_all(&found.sources, &reader.dictionaries, 0, Explain::No, |outcome| {
        outcome.faults.iter().for_each(|fault| faults.write(fault));
        n_failed += usize::from(outcome.failure().is_some());
        for read in outcome.read.iter().flat_map(ReadReport::articles) {
            n_reports += 1;
            discovery.add(&read.extraction.article, &read.text, &read.extraction.records);
        }
        Ok(())
    })?;
    faults.finish();
    Ok((n_reports, n_failed))
}

fn table(finds: &[Find], labels: Labels<'_>) -> Table {
    let mut table = Table::new(&[
        Column::new("find", "种类", "kind"),
        Column::new("word", "词语", "word"),
        Column::new("unit", "单位", "unit"),
        Column::new("metric", "指标", "metric"),
        Column::new("metric_name", "或属指标", "maybe"),
        Column::new("file", "词典", "dictionary"),
        Column::new("reports", "受益报告", "reports"),
        Column::new("times", "次数", "times"),
        Column::new("doc", "报告", "report"),
        Column::new("quote", "例句", "example"),
        Column::new("entry", "条目", "entry"),
    ]);
    for find in finds {
        let example = find.examples.first();
        table.push([
            ("find", kind_in(find.kind, labels.lang()).into()),
            ("word", find.word.as_str().into()),
            ("unit", find.unit.clone().into()),
            ("metric", find.metric.as_ref().map(ToString::to_string).into()),
            ("metric_name", find.metric.as_ref().map(|metric| labels.metric(metric)).into()),
            ("file", find.file().into()),
            ("reports", find.n_reports.into()),
            ("times", find.n_times.into()),
            ("doc", example.map(|example| example.doc.to_string()).into()),
            ("quote", example.map(|example| example.sentence.clone()).into()),
            ("entry", find.entry().into()),
        ]);
    }
    table
}

fn kind_in(kind: FindKind, lang: Lang) -> &'static str {
    let in_chinese = match kind {
        FindKind::Noun => "计数名词",
        FindKind::Head => "平台类词",
        FindKind::Name => "名称",
        FindKind::Practice => "做法",
        FindKind::Place => "地名",
        FindKind::Session => "会议日期",
    };
    lang.pick(in_chinese, kind.as_str())
}
