//! `rebuild`: the index anew from the reports.

use std::io::Write;

use tongjian::library::Library;

use super::Exit;
use super::context::{Context, show};
use super::faults::FaultLog;

/// Delete the index and make it anew from the stored reports
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Number of threads [default: one for each processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
}

/// Rebuilds; stored reports that cannot be read any more are named.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let bar = context.progress(0);
    let folder = context.library_folder()?;
    let done = Library::rebuild(&folder, &reader, args.threads, &mut |done, all| show(&bar, done, all))?;
    bar.finish_and_clear();
    let mut faults = FaultLog::new(context);
    done.failed.iter().for_each(|fault| faults.write(fault));
    faults.finish();
    let n = done.n_read;
    let line = context.lang.pick(format!("索引已由 {n} 篇报告重建"), format!("index made anew from {n} reports"));
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(Exit::after(done.failed.len()))
}
