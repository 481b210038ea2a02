//! Records → everything that a file of several tables holds.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{self, Surroundings};
use super::{Cell, Column, Table};
use crate::compare::{Adopter, Group, Mark, Options, Use, adopters, compare};
use crate::dictionary::Dictionaries;
use crate::model::{Fact, MetricId, PartialDate, Practice, PracticeId, Record, RegionCode};

/// Tables that belong together: what was found, how places compare, and what the columns mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// Numbers, each with its evidence.
    pub facts: Table,
    /// Headline values: a row each region and year, a column each metric that has one.
    pub values: Matrix,
    /// The statements behind `values`: headlines and what stands under them.
    pub statements: Table,
    /// First years of use: a row each region that is known of, a column each practice that one of them uses.
    pub adoption: Matrix,
    /// Practices, each with its evidence.
    pub practices: Table,
    /// Named things.
    pub platforms: Table,
    /// Reports.
    pub reports: Table,
    /// Oddities.
    pub problems: Table,
    /// What every column, word, mark, metric and practice means.
    pub codebook: Table,
}

/// Values in rows and columns, each with a place in another table that proves it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// What each row is about.
    pub rows: Table,
    /// For each column, the id of what it is about and its name.
    pub columns: Vec<(String, String)>,
    /// The values of each row, as long as there are columns.
    pub cells: Vec<Vec<Option<Entry>>>,
}

/// One value of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The value.
    pub value: Cell,
    /// Whether there is a reason for caution.
    pub is_uncertain: bool,
    /// The row of its evidence, counted from 0.
    pub evidence: Option<usize>,
}

impl Matrix {
    /// The values as a plain table: what each row is about, then a column each.
    pub fn table(&self) -> Table {
        let mut columns = self.rows.columns.clone();
        columns.extend(self.columns.iter().map(|(id, name)| Column::about(id.clone(), name.clone())));
        let value = |entry: &Option<Entry>| entry.as_ref().map_or(Cell::Empty, |entry| entry.value.clone());
        let row = |(lead, entries): (&Vec<Cell>, &Vec<Option<Entry>>)| {
            lead.iter().cloned().chain(entries.iter().map(value)).collect()
        };
        Table { columns, rows: self.rows.rows.iter().zip(&self.cells).map(row).collect() }
    }
}

impl Dossier {
    /// Builds every table from records in reading order. `options` tells which statements are compared, and how.
    pub fn new(records: &[Record], dictionaries: &Dictionaries, around: Surroundings<'_>, options: &Options) -> Self {
        let of_kind = |kind| rows::of_kind(kind, records, around);
        let mut facts: Vec<Fact> = Vec::new();
        let mut practices: Vec<Practice> = Vec::new();
        for record in records {
            match record {
                Record::Fact(fact) => facts.push(fact.clone()),
                Record::Practice(practice) => practices.push(practice.clone()),
                _ => {}
            }
        }
        let comparison = compare(facts, around.articles, &dictionaries.units, options);
        let statements = rows::comparison(&comparison, around);
        let values = values(&comparison.groups, &statements, around);
        let mut dossier = Self {
            facts: of_kind(rows::RowKind::Facts),
            values,
            statements,
            adoption: adoption(&practices, &known_regions(records), around),
            practices: of_kind(rows::RowKind::Practices),
            platforms: of_kind(rows::RowKind::Platforms),
            reports: of_kind(rows::RowKind::Articles),
            problems: of_kind(rows::RowKind::Problems),
            codebook: Table::default(),
        };
        dossier.codebook = rows::codebook(dossier.lists(), dictionaries, around.labels.lang());
        dossier
    }

    /// The tables that hold a record or statement a row, by the names that files give them.
    pub const fn lists(&self) -> [(&'static str, &Table); 6] {
        [
            ("facts", &self.facts),
            ("statements", &self.statements),
            ("practices", &self.practices),
            ("platforms", &self.platforms),
            ("reports", &self.reports),
            ("problems", &self.problems),
        ]
    }

    /// How many records there are.
    pub fn n_records(&self) -> usize {
        let counted = [&self.facts, &self.practices, &self.platforms, &self.reports, &self.problems];
        counted.iter().map(|table| table.rows.len()).sum()
    }
}

const REGION: Column = Column::new("region", "代码", "code");
const REGION_NAME: Column = Column::new("region_name", "地区", "region");
const YEAR: Column = Column::new("year", "年份", "year");

/// Region and year against metric.
fn values(groups: &[Group], statements: &Table, around: Surroundings<'_>) -> Matrix {
    // Statements stand in the order of the groups, the headline of each first.
    let role = statements.columns.iter().position(|column| column.key == "role").unwrap_or_default();
    let is_first = |row: &Vec<Cell>| row[role] == Cell::from("headline") || row[role] == Cell::from("sum");
    let firsts = statements.rows.iter().enumerate().filter(|(_, row)| is_first(row)).map(|(at, _)| at);
    let mut metrics: BTreeMap<&MetricId, usize> = groups.iter().map(|group| (&group.metric, 0)).collect();
    metrics.values_mut().enumerate().for_each(|(at, column)| *column = at);
    // The newest year first; what no report places comes last.
    let mut by_place: BTreeMap<_, Vec<Option<Entry>>> = BTreeMap::new();
    for (group, evidence) in groups.iter().zip(firsts) {
        let key = (group.region.is_none(), group.region, group.year.is_none(), std::cmp::Reverse(group.year));
        // Each row names its year, so that another year than that of most places is no reason for caution here.
        let is_uncertain = group.marks.iter().any(|mark| *mark != Mark::OtherYear);
        let entry = Entry { value: group.headline.value().into(), is_uncertain, evidence: Some(evidence) };
        by_place.entry(key).or_insert_with(|| vec![None; metrics.len()])[metrics[&group.metric]] = Some(entry);
    }
    let mut matrix = Matrix {
        rows: Table::new(&[REGION, REGION_NAME, YEAR]),
        columns: metrics.keys().map(|id| (id.to_string(), around.labels.metric(id))).collect(),
        cells: Vec::new(),
    };
    for ((_, region, _, std::cmp::Reverse(year)), cells) in by_place {
        let code = region.map(|code| code.to_string());
        matrix.rows.rows.push(vec![code.into(), around.region_name(region, year), year.into()]);
        matrix.cells.push(cells);
    }
    matrix
}

/// Region against practice: since when.
fn adoption(practices: &[Practice], regions: &BTreeSet<RegionCode>, around: Surroundings<'_>) -> Matrix {
    let mut uses: BTreeMap<&PracticeId, Vec<Use>> = BTreeMap::new();
    let mut rows: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    for (row, practice) in practices.iter().enumerate() {
        rows.entry((practice.doc.as_str(), practice.start)).or_insert(row);
        uses.entry(&practice.practice).or_default().push(Use {
            doc: practice.doc.clone(),
            start: practice.start,
            end: practice.end,
            region: practice.region,
            name: String::new(),
            quote: practice.quote.clone(),
            also_in: practice.also_in.clone(),
            corrected: practice.corrected.as_ref().map(|review| review.verdict),
        });
    }
    let entry = |adopter: &Adopter| Entry {
        value: adopter.since.map_or_else(|| "✓".into(), Cell::from),
        is_uncertain: adopter.since.is_none(),
        evidence: rows.get(&(adopter.best.doc.as_str(), adopter.best.start)).copied(),
    };
    let mut by_region: BTreeMap<RegionCode, Vec<Option<Entry>>> =
        regions.iter().map(|region| (*region, vec![None; uses.len()])).collect();
    for (column, mentions) in uses.values().enumerate() {
        for adopter in adopters(mentions, around.articles) {
            let Some(region) = adopter.region else { continue };
            by_region.entry(region).or_insert_with(|| vec![None; uses.len()])[column] = Some(entry(&adopter));
        }
    }
    let mut matrix = Matrix {
        rows: Table::new(&[REGION, REGION_NAME]),
        columns: uses.keys().map(|id| (id.to_string(), around.labels.practice(id))).collect(),
        cells: Vec::new(),
    };
    for (region, cells) in by_region {
        let latest = around.articles.values().filter(|article| article.region == Some(region));
        let year = latest.filter_map(|article| article.date).map(PartialDate::year).max();
        matrix.rows.rows.push(vec![region.to_string().into(), around.region_name(Some(region), year)]);
        matrix.cells.push(cells);
    }
    matrix
}

/// Every county or larger place that a record is about: one that uses nothing was read all the same.
fn known_regions(records: &[Record]) -> BTreeSet<RegionCode> {
    records.iter().filter_map(Record::region).map(RegionCode::to_county).collect()
}
