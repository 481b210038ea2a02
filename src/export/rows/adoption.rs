//! Who uses something, as tables.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::name_or_unknown;
use super::{Surroundings, code_of};
use crate::compare::{Adopter, Answer, Others, SpreadYear};
use crate::export::{Cell, Column, Entry, Matrix, Table};
use crate::model::{PartialDate, RegionCode};

/// One row for each place that uses something, then one for each place that does not mention it or was not read, as far
/// as `others` names them.
pub fn adopters(adopters: &[Adopter], others: &Others, around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        super::REGION,
        super::REGION_NAME,
        Column::new("answer", "回答", "answer"),
        Column::new("since", "始见", "since"),
        Column::new("latest", "最近", "latest"),
        Column::new("reports", "报告数", "reports"),
        Column::new("names", "名称", "name"),
        super::QUOTE,
        super::DOC,
        super::START,
        super::END,
        super::REVIEWED,
    ]);
    let lang = around.labels.lang();
    for adopter in adopters {
        let best = &adopter.best;
        let name = around.region_name(adopter.region, adopter.latest.map(PartialDate::year));
        table.push([
            ("region", code_of(adopter.region)),
            ("region_name", name_or_unknown(name, lang)),
            ("answer", Answer::Uses.name().into()),
            ("since", adopter.since.into()),
            ("latest", adopter.latest.map(|date| date.to_string()).into()),
            ("reports", adopter.reports.into()),
            ("names", adopter.names.join("、").into()),
            ("quote", (&*best.quote).into()),
            ("doc", best.doc.as_str().into()),
            ("start", best.start.into()),
            ("end", best.end.into()),
            ("corrected", best.corrected.map_or(Cell::Empty, |reviewed| Cell::word(&reviewed))),
        ]);
    }
    let silent = [(Answer::NotMentioned, &others.not_mentioned), (Answer::NotRead, &others.not_read)];
    for (answer, places) in silent {
        for place in places {
            table.push([
                ("region", code_of(Some(*place))),
                ("region_name", around.region_name(Some(*place), None)),
                ("answer", answer.name().into()),
            ]);
        }
    }
    table
}

/// One row for each year in which places were first seen to use something.
pub fn spread(years: &[SpreadYear], around: Surroundings<'_>) -> Table {
    let mut table = Table::new(&[
        Column::new("year", "年份", "year"),
        Column::new("new", "新增", "new"),
        Column::new("total", "累计", "total"),
        Column::new("places", "新增的地方", "places"),
    ]);
    let lang = around.labels.lang();
    for SpreadYear { year, new, total } in years {
        let names: Vec<String> = new.iter().map(|code| around.labels.region(*code, *year)).collect();
        let year = year.map_or_else(|| lang.pick("（未写明）", "(not told)").into(), Cell::from);
        table.push([
            ("year", year),
            ("new", new.len().into()),
            ("total", (*total).into()),
            ("places", names.join(lang.pick("、", ", ")).into()),
        ]);
    }
    table
}

/// Place against practice: the year of the first report that says so, ✓ where no such report has a date. `silent` are
/// further places, which were read and mention none.
pub fn uptake(practices: &[(String, Vec<Adopter>)], silent: &[RegionCode], around: Surroundings<'_>) -> Matrix {
    let users = practices.iter().flat_map(|(_, adopters)| adopters.iter().filter_map(|adopter| adopter.region));
    let places: BTreeSet<RegionCode> = users.chain(silent.iter().copied()).collect();
    let entry = |adopter: &Adopter| Entry {
        value: adopter.since.map_or_else(|| "✓".into(), Cell::from),
        is_uncertain: adopter.since.is_none(),
        evidence: None,
    };
    let by_practice: Vec<BTreeMap<RegionCode, Entry>> = practices
        .iter()
        .map(|(_, adopters)| adopters.iter().filter_map(|adopter| Some((adopter.region?, entry(adopter)))).collect())
        .collect();
    let mut rows = Table::new(&[super::REGION, super::REGION_NAME]);
    rows.rows =
        places.iter().map(|place| vec![code_of(Some(*place)), around.region_name(Some(*place), None)]).collect();
    let cells = places.iter().map(|place| by_practice.iter().map(|column| column.get(place).cloned()).collect());
    Matrix {
        rows,
        columns: practices.iter().map(|(name, _)| (name.clone(), name.clone())).collect(),
        cells: cells.collect(),
    }
}
