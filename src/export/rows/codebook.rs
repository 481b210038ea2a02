//! What every column, word, mark, metric and practice means.

use super::comparison::mark_label;
use crate::compare::Mark;
use crate::dictionary::Dictionaries;
use crate::export::{Cell, Column, Table};
use crate::model::Lang;

/// The codebook of some tables, each with the id under which the file holds it: their columns and the words in them,
/// the marks of comparisons, then every metric and practice of the dictionaries.
///
/// The definitions of metrics and practices are those of the dictionaries, which have them in Chinese.
pub fn codebook<'a>(
    tables: impl IntoIterator<Item = (&'a str, &'a Table)>,
    dictionaries: &Dictionaries,
    lang: Lang,
) -> Table {
    let mut codebook = Table::new(&[
        Column::new("kind", "种类", "kind"),
        Column::new("table", "所在表", "table"),
        Column::new("id", "代号", "id"),
        Column::new("label_zh", "中文名", "Chinese"),
        Column::new("label_en", "英文名", "English"),
        Column::new("definition", "含义", "definition"),
        Column::new("nature", "性质", "nature"),
    ]);
    for (name, table) in tables {
        for column in &table.columns {
            codebook.push([
                ("kind", "column".into()),
                ("table", name.into()),
                ("id", (&*column.key).into()),
                ("label_zh", column.label(Lang::Zh).into()),
                ("label_en", column.label(Lang::En).into()),
                ("definition", meaning(&column.key).map(|(zh, en)| lang.pick(zh, en)).into()),
            ]);
            for (word, zh) in column.words() {
                codebook.push([
                    ("kind", "word".into()),
                    ("table", name.into()),
                    ("id", format!("{}={word}", column.key).into()),
                    ("label_zh", zh.into()),
                    ("label_en", word.into()),
                ]);
            }
        }
    }
    for mark in Mark::ALL {
        codebook.push([
            ("kind", "mark".into()),
            ("id", mark.name().into()),
            ("label_zh", mark_label(mark, Lang::Zh).into()),
            ("label_en", mark_label(mark, Lang::En).into()),
            ("definition", mark_meaning(mark, lang).into()),
        ]);
    }
    for metric in dictionaries.metrics.all() {
        codebook.push([
            ("kind", "metric".into()),
            ("id", metric.id.as_str().into()),
            ("label_zh", metric.zh.as_str().into()),
            ("label_en", metric.en.as_str().into()),
            ("definition", metric.definition.as_str().into()),
            ("nature", Cell::word(&metric.nature)),
        ]);
    }
    for practice in dictionaries.practices.entries() {
        codebook.push([
            ("kind", "practice".into()),
            ("id", practice.id.as_str().into()),
            ("label_zh", practice.label_zh.as_str().into()),
            ("label_en", practice.label_en.as_str().into()),
            ("definition", practice.definition.as_str().into()),
        ]);
    }
    codebook
}

fn mark_meaning(mark: Mark, lang: Lang) -> &'static str {
    match mark {
        Mark::Contradiction => {
            lang.pick("两篇报告的数不能同时为真", "two reports state values that cannot both be true")
        }
        Mark::Revision => lang.pick("后来的报告改了数，或数已变化", "a later report states another value"),
        Mark::Part => lang.pick("报告把它写作某个总数的一部分", "stated as part of a total"),
        Mark::Plan => lang.pick("目标或打算，不是结果", "a target, not a result"),
        Mark::Rule => lang.pick("常规要求，不是结果", "a standing norm, not a result"),
        Mark::Sum => lang.pick("按要求相加所得，没有报告这样写", "added up on request; no report states it"),
        Mark::NotSummed => lang.pick("要求相加，但相加不成立", "a sum was asked for and would not have been sound"),
        Mark::Bound => lang.pick("多于、少于、约数、范围或概数", "more than the value, less, about, or a range"),
        Mark::OtherYear => lang.pick("与多数地方的年份不同", "another year than most"),
        Mark::NoYear => lang.pick("报告没有写明年份", "the report does not tell the year"),
        Mark::NoRegion => lang.pick("报告没有写明是哪里", "the report does not tell the place"),
        Mark::OtherUnit => lang.pick("与多数地方的单位不同", "another unit than most"),
        Mark::Undecided => lang.pick("文字不足以定名次", "the words do not decide the rank"),
        Mark::Scope => {
            lang.pick("同年另有口径不同的数", "other statements of the year differ in what or when they count")
        }
    }
}

/// What a column holds, in Chinese and in English; a column of this key means the same in every table.
fn meaning(key: &str) -> Option<(&'static str, &'static str)> {
    MEANINGS.iter().find(|(known, ..)| *known == key).map(|(_, zh, en)| (*zh, *en))
}

const MEANINGS: &[(&str, &str, &str)] = &[
    ("doc", "报告的文件名", "name of the report's file"),
    (
        "start",
        "所在位置：解码后文本的第几个字起，从 0 数",
        "first character in the report's decoded text, counted from 0",
    ),
    ("end", "所在位置的末尾，不含此字", "one past the last character"),
    ("number", "原文写法，含单位", "the number as written, with its unit"),
    ("value", "数值；范围和概数取低的一端", "the plain value; the low end of a range"),
    ("value_max", "范围或概数的高端", "the high end of a range or vague number"),
    ("bound", "数与数值的关系：确数、至少、至多、约数、范围、概数", "how the words bound the value"),
    ("low", "文字容许的最小值；空为不限", "lowest value that the words allow; empty where they set none"),
    ("high", "文字容许的最大值；空为不限", "highest value that the words allow; empty where they set none"),
    ("unit", "单位，数量级已计入数值", "the unit as written; magnitudes such as 万 are in the value"),
    ("item", "所计事物，照原文", "what is counted, as written"),
    ("metric", "指标代号，见本表 metric 各行", "id of the metric; see the rows of kind metric"),
    ("metric_name", "指标名称", "name of the metric"),
    (
        "nature",
        "存量是到某时有多少，流量是一段时间里发生多少",
        "stock: how many exist; flow: how many happened in a period",
    ),
    ("effect", "做了什么（工作），或做成什么（成果）", "work done (output) or what came of it (outcome)"),
    ("region", "行政区划代码；空为报告没有写明", "code of the place (GB/T 2260); empty where no report tells"),
    ("region_name", "地区全称，用当年的名称", "full name of the place in that year"),
    ("actor", "谁做的，照原文", "who acts, as written"),
    ("year", "数所属的年份；空为报告没有写明", "the year that the number refers to; empty where no report tells"),
    ("period_from", "期间第一天", "first day of the period"),
    ("period_to", "期间最后一天", "last day of the period"),
    ("period_text", "期间的原文写法", "the period as written"),
    ("status", "已有、计划或常规", "done, plan or standing norm"),
    ("part_of", "所属总数的原文写法（其中）", "the number of the total that it is part of"),
    ("quote", "原句", "the sentence that holds it"),
    ("rule", "判定所依的词典条目或规则", "the dictionary entry or rule that decided"),
    ("confidence", "指标判得多有把握，0 到 1", "how sure the metric is, 0 to 1"),
    ("also_in", "同一篇文章的其他刊载，同样写有此条", "other prints of the same article that say it too"),
    ("check", "与同一报告其他数字核对的结果", "what the other numbers of the report say of it"),
    (
        "corrected",
        "有人复核过：已核对（读得对）或已更正；空为未复核",
        "reviewed by a person: right as it was read, corrected, or added where the program read nothing; empty where \
         nobody did",
    ),
    ("why", "复核的人写下的备注", "what the person who reviewed it noted"),
    ("was", "更正之前程序读作什么", "what the program had read, in the fields that were corrected"),
    ("date", "报告日期，知道多少写多少", "date of the report, as far as it is known"),
    ("title", "报告标题", "title of the report"),
    (
        "role",
        "首选是该组的代表；另见、其中、加数列在其下",
        "the headline stands for its group; other statements, parts and summands stand under it",
    ),
    ("role_name", "角色，供人看；首选不写", "the role for a reader; empty for a headline"),
    ("witnesses", "有几篇报告写了首选的数", "how many reports state the headline"),
    ("marks", "注意事项的代号，见 mark 各行", "reasons for caution; see the rows of kind mark"),
    ("mark_names", "注意事项", "reasons for caution in words"),
    ("name", "平台全称，照原文", "the platform's name as written"),
    ("core", "引号里的核心名", "the name without quotation marks and kind"),
    ("type", "平台的类别", "what kind of thing the platform is"),
    ("practice", "做法代号，见 practice 各行", "id of the practice; see the rows of kind practice"),
    ("practice_name", "做法名称", "name of the practice"),
    ("source", "报告来源", "where the report was published"),
    ("chars", "报告字数", "length of the report in characters"),
    ("sections", "报告分节数", "how many sections the report has"),
    ("code", "问题代号", "what kind of problem it is"),
    ("message", "问题说明", "the problem in words"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::DictionarySource;
    use crate::export::rows::Surroundings;
    use crate::export::{Dossier, Labels};

    #[test]
    fn every_column_word_and_mark_is_explained() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let articles = std::collections::BTreeMap::new();
        for lang in [Lang::Zh, Lang::En] {
            let around = Surroundings { labels: Labels::new(&dictionaries, lang), articles: &articles };
            let book = Dossier::new(&[], &dictionaries, around, &crate::compare::Options::default()).codebook;
            let column = |key| book.columns.iter().position(|column| column.key == key).unwrap();
            let (kind, table, id) = (column("kind"), column("table"), column("id"));
            for row in book.rows.iter().filter(|row| row[kind] != Cell::from("word")) {
                assert_ne!(row[column("definition")], Cell::Empty, "{} {}", row[table], row[id]);
            }
        }
    }
}
