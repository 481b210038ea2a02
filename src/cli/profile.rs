//! `profile`: everything known of a place on one page.

use std::io::{BufWriter, Write};

use tongjian::compare::Profile;
use tongjian::export::rows::{self, Section, Surroundings};
use tongjian::export::{Labels, write_html, write_markdown};
use tongjian::index::{Filter, Index, Kind, Prints};
use tongjian::model::{DocId, PartialDate, Record};

use super::Exit;
use super::context::Context;
use super::messages::{Advice, Message};
use super::names;
use super::output::draw;

/// Tell everything known of a place on one page: practices, platforms, figures, reports, contradictions, gaps
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A place: its name or code
    #[arg(value_name = "PLACE")]
    place: String,
    /// Text for a terminal, or a page for a document of one's own
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    format: PageFormat,
}

/// The forms in which a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PageFormat {
    /// Tables that line up; long cells are cut on a terminal
    Text,
    /// Markdown with tables
    Markdown,
    /// A web page that needs nothing beside itself
    Html,
}

/// Writes the page of each place that bears the name and that a report tells of.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let places = names::regions(context, &reader.dictionaries, &args.place)?;
    let library = context.library(&reader)?;
    let index = library.index();
    let articles = index.articles()?;
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    let records = records(index, &Filter { regions: places.clone(), ..Filter::default() })?;
    let profiles = places.iter().map(|place| Profile::new(*place, &records, &articles, &reader.dictionaries));
    let profiles: Vec<Profile> = profiles.filter(|profile| !profile.is_empty() || !profile.within.is_empty()).collect();
    if profiles.is_empty() {
        let what = format!("“{}”", args.place);
        context.say(&Message::NothingFound { what: &what, n_reports: articles.len(), advice: Advice::SearchWords });
        return Ok(Exit::AllFine);
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (n, profile) in profiles.iter().enumerate() {
        let (title, summary) = (title(profile, around), summary(profile, context));
        let sections = rows::profile(profile, &reader.dictionaries, around);
        let lines = [&*summary];
        if n > 0 && args.format != PageFormat::Html {
            writeln!(out)?;
        }
        match args.format {
            PageFormat::Text => write_text(context, &title, &summary, &sections, &mut out)?,
            PageFormat::Markdown => write_markdown(&title, &lines, &sections, context.lang, &mut out)?,
            PageFormat::Html => write_html(&title, &lines, &sections, context.lang, &mut out)?,
        }
    }
    out.flush()?;
    Ok(Exit::AllFine)
}

/// What the reports say of some places, and what is odd about the reports that tell of them.
fn records(index: &Index, filter: &Filter) -> anyhow::Result<Vec<Record>> {
    let mut records =
        index.claims(&[Kind::Article, Kind::Fact, Kind::Practice, Kind::Platform], filter, Prints::Together)?;
    let mut docs: Vec<DocId> = records.iter().map(|record| record.doc().clone()).collect();
    docs.dedup();
    if !docs.is_empty() {
        records.extend(index.records(&[Kind::Problem], &Filter { docs, ..Filter::default() })?);
    }
    Ok(records)
}

fn title(profile: &Profile, around: Surroundings<'_>) -> String {
    let latest = profile.reports.iter().filter_map(|report| report.date).map(PartialDate::year).max();
    format!("{} {}", around.labels.region(profile.region, latest), profile.region)
}

fn summary(profile: &Profile, context: &Context) -> String {
    let Profile { practices, platforms, results, reports, unknown_families, .. } = profile;
    let (n_reports, n_practices, n_platforms) = (reports.len(), practices.len(), platforms.len());
    let (n_figures, n_gaps, n_disputed) = (results.groups.len(), unknown_families.len(), profile.disputed().count());
    context.lang.pick(
        format!(
            "报告 {n_reports} 篇，做法 {n_practices} 种，平台 {n_platforms} 个，历年数字 {n_figures} 项（其中前后不一 \
             {n_disputed} 项），没有数字的方面 {n_gaps} 个"
        ),
        format!(
            "reports {n_reports}, practices {n_practices}, platforms {n_platforms}, figures by year {n_figures} \
             (told differently {n_disputed}), families without a figure {n_gaps}"
        ),
    )
}

fn write_text(
    context: &Context,
    title: &str,
    summary: &str,
    sections: &[Section],
    out: &mut impl Write,
) -> std::io::Result<()> {
    writeln!(out, "{title}\n{summary}")?;
    for Section { title, table } in sections {
        writeln!(out, "\n── {title}")?;
        draw(out, context, table)?;
    }
    Ok(())
}
