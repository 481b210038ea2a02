//! Named things that a committee has built or runs.

mod quoted;
mod unquoted;

use std::collections::BTreeSet;

use crate::dictionary::{Modality, PlatformWords};
use crate::model::{PlatformType, RegionCode, Span};
use crate::segment::Structure;

use super::modality::Modalities;
use super::quotes::quotes;
use super::regions::RegionContext;

/// A platform and where its name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlatform {
    /// The name in the clean text, quotation marks and head kept: “好商量”工作室.
    pub span: Span,
    /// The name without quotation marks and head: 好商量; a stretch of the clean text as well.
    pub core: Span,
    /// What kind of thing it is.
    pub r#type: PlatformType,
    /// The sentence that holds the name, an index into [`Structure::sentences`].
    pub sentence: usize,
    /// Whose it is; `None` where the report does not decide it.
    pub region: Option<RegionCode>,
    /// The dictionary word or rule that decided.
    pub rule: String,
}

/// A stretch of text that reads like a name, before it is asked whose it is and whether it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    span: Span,
    core: Span,
    kind: PlatformType,
    rule: String,
    /// Whether the words before say that it is made rather than used: what is only planned then does not stand.
    is_made: bool,
}

/// Every platform of every region in a report, in the order of the text: the first mention of each.
///
/// Left out are slogans, policies, figures of speech, quoted speech, topics of meetings, 《titles》, honours, what others
/// run, and what is only planned.
pub fn platforms(
    text: &str,
    structure: &Structure,
    regions: &RegionContext,
    words: &PlatformWords,
    modalities: &Modalities,
) -> Vec<FoundPlatform> {
    let quoted = quotes(text);
    let mut candidates = quoted::candidates(text, &quoted, words);
    candidates.extend(unquoted::candidates(text, &quoted, words));
    candidates.sort_by_key(|candidate| (candidate.span.start, std::cmp::Reverse(candidate.span.end)));
    let mut found: Vec<FoundPlatform> = Vec::new();
    let mut seen = BTreeSet::new();
    for candidate in candidates {
        let sentence = structure.sentences.partition_point(|sentence| sentence.span.end <= candidate.span.start);
        let stands = structure.sentences.get(sentence).is_some_and(|sentence| sentence.span.contains(candidate.span))
            && match modalities.at(candidate.span) {
                Modality::Done | Modality::Rule => true,
                Modality::Plan | Modality::Wish => !candidate.is_made,
                Modality::Negated | Modality::Elsewhere => false,
            };
        let inside_last = found.last().is_some_and(|last| last.span.overlaps(candidate.span));
        if !stands || inside_last {
            continue;
        }
        let region = regions.at(candidate.span);
        if seen.insert((plain(candidate.core.of(text)), region)) {
            let Candidate { span, core, kind, rule, .. } = candidate;
            found.push(FoundPlatform { span, core, r#type: kind, sentence, region, rule });
        }
    }
    found
}

/// A core as it is compared: without quotation marks and white space.
fn plain(core: &str) -> String {
    core.chars()
        .filter(|char| !char.is_whitespace() && !matches!(char, '“' | '”' | '‘' | '’' | '"' | '「' | '」'))
        .collect()
}

/// At most `count` characters of `text` that stand before the byte `at`, in the same line.
fn before(text: &str, at: usize, count: usize) -> &str {
    let near = text[..at].char_indices().rev().take(count).take_while(|&(_, char)| char != '\n');
    &text[near.last().map_or(at, |(place, _)| place)..at]
}

/// At most `count` characters of `text` that stand from the byte `at` on, in the same line.
fn after(text: &str, at: usize, count: usize) -> &str {
    let end = text[at..].char_indices().take_while(|&(_, char)| char != '\n').take(count).last();
    &text[at..end.map_or(at, |(place, char)| at + place + char.len_utf8())]
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::dictionary::{Dictionaries, DictionarySource};
    use crate::segment::segment;

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        text: String,
        cores: Vec<String>,
        names: Option<Vec<String>>,
        kinds: Option<Vec<PlatformType>>,
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

        /// Whatever stands in a report, every name and core is a stretch of it, the core inside a name or equal to it.
        #[test]
        fn no_text_panics(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..40)) {
            let text: String = parts.concat();
            let dictionaries = DICTIONARIES.get_or_init(|| Dictionaries::load(&DictionarySource::Embedded).unwrap());
            let structure = segment(&text, &dictionaries.layout);
            let modalities = Modalities::of(&text, &structure, &dictionaries.modality, |_| false);
            for found in platforms(&text, &structure, &RegionContext::default(), &dictionaries.platforms, &modalities) {
                proptest::prop_assert!(found.span.contains(found.core), "{text}");
                proptest::prop_assert!(!found.core.of(&text).is_empty());
            }
            super::super::practices::practices(&text, &structure, &RegionContext::default(), &dictionaries.practices, &modalities);
        }
    }

    static DICTIONARIES: std::sync::OnceLock<Dictionaries> = std::sync::OnceLock::new();

    /// What reports are made of, broken off anywhere.
    const PARTS: &[&str] = &[
        "“",
        "”",
        "《",
        "》",
        "（",
        ")",
        "、",
        "，",
        "。",
        "\n",
        " ",
        "等",
        "的",
        "打造",
        "成立",
        "首创",
        "百名",
        "活动",
        "委员工作室",
        "协商议事室",
        "联盟",
        "机制",
        "好商量",
        "平台",
        "品牌",
        "林青山",
        "一",
        "家",
        "12",
        "将继续",
        "没有",
        "建议",
        "围绕",
        "开展",
        "政协",
        "委员",
        "接待日",
        "调解",
        "纠纷",
        "😀",
        "a",
        "+",
        "·",
    ];

    #[test]
    fn the_cases_hold() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let cases: Cases = toml::from_str(include_str!("../../../tests/cases/platforms.toml")).unwrap();
        let mut wrong = Vec::new();
        for Case { text, cores, names, kinds } in &cases.case {
            let structure = segment(text, &dictionaries.layout);
            let modalities = Modalities::of(text, &structure, &dictionaries.modality, |_| false);
            let found = platforms(text, &structure, &RegionContext::default(), &dictionaries.platforms, &modalities);
            let found_cores: Vec<&str> = found.iter().map(|platform| platform.core.of(text)).collect();
            let found_names: Vec<&str> = found.iter().map(|platform| platform.span.of(text)).collect();
            let found_kinds: Vec<PlatformType> = found.iter().map(|platform| platform.r#type).collect();
            let right = found_cores == *cores
                && names.as_ref().is_none_or(|names| found_names == *names)
                && kinds.as_ref().is_none_or(|kinds| found_kinds == *kinds);
            if !right {
                wrong.push(format!("{text}\n    found {found_cores:?} {found_names:?} {found_kinds:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
    }
}
