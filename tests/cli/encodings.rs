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

#[track_caller]
fn check(text: &str, encoding: &str, bytes: &[u8]) {
    let decoded = decode(bytes).unwrap_or_else(|| panic!("{encoding}: {text} was not taken for text"));
    assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
}

#[test]
fn two_hundred_sentences_come_back_from_every_encoding() {
    let mut dice = Dice::new(1);
    for _ in 0..200 {
        let text = sentence(&mut dice);
        for (encoding, bytes) in encoded(&text) {
            check(&text, encoding, &bytes);
        }
    }
}

#[test]
fn characters_of_four_bytes_come_back() {
    let mut dice = Dice::new(2);
    for _ in 0..200 {
        let text = format!("{}𠮷㐂{}䶮", sentence(&mut dice), sentence(&mut dice));
        for (encoding, bytes) in encoded(&text) {
            check(&text, encoding, &bytes);
        }
    }
}

#[test]
fn two_hundred_traditional_sentences_come_back_from_big5() {
    let mut dice = Dice::new(3);
    for _ in 0..200 {
        let text = traditional_sentence(&mut dice);
        check(&text, "Big5", &BIG5.encode(&text).0);
        for (encoding, bytes) in encoded(&text) {
            check(&text, encoding, &bytes);
        }
    }
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
