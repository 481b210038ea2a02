//! `corrections`: what people said of records, listed and undone.

use std::io::Write;

use anyhow::bail;
use tongjian::correct::Standing;
use tongjian::export::rows::choice;
use tongjian::export::{Cell, Column, Labels, Table};
use tongjian::library::Library;
use tongjian::model::{Amended, Anchor, Correction, Field, Judgement, Lang};

use super::Exit;
use super::context::{Context, show};
use super::messages::Message;
use super::output::{Listing, Output};
use super::review_messages::ReviewMessage;

/// List what people said of records, or undo it
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Take corrections back, by their numbers in the list or all of one report
    Undo(Undo),
}

#[derive(Debug, clap::Args)]
struct Undo {
    /// Numbers in the list
    #[arg(value_name = "N", required_unless_present = "all_of")]
    numbers: Vec<usize>,
    /// All corrections of this report
    #[arg(long, value_name = "DOC", conflicts_with = "numbers")]
    all_of: Option<String>,
}

const VISIBLE: &[&str] = &["n", "doc", "quote", "verdict", "change", "note", "standing"];

/// Lists or undoes.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    match &args.action {
        Some(Action::Undo(undo)) => take_back(context, undo),
        None => list(context, args.output),
    }
}

fn list(context: &Context, output: Output) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let library = context.library(&reader)?;
    let mut table = Table::new(&[
        Column::new("n", "序", "n"),
        Column::new("kind", "种类", "kind"),
        Column::new("doc", "报告", "report"),
        Column::new("quote", "原文", "words"),
        Column::new("verdict", "判断", "verdict"),
        Column::new("change", "更正", "correction"),
        Column::new("note", "备注", "note"),
        Column::new("standing", "是否生效", "effect"),
    ]);
    let labels = Labels::new(&reader.dictionaries, context.lang);
    for (n, (correction, standing)) in library.standings()?.into_iter().enumerate() {
        let Anchor { doc, words, before, after, kind, .. } = &correction.anchor;
        table.push([
            ("n", (n + 1).into()),
            ("kind", kind.name().into()),
            ("doc", doc.as_str().into()),
            ("quote", format!("{before}【{words}】{after}").into()),
            ("verdict", judgement_name(&correction.judgement, context.lang).into()),
            ("change", change_of(correction, labels).into()),
            ("note", Some(correction.note.as_str()).filter(|note| !note.is_empty()).into()),
            ("standing", standing_name(standing, context.lang).into()),
        ]);
    }
    output.write(context, &Listing { table: &table, visible: VISIBLE, records: None })?;
    if table.rows.is_empty() {
        context.say(&Message::Review(ReviewMessage::NoCorrections));
    }
    Ok(Exit::AllFine)
}

fn take_back(context: &Context, undo: &Undo) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    drop(context.library(&reader)?);
    let (mut library, lock) = Library::open_to_write(&context.library_folder()?)?;
    let mut corrections = library.corrections().clone();
    let n_all = corrections.iter().len();
    if let Some(n) = undo.numbers.iter().find(|n| !(1..=n_all).contains(n)) {
        bail!(ReviewMessage::NoSuchCorrection { n: *n, n_all }.text(context.lang));
    }
    let gone = corrections.take_out(|n, correction| match &undo.all_of {
        Some(doc) => correction.anchor.doc.as_str() == doc,
        None => undo.numbers.contains(&n),
    });
    if let (Some(doc), true) = (&undo.all_of, gone.is_empty()) {
        bail!(ReviewMessage::NoCorrectionOf { doc }.text(context.lang));
    }
    let bar = context.progress(0);
    library.correct(&lock, &reader, corrections, &mut |done, all| show(&bar, done, all))?;
    bar.finish_and_clear();
    let labels = Labels::new(&reader.dictionaries, context.lang);
    let mut out = std::io::stdout().lock();
    for correction in &gone {
        let Anchor { doc, words, before, after, .. } = &correction.anchor;
        let said = format!("{} {}", judgement_name(&correction.judgement, context.lang), change_of(correction, labels));
        let undone = context.lang.pick("已撤销", "undone");
        writeln!(out, "{undone}  {doc}  {before}【{words}】{after}  {}", said.trim_end())?;
    }
    Ok(Exit::AllFine)
}

/// The word for a judgement.
pub(super) fn judgement_name(judgement: &Judgement, lang: Lang) -> &'static str {
    let column = Column::new("verdict", "", "");
    column.words_for(&Cell::from(judgement.name()), lang).unwrap_or(judgement.name())
}

/// What a correction changes, in a line; empty where it changes nothing.
pub(super) fn change_of(correction: &Correction, labels: Labels<'_>) -> String {
    let (Judgement::Corrected(amendment) | Judgement::Added(amendment)) = &correction.judgement else {
        return String::new();
    };
    let change = |(field, amended)| format!("{} {}", field_name(field, labels.lang()), said_of(field, amended, labels));
    amendment.iter().map(change).collect::<Vec<_>>().join(labels.lang().pick("；", "; "))
}

/// What a reader calls a field.
pub(super) fn field_name(field: Field, lang: Lang) -> &'static str {
    let in_chinese = match field {
        Field::Value => "数值",
        Field::ValueMax => "上限",
        Field::Bound => "界",
        Field::Unit => "单位",
        Field::Item => "所计",
        Field::Metric => "指标",
        Field::Name => "名称",
        Field::Practice => "做法",
        Field::Region => "地区",
        Field::Year => "年份",
        Field::Status => "状态",
    };
    lang.pick(in_chinese, field.name())
}

/// What a field holds, in words: names beside codes and ids.
pub(super) fn said_of(field: Field, amended: &Amended, labels: Labels<'_>) -> String {
    match amended {
        Amended::Nothing => labels.lang().pick("无", "none").to_owned(),
        Amended::Region(code) => choice(&labels.region(*code, None), code),
        Amended::Metric(id) => choice(&labels.metric(id), id),
        Amended::Practice(id) => choice(&labels.practice(id), id),
        other => {
            let word = Cell::from(other.to_string());
            let words = Column::new(field.name(), "", "").words_for(&word, labels.lang());
            words.map_or_else(|| word.to_string(), str::to_owned)
        }
    }
}

/// Whether a correction has its effect, in words.
pub(super) fn standing_name(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Stands => lang.pick("已生效", "yes"),
        Standing::NoReport => lang.pick("资料库里没有这篇报告", "the library has no such report"),
        Standing::NoPlace => lang.pick("报告里已没有这几个字", "the report no longer has these words"),
        Standing::NoRecord => lang.pick("程序不再从这几个字读出记录", "nothing is read from these words any more"),
    }
}
