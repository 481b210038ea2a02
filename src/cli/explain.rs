//! What was found in a report, for a person: each sentence with the record marked, and why.

use std::io::{self, Write};

use tongjian::export::{Cell, Column, Labels};
use tongjian::extract::Considered;
use tongjian::model::{ArticleRecord, Fact, Record, SectionRecord};
use tongjian::pipeline::{Outcome, ReadReport};

/// Writes the records of a report, section by section; a report that could not be read has its problems only.
pub(super) fn write(out: &mut impl Write, outcome: &Outcome, labels: Labels<'_>) -> io::Result<()> {
    let Some(read) = &outcome.read else { return Ok(()) };
    read.articles().iter().try_for_each(|article| write_article(out, article, labels))
}

fn write_article(out: &mut impl Write, read: &ReadReport, labels: Labels<'_>) -> io::Result<()> {
    let text: Vec<char> = read.text.chars().collect();
    let page = Page { text: &text, labels };
    page.write_head(out, &read.extraction.article)?;
    let mut sections = read.extraction.article.sections.iter().peekable();
    for record in &read.extraction.records {
        while let Some(section) = sections.next_if(|section| section.start <= record.start()) {
            page.write_section(out, section)?;
        }
        let considered = read.extraction.considered.get(&record.start()).map_or(&[][..], Vec::as_slice);
        page.write_record(out, record, considered)?;
    }
    sections.try_for_each(|section| page.write_section(out, section))?;
    writeln!(out)
}

/// A report that is being written.
struct Page<'a> {
    text: &'a [char],
    labels: Labels<'a>,
}

impl Page<'_> {
    fn write_head(&self, out: &mut impl Write, article: &ArticleRecord) -> io::Result<()> {
        let region = article.region.map(|code| self.labels.region(code, None));
        let date = article.date.map(|date| date.to_string());
        writeln!(out, "{}", joined([Some(article.doc.to_string()), article.title.clone(), region, date]))
    }

    fn write_section(&self, out: &mut impl Write, section: &SectionRecord) -> io::Result<()> {
        let region = section.region.map(|code| self.labels.region(code, None));
        writeln!(out, "\n# {}", joined([Some(section.heading.clone()), region]))
    }

    fn write_record(&self, out: &mut impl Write, record: &Record, considered: &[Considered]) -> io::Result<()> {
        let lang = self.labels.lang();
        let region = |code: Option<_>| code.map(|code| self.labels.region(code, None));
        match record {
            Record::Article(_) => Ok(()),
            Record::Fact(fact) => self.write_fact(out, fact, considered),
            Record::Platform(platform) => {
                let kind = word("type", &Cell::word(&platform.r#type), self.labels);
                let said = joined([Some(kind), Some(platform.core.clone()), region(platform.region)]);
                let sentence = self.marked(&platform.quote, platform.start, platform.end);
                writeln!(out, "\n{sentence}\n  {}: {said}", lang.pick("平台", "platform"))
            }
            Record::Practice(practice) => {
                let name = self.labels.practice(&practice.practice);
                let said = joined([Some(name), region(practice.region), Some(practice.rule.to_string())]);
                let sentence = self.marked(&practice.quote, practice.start, practice.end);
                writeln!(out, "\n{sentence}\n  {}: {said}", lang.pick("做法", "practice"))
            }
            Record::Problem(problem) => {
                let code = word("code", &Cell::word(&problem.code), self.labels);
                writeln!(out, "\n! {code}: {}", problem.message)
            }
        }
    }

    fn write_fact(&self, out: &mut impl Write, fact: &Fact, considered: &[Considered]) -> io::Result<()> {
        let said = joined([
            Some(format!("{} {}", self.labels.metric(&fact.metric), fact.metric)),
            fact.region_name.clone(),
            fact.year.map(|year| year.to_string()),
            Some(word("status", &Cell::word(&fact.status), self.labels)),
            Some(format!("{:.2}", fact.confidence)),
            Some(fact.rule.to_string()),
        ]);
        writeln!(out, "\n{}\n  {}: {said}", self.marked(&fact.quote, fact.start, fact.end), fact.number)?;
        considered.iter().try_for_each(|candidate| {
            let Considered { metric, noun, rule, score } = candidate;
            writeln!(out, "    {score:6.2}  {}  {noun}  {rule}", self.labels.metric(metric))
        })
    }

    /// The sentence with the characters `start..end` of the report between 【】.
    ///
    /// White space does not count, since a sentence is quoted without that of hard wraps.
    fn marked(&self, sentence: &str, start: u32, end: u32) -> String {
        let (start, end) = (start as usize, end as usize);
        let words: Vec<char> = solid(self.text.get(start..end).unwrap_or_default()).collect();
        let characters: Vec<char> = sentence.chars().collect();
        let kept: Vec<usize> = (0..characters.len()).filter(|&at| !characters[at].is_whitespace()).collect();
        let before: Vec<char> = self.text[..start.min(self.text.len())]
            .iter()
            .rev()
            .copied()
            .filter(|c| !c.is_whitespace())
            .take(kept.len())
            .collect();
        let stands_at = |at: usize| {
            let here = kept[at..].iter().zip(&words).all(|(&place, word)| characters[place] == *word);
            here && kept[..at].iter().rev().zip(&before).all(|(&place, c)| characters[place] == *c)
        };
        let most = kept.len().saturating_sub(words.len());
        let Some(at) = (0..=most).find(|&at| !words.is_empty() && at < kept.len() && stands_at(at)) else {
            return sentence.to_owned();
        };
        let (from, to) = (kept[at], kept[at + words.len() - 1] + 1);
        let text = |characters: &[char]| characters.iter().collect::<String>();
        format!("{}【{}】{}", text(&characters[..from]), text(&characters[from..to]), text(&characters[to..]))
    }
}

fn solid(characters: &[char]) -> impl Iterator<Item = char> + '_ {
    characters.iter().copied().filter(|c| !c.is_whitespace())
}

/// What a reader calls a word that stands for a choice.
fn word(column: &'static str, cell: &Cell, labels: Labels<'_>) -> String {
    let words = Column::new(column, "", "").words_for(cell, labels.lang());
    words.map_or_else(|| cell.to_string(), str::to_owned)
}

/// What is known of several things, side by side.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let known: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    known.join(" · ")
}
