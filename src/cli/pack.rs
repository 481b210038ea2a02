//! `pack`: the evidence pack, a folder in which every number leads to its sentence.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::bail;
use tongjian::compare::Options;
use tongjian::export::pack::{
    Evidence, FORMAT, PackManifest, PackPage, PackedFile, PackedReport, Source, front_page, report_page,
};
use tongjian::export::rows::Surroundings;
use tongjian::export::{Dossier, Labels, write_workbook_of_pack};
use tongjian::index::Filter;
use tongjian::library::{ContentHash, Entry, Library, Reader};
use tongjian::model::{ArticleRecord, DocId, Lang, Record};
use tongjian::read::Report;

use super::Exit;
use super::context::Context;
use super::export::{ALL, write_whole};
use super::filters::{Scope, StatusName, Topic};
use super::messages::Message;
use super::review_messages::ReviewMessage;

/// Write an evidence pack: a workbook and pages in which every number links to its highlighted sentence, with citations, hashes and versions
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder to write: an empty or a new one, or an older pack
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    topic: Topic,
    /// Only statements of this kind
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
    /// Write into a folder that holds other files; they stay as they are
    #[arg(long)]
    force: bool,
}

const MANIFEST: &str = "manifest.json";

/// Writes the pack. Its manifest comes last, so that what a killed run leaves is no pack.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let older = older_pack(&args.folder);
    if older.is_none() && !args.force && holds_something(&args.folder)? {
        bail!(ReviewMessage::NotAPack { folder: &args.folder }.text(context.lang));
    }
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let filter = Filter {
        statuses: args.status.iter().map(|status| status.status()).collect(),
        ..args.topic.narrow(filter, context, &reader.dictionaries)?
    };
    let library = context.library(&reader)?;
    let records = library.index().records(ALL, &filter)?;
    let articles = library.index().articles()?;
    let evidence = Evidence::new(&records);
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    let mut options = Options::default();
    if !filter.statuses.is_empty() {
        options.statuses.clone_from(&filter.statuses);
    }
    let dossier = Dossier::new(&records, &reader.dictionaries, around, &options);
    let mut pack = Pack { folder: &args.folder, files: Vec::new() };
    let reports = write_pages(&mut pack, (&library, &evidence), &records, around)?;
    let citations: BTreeMap<DocId, String> =
        reports.iter().map(|report| (report.doc.clone(), report.citation.clone())).collect();
    let manifest = manifest_of(&library, &reader, reports)?;
    let about = about(&manifest, context.lang);
    pack.write("index.html", front_page(&dossier, &evidence, &citations, &about, context.lang).as_bytes())?;
    pack.write("references.txt", references(&citations).as_bytes())?;
    pack.write("workbook.xlsx", &write_workbook_of_pack(&dossier, Some(&evidence), context.lang)?)?;
    let n_reports = citations.len();
    finish(pack, manifest, older)?;
    context.say(&Message::Review(ReviewMessage::Packed {
        folder: &args.folder,
        n_reports,
        n_records: dossier.n_records(),
    }));
    Ok(Exit::AllFine)
}

/// The files of a pack as they are written.
struct Pack<'a> {
    folder: &'a Path,
    files: Vec<PackedFile>,
}

impl Pack<'_> {
    fn write(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let target = self.folder.join(path);
        if let Some(parent) = target.parent() {
            fs_err::create_dir_all(parent)?;
        }
        write_whole(&target, |out| Ok(out.write_all(bytes)?))?;
        self.files.push(PackedFile { path: path.to_owned(), blake3: ContentHash::of(bytes) });
        Ok(())
    }
}

/// Writes the page of every report that a record comes from.
fn write_pages(
    pack: &mut Pack<'_>,
    (library, evidence): (&Library, &Evidence),
    records: &[Record],
    around: Surroundings<'_>,
) -> anyhow::Result<Vec<PackedReport>> {
    let mut of_report: BTreeMap<&DocId, Vec<Record>> = BTreeMap::new();
    for record in records.iter().filter(|record| !matches!(record, Record::Article(_))) {
        of_report.entry(record.doc()).or_default().push(record.clone());
    }
    let mut reports = Vec::new();
    for (doc, page) in evidence.pages() {
        let (Some(entry), Some(text)) = (library.manifest()?.of_article(doc), library.index().text(doc)?) else {
            continue;
        };
        let source = source_of(library, entry, around.articles.get(doc.as_str()));
        let citation = source.citation();
        let records = of_report.get(doc).map_or(&[][..], Vec::as_slice);
        let hash = entry.hash.to_string();
        let shown = PackPage { doc, title: &source.title, citation: &citation, hash: &hash, text: &text, records };
        pack.write(page, report_page(&shown, evidence, around).as_bytes())?;
        let (doc, page) = (doc.clone(), page.to_owned());
        reports.push(PackedReport { doc, page, blake3: entry.hash, bytes: entry.bytes, citation });
    }
    Ok(reports)
}

/// Where a report was published: what the metadata say, and of the address what the file says of itself.
fn source_of(library: &Library, entry: &Entry, article: Option<&ArticleRecord>) -> Source {
    let stated = || {
        let bytes = library.originals().bytes(entry.hash).ok()?;
        Report::from_bytes(&entry.doc, &bytes, &entry.metadata).0?.metadata.url
    };
    Source {
        title: article.and_then(|article| article.title.clone()).unwrap_or_else(|| entry.doc.to_string()),
        publisher: article.and_then(|article| article.source.clone()),
        date: article.and_then(|article| article.date),
        url: entry.metadata.url.clone().or_else(stated),
    }
}

fn manifest_of(library: &Library, reader: &Reader, reports: Vec<PackedReport>) -> anyhow::Result<PackManifest> {
    let (program, dictionaries) = reader.fingerprint.split_once('+').unwrap_or((&reader.fingerprint, ""));
    Ok(PackManifest {
        tongjian_pack: FORMAT,
        program: program.to_owned(),
        dictionaries: dictionaries.to_owned(),
        corrections: library.corrections().generation()?,
        reports,
        files: Vec::new(),
    })
}

/// What the pack was made of, for its first page.
fn about(manifest: &PackManifest, lang: Lang) -> Vec<String> {
    let PackManifest { program, dictionaries, corrections, reports, .. } = manifest;
    let mut about = vec![
        lang.pick(format!("程序 tongjian {program}"), format!("program tongjian {program}")),
        lang.pick(format!("词典 {dictionaries}"), format!("dictionaries {dictionaries}")),
        lang.pick(format!("报告 {} 篇", reports.len()), format!("reports {}", reports.len())),
    ];
    if let Some(corrections) = corrections {
        about.push(lang.pick(format!("更正 {corrections}"), format!("corrections {corrections}")));
    }
    about
}

/// The list of references, numbered as on the first page.
fn references(citations: &BTreeMap<DocId, String>) -> String {
    let lines = citations.values().zip(1..).map(|(citation, n)| format!("[{n}] {citation}\n"));
    lines.collect()
}

/// Takes away the files of the older pack that this one no longer has, and writes the manifest.
fn finish(mut pack: Pack<'_>, mut manifest: PackManifest, older: Option<PackManifest>) -> anyhow::Result<()> {
    manifest.files = std::mem::take(&mut pack.files);
    for stale in older.into_iter().flat_map(|older| older.files) {
        // A path that leads out of the folder was not written by this program.
        let is_inside = Path::new(&stale.path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || manifest.files.iter().any(|file| file.path == stale.path) {
            continue;
        }
        match fs_err::remove_file(pack.folder.join(&stale.path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    pack.write(MANIFEST, &bytes)
}

/// The manifest of the pack that a folder holds.
fn older_pack(folder: &Path) -> Option<PackManifest> {
    let bytes = fs_err::read(folder.join(MANIFEST)).ok()?;
    serde_json::from_slice(&bytes).ok().filter(|manifest: &PackManifest| manifest.tongjian_pack == FORMAT)
}

fn holds_something(folder: &Path) -> anyhow::Result<bool> {
    Ok(folder.exists() && fs_err::read_dir(folder)?.next().is_some())
}
