//! Each stage on a short and a long fixed text: `cargo bench --bench stages`.
//!
//! The short text is one sample report, the long one all text reports of `tests/gold` behind each other.

use divan::Bencher;
use divan::counter::BytesCount;
use tongjian::clean::CleanText;
use tongjian::dictionary::{Dictionaries, DictionarySource};
use tongjian::extract::quantities::quantities;
use tongjian::index::Index;
use tongjian::model::{DocId, Metadata};
use tongjian::pipeline::extract_report;
use tongjian::read::{Report, decode};
use tongjian::segment::segment;

fn main() {
    divan::main();
}

/// Which text.
#[derive(Debug, Clone, Copy)]
enum Text {
    Short,
    Long,
}

const TEXTS: [Text; 2] = [Text::Short, Text::Long];

impl Text {
    fn load(self) -> String {
        let root = env!("CARGO_MANIFEST_DIR");
        let short = || fs_err::read_to_string(format!("{root}/corpus/shaanxi-2024.txt"));
        let text = match self {
            Self::Short => short(),
            Self::Long => reports(&format!("{root}/tests/gold/reports")),
        };
        text.expect("the sample reports lie beside the program")
    }

    fn report(self) -> Report {
        Report { doc: DocId::new("bench.txt"), text: self.load(), metadata: Metadata::default(), marks: Vec::new() }
    }
}

/// The reports of a folder behind each other, in the order of their names.
fn reports(folder: &str) -> std::io::Result<String> {
    let mut paths: Vec<_> = fs_err::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(fs_err::read_to_string).collect()
}

fn dictionaries() -> Dictionaries {
    Dictionaries::load(&DictionarySource::Embedded).expect("the built-in dictionaries are right")
}

#[divan::bench]
fn load_dictionaries() -> Dictionaries {
    dictionaries()
}

#[divan::bench(args = TEXTS)]
fn decode_gb18030(bencher: Bencher<'_, '_>, text: Text) {
    let text = text.load();
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| decode(&bytes));
}

#[divan::bench(args = TEXTS)]
fn clean(bencher: Bencher<'_, '_>, text: Text) {
    let (dictionaries, text) = (dictionaries(), text.load());
    bencher.counter(BytesCount::of_str(&text)).bench(|| CleanText::new(&text, &dictionaries.traditional));
}

#[divan::bench(args = TEXTS)]
fn cut_into_sentences(bencher: Bencher<'_, '_>, text: Text) {
    let dictionaries = dictionaries();
    let clean = CleanText::new(&text.load(), &dictionaries.traditional);
    bencher.counter(BytesCount::of_str(clean.text())).bench(|| segment(clean.text(), &dictionaries.layout));
}

#[divan::bench(args = TEXTS)]
fn numbers(bencher: Bencher<'_, '_>, text: Text) {
    let dictionaries = dictionaries();
    let clean = CleanText::new(&text.load(), &dictionaries.traditional);
    bencher.counter(BytesCount::of_str(clean.text())).bench(|| quantities(clean.text(), &dictionaries.units));
}

#[divan::bench(args = TEXTS)]
fn places(bencher: Bencher<'_, '_>, text: Text) {
    let (dictionaries, text) = (dictionaries(), text.load());
    bencher.counter(BytesCount::of_str(&text)).bench(|| dictionaries.regions.find_iter(&text).count());
}

#[divan::bench(args = TEXTS)]
fn extract(bencher: Bencher<'_, '_>, text: Text) {
    let (dictionaries, report) = (dictionaries(), text.report());
    bencher.counter(BytesCount::of_str(&report.text)).bench(|| extract_report(&report, &dictionaries));
}

#[divan::bench(args = TEXTS)]
fn index(bencher: Bencher<'_, '_>, text: Text) {
    let (dictionaries, report) = (dictionaries(), text.report());
    let extraction = extract_report(&report, &dictionaries);
    bencher
        .counter(BytesCount::of_str(&report.text))
        .with_inputs(|| tempfile::tempdir().expect("a folder"))
        .bench_values(|folder| {
            let index = Index::open_or_create(folder.path()).expect("an index");
            let mut writer = index.writer().expect("a writer");
            writer.add(&extraction, &report.text).expect("the report goes in");
            writer.commit("bench").expect("the report is there");
        });
}
