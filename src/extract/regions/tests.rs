use serde::Deserialize;

use super::RegionContext;
use crate::clean::CleanText;
use crate::dictionary::{Dictionaries, DictionarySource};
use crate::model::{Metadata, Span};
use crate::segment::segment;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    #[serde(default = "default_year")]
    year: i16,
    region: Option<String>,
    title: Option<String>,
    source: Option<String>,
    article: Option<String>,
    #[serde(default)]
    at: Vec<(String, String)>,
    #[serde(default)]
    actors: Vec<(String, String)>,
    #[serde(default)]
    ambiguous: Vec<String>,
}

fn default_year() -> i16 {
    2024
}

fn dictionaries() -> Dictionaries {
    Dictionaries::load(&DictionarySource::Embedded).expect("the built-in dictionaries are sound")
}

/// What is wrong with a case; empty where all is right.
fn faults(case: &Case, dictionaries: &Dictionaries) -> Vec<String> {
    let clean = CleanText::new(&case.text, &dictionaries.traditional);
    let text = clean.text();
    let structure = segment(text, &dictionaries.layout);
    let metadata = Metadata {
        region: case.region.as_ref().map(|code| code.parse().expect("a case names real codes")),
        title: case.title.clone(),
        source: case.source.clone(),
        ..Metadata::default()
    };
    let (context, ambiguities) = RegionContext::resolve(
        text,
        &structure,
        &metadata,
        Some(case.year),
        &dictionaries.regions,
        &dictionaries.places,
    );
    let mut faults = Vec::new();
    let mut check = |what: &str, expected: &str, found: String| {
        if expected != found {
            faults.push(format!("{}: {what}: expected “{expected}”, found “{found}”", case.name));
        }
    };
    let code = |code: Option<crate::model::RegionCode>| code.map(|code| code.to_string()).unwrap_or_default();
    if let Some(article) = &case.article {
        check("article", article, code(context.article()));
    }
    let span = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len()));
    for (words, expected) in &case.at {
        let found = span(words).map_or_else(|| "no such words".to_owned(), |span| code(context.at(span)));
        check(words, expected, found);
    }
    for (words, expected) in &case.actors {
        let actor = span(words).and_then(|span| context.actor_at(span)).map_or("", |actor| actor.of(text));
        check(words, expected, actor.to_owned());
    }
    let names = ambiguities.iter().map(|ambiguity| ambiguity.name.as_str()).collect::<Vec<_>>().join("、");
    check("ambiguous", &case.ambiguous.join("、"), names);
    faults
}

#[test]
fn cases() {
    let table: Table = toml::from_str(include_str!("../../../tests/cases/regions.toml")).expect("the table is sound");
    let dictionaries = dictionaries();
    assert!(table.case.len() >= 60);
    let faults = table.case.iter().flat_map(|case| faults(case, &dictionaries)).collect::<Vec<_>>();
    assert!(faults.is_empty(), "{} wrong:\n{}", faults.len(), faults.join("\n"));
}

/// Pieces that the rules look for, to be strung together in any order.
const PIECES: [&str; 24] = [
    "厦门市",
    "思明区",
    "鼓楼区",
    "厦港街道",
    "永安",
    "政协",
    "区政协",
    "市",
    "县",
    "在",
    "打造",
    "、",
    "，",
    "。",
    "：",
    "\n",
    "5个",
    "委员",
    "我",
    "全",
    "沙县",
    "作者系",
    "●",
    "一、",
];

proptest::proptest! {
    #[test]
    fn no_text_panics(pieces in proptest::collection::vec(0..PIECES.len(), 0..60), other in "\\PC{0,40}") {
        static DICTIONARIES: std::sync::OnceLock<Dictionaries> = std::sync::OnceLock::new();
        let dictionaries = DICTIONARIES.get_or_init(dictionaries);
        let report = pieces.iter().map(|piece| PIECES[*piece]).chain([other.as_str()]).collect::<String>();
        let clean = CleanText::new(&report, &dictionaries.traditional);
        let text = clean.text();
        let structure = segment(text, &dictionaries.layout);
        let (context, ambiguities) = RegionContext::resolve(
            text, &structure, &Metadata::default(), Some(2024), &dictionaries.regions, &dictionaries.places,
        );
        for (start, c) in text.char_indices() {
            let span = Span::new(start, start + c.len_utf8());
            let region = context.at(span);
            proptest::prop_assert!(region.is_none_or(|code| dictionaries.regions.reporting(code) == code));
            if let Some(actor) = context.actor_at(span) {
                proptest::prop_assert!(!actor.of(text).is_empty());
            }
        }
        for ambiguity in ambiguities {
            proptest::prop_assert_eq!(ambiguity.span.of(text), ambiguity.name.as_str());
            proptest::prop_assert!(ambiguity.candidates.len() > 1);
        }
    }
}
