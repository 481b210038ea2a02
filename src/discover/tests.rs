//! Finds in a few made-up reports.

use super::{Discovery, Find, FindKind};
use crate::dictionary::{Dictionaries, DictionarySource};
use crate::model::{DocId, Metadata};
use crate::pipeline::extract_report;
use crate::read::Report;

fn discover(dictionaries: &Dictionaries, reports: &[&str]) -> Vec<Find> {
    let mut discovery = Discovery::new(dictionaries);
    for (n, text) in reports.iter().enumerate() {
        let doc = DocId::new(format!("{n}.txt"));
        let report =
            Report { doc: doc.clone(), text: (*text).to_owned(), metadata: Metadata::default(), marks: Vec::new() };
        let extraction = extract_report(&report, dictionaries);
        discovery.add(&extraction.article, text, &extraction.records);
    }
    discovery.finish(1)
}

#[track_caller]
fn find<'a>(finds: &'a [Find], kind: FindKind, word: &str) -> &'a Find {
    let shown = || finds.iter().map(|find| format!("{} {}", find.kind.as_str(), find.word)).collect::<Vec<_>>();
    finds.iter().find(|find| find.kind == kind && find.word == word).unwrap_or_else(|| panic!("{:?}", shown()))
}

#[test]
fn unknown_words_are_found_and_ranked_by_reports() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let finds = discover(
        &dictionaries,
        &[
            "思明区政协种下12株蓝花楹。打造“邻里乐”百草棚，让群众有处说话。",
            "三元区政协种下30株蓝花楹，又种下9株蓝花楹。成立“山海乐”百草棚。探索建立双月星火机制。",
            "云霓区政协收集意见建议40条。",
        ],
    );
    let noun = find(&finds, FindKind::Noun, "蓝花楹");
    assert_eq!((noun.n_reports, noun.n_times, noun.unit.as_deref()), (2, 3, Some("株")));
    assert_eq!(noun.examples[1].sentence, "三元区政协种下【30株】蓝花楹，又种下9株蓝花楹。");
    assert!(
        !finds.iter().any(|find| find.kind == FindKind::Noun && find.word == "花楹"),
        "only the whole word is kept"
    );
    let head = find(&finds, FindKind::Head, "百草棚");
    assert_eq!((head.n_reports, head.examples.len()), (2, 2));
    assert_eq!(head.examples[0].sentence, "打造【“邻里乐”】百草棚，让群众有处说话。");
    assert_eq!(find(&finds, FindKind::Practice, "双月星火机制").n_reports, 1);
    assert_eq!(find(&finds, FindKind::Place, "云霓区").examples[0].sentence, "【云霓区】政协收集意见建议40条。");
    assert!(finds.is_sorted_by_key(|find| std::cmp::Reverse(find.n_reports)));
}

#[test]
fn what_dictionaries_know_is_no_find() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let finds =
        discover(&dictionaries, &["思明区政协开展微协商23场次，建成“好商量”工作室9个。我区政协打通“最后一公里”。"]);
    assert_eq!(finds, []);
}

#[test]
fn an_entry_is_toml_whatever_the_report_says() {
    let example = super::Example { doc: DocId::new("a\nb.txt"), sentence: "x = 1\n[y]".to_owned() };
    for kind in [FindKind::Noun, FindKind::Head, FindKind::Name, FindKind::Practice, FindKind::Place] {
        let word = "“\"\\\n".to_owned();
        let unit = (kind == FindKind::Noun).then(|| "个".to_owned());
        let examples = vec![example.clone()];
        let find = Find { kind, word: word.clone(), unit, metric: None, n_reports: 1, n_times: 1, examples };
        if kind != FindKind::Place {
            let table: toml::Table = find.entry().parse().unwrap();
            assert!(table.to_string().contains("个") == (kind == FindKind::Noun));
        }
    }
}

#[test]
fn sessions_whose_day_a_report_tells_become_rows() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let finds = discover(&dictionaries, &["思明区政协九届三次会议于2024年1月5日召开，听取提案工作情况的报告。"]);
    let session = find(&finds, FindKind::Session, "350203,政协,9,3,2024-01-05");
    assert!(session.entry().ends_with("\n350203,政协,9,3,2024-01-05\n"), "{}", session.entry());
}
