//! Bytes → text: which encoding a report is in.
//!
//! Byte order marks settle it. Else text that is valid UTF-8, or was before some bytes were damaged, is UTF-8; text
//! whose two-byte units are Chinese characters is UTF-16; of GB18030 and Big5 the one wins that reads more like
//! Chinese. Statistical detectors get four cases wrong that occur in practice: one damaged byte in UTF-8, UTF-16
//! without a mark, Big5 in a collection of GBK, and two encodings in one file.

use std::sync::OnceLock;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::FaultKind;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, a byte order mark left out.
    pub text: String,
    /// The name of the encoding.
    pub encoding: &'static str,
    /// Whether some lines were in UTF-8 and some in GB18030.
    pub is_mixed: bool,
    /// Whether the text reads like no Chinese although it should.
    pub is_doubtful: bool,
}

impl Decoded {
    /// What is odd about the text, if anything.
    pub(super) fn oddity(&self) -> Option<FaultKind> {
        let n_lost = self.text.matches(char::REPLACEMENT_CHARACTER).count();
        if self.is_mixed {
            Some(FaultKind::MixedEncodings)
        } else if n_lost > 0 {
            let first = self.text.chars().position(|c| c == char::REPLACEMENT_CHARACTER).unwrap_or(0);
            Some(FaultKind::Damaged { encoding: self.encoding, n_lost, first })
        } else if self.is_doubtful {
            Some(FaultKind::DoubtfulEncoding { encoding: self.encoding })
        } else {
            None
        }
    }

    fn new(text: String, encoding: &'static Encoding) -> Self {
        Self { text, encoding: encoding.name(), is_mixed: false, is_doubtful: false }
    }
}

/// Decodes a file; `None` where the bytes are no text in any encoding that is read.
///
/// # Examples
/// ```
/// use tongjian::read::decode;
/// assert_eq!(decode("开展协商32场".as_bytes()).unwrap().text, "开展协商32场");
/// assert_eq!(decode(b"\xBF\xAA\xD5\xB9\xD0\xAD\xC9\xCC32\xB3\xA1").unwrap().text, "开展协商32场");
/// assert!(decode(&[0, 1, 2, 3, 0xFF, 0, 7, 9]).is_none());
/// ```
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    let decoded = by_mark(bytes).or_else(|| without_mark(bytes))?;
    let n_chars = decoded.text.chars().count();
    let n_odd = decoded.text.chars().filter(|c| is_control(*c) || *c == char::REPLACEMENT_CHARACTER).count();
    // Texts with a few bad places are read; noise that happens to decode has bad places everywhere.
    (n_odd * 4 <= n_chars).then_some(decoded)
}

/// Decodes a file in the encoding that it names itself; `None` where there is no such encoding or the bytes are not in it.
pub(super) fn decode_as(bytes: &[u8], label: &[u8]) -> Option<Decoded> {
    let named = Encoding::for_label(label)?;
    // A page that says GB2312 or GBK may hold any character of the standard that has both inside.
    let encoding = if named == GBK { GB18030 } else { named };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded::new(text.into_owned(), encoding))
}

/// GB18030 has a byte order mark too, which `encoding_rs` does not look for.
const GB18030_MARK: &[u8] = b"\x84\x31\x95\x33";

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    if let Some(rest) = bytes.strip_prefix(GB18030_MARK) {
        return Some(read_as(GB18030, rest));
    }
    let (encoding, length) = Encoding::for_bom(bytes)?;
    Some(read_as(encoding, &bytes[length..]))
}

fn without_mark(bytes: &[u8]) -> Option<Decoded> {
    let utf8 = std::str::from_utf8(bytes).ok();
    let n_controls = bytes.iter().filter(|byte| is_control(char::from(**byte))).count();
    if let Some(text) = utf8.filter(|_| n_controls == 0) {
        return Some(Decoded::new(text.to_owned(), UTF_8));
    }
    if let Some(encoding) = utf16_order(bytes) {
        return Some(read_as(encoding, bytes));
    }
    // Random bytes hold one such byte in nine, text hardly any; compressed or tabular data lies far above the line.
    if n_controls * 32 > bytes.len() {
        return None;
    }
    if utf8.is_some() || is_damaged_utf8(bytes) {
        return Some(read_as(UTF_8, bytes));
    }
    Some(chinese_double_byte(bytes))
}

fn read_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded::new(text.into_owned(), encoding)
}

fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

/// Whether nearly all of it is valid UTF-8: nine whole characters of several bytes to each bad place, or, in a text
/// that was cut off in the middle of a character, two whole ones.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut n_whole, mut n_bad, mut bad_at_end) = (0_usize, 0_usize, false);
    for chunk in bytes.utf8_chunks() {
        n_whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // One damaged byte leaves the other bytes of its character behind: adjacent bad bytes are one place.
        let continues = bad_at_end && chunk.valid().is_empty();
        bad_at_end = !chunk.invalid().is_empty();
        n_bad += usize::from(bad_at_end && !continues);
    }
    let cut_off = n_bad == 1 && bad_at_end && n_whole >= 2;
    n_whole >= 2 && (cut_off || n_whole >= 9 * n_bad)
}

/// How much of the start of a text is looked at: enough to be sure, little enough to cost nothing.
const SAMPLE: usize = 64 * 1024;

/// Text in UTF-16 without a byte order mark: most of its units are common Chinese characters, ASCII or punctuation.
fn utf16_order(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let share = |unit: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let n_good = units.clone().filter(|unit| is_usual_unit(*unit)).count();
        (n_good * 100).checked_div(units.count()).unwrap_or(0)
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    // A pair of ASCII letters makes a common character three times in ten, bytes of GBK or UTF-8 far less often.
    match little.max(big) {
        ..70 => None,
        _ if little >= big => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

fn is_usual_unit(unit: u16) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(|c| match c {
        '\t' | '\n' | '\r' | ' '..='~' => true,
        c => is_punctuation(c) || Common::Either.holds(c),
    })
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '·' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}')
}

/// GB18030 or Big5: whichever makes more of the text common characters of its own repertoire.
fn chinese_double_byte(bytes: &[u8]) -> Decoded {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let gb = fitness(&GB18030.decode_without_bom_handling(sample).0, Common::Simplified);
    let big5 = fitness(&BIG5.decode_without_bom_handling(sample).0, Common::Traditional);
    // Below this share of common characters a longer text is probably garbled, or not all of it in one encoding.
    let is_unlikely = gb.max(big5) < 60;
    if is_unlikely && let Some(mixed) = line_by_line(bytes) {
        return mixed;
    }
    let mut decoded = read_as(if big5 > gb { BIG5 } else { GB18030 }, bytes);
    decoded.is_doubtful = is_unlikely && sample.len() > 40;
    decoded
}

/// Whether most of what is not ASCII is common Chinese characters and punctuation; a text with next to nothing else
/// than ASCII passes.
pub(super) fn reads_like_chinese(text: &str) -> bool {
    let n_written = text.chars().filter(|c| !c.is_ascii() && !c.is_whitespace()).count();
    n_written < 20 || fitness(text, Common::Either) >= 60
}

/// The share of common characters and punctuation among all that are not ASCII, in percent.
fn fitness(text: &str, common: Common) -> usize {
    let written = text.chars().filter(|c| !c.is_ascii());
    let n_good = written.clone().filter(|c| is_punctuation(*c) || common.holds(*c)).count();
    (n_good * 100).checked_div(written.count()).unwrap_or(0)
}

/// Files that were pasted together from two encodings: each line is read in its own, if that leaves nothing unread.
fn line_by_line(bytes: &[u8]) -> Option<Decoded> {
    let mut text = String::with_capacity(bytes.len());
    let (mut n_utf8, mut n_gb) = (0_usize, 0_usize);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            n_utf8 += usize::from(!line.is_ascii());
            text.push_str(line);
        } else {
            n_gb += 1;
            text.push_str(&GB18030.decode_without_bom_handling_and_without_replacement(line)?);
        }
    }
    let is_mixed = n_utf8 > 0 && n_gb > 0 && fitness(&text, Common::Simplified) >= 60;
    is_mixed.then(|| Decoded { is_mixed, ..Decoded::new(text, GB18030) })
}

/// Which characters are common, by the standards that sorted them: the first levels of GB 2312 (3755 characters, the
/// rows from 0xB0 to 0xD7) and of Big5 (5401 characters, 0xA440 to 0xC67E).
#[derive(Debug, Clone, Copy)]
enum Common {
    Simplified,
    Traditional,
    Either,
}

const HAN_FIRST: u32 = 0x4e00;
const HAN_COUNT: usize = 0x5200;

impl Common {
    fn holds(self, c: char) -> bool {
        static TABLE: OnceLock<Vec<(bool, bool)>> = OnceLock::new();
        let index = u32::from(c).checked_sub(HAN_FIRST).and_then(|index| usize::try_from(index).ok());
        let row = index.and_then(|index| TABLE.get_or_init(Self::table).get(index));
        row.is_some_and(|(simplified, traditional)| match self {
            Self::Simplified => *simplified,
            Self::Traditional => *traditional,
            Self::Either => *simplified || *traditional,
        })
    }

    fn table() -> Vec<(bool, bool)> {
        let mut table = vec![(false, false); HAN_COUNT];
        let mut mark = |encoding: &'static Encoding, pair: [u8; 2], set: fn(&mut (bool, bool))| {
            let (text, _) = encoding.decode_without_bom_handling(&pair);
            let index = text.chars().next().and_then(|c| u32::from(c).checked_sub(HAN_FIRST));
            if let Some(row) = index.and_then(|index| table.get_mut(usize::try_from(index).ok()?)) {
                set(row);
            }
        };
        for trail in 0x40..=0xfe {
            for lead in 0xb0..=0xd7 {
                if trail >= 0xa1 {
                    mark(GBK, [lead, trail], |row| row.0 = true);
                }
            }
            for lead in 0xa4..=0xc6 {
                if (lead, trail) <= (0xc6, 0x7e) {
                    mark(BIG5, [lead, trail], |row| row.1 = true);
                }
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).expect("is text");
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
    }

    fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn common_characters_are_as_many_as_the_standards_list() {
        let table = Common::table();
        assert_eq!(table.iter().filter(|row| row.0).count(), 3755);
        assert_eq!(table.iter().filter(|row| row.1).count(), 5401);
    }

    #[test]
    fn marks_settle_the_encoding_and_are_left_out() {
        check("\u{feff}协商".as_bytes(), "UTF-8", "协商");
        check(&utf16("\u{feff}协商", u16::to_le_bytes), "UTF-16LE", "协商");
        check(&utf16("\u{feff}协商", u16::to_be_bytes), "UTF-16BE", "协商");
        check(b"\x84\x31\x95\x33\xD0\xAD\xC9\xCC", "gb18030", "协商");
    }

    #[test]
    fn utf16_is_told_without_a_mark() {
        let text = "全年开展“微协商”32场，解决难题1.2万件。\r\n";
        check(&utf16(text, u16::to_le_bytes), "UTF-16LE", text);
        check(&utf16(text, u16::to_be_bytes), "UTF-16BE", text);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = "区政协全年开展协商活动三十二场，解决难题。".as_bytes().to_vec();
        bytes[10] = 0xff;
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(matches!(decoded.oddity(), Some(FaultKind::Damaged { first: 3, .. })), "{:?}", decoded.oddity());
        let cut = &"协商活动".as_bytes()[..11];
        check(cut, "UTF-8", "协商活\u{fffd}");
    }

    #[test]
    fn big5_is_not_taken_for_gbk() {
        let text = "區政協全年開展協商活動，解決難題。";
        check(&BIG5.encode(text).0, "Big5", text);
        let text = "区政协全年开展协商活动，解决难题。";
        check(&GB18030.encode(text).0, "gb18030", text);
    }

    #[test]
    fn two_encodings_in_one_file_are_read_line_by_line() {
        let mut bytes = "第一行是一种编码，共二十一个汉字左右。\n".as_bytes().to_vec();
        bytes.extend_from_slice(&GB18030.encode("第二行是另一种编码。\n").0);
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.text, "第一行是一种编码，共二十一个汉字左右。\n第二行是另一种编码。\n");
        assert_eq!(decoded.oddity(), Some(FaultKind::MixedEncodings));
    }

    #[test]
    fn noise_is_no_text() {
        let mut seed = 7_u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_be_bytes()[0]
        };
        let bytes: Vec<u8> = (0..4096).map(|_| noise()).collect();
        assert_eq!(decode(&bytes), None);
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0"), None);
        assert_eq!(decode(b"").map(|decoded| decoded.text), Some(String::new()));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }

        #[test]
        fn clean_utf8_is_kept(text in "[\\p{Han}\\p{L}\\p{P}\\p{N}\n]{0,64}") {
            let decoded = decode(text.as_bytes());
            proptest::prop_assume!(!text.starts_with('\u{feff}'));
            proptest::prop_assert_eq!(decoded.unwrap().text, text);
        }
    }
}
