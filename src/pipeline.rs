//! read → clean → segment → extract → check, for one report and for many at once.

mod split;

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

use crate::check;
use crate::dictionary::Dictionaries;
use crate::error::{Error, Result};
use crate::extract::article::Article;
use crate::extract::parts::{Part, are_of_several, parts};
use crate::extract::{self, Considered, assemble};
use crate::model::{ArticleRecord, DocId, Metadata, Record};
use crate::read::{Fault, FaultKind, RawMetadata, Report, Source, Split, files_of};
use crate::segment::Signature;

/// Everything that one report yields.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The report as a whole.
    pub article: ArticleRecord,
    /// Facts, platforms, practices and problems in the order of the text.
    pub records: Vec<Record>,
    /// What tells other prints of the same article.
    pub signature: Signature,
    /// For each fact, by its first character, the metrics that were considered, best first; empty unless asked for.
    pub considered: BTreeMap<u32, Vec<Considered>>,
}

/// Whether the metrics that were considered for a fact are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explain {
    /// They are.
    Yes,
    /// Only what was decided is.
    No,
}

/// Extracts every record of one report; a pure function of its arguments.
pub fn extract_report(report: &Report, dictionaries: &Dictionaries) -> Extraction {
    extract_by(report, dictionaries, Split::No, Explain::No).extraction
}

/// Everything that one report yields, with its parts.
struct Extracted {
    extraction: Extraction,
    /// The parts by several committees, where it seems to have such or was split.
    parts: Vec<Part>,
    /// What each article yields, where it was split.
    articles: Vec<Extraction>,
}

fn extract_by(report: &Report, dictionaries: &Dictionaries, asked: Split, explain: Explain) -> Extracted {
    let (article, ambiguities) = Article::read(report, dictionaries);
    let parts = parts(&article);
    let mut facts = assemble::facts(&article, dictionaries);
    let problems = check::check(&article, &mut facts, dictionaries);
    let considered = match explain {
        Explain::Yes => extract::considered(&article, &facts),
        Explain::No => BTreeMap::new(),
    };
    let mut records = extract::records(&article, facts, &ambiguities, dictionaries);
    records.extend(problems.into_iter().map(Record::Problem));
    // A stable sort: what starts at the same place stays in the order facts, platforms, practices, problems.
    records.sort_by_key(Record::start);
    for record in &mut records {
        record.set_place(&report.marks);
    }
    let signature = Signature::of(article.clean.text());
    let extraction = Extraction { article: article.record(report), records, signature, considered };
    let articles = if split::is_split(asked, &parts, &report.text) {
        split::split(&article, &extraction, &parts)
    } else {
        Vec::new()
    };
    let is_digest = !articles.is_empty() || are_of_several(&parts, &report.text);
    Extracted { extraction, parts: if is_digest { parts } else { Vec::new() }, articles }
}

/// What became of one report file.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The report.
    pub doc: DocId,
    /// What is wrong with the file, if anything.
    pub faults: Vec<Fault>,
    /// What the file yielded; `None` where it could not be read.
    pub read: Option<ReadReport>,
}

/// A report that could be read, and what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadReport {
    /// The decoded text.
    pub text: String,
    /// What the metadata file says of it, and where that is silent what the report's own file says.
    pub metadata: Metadata,
    /// The records, those that name the file's faults first.
    pub extraction: Extraction,
    /// The parts by several committees that it seems to consist of, or was split into; empty for most reports.
    pub parts: Vec<Part>,
    /// Where it was split, the articles that stand in its place.
    pub articles: Vec<ReadReport>,
}

impl ReadReport {
    /// The articles that the report gives: itself, or its parts where it was split.
    pub fn articles(&self) -> &[Self] {
        if self.articles.is_empty() { std::slice::from_ref(self) } else { &self.articles }
    }

    /// As [`articles`](Self::articles), each for its own.
    pub fn into_articles(self) -> Vec<Self> {
        if self.articles.is_empty() { vec![self] } else { self.articles }
    }
}

impl Outcome {
    /// A report of which nothing could be read.
    pub fn failed(fault: Fault) -> Self {
        Self { doc: fault.doc.clone(), faults: vec![fault], read: None }
    }

    /// The fault that cost the report, or its records, if one did.
    pub fn failure(&self) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.kind.is_failure())
    }

    /// All records in the order of the record format: the article, then what stands in it. A report that could not be
    /// read has only its problems.
    pub fn into_records(self) -> Vec<Record> {
        match self.read {
            Some(read) => {
                let articles = read.into_articles().into_iter().map(|read| read.extraction);
                articles
                    .flat_map(|found| std::iter::once(Record::Article(found.article)).chain(found.records))
                    .collect()
            }
            None => self.faults.iter().map(|fault| Record::Problem(fault.problem())).collect(),
        }
    }
}

/// Decodes and extracts one report file; a pure function of its arguments.
///
/// Should the extraction panic, the report keeps its text, and the panic becomes one of its faults.
pub fn extract_bytes(doc: &DocId, bytes: &[u8], metadata: &RawMetadata, dictionaries: &Dictionaries) -> Outcome {
    extract_bytes_by(doc, bytes, metadata, |report| extract_by(report, dictionaries, metadata.split(), Explain::No))
}

fn extract_bytes_by(
    doc: &DocId,
    bytes: &[u8],
    metadata: &RawMetadata,
    extract: impl FnOnce(&Report) -> Extracted,
) -> Outcome {
    let fault = |panic: Box<dyn std::any::Any + Send>| {
        let reason = panic_message(panic.as_ref());
        Fault { doc: doc.clone(), kind: FaultKind::Internal { reason } }
    };
    // The readers of pages and documents only see the bytes, so that nothing half-changed can outlive a panic here.
    let attempt = catch_unwind(AssertUnwindSafe(|| Report::from_bytes(doc, bytes, metadata)));
    let (report, mut faults) = attempt.unwrap_or_else(|panic| (None, vec![fault(panic)]));
    let Some(report) = report else {
        return Outcome { doc: doc.clone(), faults, read: None };
    };
    // The extractors only read the report and the dictionaries, so that nothing half-changed can outlive a panic.
    let attempt = catch_unwind(AssertUnwindSafe(|| extract(&report)));
    let Extracted { extraction, parts, articles } = attempt.unwrap_or_else(|panic| {
        faults.push(fault(panic));
        Extracted { extraction: bare_extraction(&report), parts: Vec::new(), articles: Vec::new() }
    });
    if articles.is_empty() && metadata.split() == Split::Yes {
        faults.push(Fault { doc: doc.clone(), kind: FaultKind::NoParts });
    }
    let Report { text, metadata, .. } = report;
    let articles = articles.into_iter().map(|part| of_whole(part, &text, &metadata)).collect();
    let mut read = ReadReport { text, metadata, extraction, parts, articles };
    let first = read.articles.first_mut().map_or(&mut read.extraction, |article| &mut article.extraction);
    let problems = faults.iter().map(|fault| Fault { doc: first.article.doc.clone(), ..fault.clone() }.problem());
    first.records.splice(0..0, problems.map(Record::Problem).collect::<Vec<_>>());
    Outcome { doc: doc.clone(), faults, read: Some(read) }
}

/// A part of a digest with its own text.
fn of_whole(extraction: Extraction, text: &str, metadata: &Metadata) -> ReadReport {
    let ArticleRecord { title, date, region, whole, chars, .. } = &extraction.article;
    let start = whole.as_ref().map_or(0, |whole| whole.start);
    let rest = &text[byte_of(text, start)..];
    let metadata = Metadata { title: title.clone(), date: *date, region: *region, ..metadata.clone() };
    let text = rest[..byte_of(rest, *chars)].to_owned();
    ReadReport { text, metadata, extraction, parts: Vec::new(), articles: Vec::new() }
}

/// Where a character begins, in bytes; the end where there are fewer.
fn byte_of(text: &str, character: u32) -> usize {
    text.char_indices().nth(character as usize).map_or(text.len(), |(at, _)| at)
}

/// Reads and extracts every source, handing the outcomes to `each` in the order of the sources.
///
/// # Errors
/// What `each` returns; the run ends with it.
pub fn extract_all(
    sources: &[Source],
    dictionaries: &Dictionaries,
    n_threads: usize,
    explain: Explain,
    each: impl FnMut(Outcome) -> Result<()>,
) -> Result<()> {
    let extract = |source: &Source| match source.bytes() {
        Ok(bytes) => extract_bytes_by(&source.doc, &bytes, &source.metadata, |report| {
            extract_by(report, dictionaries, source.metadata.split(), explain)
        }),
        Err(fault) => Outcome::failed(fault),
    };
    in_order(sources, Source::size_hint, n_threads, extract, each)
}

/// How many results may wait for an earlier one, for each thread: enough that a slow report does not leave the other
/// threads waiting long.
const WAITING_PER_THREAD: usize = 32;
/// Bytes of reports in memory beyond which no other is begun.
const BYTES_AT_A_TIME: u64 = 64 << 20;

/// Does `work` on many threads and hands the results to `each` in the order of the items.
///
/// Only some of the items are in memory at a time, however many there are; the threads go on working while `each`
/// writes. 0 threads means as many as there are processors; one thread is the calling one.
///
/// # Errors
/// What `each` returns; the items after it are left undone.
pub(crate) fn in_order<'a, T: Sync, R: Send>(
    items: &'a [T],
    size: impl Fn(&T) -> u64,
    n_threads: usize,
    work: impl Fn(&'a T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    if n_threads == 1 || items.len() == 1 {
        return items.iter().map(work).try_for_each(each);
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(n_threads)
        .build()
        .map_err(|error| Error::Request(format!("cannot start {n_threads} threads: {error}")))?;
    let most = WAITING_PER_THREAD * pool.current_num_threads();
    let (sender, receiver) = mpsc::channel();
    let work = &work;
    pool.in_place_scope(|scope| {
        let mut begun: VecDeque<u64> = VecDeque::new();
        let mut bytes = 0;
        let mut early = BTreeMap::new();
        for next in 0..items.len() {
            while begun.len() < most
                && let Some(item) = items.get(next + begun.len())
                && (begun.is_empty() || bytes <= BYTES_AT_A_TIME)
            {
                let (index, sender, own) = (next + begun.len(), sender.clone(), size(item));
                begun.push_back(own);
                bytes += own;
                // Nobody listens any more where `each` has failed; the results are then not wanted.
                scope.spawn(move |_| drop(sender.send((index, catch_unwind(AssertUnwindSafe(|| work(item)))))));
            }
            let result = loop {
                match early.remove(&next) {
                    Some(result) => break result,
                    None => early.extend(receiver.recv()),
                }
            };
            bytes -= begun.pop_front().unwrap_or_default();
            each(result.unwrap_or_else(|panic| resume_unwind(panic)))?;
        }
        Ok(())
    })
}

/// What is left of a report where the program failed on it.
fn bare_extraction(report: &Report) -> Extraction {
    let signature = Signature::of(&report.text);
    Extraction { article: bare_article(report), records: Vec::new(), signature, considered: BTreeMap::new() }
}

/// The article of a report of which nothing but its metadata is known.
fn bare_article(report: &Report) -> ArticleRecord {
    ArticleRecord {
        doc: report.doc.clone(),
        title: report.metadata.title.clone(),
        date: report.metadata.date,
        source: report.metadata.source.clone(),
        region: report.metadata.region,
        chars: u32::try_from(report.text.chars().count()).unwrap_or(u32::MAX),
        sections: Vec::new(),
        whole: None,
        files: files_of(&report.marks),
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ProblemCode;

    #[test]
    fn results_come_in_the_order_of_the_items_for_any_number_of_threads() {
        let items: Vec<u64> = (0..5000).collect();
        for n_threads in [1, 3, 8] {
            let mut results = Vec::new();
            let each = |n| {
                results.push(n);
                Ok(())
            };
            in_order(&items, |n| n % 7 * (40 << 20), n_threads, |n| n * 2, each).unwrap();
            assert_eq!(results, items.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_the_run() {
        let mut n_seen = 0;
        let each = |_| {
            n_seen += 1;
            Err(Error::Request("enough".to_owned()))
        };
        assert!(in_order(&[1, 2, 3], |_| 0, 2, |n| *n, each).is_err());
        assert_eq!(n_seen, 1);
    }

    #[test]
    fn a_panic_costs_only_the_records_of_its_report() {
        let outcome = extract_bytes_by(&DocId::new("a.txt"), "协商".as_bytes(), &RawMetadata::default(), |_| {
            panic!("deliberate")
        });
        let read = outcome.read.clone().unwrap();
        assert_eq!(read.text, "协商");
        assert_eq!(outcome.failure().unwrap().kind, FaultKind::Internal { reason: "deliberate".to_owned() });
        let Record::Problem(problem) = &read.extraction.records[0] else { panic!("a problem comes first") };
        assert_eq!(problem.code, ProblemCode::Internal);
    }
}
