//! Years and dates that are written out.

use jiff::civil::Date;

use crate::dictionary::Lexicon;
use crate::model::{PartialDate, Span};
use crate::segment::{BlockKind, Structure};

/// A year, month, day or stretch of years as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YearExpression {
    pub(super) span: Span,
    pub(super) from: Date,
    pub(super) to: Date,
    /// 以来, 至今: the stretch goes on to the report's own date.
    pub(super) since: bool,
    month: bool,
    /// The month, where it is written as a number.
    numbered_month: Option<i8>,
    full: Option<PartialDate>,
}

impl YearExpression {
    /// The last calendar year of the stretch.
    pub(super) fn last_year(&self) -> i16 {
        self.to.year()
    }

    /// Whether it names one day.
    pub(super) fn is_day(&self) -> bool {
        self.full.is_some()
    }

    /// Whether a month, or 初, 底, narrows the year.
    pub(super) fn has_month(&self) -> bool {
        self.month
    }
}

/// Every year that a text writes out, titles in 《》 left out.
///
/// Forms: 2023年, 二〇二三年, 2023年底, 2023年4月, 2023年4月15日, 2021—2023年, 2021年至2023年, 2023年9月以来,
/// 2023-04-15.
pub(super) fn explicit_years(text: &str) -> Vec<YearExpression> {
    let mut found: Vec<YearExpression> = Vec::new();
    let mut titles = 0_usize;
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '《' => titles += 1,
            '》' => titles = titles.saturating_sub(1),
            _ => {}
        }
        if titles == 0
            && is_year_digit(c)
            && !before.is_some_and(is_year_digit)
            && let Some(expression) = expression_at(text, at)
        {
            at = expression.span.end;
            before = text[..at].chars().next_back();
            found.push(expression);
            continue;
        }
        before = Some(c);
        at += c.len_utf8();
    }
    merge_ranges(text, &mut found);
    found
}

fn is_year_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '零')
}

fn digit_value(c: char) -> Option<i16> {
    let han = "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|value| i16::try_from(value).ok());
    match c {
        '零' => Some(0),
        _ => c.to_digit(10).and_then(|value| i16::try_from(value).ok()).or(han),
    }
}

fn four_digits(text: &str) -> Option<(i16, usize)> {
    let mut year = 0;
    let mut bytes = 0;
    let mut chars = text.chars();
    for _ in 0..4 {
        let c = chars.next()?;
        year = year * 10 + digit_value(c)?;
        bytes += c.len_utf8();
    }
    ((1949..=2099).contains(&year) && !chars.next().is_some_and(is_year_digit)).then_some((year, bytes))
}

fn expression_at(text: &str, start: usize) -> Option<YearExpression> {
    let (year, bytes) = four_digits(&text[start..])?;
    let mut at = start + bytes;
    if let Some(rest) = text[at..].strip_prefix('年') {
        at += '年'.len_utf8();
        let mut month = None;
        let mut day = None;
        if let Some((value, used)) = number_before(rest, "月") {
            month = Some(value);
            at += used;
            if let Some((value, used)) = number_before(&text[at..], "日") {
                day = Some(value);
                at += used;
            }
        }
        return finish(text, start, at, year, month, day);
    }
    // 2023-04-15, 2023/4/15, 2023.04.15
    let separator = text[at..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text[at + 1..].splitn(3, separator);
    let month = parts.next()?.parse::<i8>().ok()?;
    let day_text: String = parts.next()?.chars().take_while(char::is_ascii_digit).take(2).collect();
    let day = day_text.parse::<i8>().ok()?;
    let end = at + 1 + text[at + 1..].find(separator)? + 1 + day_text.len();
    finish(text, start, end, year, Some(month), Some(day))
}

/// A one- or two-digit number that stands directly before a unit character.
fn number_before(text: &str, unit: &str) -> Option<(i8, usize)> {
    let end =
        text.char_indices().map(|(at, _)| at).take_while(|at| *at <= 9).find(|at| text[*at..].starts_with(unit))?;
    if end == 0 {
        return None;
    }
    let written = &text[..end];
    let value = match written.parse::<i8>() {
        Ok(value) => value,
        Err(_) => han_small(written)?,
    };
    Some((value, end + unit.len()))
}

/// 一 to 三十一.
fn han_small(text: &str) -> Option<i8> {
    let mut tens = 0_i16;
    let mut ones = 0_i16;
    for c in text.chars() {
        if c == '十' {
            tens = ones.max(1);
            ones = 0;
        } else {
            ones = digit_value(c)?;
        }
    }
    i8::try_from(tens * 10 + ones).ok().filter(|value| *value > 0)
}

fn finish(
    text: &str,
    start: usize,
    end: usize,
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
) -> Option<YearExpression> {
    let date = PartialDate::new(year, month, day)?;
    let rest = &text[end..];
    let narrowed = ["初", "底", "末", "上半年", "下半年", "春", "秋", "夏", "冬", "年初", "年底"];
    let since = ["以来", "起", "至今", "初以来", "底以来", "度以来"].iter().find(|word| rest.starts_with(**word));
    let end = since.map_or(end, |word| end + word.len());
    Some(YearExpression {
        span: Span::new(start, end),
        from: date.first_day(),
        to: date.last_day(),
        since: since.is_some(),
        month: month.is_some() || narrowed.iter().any(|word| rest.starts_with(word)),
        numbered_month: month,
        full: day.map(|_| date),
    })
}

/// 2021—2023年 and 2021年至2023年 are one stretch, with the later year as its last.
fn merge_ranges(text: &str, found: &mut Vec<YearExpression>) {
    let mut index = 0;
    while index + 1 < found.len() {
        let between = &text[found[index].span.end..found[index + 1].span.start];
        if matches!(between, "至" | "到" | "—" | "-" | "——" | "～" | "~") {
            let later = found.remove(index + 1);
            found[index].to = later.to;
            found[index].span.end = later.span.end;
            found[index].since |= later.since;
        } else {
            index += 1;
        }
    }
    for expression in found {
        // The first year of 2021—2023年 carries no 年 of its own.
        let before = &text[..expression.span.start];
        let dash = before.chars().next_back().filter(|c| matches!(c, '—' | '-' | '至' | '～' | '~'));
        if let Some(dash) = dash {
            let head = &before[..before.len() - dash.len_utf8()];
            let start = head.char_indices().rev().take(4).last().map_or(head.len(), |(at, _)| at);
            if let Some((year, _)) = four_digits(&head[start..]).filter(|(year, _)| *year <= expression.to.year()) {
                expression.span.start = start;
                expression.from = Date::constant(year, 1, 1);
            }
        }
    }
}

/// Every month or day that stands without its year: 9月28日, 10月.
pub(super) fn days_of_the_year(text: &str) -> Vec<(Span, i8, Option<i8>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('月') {
        let digits = text[..at].chars().rev().take_while(char::is_ascii_digit).count();
        let start = at - digits;
        let before = text[..start].chars().next_back();
        let Ok(month) = text[start..at].parse::<i8>() else { continue };
        if digits > 2
            || !(1..=12).contains(&month)
            || before.is_some_and(|c| matches!(c, '年' | '每' | '-' | '.' | '至' | '前'))
                && !text[..start].ends_with("截至")
        {
            continue;
        }
        let rest = &text[at + '月'.len_utf8()..];
        let day = number_before(rest, "日");
        let end = at + '月'.len_utf8() + day.map_or(0, |(_, used)| used);
        let measures = text[end..].starts_with(['个', '份']) && day.is_none();
        if !measures || text[end..].starts_with('份') {
            found.push((Span::new(start, end), month, day.map(|(day, _)| day)));
        }
    }
    found
}

/// The date of a report as its text shows it: a dateline above or below the text, a signature line, the latest full
/// date, and where there is none the latest year.
///
/// `outlook` are the words of a paragraph that looks ahead.
pub(super) fn report_date(
    text: &str,
    structure: &Structure,
    years: &[YearExpression],
    outlook: &Lexicon,
) -> Option<PartialDate> {
    dateline(text, structure, years)
        .or_else(|| years.iter().filter_map(|year| year.full).max())
        .or_else(|| latest_year(text, structure, years, outlook))
}

/// The date of a dateline above or below the text, of a signature line, or of a line under the title.
pub(super) fn dateline(text: &str, structure: &Structure, years: &[YearExpression]) -> Option<PartialDate> {
    let full = |span: Span| years.iter().find(|year| span.contains(year.span)).and_then(|year| year.full);
    let furniture = structure.blocks.iter().filter(|block| block.kind == BlockKind::Furniture);
    let signature = structure.blocks.iter().rev().take(3).filter(|block| block.span.of(text).chars().count() <= 20);
    furniture.chain(signature).find_map(|block| full(block.span)).or_else(|| under_title(text, structure, years))
}

/// The date of a line above the running text that is no sentence: （2021年1月22日在……会议上）, 某某日报 2021-01-25.
fn under_title(text: &str, structure: &Structure, years: &[YearExpression]) -> Option<PartialDate> {
    let head = structure.blocks.iter().take(HEAD_LINES).take_while(|block| !block.span.of(text).contains('。'));
    let lines = head.filter(|block| {
        let line = block.span.of(text);
        line.chars().count() <= DATELINE_MOST && !line.contains(['，', '；', '！', '？'])
    });
    let mut lines = lines.filter_map(|block| years.iter().find(|year| block.span.contains(year.span)));
    lines.find_map(|year| year.full)
}

/// Lines at the head of a report among which its date may stand: titles, a greeting, the names of speakers.
const HEAD_LINES: usize = 8;

/// Characters of the longest line under a title: （2021年1月22日在政协第九届某某自治县委员会第五次会议上）.
const DATELINE_MOST: usize = 60;

/// The latest year that the text names, other than as a target (到2026年), with its month where it never stands without.
///
/// A report that says 今年 names only other years so: one that a closing paragraph looks ahead to is the next.
fn latest_year(text: &str, structure: &Structure, years: &[YearExpression], outlook: &Lexicon) -> Option<PartialDate> {
    let is_target = |year: &YearExpression| text[..year.span.start].ends_with(['到', '望']);
    let this_year = text.find("今年");
    let looks_ahead: Vec<bool> =
        structure.blocks.iter().map(|block| this_year.is_some() && outlook.stands_in(block.span.of(text))).collect();
    let is_ahead = |year: &YearExpression| {
        let block = structure.blocks.partition_point(|block| block.span.start <= year.span.start).checked_sub(1);
        this_year.is_some_and(|at| at < year.span.start) && block.is_some_and(|block| looks_ahead[block])
    };
    let latest = |ahead: bool| {
        let stated = years.iter().filter(|year| !year.since && !is_target(year) && (ahead || !is_ahead(year)));
        stated.map(YearExpression::last_year).max()
    };
    let latest = latest(false).or_else(|| latest(true))?;
    let stated = || years.iter().filter(|year| !year.since && !is_target(year));
    let months: Option<Vec<Option<i8>>> =
        stated().filter(|year| year.last_year() == latest).map(|year| year.numbered_month.map(Some)).collect();
    let month = months.and_then(|months| months.into_iter().max().flatten());
    PartialDate::new(latest, month, None)
}

/// A year without 年 in a title, as of a series: 履职2022, 2023履职亮点.
pub(super) fn bare_year(title: &str) -> Option<i16> {
    let starts = title.char_indices().map(|(at, _)| at).filter(|at| !title[..*at].ends_with(is_year_digit));
    let mut years = starts.filter(|at| title[*at..].starts_with("20")).filter_map(|at| {
        let (year, length) = four_digits(&title[at..])?;
        let closed =
            !title[..at].ends_with(['-', '/', '.']) && !title[at + length..].starts_with(['-', '/', '.', '年']);
        closed.then_some(year)
    });
    years.next()
}

#[cfg(test)]
mod tests {
    use super::{bare_year, explicit_years};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found: Vec<_> = explicit_years(text)
            .iter()
            .map(|year| (year.span.of(text), year.from.to_string(), year.to.to_string()))
            .collect();
        let found: Vec<_> = found.iter().map(|(words, from, to)| (*words, from.as_str(), to.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn titles_of_a_series_name_their_year() {
        assert_eq!(bare_year("履职2022｜来自县政协的报告"), Some(2022));
        assert_eq!(bare_year("2023履职亮点"), Some(2023));
        assert_eq!(bare_year("2024-03-05"), None);
        assert_eq!(bare_year("2024年工作"), None);
        assert_eq!(bare_year("编号120225"), None);
    }

    #[test]
    fn written_years_become_days() {
        check("2023年以来，协商3次", &[("2023年以来", "2023-01-01", "2023-12-31")]);
        check("二〇一九年三月", &[("二〇一九年三月", "2019-03-01", "2019-03-31")]);
        check("2022年04月15日10:17", &[("2022年04月15日", "2022-04-15", "2022-04-15")]);
        check("2021—2023年实施", &[("2021—2023年", "2021-01-01", "2023-12-31")]);
        check("2021年至2023年", &[("2021年至2023年", "2021-01-01", "2023-12-31")]);
        check("发布于2023-04-15", &[("2023-04-15", "2023-04-15", "2023-04-15")]);
        check("《发展规划（2024—2035年）》", &[]);
        check("有2023人参加，电话12023年", &[]);
    }
}
