//! Passages, best first.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use tantivy::{DocAddress, Score, Searcher};

use super::Index;
use super::filter::Filter;
use super::passages;
use super::query::{Phrase, SearchQuery};
use super::records::Kind;
use super::report_set::{ReportSet, reports_of};
use super::reports::names;
use super::schema;
use crate::error::Result;
use crate::model::{ArticleRecord, CharSpan, DocId, Interval, PartialDate, Record, RegionCode};

/// A piece of a report, about a paragraph long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The report.
    pub doc: DocId,
    /// First character in the report's decoded text.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What it says, breaks of hard-wrapped lines taken out.
    pub text: String,
    /// The heading of the part of the report that it stands in.
    pub heading: Option<String>,
    /// Whom that part is about.
    pub region: Option<RegionCode>,
    /// When the report was published.
    pub date: Option<PartialDate>,
    /// The report's title.
    pub title: Option<String>,
}

impl Passage {
    /// The passages of a report, in the order of its text.
    pub(super) fn all(article: &ArticleRecord, text: &str) -> Vec<Self> {
        let cuts: Vec<u32> = article.sections.iter().map(|section| section.start).collect();
        let passage = |piece: passages::Piece| {
            let at = piece.span.start;
            // The innermost section comes last.
            let section = article.sections.iter().rev().find(|section| (section.start..section.end).contains(&at));
            Self {
                doc: article.doc.clone(),
                start: at,
                end: piece.span.end,
                text: piece.text,
                heading: section.map(|section| section.heading.clone()),
                region: section.map_or(article.region, |section| section.region),
                date: article.date,
                title: article.title.clone(),
            }
        };
        passages::cut(text, &cuts).into_iter().map(passage).collect()
    }
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage: Passage,
    /// Byte ranges of `passage.text` that match, in order and not overlapping.
    pub highlights: Vec<std::ops::Range<usize>>,
    /// How well it matches; only comparable within one search.
    pub score: f32,
    /// Whether the passage holds every phrase itself; otherwise the rest stands elsewhere in the same report.
    pub whole: bool,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best hits, best first.
    pub hits: Vec<Hit>,
    /// How many passages and further reports there are in all.
    pub total: usize,
    /// How many numbers may or may not fulfil the conditions: their words do not decide it, and they are left out.
    pub undecided: usize,
}

/// Numbers that fulfil the conditions of a query, by report: where each stands, and how it is written.
#[derive(Debug, Default)]
struct Numbers {
    by_report: HashMap<u64, Vec<(u32, Phrase)>>,
    undecided: usize,
}

impl Numbers {
    /// Those that stand in a passage of a report.
    fn within<'a>(&'a self, report: u64, passage: &'a Passage) -> impl Iterator<Item = &'a Phrase> {
        let here = self.by_report.get(&report).into_iter().flatten();
        here.filter(|(start, _)| (passage.start..passage.end).contains(start)).map(|(_, number)| number)
    }
}

/// A passage that was found, its report, and its place in it.
struct Placed {
    hit: Hit,
    report: u64,
    order: u64,
}

impl Index {
    /// Finds passages that hold all phrases, best first; then, for reports that hold all phrases but in no one
    /// passage, the passage where the first phrase stands.
    ///
    /// Every stretch of three or more characters of a report finds that report, whatever words it cuts through. With
    /// conditions on numbers, a passage is found where one and the same number fulfils them all, and the filter's metrics
    /// and years are those of that number.
    pub fn search(&self, query: &SearchQuery, filter: &Filter, limit: usize) -> Result<Found> {
        let searcher = self.searcher();
        if !query.values().is_empty() {
            return self.search_numbers(&searcher, query, filter, limit);
        }
        let passages = self.matching_passages(&searcher, query, filter)?;
        let n_passages = passages.len();
        let known = reports_of(&searcher, passages.iter().map(|(_, at)| *at))?;
        let known: ReportSet = known.into_iter().map(|(_, report)| report).collect();
        let others = self.reports_across(&searcher, query, filter, &known)?;
        let total = n_passages + others.len();
        let best = self.best(&searcher, passages, limit)?;
        let mut hits: Vec<Hit> = self.hits(&searcher, query, best)?.into_iter().map(|placed| placed.hit).collect();
        if hits.len() < limit && !others.is_empty() {
            let mut named = names(&searcher, &others)?;
            named.sort_by(|(_, a), (_, b)| a.cmp(b));
            for (at, _) in named.into_iter().take(limit - hits.len()) {
                hits.extend(self.first_mention(&searcher, query, at)?);
            }
        }
        Ok(Found { hits, total, undecided: 0 })
    }

    fn search_numbers(&self, searcher: &Searcher, query: &SearchQuery, filter: &Filter, limit: usize) -> Result<Found> {
        let numbers = self.numbers(query, filter)?;
        // The year of a number is not that of the report which states it.
        let of_passages = Filter { years: Vec::new(), statuses: Vec::new(), ..filter.clone() };
        let passages = self.matching_passages(searcher, query, &of_passages)?;
        let reports = reports_of(searcher, passages.iter().map(|(_, at)| *at))?;
        let of_report: HashMap<DocAddress, u64> = reports.into_iter().collect();
        let states = |at: &DocAddress| of_report.get(at).is_some_and(|report| numbers.by_report.contains_key(report));
        let passages = passages.into_iter().filter(|(_, at)| states(at)).collect();
        let mut placed = self.hits(searcher, query, passages)?;
        placed.retain(|Placed { hit, report, .. }| numbers.within(*report, &hit.passage).next().is_some());
        let total = placed.len();
        placed.truncate(limit);
        for Placed { hit, report, .. } in &mut placed {
            let phrases = query.phrases().iter().chain(numbers.within(*report, &hit.passage));
            hit.highlights = highlights(phrases, &hit.passage.text);
        }
        let hits = placed.into_iter().map(|placed| placed.hit).collect();
        Ok(Found { hits, total, undecided: numbers.undecided })
    }

    /// The numbers that fulfil every condition of a query.
    fn numbers(&self, query: &SearchQuery, filter: &Filter) -> Result<Numbers> {
        let of_facts = Filter { practices: Vec::new(), platforms: Vec::new(), ..filter.clone() };
        let mut numbers = Numbers::default();
        for (record, report) in self.records_by_report(Kind::Fact, &of_facts)? {
            let Record::Fact(fact) = record else { continue };
            let number = Interval { low: fact.low, high: fact.high };
            let verdicts: Vec<Option<bool>> = query.values().iter().map(|value| value.holds_for(number)).collect();
            if verdicts.contains(&Some(false)) {
                continue;
            }
            if verdicts.contains(&None) {
                numbers.undecided += 1;
                continue;
            }
            numbers.by_report.entry(report).or_default().push((fact.start, Phrase::new(&fact.number)));
        }
        Ok(numbers)
    }

    /// The best of some passages, at most so many, in no order.
    ///
    /// Equal scores are told apart by name and place, so that the answer does not depend on the order of writing.
    fn best(
        &self,
        searcher: &Searcher,
        mut passages: Vec<(Score, DocAddress)>,
        limit: usize,
    ) -> Result<Vec<(Score, DocAddress)>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        if passages.len() <= limit {
            return Ok(passages);
        }
        let (_, (cut_off, _), _) = passages.select_nth_unstable_by(limit - 1, |(a, _), (b, _)| b.total_cmp(a));
        let cut_off = *cut_off;
        let mut best: Vec<(Score, DocAddress)> =
            passages.iter().copied().filter(|(score, _)| score.total_cmp(&cut_off).is_gt()).collect();
        passages.retain(|(score, _)| score.total_cmp(&cut_off).is_eq());
        let n_left = limit - best.len();
        if passages.len() > n_left {
            let first = self.first_in_reading_order(searcher, passages.iter().map(|(_, at)| *at).collect(), n_left)?;
            best.extend(first.into_iter().map(|at| (cut_off, at)));
        } else {
            best.extend(passages);
        }
        Ok(best)
    }

    /// Those of some passages that come first by the names of their reports and their places in them.
    fn first_in_reading_order(
        &self,
        searcher: &Searcher,
        mut passages: Vec<DocAddress>,
        n: usize,
    ) -> Result<Vec<DocAddress>> {
        passages.sort_unstable();
        let passages = reports_of(searcher, passages)?;
        let reports: ReportSet = passages.iter().map(|(_, report)| *report).collect();
        let standing: HashMap<DocAddress, u64> = self.standing(searcher, &reports)?.into_iter().collect();
        let mut at: Vec<DocAddress> = standing.keys().copied().collect();
        at.sort_unstable();
        let named = names(searcher, &at)?;
        let name_of: HashMap<u64, DocId> =
            named.into_iter().filter_map(|(at, name)| Some((*standing.get(&at)?, name))).collect();
        let mut placed = Vec::with_capacity(passages.len());
        for (passage, report) in passages {
            placed.push((name_of.get(&report), order_of(searcher, passage)?, passage));
        }
        placed.sort_unstable();
        Ok(placed.into_iter().take(n).map(|(_, _, passage)| passage).collect())
    }

    /// Where the documents of some reports as a whole stand, in the order of the documents.
    fn standing(&self, searcher: &Searcher, reports: &ReportSet) -> Result<Vec<(DocAddress, u64)>> {
        let mut all = reports_of(searcher, self.reports_at(searcher)?)?;
        all.retain(|(_, report)| reports.contains(*report));
        Ok(all)
    }

    /// The passages at these addresses, best first.
    fn hits(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        mut found: Vec<(Score, DocAddress)>,
    ) -> Result<Vec<Placed>> {
        found.sort_unstable_by_key(|(_, at)| *at);
        let mut by_report: BTreeMap<u64, Vec<(u64, Score)>> = BTreeMap::new();
        let reports = reports_of(searcher, found.iter().map(|(_, at)| *at))?;
        for ((at, report), (score, _)) in reports.into_iter().zip(&found) {
            by_report.entry(report).or_default().push((order_of(searcher, at)?, *score));
        }
        let standing = self.standing(searcher, &by_report.keys().copied().collect())?;
        let of_report = |(at, report): &(DocAddress, u64)| -> Result<Vec<Placed>> {
            let Some((article, text)) = self.report_at(searcher, *at)? else { return Ok(Vec::new()) };
            let passages = Passage::all(&article, &text);
            let found = by_report.get(report).into_iter().flatten();
            let placed = found.filter_map(|&(order, score)| {
                let passage = passages.get(usize::try_from(order).ok()?)?.clone();
                Some(Placed { hit: hit(query, passage, score), report: *report, order })
            });
            Ok(placed.collect())
        };
        let placed: Vec<Vec<Placed>> = standing.par_iter().map(of_report).collect::<Result<_>>()?;
        let mut placed: Vec<Placed> = placed.into_iter().flatten().collect();
        placed.sort_by(|a, b| {
            let by_place = || (a.hit.passage.doc.as_str(), a.order).cmp(&(b.hit.passage.doc.as_str(), b.order));
            b.hit.score.total_cmp(&a.hit.score).then_with(by_place)
        });
        Ok(placed)
    }

    /// The surroundings of the first phrase in a report.
    fn first_mention(&self, searcher: &Searcher, query: &SearchQuery, at: DocAddress) -> Result<Option<Hit>> {
        let Some((article, text)) = self.report_at(searcher, at)? else { return Ok(None) };
        let Some(place) = query.phrases().iter().find_map(|phrase| phrase.find_in(&text).into_iter().next()) else {
            return Ok(None);
        };
        let first = u32::try_from(text[..place.start].chars().count()).unwrap_or(u32::MAX);
        let last = first.saturating_add(u32::try_from(text[place].chars().count()).unwrap_or(u32::MAX));
        let cuts: Vec<u32> = article.sections.iter().map(|section| section.start).collect();
        let mut pieces = passages::cut(&text, &cuts);
        // A mark between two pieces belongs to neither: then the piece after it shows where it is.
        let n_before = pieces.partition_point(|piece| piece.span.end <= first).min(pieces.len().saturating_sub(1));
        let n_until = pieces.partition_point(|piece| piece.span.start < last).max(n_before + 1);
        pieces.truncate(n_until);
        let pieces = pieces.split_off(n_before);
        let (Some(head), Some(tail)) = (pieces.first(), pieces.last()) else { return Ok(None) };
        let span = CharSpan::new(head.span.start, tail.span.end);
        let passage = Passage {
            doc: article.doc,
            start: span.start,
            end: span.end,
            text: pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" "),
            heading: None,
            region: article.region,
            date: article.date,
            title: article.title,
        };
        let mut found = hit(query, passage, 0.0);
        found.whole = query.phrases().len() == 1;
        Ok(Some(found))
    }
}

/// The place of a passage in its report.
fn order_of(searcher: &Searcher, passage: DocAddress) -> Result<u64> {
    let columns = searcher.segment_reader(passage.segment_ord).fast_fields();
    Ok(columns.u64(schema::ORDER)?.first(passage.doc_id).unwrap_or_default())
}

fn hit(query: &SearchQuery, passage: Passage, score: f32) -> Hit {
    let highlights = highlights(query.phrases(), &passage.text);
    Hit { passage, highlights, score, whole: true }
}

/// Where phrases stand in a text, stretches that touch made one.
fn highlights<'a>(phrases: impl IntoIterator<Item = &'a Phrase>, text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<_> = phrases.into_iter().flat_map(|phrase| phrase.find_in(text)).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut highlights: Vec<std::ops::Range<usize>> = Vec::new();
    for range in ranges {
        match highlights.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => highlights.push(range),
        }
    }
    highlights
}
