//! `platforms`: the named things that committees have built or run.

use tongjian::export::rows::RowKind;
use tongjian::index::{Filter, Kind};

use super::Exit;
use super::context::Context;
use super::filters::Scope;
use super::list::{Listed, list};
use super::output::Output;

/// List the named things that committees have built or run
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only platforms with this in their names
    name: Option<String>,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    output: Output,
}

const PLATFORMS: Listed = Listed {
    kind: Kind::Platform,
    rows: RowKind::Platforms,
    visible: &["region_name", "name", "type", "date", "doc", "start", "quote"],
    called: ("平台", "platforms"),
};

/// Lists platforms.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let filter =
        Filter { platforms: args.name.iter().cloned().collect(), ..args.scope.filter(context, &reader.dictionaries)? };
    list(context, (&context.library(&reader)?, &reader), (&filter, args.scope.prints()), PLATFORMS, args.output)
}
