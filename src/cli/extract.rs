//! `extract`: records to standard output.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use serde::Serialize;
use tongjian::export::Labels;
use tongjian::extract::Considered;
use tongjian::model::Record;
use tongjian::pipeline::{self, Explain, Outcome, ReadReport};
use tongjian::read;

use super::Exit;
use super::columns::Chosen;
use super::context::Context;
use super::explain;
use super::faults::{FaultLog, say_oddities};

/// Write the records of reports to standard output, one JSON object a line; no library is needed
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files (web pages, archives and tables among them) or folders; - reads one report from standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// CSV file with the columns doc,date,region,title,source,url, with split for digests, with `part_of` and part for
    /// reports in several files [default: the metadata.csv beside the reports]
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Number of threads; the output is the same for any [default: one for each processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Columns of tables with one article a row, where their names do not tell: text=正文,title=标题,date=日期
    #[arg(long, value_name = "FIELD=COLUMN,…", default_value = "", hide_default_value = true)]
    columns: Chosen,
    /// Make each part of a digest by several committees an article of its own: NAME#1, NAME#2 …
    #[arg(long)]
    split_digests: bool,
    /// With each fact the metrics that were considered for it, best first, with their scores
    #[arg(long)]
    explain: bool,
    /// JSON Lines for a program, or text for a person: each sentence with what was found in it
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// Sentences with their records marked
    Text,
}

/// A record, and what was considered for it where that was asked for.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    record: &'a Record,
    candidates: &'a [Considered],
}

/// Extracts what was named; a report that cannot be read becomes a problem record and a message.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let mut found = read::find_with(&args.paths, args.metadata.as_deref(), &args.columns.0)?;
    if args.split_digests {
        found.split_digests();
    }
    say_oddities(context, &found);
    let mut faults = FaultLog::new(context);
    let mut n_failed = 0;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let explain = if args.explain { Explain::Yes } else { Explain::No };
    let labels = Labels::new(&reader.dictionaries, context.lang);
    reader.dictionaries.read_all();
    pipeline::extract_all(&found.sources, &reader.dictionaries, args.threads, explain, |outcome| {
        outcome.faults.iter().for_each(|fault| faults.write(fault));
        n_failed += usize::from(outcome.failure().is_some());
        match (args.format, explain) {
            (Format::Text, _) => explain::write(&mut out, &outcome, labels)?,
            (Format::Jsonl, Explain::Yes) => write_explained(&mut out, &outcome)?,
            (Format::Jsonl, Explain::No) => {
                for record in outcome.into_records() {
                    serde_json::to_writer(&mut out, &record)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        Ok(())
    })?;
    out.flush()?;
    faults.finish();
    Ok(Exit::after(n_failed))
}

/// The records of a report, one a line, facts with their candidates.
fn write_explained(out: &mut impl Write, outcome: &Outcome) -> tongjian::error::Result<()> {
    let articles = outcome.read.iter().flat_map(ReadReport::articles);
    let considered: BTreeMap<_, _> =
        articles.map(|read| (&read.extraction.article.doc, &read.extraction.considered)).collect();
    for record in outcome.clone().into_records() {
        let candidates = match (&record, considered.get(record.doc())) {
            (Record::Fact(fact), Some(considered)) => Some(considered.get(&fact.start).map_or(&[][..], Vec::as_slice)),
            _ => None,
        };
        match candidates {
            Some(candidates) => serde_json::to_writer(&mut *out, &Line { record: &record, candidates })?,
            None => serde_json::to_writer(&mut *out, &record)?,
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}
