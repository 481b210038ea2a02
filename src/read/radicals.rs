//! Radicals that stand for the characters they look like.
//!
//! PDF files made by browsers and some printers give the code of the radical ⼯ (U+2F2F) or ⻓ (U+2ED3) for the
//! character 工 or 长, as both are drawn alike. No dictionary and no search would find the word.

use unicode_normalization::char::decompose_compatible;

/// Pairs of a radical of the block U+2E80 to U+2EFF and its character. Unicode's own folding (NFKC) leaves all but two
/// of the block as they are. Forms that are never a character of their own, such as ⺮, are left out.
///
/// # Source
/// The names of the radicals in the Unicode chart U+2E80.
const SUPPLEMENT: &str = "⺁厂⺎兀⺐尢⺒巳⺓幺⺛旡⺝月⺞歹⺟母⺠民⺧牛⺩王⺪疋⺫目⺬示⺶羊⺸羊⺻聿⺼肉⺽臼⻁虎⻄西⻅见⻆角⻇角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻰龙⻱龜⻳龟";

/// The character that a radical stands for; every other character as it is.
///
/// ```text
/// ⼯ → 工   ⻓ → 长   工 → 工   ① → ①
/// ```
pub(crate) fn unradical(c: char) -> char {
    match c {
        // The chart's own equivalents are the forms 戶 and 靑, which no modern report uses.
        '\u{2f3e}' => '户',
        '\u{2fad}' => '青',
        '\u{2f00}'..='\u{2fdf}' => {
            let mut folded = c;
            decompose_compatible(c, |part| folded = part);
            folded
        }
        '\u{2e80}'..='\u{2eff}' => {
            let mut pairs = SUPPLEMENT.chars();
            while let (Some(radical), Some(character)) = (pairs.next(), pairs.next()) {
                if radical == c {
                    return character;
                }
            }
            c
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters_and_nothing_else_changes() {
        let folded: String = "⼯作⻓效，⼀⼆⼗户⼾⾭⻘①℃，长".chars().map(unradical).collect();
        assert_eq!(folded, "工作长效，一二十户户青青①℃，长");
    }

    #[test]
    fn the_table_holds_pairs_of_a_radical_and_a_common_form() {
        let characters: Vec<char> = SUPPLEMENT.chars().collect();
        assert!(
            characters.chunks(2).all(|pair| { matches!(pair, ['\u{2e80}'..='\u{2eff}', '\u{4e00}'..='\u{9fff}']) })
        );
    }
}
