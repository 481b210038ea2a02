//! `numbering.xml`: lists and their levels, and the numbers that their paragraphs get.

use std::collections::{BTreeMap, BTreeSet};

use super::numerals::numeral;
use super::xml::{self, Element, Enter, Visit, XmlFault};

/// The lists of a document, and how far each has counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbering {
    /// What the lists look like, by `abstractNumId`.
    designs: BTreeMap<String, Design>,
    /// The lists that paragraphs name, by `numId`. Lists of one design count on from each other.
    lists: BTreeMap<String, List>,
    /// The last number at each level, by design.
    counts: BTreeMap<String, BTreeMap<u8, u32>>,
    /// Lists whose own starting numbers have been set.
    started: BTreeSet<(String, u8)>,
}

#[derive(Debug, Clone, Default)]
struct Design {
    levels: BTreeMap<u8, Level>,
    /// The list style that it takes its levels from.
    same_as: Option<String>,
    /// The list style that it is.
    defines: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct List {
    design: String,
    starts: BTreeMap<u8, u32>,
    levels: BTreeMap<u8, Level>,
}

/// How the paragraphs of one level are numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// `%1` stands for the number of the first level, and so on.
    text: String,
    /// From which level on a paragraph begins the count again; 0 for never.
    restart: Option<u8>,
    is_followed_by_nothing: bool,
    /// Whether all numbers are shown in digits.
    is_legal: bool,
    style: Option<String>,
}

impl Numbering {
    /// Reads the part.
    pub(super) fn read(part: &str) -> Result<Self, XmlFault> {
        let mut reading = Reading::default();
        xml::walk(part, &mut reading)?;
        Ok(reading.numbering)
    }

    /// The level of a list that is tied to a style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<u8> {
        let list = self.lists.get(list)?;
        let levels = &design(&self.designs, &list.design)?.levels;
        levels.iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(index, _)| *index)
    }

    /// Counts a paragraph and says what Word shows before it, with the blank that keeps it off the text.
    pub(super) fn label(&mut self, list_id: &str, index: u8) -> Option<String> {
        let Self { designs, lists, counts, started } = self;
        let list = lists.get(list_id)?;
        let design = design(designs, &list.design)?;
        let level_at = |index: u8| list.levels.get(&index).or_else(|| design.levels.get(&index));
        let level = level_at(index)?;
        let counts = counts.entry(list.design.clone()).or_default();
        let own_start = list.starts.get(&index).copied().filter(|_| started.insert((list_id.to_owned(), index)));
        let first = list.starts.get(&index).copied().or(level.start).unwrap_or(1);
        let n = own_start.or_else(|| counts.get(&index).map(|n| n.saturating_add(1))).unwrap_or(first);
        counts.insert(index, n);
        counts.retain(|deeper, _| {
            let restart = level_at(*deeper).and_then(|level| level.restart);
            *deeper <= index || restart == Some(0) || restart.is_some_and(|from| index >= from)
        });
        if level.format == "bullet" || level.text.is_empty() {
            return None;
        }
        let mut label = String::new();
        let mut characters = level.text.chars().peekable();
        while let Some(c) = characters.next() {
            let of_level = characters.peek().and_then(|digit| digit.to_digit(10)).filter(|n| c == '%' && *n > 0);
            let Some(of_level) = of_level.and_then(|n| u8::try_from(n - 1).ok()) else {
                label.push(c);
                continue;
            };
            characters.next();
            let shown = level_at(of_level);
            let n = counts.get(&of_level).copied().or(shown.and_then(|level| level.start)).unwrap_or(1);
            let format = shown.map_or("decimal", |level| &level.format);
            if format != "none" {
                label.push_str(&numeral(if level.is_legal { "decimal" } else { format }, n));
            }
        }
        // Symbol fonts draw a bullet for a character of private use.
        label.retain(|c| !('\u{e000}'..='\u{f8ff}').contains(&c));
        // 一、and （一） stand at the text; 1. must not, as a number may follow, and so nothing that ends like it.
        let is_set_apart = !level.is_followed_by_nothing && label.ends_with(|c: char| c.is_ascii());
        if is_set_apart || label.ends_with(|c: char| c.is_ascii_digit() || c == '.') {
            label.push(' ');
        }
        Some(label)
    }
}

/// The design of this name, or the one that it says it is the same as.
fn design<'a>(designs: &'a BTreeMap<String, Design>, id: &str) -> Option<&'a Design> {
    let design = designs.get(id)?;
    let other = design.same_as.as_ref();
    let named = other.and_then(|style| designs.values().find(|design| design.defines.as_ref() == Some(style)));
    Some(named.unwrap_or(design))
}

#[derive(Default)]
struct Reading {
    numbering: Numbering,
    design: Option<(String, Design)>,
    list: Option<(String, List)>,
    /// The level whose exception the list states.
    exception: u8,
    level: Option<(u8, Level)>,
}

impl Visit for Reading {
    fn open(&mut self, element: &Element<'_>) -> Enter {
        let value = || element.attribute("val");
        let index = || element.attribute("ilvl").and_then(|index| index.parse().ok()).unwrap_or(0);
        match element.name() {
            "abstractNum" => {
                self.design = element.attribute("abstractNumId").map(|id| (id, Design::default()));
            }
            "num" => self.list = element.attribute("numId").map(|id| (id, List::default())),
            "lvlOverride" => self.exception = index(),
            "lvl" => self.level = Some((index(), Level::default())),
            "abstractNumId" => {
                if let (Some((_, list)), Some(design)) = (&mut self.list, value()) {
                    list.design = design;
                }
            }
            "startOverride" => {
                if let (Some((_, list)), Some(start)) = (&mut self.list, element.number()) {
                    list.starts.insert(self.exception, start);
                }
            }
            name => self.open_in_level(name, element),
        }
        Enter::In
    }

    fn close(&mut self, name: &str) {
        match name {
            "lvl" => {
                let Some((index, level)) = self.level.take() else { return };
                let levels = match (&mut self.list, &mut self.design) {
                    (Some((_, list)), _) => &mut list.levels,
                    (None, Some((_, design))) => &mut design.levels,
                    (None, None) => return,
                };
                levels.insert(index, level);
            }
            "abstractNum" => self.numbering.designs.extend(self.design.take()),
            "num" => self.numbering.lists.extend(self.list.take()),
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

impl Reading {
    fn open_in_level(&mut self, name: &str, element: &Element<'_>) {
        let value = || element.attribute("val");
        if let (Some((_, design)), None) = (&mut self.design, &self.level) {
            match name {
                "numStyleLink" => design.same_as = value(),
                "styleLink" => design.defines = value(),
                _ => {}
            }
        }
        let Some((_, level)) = &mut self.level else { return };
        match name {
            "start" => level.start = element.number(),
            "numFmt" => level.format = value().unwrap_or_default(),
            "lvlText" => level.text = value().unwrap_or_default(),
            "lvlRestart" => level.restart = element.number(),
            "suff" => level.is_followed_by_nothing = value().as_deref() == Some("nothing"),
            "isLgl" => level.is_legal = element.is_on(),
            "pStyle" => level.style = value(),
            _ => {}
        }
    }
}
