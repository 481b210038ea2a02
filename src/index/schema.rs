//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::tokenizer::{CHARACTERS, WORDS};

/// Handles of all fields. One Tantivy document stands for one article, passage, fact, platform, practice or problem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// What the document stands for: the name of a [`Kind`](super::Kind).
    pub(super) kind: Field,
    /// The report's name.
    pub(super) doc: Field,
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
    /// The value of a fact.
    pub(super) value: Field,
    /// Place in the report, counted in records.
    pub(super) order: Field,
    /// A passage by words: ranks.
    pub(super) words: Field,
    /// A passage by characters: finds.
    pub(super) characters: Field,
    /// A whole report by characters: finds what crosses passages.
    pub(super) report: Field,
    /// The decoded text of a report.
    pub(super) text: Field,
    /// What tells other prints of a report.
    pub(super) signature: Field,
    /// The record or passage as JSON.
    pub(super) data: Field,
}

/// The schema and the handles of its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = SchemaBuilder::new();
    let by = |tokenizer: &str, option: IndexRecordOption| {
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option))
    };
    let phrases = by(CHARACTERS, IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        kind: schema.add_text_field("kind", STRING),
        doc: schema.add_text_field("doc", STRING | STORED | FAST),
        region: schema.add_text_field("region", STRING),
        year: schema.add_i64_field("year", INDEXED | FAST),
        metric: schema.add_text_field("metric", STRING),
        practice: schema.add_text_field("practice", STRING),
        platform: schema.add_text_field("platform", phrases.clone()),
        status: schema.add_text_field("status", STRING),
        value: schema.add_f64_field("value", INDEXED | FAST),
        order: schema.add_u64_field("order", FAST | STORED),
        words: schema.add_text_field("words", by(WORDS, IndexRecordOption::WithFreqs)),
        characters: schema.add_text_field("characters", phrases.clone()),
        report: schema.add_text_field("report", phrases),
        text: schema.add_text_field("text", STORED),
        signature: schema.add_bytes_field("signature", FAST),
        data: schema.add_text_field("data", STORED),
    };
    (schema.build(), fields)
}
