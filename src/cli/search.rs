//! `search`: passages, best first.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use tongjian::export::{Cell, Column, Labels, Table};
use tongjian::index::{Filter, Found, Hit, Index, Prints, Reprints, SearchQuery, TypedQuery};
use tongjian::model::{DocId, PartialDate, RegionCode};

use super::Exit;
use super::conditions;
use super::context::Context;
use super::filters::{Scope, Topic};
use super::messages::{Advice, Message};
use super::output::{Listing, Output, has_colours};

/// Find passages that hold all words, best first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Words that must all be found; "…" holds words together, -word excludes one. Conditions stand among them:
    /// metric:微协商 value>=10 region:福建 year:2024 practice: platform: doc:
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    topic: Topic,
    /// Most passages that are listed
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Put passages of one place together, the place of the best first
    #[arg(long, value_enum)]
    by: Option<By>,
    #[command(flatten)]
    output: Output,
}

/// What passages are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// The place that they are about
    Region,
}

/// Searches and lists.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let written = args.query.join(" ");
    let TypedQuery { query, named } = conditions::typed(context, &written)?;
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let filter = args.topic.narrow(filter, context, &reader.dictionaries)?;
    let filter: Filter = conditions::narrow(filter, &named, &written, context, &reader.dictionaries)?;
    let library = context.library(&reader)?;
    let mut found = search(library.index(), &query, &filter, args)?;
    if args.by == Some(By::Region) {
        by_region(&mut found.hits);
    }
    let labels = Labels::new(&reader.dictionaries, context.lang);
    if args.output.is_for_people() {
        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut place = None;
        for (n, hit) in found.hits.iter().enumerate() {
            if args.by == Some(By::Region) && place != Some(region_of(hit)) {
                place = Some(region_of(hit));
                let name = region_of(hit).map(|code| labels.region(code, None));
                writeln!(out, "── {}", name.as_deref().unwrap_or(context.lang.pick("（未写明）", "(not told)")))?;
            }
            write_hit(&mut out, context, labels, n + 1, hit)?;
        }
        out.flush()?;
    } else {
        let table = table(&found.hits, labels);
        args.output.write(context, &Listing { table: &table, visible: &[], records: None })?;
    }
    if found.hits.is_empty() {
        let what = format!("“{written}”");
        let n_reports = library.index().n_reports()?;
        let advice = Advice::widen_or(!filter.is_empty(), Advice::OtherWords);
        context.say(&Message::NothingFound { what: &what, n_reports, advice });
    } else if found.total > found.hits.len() {
        context.say(&Message::MoreFound { shown: found.hits.len(), total: found.total });
    }
    if found.undecided > 0 {
        context.say(&Message::Undecided { n: found.undecided });
    }
    Ok(Exit::AllFine)
}

/// The best passages; of several prints of one article, those of the print that fits best.
fn search(index: &Index, query: &SearchQuery, filter: &Filter, args: &Args) -> anyhow::Result<Found> {
    let reprints = match args.scope.prints() {
        Prints::Together => index.reprints()?,
        Prints::Apart => Reprints::default(),
    };
    let mut n_asked = args.limit;
    loop {
        let mut found = index.search(query, filter, n_asked)?;
        let n_found = found.hits.len();
        let mut shown: BTreeMap<DocId, DocId> = BTreeMap::new();
        found.hits.retain(|hit| {
            let doc = &hit.passage.doc;
            shown.entry(reprints.standing_for(doc).clone()).or_insert_with(|| doc.clone()) == doc
        });
        if found.hits.len() >= args.limit || n_found == found.total {
            found.total -= n_found - found.hits.len();
            found.hits.truncate(args.limit);
            return Ok(found);
        }
        n_asked = n_asked.saturating_mul(2);
    }
}

fn region_of(hit: &Hit) -> Option<RegionCode> {
    hit.passage.region.map(RegionCode::to_county)
}

/// Brings the hits of each place together, places and hits otherwise in the order they had.
fn by_region(hits: &mut [Hit]) {
    let mut order: Vec<Option<RegionCode>> = Vec::new();
    for hit in hits.iter() {
        if !order.contains(&region_of(hit)) {
            order.push(region_of(hit));
        }
    }
    hits.sort_by_key(|hit| order.iter().position(|region| *region == region_of(hit)));
}

fn write_hit(out: &mut impl Write, context: &Context, labels: Labels<'_>, n: usize, hit: &Hit) -> std::io::Result<()> {
    let passage = &hit.passage;
    let year = passage.date.map(PartialDate::year);
    let place = passage.region.map(|code| labels.region(code, year));
    let date = passage.date.map(|date| date.to_string());
    let rest = context.lang.pick("（其余各词见同一报告他处）", "(the other words stand elsewhere in the report)");
    let source = format!("{}:{}", passage.doc, passage.start);
    let head = [place, date, passage.title.clone(), passage.heading.clone(), Some(source)];
    let mut head: Vec<String> = head.into_iter().flatten().collect();
    head.dedup();
    writeln!(out, "{n}. {}{}", head.join(" · "), if hit.whole { "" } else { rest })?;
    writeln!(out, "   {}", excerpt(hit, if has_colours() { COLOURS } else { BRACKETS }))
}

/// What stands before and after a match.
type Marks = (&'static str, &'static str);
const BRACKETS: Marks = ("【", "】");
const COLOURS: Marks = ("\u{1b}[1;31m", "\u{1b}[0m");

/// Characters that an excerpt shows around its matches.
const EXCERPT: usize = 160;
/// Characters of an excerpt before the first match.
const BEFORE: usize = 30;

/// The part of the passage around the first match, matches marked.
fn excerpt(hit: &Hit, marks: Marks) -> String {
    let text = &hit.passage.text;
    let first = hit.highlights.first().map_or(0, |range| range.start);
    let boundary = |at: usize, n: usize| text[at..].char_indices().nth(n).map_or(text.len(), |(byte, _)| at + byte);
    let start = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(byte, _)| boundary(byte, 1));
    let end = boundary(start, EXCERPT);
    let ellipsis = |there: bool| if there { "…" } else { "" };
    format!("{}{}{}", ellipsis(start > 0), marked(hit, start, end, marks), ellipsis(end < text.len()))
}

/// A stretch of the passage with its matches marked; a match that the stretch cuts is shown as far as it goes.
fn marked(hit: &Hit, start: usize, end: usize, (open, close): Marks) -> String {
    let text = &hit.passage.text;
    let mut shown = String::new();
    let mut at = start;
    for range in hit.highlights.iter().filter(|range| range.end > start && range.start < end) {
        let (from, to) = (range.start.max(at), range.end.min(end));
        shown.extend([&text[at..from], open, &text[from..to], close]);
        at = to;
    }
    shown.push_str(&text[at..end]);
    shown
}

fn table(hits: &[Hit], labels: Labels<'_>) -> Table {
    let mut table = Table::new(&[
        Column::new("rank", "序", "rank"),
        Column::new("doc", "报告", "report"),
        Column::new("start", "起", "start"),
        Column::new("end", "止", "end"),
        Column::new("region", "代码", "code"),
        Column::new("region_name", "地区", "region"),
        Column::new("date", "报告日期", "reported"),
        Column::new("title", "标题", "title"),
        Column::new("heading", "小标题", "heading"),
        Column::new("text", "段落", "passage"),
        Column::new("marked", "段落（标出所查）", "marked"),
        Column::new("score", "得分", "score"),
    ]);
    table.rows = hits
        .iter()
        .enumerate()
        .map(|(n, hit)| {
            let passage = &hit.passage;
            let year = passage.date.map(PartialDate::year);
            vec![
                Cell::from(n + 1),
                passage.doc.as_str().into(),
                passage.start.into(),
                passage.end.into(),
                passage.region.map(|code| code.to_string()).into(),
                passage.region.map(|code| labels.region(code, year)).into(),
                passage.date.map(|date| date.to_string()).into(),
                passage.title.clone().into(),
                passage.heading.clone().into(),
                passage.text.as_str().into(),
                marked(hit, 0, passage.text.len(), BRACKETS).into(),
                // Three places: more would show differences that mean nothing.
                ((f64::from(hit.score) * 1000.0).round() / 1000.0).into(),
            ]
        })
        .collect();
    table
}
