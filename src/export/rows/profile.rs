//! A place's profile as tables with titles.

use super::{DOC, QUOTE, REGION, REGION_NAME, REVIEWED, START, Surroundings, articles, comparison, problems};
use crate::compare::{Adopter, Comparison, Profile};
use crate::dictionary::Dictionaries;
use crate::export::{Cell, Column, Table};
use crate::model::{Lang, PracticeId};

/// A titled table of a page; it has the columns that tell a person something.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What the table is about.
    pub title: &'static str,
    /// Its rows, at least one.
    pub table: Table,
}

const METRIC_NAME: Column = Column::new("metric_name", "指标", "metric");
const SINCE: Column = Column::new("since", "始见", "since");
const LATEST: Column = Column::new("latest", "最近", "latest");
const REPORTS: Column = Column::new("reports", "报告数", "reports");

/// The sections of a page, in the order in which it is read; those with nothing to say are left out.
pub fn profile(profile: &Profile, dictionaries: &Dictionaries, around: Surroundings<'_>) -> Vec<Section> {
    let lang = around.labels.lang();
    let disputed = Comparison { groups: profile.disputed().cloned().collect(), ..Comparison::default() };
    let sections = [
        (lang.pick("做法", "Practices"), practices(&profile.practices, around)),
        (lang.pick("平台与品牌", "Platforms"), platforms(&profile.platforms)),
        (lang.pick("历年数字", "Figures by year"), headlines(&profile.results, around)),
        (lang.pick("计划", "Plans"), headlines(&profile.plans, around)),
        (lang.pick("前后不一的数字", "Figures told differently"), comparison(&disputed, around).select(DISPUTED)),
        (lang.pick("报告的问题", "Problems of the reports"), problems(&profile.problems, around).select(PROBLEMS)),
        (lang.pick("报告", "Reports"), articles(&profile.reports, around).select(ARTICLES)),
        (lang.pick("下辖各地", "Places in it"), within(profile, around)),
        (lang.pick("没有数字的方面", "Gaps: nothing is counted of"), gaps(profile, dictionaries, lang)),
    ];
    let sections = sections.into_iter().filter(|(_, table)| !table.rows.is_empty());
    sections.map(|(title, table)| Section { title, table: table.without_empty_columns() }).collect()
}

const DISPUTED: &[&str] =
    &["metric_name", "year", "role_name", "number", "item", "date", "mark_names", "corrected", "doc", "start", "quote"];
const PROBLEMS: &[&str] = &["code", "message", "doc", "start"];
const ARTICLES: &[&str] = &["date", "title", "doc", "source", "chars"];

fn practices(practices: &[(PracticeId, Adopter)], around: Surroundings<'_>) -> Table {
    let name = Column::new("practice_name", "做法", "practice");
    let mut table = Table::new(&[name, SINCE, LATEST, REPORTS, REVIEWED, DOC, START, QUOTE]);
    for (practice, adopter) in practices {
        table.push([("practice_name", around.labels.practice(practice).into())]);
        complete(&mut table, adopter);
    }
    table
}

fn platforms(platforms: &[(String, Adopter)]) -> Table {
    let name = Column::new("names", "名称", "name");
    let mut table = Table::new(&[name, SINCE, LATEST, REPORTS, REVIEWED, DOC, START, QUOTE]);
    for (_, adopter) in platforms {
        table.push([("names", adopter.names.join("、").into())]);
        complete(&mut table, adopter);
    }
    table
}

fn complete(table: &mut Table, adopter: &Adopter) {
    table.set_last([
        ("since", adopter.since.into()),
        ("latest", adopter.latest.map(|date| date.to_string()).into()),
        ("reports", adopter.reports.into()),
        ("doc", adopter.best.doc.as_str().into()),
        ("start", adopter.best.start.into()),
        ("quote", (&*adopter.best.quote).into()),
        ("corrected", adopter.best.corrected.map_or(Cell::Empty, |reviewed| Cell::word(&reviewed))),
    ]);
}

/// The headline of each metric and year; what stands under them is one `compare` away.
fn headlines(results: &Comparison, around: Surroundings<'_>) -> Table {
    const VISIBLE: &[&str] = &[
        "metric_name",
        "year",
        "number",
        "item",
        "period_text",
        "witnesses",
        "mark_names",
        "corrected",
        "doc",
        "start",
        "quote",
    ];
    let all = comparison(results, around);
    let role = all.columns.iter().position(|column| column.key == "role").unwrap_or_default();
    let mut table = all.select(VISIBLE);
    let mut roles = all.rows.iter().map(|row| row[role] == Cell::from("headline"));
    table.rows.retain(|_| roles.next().unwrap_or(false));
    table
}

fn within(profile: &Profile, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[REGION, REGION_NAME, Column::new("records", "记录数", "records")]);
    for (region, n_records) in &profile.within {
        table.push([
            ("region", region.to_string().into()),
            ("region_name", around.region_name(Some(*region), None)),
            ("records", (*n_records).into()),
        ]);
    }
    table
}

/// The families without a figure, each with the names of some of its metrics.
fn gaps(profile: &Profile, dictionaries: &Dictionaries, lang: Lang) -> Table {
    const SHOWN: usize = 6;
    let mut table = Table::new(&[Column::new("family", "方面", "family"), METRIC_NAME]);
    for family in &profile.unknown_families {
        let metrics = dictionaries.metrics.all().iter().filter(|metric| metric.id.family() == family);
        let mut names: Vec<&str> = metrics.map(|metric| lang.pick(&*metric.zh, &*metric.en)).collect();
        if names.len() > SHOWN {
            names.truncate(SHOWN);
            names.push("…");
        }
        table.push([("family", family.as_str().into()), ("metric_name", names.join(lang.pick("、", ", ")).into())]);
    }
    table
}
