//! Passages, best first.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tantivy::collector::{Collector, Count, DocSetCollector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Score, Searcher, SegmentReader, TantivyDocument, Term};

use super::Index;
use super::filter::{Filter, characters};
use super::passages::{self, SEAM};
use super::query::{Phrase, SearchQuery};
use super::records::{Kind, order_of, text_of};
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
    by_doc: BTreeMap<String, Vec<(u32, Phrase)>>,
    undecided: usize,
}

impl Numbers {
    /// Those that stand in a passage.
    fn within<'a>(&'a self, passage: &'a Passage) -> impl Iterator<Item = &'a Phrase> {
        let here = self.by_doc.get(passage.doc.as_str()).into_iter().flatten();
        here.filter(|(start, _)| (passage.start..passage.end).contains(start)).map(|(_, number)| number)
    }
}

impl Index {
    /// Finds passages that hold all phrases, best first; then, for reports that hold all phrases but in no one
    /// passage, the passage where the first phrase stands.
    ///
    /// Every stretch of three or more characters of a report finds that report, whatever words it cuts through. With
    /// conditions on numbers, a passage is found where one and the same number fulfils them all, and the filter's metrics
    /// and years are those of that number.
    pub fn search(&self, query: &SearchQuery, filter: &Filter, limit: usize) -> Result<Found> {
        if !query.values().is_empty() {
            return self.search_numbers(query, filter, limit);
        }
        let searcher = self.searcher();
        let (mut hits, n_passages, known) = self.matching_passages(&searcher, query, filter, limit)?;
        let others = self.matching_reports(&searcher, query, filter, &known)?;
        let total = n_passages + others.len();
        for doc in others.iter().take(limit.saturating_sub(hits.len())) {
            hits.extend(self.first_mention(query, &DocId::new(doc.as_str()))?);
        }
        Ok(Found { hits, total, undecided: 0 })
    }

    fn search_numbers(&self, query: &SearchQuery, filter: &Filter, limit: usize) -> Result<Found> {
        let numbers = self.numbers(query, filter)?;
        // The year of a number is not that of the report which states it.
        let of_passages = Filter { years: Vec::new(), statuses: Vec::new(), ..filter.clone() };
        let (mut hits, _, _) = self.matching_passages(&self.searcher(), query, &of_passages, usize::MAX)?;
        hits.retain(|hit| numbers.within(&hit.passage).next().is_some());
        let total = hits.len();
        hits.truncate(limit);
        for hit in &mut hits {
            let phrases = query.phrases().iter().chain(numbers.within(&hit.passage));
            hit.highlights = highlights(phrases, &hit.passage.text);
        }
        Ok(Found { hits, total, undecided: numbers.undecided })
    }

    /// The numbers that fulfil every condition of a query.
    fn numbers(&self, query: &SearchQuery, filter: &Filter) -> Result<Numbers> {
        let of_facts = Filter { practices: Vec::new(), platforms: Vec::new(), ..filter.clone() };
        let mut numbers = Numbers::default();
        for record in self.records(&[Kind::Fact], &of_facts)? {
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
            let of_doc = numbers.by_doc.entry(fact.doc.as_str().to_owned()).or_default();
            of_doc.push((fact.start, Phrase::new(&fact.number)));
        }
        Ok(numbers)
    }

    fn matching_passages(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        filter: &Filter,
        limit: usize,
    ) -> Result<(Vec<Hit>, usize, BTreeSet<String>)> {
        let mut clauses = filter.clauses(&self.fields);
        for phrase in query.phrases() {
            clauses.push((Occur::Must, characters(self.fields.characters, phrase.written())));
            // Common characters make every phrase of them look common; whole words tell more, so they weigh more.
            for word in self.words_in(searcher, phrase)? {
                let term = TermQuery::new(word, IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), 2.0))));
            }
        }
        let tantivy_query = self.of_kind(Kind::Passage, clauses);
        let statistics = Living(searcher);
        let mut scored = searcher.search_with_statistics_provider(&tantivy_query, &Scored, &statistics)?;
        let unwanted = unwanted(searcher, query, self.fields.characters)?;
        scored.retain(|(_, address)| !unwanted.contains(address));
        if query.phrases().is_empty() {
            // Nothing makes one passage better than another: they come in the order of the reports.
            for (score, _) in &mut scored {
                *score = 0.0;
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let total = scored.len();
        let docs = names(searcher, scored.iter().map(|&(_, address)| address))?;
        let cut_off = scored.get(limit.saturating_sub(1)).map_or(Score::MIN, |(score, _)| *score);
        // Equal scores are told apart by name and place, so all of them must be read before the list is cut.
        scored.retain(|(score, _)| limit > 0 && *score >= cut_off);
        let mut best = self.hits(searcher, query, &scored)?;
        best.sort_by(|(a_order, a), (b_order, b)| {
            let by_place = || (a.passage.doc.as_str(), a_order).cmp(&(b.passage.doc.as_str(), b_order));
            b.score.total_cmp(&a.score).then_with(by_place)
        });
        best.truncate(limit);
        Ok((best.into_iter().map(|(_, hit)| hit).collect(), total, docs))
    }

    /// The passages at these addresses, each with its place in its report.
    fn hits(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        scored: &[(Score, DocAddress)],
    ) -> Result<Vec<(u64, Hit)>> {
        let mut by_doc: BTreeMap<String, Vec<(u64, Score)>> = BTreeMap::new();
        for &(score, address) in scored {
            let document: TantivyDocument = searcher.doc(address)?;
            let doc = text_of(&document, self.fields.doc).to_owned();
            by_doc.entry(doc).or_default().push((order_of(&document, self.fields.order), score));
        }
        let mut hits = Vec::new();
        for (doc, found) in by_doc {
            let Some((article, text)) = self.report(&DocId::new(doc))? else { continue };
            let passages = Passage::all(&article, &text);
            for (order, score) in found {
                let passage = usize::try_from(order).ok().and_then(|order| passages.get(order)).cloned();
                hits.extend(passage.map(|passage| (order, hit(query, passage, score))));
            }
        }
        Ok(hits)
    }

    /// The words of a phrase: its stretches of two or more characters that are words of some report. The reports were cut
    /// into words when they came; to cut the phrase in the same way would take longer than to search for it.
    fn words_in(&self, searcher: &Searcher, phrase: &Phrase) -> Result<BTreeSet<Term>> {
        let term = |word: &str| Term::from_field_text(self.fields.words, word);
        let mut words = BTreeSet::new();
        for segment in searcher.segment_readers() {
            let known = segment.inverted_index(self.fields.words)?;
            for word in phrase.substrings(2..=LONGEST_WORD).map(term) {
                if !words.contains(&word) && known.get_term_info(&word)?.is_some() {
                    words.insert(word);
                }
            }
        }
        Ok(words)
    }

    /// Names of reports that hold all phrases somewhere and whose passages did not match.
    fn matching_reports(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        filter: &Filter,
        known: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>> {
        // Metrics, practices and platforms are properties of passages: a report as a whole has none.
        if query.phrases().is_empty()
            || !(filter.metrics.is_empty() && filter.practices.is_empty() && filter.platforms.is_empty())
        {
            return Ok(BTreeSet::new());
        }
        let (punctuation, words): (Vec<&Phrase>, Vec<&Phrase>) =
            query.phrases().iter().partition(|phrase| phrase.is_punctuation());
        let mut found: Option<BTreeSet<String>> = None;
        if !filter.is_empty() || words.is_empty() {
            let wanted = self.of_kind(Kind::Article, filter.clauses(&self.fields));
            found = Some(names(searcher, searcher.search(&wanted, &DocSetCollector)?.into_iter())?);
        }
        // What stands in a passage is known already where nothing but one phrase is asked for.
        let is_across = found.is_none()
            && query.phrases().len() == 1
            && query.excluded().is_empty()
            && words.iter().all(|phrase| phrase.stretches(SEAM + 1).len() == 1);
        let fields: &[Field] =
            if is_across { &[self.fields.seam] } else { &[self.fields.characters, self.fields.seam] };
        for phrase in words {
            let holding = self.reports_holding(searcher, phrase, fields)?;
            found = Some(match found {
                Some(found) => &found & &holding,
                None => holding,
            });
        }
        let mut others = found.unwrap_or_default();
        others.retain(|name| !known.contains(name));
        for phrase in query.excluded() {
            let unwanted = self.reports_holding(searcher, phrase, fields)?;
            others.retain(|name| !unwanted.contains(name));
        }
        self.check_in_text(others, &punctuation)
    }

    /// Names of reports that hold a phrase in some field of their passages.
    fn reports_holding(&self, searcher: &Searcher, phrase: &Phrase, fields: &[Field]) -> Result<BTreeSet<String>> {
        let in_or_across = |stretch: &str| -> Result<BTreeSet<String>> {
            let places = fields.iter().map(|&field| characters(field, stretch)).collect();
            let found = searcher.search(&BooleanQuery::union(places), &DocSetCollector)?;
            names(searcher, found.into_iter())
        };
        let stretches = phrase.stretches(SEAM + 1);
        let mut found: Option<BTreeSet<String>> = None;
        for stretch in &stretches {
            let holding = in_or_across(stretch)?;
            found = Some(found.map_or(holding.clone(), |found| &found & &holding));
        }
        let found = found.unwrap_or_default();
        // Parts of a long phrase may stand anywhere: only the text shows that they follow each other.
        if stretches.len() > 1 { self.check_in_text(found, &[phrase]) } else { Ok(found) }
    }

    /// Those of the named reports whose text holds all the phrases.
    fn check_in_text(&self, names: BTreeSet<String>, phrases: &[&Phrase]) -> Result<BTreeSet<String>> {
        if phrases.is_empty() {
            return Ok(names);
        }
        let mut holding = BTreeSet::new();
        for name in names {
            let text = self.text(&DocId::new(name.as_str()))?.unwrap_or_default();
            if phrases.iter().all(|phrase| !phrase.find_in(&text).is_empty()) {
                holding.insert(name);
            }
        }
        Ok(holding)
    }

    /// The surroundings of the first phrase in a report.
    fn first_mention(&self, query: &SearchQuery, doc: &DocId) -> Result<Option<Hit>> {
        let Some((article, text)) = self.report(doc)? else { return Ok(None) };
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

/// Characters of the longest words that weigh in ranking: names of organisations, mostly.
const LONGEST_WORD: usize = 10;

/// The names of the reports that documents belong to, read from a column rather than from the documents.
fn names(searcher: &Searcher, addresses: impl Iterator<Item = DocAddress>) -> Result<BTreeSet<String>> {
    let mut ordinals = vec![BTreeSet::new(); searcher.segment_readers().len()];
    let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().str("doc"));
    let columns: Vec<Option<StrColumn>> = columns.collect::<tantivy::Result<_>>()?;
    for address in addresses {
        let segment = address.segment_ord as usize;
        if let (Some(Some(column)), Some(seen)) = (columns.get(segment), ordinals.get_mut(segment)) {
            seen.extend(column.term_ords(address.doc_id));
        }
    }
    let mut names = BTreeSet::new();
    for (column, seen) in columns.iter().zip(ordinals) {
        if let Some(column) = column {
            // In the order of the dictionary each of its blocks is unpacked once.
            let seen: Vec<u64> = seen.into_iter().collect();
            column.dictionary().sorted_ords_to_term_cb(&seen, |name| {
                names.insert(String::from_utf8_lossy(name).into_owned());
            })?;
        }
    }
    Ok(names)
}

/// The documents that hold an excluded phrase.
///
/// They are looked for by themselves: Tantivy's own exclusion moves phrases backwards, which they do not allow.
fn unwanted(searcher: &Searcher, query: &SearchQuery, field: Field) -> Result<HashSet<DocAddress>> {
    let mut unwanted = HashSet::new();
    for phrase in query.excluded() {
        unwanted.extend(searcher.search(&characters(field, phrase.written()), &DocSetCollector)?);
    }
    Ok(unwanted)
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

/// Statistics of what the index holds now. Tantivy's own count what was deleted too, so that ranking would depend on
/// the library's history.
struct Living<'a>(&'a Searcher);

/// Passages are cut to about this many tokens; a constant keeps scores apart from the history of merges.
const TOKENS_PER_PASSAGE: u64 = 150;

impl Bm25StatisticsProvider for Living<'_> {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(self.0.num_docs() * TOKENS_PER_PASSAGE)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.0.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        if self.0.segment_readers().iter().all(|segment| !segment.has_deletes()) {
            return self.0.doc_freq(term);
        }
        let living = self.0.search(&TermQuery::new(term.clone(), IndexRecordOption::Basic), &Count)?;
        Ok(living.try_into().unwrap_or(u64::MAX))
    }
}

/// Collects every match with its score.
struct Scored;

impl Collector for Scored {
    type Fruit = Vec<(Score, DocAddress)>;
    type Child = ScoredSegment;

    fn for_segment(&self, segment: u32, _: &SegmentReader) -> tantivy::Result<ScoredSegment> {
        Ok(ScoredSegment { segment, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

/// [`Scored`] within one segment.
struct ScoredSegment {
    segment: u32,
    found: Vec<(Score, DocAddress)>,
}

impl SegmentCollector for ScoredSegment {
    type Fruit = Vec<(Score, DocAddress)>;

    fn collect(&mut self, doc: tantivy::DocId, score: Score) {
        self.found.push((score, DocAddress::new(self.segment, doc)));
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}
