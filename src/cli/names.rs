//! What a user calls things → codes and ids.

use std::collections::BTreeSet;

use anyhow::bail;
use tongjian::dictionary::{Dictionaries, Gazetteer};
use tongjian::model::{PracticeId, RegionCode};

use super::context::Context;

/// The places that a name or code means.
///
/// A name that several places bear means all of them, and a message says so; a place that was renamed or merged means
/// its successors too.
///
/// # Errors
/// When no place bears the name.
pub(super) fn regions(context: &Context, dictionaries: &Dictionaries, name: &str) -> anyhow::Result<Vec<RegionCode>> {
    if let Ok(code) = name.parse::<RegionCode>() {
        return Ok(vec![code]);
    }
    let gazetteer = &dictionaries.regions;
    if matches!(name, "全国" | "中国" | "China") {
        return Ok(vec![RegionCode::CHINA]);
    }
    let bearers = gazetteer.called(name);
    if bearers.is_empty() {
        const MEANT: usize = 4;
        let near = gazetteer.near(name).into_iter().take(MEANT).map(|place| place.code);
        let near: Vec<String> = near.filter_map(|code| gazetteer.full_name(code, None)).collect();
        if !near.is_empty() {
            let near = near.join(context.lang.pick("、", ", "));
            bail!(context.lang.pick(
                format!("没有叫“{name}”的地方：是不是 {near}？"),
                format!("no place is called “{name}”: did you mean {near}?"),
            ));
        }
        bail!(context.lang.pick(
            format!("没有叫“{name}”的地方：请用全称（思明区、福建省厦门市思明区）或六位代码（350203）"),
            format!("no place is called “{name}”: use its full name (思明区, 福建省厦门市思明区) or its code (350203)"),
        ));
    }
    // 吉林 is a province and a city in it: the province holds both.
    let outermost: Vec<RegionCode> = bearers
        .iter()
        .copied()
        .filter(|inner| !bearers.iter().any(|outer| outer != inner && gazetteer.covers(*outer, *inner)))
        .collect();
    // 江川县 became 江川区: one place, named by what stands last.
    let is_replaced = |code: &RegionCode| {
        let later = followers(gazetteer, [*code].into());
        outermost.iter().any(|other| other != code && later.contains(other))
    };
    let distinct: Vec<RegionCode> = outermost.iter().copied().filter(|code| !is_replaced(code)).collect();
    if distinct.len() > 1 {
        const SHOWN: usize = 6;
        let full = |code: &RegionCode| gazetteer.full_name(*code, None).unwrap_or_else(|| code.to_string());
        let mut places: Vec<String> =
            distinct.iter().take(SHOWN).map(|code| format!("{} {code}", full(code))).collect();
        if distinct.len() > SHOWN {
            places.push("…".to_owned());
        }
        let (n, places) = (distinct.len(), places.join(context.lang.pick("、", ", ")));
        super::complain(&context.lang.pick(
            format!("提示：有 {n} 个地方叫“{name}”，全部计入（{places}）：用全称或代码可只取其一"),
            format!(
                "note: {n} places are called “{name}”, all are meant ({places}): use a full name or a code for one"
            ),
        ));
    }
    Ok(followers(gazetteer, outermost.into_iter().collect()).into_iter().collect())
}

/// Places and all that followed them.
fn followers(gazetteer: &Gazetteer, mut codes: BTreeSet<RegionCode>) -> BTreeSet<RegionCode> {
    let mut to_follow: Vec<RegionCode> = codes.iter().copied().collect();
    while let Some(code) = to_follow.pop() {
        to_follow.extend(gazetteer.successors(code).iter().filter(|next| codes.insert(**next)));
    }
    codes
}

/// The one place that a name or code means today, without a word about it.
pub(super) fn one_region(gazetteer: &Gazetteer, name: &str) -> Option<RegionCode> {
    if let Ok(code) = name.parse::<RegionCode>() {
        return gazetteer.get(code).map(|place| place.code);
    }
    // A file names many places, for which it pays to have all names sorted.
    let mut bearers: BTreeSet<RegionCode> = gazetteer.by_name(name).map(|(place, _)| place.code).collect();
    if bearers.is_empty() {
        bearers = gazetteer.called(name);
    }
    let standing: Vec<RegionCode> =
        bearers.iter().copied().filter(|code| gazetteer.successors(*code).is_empty()).collect();
    let known = if standing.is_empty() { bearers.into_iter().collect() } else { standing };
    // 吉林 is a province and a city in it: nobody can tell which.
    if let [only] = known[..] { Some(only) } else { None }
}

/// The id of a metric or of a family of metrics that an id, label or alias means.
///
/// # Errors
/// When the ontology has no such metric.
pub(super) fn metric(context: &Context, dictionaries: &Dictionaries, name: &str) -> anyhow::Result<String> {
    let metrics = &dictionaries.metric_names;
    if let Some(metric) = metrics.named(name) {
        return Ok(metric.id.to_string());
    }
    if metrics.all().iter().any(|metric| metric.id.family() == name) {
        return Ok(name.to_owned());
    }
    let near: Vec<String> = metrics
        .all()
        .iter()
        .filter(|metric| {
            let mut names = std::iter::once(&metric.zh).chain(&metric.aliases);
            names.any(|known| known.contains(name) || name.contains(known.as_str()))
        })
        .map(|metric| format!("{} {}", metric.zh, metric.id))
        .collect();
    let hint = if near.is_empty() {
        context.lang.pick(
            "可用的如 委员工作室、微协商、workstation".to_owned(),
            "such as 委员工作室, 微协商, workstation".to_owned(),
        )
    } else {
        near.join(context.lang.pick("、", ", "))
    };
    bail!(context.lang.pick(format!("没有叫“{name}”的指标：{hint}"), format!("no metric is called “{name}”: {hint}")))
}

/// The practice that an id, label or alias means; `None` where the ontology has none.
pub(super) fn practice(dictionaries: &Dictionaries, name: &str) -> Option<PracticeId> {
    dictionaries.practice_names.named(name).map(|practice| practice.id.clone())
}
