//! Practices and platforms → who uses them since when.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{DocId, PartialDate, PublicationDates, RegionCode, Reviewed};

/// One mention: a report says that a region uses something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The report.
    pub doc: DocId,
    /// First character of the words that show it.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Who uses it.
    pub region: Option<RegionCode>,
    /// What it is called there: the platform's name or the words that show the practice.
    pub name: String,
    /// The sentence.
    pub quote: Arc<str>,
    /// Other prints of the same article that say it too.
    pub also_in: Vec<DocId>,
    /// How a person reviewed it, where one did.
    pub corrected: Option<Reviewed>,
}

impl Use {
    /// Every report that says it.
    fn witnesses(&self) -> impl Iterator<Item = &DocId> {
        std::iter::once(&self.doc).chain(&self.also_in)
    }
}

/// A region that uses something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopter {
    /// Who; `None` where the reports do not tell.
    pub region: Option<RegionCode>,
    /// The year of the first report that says so; `None` where no such report has a date.
    pub since: Option<i16>,
    /// The date of the latest report that says so.
    pub latest: Option<PartialDate>,
    /// How many reports say so.
    pub reports: usize,
    /// The mention that says it best.
    pub best: Use,
    /// Every name that it bears there, in the order of the text.
    pub names: Vec<String>,
}

/// Groups mentions by county (a township counts for its county), in the order of codes; those that no report places
/// come last.
pub fn adopters(uses: &[Use], dates: &impl PublicationDates) -> Vec<Adopter> {
    let mut by_region: BTreeMap<(bool, Option<RegionCode>), Vec<&Use>> = BTreeMap::new();
    for mention in uses {
        let region = mention.region.map(RegionCode::to_county);
        by_region.entry((region.is_none(), region)).or_default().push(mention);
    }
    by_region
        .into_iter()
        .filter_map(|((_, region), mentions)| {
            // The best of several equally good mentions is the first of the latest report.
            let best = mentions.iter().max_by_key(|mention| {
                (
                    readability(&mention.quote),
                    dates.date(&mention.doc),
                    std::cmp::Reverse((mention.doc.as_str(), mention.start)),
                )
            })?;
            let witnesses: BTreeSet<&DocId> = mentions.iter().flat_map(|mention| mention.witnesses()).collect();
            let mut names: Vec<String> = Vec::new();
            for mention in &mentions {
                if !names.contains(&mention.name) {
                    names.push(mention.name.clone());
                }
            }
            Some(Adopter {
                region,
                since: witnesses.iter().filter_map(|doc| dates.date(doc)).map(PartialDate::year).min(),
                latest: witnesses.iter().filter_map(|doc| dates.date(doc)).max(),
                reports: witnesses.len(),
                best: (*best).clone(),
                names,
            })
        })
        .collect()
}

/// A heading says too little, a paragraph-long sentence too much; a sentence with a number says most.
fn readability(quote: &str) -> u8 {
    let n = quote.chars().count();
    let readable = u8::from((12..=150).contains(&n));
    let counts = u8::from(quote.chars().any(|c| c.is_ascii_digit()));
    2 * readable + counts
}
