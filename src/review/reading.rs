//! Rows of a reviewed table → corrections.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::fault::{CellFault, CellTrouble};
use super::missed::{MissedLayout, TextOf};
use super::sheet::{Sheet, SheetRow};
use crate::dictionary::Dictionaries;
use crate::export::Column;
use crate::export::rows::{CORRECTED, KEY, NOTE, ReviewKey, VERDICT, given_column, review_columns};
use crate::model::{Amended, Amendment, Anchor, Correction, Field, Judgement, MetricId, NOTHING, RegionCode};

/// Whether the report of an anchor writes a name.
pub type Holds<'a> = &'a dyn Fn(&Anchor, &str) -> bool;

/// What a reviewed table says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What is said of records, in the order of the rows.
    pub corrections: Vec<Correction>,
    /// Cells that cannot be used.
    pub faults: Vec<CellFault>,
    /// Rows with a note and nothing else, which say nothing of their records.
    pub n_notes_alone: usize,
}

/// Reads every sheet that has the columns of a review or of what was missed; rows in which nothing was filled in are
/// passed over. `None` where no sheet has the columns.
pub fn read_review(
    sheets: &[Sheet],
    dictionaries: &Dictionaries,
    holds: Holds<'_>,
    text_of: TextOf<'_>,
) -> Option<Reading> {
    let mut reading = Reading::default();
    let mut is_review = false;
    let mut rows_of: BTreeMap<Anchor, usize> = BTreeMap::new();
    for sheet in sheets {
        if let Some(layout) = Layout::of(sheet) {
            is_review = true;
            for row in &sheet.rows {
                let said = Row { sheet, row, layout: &layout }.read(dictionaries, holds);
                reading.take(said, (sheet, row, layout.verdict), &mut rows_of);
            }
        } else if let Some(layout) = MissedLayout::of(sheet) {
            is_review = true;
            for row in &sheet.rows {
                let said = layout.read(sheet, row, dictionaries, text_of);
                reading.take(said, (sheet, row, layout.named_by()), &mut rows_of);
            }
        }
    }
    is_review.then_some(reading)
}

impl Reading {
    /// Takes in what a row says, unless an earlier row says it too; two that differ are a fault.
    fn take(
        &mut self,
        said: std::result::Result<Said, Vec<CellFault>>,
        (sheet, row, named_by): (&Sheet, &SheetRow, usize),
        rows_of: &mut BTreeMap<Anchor, usize>,
    ) {
        let correction = match said {
            Ok(Said::Nothing) => return,
            Ok(Said::NoteAlone) => {
                self.n_notes_alone += 1;
                return;
            }
            Ok(Said::Something(correction)) => *correction,
            Err(faults) => {
                self.faults.extend(faults);
                return;
            }
        };
        if let Some(other) = rows_of.get(&correction.anchor).copied() {
            if !self.corrections.contains(&correction) {
                self.faults.push(sheet.fault(row, named_by, CellTrouble::Twice { row: other }));
            }
            return;
        }
        rows_of.insert(correction.anchor.clone(), row.number);
        self.corrections.push(correction);
    }
}

/// Where the columns stand that a person fills in.
struct Layout {
    verdict: usize,
    note: Option<usize>,
    key: usize,
    corrected: Vec<(usize, &'static [Field])>,
    /// The given columns beside which a corrected one stands: where both stand, and the given one.
    given: Vec<(usize, usize, Column)>,
}

impl Layout {
    fn of(sheet: &Sheet) -> Option<Self> {
        let place = |wanted: &Column| sheet.place(wanted);
        let corrected = CORRECTED.iter().filter_map(|(column, fields)| Some((place(column)?, *fields))).collect();
        let given = review_columns().filter_map(|column| {
            let (corrected, _) = CORRECTED.into_iter().find(|(corrected, _)| given_column(corrected) == column.key)?;
            Some((place(&column)?, place(&corrected)?, column))
        });
        let given = given.collect();
        Some(Self { given, verdict: place(&VERDICT)?, note: place(&NOTE), key: place(&KEY)?, corrected })
    }
}

/// What a row says.
pub(super) enum Said {
    /// Nothing was filled in.
    Nothing,
    /// A note and nothing else.
    NoteAlone,
    /// What a person says of a record.
    Something(Box<Correction>),
}

struct Row<'a> {
    sheet: &'a Sheet,
    row: &'a SheetRow,
    layout: &'a Layout,
}

impl Row<'_> {
    fn cell(&self, at: usize) -> &str {
        self.row.cell(at)
    }

    fn fault(&self, at: usize, trouble: CellTrouble) -> CellFault {
        self.sheet.fault(self.row, at, trouble)
    }

    /// Given cells that say something else than when the table was written: whoever wrote there meant a correction.
    fn changed_givens(&self, key: &ReviewKey) -> Vec<CellFault> {
        let is_changed = |(at, _, column): &&(usize, usize, Column)| {
            let said = word_of(column, self.cell(*at));
            key.given.get(&*column.key).is_some_and(|given| !is_same(given.trim(), said))
        };
        let fault = |(at, corrected, _): &(usize, usize, Column)| {
            let instead = self.sheet.columns.get(*corrected).cloned().unwrap_or_default();
            self.fault(*at, CellTrouble::GivenChanged { instead })
        };
        self.layout.given.iter().filter(is_changed).map(fault).collect()
    }

    fn read(&self, dictionaries: &Dictionaries, holds: Holds<'_>) -> std::result::Result<Said, Vec<CellFault>> {
        let key: Option<ReviewKey> = serde_json::from_str(self.cell(self.layout.key)).ok();
        let changed = key.as_ref().map(|key| self.changed_givens(key)).unwrap_or_default();
        if !changed.is_empty() {
            return Err(changed);
        }
        let note = self.layout.note.map(|at| self.cell(at)).unwrap_or_default();
        let verdict = self.cell(self.layout.verdict);
        let filled: Vec<_> = self.layout.corrected.iter().filter(|(at, _)| !self.cell(*at).is_empty()).collect();
        if verdict.is_empty() && filled.is_empty() {
            return Ok(if note.is_empty() { Said::Nothing } else { Said::NoteAlone });
        }
        let key = key.ok_or_else(|| vec![self.fault(self.layout.key, CellTrouble::BrokenKey)])?;
        let anchor = key.anchor;
        let mut faults = Vec::new();
        let mut amendment = Amendment::default();
        for (at, fields) in filled {
            let Some(field) = fields.iter().find(|field| field.is_of(anchor.kind)) else {
                faults.push(self.fault(*at, CellTrouble::NotOfKind(anchor.kind)));
                continue;
            };
            match field_from(*field, self.cell(*at), &anchor, dictionaries, holds) {
                Ok(amended) => amendment.set(*field, amended),
                Err(trouble) => faults.push(self.fault(*at, trouble)),
            }
        }
        let is_empty = amendment.is_empty() && faults.is_empty();
        let judgement = match word_of(&VERDICT, verdict) {
            "" | "corrected" if !is_empty => Judgement::Corrected(amendment),
            // What it holds is filled in by whoever knows the record.
            "right" if is_empty => Judgement::Right(Amendment::default()),
            "wrong" if is_empty => Judgement::Wrong,
            other => {
                let trouble = match other {
                    "corrected" => CellTrouble::NothingCorrected,
                    "right" | "wrong" => CellTrouble::Contradictory,
                    _ => CellTrouble::UnknownVerdict(verdict.to_owned()),
                };
                faults.push(self.fault(self.layout.verdict, trouble));
                Judgement::Wrong
            }
        };
        if faults.is_empty() {
            Ok(Said::Something(Box::new(Correction { anchor, judgement, note: note.to_owned() })))
        } else {
            Err(faults)
        }
    }
}

/// Whether two cells say the same, as text or as numbers: spreadsheets write 66 as 66.0.
fn is_same(a: &str, b: &str) -> bool {
    let number = |text: &str| text.parse::<Decimal>().ok();
    a == b || number(a).is_some_and(|number_a| number(b) == Some(number_a))
}

/// The word of the record format that a cell means, where it says it in Chinese; else what the cell says.
fn word_of<'a>(column: &Column, cell: &'a str) -> &'a str {
    column.words().find(|(_, zh)| *zh == cell).map_or(cell, |(word, _)| word)
}

/// What a person's words mean in a field: ids, codes, names and the words of either language.
///
/// # Errors
/// What is wrong with them.
pub fn field_from(
    field: Field,
    cell: &str,
    anchor: &Anchor,
    dictionaries: &Dictionaries,
    holds: Holds<'_>,
) -> std::result::Result<Amended, CellTrouble> {
    let unfit = || CellTrouble::Unfit { field, text: cell.to_owned() };
    let unknown = || CellTrouble::UnknownName { field, text: cell.to_owned() };
    let cell = match cell.trim() {
        "无" | "-" | "—" | "none" => NOTHING,
        other => other,
    };
    if cell == NOTHING {
        return field.parse(cell).map_err(|_| unfit());
    }
    // Drop-downs offer names with their ids behind them.
    let id = cell.rsplit(char::is_whitespace).next().unwrap_or(cell);
    match field {
        Field::Metric => {
            let metrics = &dictionaries.metrics;
            let known =
                metrics.all().iter().find(|metric| metric.id == MetricId::new(id)).or_else(|| metrics.named(cell));
            known.map(|metric| Amended::Metric(metric.id.clone())).ok_or_else(unknown)
        }
        Field::Practice => {
            let practices = &dictionaries.practices;
            let known = practices.named(id).or_else(|| practices.named(cell));
            known.map(|practice| Amended::Practice(practice.id.clone())).ok_or_else(unknown)
        }
        Field::Region => region(cell, id, dictionaries),
        Field::Name if !holds(anchor, cell) => Err(CellTrouble::NotInReport(cell.to_owned())),
        Field::Bound | Field::Status => {
            field.parse(word_of(&Column::new(field.name(), "", ""), cell)).map_err(|_| unfit())
        }
        _ => field.parse(cell).map_err(|_| unfit()),
    }
}

fn region(cell: &str, id: &str, dictionaries: &Dictionaries) -> std::result::Result<Amended, CellTrouble> {
    const SHOWN: usize = 4;
    let regions = &dictionaries.regions;
    let unfit = || CellTrouble::Unfit { field: Field::Region, text: cell.to_owned() };
    if let Ok(code) = id.parse::<RegionCode>() {
        return regions.full_name(code, None).map(|_| Amended::Region(code)).ok_or_else(unfit);
    }
    let bearers = regions.called(cell);
    // 厦门 is the city, not whatever else bears the name inside it; what no longer stands gives way to what does.
    let covered = |inner: &RegionCode| bearers.iter().any(|outer| outer != inner && regions.covers(*outer, *inner));
    let replaced = |old: &RegionCode| regions.successors(*old).iter().any(|next| bearers.contains(next));
    let meant: Vec<RegionCode> = bearers.iter().copied().filter(|code| !covered(code) && !replaced(code)).collect();
    match meant[..] {
        [] => Err(unfit()),
        [only] => Ok(Amended::Region(only)),
        _ => {
            let full = |code: &RegionCode| format!("{} {code}", regions.full_name(*code, None).unwrap_or_default());
            let places: Vec<String> = meant.iter().take(SHOWN).map(full).collect();
            Err(CellTrouble::ManyPlaces { text: cell.to_owned(), places: places.join("、") })
        }
    }
}
