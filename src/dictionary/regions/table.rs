//! The rows of `regions.csv`, read and checked.

use std::borrow::Cow;

use super::{Place, PlaceKind};
use crate::model::{RegionCode, RegionLevel};

const HEADER: &str = "code,name,level,parent,short,from,until,successor";
const N_COLUMNS: usize = 8;

/// A line, counted from 1, and what is wrong with it.
type Fault = (usize, String);

/// Reads every row, sorted by code and first year.
///
/// The file is plain comma-separated text without quotation marks, so that 48 000 rows load in a few milliseconds;
/// empty columns at the end of a row may be left off.
///
/// `keep` turns a value into one that outlives the text; for the built-in file that costs nothing.
pub(super) fn read<'t>(text: &'t str, keep: fn(&'t str) -> Cow<'static, str>) -> Result<Vec<Place>, Fault> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    match lines.next() {
        Some((_, header)) if header.trim_end_matches(',') == HEADER => {}
        _ => return Err((1, format!("the first line must be “{HEADER}”"))),
    }
    let mut rows = Vec::with_capacity(text.len() / 25);
    for (n, line) in lines.filter(|(_, line)| !line.trim_end_matches(',').is_empty()) {
        rows.push((n + 1, row(line, keep).map_err(|reason| (n + 1, reason))?));
    }
    let order = |place: &Place| (place.code, place.from);
    if !rows.is_sorted_by_key(|(_, place)| order(place)) {
        rows.sort_by_key(|(_, place)| order(place));
    }
    check_years(&rows)?;
    check_references(&rows)?;
    Ok(rows.into_iter().map(|(_, place)| place).collect())
}

fn row<'t>(line: &'t str, keep: fn(&'t str) -> Cow<'static, str>) -> Result<Place, String> {
    if let Some((code, name)) = bare_township(line) {
        let code = region(code)?;
        let parent = Some(code.to_county());
        let (name, kind) = (keep(name), PlaceKind::Township);
        return Ok(Place {
            code,
            name,
            kind,
            parent,
            short: Vec::new(),
            from: None,
            until: None,
            successors: Vec::new(),
        });
    }
    if line.contains('"') {
        return Err("quotation marks are not used in this file: no value may hold a comma".to_owned());
    }
    let mut columns = [""; N_COLUMNS];
    for (n, value) in line.split(',').enumerate() {
        match columns.get_mut(n) {
            Some(column) => *column = value.trim(),
            None if value.trim().is_empty() => {}
            None => return Err(format!("more than {N_COLUMNS} columns: “{value}” is left over")),
        }
    }
    let [code, name, level, parent, short, from, until, successor] = columns;
    let code = region(code)?;
    if name.is_empty() {
        return Err(format!("{code} has no name"));
    }
    let kind = kind(code, level)?;
    let parent = match parent {
        "" => code.parent().filter(|&above| above != RegionCode::CHINA),
        given => Some(region(given)?),
    };
    let (from, until) = (year(from)?, year(until)?);
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        return Err(format!("{code} {name}: `until` must be later than `from`"));
    }
    let successors = list(successor).map(region).collect::<Result<Vec<_>, _>>()?;
    let short = list(short).map(keep).collect();
    Ok(Place { code, name: keep(name), kind, parent, short, from, until, successors })
}

/// `350205001,新阳街道`: nine of ten rows are so short, and reading them as such saves a fifth of the loading time.
fn bare_township(line: &str) -> Option<(&str, &str)> {
    let (code, name) = line.split_once(',')?;
    let bare = code.len() == 9 && !name.is_empty() && !name.bytes().any(|byte| matches!(byte, b',' | b'"' | b' '));
    bare.then_some((code, name))
}

fn kind(code: RegionCode, level: &str) -> Result<PlaceKind, String> {
    let digits = code.level();
    let kind = match level {
        "province" => PlaceKind::Province,
        "city" => PlaceKind::City,
        "county" => PlaceKind::County,
        "area" => PlaceKind::Area,
        "township" => PlaceKind::Township,
        "" if digits == RegionLevel::Township => PlaceKind::Township,
        other => {
            return Err(format!("unknown level “{other}”: expected province, city, county, township or area"));
        }
    };
    let fits = match kind {
        PlaceKind::Province => digits == RegionLevel::Province,
        PlaceKind::City => digits == RegionLevel::City,
        PlaceKind::County | PlaceKind::Area => digits == RegionLevel::County,
        PlaceKind::Township => digits == RegionLevel::Township,
    };
    if fits { Ok(kind) } else { Err(format!("the level “{level}” does not fit the digits of {code}")) }
}

fn region(text: &str) -> Result<RegionCode, String> {
    text.parse::<RegionCode>().map_err(|error| error.to_string())
}

fn year(text: &str) -> Result<Option<i16>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<i16>() {
        Ok(year) if (1949..=2100).contains(&year) => Ok(Some(year)),
        _ => Err(format!("“{text}” is no year from 1949 to 2100")),
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|part| !part.is_empty())
}

/// No two rows may give one code to two places at once.
fn check_years(rows: &[(usize, Place)]) -> Result<(), Fault> {
    for pair in rows.windows(2) {
        let [(first_line, first), (line, second)] = pair else { continue };
        let gone_before =
            |until: Option<i16>, from: Option<i16>| until.zip(from).is_some_and(|(until, from)| until <= from);
        if first.code == second.code && !gone_before(first.until, second.from) {
            let reason = format!(
                "{} is {} in line {first_line} and {} here, in the same years: give the first an `until`, this a `from`",
                first.code, first.name, second.name
            );
            return Err((*line, reason));
        }
    }
    Ok(())
}

/// Every parent and successor must be a row.
fn check_references(rows: &[(usize, Place)]) -> Result<(), Fault> {
    let mut known = RegionCode::CHINA;
    let mut exists = |code: RegionCode| {
        // Townships of one county follow each other, so the last answer is mostly the next one too.
        if known == code {
            return true;
        }
        let found = rows.binary_search_by_key(&code, |(_, place)| place.code).is_ok();
        if found {
            known = code;
        }
        found
    };
    for (line, place) in rows {
        if let Some(parent) = place.parent.filter(|&parent| !exists(parent)) {
            return Err((*line, format!("{} {}: the parent {parent} is no row of this file", place.code, place.name)));
        }
        if let Some(next) = place.successors.iter().find(|&&next| !exists(next)) {
            return Err((*line, format!("{} {}: the successor {next} is no row of this file", place.code, place.name)));
        }
    }
    Ok(())
}
