//! What holds of every record of every report (DESIGN.md, “Invariants” 1, 2 and 6).

use std::process::Command;

use proptest::prelude::*;
use proptest::sample::Index;
use tongjian::model::{ArticleRecord, DocId, Fact, Metadata, Number, Platform, Practice, Record, RegionCode};
use tongjian::pipeline::{Extraction, extract_bytes, extract_report};
use tongjian::read::{RawMetadata, Report};

mod common;
use common::{SAMPLES, development, development_folder, dictionaries, project, samples};

#[test]
fn every_record_of_every_report_is_what_its_evidence_says() {
    let mut n_records = 0;
    for report in samples().into_iter().chain(development()) {
        let extraction = extract_report(&report, dictionaries());
        n_records += extraction.records.len();
        let faults = faults(&report, &extraction);
        assert!(faults.is_empty(), "{}:\n{}", report.doc, faults.join("\n"));
    }
    assert!(n_records > 1000, "the reports have shrunk: {n_records} records");
}

#[test]
fn a_digest_says_the_same_whether_it_is_split_or_not() {
    let split = RawMetadata { split: Some("auto".to_owned()), ..RawMetadata::default() };
    let mut n_parts = 0;
    for report in samples().into_iter().chain(development()) {
        let outcome = extract_bytes(&report.doc, report.text.as_bytes(), &split, dictionaries());
        let read = outcome.read.expect("a text can be read");
        let mut said = Vec::new();
        for part in &read.articles {
            n_parts += 1;
            let article = &part.extraction.article;
            let whole = article.whole.as_ref().expect("a part knows its whole");
            let length = (whole.end - whole.start) as usize;
            let text: String = read.text.chars().skip(whole.start as usize).take(length).collect();
            assert_eq!((part.text.as_str(), article.chars as usize), (text.as_str(), length), "{}", article.doc);
            let report = Report { doc: article.doc.clone(), text, ..report_of(String::new()) };
            let faults = faults(&report, &part.extraction);
            assert!(faults.is_empty(), "{}:\n{}", article.doc, faults.join("\n"));
            said.extend(placed(&part.extraction.records, whole.start));
        }
        if !read.articles.is_empty() {
            assert_eq!(said, placed(&read.extraction.records, 0), "{}", report.doc);
        }
    }
    assert!(n_parts >= 15, "the digests have gone: {n_parts} parts");
}

/// What stands where, with the offset of a part added; what is said of a report as a whole left out.
fn placed(records: &[Record], offset: u32) -> Vec<(u32, u32, Option<RegionCode>, String)> {
    let placed = records.iter().filter(|record| record.span().start < record.span().end);
    let place = |record: &Record| {
        let span = record.span();
        (span.start + offset, span.end + offset, record.region(), record.quote().to_owned())
    };
    placed.map(place).collect()
}

#[test]
fn one_thread_four_threads_and_a_second_run_write_the_same_bytes() {
    let mut folders = SAMPLES.map(project).to_vec();
    folders.extend(development_folder());
    let extract = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongjian"));
        let run = command.args(["extract", "--threads", threads]).args(&folders).output().expect("the program starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        run.stdout
    };
    let first = extract("1");
    assert!(first.len() > 100_000);
    assert!(first == extract("4"), "4 threads write other bytes than 1");
    assert!(first == extract("1"), "the second run writes other bytes than the first");
}

/// Every way in which a report's records break an invariant.
fn faults(report: &Report, extraction: &Extraction) -> Vec<String> {
    let mut faults = Faults { text: report.text.chars().collect(), found: Vec::new() };
    faults.article(&extraction.article);
    let mut last_start = 0;
    let mut last_fact_end = 0;
    let facts = extraction.records.iter().filter_map(fact_of);
    let numbers: Vec<(u32, &str)> = facts.map(|fact| (fact.start, fact.number.as_str())).collect();
    for record in &extraction.records {
        faults.check(record.start() >= last_start, record, "stands before the record in front of it");
        faults.check(*record.doc() == report.doc, record, "names another report");
        last_start = record.start();
        match record {
            Record::Fact(fact) => {
                faults.check(fact.start >= last_fact_end, record, "overlaps the number before");
                last_fact_end = fact.end;
                faults.fact(record, fact, &numbers);
            }
            Record::Platform(platform) => faults.platform(record, platform),
            Record::Practice(practice) => faults.practice(record, practice),
            Record::Problem(problem) => {
                let inside = problem.start <= problem.end && problem.end as usize <= faults.text.len();
                faults.check(inside, record, "does not lie in the text");
            }
            Record::Article(_) => faults.check(false, record, "stands among the records"),
        }
    }
    faults.found
}

/// Whether `low` is not above `high`, as far as both are known.
fn ordered<T: PartialOrd>(low: Option<T>, high: Option<T>) -> bool {
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

fn fact_of(record: &Record) -> Option<&Fact> {
    if let Record::Fact(fact) = record { Some(fact) } else { None }
}

struct Faults {
    text: Vec<char>,
    found: Vec<String>,
}

impl Faults {
    fn check(&mut self, holds: bool, record: &impl std::fmt::Debug, fault: &str) {
        if !holds {
            self.found.push(format!("{fault}: {record:?}"));
        }
    }

    /// The text at `start..end` without white space; `None` where that is no stretch of the text.
    fn at(&self, start: u32, end: u32) -> Option<String> {
        let stretch = self.text.get(start as usize..end as usize).filter(|stretch| !stretch.is_empty())?;
        Some(squeezed(&stretch.iter().collect::<String>()))
    }

    fn article(&mut self, article: &ArticleRecord) {
        self.check(article.chars as usize == self.text.len(), article, "counts the characters wrongly");
        self.region(article, article.region);
        let mut last_end = 0;
        for section in &article.sections {
            let heading = self.at(section.start, section.end).map(|text| text.contains(&squeezed(&section.heading)));
            self.check(heading == Some(true), section, "does not hold its heading");
            self.check(section.start >= last_end, section, "overlaps the section before");
            last_end = section.end;
            self.region(section, section.region);
        }
    }

    fn fact(&mut self, record: &Record, fact: &Fact, numbers: &[(u32, &str)]) {
        let written = self.at(fact.start, fact.end);
        self.check(written.as_deref() == Some(&*squeezed(&fact.number)), record, "the text is not the number");
        self.check(squeezed(&fact.quote).contains(&squeezed(&fact.number)), record, "the quote lacks the number");
        let interval = Number { value: fact.value, value_max: fact.value_max, bound: fact.bound }.interval();
        self.check((fact.low, fact.high) == (interval.low, interval.high), record, "low and high do not fit");
        self.check(ordered(fact.low, fact.high), record, "low is above high");
        self.check(ordered(Some(fact.value), fact.value_max), record, "the range is upside down");
        let total = fact.part_of.as_deref();
        let stated = |total: &str| numbers.iter().any(|(start, number)| *number == total && *start < fact.start);
        self.check(total.is_none_or(stated), record, "is part of a number that does not stand before it");
        let metrics = dictionaries().metrics.all();
        self.check(metrics.iter().any(|metric| metric.id == fact.metric), record, "counts an unknown metric");
        self.region(record, fact.region);
        let name = fact.region.and_then(|code| dictionaries().regions.full_name(code, fact.year));
        self.check(fact.region_name == name, record, "bears another name than its region");
        self.check((0.0..=1.0).contains(&fact.confidence), record, "is surer than sure");
        let period = fact.period.as_ref();
        let in_order = period.is_none_or(|period| ordered(period.from, period.to));
        self.check(in_order, record, "ends before it begins");
        self.check(!fact.rule.is_empty(), record, "names no rule");
    }

    fn platform(&mut self, record: &Record, platform: &Platform) {
        let name = squeezed(&platform.name);
        self.check(
            self.at(platform.start, platform.end).as_deref() == Some(&*name),
            record,
            "the text is not the name",
        );
        self.check(squeezed(&platform.quote).contains(&name), record, "the quote lacks the name");
        let core = squeezed(&platform.core);
        self.check(!core.is_empty() && name.contains(&core), record, "the name lacks its core");
        self.region(record, platform.region);
    }

    fn practice(&mut self, record: &Record, practice: &Practice) {
        let words = self.at(practice.start, practice.end);
        let quote = squeezed(&practice.quote);
        self.check(words.is_some_and(|words| quote.contains(&words)), record, "the words are not in the quote");
        let entry = dictionaries().practices.get(&practice.practice);
        self.check(
            entry.is_some_and(|entry| entry.terms.iter().any(|term| **term == *practice.rule)),
            record,
            "no term of a practice",
        );
        self.region(record, practice.region);
    }

    fn region(&mut self, record: &impl std::fmt::Debug, region: Option<RegionCode>) {
        let known = region.is_none_or(|code| dictionaries().regions.get(code).is_some());
        self.check(known, record, "speaks of a place that no dictionary knows");
    }
}

/// Without white space, and without the invisible characters that web pages leave in text.
fn squeezed(text: &str) -> String {
    let blank = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
    };
    text.chars().filter(|c| !blank(*c)).collect()
}

// ---------------------------------------------------------------- any text whatever

fn report_of(text: String) -> Report {
    Report { doc: DocId::new("any.txt"), text, metadata: Metadata::default(), marks: Vec::new() }
}

/// What reports are made of, so that random texts reach every extractor.
const PIECES: &[&str] = &[
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "，",
    "。",
    "；",
    "：",
    "、",
    "\n",
    "\n\n",
    "\r\n",
    "　　",
    " ",
    "\u{feff}",
    "\u{200b}",
    "●",
    "##",
    "一、",
    "（一）",
    "1.",
    "其中",
    "分别",
    "共",
    "累计",
    "近",
    "约",
    "超",
    "余",
    "多",
    "以上",
    "至",
    "—",
    "%",
    "个百分点",
    "三元区",
    "厦门市",
    "福建省",
    "鼓楼区",
    "我市",
    "全县",
    "区政协",
    "开县",
    "城关镇",
    "湖里区政协",
    "2023年",
    "去年",
    "今年以来",
    "3月15日",
    "10:30",
    "本届以来",
    "“十四五”",
    "〔2023〕5号",
    "12",
    "３",
    "九十",
    "十几",
    "数百",
    "两",
    "三分之一",
    "1,234",
    "3.2万",
    "亿元",
    "人次",
    "场次",
    "件",
    "个",
    "名",
    "场",
    "户",
    "提案",
    "委员工作室",
    "微协商",
    "好商量",
    "平台",
    "接待日",
    "机制",
    "成立",
    "打造",
    "开展",
    "计划",
    "将",
    "未",
    "建议",
    "学习借鉴",
    "没有",
    "力争",
    "建成",
    "收集意见建议",
    "解决",
    "萬",
    "餘",
    "協商",
    "×",
    "x",
    "0",
    "99999999999999999999999999999999",
    "零",
    "\u{1F600}",
    "e\u{301}",
    "𝟛",
];

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// One way to damage a report.
#[derive(Debug, Clone)]
enum Damage {
    Cut(Index, usize),
    Double(Index, usize),
    RemoveDigits(Index, usize),
    BreakLine(Index),
    Paste(Index, Index, Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 1_usize..200).prop_map(|(start, length)| Damage::Cut(start, length)),
        (at(), 1_usize..200).prop_map(|(start, length)| Damage::Double(start, length)),
        (at(), 1_usize..400).prop_map(|(start, length)| Damage::RemoveDigits(start, length)),
        at().prop_map(Damage::BreakLine),
        (at(), at(), at(), 1_usize..200)
            .prop_map(|(at, report, start, length)| Damage::Paste(at, report, start, length)),
    ]
}

/// The text of `report` after every damage in turn; what is pasted comes from `others`.
fn damaged(report: &str, damages: &[Damage], others: &[Report]) -> String {
    let mut text: Vec<char> = report.chars().collect();
    for damage in damages {
        if text.is_empty() {
            break;
        }
        let stretch = |start: &Index, length: usize| {
            let start = start.index(text.len());
            start..(start + length).min(text.len())
        };
        match damage {
            Damage::Cut(start, length) => drop(text.drain(stretch(start, *length))),
            Damage::Double(start, length) => {
                let stretch = stretch(start, *length);
                let copy = text[stretch.clone()].to_vec();
                text.splice(stretch.end..stretch.end, copy);
            }
            Damage::RemoveDigits(start, length) => {
                let stretch = stretch(start, *length);
                let kept: Vec<char> = text[stretch.clone()].iter().copied().filter(|c| !c.is_numeric()).collect();
                text.splice(stretch, kept);
            }
            Damage::BreakLine(at) => text.insert(at.index(text.len()), '\n'),
            Damage::Paste(at, other, start, length) => {
                let other: Vec<char> = other.get(others).text.chars().collect();
                let start = start.index(other.len());
                let pasted = other[start..(start + length).min(other.len())].to_vec();
                let at = at.index(text.len());
                text.splice(at..at, pasted);
            }
        }
    }
    text.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn any_string_keeps_the_invariants(text in any_text()) {
        let report = report_of(text);
        let faults = faults(&report, &extract_report(&report, dictionaries()));
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn a_damaged_report_keeps_the_invariants(
        report in any::<Index>(),
        damages in prop::collection::vec(damage(), 1..12),
    ) {
        let samples = samples();
        let report = report_of(damaged(&report.get(&samples).text, &damages, &samples));
        let faults = faults(&report, &extract_report(&report, dictionaries()));
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
