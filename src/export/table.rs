//! Columns and rows.

use std::borrow::Cow;

use super::Cell;
use crate::model::Lang;

/// One column: a name for programs and one for readers of either language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name in CSV and JSON Lines; a record's field of the same name means the same.
    pub key: Cow<'static, str>,
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Column {
    /// A column with its three names.
    pub const fn new(key: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// A column that is about something the data names, a metric or practice: its id, and its name in either language.
    pub fn about(key: impl Into<String>, label: impl Into<String>) -> Self {
        let label = label.into();
        Self { key: Cow::Owned(key.into()), zh: Cow::Owned(label.clone()), en: Cow::Owned(label) }
    }

    /// The same column under another name for programs.
    #[must_use]
    pub fn renamed(&self, key: String) -> Self {
        Self { key: Cow::Owned(key), ..self.clone() }
    }

    /// The name for a reader.
    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// The words that stand for a choice in this column, with what a reader of Chinese calls each.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let key = &*self.key;
        WORDS.iter().filter(move |(column, ..)| *column == key).map(|(_, word, zh)| (*word, *zh))
    }

    /// What a reader calls the word in a cell of this column; `None` where the cell says it already.
    pub fn words_for(&self, cell: &Cell, lang: Lang) -> Option<&'static str> {
        let Cell::Text(word) = cell else { return None };
        let known = WORDS.iter().find(|(key, known, _)| *key == self.key && known == word);
        known.filter(|_| lang == Lang::Zh).map(|(_, _, zh)| *zh)
    }
}

/// Words of records that stand for a choice: column, word, Chinese.
const WORDS: &[(&str, &str, &str)] = &[
    ("status", "done", "已有"),
    ("status", "plan", "计划"),
    ("status", "rule", "常规"),
    ("bound", "exact", "确数"),
    ("bound", "more", "至少"),
    ("bound", "less", "至多"),
    ("bound", "about", "约数"),
    ("bound", "range", "范围"),
    ("bound", "vague", "概数"),
    ("nature", "stock", "存量"),
    ("nature", "flow", "流量"),
    ("effect", "output", "工作"),
    ("effect", "outcome", "成果"),
    ("check", "verified", "相符"),
    ("check", "violated", "不符"),
    ("check", "not_checkable", "无从核对"),
    ("role", "headline", "首选"),
    ("role", "sum", "合计"),
    ("role", "summand", "加数"),
    ("role", "other", "另见"),
    ("role", "part", "其中"),
    ("role", "inside", "所辖相加"),
    ("answer", "uses", "采用"),
    ("answer", "not_mentioned", "未提到"),
    ("answer", "not_read", "无报告"),
    ("kind", "column", "列"),
    ("kind", "word", "取值"),
    ("kind", "mark", "注意"),
    ("kind", "colour", "颜色"),
    ("kind", "metric", "指标"),
    ("kind", "practice", "做法"),
    ("type", "platform", "阵地"),
    ("type", "brand", "品牌"),
    ("type", "mechanism", "机制"),
    ("type", "activity", "活动"),
    ("type", "team", "队伍"),
    ("corrected", "right", "已核对"),
    ("corrected", "corrected", "已更正"),
    ("corrected", "added", "人工补充"),
    ("verdict", "right", "对"),
    ("verdict", "wrong", "错"),
    ("verdict", "corrected", "改"),
    ("verdict", "added", "补"),
    ("review_kind", "fact", "数"),
    ("review_kind", "platform", "平台"),
    ("review_kind", "practice", "做法"),
    ("code", "unreadable", "读不出"),
    ("code", "too_large", "过大"),
    ("code", "empty", "无文字"),
    ("code", "not_text", "不是文本"),
    ("code", "unsupported_format", "格式不支持"),
    ("code", "refused", "已拒绝"),
    ("code", "damaged_encoding", "编码损坏"),
    ("code", "bad_metadata", "元数据有误"),
    ("code", "internal", "程序出错"),
    ("code", "digits_stripped", "数字缺失"),
    ("code", "placeholder", "占位符"),
    ("code", "garbled", "文字错乱"),
    ("code", "ambiguous_region", "地名不明"),
    ("code", "total_mismatch", "总分不符"),
    ("code", "contradiction", "前后矛盾"),
];

/// Rows of plain values, all as long as there are columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What stands in each place of a row.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row from the cells of some columns; the others stay empty.
    ///
    /// # Panics
    /// If a key is no column's: then the caller and its table have grown apart.
    pub fn push<const N: usize>(&mut self, cells: [(&str, Cell); N]) {
        self.rows.push(vec![Cell::Empty; self.columns.len()]);
        self.set_last(cells);
    }

    /// Fills cells of the last row.
    ///
    /// # Panics
    /// As [`push`](Self::push).
    pub fn set_last<const N: usize>(&mut self, cells: [(&str, Cell); N]) {
        let Some(row) = self.rows.last_mut() else { return };
        let mut next = 0;
        for (key, cell) in cells {
            // Cells mostly come in the order of the columns.
            let behind = self.columns[next..].iter().position(|column| column.key == key).map(|at| next + at);
            let at = behind.or_else(|| self.columns[..next].iter().position(|column| column.key == key));
            let at = at.unwrap_or_else(|| panic!("the table has no column “{key}”"));
            row[at] = cell;
            next = at + 1;
        }
    }

    /// Where the columns of these keys stand, in the order of the keys; keys that no column has are passed over.
    pub fn places(&self, keys: &[&str]) -> Vec<usize> {
        keys.iter().filter_map(|key| self.columns.iter().position(|column| column.key == *key)).collect()
    }

    /// The same rows with only the columns of these keys, in this order; keys that no column has are passed over.
    #[must_use]
    pub fn select(&self, keys: &[&str]) -> Self {
        let places = self.places(keys);
        let pick = |row: &Vec<Cell>| places.iter().filter_map(|&at| row.get(at).cloned()).collect();
        Self {
            columns: places.iter().map(|&at| self.columns[at].clone()).collect(),
            rows: self.rows.iter().map(pick).collect(),
        }
    }

    /// The same rows, each with the same text in a column in front.
    #[must_use]
    pub fn led_by(mut self, (key, zh, en): (&'static str, &'static str, &'static str), text: &str) -> Self {
        self.columns.insert(0, Column::new(key, zh, en));
        self.rows.iter_mut().for_each(|row| row.insert(0, text.into()));
        self
    }

    /// The same rows without the columns that are empty in all of them.
    #[must_use]
    pub fn without_empty_columns(&self) -> Self {
        let tells = |at: usize| self.rows.iter().any(|row| row[at] != Cell::Empty && row[at] != Cell::from(""));
        let keys = self.columns.iter().enumerate().filter(|(at, _)| tells(*at)).map(|(_, column)| &*column.key);
        self.select(&keys.collect::<Vec<_>>())
    }
}
