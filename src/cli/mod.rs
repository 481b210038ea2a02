//! The command line: arguments here, one file a command, every message in `messages`.

mod apply;
mod chart;
mod columns;
mod compare;
mod completions;
mod conditions;
mod context;
mod corrections;
mod dictionary;
mod discover;
mod dry_run;
mod eval;
mod explain;
mod export;
mod extract;
mod facts;
mod faults;
mod filters;
mod help;
mod ingest;
mod list;
mod messages;
mod names;
mod output;
mod pack;
mod per;
mod plain;
mod platforms;
mod practices;
mod profile;
mod rebuild;
mod review;
mod review_messages;
mod search;
mod show;
mod status;
mod to_review;
mod who;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use tongjian::model::Lang;

use context::Context;

/// Reads Chinese committee work reports and turns them into facts that can be searched, compared and traced.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, clap::Args)]
struct Global {
    /// Folder of the library [default: that of `TONGJIAN_LIBRARY`, else the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    library: Option<PathBuf>,
    /// Folder of dictionaries to use instead of those built in
    #[arg(long, global = true, value_name = "DIR")]
    dictionaries: Option<PathBuf>,
    /// Language of messages: zh or en [default: that of the locale]
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Lang>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Ingest(ingest::Args),
    Search(search::Args),
    Who(who::Args),
    Compare(compare::Args),
    Facts(facts::Args),
    Platforms(platforms::Args),
    Practices(practices::Args),
    Show(show::Args),
    Profile(profile::Args),
    Export(export::Args),
    Pack(pack::Args),
    Review(review::Args),
    Apply(apply::Args),
    Corrections(corrections::Args),
    Discover(discover::Args),
    Eval(eval::Args),
    Status(status::Args),
    Rebuild(rebuild::Args),
    Dictionary(dictionary::Args),
    Completions(completions::Args),
}

/// How a command that could be carried out ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    AllFine,
    /// Some reports could not be used; they were named.
    SomeFailed,
}

impl Exit {
    /// The end of a run of which so many reports failed.
    fn after(n_failed: usize) -> Self {
        if n_failed == 0 { Self::AllFine } else { Self::SomeFailed }
    }
}

/// Carries out what the command line asks for.
pub(crate) fn run() -> anyhow::Result<Exit> {
    let lang = language(std::env::args_os().map(|word| word.to_string_lossy().into_owned()));
    let matches = help::in_language(Cli::command(), lang).get_matches_from(std::env::args_os().map(excluding));
    let cli = Cli::from_arg_matches(&matches)?;
    let context = Context::new(cli.global, lang);
    match cli.command {
        Command::Extract(args) => extract::run(&context, &args),
        Command::Ingest(args) => ingest::run(&context, &args),
        Command::Search(args) => search::run(&context, &args),
        Command::Who(args) => who::run(&context, &args),
        Command::Compare(args) => compare::run(&context, &args),
        Command::Facts(args) => facts::run(&context, &args),
        Command::Platforms(args) => platforms::run(&context, &args),
        Command::Practices(args) => practices::run(&context, &args),
        Command::Show(args) => show::run(&context, &args),
        Command::Profile(args) => profile::run(&context, &args),
        Command::Export(args) => export::run(&context, &args),
        Command::Pack(args) => pack::run(&context, &args),
        Command::Review(args) => review::run(&context, &args),
        Command::Apply(args) => apply::run(&context, &args),
        Command::Corrections(args) => corrections::run(&context, &args),
        Command::Discover(args) => discover::run(&context, &args),
        Command::Eval(args) => eval::run(&context, &args),
        Command::Status(args) => status::run(&context, &args),
        Command::Rebuild(args) => rebuild::run(&context, &args),
        Command::Dictionary(args) => dictionary::run(&context, &args),
        Command::Completions(args) => completions::run(&args),
    }
}

/// A word such as -电梯, which excludes: no option begins with a letter that is not Latin, but clap would look for one,
/// so that it gets the full-width sign, which means the same.
fn excluding(word: OsString) -> OsString {
    let rest = word.to_str().and_then(|text| text.strip_prefix('-'));
    match rest.filter(|rest| rest.starts_with(|first: char| !first.is_ascii())) {
        Some(rest) => format!("－{rest}").into(),
        None => word,
    }
}

/// The language that `--lang` or else the locale asks for, found before the command line is understood, so that help
/// and complaints about the command line are in it too.
fn language(arguments: impl Iterator<Item = String>) -> Lang {
    let arguments: Vec<String> = arguments.collect();
    let apart = arguments.iter().position(|word| word == "--lang").and_then(|at| arguments.get(at + 1));
    let joined = arguments.iter().find_map(|word| word.strip_prefix("--lang="));
    let asked = joined.or(apart.map(String::as_str)).and_then(|name| name.parse().ok());
    asked.unwrap_or_else(|| sys_locale::get_locale().map_or(Lang::En, |locale| Lang::from_locale(&locale)))
}

/// Writes a line to standard error; nobody can be told if that fails.
///
/// File names may hold anything: control characters are shown as escapes, so that they cannot command the terminal.
pub(crate) fn complain(line: &str) {
    let mut shown = String::with_capacity(line.len());
    for character in line.chars() {
        if character.is_control() { shown.extend(character.escape_default()) } else { shown.push(character) }
    }
    let _ = writeln!(std::io::stderr().lock(), "{shown}");
}
