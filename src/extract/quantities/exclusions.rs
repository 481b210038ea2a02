//! What a number is, and why it may be no fact.

use rust_decimal::Decimal;

use super::QuantityKind::{self, NotAFact};
use super::bare::{bare_chinese, bare_digits};
use crate::dictionary::{Dimension, Unit, UnitId, UnitRole, Units};
use crate::extract::numbers::{Numeral, Shape, Sign, Tail, char_at, sign};
use crate::model::{Number, Reason, Span};

/// A number and what stands around it.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) units: &'a Units,
    /// First byte of the numeral.
    pub(super) start: usize,
    /// First byte of the whole expression, qualifier included.
    pub(super) whole_start: usize,
    /// One past the whole expression.
    pub(super) end: usize,
    pub(super) numeral: Numeral,
    pub(super) number: Number,
    pub(super) unit: Option<(UnitId, Span)>,
    /// Whether 近, 多, 以上 or a range shows that an amount is meant.
    pub(super) is_qualified: bool,
}

/// What the number is, and whether careful readers could differ on its being a fact.
pub(super) fn judge(context: &Context) -> (QuantityKind, bool) {
    match context.unit {
        Some((id, _)) => with_unit(context, context.units.get(id)),
        None if context.numeral.is_digits() => bare_digits(context),
        None if context.has_digits() => (QuantityKind::Count, false),
        None => bare_chinese(context),
    }
}

fn with_unit(context: &Context, unit: &Unit) -> (QuantityKind, bool) {
    if let Some(decided) = unit.role.and_then(|role| by_role(context, unit, role)) {
        return decided;
    }
    let (before, after) = (context.before(), context.after());
    // 索引号 11371726C/2026-18574: a year behind a stroke, and a running number.
    let year = (Decimal::from(1949)..Decimal::from(2100)).contains(&context.number.value);
    if year && before.ends_with('/') && context.number.value_max.is_some() {
        return (NotAFact(Reason::DocumentNumber), false);
    }
    let is_one = context.numeral.shape == Shape::Single && context.numeral.low == Decimal::ONE;
    let is_chinese = !context.has_digits();
    let is_single = context.numeral.shape == Shape::Single;
    if is_one && before.ends_with(|c| "之统唯专划归合不万其进同单如任逐".contains(c)) {
        return (NotAFact(Reason::Word), false);
    }
    // 二次供水, 二期: said of the second; two of them would be 两次.
    if is_single
        && context.text[context.start..].starts_with('二')
        && matches!(&*unit.id, "次" | "期" | "类" | "代" | "批" | "部" | "组" | "队")
    {
        return (NotAFact(Reason::Ordinal), false);
    }
    // 八一场: digits said one by one make a name or a year; only with a zero among them are they a count.
    if context.numeral.shape == Shape::Run
        && !context.text[context.start..context.numeral.end].contains(['〇', '○', '零', 'O', 'o'])
    {
        return (NotAFact(Reason::Word), false);
    }
    if context.numeral.shape == Shape::Bare && !context.is_qualified {
        let in_table_head = before.ends_with(['：', ':', '（', '(', '/']) || unit.dimension == Dimension::Duration;
        return if in_table_head { (NotAFact(Reason::Word), false) } else { (QuantityKind::Count, true) };
    }
    match unit.dimension {
        Dimension::Ratio if &*unit.id == "成" && context.numeral.low > Decimal::TEN => {
            return (NotAFact(Reason::Word), false);
        }
        Dimension::Ratio => return (QuantityKind::Ratio, false),
        Dimension::PercentagePoint => return (QuantityKind::PercentagePoint, false),
        Dimension::Multiple if &*unit.id == "番" && !before.ends_with('翻') && !before.ends_with("翻了") => {
            return (NotAFact(Reason::Idiom), false);
        }
        Dimension::Multiple => return (QuantityKind::Multiple, false),
        Dimension::Duration => {
            let is_frame = after.starts_with("以来") || after.starts_with(['来', '前']) || after.starts_with("之前");
            if is_frame {
                return (NotAFact(Reason::YearSpan), false);
            }
            let hours = matches!(&*unit.id, "小时" | "课时" | "学时");
            let is_amount = hours && context.units.phrases().sums_hours(clause_before(before));
            return (QuantityKind::Duration, !is_amount);
        }
        _ => {}
    }
    if before.ends_with('前')
        && matches!(&*unit.id, "名" | "位")
        && !before.ends_with("目前")
        && !before.ends_with("此前")
    {
        return (NotAFact(Reason::Ordinal), false);
    }
    if is_chinese && context.units.phrases().makes_method(after) {
        return (NotAFact(Reason::Slogan), false);
    }
    if is_chinese
        && matches!(&*unit.id, "个" | "项" | "条" | "点" | "种")
        && context.units.phrases().makes_slogan(after)
    {
        return (NotAFact(Reason::Slogan), false);
    }
    if is_session(before, after, unit, is_chinese) {
        return (NotAFact(Reason::Ordinal), false);
    }
    if is_one && !context.is_qualified {
        return if is_counted_one(before, after, unit) {
            (QuantityKind::Count, true)
        } else {
            (NotAFact(Reason::Indefinite), false)
        };
    }
    let is_aspect =
        matches!(&*unit.id, "方面" | "类" | "种" | "大类" | "层" | "点") || context.units.phrases().is_aspect(after);
    (QuantityKind::Count, is_aspect && (is_chinese || after.starts_with("方面") || &*unit.id == "方面"))
}

/// What units with a role of their own make of a number; `None` where it is an amount after all.
fn by_role(context: &Context, unit: &Unit, role: UnitRole) -> Option<(QuantityKind, bool)> {
    let (before, after) = (context.before(), context.after());
    let no_fact = |reason| Some((NotAFact(reason), false));
    match role {
        UnitRole::Year => Some(years(context)),
        UnitRole::Day if context.numeral.low > Decimal::from(31) => no_fact(Reason::Name),
        UnitRole::Day | UnitRole::Month | UnitRole::Period => no_fact(Reason::Date),
        UnitRole::Clock => no_fact(Reason::ClockTime),
        UnitRole::Point => {
            let is_score = unit.dimension == Dimension::Score;
            let part_of_day = [
                "上午", "下午", "早上", "早晨", "晚上", "凌晨", "中午", "傍晚", "夜间", "每晚", "每天", "日", "晚",
                "早",
            ];
            let follows_time = if is_score {
                before.ends_with(['时', '点', '時'])
            } else {
                part_of_day.iter().any(|part| before.ends_with(part))
            };
            let leads_time = !is_score
                && after.starts_with(['半', '整', '许', '钟', '前', '多', '0', '1', '2', '3', '4', '5', '至', '到']);
            if follows_time || leads_time { no_fact(Reason::ClockTime) } else { None }
        }
        UnitRole::Age => no_fact(Reason::Age),
        UnitRole::Anniversary => no_fact(Reason::Anniversary),
        UnitRole::Rank => no_fact(Reason::Rank),
        UnitRole::Session => {
            let counted = ["连续", "举办", "举办了", "召开", "历经", "共", "已办", "办了", "先后"];
            // 召开四届十五次会议.
            let is_counting = char_at(context.text, context.end).and_then(sign).is_none();
            let is_count = is_counting && counted.iter().any(|word| before.ends_with(word));
            if is_count { Some((QuantityKind::Count, true)) } else { no_fact(Reason::Ordinal) }
        }
        UnitRole::Ordinal
            if &*unit.id == "号" && before.ends_with(['〕', ']', '］', '）', ')', '发', '函', '字', '办']) =>
        {
            no_fact(Reason::DocumentNumber)
        }
        UnitRole::Ordinal if &*unit.id == "后" => no_fact(Reason::Name),
        UnitRole::Ordinal => no_fact(Reason::Ordinal),
        UnitRole::Page => no_fact(Reason::PageFurniture),
    }
}

/// 2023年 is a date, 五年来 a frame of time, 三年行动 part of a name, 3年 a length of time.
fn years(context: &Context) -> (QuantityKind, bool) {
    let (before, after) = (context.before(), context.after());
    let numeral = &context.numeral;
    let is_date = match numeral.shape {
        Shape::Digits { whole: 4, decimal: false, .. } => {
            numeral.low < Decimal::from(2200) && numeral.tail == Tail::None
        }
        Shape::Digits { leading_zero, .. } => leading_zero,
        Shape::Run => true,
        _ => false,
    };
    if is_date {
        return (NotAFact(Reason::Date), false);
    }
    if numeral.shape == Shape::Bare {
        return (NotAFact(Reason::Idiom), false);
    }
    let frames_after = [
        "来", "以来", "间", "内", "前", "后", "之前", "之后", "之内", "之间", "多来", "中", "里", "一度", "一届",
        "一次",
    ];
    let frames_before =
        ["近", "过去", "今后", "未来", "最近", "这", "前", "后", "往后", "头", "过去的", "届内", "连年"];
    let qualifier = &context.text[context.whole_start..context.start];
    if frames_after.iter().any(|word| after.starts_with(word))
        || frames_before.iter().any(|word| before.ends_with(word))
        || qualifier == "近"
    {
        return (NotAFact(Reason::YearSpan), false);
    }
    let plans = [
        "行动", "规划", "计划", "攻坚", "任务", "工作", "总结", "制", "期", "翻番", "倍增", "禁", "会战", "方案",
        "任期",
    ];
    if plans.iter().any(|word| after.starts_with(word)) {
        return (NotAFact(Reason::Name), false);
    }
    (QuantityKind::Duration, true)
}

/// 十届四次会议, 二期工程: numbers in a row of events. After 召开 and the like they are counts.
fn is_session(before: &str, after: &str, unit: &Unit, is_chinese: bool) -> bool {
    match &*unit.id {
        "次" => {
            let meeting = [
                "会议",
                "全会",
                "全体会议",
                "全体委员会议",
                "代表大会",
                "党代会",
                "党代表大会",
                "人代会",
                "人民代表大会",
                "全委会",
                "常委会",
                "全体（扩大）会议",
                "大会",
            ];
            let counted = [
                "召开",
                "召开了",
                "举行",
                "举行了",
                "举办",
                "组织",
                "先后",
                "共",
                "开展",
                "参加",
                "列席",
                "开",
                "过",
                "达",
                "主持",
                "各",
                "少于",
                "专题",
                "等",
            ];
            before.ends_with('届')
                || is_chinese
                    && meeting.iter().any(|word| after.starts_with(word))
                    && !counted.iter().any(|word| before.ends_with(word))
        }
        "期" => {
            is_chinese && ["工程", "项目", "建设", "改造", "开发", "规划"].iter().any(|word| after.starts_with(word))
        }
        _ => false,
    }
}

/// 各一名, 每季度一次, 举办了一场, 救护车一辆: a 一 that counts.
fn is_counted_one(before: &str, after: &str, unit: &Unit) -> bool {
    let clause = clause_before(before);
    // 每一场 speaks of all of them.
    if clause.ends_with('每') {
        return false;
    }
    if clause.ends_with('各') || clause.chars().rev().take(8).any(|c| c == '每') {
        return true;
    }
    let ends_clause = after.is_empty() || after.starts_with(['，', '。', '；', '、', ',', ';', '\n', '）']);
    let listed = [
        "辆", "部", "座", "处", "套", "台", "所", "间", "册", "本", "份", "件", "篇", "场", "次", "名", "人", "幅",
        "面", "支", "辑", "栋",
    ];
    if ends_clause
        && listed.contains(&&*unit.id)
        && clause.chars().count() > 3
        && !clause.ends_with([
            '第', '同', '这', '那', '某', '另', '唯', '之', '为', '成', '有', '每', '是', '首', '的', '了', '最', '作',
        ])
    {
        return true;
    }
    let verb = clause.strip_suffix('了').or_else(|| clause.strip_suffix('过')).unwrap_or(clause);
    let holds = ["举办", "召开", "举行", "组织", "开展", "发生", "发起"];
    let gives = ["提供", "配备", "建成", "新建", "捐赠", "捐建", "修建"];
    match unit.dimension {
        Dimension::Event => holds.iter().any(|word| verb.ends_with(word)),
        _ if matches!(&*unit.id, "起") => holds.iter().any(|word| verb.ends_with(word)),
        _ if matches!(&*unit.id, "间" | "座" | "所" | "辆" | "台" | "套" | "部" | "栋") => {
            gives.iter().any(|word| verb.ends_with(word))
        }
        _ => false,
    }
}

/// The last words of the clause before a number.
fn clause_before(before: &str) -> &str {
    // A window is enough, and keeps the scan linear in texts without punctuation.
    let window = before.char_indices().rev().take(12).map(|(at, _)| at).last().map_or("", |at| &before[at..]);
    window.rsplit(['，', '。', '；', '、', ',', ';', '\n']).next().unwrap_or(window)
}

impl Context<'_> {
    /// Whether it is written with digits, as 3万 is.
    fn has_digits(&self) -> bool {
        matches!(char_at(self.text, self.start).and_then(sign), Some(Sign::Digit(_)))
    }

    /// The text before the numeral.
    pub(super) fn before(&self) -> &str {
        &self.text[..self.start]
    }

    /// The text after the whole expression.
    pub(super) fn after(&self) -> &str {
        &self.text[self.end..]
    }
}
