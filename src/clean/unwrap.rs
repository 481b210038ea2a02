//! Hard wraps: which lines continue on the next one.
//!
//! Newspapers and PDFs break lines in mid-sentence, sometimes with blank lines between. A line continues when it ends
//! in mid-sentence and reads as prose, or when it is as wide as the column that most lines fill. A heading has neither
//! inner punctuation nor the column's width, so it stands alone; what begins with a heading mark is never joined on.

use super::lines::Line;

/// Shortest line with inner punctuation that counts as prose; titles with a comma are shorter.
const PROSE_WIDTH: u32 = 18;
/// Shortest line without a comma whose 、 show prose rather than a title.
const LIST_WIDTH: usize = 30;
/// Widest numbered heading.
const HEADING_WIDTH: u32 = 40;
/// Narrowest column that is taken for a hard wrap: newspaper columns hold about this many characters.
const COLUMN_WIDTH: u32 = 12;
/// At most one line in this many may be wider than the column: page furniture is.
const WIDER_ONE_IN: usize = 6;
/// Share of the lines that must fill a column before its width decides.
const COLUMN_SHARE: f64 = 0.5;

/// For each line, whether the next one continues it.
pub(super) fn joins(lines: &[Line<'_>]) -> Vec<bool> {
    let column = column_width(lines);
    let rows: Vec<bool> = lines.iter().map(|line| is_table_row(line.text)).collect();
    lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let next = lines.get(index + 1).filter(|_| !rows[index] && !rows[index + 1]);
            next.is_some_and(|next| continues(line, next, column))
        })
        .collect()
}

/// Whether a line of running text goes on in the next one.
fn continues(line: &Line<'_>, next: &Line<'_>, column: Option<u32>) -> bool {
    if starts_a_block(next.text) || starts_with_mark(line.text) && line.width < PROSE_WIDTH {
        return false;
    }
    let last = line.text.chars().next_back().unwrap_or('\n');
    if matches!(last, '，' | '、' | ',') || last.is_ascii_digit() && is_prose(line.text) {
        return true;
    }
    if column.is_some_and(|width| line.width + 2 >= width && line.width <= width + 1) {
        return !(ends_sentence(last) && next.indent > line.indent);
    }
    if is_numbered_heading(line) {
        return false;
    }
    if ends_sentence(last) || ends_unit(last) && next.width < PROSE_WIDTH {
        return false;
    }
    line.width >= PROSE_WIDTH && is_prose(line.text)
}

/// A numbered line that could stand as a heading: `一、筑牢基础，强化保障`.
fn is_numbered_heading(line: &Line<'_>) -> bool {
    line.width <= HEADING_WIDTH && starts_with_number(line.text) && !line.text.contains('。')
}

/// The width that most lines have, where the text is set in a column.
fn column_width(lines: &[Line<'_>]) -> Option<u32> {
    let mut widths: Vec<u32> = lines.iter().map(|line| line.width).filter(|width| *width >= COLUMN_WIDTH).collect();
    if widths.len() < 4 {
        return None;
    }
    widths.sort_unstable();
    // The widths are sorted: a report of a million lines must not be a million times a million comparisons.
    let up_to = |width: u32| widths.partition_point(|w| *w <= width);
    let near = |width: u32| up_to(width) - widths.partition_point(|w| *w + 2 < width);
    let best =
        widths.chunk_by(|one, other| one == other).map(|same| same[0]).max_by_key(|width| (near(*width), *width))?;
    #[expect(clippy::cast_precision_loss, reason = "counts of lines are far below the limit")]
    let share = near(best) as f64 / widths.len() as f64;
    let wider = widths.len() - up_to(best + 2);
    (share >= COLUMN_SHARE && wider * WIDER_ONE_IN <= widths.len()).then_some(best)
}

fn is_prose(text: &str) -> bool {
    text.contains(['，', '。', '；', '！', ',']) || text.contains('、') && text.chars().count() >= LIST_WIDTH
}

fn ends_sentence(last: char) -> bool {
    matches!(last, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':' | '…' | '>' | '|')
}

/// Marks after which a sentence may end or go on.
fn ends_unit(last: char) -> bool {
    matches!(last, '”' | '’' | '"' | '》' | '）' | ')' | '】' | '」' | '』' | '.')
}

/// A row of a table: cells with two or more blanks between them.
fn is_table_row(text: &str) -> bool {
    let mut blanks = 0;
    let mut gaps = 0;
    for c in text.chars() {
        blanks = if c.is_whitespace() { blanks + 1 } else { 0 };
        gaps += usize::from(blanks == 2 || c == '\t');
    }
    gaps >= 2
}

/// Whether a line begins a block of its own, whatever stands before it.
fn starts_a_block(text: &str) -> bool {
    starts_with_mark(text) || starts_with_number(text)
}

fn starts_with_mark(text: &str) -> bool {
    text.starts_with(['#', '●', '▲', '△', '▼', '■', '□', '◆', '◇', '★', '○', '◎', '【', '►', '▶', '※', '·', '•', '☆'])
}

/// `一、`, `（一）`, `1.`, `1、`, `第一章`: the numbered headings of official documents.
fn starts_with_number(text: &str) -> bool {
    let body = text.trim_start_matches(['（', '(']);
    let numerals = body.chars().take_while(|c| is_numeral(*c)).count();
    let after = body.chars().nth(numerals);
    let bracketed = body.len() < text.len();
    match after {
        _ if numerals == 0 || numerals > 3 => false,
        Some('）' | ')') => bracketed,
        Some('、' | '．') => true,
        Some('.') => !body.chars().nth(numerals + 1).is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::joins;

    #[track_caller]
    fn check(report: &str, expected: &[bool]) {
        assert_eq!(joins(&lines(report)), expected, "{report}");
    }

    #[test]
    fn a_line_break_in_mid_sentence_is_undone() {
        check("今年以来，区政协组织委员走访企业，以23个\n\n重点课题为抓手。", &[true, false]);
        check("全区建立健全联系机制，今年新增4\n\n家。另有三家筹建。", &[true, false]);
    }

    #[test]
    fn headings_stand_alone() {
        check("搭平台 建机制 求实效 推动联系群众工作走深走实\n政协某某市委员会", &[false, false]);
        check("区政协坚持为民履职，协商成果得到转化落实，\n## 下一步打算", &[false, false]);
        check("一、围绕群众怎么联系，搭建协商平台载体\n着眼全方位联系。", &[false, false]);
        check("一、筑牢基础\n抓住关键环节，完善制度。", &[false, false]);
        check("三元区\n强化政治引领。", &[false, false]);
    }

    #[test]
    fn a_newspaper_column_is_rejoined() {
        check(
            "政协委员走进社区倾听民声，围绕\n停车难和老旧小区加装电梯议题开\n展协商一共二十三次，收集意见建\n议四十条，推动解决难题九个。",
            &[true, true, true, false],
        );
    }
}
