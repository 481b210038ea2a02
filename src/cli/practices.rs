//! `practices`: the ways of working that reports show.

use tongjian::export::rows::RowKind;
use tongjian::index::{Filter, Kind};

use super::Exit;
use super::context::Context;
use super::filters::{self, Scope};
use super::list::{Listed, list};
use super::output::Output;

/// List the ways of working that reports show
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    scope: Scope,
    /// Only this practice: an id, a label or an alias
    #[arg(long, value_name = "PRACTICE")]
    practice: Vec<String>,
    #[command(flatten)]
    output: Output,
}

const PRACTICES: Listed = Listed {
    kind: Kind::Practice,
    rows: RowKind::Practices,
    visible: &["region_name", "practice_name", "date", "doc", "start", "quote"],
    called: ("做法", "practices"),
};

/// Lists practices.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let filter = Filter {
        practices: filters::practices(&args.practice, context, &reader.dictionaries)?,
        ..args.scope.filter(context, &reader.dictionaries)?
    };
    list(context, (&context.library(&reader)?, &reader), (&filter, args.scope.prints()), PRACTICES, args.output)
}
