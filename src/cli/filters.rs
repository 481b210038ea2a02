//! Options that narrow a listing or a search.

use anyhow::{Context as _, anyhow, bail};
use tongjian::compare::Places;
use tongjian::dictionary::Dictionaries;
use tongjian::index::{Filter, Prints};
use tongjian::model::{DocId, PracticeId, RegionCode, RegionLevel, Status};

use super::context::Context;
use super::names;

/// Where and when. Each option can be given several times: then any of its values will do.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Scope {
    /// Only this place and everything that lies in it: a name or a code
    #[arg(long, value_name = "PLACE")]
    region: Vec<String>,
    /// Only this year, or the years from one to another (2021-2024)
    #[arg(long, value_name = "YEAR")]
    year: Vec<String>,
    /// Only this report
    #[arg(long, value_name = "DOC")]
    doc: Vec<String>,
    /// Every print of an article for itself: reprints, shortened and edited versions otherwise make one claim
    #[arg(long)]
    keep_reprints: bool,
}

/// What it is about.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Topic {
    /// Only this metric or family of metrics: an id, a label or an alias
    #[arg(long, value_name = "METRIC")]
    metric: Vec<String>,
    /// Only this practice: an id, a label or an alias
    #[arg(long, value_name = "PRACTICE")]
    practice: Vec<String>,
    /// Only platforms with this in their names
    #[arg(long, value_name = "NAME")]
    platform: Vec<String>,
}

/// Which places stand beside each other.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Peers {
    /// Only places of this level
    #[arg(long, value_enum)]
    level: Vec<LevelName>,
    /// Only places like this one: of the same level in the same province
    #[arg(long, value_name = "PLACE", conflicts_with_all = ["region", "level"])]
    like: Option<String>,
}

/// How high a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LevelName {
    /// Counties, districts and what is on their level
    County,
    /// Cities, prefectures and leagues
    City,
    /// Provinces, autonomous regions and municipalities
    Province,
}

impl LevelName {
    const fn level(self) -> RegionLevel {
        match self {
            Self::County => RegionLevel::County,
            Self::City => RegionLevel::City,
            Self::Province => RegionLevel::Province,
        }
    }
}

impl Peers {
    /// The filter narrowed to these places, and the places that it leaves.
    ///
    /// # Errors
    /// When a name is not known, or means places of several provinces or levels.
    pub(super) fn narrow(
        &self,
        filter: Filter,
        context: &Context,
        dictionaries: &Dictionaries,
    ) -> anyhow::Result<(Filter, Places)> {
        let Some(name) = &self.like else {
            let levels = self.level.iter().map(|level| level.level()).collect();
            return Ok((filter.clone(), Places { within: filter.regions, levels }));
        };
        let codes = names::regions(context, dictionaries, name).context("--like")?;
        let standing = codes.iter().filter(|code| dictionaries.regions.successors(**code).is_empty());
        let kinds: std::collections::BTreeSet<(RegionLevel, RegionCode)> =
            standing.map(|code| (code.to_county().level(), code.province())).collect();
        let Some((level, province)) = kinds.first().filter(|_| kinds.len() == 1) else {
            bail!(context.lang.pick(
                format!("--like：“{name}”不止一处：请用全称或代码"),
                format!("--like: “{name}” means several places: use a full name or a code"),
            ));
        };
        // What is like a province are the other provinces.
        let within = if *level == RegionLevel::Province { RegionCode::CHINA } else { *province };
        let filter = Filter { regions: vec![within], ..filter };
        Ok((filter, Places { within: vec![within], levels: vec![*level] }))
    }
}

/// What kind of statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum StatusName {
    /// Has happened or stands now
    Done,
    /// Target or intention
    Plan,
    /// Standing norm
    Rule,
}

impl StatusName {
    /// The status of this name.
    pub(super) const fn status(self) -> Status {
        match self {
            Self::Done => Status::Done,
            Self::Plan => Status::Plan,
            Self::Rule => Status::Rule,
        }
    }
}

impl Scope {
    /// How several prints of one article are to be given.
    pub(super) const fn prints(&self) -> Prints {
        if self.keep_reprints { Prints::Apart } else { Prints::Together }
    }

    /// The filter that these options ask for.
    ///
    /// # Errors
    /// When a name is not known or a year is none.
    pub(super) fn filter(&self, context: &Context, dictionaries: &Dictionaries) -> anyhow::Result<Filter> {
        let mut filter =
            Filter { docs: self.doc.iter().map(|name| DocId::new(name.as_str())).collect(), ..Filter::default() };
        for name in &self.region {
            filter.regions.extend(names::regions(context, dictionaries, name).context("--region")?);
        }
        for years in &self.year {
            filter.years.extend(parse_years(context, years).context("--year")?);
        }
        Ok(filter)
    }
}

impl Topic {
    /// The same filter narrowed by these options too.
    ///
    /// # Errors
    /// When a name is not known.
    pub(super) fn narrow(
        &self,
        filter: Filter,
        context: &Context,
        dictionaries: &Dictionaries,
    ) -> anyhow::Result<Filter> {
        Ok(Filter {
            metrics: metrics(&self.metric, context, dictionaries)?,
            practices: practices(&self.practice, context, dictionaries)?,
            platforms: self.platform.clone(),
            ..filter
        })
    }
}

/// The ids that names of metrics mean.
///
/// # Errors
/// When a name is not known.
pub(super) fn metrics(names: &[String], context: &Context, dictionaries: &Dictionaries) -> anyhow::Result<Vec<String>> {
    names.iter().map(|name| names::metric(context, dictionaries, name)).collect()
}

/// The ids that names of practices mean.
///
/// # Errors
/// When a name is not known.
pub(super) fn practices(
    names: &[String],
    context: &Context,
    dictionaries: &Dictionaries,
) -> anyhow::Result<Vec<PracticeId>> {
    let unknown = |name: &String| {
        anyhow!(context.lang.pick(
            format!("没有叫“{name}”的做法：tongjian who {name} 可按字词查找"),
            format!("no practice is called “{name}”: `tongjian who {name}` looks for the words"),
        ))
    };
    names.iter().map(|name| names::practice(dictionaries, name).ok_or_else(|| unknown(name))).collect()
}

/// The years that `2024` or `2021-2024` means.
///
/// # Errors
/// When a year is none.
pub(super) fn parse_years(context: &Context, text: &str) -> anyhow::Result<std::ops::RangeInclusive<i16>> {
    let year =
        |text: &str| text.trim().trim_end_matches('年').parse::<i16>().ok().filter(|y| (1949..=2100).contains(y));
    let ends = match text.split_once(['-', '—', '至']) {
        Some((from, to)) => year(from).zip(year(to)),
        None => year(text).zip(year(text)),
    };
    match ends {
        Some((from, to)) if from <= to => Ok(from..=to),
        _ => bail!(context.lang.pick(
            format!("“{text}”不是年份：应为 2024 或 2021-2024"),
            format!("“{text}” is no year: expected 2024 or 2021-2024"),
        )),
    }
}
