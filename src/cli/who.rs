//! `who`: which counties use a practice or platform, since when, with evidence.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use tongjian::compare::{Adopter, Others, Places, Use, adopters, others, spread};
use tongjian::dictionary::Gazetteer;
use tongjian::export::rows::{self, Surroundings};
use tongjian::export::{Labels, Table, charts};
use tongjian::index::{Dates, Filter, Hit, Index, Kind, Prints, SearchQuery};
use tongjian::library::Reader;
use tongjian::model::{Record, RegionCode};

use super::Exit;
use super::chart::Chart;
use super::context::Context;
use super::filters::{Peers, Scope};
use super::messages::{Advice, AnswerListing, Message};
use super::names;
use super::output::{Listing, Output};

/// Tell which places use a practice or platform, since when, with the sentence that shows it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A practice (id, label or alias), part of a platform's name, or any words; several make a matrix of places
    #[arg(value_name = "PRACTICE", required = true)]
    what: Vec<String>,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    peers: Peers,
    /// Also list places that were read and do not mention it and, with --region or --like, those without a report
    #[arg(long)]
    all: bool,
    /// Tell year by year which places are new and how many there are by then
    #[arg(long, conflicts_with = "all")]
    timeline: bool,
    #[command(flatten)]
    chart: Chart,
    #[command(flatten)]
    output: Output,
}

const VISIBLE: &[&str] = &["region_name", "answer", "since", "latest", "reports", "names", "doc", "start", "quote"];

/// Who uses one of the things that were asked for.
struct Found {
    /// What it is called.
    name: String,
    adopters: Vec<Adopter>,
    /// Whether each place has a name of its own for it.
    has_names: bool,
}

/// Looks for practices, else for platforms, else for the words.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    args.chart.check(context)?;
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let (filter, places) = args.peers.narrow(filter, context, &reader.dictionaries)?;
    let library = context.library(&reader)?;
    let index = library.index();
    let n_reports = index.n_reports()?;
    let articles = BTreeMap::new();
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    let mut found = Vec::new();
    for what in &args.what {
        let (uses, dates, has_names) = uses(context, &reader, index, what, (&filter, args.scope.prints()))?;
        let mut adopters = adopters(&uses, &dates);
        adopters.retain(|adopter| places.admit_level(adopter.region));
        let name = names::practice(&reader.dictionaries, what).map_or(what.clone(), |id| around.labels.practice(&id));
        found.push(Found { name, adopters, has_names });
    }
    let users: BTreeSet<RegionCode> =
        found.iter().flat_map(|found| found.adopters.iter().filter_map(|adopter| adopter.region)).collect();
    let read = Filter { docs: filter.docs.clone(), years: filter.years.clone(), ..Filter::default() };
    let others = others(&places, &users, &index.told_of(&read)?, &reader.dictionaries.regions);
    let (table, visible) = table(args, &found, &listed(args, &places, &others), around);
    let visible: Vec<&str> = visible.iter().map(String::as_str).collect();
    args.output.write(context, &Listing { table: &table, visible: &visible, records: None })?;
    if args.chart.is_wanted() && !users.is_empty() {
        draw(context, args, &found, around, (&table.select(&visible), &others, &reader.dictionaries.regions))?;
    }
    if users.is_empty() && found.iter().all(|found| found.adopters.is_empty()) {
        let what = format!("“{}”", args.what.join(" "));
        let narrowed = !filter.is_empty() || !places.levels.is_empty();
        let advice = Advice::widen_or(narrowed, Advice::OtherWords);
        context.say(&Message::NothingFound { what: &what, n_reports, advice });
    }
    if n_reports > 0 {
        let Others { not_mentioned, not_read } = &others;
        let (uses, not_mentioned, not_read) = (users.len(), not_mentioned.len(), not_read.len());
        let listing = match (args.all, places.within.is_empty()) {
            (false, _) => AnswerListing::Users,
            (true, true) => AnswerListing::NoRegion,
            (true, false) => AnswerListing::All,
        };
        context.say(&Message::Answers { uses, not_mentioned, not_read, listing });
    }
    Ok(Exit::AllFine)
}

/// Draws the answer: a map, the spread over the years, or a matrix of several practices.
fn draw(
    context: &Context,
    args: &Args,
    found: &[Found],
    around: Surroundings<'_>,
    (table, others, gazetteer): (&Table, &Others, &Gazetteer),
) -> anyhow::Result<()> {
    let names: Vec<&str> = found.iter().map(|found| &*found.name).collect();
    let title = names.join(context.lang.pick("、", ", "));
    let drawing = match found {
        [only] if args.chart.is_map() => {
            args.chart.map(context, gazetteer, title.clone(), charts::adoption_map(&only.adopters))?
        }
        _ if args.chart.is_map() => bail!(
            context
                .lang
                .pick("--map、--geojson：一张地图只能画一种做法", "--map, --geojson: a map shows one practice",)
        ),
        [_, _, ..] if !args.timeline => {
            let silent: &[RegionCode] = if args.all { &others.not_mentioned } else { &[] };
            charts::heat_map(&rows::uptake(&columns(found), silent, around), title.clone(), around).draw()
        }
        _ => {
            let years: Vec<_> = found.iter().map(|found| (found.name.clone(), spread(&found.adopters))).collect();
            charts::spread_timeline(&years, title.clone(), around).draw()
        }
    };
    args.chart.write(context, &title, &drawing, table)
}

fn columns(found: &[Found]) -> Vec<(String, Vec<Adopter>)> {
    found.iter().map(|found| (found.name.clone(), found.adopters.clone())).collect()
}

/// The places that are listed beside those that use it: all without a report would be thousands, so that they are
/// listed only within places that were named.
fn listed(args: &Args, places: &Places, others: &Others) -> Others {
    if !args.all {
        return Others::default();
    }
    let not_read = if places.within.is_empty() { Vec::new() } else { others.not_read.clone() };
    Others { not_mentioned: others.not_mentioned.clone(), not_read }
}

/// The answer as a table, and its columns for a person.
fn table(args: &Args, found: &[Found], listed: &Others, around: Surroundings<'_>) -> (Table, Vec<String>) {
    let owned = |keys: &mut dyn Iterator<Item = &str>| keys.map(str::to_owned).collect::<Vec<String>>();
    if args.timeline {
        let mut all = Table::default();
        for Found { name, adopters, .. } in found {
            let mut table = rows::spread(&spread(adopters), around);
            if found.len() > 1 {
                table = table.led_by(("practice_name", "做法", "practice"), name);
            }
            all.columns = table.columns;
            all.rows.extend(table.rows);
        }
        let visible = all.columns.iter().map(|column| column.key.to_string()).collect();
        return (all, visible);
    }
    if let [Found { adopters, has_names, .. }] = found {
        let mut keys = VISIBLE.iter().copied().filter(|key| match *key {
            "names" => *has_names,
            "answer" => args.all,
            _ => true,
        });
        return (rows::adopters(adopters, listed, around), owned(&mut keys));
    }
    let table = rows::uptake(&columns(found), &listed.not_mentioned, around).table();
    let visible = owned(&mut table.columns.iter().map(|column| &*column.key).filter(|key| *key != "region"));
    (table, visible)
}

/// Everything that shows a use, when that was published, and whether each use has a name of its own.
fn uses(
    context: &Context,
    reader: &Reader,
    index: &Index,
    what: &str,
    (filter, prints): (&Filter, Prints),
) -> anyhow::Result<(Vec<Use>, Dates, bool)> {
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let of_kind = |kind, filter, has_names| -> anyhow::Result<(Vec<Use>, Dates, bool)> {
        let (records, dates) = index.dated_claims(&[kind], &filter, prints)?;
        Ok((records.into_iter().filter_map(|record| to_use(record, labels)).collect(), dates, has_names))
    };
    if let Some(practice) = names::practice(&reader.dictionaries, what) {
        return of_kind(Kind::Practice, Filter { practices: vec![practice], ..filter.clone() }, false);
    }
    let platforms = vec![what.to_owned()];
    // A platform that the library knows elsewhere is still a platform, not just words.
    let anywhere = Filter { platforms: platforms.clone(), ..Filter::default() };
    if !index.records(&[Kind::Platform], &anywhere)?.is_empty() {
        return of_kind(Kind::Platform, Filter { platforms, ..filter.clone() }, true);
    }
    context.say(&Message::SearchedAsWords { what });
    let (uses, dates) = mentions(index, what, filter)?;
    Ok((uses, dates, false))
}

fn to_use(record: Record, labels: Labels<'_>) -> Option<Use> {
    Some(match record {
        Record::Practice(practice) => Use {
            name: labels.practice(&practice.practice),
            doc: practice.doc,
            start: practice.start,
            end: practice.end,
            region: practice.region,
            quote: practice.quote,
            also_in: practice.also_in,
            corrected: practice.corrected.map(|review| review.verdict),
        },
        Record::Platform(platform) => Use {
            name: platform.name,
            doc: platform.doc,
            start: platform.start,
            end: platform.end,
            region: platform.region,
            quote: platform.quote,
            also_in: platform.also_in,
            corrected: platform.corrected.map(|review| review.verdict),
        },
        _ => return None,
    })
}

/// Passages that hold the words, each as a use.
fn mentions(index: &Index, what: &str, filter: &Filter) -> anyhow::Result<(Vec<Use>, Dates)> {
    let query: SearchQuery = what.parse()?;
    let found = index.search(&query, filter, usize::MAX)?;
    let date = |hit: &Hit| Some((hit.passage.doc.clone(), hit.passage.date?));
    let dates = found.hits.iter().filter_map(date).collect();
    let uses = found
        .hits
        .into_iter()
        .map(|hit| Use {
            quote: sentence_around(&hit.passage.text, hit.highlights.first()).into(),
            name: what.to_owned(),
            also_in: Vec::new(),
            doc: hit.passage.doc,
            start: hit.passage.start,
            end: hit.passage.end,
            region: hit.passage.region,
            corrected: None,
        })
        .collect();
    Ok((uses, dates))
}

/// The sentence of a passage that holds a match.
fn sentence_around(text: &str, place: Option<&std::ops::Range<usize>>) -> String {
    let Some(place) = place else { return text.to_owned() };
    let ends = ['。', '！', '？', '；'];
    let start =
        text[..place.start].rfind(ends).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[place.end..].find(ends).map_or(text.len(), |at| {
        let at = place.end + at;
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    text[start..end].trim().to_owned()
}
