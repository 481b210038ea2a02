//! What the listings of records share.

use tongjian::export::Labels;
use tongjian::export::rows::{self, RowKind, Surroundings};
use tongjian::index::{Filter, Kind, Prints};
use tongjian::library::{Library, Reader};
use tongjian::model::Record;

use super::Exit;
use super::context::Context;
use super::messages::{Advice, Message};
use super::output::{Listing, Output};

/// One kind of record, and how a person sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed {
    /// The kind in the index.
    pub(super) kind: Kind,
    /// The kind of row.
    pub(super) rows: RowKind,
    /// Keys of the columns for a person.
    pub(super) visible: &'static [&'static str],
    /// What it is called, in Chinese and English.
    pub(super) called: (&'static str, &'static str),
}

/// Lists the records of one kind that the filter lets through.
pub(super) fn list(
    context: &Context,
    (library, reader): (&Library, &Reader),
    (filter, prints): (&Filter, Prints),
    listed: Listed,
    output: Output,
) -> anyhow::Result<Exit> {
    let records = library.index().claims(&[listed.kind], filter, prints)?;
    let articles = library.index().articles_of(records.iter().map(Record::doc))?;
    let around = Surroundings { labels: Labels::new(&reader.dictionaries, context.lang), articles: &articles };
    let table = rows::of_kind(listed.rows, &records, around);
    let mut visible = listed.visible.to_vec();
    if records.iter().any(|record| !record.also_in().is_empty()) {
        visible.push("also_in");
    }
    output.write(context, &Listing { table: &table, visible: &visible, records: Some(&records) })?;
    if records.is_empty() {
        let what = context.lang.pick(listed.called.0, listed.called.1);
        let advice = Advice::widen_or(!filter.is_empty(), Advice::None);
        context.say(&Message::NothingFound { what, n_reports: library.index().n_reports()?, advice });
    }
    Ok(Exit::AllFine)
}
