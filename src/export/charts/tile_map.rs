//! A map without borders: a tile each county, put together by prefecture and province.
//!
//! Geometry of counties that may be passed on and is valid for the year is hard to come by; tiles need none, and give a
//! small county as much room as a large one.

use std::collections::BTreeMap;

use super::bars::count;
use super::drawing::{Anchor, Drawing, FAINT, INK, fitting};
use super::heat_map::Heat;
use super::scale;
use crate::model::RegionCode;

/// Values by place, with the places around them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TileMap {
    /// What it is about.
    pub title: String,
    /// What a reader must know, a line each.
    pub notes: Vec<String>,
    /// The provinces.
    pub provinces: Vec<TileProvince>,
}

/// A province on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct TileProvince {
    /// The province itself.
    pub tile: Tile,
    /// Its prefectures, each with the counties in it; first, under no name, what the province holds directly.
    pub prefectures: Vec<(Option<Tile>, Vec<Tile>)>,
}

/// One place.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Its own name, short.
    pub name: String,
    /// Its value, where one is known.
    pub heat: Option<Heat>,
}

const MARGIN: f64 = 20.0;
/// Wide enough for 1200余场次 2023.
const TILE: (f64, f64) = (100.0, 38.0);
const LEAD: f64 = 106.0;
const PER_ROW: usize = 9;
const TOP: f64 = 62.0;
const SIZE: f64 = 12.0;

impl TileMap {
    /// Draws the tiles.
    pub fn draw(&self) -> Drawing {
        let width = 2.0 * MARGIN + LEAD + count(PER_ROW) * TILE.0;
        let n_rows = |tiles: &[Tile]| tiles.len().div_ceil(PER_ROW).max(1);
        let height_of = |province: &TileProvince| {
            let rows: usize = province.prefectures.iter().map(|(_, tiles)| n_rows(tiles)).sum();
            34.0 + count(rows) * TILE.1 + count(province.prefectures.len()) * 4.0 + 12.0
        };
        let body: f64 = self.provinces.iter().map(height_of).sum();
        let mut drawing = Drawing::new(width, TOP + body + count(self.notes.len()) * 20.0 + MARGIN);
        drawing.text(
            (MARGIN, MARGIN + 20.0),
            Anchor::Start,
            (18.0, INK),
            fitting(&self.title, 18.0, width - 2.0 * MARGIN),
        );
        let range = self.range();
        let mut y = TOP;
        for province in &self.provinces {
            let shown = province.tile.heat.as_ref().map_or(String::new(), |heat| format!("  {}", heat.shown));
            let title = format!("{}{shown}", province.tile.name);
            drawing.text((MARGIN, y + 20.0), Anchor::Start, (15.0, INK), title);
            y += 34.0;
            for (prefecture, tiles) in &province.prefectures {
                if let Some(prefecture) = prefecture {
                    prefecture.draw(&mut drawing, (MARGIN, y), (LEAD - 6.0, TILE.1), range);
                }
                for (n, tile) in tiles.iter().enumerate() {
                    let at = (MARGIN + LEAD + count(n % PER_ROW) * TILE.0, y + count(n / PER_ROW) * TILE.1);
                    tile.draw(&mut drawing, at, TILE, range);
                }
                y += count(n_rows(tiles)) * TILE.1 + 4.0;
            }
            y += 12.0;
        }
        for (n, note) in self.notes.iter().enumerate() {
            let at = (MARGIN, y + 14.0 + count(n) * 20.0);
            drawing.text(at, Anchor::Start, (12.0, FAINT), fitting(note, 12.0, width - 2.0 * MARGIN));
        }
        drawing
    }

    fn range(&self) -> (f64, f64) {
        // Prefectures and provinces hold what is in their counties, so that each kind would drown the other: one scale
        // is for counties alone where there are some with a value.
        let counties =
            || self.provinces.iter().flat_map(|province| province.prefectures.iter().flat_map(|(_, tiles)| tiles));
        let prefectures = || {
            self.provinces.iter().flat_map(|province| province.prefectures.iter().filter_map(|(own, _)| own.as_ref()))
        };
        let values = |tiles: &mut dyn Iterator<Item = &Tile>| {
            tiles
                .filter_map(|tile| tile.heat.as_ref()?.value)
                .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
        };
        let of_counties = values(&mut counties());
        if of_counties.0 <= of_counties.1 { of_counties } else { values(&mut prefectures()) }
    }
}

impl Tile {
    fn draw(&self, drawing: &mut Drawing, (x, y): (f64, f64), (width, height): (f64, f64), range: (f64, f64)) {
        let fill = match &self.heat {
            None => scale::NOTHING,
            Some(Heat { value: Some(value), .. }) => scale::shade(*value, range),
            Some(_) => scale::SHADES[0],
        };
        let shown = self.heat.as_ref().map(|heat| heat.shown.as_str());
        let told = shown.map(|shown| format!("{} {shown}", self.name));
        drawing.rectangle((x + 1.0, y + 1.0), (width - 2.0, height - 2.0), fill, told);
        let name = fitting(&self.name, SIZE, width - 6.0);
        let (ink, name_y) = if shown.is_some() { (INK, y + 15.5) } else { (FAINT, y + height / 2.0 + 4.0) };
        drawing.text((x + width / 2.0, name_y), Anchor::Middle, (SIZE, ink), name);
        if let Some(shown) = shown {
            let at = (x + width / 2.0, y + height - 7.0);
            drawing.text(at, Anchor::Middle, (SIZE, INK), fitting(shown, SIZE, width - 6.0));
        }
    }
}

/// The tiles of the provinces that hold a value: every prefecture and county of theirs that is listed in `places`, so
/// that what is not known shows too. `places` are codes with their place above and their name, in the order of codes.
pub fn tile_provinces(
    places: &[(RegionCode, Option<RegionCode>, String)],
    heats: &BTreeMap<RegionCode, Heat>,
) -> Vec<TileProvince> {
    let holds_value = |province: RegionCode| heats.keys().any(|code| code.province() == province);
    let tile = |(code, _, name): &(RegionCode, Option<RegionCode>, String)| Tile {
        name: name.clone(),
        heat: heats.get(code).cloned(),
    };
    let children = |above: RegionCode| places.iter().filter(move |(_, parent, _)| *parent == Some(above));
    let provinces = places.iter().filter(|(code, parent, _)| parent.is_none() && holds_value(*code));
    provinces
        .map(|province| {
            let (cities, own): (Vec<_>, Vec<_>) =
                children(province.0).partition(|(code, ..)| code.parent() == Some(province.0));
            let mut prefectures = Vec::new();
            if !own.is_empty() {
                prefectures.push((None, own.into_iter().map(tile).collect()));
            }
            prefectures.extend(cities.into_iter().map(|city| (Some(tile(city)), children(city.0).map(tile).collect())));
            TileProvince { tile: tile(province), prefectures }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_shown_whole_where_one_place_has_a_value() {
        let code = |text: &str| text.parse::<RegionCode>().unwrap();
        let place = |own: &str, above: &str, name: &str| (code(own), above.parse().ok(), name.to_owned());
        let places = [
            place("350000", "", "福建"),
            place("350200", "350000", "厦门"),
            place("350203", "350200", "思明区"),
            place("350205", "350200", "海沧区"),
            place("620000", "", "甘肃"),
            place("469002", "460000", "琼海市"),
        ];
        let heat = Heat { value: Some(66.0), shown: "66个".to_owned() };
        let provinces = tile_provinces(&places, &BTreeMap::from([(code("350203"), heat)]));
        assert_eq!(provinces.len(), 1);
        let (city, counties) = &provinces[0].prefectures[0];
        assert_eq!(city.as_ref().map(|tile| &*tile.name), Some("厦门"));
        assert_eq!(counties.iter().map(|tile| tile.heat.is_some()).collect::<Vec<_>>(), [true, false]);
    }
}
