//! `export`: records into a file.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tongjian::export::rows::{self, RowKind, Surroundings};
use tongjian::export::{ByteOrderMark, FileFormat, Labels, write_csv, write_records};
use tongjian::index::{Filter, Kind};

use super::Exit;
use super::context::Context;
use super::filters::{Scope, StatusName, Topic};
use super::messages::Message;

/// Write records into a file, its format by its extension: csv or jsonl
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// File to write: facts.csv, platforms.csv … hold one kind of record, a .jsonl file all kinds
    file: PathBuf,
    /// Kind of record [default: by the file's name; else facts in a .csv file and all kinds in a .jsonl file]
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    topic: Topic,
    /// Only statements of this kind
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum KindName {
    /// Reports
    Articles,
    /// Numbers
    Facts,
    /// Named things
    Platforms,
    /// Ways of working
    Practices,
    /// Oddities
    Problems,
}

impl KindName {
    /// The kind that a file is named after: `facts-2024.csv`.
    fn of_file(path: &Path) -> Option<Self> {
        let stem = path.file_stem()?.to_string_lossy().to_lowercase();
        let names = [
            ("article", Self::Articles),
            ("report", Self::Articles),
            ("fact", Self::Facts),
            ("platform", Self::Platforms),
            ("practice", Self::Practices),
            ("problem", Self::Problems),
        ];
        names.into_iter().find(|(name, _)| stem.starts_with(name)).map(|(_, kind)| kind)
    }

    const fn kinds(self) -> (Kind, RowKind) {
        match self {
            Self::Articles => (Kind::Article, RowKind::Articles),
            Self::Facts => (Kind::Fact, RowKind::Facts),
            Self::Platforms => (Kind::Platform, RowKind::Platforms),
            Self::Practices => (Kind::Practice, RowKind::Practices),
            Self::Problems => (Kind::Problem, RowKind::Problems),
        }
    }
}

const ALL: &[Kind] = &[Kind::Article, Kind::Fact, Kind::Platform, Kind::Practice, Kind::Problem];

/// Exports; the file appears whole or not at all.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let format = FileFormat::of(&args.file)?;
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let filter = Filter {
        statuses: args.status.iter().map(|status| status.status()).collect(),
        ..args.topic.narrow(filter, context, &reader.dictionaries)?
    };
    let library = context.library(&reader)?;
    let kind = args.kind.or_else(|| KindName::of_file(&args.file));
    let mut n = 0;
    match format {
        FileFormat::Csv => {
            let (kind, row_kind) = kind.unwrap_or(KindName::Facts).kinds();
            let records = library.index().records(&[kind], &filter)?;
            let articles = library.index().articles()?;
            let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
            let table = rows::of_kind(row_kind, &records, around);
            n += table.rows.len();
            write_whole(&args.file, |out| Ok(write_csv(&table, out, ByteOrderMark::With)?))?;
        }
        FileFormat::JsonLines => {
            let one = kind.map(|kind| [kind.kinds().0]);
            let records = library.index().records(one.as_ref().map_or(ALL, |one| one), &filter)?;
            n += records.len();
            write_whole(&args.file, |out| Ok(write_records(&records, out)?))?;
        }
    }
    context.say(&Message::Written { file: &args.file, n });
    Ok(Exit::AllFine)
}

/// Writes beside the file and puts the result in its place.
fn write_whole(
    file: &Path,
    write: impl FnOnce(&mut BufWriter<fs_err::File>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let written = (|| {
        let mut out = BufWriter::new(fs_err::File::create(&part)?);
        write(&mut out)?;
        out.flush()?;
        Ok(fs_err::rename(&part, file)?)
    })();
    if written.is_err() {
        // The fault that is reported is the one that came first.
        let _ = fs_err::remove_file(&part);
    }
    written
}
