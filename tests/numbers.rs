//! How numbers are read: the table in `tests/cases/numbers.toml`, and properties that hold for any text.

use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Deserialize;
use tongjian::dictionary::{DictionarySource, Units};
use tongjian::extract::numbers::parse;
use tongjian::extract::quantities::{Quantity, QuantityKind, quantities};
use tongjian::model::Bound;

#[derive(Deserialize)]
struct Table {
    form: Vec<Form>,
}

#[derive(Deserialize)]
struct Form {
    name: String,
    rows: Vec<(String, String)>,
}

fn units() -> &'static Units {
    static UNITS: LazyLock<Units> =
        LazyLock::new(|| Units::load(&DictionarySource::Embedded).expect("the built-in units are right"));
    &UNITS
}

/// A quantity in the notation of the table.
fn shown(quantity: &Quantity, text: &str) -> String {
    let written = quantity.span.of(text);
    if let QuantityKind::NotAFact(reason) = quantity.kind {
        let reason = serde_json::to_string(&reason).expect("a reason is a string");
        return format!("{written} != {}", reason.trim_matches('"'));
    }
    let number = quantity.number;
    let mut line = format!("{written} = {}", number.value.normalize());
    if let Some(high) = number.value_max {
        write!(line, "..{}", high.normalize()).expect("writing to a string");
    }
    let unit = quantity.unit_text(text);
    write!(line, " {}", if unit.is_empty() { "-" } else { unit }).expect("writing to a string");
    for word in [
        match number.bound {
            Bound::Exact => "",
            Bound::More => "more",
            Bound::Less => "less",
            Bound::About => "about",
            Bound::Range => "range",
            Bound::Vague => "vague",
        },
        match quantity.kind {
            QuantityKind::Ratio => "ratio",
            QuantityKind::PercentagePoint => "points",
            QuantityKind::Multiple => "times",
            QuantityKind::Duration => "duration",
            QuantityKind::Count | QuantityKind::NotAFact(_) => "",
        },
        if quantity.weak { "weak" } else { "" },
    ] {
        if !word.is_empty() {
            write!(line, " {word}").expect("writing to a string");
        }
    }
    line
}

/// The words after the value in any order, so that the table may be written naturally.
fn normalized(finding: &str) -> Vec<&str> {
    let mut words: Vec<&str> = finding.split(' ').filter(|word| !word.is_empty()).collect();
    if let Some(at) = words.iter().position(|word| *word == "=") {
        let tail = (at + 3).min(words.len());
        words[tail..].sort_unstable();
    }
    words
}

#[test]
fn every_row_of_the_table_is_read_as_it_says() {
    let table: Table = toml::from_str(include_str!("cases/numbers.toml")).expect("the table is TOML");
    let units = units();
    let (mut n_rows, mut faults) = (0, String::new());
    for form in &table.form {
        for (text, expected) in &form.rows {
            n_rows += 1;
            let found = quantities(text, units);
            let facts: Vec<String> = found.iter().filter(|q| q.may_be_fact()).map(|q| shown(q, text)).collect();
            let passed: Vec<String> = found.iter().filter(|q| !q.may_be_fact()).map(|q| shown(q, text)).collect();
            let wanted: Vec<&str> = expected.split("; ").filter(|finding| !finding.is_empty()).collect();
            let wanted_facts = wanted.iter().filter(|finding| !finding.contains(" != ")).map(|f| normalized(f));
            let facts_agree = facts.iter().map(|fact| normalized(fact)).eq(wanted_facts);
            let mut wanted_passed = wanted.iter().filter(|finding| finding.contains(" != "));
            if !facts_agree || !wanted_passed.all(|finding| passed.iter().any(|p| p == finding)) {
                let all: Vec<String> = found.iter().map(|q| shown(q, text)).collect();
                writeln!(faults, "{}: {text}\n    wanted {expected}\n    found  {}", form.name, all.join("; "))
                    .expect("writing to a string");
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
    assert!(n_rows >= 400, "the table has shrunk to {n_rows} rows");
}

/// Everyday Chinese for `number`, below 10^16.
fn chinese(number: u64) -> String {
    fn section(number: u64, out: &mut String) {
        let mut zero = false;
        for (divisor, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = number / divisor % 10;
            if digit == 0 {
                zero = !out.is_empty() && !number.is_multiple_of(divisor) || zero && divisor > 1;
                continue;
            }
            if zero {
                out.push('零');
                zero = false;
            }
            out.extend("零一二三四五六七八九".chars().nth(usize::try_from(digit).expect("a digit")));
            out.push_str(unit);
        }
    }
    if number == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    for (divisor, unit) in [(10_000_u64.pow(3), "万亿"), (10_000_u64.pow(2), "亿"), (10_000, "万"), (1, "")] {
        let part = number / divisor % 10_000;
        if part == 0 {
            continue;
        }
        if !out.is_empty() && part < 1000 {
            out.push('零');
        }
        let mut text = String::new();
        section(part, &mut text);
        out.push_str(&text);
        out.push_str(unit);
    }
    out
}

#[test]
fn the_test_writes_chinese_as_people_do() {
    assert_eq!(chinese(23), "二十三");
    assert_eq!(chinese(105), "一百零五");
    assert_eq!(chinese(1010), "一千零一十");
    assert_eq!(chinese(20_300), "二万零三百");
    assert_eq!(chinese(120_000_000), "一亿二千万");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_chinese_numeral_reads_as_the_number_it_was_written_from(number in 1_u64..10_000_000_000_000) {
        let text = chinese(number);
        let read = parse(&text);
        prop_assert_eq!(read.map(|n| n.value), Some(Decimal::from(number)), "{}", text);
        prop_assert_eq!(read.and_then(|n| n.value_max), None);
        let traditional = text.replace('万', "萬").replace('亿', "億");
        prop_assert_eq!(parse(&traditional).map(|n| n.value), Some(Decimal::from(number)));
    }

    #[test]
    fn digits_and_magnitudes_mix(whole in 1_u32..9999, hundredths in 0_u32..100, big in prop::sample::select(vec![("万", 10_000_u64), ("亿", 100_000_000), ("万亿", 1_000_000_000_000), ("", 1)])) {
        let value = Decimal::new(i64::from(whole) * 100 + i64::from(hundredths), 2);
        let text = format!("{}{}", value.normalize(), big.0);
        prop_assert_eq!(parse(&text).map(|n| n.value.normalize()), Some((value * Decimal::from(big.1)).normalize()), "{}", text);
    }

    #[test]
    fn a_number_with_its_unit_is_found_in_a_sentence(number in 1_u64..100_000_000, more in any::<bool>(), unit in prop::sample::select(vec!["件", "人次", "场次", "万元"])) {
        let units = units();
        let more = if more && number % 10 == 0 { "余" } else { "" };
        let text = format!("全年共完成{number}{more}{unit}，效果良好。");
        let found: Vec<_> = quantities(&text, units).into_iter().filter(Quantity::may_be_fact).collect();
        prop_assert_eq!(found.len(), 1, "{}", text);
        let factor = if unit == "万元" { 10_000 } else { 1 };
        prop_assert_eq!(found[0].number.value, Decimal::from(number * factor));
        prop_assert_eq!(found[0].span.of(&text), format!("{number}{more}{unit}"));
    }

    #[test]
    fn no_text_panics_and_spans_neither_overlap_nor_split_characters(text in texts()) {
        let units = units();
        let mut end = 0;
        for quantity in quantities(&text, units) {
            prop_assert!(quantity.span.start >= end, "{:?} in {}", quantity, text);
            prop_assert!(!quantity.span.is_empty());
            prop_assert!(text.get(quantity.span.start..quantity.span.end).is_some());
            prop_assert!(text.get(quantity.unit.start..quantity.unit.end).is_some());
            prop_assert!(quantity.span.contains(quantity.unit));
            let _ = quantity.unit_text(&text);
            end = quantity.span.end;
        }
    }
}

/// Any text at all, and texts dense in what the scanner looks at.
fn texts() -> impl Strategy<Value = String> {
    let pieces = vec![
        "一",
        "两",
        "三",
        "五",
        "八",
        "十",
        "百",
        "千",
        "万",
        "亿",
        "几",
        "数",
        "半",
        "零",
        "〇",
        "廿",
        "壹",
        "伍",
        "1",
        "0",
        "23",
        "2023",
        "9999999999",
        ".",
        ",",
        "，",
        ":",
        "：",
        "-",
        "—",
        "至",
        "到",
        "+",
        "/",
        "%",
        "％",
        "多",
        "余",
        "来",
        "近",
        "约",
        "超过",
        "上",
        "以上",
        "左右",
        "第",
        "年",
        "月",
        "日",
        "个",
        "个月",
        "人次",
        "（次）",
        "元",
        "成",
        "分之",
        "点",
        "倍",
        "番",
        "级",
        "届",
        "大",
        "“",
        "”",
        "\"",
        "《",
        "》",
        "‘",
        "’",
        " ",
        "\n",
        "\u{3000}",
        "委员",
        "千家万户",
        "两个薄弱",
        "A",
        "km",
        "🙂",
        "é",
        "\u{a0}",
        "·",
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
    ]
}
