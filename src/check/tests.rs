//! The cases of `tests/cases/checks.toml`.

use serde::Deserialize;

use super::check;
use crate::dictionary::{Dictionaries, DictionarySource};
use crate::extract::article::Article;
use crate::extract::assemble;
use crate::model::{CharSpan, DocId, Fact, Metadata, Problem, Verdict};
use crate::read::Report;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(default)]
    verified: Vec<String>,
    #[serde(default)]
    violated: Vec<String>,
    #[serde(default)]
    problems: Vec<String>,
    #[serde(default)]
    gone: Vec<String>,
}

fn checked(text: &str, dictionaries: &Dictionaries) -> (Vec<Fact>, Vec<Problem>) {
    let report =
        Report { doc: DocId::new("a.txt"), text: text.to_owned(), metadata: Metadata::default(), marks: Vec::new() };
    let (article, _) = Article::read(&report, dictionaries);
    let mut facts = assemble::facts(&article, dictionaries);
    let problems = check(&article, &mut facts, dictionaries);
    (facts.into_iter().map(|explained| explained.fact).collect(), problems)
}

#[test]
fn what_was_part_of_a_number_that_damage_made_up_is_part_of_nothing() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let (facts, problems) = checked("其中%三分之一其中%　　三分之一", &dictionaries);
    assert!(!problems.is_empty());
    for (index, fact) in facts.iter().enumerate() {
        let Some(total) = &fact.part_of else { continue };
        assert!(facts[..index].iter().any(|before| before.number == *total), "{fact:?}");
    }
}

#[test]
fn the_cases_hold() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let cases: Cases = toml::from_str(include_str!("../../tests/cases/checks.toml")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let (facts, problems) = checked(&case.text, &dictionaries);
        let with = |verdict| -> Vec<String> {
            facts.iter().filter(|fact| fact.check == verdict).map(|fact| fact.number.clone()).collect()
        };
        let codes: Vec<String> = problems
            .iter()
            .map(|problem| serde_json::to_string(&problem.code).unwrap().trim_matches('"').to_owned())
            .collect();
        let mut say = |what: &str, expected: &[String], found: &[String]| {
            if expected != found {
                wrong.push(format!("{}\n    {what}: expected {expected:?}, found {found:?}", case.text));
            }
        };
        say("verified", &case.verified, &with(Verdict::Verified));
        say("violated", &case.violated, &with(Verdict::Violated));
        say("problems", &case.problems, &codes);
        let left: Vec<String> =
            facts.iter().map(|fact| fact.number.clone()).filter(|n| case.gone.contains(n)).collect();
        say("facts that damage made up", &[], &left);
    }
    assert!(wrong.is_empty(), "{} faults in {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

#[test]
fn a_mismatch_shows_both_sides_and_where_they_stand() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let text = "工作顺利。召开专题协商会3次、对口协商会5次，共9次。";
    let (_, problems) = checked(text, &dictionaries);
    assert_eq!(problems[0].message, "“召开专题协商会3次、对口协商会5次”相加是 8，与总数“共9次”不符；请核对原文");
    assert_eq!(CharSpan::new(problems[0].start, problems[0].end).of(text), "3次、对口协商会5次，共9次");
}

#[test]
fn facts_of_a_glossed_report_read_like_those_of_the_plain_one() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    let plain = "县政协召开协商会3次，收集意见建议45条。";
    let glossed = "县(xiàn)政(zhèng)协(xié)召(zhào)开(kāi)协(xié)商会3次(cì)，收集意(yì)见建议45条。";
    let said = |text| -> Vec<_> {
        let (facts, _) = checked(text, &dictionaries);
        facts.into_iter().map(|fact| (fact.number, fact.unit, fact.item, fact.metric)).collect()
    };
    assert_eq!(said(plain), said(glossed));
}
