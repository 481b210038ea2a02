//! The fields of the index.

use tantivy::IndexSettings;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};

use super::tokenizer::{CHARACTERS, WORDS};

/// Handles of all fields. One Tantivy document stands for one article, passage, fact, platform, practice or problem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// What the document stands for: the name of a [`Kind`](super::Kind).
    pub(super) kind: Field,
    /// The report's name: finds.
    pub(super) doc: Field,
    /// The report's name, on the document that stands for the report as a whole: shows.
    pub(super) name: Field,
    /// A number that all documents of a report bear and no other: tells reports apart without their names.
    pub(super) report: Field,
    /// Code of the region and of every place that it lies in.
    pub(super) region: Field,
    /// The year of a fact, the year of publication of anything else.
    pub(super) year: Field,
    /// Metric id, and its family.
    pub(super) metric: Field,
    /// Practice id.
    pub(super) practice: Field,
    /// Names of platforms, by character.
    pub(super) platform: Field,
    /// Whether a fact is done, planned or a norm.
    pub(super) status: Field,
    /// Place in the report, counted in records.
    pub(super) order: Field,
    /// A passage by words: ranks.
    pub(super) words: Field,
    /// A passage by characters: finds.
    pub(super) characters: Field,
    /// The characters around the end of a passage: finds what crosses passages.
    pub(super) seam: Field,
    /// Codes of the places that a report tells of: its own and those of its sections.
    pub(super) told_of: Field,
    /// When the report was published.
    pub(super) date: Field,
    /// The decoded text of a report.
    pub(super) text: Field,
    /// What tells other prints of a report.
    pub(super) signature: Field,
    /// The record as JSON; nothing for a passage, which is cut from its report again.
    pub(super) data: Field,
}

/// Names of columns, which are asked for by name.
pub(super) const NAME: &str = "name";
/// See [`Fields::report`].
pub(super) const REPORT: &str = "report";
/// See [`Fields::order`].
pub(super) const ORDER: &str = "order";
/// See [`Fields::told_of`].
pub(super) const TOLD_OF: &str = "told_of";
/// See [`Fields::date`].
pub(super) const DATE: &str = "date";
/// See [`Fields::signature`].
pub(super) const SIGNATURE: &str = "signature";

/// Bytes of stored documents that are compressed together. Neighbouring records quote the same sentence, so the more
/// stand in one block, the less each costs; but to read one record its whole block is unpacked.
const BLOCK: usize = 128 << 10;

/// How hard blocks are compressed: to an eighth less than at the usual 3, for some twentieth more time to ingest; to unpack
/// them takes no longer.
const LEVEL: i32 = 9;

/// How documents are stored.
pub(super) fn settings() -> IndexSettings {
    let compressor = ZstdCompressor { compression_level: Some(LEVEL) };
    IndexSettings {
        docstore_compression: Compressor::Zstd(compressor),
        docstore_blocksize: BLOCK,
        ..Default::default()
    }
}

/// The schema and the handles of its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = SchemaBuilder::new();
    let by = |tokenizer: &str, option: IndexRecordOption| {
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option)
    };
    let text = |indexing: TextFieldIndexing| TextOptions::default().set_indexing_options(indexing);
    // Lengths are kept only of what ranks: they take a byte for each document.
    let name = || text(by("raw", IndexRecordOption::Basic).set_fieldnorms(false));
    let phrases = by(CHARACTERS, IndexRecordOption::WithFreqsAndPositions);
    let unranked_phrases = || text(phrases.clone().set_fieldnorms(false));
    let fields = Fields {
        kind: schema.add_text_field("kind", name()),
        doc: schema.add_text_field("doc", name()),
        name: schema.add_text_field(NAME, FAST),
        report: schema.add_u64_field(REPORT, FAST),
        region: schema.add_text_field("region", name()),
        year: schema.add_i64_field("year", NumericOptions::default().set_indexed()),
        metric: schema.add_text_field("metric", name()),
        practice: schema.add_text_field("practice", name()),
        platform: schema.add_text_field("platform", unranked_phrases()),
        status: schema.add_text_field("status", name()),
        order: schema.add_u64_field(ORDER, FAST),
        words: schema.add_text_field("words", text(by(WORDS, IndexRecordOption::WithFreqs))),
        characters: schema.add_text_field("characters", text(phrases.clone())),
        seam: schema.add_text_field("seam", unranked_phrases()),
        told_of: schema.add_u64_field(TOLD_OF, FAST),
        date: schema.add_i64_field(DATE, FAST),
        text: schema.add_text_field("text", STORED),
        signature: schema.add_bytes_field(SIGNATURE, FAST),
        data: schema.add_text_field("data", STORED),
    };
    (schema.build(), fields)
}
