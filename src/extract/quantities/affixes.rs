//! What stands directly before or after a number and bounds it: 近, 超过, 不少于; 以上, 左右.

use crate::model::Bound;

/// Words before a numeral that belong to it, longest first where one ends another.
const BEFORE: &[(&str, Bound)] = &[
    ("不超过", Bound::Less),
    ("不少于", Bound::More),
    ("不低于", Bound::More),
    ("不小于", Bound::More),
    ("不高于", Bound::Less),
    ("不多于", Bound::Less),
    ("不大于", Bound::Less),
    ("不下于", Bound::More),
    ("超过了", Bound::More),
    ("突破了", Bound::More),
    ("接近于", Bound::Less),
    ("差不多", Bound::About),
    ("不少於", Bound::More),
    ("不低於", Bound::More),
    ("不超過", Bound::Less),
    ("超過了", Bound::More),
    ("不足", Bound::Less),
    ("不到", Bound::Less),
    ("不满", Bound::Less),
    ("未满", Bound::Less),
    ("不下", Bound::More),
    ("不止", Bound::More),
    ("超过", Bound::More),
    ("超出", Bound::More),
    ("突破", Bound::More),
    ("至少", Bound::More),
    ("最少", Bound::More),
    ("最多", Bound::Less),
    ("至多", Bound::Less),
    ("高于", Bound::More),
    ("多于", Bound::More),
    ("大于", Bound::More),
    ("低于", Bound::Less),
    ("少于", Bound::Less),
    ("小于", Bound::Less),
    ("接近", Bound::Less),
    ("将近", Bound::Less),
    ("大约", Bound::About),
    ("大概", Bound::About),
    ("约为", Bound::About),
    ("超過", Bound::More),
    ("將近", Bound::Less),
    ("大約", Bound::About),
    ("約", Bound::About),
    ("逾", Bound::More),
    ("超", Bound::More),
    ("近", Bound::Less),
    ("约", Bound::About),
];

/// The qualifier with which `before` ends: how many bytes it takes, and how it bounds the number.
pub(super) fn before(before: &str) -> Option<(usize, Bound)> {
    let (word, bound) = BEFORE.iter().find(|(word, _)| before.ends_with(word))?;
    let rest = &before[..before.len() - word.len()];
    let part_of_word = match *word {
        "近" => rest.ends_with(['附', '最', '临', '靠', '就', '新', '走', '亲', '贴', '邻', '相', '远', '切', '拉']),
        "约" => rest.ends_with([
            '节', '预', '制', '大', '签', '条', '合', '公', '契', '履', '违', '相', '邀', '集', '简', '特',
        ]),
        "超" => rest.ends_with(['赶', '反', '高', '治']),
        "突破" => rest.ends_with(['新', '大', '的', '得', '现', '性', '点']),
        // 查找不足12条: shortcomings, not a bound.
        "不足" => rest.ends_with([
            '题', '和', '与', '、', '在', '的', '距', '板', '及', '找', '出', '理', '析', '改', '补', '摆', '陷', '点',
            '弱',
        ]),
        "高于" | "低于" => rest.ends_with('不'),
        _ => false,
    };
    (!part_of_word).then_some((word.len(), *bound))
}

/// 上 before a bare 百, 千, 万: at least. Not in 会上, 网上 and the like.
///
/// 上百 and 百余 both stand alone, so before 余 (`has_tail`) a 上 more likely ends the name of a place: 广场上百余人,
/// but 基地上千亩.
pub(super) fn up_to(before: &str, has_tail: bool) -> Option<usize> {
    const ALWAYS: &str = "会线网路台席身船车岸早晚以之手世历加用";
    const BEFORE_TAIL: &str = "街码村乡山地天海马道场桌纸床楼面本县镇际";
    let rest = before.strip_suffix('上')?;
    let ends_place = |places: &str| rest.ends_with(|c| places.contains(c));
    let is_place = ends_place(ALWAYS) || has_tail && ends_place(BEFORE_TAIL);
    (!is_place).then_some("上".len())
}

/// Words after the unit that belong to the number.
const AFTER: &[(&str, Bound)] = &[
    ("（含）以上", Bound::More),
    ("(含)以上", Bound::More),
    ("（含）以下", Bound::Less),
    ("(含)以下", Bound::Less),
    ("及以上", Bound::More),
    ("及以下", Bound::Less),
    ("以上", Bound::More),
    ("以下", Bound::Less),
    ("以内", Bound::Less),
    ("之内", Bound::Less),
    ("左右", Bound::About),
    ("上下", Bound::About),
    ("有余", Bound::More),
    ("有餘", Bound::More),
];

/// The word with which `after` begins: how many bytes it takes, and how it bounds the number.
pub(super) fn after(after: &str) -> Option<(usize, Bound)> {
    let (word, bound) = AFTER.iter().find(|(word, _)| after.starts_with(word))?;
    let rest = &after[word.len()..];
    let part_of_word =
        *word == "上下" && rest.starts_with(['游', '联', '级', '班', '楼', '学', '功', '贯', '同', '协', '衔']);
    (!part_of_word).then_some((word.len(), *bound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qualifier_is_no_end_of_another_word() {
        assert_eq!(before("人数近"), Some(("近".len(), Bound::Less)));
        assert_eq!(before("走访附近"), None);
        assert_eq!(before("节约"), None);
        assert_eq!(before("每年不少于"), Some(("不少于".len(), Bound::More)));
        assert_eq!(before("达"), None);
    }

    #[test]
    fn upper_and_lower_is_no_qualifier_in_upstream() {
        assert_eq!(after("上下"), Some(("上下".len(), Bound::About)));
        assert_eq!(after("上下游企业"), None);
        assert_eq!(after("以上提案"), Some(("以上".len(), Bound::More)));
    }

    #[test]
    fn up_to_a_hundred_but_not_at_a_meeting() {
        assert_eq!(up_to("惠及上", false), Some(3));
        assert_eq!(up_to("会上", false), None);
        assert_eq!(up_to("基地上", false), Some(3));
        assert_eq!(up_to("广场上", true), None);
    }
}
