//! `apply`: a reviewed table back into the library.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use tongjian::correct::{Corrections, Meeting, Standing, contents, held, record_at};
use tongjian::export::{Cell, Column, Labels, Table};
use tongjian::library::{Library, OpenReports, Reader};
use tongjian::model::{Anchor, Correction, DocId, Judgement, Squeezed};
use tongjian::read::decode;
use tongjian::review::{Sheet, read_review, sheets_of};

use super::context::{Context, show};
use super::corrections::{change_of, field_name, judgement_name, said_of, standing_name};
use super::messages::Message;
use super::output::{Listing, Output};
use super::review_messages::{Counts, ReviewMessage};
use super::{Exit, complain};

/// Take in what was filled into an exported review.xlsx or review.csv, or another library's corrections.csv
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The reviewed file
    #[arg(value_name = "FILE")]
    reviewed: PathBuf,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// Which side wins where the file and the library say different things of one record [default: asked on a terminal]
    #[arg(long, value_enum, value_name = "SIDE")]
    prefer: Option<Side>,
    #[command(flatten)]
    output: Output,
}

/// Two opinions of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Side {
    /// What the file says
    New,
    /// What the library has
    Old,
}

/// Cells that are named; a file that was mangled has faults in every row.
const FAULTS_NAMED: usize = 20;

/// Reads the file, shows what changes and changes it, all of it or nothing.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let bytes = fs_err::read(&args.reviewed)?;
    // Opened for questions first: where there is no library, none is made.
    let mut library = context.library(&reader)?;
    let lock = if args.dry_run {
        None
    } else {
        let (opened, lock) = Library::open_to_write(&context.library_folder()?)?;
        library = opened;
        Some(lock)
    };
    let incoming = incoming(context, args, &library, &reader, &bytes)?;
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let plan = plan(args, context, labels, &library, incoming)?;
    args.output.write(context, &Listing { table: &plan.changes, visible: VISIBLE, records: None })?;
    let Plan { corrections, counts, .. } = plan;
    let Some(lock) = lock else {
        context.say(&Message::Review(ReviewMessage::WouldApply(counts)));
        return Ok(Exit::AllFine);
    };
    if counts.n_new + counts.n_replaced > 0 {
        let bar = context.progress(0);
        library.correct(&lock, &reader, corrections, &mut |done, all| show(&bar, done, all))?;
        bar.finish_and_clear();
    }
    context.say(&Message::Review(ReviewMessage::Applied(counts)));
    name_idle(context, &library)?;
    Ok(Exit::AllFine)
}

/// What the file says: rows that were reviewed, or the corrections of a library.
fn incoming(
    context: &Context,
    args: &Args,
    library: &Library,
    reader: &Reader,
    bytes: &[u8],
) -> anyhow::Result<Vec<Correction>> {
    let named = || args.reviewed.display().to_string();
    let sheets = sheets_of(bytes).with_context(named)?;
    if is_corrections_file(&sheets) {
        let text = decode(bytes).map(|decoded| decoded.text).unwrap_or_default();
        return Ok(Corrections::parse(&text).with_context(named)?.iter().cloned().collect());
    }
    let reports = RefCell::new(OpenReports::new(library));
    let holds = |anchor: &Anchor, name: &str| {
        let mut reports = reports.borrow_mut();
        // Of a report that is not there nothing can be said; that it is not there is said later.
        reports.of(anchor).ok().flatten().is_none_or(|(text, _)| !text.occurrences(name).is_empty())
    };
    let manifest = library.manifest()?;
    let text_of = |doc: &DocId| {
        let entry = manifest.of_article(doc)?;
        // Of reports with the same bytes the index holds one.
        let indexed = entry.same_as.as_ref().unwrap_or(doc);
        Some((entry.hash, Squeezed::new(&library.index().text(indexed).ok().flatten()?)))
    };
    let Some(reading) = read_review(&sheets, &reader.dictionaries, &holds, &text_of) else {
        bail!(ReviewMessage::NoTable { file: &args.reviewed }.text(context.lang));
    };
    for fault in reading.faults.iter().take(FAULTS_NAMED) {
        complain(&fault.message(context.lang));
    }
    if !reading.faults.is_empty() {
        bail!(ReviewMessage::BadCells { file: &args.reviewed, n: reading.faults.len() }.text(context.lang));
    }
    if reading.n_notes_alone > 0 {
        context.say(&Message::Review(ReviewMessage::NotesAlone { n: reading.n_notes_alone }));
    }
    Ok(reading.corrections)
}

fn is_corrections_file(sheets: &[Sheet]) -> bool {
    let has = |name: &str| sheets.first().is_some_and(|sheet| sheet.columns.iter().any(|column| column == name));
    has("content") && has("before") && has("verdict")
}

/// What is to be done.
struct Plan {
    corrections: Corrections,
    counts: Counts,
    changes: Table,
}

const VISIBLE: &[&str] = &["doc", "words", "verdict", "field", "before", "after"];

fn plan(
    args: &Args,
    context: &Context,
    labels: Labels<'_>,
    library: &Library,
    incoming: Vec<Correction>,
) -> anyhow::Result<Plan> {
    let mut plan = Plan {
        corrections: library.corrections().clone(),
        counts: Counts::default(),
        changes: Table::new(&[
            Column::new("doc", "报告", "report"),
            Column::new("words", "原文", "words"),
            Column::new("verdict", "判断", "verdict"),
            Column::new("field", "项目", "field"),
            Column::new("before", "原来", "before"),
            Column::new("after", "改为", "after"),
            Column::new("quote", "上下文", "context"),
        ]),
    };
    let mut reports = OpenReports::new(library);
    let mut n_conflicts = 0;
    for mut correction in incoming {
        pin(&mut correction, &mut reports)?;
        let taken = match plan.corrections.meet(&correction) {
            Meeting::New => {
                plan.counts.n_new += 1;
                Some(correction)
            }
            Meeting::Same => None,
            Meeting::Joins(both) => {
                plan.counts.n_replaced += 1;
                Some(both)
            }
            Meeting::Differs(known) => match choose(args, labels, &known, &correction)? {
                Some(Side::New) => {
                    plan.counts.n_replaced += 1;
                    Some(correction)
                }
                Some(Side::Old) => None,
                None => {
                    n_conflicts += 1;
                    continue;
                }
            },
        };
        match taken {
            Some(correction) => {
                tell(labels, &mut plan.changes, &correction, &mut reports)?;
                plan.corrections.put(correction);
            }
            None => plan.counts.n_same += 1,
        }
    }
    if n_conflicts > 0 {
        bail!(ReviewMessage::Conflicts { n: n_conflicts }.text(context.lang));
    }
    Ok(plan)
}

/// Whoever finds a record right finds right what it holds now.
fn pin(correction: &mut Correction, reports: &mut OpenReports<'_>) -> anyhow::Result<()> {
    if let Judgement::Right(settled) = &mut correction.judgement
        && settled.is_empty()
        && let Some((text, records)) = reports.of(&correction.anchor)?
        && let Some(record) = record_at(&correction.anchor, records, text)
    {
        *settled = contents(record);
    }
    Ok(())
}

/// Which of two opinions holds: as the user said beforehand, else as they say now; `None` where nobody can be asked.
fn choose(args: &Args, labels: Labels<'_>, old: &Correction, new: &Correction) -> anyhow::Result<Option<Side>> {
    if args.prefer.is_some() {
        return Ok(args.prefer);
    }
    let lang = labels.lang();
    let said = |correction: &Correction| {
        let change = change_of(correction, labels);
        format!("{} {change}", judgement_name(&correction.judgement, lang)).trim().to_owned()
    };
    let Anchor { doc, words, before, after, .. } = &new.anchor;
    let (was, now) = (said(old), said(new));
    complain(&lang.pick(
        format!("{doc}：…{before}【{words}】{after}…  资料库里：{was}；文件里：{now}"),
        format!("{doc}: …{before}【{words}】{after}…  in the library: {was}; in the file: {now}"),
    ));
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    loop {
        let mut err = std::io::stderr().lock();
        write!(
            err,
            "{}",
            lang.pick("用文件里的（n）还是资料库里的（o）？", "take the file's (n) or the library's (o)? ")
        )?;
        err.flush()?;
        let mut answer = String::new();
        if std::io::stdin().read_line(&mut answer)? == 0 {
            return Ok(None);
        }
        match answer.trim() {
            "n" | "N" => return Ok(Some(Side::New)),
            "o" | "O" => return Ok(Some(Side::Old)),
            _ => {}
        }
    }
}

/// Writes down what a correction changes: a row each field, or one where it changes none.
fn tell(
    labels: Labels<'_>,
    changes: &mut Table,
    correction: &Correction,
    reports: &mut OpenReports<'_>,
) -> anyhow::Result<()> {
    let Anchor { doc, words, before, after, .. } = &correction.anchor;
    let record =
        reports.of(&correction.anchor)?.and_then(|(text, records)| record_at(&correction.anchor, records, text));
    let mut row = |field: Cell, old: Cell, new: Cell| {
        changes.push([
            ("doc", doc.as_str().into()),
            ("words", words.as_str().into()),
            ("verdict", judgement_name(&correction.judgement, labels.lang()).into()),
            ("field", field),
            ("before", old),
            ("after", new),
            ("quote", format!("{before}【{words}】{after}").into()),
        ]);
    };
    let (Judgement::Corrected(amendment) | Judgement::Added(amendment)) = &correction.judgement else {
        row(Cell::Empty, Cell::Empty, Cell::Empty);
        return Ok(());
    };
    for (field, amended) in amendment.iter() {
        let old = record.and_then(|record| held(record, field)).map(|old| said_of(field, &old, labels));
        row(field_name(field, labels.lang()).into(), old.into(), said_of(field, amended, labels).into());
    }
    Ok(())
}

/// Names the corrections that have no effect, as their places are no longer found.
pub(super) fn name_idle(context: &Context, library: &Library) -> anyhow::Result<usize> {
    let mut n_idle = 0;
    for (correction, standing) in library.standings()? {
        if standing == Standing::Stands {
            continue;
        }
        n_idle += 1;
        let Anchor { doc, words, before, after, .. } = &correction.anchor;
        let reason = standing_name(standing, context.lang);
        complain(&context.lang.pick(
            format!("{doc}：对“{before}【{words}】{after}”的更正没有生效：{reason}"),
            format!("{doc}: the correction of “{before}【{words}】{after}” has no effect: {reason}"),
        ));
    }
    Ok(n_idle)
}
