//! `extract`: records to standard output.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use tongjian::pipeline;
use tongjian::read;

use super::Exit;
use super::context::Context;
use super::faults::{FaultLog, say_oddities};

/// Write the records of reports to standard output, one JSON object a line; no library is needed
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or folders; - reads one report from standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// CSV file with the columns doc,date,region,title,source,url [default: the metadata.csv beside the reports]
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Number of threads; the output is the same for any [default: one for each processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
}

/// Extracts what was named; a report that cannot be read becomes a problem record and a message.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let found = read::find(&args.paths, args.metadata.as_deref())?;
    say_oddities(context, &found);
    let mut faults = FaultLog::new(context);
    let mut n_failed = 0;
    let mut out = BufWriter::new(std::io::stdout().lock());
    pipeline::extract_all(&found.sources, &reader.dictionaries, args.threads, |outcome| {
        outcome.faults.iter().for_each(|fault| faults.write(fault));
        n_failed += usize::from(outcome.failure().is_some());
        for record in outcome.into_records() {
            serde_json::to_writer(&mut out, &record)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    out.flush()?;
    faults.finish();
    Ok(Exit::after(n_failed))
}
