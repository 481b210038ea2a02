//! `ingest`: reports into the library.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use comfy_table::{CellAlignment, Table, presets};
use tongjian::dictionary::Dictionaries;
use tongjian::library::{IngestOptions, Library, Summary, Tally};
use tongjian::model::{DocId, Lang, PracticeId, RegionCode};
use tongjian::read;

use super::columns::Chosen;
use super::context::{Context, show};
use super::faults::{FaultLog, say_oddities};
use super::messages::Message;
use super::{Exit, dry_run};

/// Take reports into the library: new ones are read, unchanged ones passed over
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files (web pages, archives and tables among them) or folders; - reads one report from standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// CSV file with the columns doc,date,region,title,source,url, with split for digests, with `part_of` and part for
    /// reports in several files [default: the metadata.csv beside the reports]
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Reports that are committed together; what was committed stays if the run is stopped
    #[arg(long, value_name = "N", default_value = "2000")]
    batch: NonZeroUsize,
    /// Number of threads [default: one for each processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Columns of tables with one article a row, where their names do not tell: text=正文,title=标题,date=日期
    #[arg(long, value_name = "FIELD=COLUMN,…", default_value = "", hide_default_value = true)]
    columns: Chosen,
    /// Make each part of a digest by several committees an article of its own: NAME#1, NAME#2 …
    #[arg(long)]
    split_digests: bool,
    /// Take nothing in; print as CSV what would be known of each report and why, to be edited and given to --metadata
    #[arg(long)]
    dry_run: bool,
}

/// Ingests what was named and says what came of it.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let mut found = read::find_with(&args.paths, args.metadata.as_deref(), &args.columns.0)?;
    if args.split_digests {
        found.split_digests();
    }
    say_oddities(context, &found);
    if args.dry_run {
        return dry_run::run(context, &found, &reader, args.threads);
    }
    let (mut library, lock) = Library::open_to_write(&context.library_folder()?)?;
    let bar = context.progress(found.sources.len());
    let options = IngestOptions { n_threads: args.threads, batch: args.batch.get() };
    let mut progress = |done, all| show(&bar, done, all);
    let summary = library.ingest(&lock, &found.sources, &reader, options, &mut progress)?;
    bar.finish_and_clear();
    let mut faults = FaultLog::new(context);
    summary.odd.iter().chain(&summary.failed).for_each(|fault| faults.write(fault));
    faults.finish();
    for (doc, headings) in summary.digests.iter().take(TOP_DIGESTS) {
        context.say(&Message::LooksLikeDigest { doc, headings });
    }
    if summary.digests.len() > TOP_DIGESTS {
        context.say(&Message::MoreDigests { n: summary.digests.len() - TOP_DIGESTS });
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_summary(&mut out, context.lang, library.folder(), &summary, &reader.dictionaries)?;
    out.flush()?;
    Ok(Exit::after(summary.failed.len()))
}

/// How many reports that look like digests are named; `--dry-run` names them all.
const TOP_DIGESTS: usize = 10;

fn write_summary(
    out: &mut impl Write,
    lang: Lang,
    folder: &Path,
    summary: &Summary,
    dictionaries: &Dictionaries,
) -> std::io::Result<()> {
    writeln!(out, "{} {}", lang.pick("资料库", "library"), folder.display())?;
    if summary.n_read_again > 0 {
        let n = summary.n_read_again;
        let line = lang.pick(
            format!("先补上了索引里缺的或词典已变的 {n} 篇"),
            format!("first caught up with {n} reports that the index lacked or that other dictionaries had read"),
        );
        writeln!(out, "{line}")?;
    }
    let counts = [
        (lang.pick("新增", "new"), summary.n_new),
        (lang.pick("未变", "same"), summary.n_same),
        (lang.pick("更新", "changed"), summary.changed.len()),
        (lang.pick("重复", "duplicate"), summary.duplicates.len()),
        (lang.pick("失败", "failed"), summary.failed.len()),
    ];
    write_counts(out, lang.pick("报告", "reports"), &counts)?;
    for (doc, of) in &summary.duplicates {
        writeln!(out, "  {doc} {} {of}", lang.pick("内容同", "has the bytes of"))?;
    }
    for (doc, n_articles) in &summary.split {
        let line = lang.pick(format!("拆成 {n_articles} 篇"), format!("split into {n_articles} articles"));
        writeln!(out, "  {doc} {line}")?;
    }
    for doc in &summary.given_way {
        let line = lang.pick(
            "不再单独成篇：文件的合并方式变了",
            "is no longer a report of its own: its files are joined otherwise",
        );
        writeln!(out, "  {doc} {line}")?;
    }
    write_reprints(out, lang, &summary.reprints)?;
    let tally = &summary.tally;
    let found = [
        (lang.pick("事实", "facts"), tally.n_facts),
        (lang.pick("平台", "platforms"), tally.n_platforms),
        (lang.pick("做法", "practices"), tally.n_practices),
        (lang.pick("问题", "problems"), tally.n_problems),
    ];
    write_counts(out, lang.pick("新发现", "found"), &found)?;
    write_regions(out, lang, tally)?;
    write_hints(out, lang, tally, dictionaries)
}

/// How many reprints the summary names.
const TOP_REPRINTS: usize = 10;

/// Reports that print an article again: they are new, but what they repeat is counted once.
fn write_reprints(out: &mut impl Write, lang: Lang, reprints: &[(DocId, DocId)]) -> std::io::Result<()> {
    for (doc, of) in reprints.iter().take(TOP_REPRINTS) {
        writeln!(out, "  {doc} {} {of}", lang.pick("与之同文", "is another print of"))?;
    }
    if reprints.len() > TOP_REPRINTS {
        let rest = reprints.len() - TOP_REPRINTS;
        let more = lang.pick(format!("  另有 {rest} 篇转载"), format!("  and {rest} more reprints"));
        writeln!(out, "{more}")?;
    }
    Ok(())
}

fn write_counts(out: &mut impl Write, title: &str, counts: &[(&str, usize)]) -> std::io::Result<()> {
    let mut table = plain_table();
    table.set_header(std::iter::once(title).chain(counts.iter().map(|(name, _)| *name)));
    table.add_row(std::iter::once(String::new()).chain(counts.iter().map(|(_, count)| count.to_string())));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    write_table(out, &table)
}

/// How many regions the summary names.
const TOP_REGIONS: usize = 10;

fn write_regions(out: &mut impl Write, lang: Lang, tally: &Tally) -> std::io::Result<()> {
    if tally.by_region.is_empty() {
        return Ok(());
    }
    let mut regions: Vec<_> = tally.by_region.iter().collect();
    regions.sort_by_key(|(code, region)| (Reverse(region.n_facts), **code));
    let mut table = plain_table();
    table.set_header([lang.pick("地区", "region"), lang.pick("代码", "code"), lang.pick("事实", "facts")]);
    for (code, region) in regions.iter().take(TOP_REGIONS) {
        let name = region.name.clone().unwrap_or_else(|| code.to_string());
        table.add_row([name, code.to_string(), region.n_facts.to_string()]);
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    write_table(out, &table)?;
    if regions.len() > TOP_REGIONS {
        let rest = regions.len() - TOP_REGIONS;
        writeln!(out, "{}", lang.pick(format!("另有 {rest} 个地区"), format!("and {rest} more regions")))?;
    }
    Ok(())
}

/// What to ask next: questions that what was found can answer, about what most regions share.
fn write_hints(out: &mut impl Write, lang: Lang, tally: &Tally, dictionaries: &Dictionaries) -> std::io::Result<()> {
    let label = |id: &PracticeId| dictionaries.practices.get(id).map(|entry| entry.label_zh.clone());
    let practice = widest(&tally.by_practice, |_| true).and_then(label);
    // What no entry of the dictionary knows, such as numbers that count something else, is nothing to compare.
    let metric = widest(&tally.by_metric, |id| dictionaries.metrics.all().iter().any(|metric| metric.id == *id));
    writeln!(out, "{}", lang.pick("接下来可以问：", "what to ask next:"))?;
    writeln!(out, "  tongjian who {}", practice.as_deref().unwrap_or("委员接待日"))?;
    if let Some(metric) = metric {
        writeln!(out, "  tongjian compare {metric}")?;
    }
    writeln!(out, "  tongjian search \"老旧小区 协商\"")?;
    writeln!(out, "  tongjian export facts.csv")
}

/// What most regions share, of those wanted; of several, the first by name.
fn widest<T: Ord>(regions: &BTreeMap<T, BTreeSet<RegionCode>>, wanted: impl Fn(&T) -> bool) -> Option<&T> {
    let wanted = regions.iter().filter(|(id, _)| wanted(id));
    wanted.max_by_key(|(id, regions)| (regions.len(), Reverse(*id))).map(|(id, _)| id)
}

fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table
}

fn write_table(out: &mut impl Write, table: &Table) -> std::io::Result<()> {
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)
}
