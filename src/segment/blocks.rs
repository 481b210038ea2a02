//! Lines of the clean text and what each is for.

use super::BlockKind;
use crate::dictionary::Layout;
use crate::model::Span;

/// A line with what it is for and how much of its beginning is a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: BlockKind,
    pub(super) span: Span,
    /// The line without `##`, `●` and the like.
    pub(super) body: Span,
}

/// Every line that holds text, classified.
pub(super) fn classify(text: &str, layout: &Layout) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches('\n');
        if !line.trim().is_empty() {
            let body = line.trim_start_matches(|c: char| is_mark(c, layout)).trim();
            let body_start = start + (body.as_ptr() as usize - raw.as_ptr() as usize);
            lines.push(Line {
                kind: kind_of(line, body, layout),
                span: Span::new(start, start + line.len()),
                body: Span::new(body_start, body_start + body.len()),
            });
        }
        start += raw.len();
    }
    drop_tail(text, &mut lines, layout);
    lines
}

/// Marks the titles below 相关新闻 and the like as furniture, where no running text follows.
fn drop_tail(text: &str, lines: &mut [Line], layout: &Layout) {
    let last_prose = lines.iter().rposition(|line| line.span.of(text).ends_with('。')).map_or(0, |index| index + 1);
    let tail = lines[last_prose..]
        .iter()
        .position(|line| starts_with_any(line.body.of(text), &layout.furniture.tail_starts))
        .map_or(lines.len(), |index| last_prose + index);
    for line in &mut lines[tail..] {
        line.kind = BlockKind::Furniture;
    }
}

fn is_mark(c: char, layout: &Layout) -> bool {
    c == '#' || c.is_whitespace() || layout.byline.marks.contains(&c)
}

fn kind_of(line: &str, body: &str, layout: &Layout) -> BlockKind {
    let width = line.chars().count();
    if let Some(level) = marked_level(line) {
        BlockKind::Heading { level }
    } else if is_furniture(line, width, layout) {
        BlockKind::Furniture
    } else if starts_with_any(line, &layout.caption.starts) || width <= 60 && ends_with_any(line, &layout.caption.ends)
    {
        BlockKind::Caption
    } else if is_byline(body, layout) {
        BlockKind::Byline
    } else if let Some(level) = heading_level(line, width, layout) {
        BlockKind::Heading { level }
    } else {
        BlockKind::Paragraph
    }
}

fn is_furniture(line: &str, width: usize, layout: &Layout) -> bool {
    let words = &layout.furniture;
    let short = width <= words.short_width;
    let pieces = line.split([' ', '|', '>', '/']).filter(|piece| !piece.is_empty());
    short && (starts_with_any(line, &words.starts) || ends_with_any(line, &words.ends))
        || width <= 2 * words.short_width && words.contains.iter().any(|word| line.contains(word.as_str()))
        || is_dateline(line)
        || !ends_sentence(line)
            && pieces.clone().count() >= words.menu_pieces
            && pieces.clone().all(|piece| piece.chars().count() <= 6)
}

/// `2022年04月15日 10:17 | 来源：…`: the line under a web article's title.
fn is_dateline(line: &str) -> bool {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    digits == 4
        && !ends_sentence(line)
        && line.chars().nth(4).is_some_and(|c| matches!(c, '年' | '-' | '/' | '.'))
        && line.chars().count() <= 60
        && (line.contains(':') || line.contains("来源") || line.chars().filter(char::is_ascii_digit).count() >= 6)
}

/// `#` to `######`.
fn marked_level(line: &str) -> Option<u8> {
    let marks = line.bytes().take_while(|b| *b == b'#').count();
    (marks > 0).then(|| u8::try_from(marks).unwrap_or(u8::MAX))
}

fn is_byline(body: &str, layout: &Layout) -> bool {
    let words = &layout.byline;
    let width = body.chars().count();
    (4..=words.max_width).contains(&width)
        && !body.contains(['，', '。', '：', '；', '“', '、', '！', '？', ' '])
        && ends_with_any(body, &words.ends)
        && !body.chars().any(|c| c.is_ascii_digit())
        && (starts_with_any(body, &words.starts) || is_body_name(body))
}

/// `市政协办公厅`, `省政协农业和农村工作委员会`: a place or level, then 政协 or 人大, then at most an office.
fn is_body_name(body: &str) -> bool {
    ["政协", "人大"].iter().any(|word| body.find(word).is_some_and(|at| body[..at].chars().count() <= 12))
}

/// The level of a heading that shows itself by numbering or by standing alone.
fn heading_level(line: &str, width: usize, layout: &Layout) -> Option<u8> {
    let words = &layout.heading;
    if starts_with_any(line, &words.not_starts) || width > words.max_width || ends_sentence(line) {
        return None;
    }
    if starts_with_any(line, &words.starts) {
        return Some(2);
    }
    let commas = line.matches(['，', ',']).count();
    match numbering(line) {
        Some(level) if commas <= 2 => return Some(level),
        Some(_) => return None,
        None => {}
    }
    // A year and a running number make no statement: 06 未来·2025再出发.
    let running = line.chars().take_while(char::is_ascii_digit).count() == 2;
    let years = line.match_indices("20").filter(|(at, _)| is_year(line, *at)).count();
    let numbers = line.chars().filter(char::is_ascii_digit).count();
    let numbers = numbers.saturating_sub(if running && years == 1 { 6 } else { 0 });
    let bracketed = line.starts_with('（') && line.ends_with('）');
    let plain =
        commas <= 1 && !line.contains('。') && !line.ends_with(['，', '、', '：']) && !bracketed && numbers <= 4;
    (plain && width >= 2 && line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))).then_some(1)
}

/// Whether four digits and no more stand at `at`.
fn is_year(line: &str, at: usize) -> bool {
    let digits = line[at..].chars().take_while(char::is_ascii_digit).count();
    digits == 4 && !line[..at].ends_with(|c: char| c.is_ascii_digit())
}

/// 一、 is level 2, （一） level 3, 1. level 4: the order that GB/T 9704 gives official documents.
fn numbering(line: &str) -> Option<u8> {
    let bracketed = line.starts_with('（');
    let body = line.trim_start_matches('（');
    let numerals = body.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    let after = body.chars().nth(numerals.max(digits));
    match (numerals, digits, after) {
        (1..=3, 0, Some('、' | '．' | '.' | ' ')) if !bracketed => Some(2),
        (1..=3, 0, Some('）')) if bracketed => Some(3),
        (0, 1..=2, Some('、' | '．' | '.' | '）')) => Some(4),
        _ => None,
    }
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['。', '！', '？', '；', '…', '：', '，', '、'])
}

fn starts_with_any(line: &str, words: &[String]) -> bool {
    words.iter().any(|word| line.starts_with(word.as_str()))
}

fn ends_with_any(line: &str, words: &[String]) -> bool {
    words.iter().any(|word| line.ends_with(word.as_str()))
}
