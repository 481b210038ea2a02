//! `export`: records into a file.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tongjian::compare::{Options, compare};
use tongjian::export::rows::{self, RowKind, Surroundings};
use tongjian::export::{
    ByteOrderMark, Choices, Dossier, FileFormat, Labels, Table, with_names, with_stata_names, write_csv,
    write_csv_in_gb18030, write_database, write_parquet, write_records, write_review_book, write_workbook,
};
use tongjian::index::{Filter, Kind};
use tongjian::library::{Library, Reader};
use tongjian::model::Record;

use super::Exit;
use super::context::Context;
use super::filters::{Scope, StatusName, Topic};
use super::messages::Message;
use super::review_messages::ReviewMessage;
use super::to_review::to_review;

/// Write records into a file, its format by its extension: csv, jsonl, xlsx, parquet or sqlite
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// File to write: facts.csv, platforms.parquet … hold one kind of record, .jsonl, .xlsx and .sqlite files all kinds, review.xlsx what is to be reviewed
    file: PathBuf,
    /// Kind of record [default: by the file's name; else facts in .csv and .parquet files, all kinds in a .jsonl file]
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// Encoding of a .csv file
    #[arg(long, value_enum, default_value_t = EncodingName::Utf8)]
    encoding: EncodingName,
    /// In a .csv or .parquet file, a row a place and year and a column a metric: headline values, bounds, cautions
    #[arg(long, conflicts_with = "kind")]
    wide: bool,
    /// In a .csv or .parquet file, names of columns that Stata takes, and a codebook beside it that tells which is which
    #[arg(long)]
    stata: bool,
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
    /// What nobody has reviewed yet, to be filled in and given to `apply`
    Review,
}

/// The encodings in which CSV files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum EncodingName {
    /// UTF-8 with the byte order mark by which Excel knows it
    #[value(name = "utf-8")]
    Utf8,
    /// What older Chinese programs expect
    Gb18030,
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
            ("review", Self::Review),
            ("复核", Self::Review),
        ];
        names.into_iter().find(|(name, _)| stem.starts_with(name)).map(|(_, kind)| kind)
    }

    /// The kind in the index and the kind of row; `None` for the table to review, which has rows of its own.
    const fn kinds(self) -> Option<(Kind, RowKind)> {
        Some(match self {
            Self::Articles => (Kind::Article, RowKind::Articles),
            Self::Facts => (Kind::Fact, RowKind::Facts),
            Self::Platforms => (Kind::Platform, RowKind::Platforms),
            Self::Practices => (Kind::Practice, RowKind::Practices),
            Self::Problems => (Kind::Problem, RowKind::Problems),
            Self::Review => return None,
        })
    }
}

/// Every kind of record.
pub(super) const ALL: &[Kind] = &[Kind::Article, Kind::Fact, Kind::Platform, Kind::Practice, Kind::Problem];

/// Exports; the file appears whole or not at all.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let format = FileFormat::of(&args.file)?;
    if args.encoding != EncodingName::Utf8 && format != FileFormat::Csv {
        bail!(context.lang.pick(
            "--encoding：只有 csv 文件可选编码，其他格式有自己的规定",
            "--encoding: only csv files come in several encodings; other formats have their own",
        ));
    }
    if (args.wide || args.stata) && !matches!(format, FileFormat::Csv | FileFormat::Parquet) {
        bail!(context.lang.pick(
            "--wide、--stata：只用于 csv 和 parquet 文件（工作簿里“比较”一表已是宽表）",
            "--wide, --stata: only for csv and parquet files (a workbook has the sheet “comparison”)",
        ));
    }
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let filter = Filter {
        statuses: args.status.iter().map(|status| status.status()).collect(),
        ..args.topic.narrow(filter, context, &reader.dictionaries)?
    };
    let library = context.library(&reader)?;
    let kind = args.kind.or_else(|| KindName::of_file(&args.file));
    if kind == Some(KindName::Review) {
        return export_review(context, args, format, (&library, &reader), &filter);
    }
    let mut n = 0;
    match format {
        FileFormat::Csv | FileFormat::Parquet => {
            let around = Surroundings {
                labels: Labels::new(&reader.dictionaries, context.lang),
                articles: &library.index().articles()?,
            };
            let kind = kind.unwrap_or(KindName::Facts);
            let table = flat_table(args, kind, &reader, (&library, &filter), around)?;
            n += table.rows.len();
            write_flat(args, format, &table, &reader, context)?;
        }
        FileFormat::Workbook => {
            let dossier = dossier(context, args, &reader, &library, &filter)?;
            n += dossier.n_records();
            let bytes = write_workbook(&dossier, context.lang).with_context(|| named(&args.file))?;
            write_whole(&args.file, |out| Ok(out.write_all(&bytes)?))?;
        }
        FileFormat::Database => {
            let dossier = dossier(context, args, &reader, &library, &filter)?;
            n += dossier.n_records();
            let labels = Labels::new(&reader.dictionaries, context.lang);
            put_in_place(&args.file, |part| {
                // What a killed run left would be added to.
                match fs_err::remove_file(part) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                    _ => {}
                }
                Ok(write_database(&dossier, &reader.dictionaries, labels, part)?)
            })?;
        }
        FileFormat::JsonLines => {
            let one = kind.and_then(KindName::kinds).map(|(kind, _)| [kind]);
            let records = library.index().claims(one.as_ref().map_or(ALL, |one| one), &filter, args.scope.prints())?;
            n += records.len();
            write_whole(&args.file, |out| Ok(write_records(&records, out)?))?;
        }
    }
    context.say(&Message::Written { file: &args.file, n });
    Ok(Exit::AllFine)
}

/// One kind of record a row each, or headline values in the wide form.
fn flat_table(
    args: &Args,
    kind: KindName,
    reader: &Reader,
    (library, filter): (&Library, &Filter),
    around: Surroundings<'_>,
) -> anyhow::Result<Table> {
    if !args.wide {
        let (kind, row_kind) = kind.kinds().unwrap_or((Kind::Fact, RowKind::Facts));
        return Ok(rows::of_kind(row_kind, &library.index().claims(&[kind], filter, args.scope.prints())?, around));
    }
    let records = library.index().claims(&[Kind::Fact], filter, args.scope.prints())?;
    let facts = records.into_iter().filter_map(|r| if let Record::Fact(fact) = r { Some(fact) } else { None });
    Ok(rows::wide(&compare(facts, around.articles, &reader.dictionaries.units, &options(filter)), around))
}

/// Writes one table and, where its columns got other names, the codebook beside it.
fn write_flat(
    args: &Args,
    format: FileFormat,
    table: &Table,
    reader: &Reader,
    context: &Context,
) -> anyhow::Result<()> {
    let renamed = args.stata.then(|| with_stata_names(table));
    let written = renamed.as_ref().unwrap_or(table);
    write_whole(&args.file, |out| match (format, args.encoding) {
        (FileFormat::Parquet, _) => write_parquet(written, out).with_context(|| named(&args.file)),
        (_, EncodingName::Utf8) => Ok(write_csv(written, out, ByteOrderMark::With)?),
        (_, EncodingName::Gb18030) => write_csv_in_gb18030(written, out).with_context(|| named(&args.file)),
    })?;
    let Some(renamed) = &renamed else { return Ok(()) };
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let book = rows::codebook([(&*stem, table)], &reader.dictionaries, context.lang);
    let book = with_names(&book, table, renamed);
    let file = args.file.with_file_name(format!("{stem}_codebook.csv"));
    write_whole(&file, |out| Ok(write_csv(&book, out, ByteOrderMark::With)?))?;
    context.say(&Message::Written { file: &file, n: book.rows.len() });
    Ok(())
}

/// Which statements are compared: results, unless the filter asks for others.
fn options(filter: &Filter) -> Options {
    let mut options = Options::default();
    if !filter.statuses.is_empty() {
        options.statuses.clone_from(&filter.statuses);
    }
    options
}

/// What nobody has reviewed yet, as a table that a person fills in and `apply` reads back.
fn export_review(
    context: &Context,
    args: &Args,
    format: FileFormat,
    (library, reader): (&Library, &Reader),
    filter: &Filter,
) -> anyhow::Result<Exit> {
    let articles = library.index().articles()?;
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let table = rows::review(to_review(library, filter)?, Surroundings { labels, articles: &articles })?;
    match format {
        FileFormat::Csv => write_flat(args, format, &table, reader, context)?,
        FileFormat::Workbook => {
            let indexed = library.manifest()?.entries().filter(|entry| entry.is_indexed());
            let reports = indexed.map(|entry| entry.doc.to_string()).collect();
            let choices = Choices::new(&table, &reader.dictionaries, labels, reports);
            let bytes = write_review_book(&table, &choices, context.lang).with_context(|| named(&args.file))?;
            write_whole(&args.file, |out| Ok(out.write_all(&bytes)?))?;
        }
        FileFormat::JsonLines | FileFormat::Database | FileFormat::Parquet => bail!(context.lang.pick(
            "供复核的表只写成 xlsx 或 csv：如 review.xlsx",
            "the table to review comes as xlsx or csv: review.xlsx, for instance",
        )),
    }
    context.say(&Message::Review(ReviewMessage::Waiting { file: &args.file, n: table.rows.len() }));
    Ok(Exit::AllFine)
}

/// Everything of the library that the filter lets through, as tables.
fn dossier(
    context: &Context,
    args: &Args,
    reader: &Reader,
    library: &Library,
    filter: &Filter,
) -> anyhow::Result<Dossier> {
    if args.kind.is_some() {
        bail!(context.lang.pick(
            "--kind：这种格式总是含有各类记录，请去掉此项，或写成 csv、jsonl",
            "--kind: this format always holds every kind: leave the option out, or write csv or jsonl",
        ));
    }
    let records = library.index().claims(ALL, filter, args.scope.prints())?;
    let articles = library.index().articles()?;
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    Ok(Dossier::new(&records, &reader.dictionaries, around, &options(filter)))
}

/// The file for a message about what could not be written into it.
fn named(file: &Path) -> String {
    file.display().to_string()
}

/// Writes the bytes of a file that appears whole or not at all.
pub(super) fn write_whole(
    file: &Path,
    write: impl FnOnce(&mut BufWriter<fs_err::File>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    put_in_place(file, |part| {
        let mut out = BufWriter::new(fs_err::File::create(part)?);
        write(&mut out)?;
        Ok(out.flush()?)
    })
}

/// Has something written beside the file and puts the result in its place.
fn put_in_place(file: &Path, write: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let written = write(&part).and_then(|()| Ok(fs_err::rename(&part, file)?));
    if written.is_err() {
        // The fault that is reported is the one that came first.
        let _ = fs_err::remove_file(&part);
    }
    written
}
