//! A map with borders that the user gives.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bars::count;
use super::drawing::{Anchor, Drawing, FAINT, INK, fitting, text_width};
use super::heat_map::Heat;
use super::scale;
use crate::error::{Error, Result};
use crate::model::RegionCode;

/// Properties of a feature that may hold the code, in the order in which they are tried.
const CODE_KEYS: [&str; 6] = ["adcode", "code", "区划码", "区划代码", "gb", "id"];
/// Properties that may hold the name.
const NAME_KEYS: [&str; 4] = ["name", "NAME", "名称", "地名"];

/// Areas by code, in degrees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Borders {
    areas: Vec<Area>,
}

#[derive(Debug, Clone, PartialEq)]
struct Area {
    code: RegionCode,
    name: String,
    rings: Vec<Vec<(f64, f64)>>,
}

impl Borders {
    /// Reads a `GeoJSON` feature collection in degrees of longitude and latitude. Features without a code of a place, and
    /// those that are no areas, are passed over.
    ///
    /// # Errors
    /// When the text is no `GeoJSON`, or no feature has a code; the message says where a code is looked for.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |reason: String| Error::Request(format!("geojson: {reason}"));
        let file: Value = serde_json::from_str(text).map_err(|error| refuse(format!("is no JSON: {error}")))?;
        let features = file["features"].as_array().ok_or_else(|| refuse("has no list “features”".to_owned()))?;
        let areas: Vec<Area> = features.iter().filter_map(area).collect();
        if areas.is_empty() {
            let keys = CODE_KEYS.join(", ");
            return Err(refuse(format!("no area has a six-digit code: it is looked for in the properties {keys}")));
        }
        Ok(Self { areas })
    }

    /// Whether there is an area of this code.
    pub fn hold(&self, code: RegionCode) -> bool {
        self.areas.iter().any(|area| area.code == code)
    }
}

fn area(feature: &Value) -> Option<Area> {
    let property = |keys: &[&str]| {
        let found = keys.iter().map(|key| &feature["properties"][*key]).find(|value| !value.is_null())?;
        Some(found.as_str().map_or_else(|| found.to_string(), str::to_owned))
    };
    // Some files append zeros up to twelve digits, some add 156 for China in front.
    let code = property(&CODE_KEYS)?;
    let code = code.strip_prefix("156").filter(|rest| rest.len() >= 6).unwrap_or(&code);
    let code = code.get(..6)?.parse::<RegionCode>().ok()?;
    let coordinates = &feature["geometry"]["coordinates"];
    let rings = match feature["geometry"]["type"].as_str()? {
        "Polygon" => polygon(coordinates)?,
        "MultiPolygon" => coordinates.as_array()?.iter().filter_map(polygon).flatten().collect(),
        _ => return None,
    };
    Some(Area { code, name: property(&NAME_KEYS).unwrap_or_default(), rings })
}

fn polygon(rings: &Value) -> Option<Vec<Vec<(f64, f64)>>> {
    let point = |point: &Value| Some((point[0].as_f64()?, point[1].as_f64()?));
    let ring = |ring: &Value| ring.as_array()?.iter().map(point).collect::<Option<Vec<_>>>();
    rings.as_array()?.iter().map(ring).collect()
}

/// Values on a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choropleth {
    /// What it is about.
    pub title: String,
    /// What a reader must know, a line each.
    pub notes: Vec<String>,
    /// The areas.
    pub borders: Borders,
    /// The values.
    pub heats: BTreeMap<RegionCode, Heat>,
}

const MARGIN: f64 = 20.0;
const TOP: f64 = 60.0;
const PLOT: (f64, f64) = (920.0, 720.0);
const SIZE: f64 = 11.0;

impl Choropleth {
    /// Draws the areas: degrees as they are, longitudes shortened by the cosine of the middle latitude.
    pub fn draw(&self) -> Drawing {
        let points = || self.borders.areas.iter().flat_map(|area| area.rings.iter().flatten());
        let (west, east) = points().fold((f64::MAX, f64::MIN), |(a, b), (x, _)| (a.min(*x), b.max(*x)));
        let (south, north) = points().fold((f64::MAX, f64::MIN), |(a, b), (_, y)| (a.min(*y), b.max(*y)));
        let shortened = f64::midpoint(south, north).to_radians().cos().max(0.1);
        let (wide, high) = (((east - west) * shortened).max(1e-6), (north - south).max(1e-6));
        let by = (PLOT.0 / wide).min(PLOT.1 / high);
        let place = |(x, y): &(f64, f64)| (MARGIN + (x - west) * shortened * by, TOP + (north - y) * by);
        let (width, bottom) = (PLOT.0 + 2.0 * MARGIN, TOP + high * by);
        let mut drawing = Drawing::new(width, bottom + count(self.notes.len()) * 20.0 + 2.0 * MARGIN);
        drawing.text((MARGIN, MARGIN + 20.0), Anchor::Start, (18.0, INK), fitting(&self.title, 18.0, PLOT.0));
        let values = || self.heats.values().filter_map(|heat| heat.value);
        let range = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
        for area in &self.borders.areas {
            let heat = self.heats.get(&area.code);
            let fill = heat
                .map_or(scale::NOTHING, |heat| heat.value.map_or(scale::SHADES[0], |value| scale::shade(value, range)));
            let told = format!("{} {}", area.name, heat.map_or("", |heat| &heat.shown));
            let rings = area.rings.iter().map(|ring| ring.iter().map(place).collect()).collect();
            drawing.area(rings, fill, "#888888", Some(told.trim_end().to_owned()));
        }
        let mut taken: Vec<[f64; 4]> = Vec::new();
        for area in &self.borders.areas {
            let Some(heat) = self.heats.get(&area.code) else { continue };
            let (x, y) = middle(&area.rings, place);
            let half = text_width(&area.name, SIZE).max(text_width(&heat.shown, SIZE)) / 2.0;
            let own = [x - half, y - SIZE, x + half, y + SIZE + 4.0];
            let covers =
                |other: &[f64; 4]| own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3];
            if !taken.iter().any(covers) {
                taken.push(own);
                drawing.text((x, y), Anchor::Middle, (SIZE, INK), &*area.name);
                drawing.text((x, y + SIZE + 2.0), Anchor::Middle, (SIZE, INK), &*heat.shown);
            }
        }
        for (n, note) in self.notes.iter().enumerate() {
            let at = (MARGIN, bottom + 24.0 + count(n) * 20.0);
            drawing.text(at, Anchor::Start, (12.0, FAINT), fitting(note, 12.0, PLOT.0));
        }
        drawing
    }
}

/// The middle of the largest ring's extent.
fn middle(rings: &[Vec<(f64, f64)>], place: impl Fn(&(f64, f64)) -> (f64, f64)) -> (f64, f64) {
    let extent = |ring: &Vec<(f64, f64)>| {
        ring.iter().map(&place).fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[a, b, c, d], (x, y)| {
            [a.min(x), b.min(y), c.max(x), d.max(y)]
        })
    };
    let area = |extent: &[f64; 4]| (extent[2] - extent[0]) * (extent[3] - extent[1]);
    let largest = rings.iter().map(extent).max_by(|a, b| area(a).total_cmp(&area(b)));
    largest.map_or((0.0, 0.0), |[a, b, c, d]| (f64::midpoint(a, c), f64::midpoint(b, d)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"adcode":350203,
        "name":"思明区"},"geometry":{"type":"Polygon","coordinates":[[[118,24],[119,24],[119,25],[118,25],[118,24]]]}}]}"#;

    #[test]
    fn an_area_takes_the_colour_and_label_of_its_value() {
        let borders = Borders::parse(SQUARE).unwrap();
        let siming: RegionCode = "350203".parse().unwrap();
        assert!(borders.hold(siming));
        let heats = BTreeMap::from([(siming, Heat { value: Some(66.0), shown: "66个".to_owned() })]);
        let svg = Choropleth { borders, heats, ..Choropleth::default() }.draw().to_svg().unwrap();
        assert!(svg.contains(">66个</text>") && svg.contains(scale::SHADES[4]), "{svg}");
    }

    #[test]
    fn files_without_codes_are_refused_with_advice() {
        let error = |text: &str| Borders::parse(text).unwrap_err().to_string();
        assert!(error("not json").contains("is no JSON"));
        assert_eq!(error("{}"), "geojson: has no list “features”");
        assert!(error(r#"{"features":[{"properties":{"name":"甲"}}]}"#).contains("adcode"));
    }
}
