//! Whole-index tests: what goes in comes out, in order, and every stretch of a report is found.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Filter, Index, Kind, SearchQuery};
use crate::model::{ArticleRecord, DocId, Practice, PracticeId, Record, RegionCode, SectionRecord};
use crate::pipeline::Extraction;
use crate::segment::Signature;

const TEXTS: &[(&str, &str, &str)] = &[
    (
        "甲县.txt",
        "350203",
        "# 协商到家门口\n\n甲县政协会同县委社会工作部，在老旧小区建起“邻里圆桌”议事厅，全年召集居\n\n民代表议事４６次，办成加装电梯、\
         雨污分流等36件事。\n\n## 请进来\n\n每月15日为委员接待日；接待群众1,250余人次，办结率98.5%。社区工作者说：“有事\n就来坐坐。”",
    ),
    (
        "乙区.txt",
        "620102",
        "乙区政协办公室\n\n一年来，我区组织委员下沉网格，开展协商议事活动12场次。\n委员Ｅ家小程序上线，收到建议210条——其中\
         采纳87条（含重复）。老旧小区改造列入清单。",
    ),
];

fn extraction(doc: &str, region: &str, text: &str) -> Extraction {
    let region: RegionCode = region.parse().unwrap();
    let heading = text.find("## ").map(|byte| u32::try_from(text[..byte].chars().count()).unwrap());
    let n_chars = u32::try_from(text.chars().count()).unwrap();
    let practice = Practice {
        doc: DocId::new(doc),
        start: 3,
        end: 5,
        practice: PracticeId::new("micro_consultation"),
        region: Some(region),
        quote: "协商".into(),
        rule: "协商".into(),
        place: None,
        also_in: Vec::new(),
        corrected: None,
    };
    let article = ArticleRecord {
        doc: DocId::new(doc),
        title: None,
        date: Some("2024-05".parse().unwrap()),
        source: None,
        region: Some(region),
        chars: n_chars,
        whole: None,
        files: Vec::new(),
        sections: heading
            .map(|start| SectionRecord { heading: "请进来".to_owned(), region: Some(region), start, end: n_chars })
            .into_iter()
            .collect(),
    };
    let signature = Signature::of(text);
    Extraction { article, records: vec![Record::Practice(practice)], signature, considered: BTreeMap::new() }
}

fn filled(times: usize) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for time in 0..times {
        for (doc, region, text) in TEXTS {
            writer.delete(&DocId::new(*doc)).unwrap();
            writer.add(&extraction(doc, region, text), text).unwrap();
        }
        writer.commit(&format!("batch {time}")).unwrap();
    }
    drop(writer);
    index.reload().unwrap();
    (folder, index)
}

fn found(index: &Index, query: &str, filter: &Filter) -> Vec<(String, f32)> {
    let query: SearchQuery = query.parse().unwrap();
    let found = index.search(&query, filter, 10).unwrap();
    assert_eq!(found.total, found.hits.len());
    found.hits.into_iter().map(|hit| (hit.passage.doc.as_str().to_owned(), hit.score)).collect()
}

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    static INDEX: LazyLock<(tempfile::TempDir, Index)> = LazyLock::new(|| filled(1));
    let docs: Vec<_> = found(&INDEX.1, query, &Filter::default()).into_iter().map(|(doc, _)| doc).collect();
    assert_eq!(docs, expected, "{query:?}");
}

#[test]
fn a_word_inside_a_longer_word_is_found() {
    check("社会工作", &["甲县.txt"]);
    check("作部", &["甲县.txt"]);
    check("表议事46次", &["甲县.txt"]);
    check("1250余人", &["甲县.txt"]);
    check("政协e家", &[]);
    check("委员e家", &["乙区.txt"]);
    check("会", &["甲县.txt"]);
}

#[test]
fn all_phrases_must_hold_and_may_stand_in_different_passages() {
    check("老旧小区 协商", &["甲县.txt", "乙区.txt"]);
    check("老旧小区 接待日", &["甲县.txt"]);
    check("老旧小区 接待日 网格", &[]);
}

#[test]
fn punctuation_alone_is_looked_for_in_the_text() {
    check("。”", &["甲县.txt"]);
    check("——", &["乙区.txt"]);
    check("？！", &[]);
}

proptest! {
    #[test]
    fn every_stretch_of_three_characters_finds_its_report(
        which in 0..TEXTS.len(),
        start in 0_usize..200,
        n in 3_usize..40,
        quoted in any::<bool>(),
    ) {
        static INDEX: LazyLock<(tempfile::TempDir, Index)> = LazyLock::new(|| filled(1));
        let (doc, _, text) = TEXTS[which];
        let stretch: String = text.chars().skip(start).take(n).collect();
        prop_assume!(stretch.chars().count() >= 3 && stretch.chars().any(|c| !c.is_whitespace()));
        let query = if quoted { format!("\"{stretch}\"") } else { stretch };
        let docs = found(&INDEX.1, &query, &Filter::default());
        prop_assert!(docs.iter().any(|(found, _)| found == doc), "{:?} found {:?}", query, docs);
    }
}

#[test]
fn a_region_covers_what_lies_in_it() {
    let (_folder, index) = filled(1);
    for (code, n) in [("350000", 1), ("350200", 1), ("350203", 1), ("100000", 2), ("350204", 0)] {
        let filter = Filter { regions: vec![code.parse().unwrap()], ..Filter::default() };
        assert_eq!(found(&index, "协商", &filter).len(), n, "{code}");
        assert_eq!(index.records(&[Kind::Practice], &filter).unwrap().len(), n, "{code}");
    }
    let filter = Filter { years: vec![2023], ..Filter::default() };
    assert!(found(&index, "协商", &filter).is_empty());
}

#[test]
fn replacing_reports_changes_neither_answers_nor_scores() {
    let (_once_folder, once) = filled(1);
    let (_often_folder, often) = filled(3);
    for query in ["协商", "老旧小区", "委员"] {
        assert_eq!(found(&once, query, &Filter::default()), found(&often, query, &Filter::default()));
    }
    let kinds = [Kind::Article, Kind::Practice];
    assert_eq!(once.records(&kinds, &Filter::default()).unwrap(), often.records(&kinds, &Filter::default()).unwrap());
    assert_eq!(often.generation().unwrap().as_deref(), Some("batch 2"));
}

#[test]
fn what_is_rolled_back_was_never_there() {
    let (_folder, index) = filled(1);
    let mut writer = index.writer().unwrap();
    writer.delete(&DocId::new("甲县.txt")).unwrap();
    writer.rollback().unwrap();
    writer.commit("after").unwrap();
    index.reload().unwrap();
    assert_eq!(index.articles().unwrap().len(), 2);
    assert_eq!(index.text(&DocId::new("甲县.txt")).unwrap().as_deref(), Some(TEXTS[0].2));
    assert_eq!(index.text(&DocId::new("丙州.txt")).unwrap(), None);
}

/// Real reports have layouts that nobody would make up; they are not part of the project, so this may be skipped.
#[test]
fn every_stretch_of_real_reports_is_found() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let paths: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    let index_folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(index_folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    let mut texts = Vec::new();
    for path in paths {
        let (name, text) =
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap());
        writer.add(&extraction(&name, "350000", &text), &text).unwrap();
        texts.push((name, text));
    }
    writer.commit("all").unwrap();
    index.reload().unwrap();
    for (name, text) in &texts {
        let characters: Vec<char> = text.chars().collect();
        for stretch in characters.windows(4).step_by(11).chain(characters.windows(60).step_by(97)) {
            let query = format!("\"{}\"", stretch.iter().collect::<String>());
            if query.trim_matches('"').trim().is_empty() {
                continue;
            }
            let query: SearchQuery = query.parse().unwrap();
            let found = index.search(&query, &Filter::default(), usize::MAX).unwrap();
            assert!(found.hits.iter().any(|hit| hit.passage.doc.as_str() == name), "{query:?} in {name}");
        }
    }
}
