//! `compare`: a metric by region or by year, with evidence and reasons for caution.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::bail;
use tongjian::compare::{Axis, Comparison, Group, Mark, Options, compare};
use tongjian::dictionary::Gazetteer;
use tongjian::export::rows::{self, Surroundings};
use tongjian::export::{Cell, Labels, Table, charts};
use tongjian::index::{Filter, Kind};
use tongjian::model::{MetricId, Record};

use super::Exit;
use super::chart::Chart;
use super::context::Context;
use super::filters::{self, Peers, Scope, StatusName};
use super::messages::{Advice, Message};
use super::output::{Listing, Output};
use super::per;

/// Compare what reports state of one or several metrics, by place or by year
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own, and most can be combined")]
pub(super) struct Args {
    /// Metric or family of metrics: an id, a label or an alias
    #[arg(required = true, value_name = "METRIC")]
    metrics: Vec<String>,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    peers: Peers,
    /// Places side by side, or years one after the other
    #[arg(long, value_enum, default_value_t = By::Region)]
    by: By,
    /// Statements of this kind [default: done]
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
    /// Add flows of one place and year up where their periods do not overlap
    #[arg(long)]
    sum: bool,
    /// A row a place and year, a column a metric
    #[arg(long, conflicts_with_all = ["districts", "rank", "per"])]
    wide: bool,
    /// Under each place, what the places in it add up to, with how many that covers, on the boundaries of the year
    #[arg(long)]
    districts: bool,
    /// Divide by the figures of this CSV file: region (name or code), perhaps year, and a column named after the figure
    #[arg(long, value_name = "FILE")]
    per: Option<PathBuf>,
    /// The greatest first, with its rank; 1–3 where the words leave it open
    #[arg(long)]
    rank: bool,
    #[command(flatten)]
    chart: Chart,
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
    args.chart.check(context)?;
    let reader = context.reader()?;
    let metrics = filters::metrics(&args.metrics, context, &reader.dictionaries)?;
    let filter = Filter { metrics, ..args.scope.filter(context, &reader.dictionaries)? };
    let (filter, places) = args.peers.narrow(filter, context, &reader.dictionaries)?;
    let figures =
        args.per.as_deref().map(|path| per::figures(context, &reader.dictionaries.regions, path)).transpose()?;
    let library = context.library(&reader)?;
    let (records, dates) = library.index().dated_claims(&[Kind::Fact], &filter, args.scope.prints())?;
    let facts =
        records.into_iter().filter_map(|record| if let Record::Fact(fact) = record { Some(fact) } else { None });
    let options = args.options();
    let mut comparison = compare(facts, &dates, &reader.dictionaries.units, &options);
    if args.districts {
        comparison.roll_up(&reader.dictionaries.regions);
    }
    comparison.groups.retain(|group| places.admit_level(group.region));
    comparison.rollups.retain(|rollup| places.admit_level(Some(rollup.region)));
    if let Some(figures) = &figures {
        comparison.divide(figures);
    }
    if args.rank {
        comparison.rank();
    }
    let articles = BTreeMap::new();
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    let table = if args.wide { wide(&comparison, around, args) } else { rows::comparison(&comparison, around) };
    if args.chart.is_map() {
        check_one_metric(context, &comparison, around)?;
    }
    let visible = if args.wide { wide_columns(&table, args) } else { visible(&comparison, options.axis) };
    args.output.write(context, &Listing { table: &table, visible: &visible, records: None })?;
    say_what_lacks(context, args, &comparison, around);
    if args.chart.is_wanted() && !comparison.groups.is_empty() {
        draw(context, args, &comparison, around, (&table.select(&visible), &reader.dictionaries.regions))?;
    }
    if comparison.groups.is_empty() && comparison.rollups.is_empty() {
        let what = format!("“{}”", args.metrics.join(" "));
        let narrowed = Filter { metrics: Vec::new(), ..filter } != Filter::default() || !places.levels.is_empty();
        let advice = Advice::widen_or(narrowed, Advice::SearchWords);
        context.say(&Message::NothingFound { what: &what, n_reports: library.index().n_reports()?, advice });
    }
    if comparison.left_out > 0 {
        context.say(&Message::LeftOut { n: comparison.left_out });
    }
    // The program ends here: to hand back tens of thousands of rows piece by piece takes longer than to draw them.
    std::mem::forget((table, comparison));
    Ok(Exit::AllFine)
}

impl Args {
    fn options(&self) -> Options {
        let mut options = Options { sum: self.sum, ..Options::default() };
        options.axis = match self.by {
            By::Region => Axis::Region,
            By::Year => Axis::Year,
        };
        if !self.status.is_empty() {
            options.statuses = self.status.iter().map(|status| status.status()).collect();
        }
        options
    }
}

/// A row each place and year, a column each metric. A person sees the numbers as written, with a star where there is a
/// reason for caution; a program gets values, bounds and marks.
fn wide(comparison: &Comparison, around: Surroundings<'_>, args: &Args) -> Table {
    if !args.output.is_for_people() {
        return rows::wide(comparison, around);
    }
    let number = |group: &Group| {
        let number = rows::headline_number(group, around.labels.lang());
        Cell::from(if is_doubtful(group) { format!("{number}*") } else { number })
    };
    rows::matrix(comparison, around, number).table()
}

/// Each row names its year, so that another year than that of most is no reason for caution.
fn is_doubtful(group: &Group) -> bool {
    group.marks.iter().any(|mark| *mark != Mark::OtherYear)
}

/// A tile has one colour, so that several metrics on a map are refused before anything is printed.
fn check_one_metric(context: &Context, comparison: &Comparison, around: Surroundings<'_>) -> anyhow::Result<()> {
    let metrics: BTreeSet<&MetricId> = comparison.groups.iter().map(|group| &group.metric).collect();
    if metrics.len() < 2 {
        return Ok(());
    }
    let names: Vec<String> = metrics.into_iter().map(|id| format!("{} {id}", around.labels.metric(id))).collect();
    let names = names.join(context.lang.pick("、", ", "));
    bail!(context.lang.pick(
        format!("--map、--geojson：一张地图只能画一个指标，这里有：{names}：请只写其中一个"),
        format!("--map, --geojson: a map shows one metric, and this is about: {names}: name one of them"),
    ))
}

/// Draws the comparison: lines over the years, a map, or bars.
fn draw(
    context: &Context,
    args: &Args,
    comparison: &Comparison,
    around: Surroundings<'_>,
    (table, gazetteer): (&Table, &Gazetteer),
) -> anyhow::Result<()> {
    let mut names: Vec<String> = comparison.groups.iter().map(|group| around.labels.metric(&group.metric)).collect();
    names.dedup();
    let title = names.join(context.lang.pick("、", ", "));
    let drawing = if args.chart.is_map() {
        let years: BTreeSet<Option<i16>> = comparison.groups.iter().map(|group| group.year).collect();
        let year = years.first().copied().flatten().filter(|_| years.len() == 1);
        let title = year.map_or(title.clone(), |year| format!("{title} {year}"));
        args.chart.map(context, gazetteer, title, charts::values_by_place(comparison, around))?
    } else if args.by == By::Year {
        charts::comparison_timeline(comparison, title.clone(), around).draw()
    } else {
        charts::bar_chart(comparison, title.clone(), around).draw()
    };
    args.chart.write(context, &title, &drawing, table)
}

/// Says which places have no figure, and what stars mean.
fn say_what_lacks(context: &Context, args: &Args, comparison: &Comparison, around: Surroundings<'_>) {
    const NAMED: usize = 8;
    if comparison.per.is_some() {
        let lacking = comparison.groups.iter().filter(|group| group.ratio.is_none()).filter_map(|group| group.region);
        let places: BTreeSet<_> = lacking.collect();
        if !places.is_empty() {
            let mut named: Vec<String> =
                places.iter().take(NAMED).map(|code| around.labels.region(*code, None)).collect();
            if places.len() > NAMED {
                named.push("…".to_owned());
            }
            let named = named.join(context.lang.pick("、", ", "));
            context.say(&Message::NoFigure { n: places.len(), places: &named });
        }
    }
    if args.wide && args.output.is_for_people() && comparison.groups.iter().any(is_doubtful) {
        context.say(&Message::StarsMeanCaution);
    }
}

/// The columns of a wide table for a person.
fn wide_columns<'t>(table: &'t Table, args: &Args) -> Vec<&'t str> {
    let mut keys: Vec<&str> = table.columns.iter().map(|column| &*column.key).filter(|key| *key != "region").collect();
    if args.by == By::Year {
        keys.sort_by_key(|key| *key != "year");
    }
    keys
}

/// The columns for a person: the metric only where there are several, what was asked for next to the number.
fn visible(comparison: &Comparison, axis: Axis) -> Vec<&'static str> {
    let mut visible = match axis {
        Axis::Region => vec!["region_name", "year"],
        Axis::Year => vec!["year", "region_name"],
    };
    let several = comparison.groups.windows(2).any(|pair| pair[0].metric != pair[1].metric);
    if several {
        visible.insert(0, "metric_name");
    }
    visible.extend([
        "rank",
        "role_name",
        "number",
        "coverage",
        "per",
        "per_figure",
        "item",
        "period_text",
        "witnesses",
    ]);
    visible.extend(["mark_names", "doc", "start", "quote", "missing"]);
    visible
}
