//! Rows in which a person wrote down what the program missed → corrections.

use super::fault::{CellFault, CellTrouble};
use super::reading::{Said, field_from};
use super::sheet::{Sheet, SheetRow};
use crate::correct::anchor_at;
use crate::dictionary::Dictionaries;
use crate::export::Column;
use crate::export::rows::{MISSED_FIELDS, MISSED_IN, MISSED_NUMBER, MISSED_QUOTE, MISSED_VALUE, NOTE};
use crate::extract::quantities::quantities;
use crate::model::{Amended, Amendment, Anchor, ContentHash, Correction, DocId, Field, Judgement, Number, Squeezed};

/// The bytes' hash and the text of a report of the library.
pub type TextOf<'a> = &'a dyn Fn(&DocId) -> Option<(ContentHash, Squeezed)>;

/// Where the columns stand.
pub(super) struct MissedLayout {
    report: usize,
    quote: usize,
    number: usize,
    value: Option<usize>,
    fields: Vec<(usize, Field)>,
    note: Option<usize>,
}

/// The columns without which a row says nothing.
const NEEDED: [Field; 1] = [Field::Metric];

impl MissedLayout {
    pub(super) fn of(sheet: &Sheet) -> Option<Self> {
        let place = |column: &Column| sheet.place(column);
        let fields = MISSED_FIELDS.iter().filter_map(|(column, field)| Some((place(column)?, *field))).collect();
        Some(Self {
            number: place(&MISSED_NUMBER)?,
            report: place(&MISSED_IN)?,
            quote: place(&MISSED_QUOTE)?,
            value: place(&MISSED_VALUE),
            note: place(&NOTE),
            fields,
        })
    }

    /// The column by which a row that says something else than another is named.
    pub(super) const fn named_by(&self) -> usize {
        self.number
    }

    /// What a row says.
    pub(super) fn read(
        &self,
        sheet: &Sheet,
        row: &SheetRow,
        dictionaries: &Dictionaries,
        text_of: TextOf<'_>,
    ) -> Result<Said, Vec<CellFault>> {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(Said::Nothing);
        }
        let fault = |at: usize, trouble| sheet.fault(row, at, trouble);
        let needed = self.fields.iter().filter(|(_, field)| NEEDED.contains(field)).map(|(at, _)| *at);
        let empty: Vec<CellFault> = [self.report, self.quote, self.number]
            .into_iter()
            .chain(needed)
            .filter(|at| row.cell(*at).is_empty())
            .map(|at| fault(at, CellTrouble::Needed))
            .collect();
        if !empty.is_empty() {
            return Err(empty);
        }
        let (anchor, number) = self.anchor(row, text_of).map_err(|(at, trouble)| vec![fault(at, trouble)])?;
        let mut faults = Vec::new();
        let mut amendment = Amendment::default();
        if let Err((at, trouble)) = self.amount(row, &number, &mut amendment, dictionaries) {
            faults.push(fault(at, trouble));
        }
        for (at, field) in self.fields.iter().filter(|(at, _)| !row.cell(*at).is_empty()) {
            match field_from(*field, row.cell(*at), &anchor, dictionaries, &|_, _| true) {
                Ok(amended) => amendment.set(*field, amended),
                Err(trouble) => faults.push(fault(*at, trouble)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let note = self.note.map(|at| row.cell(at)).unwrap_or_default().to_owned();
        Ok(Said::Something(Box::new(Correction { anchor, judgement: Judgement::Added(amendment), note })))
    }

    /// Where the number stands, and the number as the report writes it.
    fn anchor(&self, row: &SheetRow, text_of: TextOf<'_>) -> Result<(Anchor, String), (usize, CellTrouble)> {
        let (report, quote, number) = (row.cell(self.report), row.cell(self.quote), row.cell(self.number));
        let doc = DocId::new(report);
        let (content, text) =
            text_of(&doc).ok_or_else(|| (self.report, CellTrouble::UnknownReport(report.to_owned())))?;
        if text.occurrences(quote).is_empty() {
            return Err((self.quote, CellTrouble::NotInReport(quote.to_owned())));
        }
        let not_there = || (self.number, CellTrouble::NotInSentence(number.to_owned()));
        let place = text.find(quote, number).ok_or_else(not_there)?;
        let anchor = anchor_at(place, &doc, content, &text).ok_or_else(not_there)?;
        Ok((anchor, text.text(place)))
    }

    /// How much it is: what the person filled in, else what the number says by itself.
    fn amount(
        &self,
        row: &SheetRow,
        number: &str,
        amendment: &mut Amendment,
        dictionaries: &Dictionaries,
    ) -> Result<(), (usize, CellTrouble)> {
        let read = quantities(number, &dictionaries.units).into_iter().next();
        let unit = read.map(|read| read.unit_text(number)).filter(|unit| !unit.is_empty());
        if let Some(unit) = unit {
            amendment.set(Field::Unit, Amended::Text(unit.to_owned()));
        }
        let given = self.value.map(|at| (at, row.cell(at))).filter(|(_, cell)| !cell.is_empty());
        match (given, read) {
            (Some((at, cell)), _) => {
                let unfit = |_| (at, CellTrouble::Unfit { field: Field::Value, text: cell.to_owned() });
                amendment.set(Field::Value, Field::Value.parse(cell).map_err(unfit)?);
            }
            (None, Some(read)) => {
                let Number { value, value_max, bound } = read.number;
                amendment.set(Field::Value, Amended::Amount(value));
                amendment.set(Field::Bound, Amended::Bound(bound));
                if let Some(value_max) = value_max {
                    amendment.set(Field::ValueMax, Amended::Amount(value_max));
                }
            }
            (None, None) => return Err((self.number, CellTrouble::NoNumber(number.to_owned()))),
        }
        Ok(())
    }
}
