//! What `benches/compare.sh` holds the program against: a corpus to work on, and the least that any program built from
//! the same libraries would have to do.
//!
//! ```text
//! cargo bench --bench compare -- corpus DIR N          N articles below DIR
//! cargo bench --bench compare -- cut DIR               jieba's words of every article, one thread
//! cargo bench --bench compare -- index DIR OUT THREADS the articles in a Tantivy index, words by jieba
//! ```
//!
//! `cut` and `index` print the megabytes of text and the seconds, loading of jieba's dictionary left out.

mod corpus;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use cang_jie::{CANG_JIE, CangJieTokenizer, TokenizerOption};
use jieba_rs::Jieba;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};

fn main() -> anyhow::Result<()> {
    // Cargo adds an option of its own.
    let given: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    match words[..] {
        [] => Ok(()),
        ["corpus", folder, n] => corpus::write(Path::new(folder), n.parse().context("N is no number")?),
        ["cut", folder] => cut(Path::new(folder)),
        ["index", folder, out, n_threads] => {
            index(Path::new(folder), Path::new(out), n_threads.parse().context("THREADS is no number")?)
        }
        _ => bail!("expected corpus DIR N, cut DIR, or index DIR OUT THREADS"),
    }
}

/// Cuts every article into words, and does nothing with them.
fn cut(folder: &Path) -> anyhow::Result<()> {
    let jieba = Jieba::new();
    let texts = files(folder)?.iter().map(fs_err::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let begun = Instant::now();
    let n_words: usize = texts.iter().map(|text| jieba.cut(text, false).len()).sum();
    report(texts.iter().map(String::len).sum(), begun, &format!("{n_words} words"))
}

/// Indexes and stores every article, and commits once.
fn index(folder: &Path, out: &Path, n_threads: usize) -> anyhow::Result<()> {
    let jieba = std::sync::Arc::new(Jieba::new());
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(CANG_JIE).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing) | STORED);
    fs_err::create_dir_all(out)?;
    let index = tantivy::Index::create_in_dir(out, schema.build())?;
    let tokenizer = CangJieTokenizer { worker: jieba, option: TokenizerOption::Default { hmm: false } };
    index.tokenizers().register(CANG_JIE, tokenizer);
    let begun = Instant::now();
    let mut writer = index.writer_with_num_threads::<tantivy::TantivyDocument>(n_threads, n_threads * 128_000_000)?;
    let mut n_bytes = 0;
    for path in files(folder)? {
        let article = fs_err::read_to_string(path)?;
        n_bytes += article.len();
        writer.add_document(tantivy::doc!(text => article))?;
    }
    writer.commit()?;
    report(n_bytes, begun, "indexed")
}

fn report(n_bytes: usize, begun: Instant, what: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let megabytes = u32::try_from(n_bytes / 1_000).map(f64::from)? / 1_000.0;
    let seconds = begun.elapsed().as_secs_f64();
    Ok(writeln!(std::io::stdout(), "{megabytes:.3} {seconds:.3} {what}")?)
}

/// The articles below a folder, in the order of their names.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "txt") {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
