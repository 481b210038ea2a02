//! Reads Chinese committee work reports and turns them into facts that can be searched, compared and traced.
//!
//! A report such as `搭建66个“好商量”工作室……推动解决基层治理难题23个` yields records: **facts** (numbers that are
//! stated, with what they count, where, when and how surely), **platforms** (named things) and **practices** (ways of
//! working). Every record carries evidence: the characters of the report that it was read from.
//!
//! # How data flows
//!
//! The modules stand in reading order, and each uses only what stands above it (a test checks that):
//!
//! 1. [`model`]: the nouns, without input or output.
//! 2. [`dictionary`]: `dictionaries/` as typed tables. The code knows no place, metric or practice by name.
//! 3. [`read`]: bytes → decoded text with metadata.
//! 4. [`clean`]: decoded text → clean text; every offset leads back to the report.
//! 5. [`segment`]: clean text → blocks, sections, sentences.
//! 6. [`extract`]: sentences → records, one extractor a file; `assemble` binds what they find.
//! 7. [`pipeline`]: all of that for one report or many, on any number of threads with the same result.
//! 8. [`correct`]: what people say of records, found again by quote and context, and applied to them.
//! 9. [`library`]: the user's folder: originals, manifest, corrections, atomic batches.
//! 10. [`index`]: the Tantivy index, derived from the library: delete it, rebuild it, same answers.
//! 11. [`compare`], [`discover`], [`export`], [`review`], [`eval`]: records → tables, dictionary entries, files, sheets to
//!     review and back, scores.
//!
//! `extract`, `clean`, `segment`, `correct`, `compare` and `discover` touch neither disk nor clock nor network.
//!
//! # Example
//!
//! ```
//! use tongjian::dictionary::{Dictionaries, DictionarySource};
//! use tongjian::model::{DocId, Metadata, Record};
//! use tongjian::pipeline::extract_report;
//! use tongjian::read::Report;
//!
//! let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
//! let report = Report {
//!     doc: DocId::new("siming.txt"),
//!     text: "思明区政协搭建66个“好商量”工作室。".to_owned(),
//!     metadata: Metadata::default(),
//!     marks: Vec::new(),
//! };
//! let extraction = extract_report(&report, &dictionaries);
//! let Record::Fact(fact) = &extraction.records[0] else { panic!("the number is a fact") };
//! assert_eq!(fact.number, "66个");
//! assert_eq!(fact.metric.as_str(), "workstation.studio");
//! assert_eq!(fact.region_name.as_deref(), Some("福建省厦门市思明区"));
//! ```
//!
//! # Glossary
//!
//! | word | Chinese | meaning |
//! | --- | --- | --- |
//! | report | 报告 | a file as it came |
//! | article | 文章 | one report as clean text with metadata |
//! | region | 地区 | a place with a code of GB/T 2260, or a township below a county |
//! | record | 记录 | one thing extracted |
//! | fact | 事实 | a number that is stated |
//! | platform | 平台 | a named thing that a committee has built or runs |
//! | practice | 做法 | a way of working that a place uses |
//! | metric | 指标 | what a fact counts |
//! | stock, flow | 存量、流量 | how many exist; how many happened in a period |
//! | correction | 更正 | what a person says of a record |
//! | evidence | 出处 | the characters of the report that a record was read from |
//! | library | 资料库 | one folder with everything that a user has |

pub mod error;
pub mod model;
pub mod dictionary;
pub mod read;
pub mod clean;
pub mod segment;
pub mod extract;
pub mod check;
pub mod pipeline;
pub mod correct;
pub mod library;
pub mod index;
pub mod compare;
pub mod discover;
pub mod export;
pub mod review;
pub mod eval;
