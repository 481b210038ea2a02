//! Comparisons and spreads → pictures.
//!
//! - `drawing`: shapes and texts → SVG; `scale`: values → places and colours
//! - `bars`, `timeline`, `heat_map`, `tile_map`, `choropleth`: one kind of picture each, from plain values
//! - `sources`: comparisons and adopters → such values
//! - `raster`: SVG → PNG
//!
//! The same values always give the same bytes of SVG. Pictures are drawn here rather than by a charting library: open
//! ends of intervals, tiles and borders need shapes that none of the common ones has, and labels in Chinese must be
//! measured to stay apart.

mod bars;
mod choropleth;
mod drawing;
mod heat_map;
mod raster;
mod scale;
mod sources;
mod tile_map;
mod timeline;

pub use bars::{Bar, BarChart, BarKind, Panel};
pub use choropleth::{Borders, Choropleth};
pub use drawing::Drawing;
pub use heat_map::{Heat, HeatMap};
pub use raster::to_png;
pub use sources::{adoption_map, bar_chart, comparison_timeline, heat_map, spread_timeline, values_by_place};
pub use tile_map::{Tile, TileMap, TileProvince, tile_provinces};
pub use timeline::{Point, TimeLine, Timeline};
