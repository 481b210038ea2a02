//! One form for characters that look or mean the same, so that dictionaries need each word once.
//!
//! Every character is replaced by one character or dropped; offsets stay simple. Full-width letters and digits become
//! ASCII, brackets and clause marks take their full-width form except inside numbers, and all quotation marks become
//! “ ” and ‘ ’; radicals that text copied from a PDF file has in place of characters become these. Unicode's NFKC is not used: it would rewrite ，, ①, ℃ and … as well.

use super::lines::is_blank;
use crate::model::Traditional;
use crate::read::unradical;

/// Folds the characters of one report.
pub(super) struct Folder<'a> {
    traditional: Option<&'a Traditional>,
}

/// Whether the paragraph so far has left a straight quotation mark open.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct QuoteState {
    open: bool,
}

impl<'a> Folder<'a> {
    /// Decides once for the whole report whether it is written in traditional characters.
    pub(super) fn new(report: &str, traditional: &'a Traditional) -> Self {
        Self { traditional: traditional.is_written_in(report).then_some(traditional) }
    }

    /// The folded character, or `None` where it is dropped.
    pub(super) fn fold(
        &self,
        previous: Option<char>,
        original: char,
        next: Option<char>,
        quotes: &mut QuoteState,
    ) -> Option<char> {
        if is_blank(original) {
            return separates(previous, next).then_some(' ');
        }
        let c = half_width(original);
        let in_number =
            previous.is_some_and(|p| p.is_ascii_digit()) && next.is_some_and(|n| half_width(n).is_ascii_digit());
        Some(match c {
            ',' if !in_number => '，',
            ':' if !in_number => '：',
            ';' => '；',
            '!' => '！',
            '?' => '？',
            '(' => '（',
            ')' => '）',
            '「' | '﹁' => '“',
            '」' | '﹂' => '”',
            '『' => '‘',
            '』' => '’',
            '"' => {
                quotes.open = !quotes.open;
                if quotes.open { '“' } else { '”' }
            }
            '〇' | '○' if previous.is_some_and(is_year_digit) || next.is_some_and(is_year_digit) => '〇',
            '｡' => '。',
            '､' => '、',
            _ => self.simplify(c),
        })
    }

    fn simplify(&self, c: char) -> char {
        self.traditional.and_then(|table| table.simplified(c)).unwrap_or(c)
    }
}

fn is_year_digit(c: char) -> bool {
    "一二三四五六七八九〇○".contains(c)
}

/// U+FF01..U+FF5E are the full-width forms of ASCII, at a fixed distance. Clause marks are decided by [`Folder::fold`].
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '﹪' => '%',
        _ => unradical(c),
    }
}

/// Whether white space between two characters says something: between words of a heading it does, at the seam of a
/// number and a Han character (资金 3200 万元) it is typesetting.
fn separates(previous: Option<char>, next: Option<char>) -> bool {
    match (previous, next) {
        (Some(p), Some(n)) if !is_blank(p) && !is_blank(n) => {
            let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
            let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
            !(digit(p) && han(n) || han(p) && digit(n))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::CleanText;
    use crate::model::Traditional;

    #[track_caller]
    fn check(report: &str, expected: &str) {
        let table =
            Traditional::new([('協', '协'), ('條', '条'), ('著', '着'), ('餘', '余'), ('議', '议'), ('題', '题')]);
        assert_eq!(CleanText::new(report, &table).text().trim_end(), expected);
    }

    #[test]
    fn forms_fold_to_one() {
        check("组织协商１２场,收集意见(建议)1,234条", "组织协商12场，收集意见（建议）1,234条");
        check("打造\"好商量\"工作室", "打造“好商量”工作室");
        check("打造「好商量」工作室", "打造“好商量”工作室");
        check("二○二三年", "二〇二三年");
        check("⼯作⻓效机制", "工作长效机制");
        check("资金 3200 万元", "资金3200万元");
        check("搭平台　建机制", "搭平台 建机制");
    }

    #[test]
    fn traditional_text_is_folded_and_simplified_text_is_left_alone() {
        check("協商議題餘條", "协商议题余条");
        check(
            "著名商会组织开展协商民主实践活动全年共计十二场次取得良好社会反响",
            "著名商会组织开展协商民主实践活动全年共计十二场次取得良好社会反响",
        );
    }
}
