//! `compare`: a metric by region or by year, with evidence and reasons for caution.

use tongjian::compare::{Axis, Comparison, Options, compare};
use tongjian::export::Labels;
use tongjian::export::rows::{self, Surroundings};
use tongjian::index::{Filter, Kind};
use tongjian::model::{Fact, Record};

use super::Exit;
use super::context::Context;
use super::filters::{self, Scope, StatusName};
use super::messages::{Advice, Message};
use super::output::{Listing, Output};

/// Compare what reports state of a metric, by place or by year
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Metric or family of metrics: an id, a label or an alias
    #[arg(required = true, value_name = "METRIC")]
    metrics: Vec<String>,
    #[command(flatten)]
    scope: Scope,
    /// Places side by side, or years one after the other
    #[arg(long, value_enum, default_value_t = By::Region)]
    by: By,
    /// Statements of this kind [default: done]
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
    /// Add flows of one place and year up where their periods do not overlap
    #[arg(long)]
    sum: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// Places, the newest year first
    Region,
    /// Years, then places
    Year,
}

/// Compares and lists.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let metrics = filters::metrics(&args.metrics, context, &reader.dictionaries)?;
    let filter = Filter { metrics, ..args.scope.filter(context, &reader.dictionaries)? };
    let library = context.library(&reader)?;
    let articles = library.index().articles()?;
    let facts: Vec<Fact> = library
        .index()
        .claims(&[Kind::Fact], &filter, args.scope.prints())?
        .into_iter()
        .filter_map(|record| if let Record::Fact(fact) = record { Some(fact) } else { None })
        .collect();
    let mut options = Options { sum: args.sum, ..Options::default() };
    options.axis = match args.by {
        By::Region => Axis::Region,
        By::Year => Axis::Year,
    };
    if !args.status.is_empty() {
        options.statuses = args.status.iter().map(|status| status.status()).collect();
    }
    let comparison = compare(&facts, &articles, &reader.dictionaries.units, &options);
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let table = rows::comparison(&comparison, Surroundings { labels, articles: &articles });
    let visible = visible(&comparison, options.axis);
    args.output.write(context, &Listing { table: &table, visible: &visible, records: None })?;
    if comparison.groups.is_empty() {
        let what = format!("“{}”", args.metrics.join(" "));
        let narrowed = Filter { metrics: Vec::new(), ..filter } != Filter::default();
        let advice = Advice::widen_or(narrowed, Advice::SearchWords);
        context.say(&Message::NothingFound { what: &what, n_reports: articles.len(), advice });
    }
    if comparison.left_out > 0 {
        context.say(&Message::LeftOut { n: comparison.left_out });
    }
    Ok(Exit::AllFine)
}

/// The columns for a person: the metric only where there are several.
fn visible(comparison: &Comparison, axis: Axis) -> Vec<&'static str> {
    let mut visible = match axis {
        Axis::Region => vec!["region_name", "year"],
        Axis::Year => vec!["year", "region_name"],
    };
    let several = comparison.groups.windows(2).any(|pair| pair[0].metric != pair[1].metric);
    if several {
        visible.insert(0, "metric_name");
    }
    visible.extend(["role_name", "number", "item", "period_text", "witnesses", "mark_names", "doc", "start", "quote"]);
    visible
}
