//! A file of figures to divide by: population, members, villages.

use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use rust_decimal::Decimal;
use tongjian::compare::{Figure, Figures};
use tongjian::dictionary::Gazetteer;
use tongjian::read::decode;

use super::context::Context;
use super::messages::Message;
use super::names;

/// Rows that are named where their places are not known.
const NAMED: usize = 8;

/// Reads `region[,year],figure` from a CSV file in any encoding; the header of the last column names the figure.
///
/// Rows whose place cannot be told are named in a message and passed over.
///
/// # Errors
/// When the file cannot be read, lacks a column, or holds a year or figure that is none.
pub(super) fn figures(context: &Context, gazetteer: &Gazetteer, path: &Path) -> anyhow::Result<Figures> {
    let file = path.display();
    let bytes = fs_err::read(path).context("--per")?;
    let decoded = decode(&bytes).with_context(|| {
        context.lang.pick(
            format!("--per：{file} 不是文本：请另存为 CSV（UTF-8）"),
            format!("--per: {file} is no text: save it as CSV (UTF-8)"),
        )
    })?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(decoded.text.as_bytes());
    let header = reader.headers().with_context(|| file.to_string())?.clone();
    let columns = Columns::of(&header).ok_or_else(|| {
        anyhow!(context.lang.pick(
            format!("--per：{file} 第 1 行应为 region,人口 或 region,year,人口（末列的列名即数的名称）"),
            format!("--per: {file}: line 1 must be region,population or region,year,population"),
        ))
    })?;
    let mut figures = Figures { name: columns.name.clone(), figures: Vec::new() };
    let mut unknown = Vec::new();
    for row in reader.records() {
        let row = row.with_context(|| file.to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |at: usize| row.get(at).unwrap_or_default();
        let (name, value) = (cell(columns.region), cell(columns.value));
        let Some(region) = names::one_region(gazetteer, name) else {
            unknown.push(format!("{line} {name}"));
            continue;
        };
        let year = columns.year.map(cell).filter(|year| !year.is_empty());
        let figure = parse(year, value).with_context(|| {
            context.lang.pick(
                format!("--per：{file} 第 {line} 行：应为年份（可空）和大于 0 的数，读到“{value}”"),
                format!("--per: {file}: line {line}: expected a year (or none) and a number above 0, found “{value}”"),
            )
        })?;
        figures.figures.push(Figure { region, year: figure.0, value: figure.1 });
    }
    if !unknown.is_empty() {
        let more = if unknown.len() > NAMED { " …" } else { "" };
        unknown.truncate(NAMED);
        let rows = format!("{}{more}", unknown.join(context.lang.pick("、", ", ")));
        context.say(&Message::UnknownPlaces { file: path, rows: &rows });
    }
    if figures.figures.is_empty() {
        bail!(
            context
                .lang
                .pick(format!("--per：{file} 里没有可用的行"), format!("--per: {file} holds no row that can be used"),)
        );
    }
    Ok(figures)
}

/// Where the columns stand.
struct Columns {
    region: usize,
    year: Option<usize>,
    value: usize,
    name: String,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        let at =
            |names: &[&str]| header.iter().position(|column| names.contains(&column.trim_start_matches('\u{feff}')));
        let region = at(&["region", "地区", "代码", "区划代码", "地方"])?;
        let year = at(&["year", "年份", "年"]);
        let mut rest = (0..header.len()).filter(|at| *at != region && Some(*at) != year);
        let value = rest.next()?;
        let name = header.get(value)?.to_owned();
        (rest.next().is_none() && !name.is_empty()).then_some(Self { region, year, value, name })
    }
}

fn parse(year: Option<&str>, value: &str) -> Option<(Option<i16>, Decimal)> {
    let year = year.map(|year| year.trim_end_matches('年').parse::<i16>()).transpose().ok()?;
    let value = value.replace([',', '，'], "").parse::<Decimal>().ok()?;
    (value > Decimal::ZERO).then_some((year, value))
}
