//! `who`: which counties use a practice or platform, since when, with evidence.

use tongjian::compare::{Use, adopters};
use tongjian::export::Labels;
use tongjian::export::rows::{self, Surroundings};
use tongjian::index::{Filter, Index, Kind, SearchQuery};
use tongjian::library::Reader;
use tongjian::model::Record;

use super::Exit;
use super::context::Context;
use super::filters::Scope;
use super::messages::{Advice, Message};
use super::names;
use super::output::{Listing, Output};

/// Tell which places use a practice or platform, since when, with the sentence that shows it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A practice (id, label or alias), part of a platform's name, or any words
    #[arg(value_name = "PRACTICE")]
    what: String,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    output: Output,
}

const VISIBLE: &[&str] = &["region_name", "since", "latest", "reports", "names", "doc", "start", "quote"];

/// Looks for a practice, else for platforms, else for the words.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let library = context.library(&reader)?;
    let index = library.index();
    let articles = index.articles()?;
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let (uses, has_names) = uses(context, &reader, index, &args.what, &filter)?;
    let adopters = adopters(&uses, &articles);
    let table = rows::adopters(&adopters, Surroundings { labels, articles: &articles });
    let visible: Vec<&str> = VISIBLE.iter().copied().filter(|key| *key != "names" || has_names).collect();
    args.output.write(context, &Listing { table: &table, visible: &visible, records: None })?;
    if table.rows.is_empty() {
        let what = format!("“{}”", args.what);
        let advice = Advice::widen_or(!filter.is_empty(), Advice::OtherWords);
        context.say(&Message::NothingFound { what: &what, n_reports: articles.len(), advice });
    }
    Ok(Exit::AllFine)
}

/// Everything that shows a use, and whether each use has a name of its own.
fn uses(
    context: &Context,
    reader: &Reader,
    index: &Index,
    what: &str,
    filter: &Filter,
) -> anyhow::Result<(Vec<Use>, bool)> {
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let of_kind = |kind, filter| -> anyhow::Result<Vec<Use>> {
        let records = index.records(&[kind], &filter)?;
        Ok(records.into_iter().filter_map(|record| to_use(record, labels)).collect())
    };
    if let Some(practice) = names::practice(&reader.dictionaries, what) {
        let uses = of_kind(Kind::Practice, Filter { practices: vec![practice], ..filter.clone() })?;
        return Ok((uses, false));
    }
    let platforms = vec![what.to_owned()];
    // A platform that the library knows elsewhere is still a platform, not just words.
    let anywhere = Filter { platforms: platforms.clone(), ..Filter::default() };
    if !index.records(&[Kind::Platform], &anywhere)?.is_empty() {
        return Ok((of_kind(Kind::Platform, Filter { platforms, ..filter.clone() })?, true));
    }
    context.say(&Message::SearchedAsWords { what });
    Ok((mentions(index, what, filter)?, false))
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
            corrected: practice.corrected.map(|review| review.verdict),
        },
        Record::Platform(platform) => Use {
            name: platform.name,
            doc: platform.doc,
            start: platform.start,
            end: platform.end,
            region: platform.region,
            quote: platform.quote,
            corrected: platform.corrected.map(|review| review.verdict),
        },
        _ => return None,
    })
}

/// Passages that hold the words, each as a use.
fn mentions(index: &Index, what: &str, filter: &Filter) -> anyhow::Result<Vec<Use>> {
    let query: SearchQuery = what.parse()?;
    let found = index.search(&query, filter, usize::MAX)?;
    Ok(found
        .hits
        .into_iter()
        .map(|hit| Use {
            quote: sentence_around(&hit.passage.text, hit.highlights.first()),
            name: what.to_owned(),
            doc: hit.passage.doc,
            start: hit.passage.start,
            end: hit.passage.end,
            region: hit.passage.region,
            corrected: None,
        })
        .collect())
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
