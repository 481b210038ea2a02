//! `facts`: the numbers that reports state.

use tongjian::export::rows::RowKind;
use tongjian::index::{Filter, Kind};

use super::Exit;
use super::context::Context;
use super::filters::{self, Scope, StatusName};
use super::list::{Listed, list};
use super::output::Output;

/// List the numbers that reports state
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    scope: Scope,
    /// Only this metric or family of metrics: an id, a label or an alias
    #[arg(long, value_name = "METRIC")]
    metric: Vec<String>,
    /// Only statements of this kind
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
    #[command(flatten)]
    output: Output,
}

const FACTS: Listed = Listed {
    kind: Kind::Fact,
    rows: RowKind::Facts,
    visible: &["region_name", "year", "metric_name", "number", "item", "status", "doc", "start", "quote"],
    called: ("事实", "facts"),
};

/// Lists facts.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let filter = Filter {
        metrics: filters::metrics(&args.metric, context, &reader.dictionaries)?,
        statuses: args.status.iter().map(|status| status.status()).collect(),
        ..args.scope.filter(context, &reader.dictionaries)?
    };
    list(context, (&context.library(&reader)?, &reader), (&filter, args.scope.prints()), FACTS, args.output)
}
