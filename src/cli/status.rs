//! `status`: what the library holds.

use std::io::Write;

use tongjian::index::{Filter, Kind, Prints};
use tongjian::library::{Freshness, Library, Tally};

use super::Exit;
use super::apply::name_idle;
use super::context::Context;

/// Say what the library holds and whether its index is up to date
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Only looks: a library that is behind is named as such and left so.
pub(super) fn run(context: &Context, _args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let library = Library::open(&context.library_folder()?)?;
    let lang = context.lang;
    let entries = library.manifest()?.entries();
    let (n_reports, mut n_duplicates, mut n_earlier, mut n_bytes) = (entries.len(), 0, 0, 0_u64);
    for entry in entries {
        n_duplicates += usize::from(!entry.is_indexed());
        n_earlier += entry.earlier.len();
        n_bytes += entry.bytes;
    }
    let mut tally = Tally::default();
    let kinds = [Kind::Fact, Kind::Platform, Kind::Practice, Kind::Problem];
    tally.count(&library.index().claims(&kinds, &Filter::default(), Prints::Together)?);
    let state = match library.freshness(&reader)? {
        Freshness::Current => lang.pick("最新", "up to date"),
        Freshness::OtherDictionaries => lang.pick(
            "按另一套词典或另一版本建立，运行 tongjian rebuild 更新",
            "made with other dictionaries or by another version: run tongjian rebuild",
        ),
        Freshness::Behind => lang.pick(
            "落后于报告，下一次提问或收入时自动补上",
            "behind the reports: the next question or ingest catches up",
        ),
    };
    let mut out = std::io::stdout().lock();
    let rows = [
        (lang.pick("资料库", "library"), library.folder().display().to_string()),
        (lang.pick("报告", "reports"), n_reports.to_string()),
        (lang.pick("其中重复", "of them duplicates"), n_duplicates.to_string()),
        (lang.pick("其中转载", "of them reprints"), library.index().reprints()?.iter().len().to_string()),
        (lang.pick("旧版本", "earlier versions"), n_earlier.to_string()),
        (lang.pick("原文字节", "bytes of reports"), n_bytes.to_string()),
        (lang.pick("索引", "index"), state.to_owned()),
        (lang.pick("事实", "facts"), tally.n_facts.to_string()),
        (lang.pick("平台", "platforms"), tally.n_platforms.to_string()),
        (lang.pick("做法", "practices"), tally.n_practices.to_string()),
        (lang.pick("问题", "problems"), tally.n_problems.to_string()),
        (lang.pick("地区", "regions"), tally.by_region.len().to_string()),
        (lang.pick("更正", "corrections"), library.corrections().iter().len().to_string()),
    ];
    for (name, value) in rows {
        writeln!(out, "{name}: {value}")?;
    }
    drop(out);
    name_idle(context, &library)?;
    Ok(Exit::AllFine)
}
