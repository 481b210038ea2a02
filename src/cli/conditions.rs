//! A typed query: its conditions looked up, and what cannot be read pointed at.

use anyhow::{Context as _, anyhow};
use tongjian::dictionary::Dictionaries;
use tongjian::index::{FieldName, Filter, Named, QueryError, QueryFault, TypedQuery};
use tongjian::model::DocId;

use super::context::Context;
use super::{complain, filters, names};

/// Reads a query; where that fails, shows it with carets under what cannot be read.
///
/// # Errors
/// When the query cannot be read.
pub(super) fn typed(context: &Context, written: &str) -> anyhow::Result<TypedQuery> {
    written.parse::<TypedQuery>().map_err(|QueryError { at, reason }| {
        if reason != QueryFault::Nothing {
            point_at(written, &at);
        }
        anyhow!(explained(context, reason, &written[at]))
    })
}

/// The filter narrowed by the named conditions of a query.
///
/// # Errors
/// When a name is not known; the query is shown with carets under it.
pub(super) fn narrow(
    mut filter: Filter,
    named: &[Named],
    written: &str,
    context: &Context,
    dictionaries: &Dictionaries,
) -> anyhow::Result<Filter> {
    for condition in named {
        take(&mut filter, condition, context, dictionaries).inspect_err(|_| point_at(written, &condition.at))?;
    }
    Ok(filter)
}

fn take(filter: &mut Filter, named: &Named, context: &Context, dictionaries: &Dictionaries) -> anyhow::Result<()> {
    let Named { field, value, .. } = named;
    match field {
        FieldName::Region => {
            filter.regions.extend(names::regions(context, dictionaries, value).context("region")?);
        }
        FieldName::Year => filter.years.extend(filters::parse_years(context, value).context("year")?),
        FieldName::Metric => filter.metrics.push(names::metric(context, dictionaries, value)?),
        FieldName::Practice => {
            filter.practices.extend(filters::practices(std::slice::from_ref(value), context, dictionaries)?);
        }
        FieldName::Platform => filter.platforms.push(value.clone()),
        FieldName::Doc => filter.docs.push(DocId::new(value.as_str())),
    }
    Ok(())
}

/// Shows the query with carets under a stretch of it.
fn point_at(written: &str, at: &std::ops::Range<usize>) {
    complain(&format!("  {written}"));
    complain(&format!(
        "  {}{}",
        " ".repeat(width(&written[..at.start])),
        "^".repeat(width(&written[at.clone()]).max(1))
    ));
}

/// Places on a terminal: Chinese characters and full-width marks take two.
fn width(text: &str) -> usize {
    text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

fn explained(context: &Context, reason: QueryFault, found: &str) -> String {
    let fields = FieldName::ALL.map(|(_, words)| context.lang.pick(words[1], words[0])).join("：");
    match reason {
        QueryFault::Nothing => context.lang.pick(
            "没有要查的词语：请给出一个或几个词，如 老旧小区 协商".to_owned(),
            "nothing to search for: give one or more words, such as 老旧小区 协商".to_owned(),
        ),
        QueryFault::OnlyExclusions => context.lang.pick(
            "只有要排除的词：请再给出要查的词语，如 协商 -电梯".to_owned(),
            "only words to leave out: give words to look for too, such as 协商 -电梯".to_owned(),
        ),
        QueryFault::EmptyCondition => context.lang.pick(
            format!("“{found}”后面没有内容：如 地区：福建、年份：2024"),
            format!("nothing stands behind “{found}”: expected, for instance, region:福建 or year:2024"),
        ),
        QueryFault::UnknownField => context.lang.pick(
            format!("没有叫“{found}”的条件：可用 {fields}： 数值>=10；若是要查的文字，请加引号"),
            format!(
                "“{found}” is no condition: there are {}: and value>=10; put words to look for in quotation marks",
                fields.replace('：', ": ")
            ),
        ),
        QueryFault::BadNumber => context.lang.pick(
            format!("“{found}”不是数的条件：如 数值>=10、数值<1.2万、数值：10-20"),
            format!("“{found}” is no condition on a number: expected value>=10, value<1.2万 or value:10-20"),
        ),
    }
}
