//! `eval`: extraction against a gold set.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use tongjian::eval::{
    Evaluation, Floor, Gate, Gold, Mistake, ReportLayout, Said, Score, evaluate, evaluate_corrections,
};
use tongjian::export::{Cell, Column, Table};
use tongjian::model::{DocId, Record, Squeezed};
use tongjian::pipeline::{self, Explain, ReadReport};
use tongjian::read;

use super::Exit;
use super::apply::name_idle;
use super::context::Context;
use super::messages::Message;
use super::output::draw;
use super::review_messages::ReviewMessage;

/// Score extraction against a gold set
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the reports
    #[arg(required_unless_present = "corrections")]
    reports: Option<PathBuf>,
    /// Gold set: what stands before .facts.jsonl, .platforms.jsonl and .practices.jsonl
    #[arg(required_unless_present = "corrections")]
    gold: Option<PathBuf>,
    /// Take the library's corrections as the gold: what the program reads by itself against what people reviewed
    #[arg(long, conflicts_with_all = ["reports", "gold", "extracted", "metadata", "breakdown", "min", "gate"])]
    corrections: bool,
    /// Score these records instead of extracting anew
    #[arg(long, value_name = "FILE")]
    extracted: Option<PathBuf>,
    /// CSV file with the columns doc,date,region,title,source,url [default: the metadata.csv beside the reports]
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// List this many errors, or all, each in its sentence
    #[arg(long, value_name = "N|all", default_value = "0", hide_default_value = true)]
    errors: ErrorCount,
    /// Also by metric, by region, by report and by layout, and how far confidence can be trusted
    #[arg(long)]
    breakdown: bool,
    /// Fail if a score is lower: fact=0.85 number.recall=0.9 region=0.95
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    min: Vec<Floor>,
    /// Fail if a score is lower than this file says, one `fact = 0.85` a line
    #[arg(long, value_name = "FILE")]
    gate: Option<PathBuf>,
    /// Scores as JSON
    #[arg(long)]
    json: bool,
}

/// How many errors are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ErrorCount(usize);

impl std::str::FromStr for ErrorCount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self(usize::MAX));
        }
        text.parse().map(Self).map_err(|_| format!("“{text}”: expected a number or all"))
    }
}

/// Scores and prints; too low a score is a failure.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let (Some(reports), Some(gold)) = (&args.reports, &args.gold) else { return score_corrections(context, args) };
    let gold = Gold::read(gold)?;
    let gate = args.gate.as_deref().map(Gate::read).transpose()?.unwrap_or_default();
    let found = read::find(std::slice::from_ref(reports), args.metadata.as_deref())?;
    let wanted = gold.docs();
    let sources: Vec<_> = found.sources.into_iter().filter(|source| wanted.contains(source.doc.as_str())).collect();
    let mut texts = BTreeMap::new();
    let mut layouts = BTreeMap::new();
    let mut records: Vec<Record> = Vec::new();
    let reader = context.reader()?;
    pipeline::extract_all(&sources, &reader.dictionaries, 0, Explain::No, |outcome| {
        for read in outcome.read.iter().flat_map(ReadReport::articles) {
            let doc = read.extraction.article.doc.as_str();
            texts.insert(doc.to_owned(), read.text.clone());
            layouts.insert(doc.to_owned(), ReportLayout::of(&read.text, &reader.dictionaries));
        }
        records.extend(outcome.into_records());
        Ok(())
    })?;
    let said = match &args.extracted {
        Some(file) => Said::read(file)?,
        None => Said::from_records(&records)?,
    };
    let evaluation = evaluate(&texts, &layouts, &gold, &said)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if args.json {
        serde_json::to_writer(&mut out, &evaluation)?;
        writeln!(out)?;
    } else {
        write_scores(&mut out, context, &evaluation)?;
        if args.breakdown {
            write_breakdown(&mut out, context, &evaluation)?;
        }
    }
    evaluation.mistakes.iter().take(args.errors.0).try_for_each(|mistake| write_mistake(&mut out, context, mistake))?;
    out.flush()?;
    let floors = gate.floors().iter().chain(&args.min);
    let shortfalls: Vec<_> = floors.filter_map(|floor| floor.check(&evaluation)).collect();
    for short in &shortfalls {
        context.say(&Message::BelowFloor { name: &short.name, actual: short.actual, least: short.least });
    }
    Ok(if shortfalls.is_empty() { Exit::AllFine } else { Exit::SomeFailed })
}

/// What the program reads by itself, without corrections, against what people said of it.
fn score_corrections(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let library = context.library(&reader)?;
    let mut reports: BTreeMap<DocId, Option<(Squeezed, Vec<Record>)>> = BTreeMap::new();
    for correction in library.corrections().iter() {
        let doc = &correction.anchor.doc;
        if !reports.contains_key(doc) {
            reports.insert(doc.clone(), library.uncorrected(&correction.anchor, &reader)?);
        }
    }
    let reviewed = library.corrections().iter();
    let scores = evaluate_corrections(
        reviewed.map(|correction| (correction, reports.get(&correction.anchor.doc).and_then(Option::as_ref))),
    );
    let mut out = BufWriter::new(std::io::stdout().lock());
    if args.json {
        serde_json::to_writer(&mut out, &scores)?;
        writeln!(out)?;
    } else {
        let mut table = score_table(Column::new("score", "项目", "score"));
        table.rows = scores.kinds.iter().map(|(kind, score)| score_row(&format!("{}s", kind.name()), *score)).collect();
        draw(&mut out, context, &table)?;
        let shares = scores.agreement.iter().map(|(field, share)| format!("  {} {share:.4}", field.name()));
        writeln!(out, "{}{}", context.lang.pick("一致率", "agreement"), shares.collect::<String>())?;
    }
    scores.mistakes.iter().take(args.errors.0).try_for_each(|mistake| write_mistake(&mut out, context, mistake))?;
    out.flush()?;
    if scores.kinds.is_empty() {
        context.say(&Message::Review(ReviewMessage::NoCorrections));
    }
    name_idle(context, &library)?;
    Ok(Exit::AllFine)
}

fn score_table(first: Column) -> Table {
    Table::new(&[
        first,
        Column::new("precision", "准确率", "precision"),
        Column::new("recall", "召回率", "recall"),
        Column::new("f1", "F1", "F1"),
        Column::new("right", "正确", "right"),
        Column::new("said", "报出", "said"),
        Column::new("wanted", "应有", "wanted"),
    ])
}

fn score_row(name: &str, score: Score) -> Vec<Cell> {
    let share = |share: f64| Cell::from(format!("{share:.4}"));
    vec![
        name.into(),
        share(score.precision),
        share(score.recall),
        share(score.f1),
        score.right.into(),
        score.said.into(),
        score.wanted.into(),
    ]
}

fn write_scores(out: &mut impl Write, context: &Context, evaluation: &Evaluation) -> std::io::Result<()> {
    let mut table = score_table(Column::new("score", "项目", "score"));
    let facts = &evaluation.facts;
    for (name, score) in [
        ("found", facts.found),
        ("number", facts.number),
        ("family", facts.family),
        ("fact", facts.fact),
        ("platforms", evaluation.platforms),
        ("practices", evaluation.practices),
    ] {
        table.rows.push(score_row(name, score));
    }
    draw(out, context, &table)?;
    let agreement = &facts.agreement;
    let title = context.lang.pick("一致率", "agreement");
    writeln!(
        out,
        "{title}  metric {:.4}  family {:.4}  region {:.4}  year {:.4}  status {:.4}",
        agreement.metric, agreement.family, agreement.region, agreement.year, agreement.status
    )
}

fn write_breakdown(out: &mut impl Write, context: &Context, evaluation: &Evaluation) -> std::io::Result<()> {
    let groups = [
        (Column::new("metric", "指标", "metric"), &evaluation.breakdown.metric),
        (Column::new("region", "地区", "region"), &evaluation.breakdown.region),
        (Column::new("doc", "报告", "report"), &evaluation.breakdown.doc),
        (Column::new("layout", "版式", "layout"), &evaluation.breakdown.layout),
    ];
    for (column, scores) in groups {
        let mut table = score_table(column);
        table.rows = scores.iter().map(|(name, score)| score_row(name, *score)).collect();
        writeln!(out)?;
        draw(out, context, &table)?;
    }
    let mut table = Table::new(&[
        Column::new("confidence", "把握", "confidence"),
        Column::new("facts", "条数", "facts"),
        Column::new("mean", "平均把握", "mean"),
        Column::new("right", "指标正确", "metric right"),
    ]);
    for band in &evaluation.calibration.bands {
        table.rows.push(vec![
            format!("{:.2}–{:.2}", band.from, band.to).into(),
            band.facts.into(),
            format!("{:.4}", band.confidence).into(),
            format!("{:.4}", band.right).into(),
        ]);
    }
    writeln!(out)?;
    draw(out, context, &table)?;
    let title = context.lang.pick("平均偏差", "mean distance");
    writeln!(out, "{title}  {:.4}", evaluation.calibration.error)
}

/// Kinds of errors, in Chinese.
const MISTAKES: &[(&str, &str)] = &[
    ("missed", "漏报"),
    ("invented", "多报"),
    ("wrong value", "数值不对"),
    ("wrong value_max", "上限不对"),
    ("wrong bound", "界不对"),
    ("wrong unit", "单位不对"),
    ("wrong metric", "指标不对"),
    ("wrong region", "地区不对"),
    ("wrong year", "年份不对"),
    ("wrong status", "状态不对"),
    ("missed platform", "漏报平台"),
    ("invented platform", "多报平台"),
    ("missed practice", "漏报做法"),
    ("invented practice", "多报做法"),
    ("wrong region platform", "平台地区不对"),
    ("wrong name platform", "平台名称不对"),
    ("wrong region practice", "做法地区不对"),
    ("wrong practice practice", "做法不对"),
];

fn write_mistake(out: &mut impl Write, context: &Context, mistake: &Mistake) -> std::io::Result<()> {
    let Mistake { what, doc, subject, gold, said, sentence } = mistake;
    let in_chinese = MISTAKES.iter().find(|(name, _)| name == what).map_or(what.as_str(), |(_, zh)| zh);
    let what = context.lang.pick(in_chinese, what);
    let side = |name: &str, words: &str| if words.is_empty() { String::new() } else { format!(" · {name} {words}") };
    let gold = side(context.lang.pick("应为", "gold"), gold);
    let said = side(context.lang.pick("报为", "said"), said);
    writeln!(out, "{what} · {doc} · {subject}{gold}{said}")?;
    if sentence.is_empty() { Ok(()) } else { writeln!(out, "    {sentence}") }
}
