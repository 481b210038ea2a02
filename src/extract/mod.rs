//! Sentences → records. One extractor a file; `assemble` binds what they find.

pub mod article;
pub mod assemble;
mod clauses;
mod clock;
pub mod counted;
mod dates;
mod decide;
mod explain;
pub mod modality;
pub mod numbers;
pub mod parts;
pub mod periods;
pub mod platforms;
pub mod practices;
pub mod quantities;
pub(crate) mod quotes;
mod reach;
pub mod regions;
mod sessions;
mod window;

pub use explain::{Considered, considered};

use article::Article;
use assemble::Explained;

use crate::dictionary::Dictionaries;
use crate::model::{Platform, Practice, Problem, ProblemCode, Record};

/// Everything that one report says, given its facts: facts, platforms, practices, and the places that it leaves open.
///
/// A pure function of its arguments.
pub fn records(
    article: &Article<'_>,
    facts: Vec<Explained>,
    ambiguities: &[regions::Ambiguity],
    dictionaries: &Dictionaries,
) -> Vec<Record> {
    let mut records: Vec<Record> = facts.into_iter().map(|explained| Record::Fact(explained.fact)).collect();
    records.extend(platform_records(article, dictionaries));
    records.extend(practice_records(article, dictionaries));
    records.extend(ambiguities.iter().map(|ambiguity| ambiguity_record(article, ambiguity, dictionaries)));
    records
}

fn platform_records<'a>(article: &'a Article<'_>, dictionaries: &Dictionaries) -> impl Iterator<Item = Record> + 'a {
    let text = article.clean.text();
    let found =
        platforms::platforms(text, &article.structure, &article.regions, &dictionaries.platforms, &article.modalities);
    found.into_iter().map(|platform| {
        let evidence = article.clean.original(platform.span);
        Record::Platform(Platform {
            doc: article.doc.clone(),
            start: evidence.start,
            end: evidence.end,
            name: article.clean.as_written(article.report, platform.span),
            core: article.clean.as_written(article.report, platform.core),
            r#type: platform.r#type,
            region: platform.region,
            quote: article.quote(platform.sentence),
            place: None,
            also_in: Vec::new(),
            corrected: None,
        })
    })
}

fn practice_records<'a>(article: &'a Article<'_>, dictionaries: &Dictionaries) -> impl Iterator<Item = Record> + 'a {
    let text = article.clean.text();
    let found =
        practices::practices(text, &article.structure, &article.regions, &dictionaries.practices, &article.modalities);
    found.into_iter().map(|practice| {
        let evidence = article.clean.original(practice.span);
        Record::Practice(Practice {
            doc: article.doc.clone(),
            start: evidence.start,
            end: evidence.end,
            practice: practice.practice,
            region: practice.region,
            quote: article.quote(practice.sentence),
            rule: practice.rule.into(),
            place: None,
            also_in: Vec::new(),
            corrected: None,
        })
    })
}

/// A place name that the report does not decide, with everything that it may mean.
fn ambiguity_record(article: &Article<'_>, ambiguity: &regions::Ambiguity, dictionaries: &Dictionaries) -> Record {
    let evidence = article.clean.original(ambiguity.span);
    let name = |code: &crate::model::RegionCode| {
        dictionaries.regions.full_name(*code, article.timeline.reference_year()).unwrap_or_default()
            + &format!("（{code}）")
    };
    let candidates: Vec<String> = ambiguity.candidates.iter().map(name).collect();
    let message = format!(
        "“{}”可能是：{}；报告本身无法判断，请在 metadata.csv 的 region 栏写明",
        ambiguity.name,
        candidates.join("、")
    );
    Record::Problem(Problem {
        doc: article.doc.clone(),
        start: evidence.start,
        end: evidence.end,
        code: ProblemCode::AmbiguousRegion,
        message,
    })
}
