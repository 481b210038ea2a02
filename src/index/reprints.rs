//! Which reports are prints of the same article: reprints, shortened and slightly edited versions.
//!
//! Reports that may be alike are found by locality-sensitive hashing of their signatures (A. Rajaraman, J. Ullman,
//! *Mining of Massive Datasets*, chapter 3), and are compared by their signatures. The fullest print of an article
//! stands for the others; every other print is like the one that stands for it, never only like a third.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

use super::reports::names;
use super::{Index, Searcher, schema};
use crate::error::Result;
use crate::model::DocId;
use crate::segment::{BINS, Signature};

/// Which reports are other prints of an article, and which report stands for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reprints {
    standing_for: BTreeMap<DocId, DocId>,
}

impl Reprints {
    /// The report that stands for an article; the report itself where there is no other print of it.
    pub fn standing_for<'a>(&'a self, doc: &'a DocId) -> &'a DocId {
        self.standing_for.get(doc).unwrap_or(doc)
    }

    /// The other prints, each with the report that stands for it, by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&DocId, &DocId)> {
        self.standing_for.iter()
    }

    /// All prints of an article but the one named, by name.
    pub fn other_prints<'a>(&'a self, doc: &'a DocId) -> Vec<&'a DocId> {
        let first = self.standing_for(doc);
        let others = self.iter().filter(|(_, of)| *of == first).map(|(print, _)| print);
        std::iter::once(first).chain(others).filter(|print| *print != doc).collect()
    }
}

/// The file beside the index that holds what was last worked out. Tantivy leaves files alone that it did not write.
const FILE: &str = "reprints.jsonl";

/// The first line of the file.
#[derive(Serialize, Deserialize, PartialEq)]
struct Header {
    /// The commit that it was worked out from.
    made_from: Option<String>,
}

/// One further line of it.
#[derive(Serialize, Deserialize)]
struct Line {
    doc: DocId,
    reprint_of: DocId,
}

impl Index {
    /// Which reports are other prints of an article.
    pub fn reprints(&self) -> Result<Reprints> {
        let header = Header { made_from: self.generation()? };
        match read(&self.folder.join(FILE), &header) {
            Some(reprints) => Ok(reprints),
            None => self.find_reprints(),
        }
    }

    /// Works out which reports are other prints of an article, for [`reprints`](Self::reprints) to find.
    pub fn keep_reprints(&self) -> Result<Reprints> {
        let header = Header { made_from: self.generation()? };
        let path = self.folder.join(FILE);
        if let Some(reprints) = read(&path, &header) {
            return Ok(reprints);
        }
        let reprints = self.find_reprints()?;
        // Derived, and worked out anew where it is missing or torn: so it needs no more than a rename.
        let temporary = self.folder.join(format!("{FILE}.{}", std::process::id()));
        let mut writer = BufWriter::new(fs_err::File::create(&temporary)?);
        write_line(&mut writer, &header)?;
        for (doc, reprint_of) in reprints.iter() {
            write_line(&mut writer, &Line { doc: doc.clone(), reprint_of: reprint_of.clone() })?;
        }
        writer.flush()?;
        fs_err::rename(&temporary, &path)?;
        Ok(reprints)
    }

    fn find_reprints(&self) -> Result<Reprints> {
        let searcher = self.searcher();
        let at = self.reports_at(&searcher)?;
        // Of all names only their order is kept: a million of them would take more memory than the signatures.
        let mut named = names(&searcher, &at)?;
        named.par_sort_unstable_by(|(_, a), (_, b)| a.cmp(b));
        let in_order: Vec<DocAddress> = named.into_iter().map(|(at, _)| at).collect();
        let mut prints = signatures(&searcher, &in_order)?;
        // Stable, so that prints of one length stay in the order of their names.
        prints.sort_by_key(|(_, signature)| Reverse(signature.n_shingles()));
        let heads = group(&prints.iter().map(|(_, signature)| signature).collect::<Vec<_>>());
        let others: Vec<(usize, usize)> = heads.into_iter().enumerate().filter(|(print, head)| print != head).collect();
        let both = others.iter().flat_map(|&(print, head)| [prints[print].0, prints[head].0]);
        let both: Vec<DocAddress> = both.collect::<BTreeSet<_>>().into_iter().collect();
        let name_of: HashMap<DocAddress, DocId> = names(&searcher, &both)?.into_iter().collect();
        let name = |print: usize| name_of.get(&prints[print].0).cloned();
        let named = others.into_iter().filter_map(|(print, head)| Some((name(print)?, name(head)?)));
        Ok(Reprints { standing_for: named.collect() })
    }
}

/// What the file says; `None` where it is missing, torn, or worked out from something else.
fn read(path: &Path, header: &Header) -> Option<Reprints> {
    let mut lines = BufReader::new(fs_err::File::open(path).ok()?).lines();
    let first: Header = serde_json::from_str(&lines.next()?.ok()?).ok()?;
    if first != *header {
        return None;
    }
    let mut standing_for = BTreeMap::new();
    for line in lines {
        let line: Line = serde_json::from_str(&line.ok()?).ok()?;
        standing_for.insert(line.doc, line.reprint_of);
    }
    Some(Reprints { standing_for })
}

fn write_line(writer: &mut impl Write, line: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *writer, line)?;
    writer.write_all(b"\n")?;
    Ok(())
}

/// The signatures of the reports at these addresses.
fn signatures(searcher: &Searcher, reports: &[DocAddress]) -> Result<Vec<(DocAddress, Signature)>> {
    let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().bytes(schema::SIGNATURE));
    let columns = columns.collect::<tantivy::Result<Vec<_>>>()?;
    let mut found = Vec::with_capacity(reports.len());
    let mut bytes = Vec::with_capacity(Signature::BYTES);
    for &report in reports {
        let Some(Some(signatures)) = columns.get(report.segment_ord as usize) else { continue };
        let Some(signature) = signatures.term_ords(report.doc_id).next() else { continue };
        bytes.clear();
        signatures.ord_to_bytes(signature, &mut bytes)?;
        found.extend(Signature::from_bytes(&bytes).map(|signature| (report, signature)));
    }
    Ok(found)
}

/// Bins in a band, and bands. Texts with 60 % of their shingles in common meet in at least one band 99 times of 100
/// (`1 - (1 - 0.6^4)^32`), texts with 20 % 5 times.
const ROWS: usize = 4;
const BANDS: usize = BINS / ROWS;

/// Share of common shingles from which two texts are prints of one article. Reports of one committee about two years
/// share a third at most.
const LIKE: f64 = 0.6;
/// Share of the shorter text's shingles from which it is a shortened print.
const CONTAINED: f64 = 0.85;
/// Shingles below which nothing is called a shortened print: a notice may stand in a report word for word.
const LEAST_SHORTENED: u32 = 150;
/// Shingles below which texts are alike only by chance.
const LEAST: u32 = 40;

fn are_prints_of_one_article(a: &Signature, b: &Signature) -> bool {
    let shorter = a.n_shingles().min(b.n_shingles());
    shorter >= LEAST && (a.resemblance(b) >= LIKE || shorter >= LEAST_SHORTENED && a.containment(b) >= CONTAINED)
}

/// For each print the one that stands for it, as positions in `prints`. Of two prints the earlier one is preferred.
fn group(prints: &[&Signature]) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..prints.len()).collect();
    for band in 0..BANDS {
        let mut keys: Vec<([u8; ROWS], usize)> =
            prints.iter().map(|print| print.band(band)).enumerate().map(|(at, key)| (key, at)).collect();
        keys.sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            attach(bucket.iter().map(|(_, at)| *at), prints, &mut heads);
        }
    }
    settle(prints, &mut heads);
    heads
}

/// Heads in one bucket that a print is compared with: enough, since true prints meet again in other bands.
const HEADS_COMPARED: usize = 8;

/// Gives the prints of one bucket, best first, to those before them that they are like.
fn attach(bucket: impl Iterator<Item = usize>, prints: &[&Signature], heads: &mut [usize]) {
    let mut seen: Vec<usize> = Vec::new();
    for print in bucket {
        if heads[print] != print {
            continue;
        }
        let like = |&&head: &&usize| head < print && are_prints_of_one_article(prints[head], prints[print]);
        match seen.iter().find(like) {
            Some(&head) => heads[print] = head,
            None if seen.len() < HEADS_COMPARED => seen.push(print),
            None => {}
        }
    }
}

/// Undoes chains: where the head of a print was itself given away later, the print goes with it if it is like its new
/// head, and stands for itself if it is not.
fn settle(prints: &[&Signature], heads: &mut [usize]) {
    for print in 0..heads.len() {
        let head = heads[print];
        let last = heads[head];
        if last != head {
            heads[print] = if are_prints_of_one_article(prints[last], prints[print]) { last } else { print };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences about different numbers of different things: unlike each other as reports are.
    fn sentences(from: u32, to: u32) -> String {
        let things = ["停车难题", "河道治理", "校园午餐", "旧楼加梯", "菜场改造", "公交线路", "山村饮水"];
        let verb = ["协商", "调研", "视察", "评议", "走访"];
        let thing = |n: u32| things[(n.wrapping_mul(2_654_435_761) >> 7) as usize % things.len()];
        let sentence = |n: u32| {
            let verb = verb[n as usize % verb.len()];
            format!("第{}组委员{verb}{}{n}次，共提意见{}条。", n * 37 % 101, thing(n), n * n)
        };
        (from..to).map(sentence).collect::<Vec<_>>().concat()
    }

    fn heads(texts: &[String]) -> Vec<usize> {
        let signatures: Vec<Signature> = texts.iter().map(|text| Signature::of(text)).collect();
        group(&signatures.iter().collect::<Vec<_>>())
    }

    #[test]
    fn reprints_and_shortened_versions_are_grouped() {
        let whole = sentences(0, 60);
        let edited = whole.replace("旧楼加梯", "老楼加装电梯");
        let shortened = sentences(0, 25);
        let other = sentences(300, 360);
        assert_eq!(heads(&[whole, edited, shortened, other]), [0, 0, 0, 3]);
    }

    #[test]
    fn a_print_is_like_the_one_that_stands_for_it() {
        // Each shares two thirds with the next one, but the first and the last share nothing.
        let texts: Vec<String> = (0..6).map(|n| sentences(n * 12, n * 12 + 60)).collect();
        let signatures: Vec<Signature> = texts.iter().map(|text| Signature::of(text)).collect();
        for (print, head) in heads(&texts).into_iter().enumerate() {
            assert!(print == head || are_prints_of_one_article(&signatures[print], &signatures[head]));
        }
        assert_ne!(heads(&texts)[5], 0);
    }
}
