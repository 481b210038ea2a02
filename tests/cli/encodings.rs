use std::collections::BTreeMap;

use encoding_rs::{BIG5, GB18030, GBK};
use tongjian::read::decode;

use crate::texts::{Dice, sentence, traditional_sentence};
use crate::workspace::Workspace;

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn with_mark(text: &str) -> String {
    format!("\u{feff}{text}")
}

/// The text in every encoding that can write it, with the name it should be told by.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", with_mark(text).into_bytes()),
        ("UTF-16LE", utf16(text, u16::to_le_bytes)),
        ("UTF-16BE", utf16(text, u16::to_be_bytes)),
        ("UTF-16LE", utf16(&with_mark(text), u16::to_le_bytes)),
        ("UTF-16BE", utf16(&with_mark(text), u16::to_be_bytes)),
        ("gb18030", GB18030.encode(text).0.into_owned()),
        ("gb18030", GB18030.encode(&with_mark(text)).0.into_owned()),
    ];
    let (gbk, _, has_unwritable) = GBK.encode(text);
    if !has_unwritable {
        all.push(("gb18030", gbk.into_owned()));
    }
    all
}

/// How often each encoding was met, told wrong, and decoded to another text.
#[derive(Default)]
struct Count(BTreeMap<&'static str, [usize; 3]>);

impl Count {
    fn add(&mut self, text: &str, encoding: &'static str, bytes: &[u8]) {
        let decoded = decode(bytes);
        let told = decoded.as_ref().is_some_and(|decoded| decoded.encoding == encoding);
        let right = decoded.is_some_and(|decoded| decoded.text == text);
        let counts = self.0.entry(encoding).or_default();
        for (count, more) in counts.iter_mut().zip([true, !told, !right]) {
            *count += usize::from(more);
        }
    }

    /// Prints the counts, which `cargo test -- --nocapture` shows, and expects no error.
    #[track_caller]
    fn finish(self, what: &str) {
        for (encoding, [n, n_told_wrong, n_decoded_wrong]) in &self.0 {
            eprintln!("{what}, {encoding}: {n} texts, told wrong {n_told_wrong}, decoded wrong {n_decoded_wrong}");
        }
        let has_errors = self.0.values().any(|[_, told, decoded]| told + decoded > 0);
        assert!(!has_errors, "{what}: {:?}", self.0);
    }
}

#[test]
fn two_hundred_sentences_come_back_from_every_encoding() {
    let mut dice = Dice::new(1);
    let mut count = Count::default();
    for _ in 0..200 {
        let text = sentence(&mut dice);
        for (encoding, bytes) in encoded(&text) {
            count.add(&text, encoding, &bytes);
        }
    }
    count.finish("sentences");
}

#[test]
fn characters_of_four_bytes_come_back() {
    let mut dice = Dice::new(2);
    let mut count = Count::default();
    for _ in 0..200 {
        let text = format!("{}𠮷㐂{}䶮", sentence(&mut dice), sentence(&mut dice));
        for (encoding, bytes) in encoded(&text) {
            count.add(&text, encoding, &bytes);
        }
    }
    count.finish("characters of four bytes");
}

#[test]
fn two_hundred_traditional_sentences_come_back_from_big5() {
    let mut dice = Dice::new(3);
    let mut count = Count::default();
    for _ in 0..200 {
        let text = traditional_sentence(&mut dice);
        count.add(&text, "Big5", &BIG5.encode(&text).0);
        for (encoding, bytes) in encoded(&text) {
            count.add(&text, encoding, &bytes);
        }
    }
    count.finish("traditional sentences");
}

#[test]
fn one_damaged_byte_anywhere_costs_one_character() {
    let mut dice = Dice::new(4);
    for _ in 0..200 {
        let text = sentence(&mut dice);
        let mut bytes = text.clone().into_bytes();
        let at = dice.below(bytes.len());
        bytes[at] = 0xff;
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.encoding, "UTF-8", "{text} damaged at {at}");
        let kept = decoded.text.chars().filter(|c| *c != char::REPLACEMENT_CHARACTER).count();
        assert_eq!(kept, text.chars().count() - 1, "{text} damaged at {at}");
    }
}

#[test]
fn the_program_reads_them_all_and_positions_leave_the_mark_out() {
    let workspace = Workspace::new();
    let text = sentence(&mut Dice::new(5));
    for (n, (_, bytes)) in encoded(&text).into_iter().enumerate() {
        workspace.write(&format!("in/{n}.txt"), bytes);
    }
    let run = workspace.expect(0, &["extract", "in"]);
    let lengths: Vec<_> = run.records().iter().filter_map(|record| record["chars"].as_u64()).collect();
    let length = u64::try_from(text.chars().count()).unwrap();
    assert_eq!(lengths, vec![length; encoded(&text).len()]);
}
