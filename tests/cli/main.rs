//! The program as its users run it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// A folder of its own for each test, and the program run in it.
mod workspace;

/// Our own report texts, made to measure.
mod texts;

/// Files that are no reports, or damaged ones: each is named, the others are read.
mod bad_input;

/// Word and PDF files: the same report in all of them, and those that cannot be read.
mod office;
/// Archives made byte by byte.
mod archives;

/// Web pages, archives, tables of articles: what is in them is read, what is dangerous is named.
mod reading;

/// Digests by several committees, whole and split.
mod digests;

/// Several files that are one report.
mod joining;

/// Every encoding that reports come in.
mod encodings;

/// The command line itself: languages, pipes, completions, metadata.
mod command_line;

/// What a library holds after ingests, changes, deletions of its index.
mod library;

/// Several prints of one article: one claim, many witnesses.
mod reprints;

/// Ingests that are killed.
mod killing;

/// A small library with records written by hand.
mod made;

/// Search, who, lists, show: what they answer, and what they say when they cannot.
mod questions;

/// Comparisons, exports and scores.
mod tables;

/// What people correct: out to a spreadsheet, back, undone.
mod corrections;

/// What people add where the program read nothing.
mod missed;

/// Evidence packs: links, citations, hashes.
mod packs;

/// Workbooks, databases and other encodings, read back.
mod exports;

/// Every table of the sample corpus, beside what a careful reader found.
mod sample_tables;

/// Three districts and their city, read by the extractor.
mod sanming;

/// Who uses something, who does not mention it, who was not read.
mod answers;

/// Cities and districts, ranks, ratios, wide tables.
mod comparing;

/// Conditions in queries, and queries that cannot be read.
mod searching;

/// Pictures of answers.
mod charts;
