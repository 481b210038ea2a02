//! Numbers as Word writes them before paragraphs.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL_DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// A number in one of Word's number formats; in digits where the format is not known.
///
/// | format | 3 | 21 |
/// | --- | --- | --- |
/// | `chineseCounting`, `chineseCountingThousand`, `japaneseCounting` … | 三 | 二十一 |
/// | `ideographDigital` … | 三 | 二一 |
/// | `chineseLegalSimplified` … | 叁 | 贰拾壹 |
/// | `ideographTraditional`, `ideographZodiac` | 丙, 寅 | 21 |
/// | `decimalEnclosedCircle`, `decimalEnclosedParen` … | ③, ⑶ | ㉑, (21) |
/// | `upperRoman`, `lowerLetter` … | III, c | XXI, u |
///
/// # Source
/// ECMA-376 Part 1, 17.18.59 (`ST_NumberFormat`).
pub(super) fn numeral(format: &str, n: u32) -> String {
    let index = usize::try_from(n).unwrap_or(usize::MAX);
    let nth = |marks: &[char]| index.checked_sub(1).and_then(|at| marks.get(at)).map(char::to_string);
    let offset = |first: u32, from: u32, to: u32| {
        let found = (from..=to).contains(&n).then(|| char::from_u32(first + (n - from))).flatten();
        found.map(|mark| mark.to_string())
    };
    let special = match format {
        "chineseCounting" | "taiwaneseCounting" if n < 100 => Some(counted(n, &DIGITS, ['十', '百', '千'])),
        "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" | "koreanCounting" => {
            Some(counted(n, &DIGITS, ['十', '百', '千']))
        }
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital" => Some(n.to_string().chars().map(|c| digit(c, &DIGITS)).collect()),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            Some(counted(n, &LEGAL_DIGITS, ['拾', '佰', '仟']))
        }
        "ideographTraditional" => nth(&STEMS),
        "ideographZodiac" => nth(&BRANCHES),
        "decimalZero" => Some(format!("{n:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => {
            Some(n.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            offset(0x2460, 1, 20).or_else(|| offset(0x3251, 21, 35)).or_else(|| offset(0x32b1, 36, 50))
        }
        "decimalEnclosedParen" => offset(0x2474, 1, 20).or_else(|| Some(format!("({n})"))),
        "decimalEnclosedFullstop" => offset(0x2488, 1, 20).or_else(|| Some(format!("{n}."))),
        "ideographEnclosedCircle" => offset(0x3280, 1, 10),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).map(|numeral| numeral.to_ascii_lowercase()),
        "upperLetter" => letter(n),
        "lowerLetter" => letter(n).map(|letter| letter.to_ascii_lowercase()),
        _ => None,
    };
    special.unwrap_or_else(|| n.to_string())
}

fn digit(c: char, digits: &[char; 10]) -> char {
    c.to_digit(10).and_then(|value| digits.get(usize::try_from(value).ok()?)).copied().unwrap_or(c)
}

/// 十, 二十一, 一百零三; beyond the thousands in digits.
fn counted(n: u32, digits: &[char; 10], units: [char; 3]) -> String {
    let written = n.to_string();
    if n == 0 || written.len() > 4 {
        return written.chars().map(|c| digit(c, digits)).collect();
    }
    let mut numeral = String::new();
    let mut skipped = false;
    for (index, c) in written.chars().enumerate() {
        if c == '0' {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            numeral.push('零');
        }
        let place = written.len() - 1 - index;
        // 十一, not 一十一; but 壹拾壹 where digits are written out against forgery.
        let is_bare_ten = n < 20 && place == 1 && digits == &DIGITS;
        if !is_bare_ten {
            numeral.push(digit(c, digits));
        }
        numeral.extend(place.checked_sub(1).and_then(|unit| units.get(unit)));
    }
    numeral
}

fn roman(n: u32) -> Option<String> {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = (1..4000).contains(&n).then_some(n)?;
    let mut numeral = String::new();
    for (value, part) in PARTS {
        while rest >= value {
            numeral.push_str(part);
            rest -= value;
        }
    }
    Some(numeral)
}

/// A to Z, then AA to ZZ and so on.
fn letter(n: u32) -> Option<String> {
    let (index, times) = ((n.checked_sub(1)?) % 26, (n - 1) / 26 + 1);
    let letter = char::from(b'A' + u8::try_from(index).ok()?);
    Some(std::iter::repeat_n(letter, usize::try_from(times).ok()?.min(64)).collect())
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[track_caller]
    fn check(format: &str, expected: &[(u32, &str)]) {
        for (n, written) in expected {
            assert_eq!(numeral(format, *n), *written, "{format} {n}");
        }
    }

    #[test]
    fn numbers_are_written_as_word_does() {
        check("chineseCountingThousand", &[(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三")]);
        check("chineseCounting", &[(9, "九"), (21, "二十一"), (103, "一〇三")]);
        check("japaneseCounting", &[(11, "十一"), (110, "一百一十")]);
        check("ideographDigital", &[(3, "三"), (10, "一〇"), (21, "二一")]);
        check("chineseLegalSimplified", &[(3, "叁"), (11, "壹拾壹")]);
        check("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "11")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (51, "51")]);
        check("decimalFullWidth", &[(12, "１２")]);
        check("upperRoman", &[(4, "IV"), (21, "XXI"), (0, "0")]);
        check("lowerLetter", &[(1, "a"), (26, "z"), (27, "aa"), (0, "0")]);
        check("decimal", &[(7, "7")]);
        check("hebrew1", &[(7, "7")]);
    }
}
