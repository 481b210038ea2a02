//! Pictures of answers, written into files.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tongjian::dictionary::{Gazetteer, PlaceKind};
use tongjian::export::charts::{Borders, Choropleth, Drawing, Heat, TileMap, tile_provinces, to_png};
use tongjian::export::rows::Section;
use tongjian::export::{Table, write_html_with_figure};
use tongjian::model::RegionCode;

use super::context::Context;
use super::export::write_whole;
use super::messages::Message;

/// Whether and how an answer is drawn.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Chart {
    /// Also draw the answer into a file: .svg, .png, or .html with the table under it
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Draw a map: a tile each county, by prefecture and province
    #[arg(long, requires = "chart")]
    map: bool,
    /// Draw a map with the borders of this `GeoJSON` file, whose areas have a property adcode, code or 区划码
    #[arg(long, value_name = "FILE", requires = "chart")]
    geojson: Option<PathBuf>,
    /// Font file for a .png picture [default: those of the system]
    #[arg(long, value_name = "FILE", requires = "chart")]
    font: Option<PathBuf>,
}

/// The forms in which a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
    Html,
}

impl Chart {
    /// Whether there is something to draw.
    pub(super) const fn is_wanted(&self) -> bool {
        self.chart.is_some()
    }

    /// Whether it is a map.
    pub(super) const fn is_map(&self) -> bool {
        self.map || self.geojson.is_some()
    }

    /// Looks at the file's name before anything is read, so that a wrong one costs no time.
    ///
    /// # Errors
    /// When the name asks for no form that is drawn.
    pub(super) fn check(&self, context: &Context) -> anyhow::Result<()> {
        self.chart.as_deref().map_or(Ok(()), |file| form(context, file).map(|_| ()))
    }

    /// Values on a map: with borders where a file gives them, else by tiles.
    ///
    /// # Errors
    /// When the file of borders cannot be used.
    pub(super) fn map(
        &self,
        context: &Context,
        gazetteer: &Gazetteer,
        title: String,
        heats: BTreeMap<RegionCode, Heat>,
    ) -> anyhow::Result<Drawing> {
        let Some(file) = &self.geojson else {
            let provinces = tile_provinces(&tiles(gazetteer), &heats);
            let note = context.lang.pick("浅灰为没有数的地方", "grey: no value is known");
            return Ok(TileMap { title, notes: vec![note.to_owned()], provinces }.draw());
        };
        let borders = Borders::parse(&fs_err::read_to_string(file)?).with_context(|| file.display().to_string())?;
        let lacking: Vec<String> = heats
            .keys()
            .filter(|code| !borders.hold(**code))
            .map(|code| gazetteer.full_name(*code, None).unwrap_or_else(|| code.to_string()))
            .collect();
        if !lacking.is_empty() {
            let places = lacking.join(context.lang.pick("、", ", "));
            context.say(&Message::NoBorders { n: lacking.len(), places: &places });
        }
        Ok(Choropleth { title, notes: Vec::new(), borders, heats }.draw())
    }

    /// Writes the picture, in an .html file with the table under it.
    ///
    /// # Errors
    /// When the file cannot be written, or a .png picture lacks a font.
    pub(super) fn write(&self, context: &Context, title: &str, drawing: &Drawing, table: &Table) -> anyhow::Result<()> {
        let Some(file) = &self.chart else { return Ok(()) };
        match form(context, file)? {
            Form::Svg => {
                let svg = drawing.to_svg()?;
                write_whole(file, |out| Ok(out.write_all(svg.as_bytes())?))?;
            }
            Form::Png => {
                let png = to_png(drawing, self.font.as_deref())?;
                write_whole(file, |out| Ok(out.write_all(&png)?))?;
            }
            Form::Html => {
                let svg = drawing.to_svg()?;
                let section =
                    Section { title: context.lang.pick("数据", "Data"), table: table.without_empty_columns() };
                write_whole(file, |out| Ok(write_html_with_figure(title, &svg, &[section], context.lang, out)?))?;
            }
        }
        context.say(&Message::Drawn { file });
        Ok(())
    }
}

fn form(context: &Context, file: &Path) -> anyhow::Result<Form> {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("svg") => Ok(Form::Svg),
        Some("png") => Ok(Form::Png),
        Some("html" | "htm") => Ok(Form::Html),
        _ => bail!(context.lang.pick(
            format!("--chart：{}：图的格式由扩展名决定：请用 .svg、.png 或 .html", file.display()),
            format!("--chart: {}: the form goes by the extension: use .svg, .png or .html", file.display()),
        )),
    }
}

/// Every province, prefecture and county that stands today, with the place above and a short name.
fn tiles(gazetteer: &Gazetteer) -> Vec<(RegionCode, Option<RegionCode>, String)> {
    let standing = gazetteer.places().iter().filter(|place| {
        matches!(place.kind, PlaceKind::Province | PlaceKind::City | PlaceKind::County) && place.stands_in(None)
    });
    let name = |place: &tongjian::dictionary::Place| {
        // 积石山保安族东乡族撒拉族自治县 has no room on a tile.
        const LONG: usize = 5;
        let is_long = place.kind != PlaceKind::County || place.name.chars().count() > LONG;
        let short = place.short.first().filter(|_| is_long);
        short.unwrap_or(&place.name).to_string()
    };
    standing.map(|place| (place.code, place.parent, name(place))).collect()
}
