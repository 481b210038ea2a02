//! What is wrong with a cell of a reviewed table.

use crate::model::{Field, Lang, ReviewKind};

/// A cell that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// The sheet; empty for a CSV file.
    pub sheet: String,
    /// The number that a spreadsheet shows at the left of the row.
    pub row: usize,
    /// The column as the file calls it.
    pub column: String,
    /// What is wrong.
    pub trouble: CellTrouble,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellTrouble {
    /// The verdict is no known word.
    UnknownVerdict(String),
    /// The text is nothing that the field can hold.
    Unfit {
        /// The field.
        field: Field,
        /// What the cell says.
        text: String,
    },
    /// No metric or practice has the name.
    UnknownName {
        /// The field.
        field: Field,
        /// What the cell says.
        text: String,
    },
    /// Several places have the name.
    ManyPlaces {
        /// What the cell says.
        text: String,
        /// Some of them, with their codes.
        places: String,
    },
    /// The report does not write the words.
    NotInReport(String),
    /// The library has no report of the name.
    UnknownReport(String),
    /// The sentence does not hold the number.
    NotInSentence(String),
    /// The words are no number that can be read.
    NoNumber(String),
    /// A cell without which the row says nothing is empty.
    Needed,
    /// Records of this kind have no such field.
    NotOfKind(ReviewKind),
    /// Right or wrong, and corrected all the same.
    Contradictory,
    /// Said to be corrected, without a correction.
    NothingCorrected,
    /// A given cell was changed, which is not where corrections are read from.
    GivenChanged {
        /// The column for the correction.
        instead: String,
    },
    /// The hidden cell that finds the record was changed or cut off.
    BrokenKey,
    /// Another row says something else of the same record.
    Twice {
        /// That row.
        row: usize,
    },
}

impl CellFault {
    /// Where it is, what it is, and what the cell may hold.
    pub fn message(&self, lang: Lang) -> String {
        let trouble = self.trouble.message(lang);
        let Self { sheet, row, column, .. } = self;
        let sheet = if sheet.is_empty() {
            String::new()
        } else {
            lang.pick(format!("工作表“{sheet}”"), format!("sheet “{sheet}”, "))
        };
        lang.pick(
            format!("{sheet}第 {row} 行“{column}”列：{trouble}"),
            format!("{sheet}row {row}, column “{column}”: {trouble}"),
        )
    }
}

impl CellTrouble {
    /// What it is, and what the cell may hold.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::UnknownVerdict(text) => lang.pick(
                format!("“{text}”不是判断：可填 对、错、改"),
                format!("“{text}” is no verdict: use right, wrong or corrected"),
            ),
            Self::Unfit { field, text } => lang.pick(
                format!("“{text}”不能填在这里：{}", allowed_in_chinese(*field)),
                format!("“{text}” does not fit here: {}", allowed_in_english(*field)),
            ),
            Self::UnknownName { field: Field::Practice, text } => lang.pick(
                format!("词典里没有叫“{text}”的做法：请从下拉列表中选"),
                format!("no practice is called “{text}”: choose one from the drop-down"),
            ),
            Self::UnknownName { text, .. } => lang.pick(
                format!("词典里没有叫“{text}”的指标：请从下拉列表中选"),
                format!("no metric is called “{text}”: choose one from the drop-down"),
            ),
            Self::ManyPlaces { text, places } => lang.pick(
                format!("叫“{text}”的地方不止一个（{places}）：请填代码或全称"),
                format!("several places are called “{text}” ({places}): use the code or the full name"),
            ),
            Self::NotInReport(text) => lang.pick(
                format!("报告里没有“{text}”这几个字：请照原文写"),
                format!("the report does not write “{text}”: use its own words"),
            ),
            Self::UnknownReport(text) => lang.pick(
                format!("资料库里没有叫“{text}”的报告：请从下拉列表中选"),
                format!("the library has no report called “{text}”: choose one from the drop-down"),
            ),
            Self::NotInSentence(text) => lang.pick(
                format!("这一行的原句里没有“{text}”：请照原句写"),
                format!("the sentence of this row does not hold “{text}”: write it as the sentence does"),
            ),
            Self::NoNumber(text) => lang.pick(
                format!("读不出“{text}”是多少：请把阿拉伯数字填在“数值”列"),
                format!("“{text}” cannot be read as a number: fill in its value beside it"),
            ),
            Self::Needed => lang.pick(
                "这一格不能空：补一个数，要填报告、原句、漏读的数和含义".to_owned(),
                "this cell is needed: a missed number takes its report, sentence, number and meaning".to_owned(),
            ),
            Self::NotOfKind(kind) => {
                let called = match kind {
                    ReviewKind::Fact => lang.pick("数", "numbers"),
                    ReviewKind::Platform => lang.pick("平台", "platforms"),
                    ReviewKind::Practice => lang.pick("做法", "practices"),
                };
                lang.pick(
                    format!("{called}没有这一项：请清空此格"),
                    format!("{called} have no such field: clear the cell"),
                )
            }
            Self::Contradictory => lang.pick(
                "判断为对或错，却又填了更正：请改判“改”，或清空更正".to_owned(),
                "judged right or wrong, and corrected all the same: use the verdict corrected, or clear the corrections"
                    .to_owned(),
            ),
            Self::NothingCorrected => lang.pick(
                "判断为“改”，却没有填更正：请填上要改的格，或改判“对”“错”".to_owned(),
                "judged corrected, with nothing filled in: fill in what changes, or use right or wrong".to_owned(),
            ),
            Self::GivenChanged { instead } => lang.pick(
                format!("灰色的列只供参考，这一格却改过了：请恢复原样，把应有的内容填在“{instead}”列"),
                format!("grey columns are for reading, and this cell was changed: restore it and fill in “{instead}”"),
            ),
            Self::BrokenKey => lang.pick(
                "这一格用来找回记录，已被改动：请从导出的文件里复制回来".to_owned(),
                "this cell finds the record and was changed: copy it back from the file that was exported".to_owned(),
            ),
            Self::Twice { row } => lang.pick(
                format!("与第 {row} 行说的是同一条记录，却不一致：请留一行"),
                format!("row {row} says something else of the same record: leave one of them"),
            ),
        }
    }
}

fn allowed_in_chinese(field: Field) -> &'static str {
    match field {
        Field::Value => "应为不小于 0 的数，如 1200 或 99.2",
        Field::ValueMax => "应为不小于 0 的数；没有上限填“无”",
        Field::Bound => "可填 确数、至少、至多、约数、范围、概数",
        Field::Status => "可填 已有、计划、常规",
        Field::Year => "应为年份，如 2024；没有写明填“无”",
        Field::Region => "应为地名全称或六位代码，如 福建省厦门市思明区 或 350203；没有写明填“无”",
        Field::Unit => "应为单位，如 个；没有填“无”",
        Field::Item => "应为所计的事物，如 委员工作室；没有填“无”",
        Field::Metric | Field::Practice | Field::Name => "请从下拉列表中选，或照原文写",
    }
}

fn allowed_in_english(field: Field) -> &'static str {
    match field {
        Field::Value => "expected a number that is not negative, such as 1200 or 99.2",
        Field::ValueMax => "expected a number that is not negative, or none",
        Field::Bound => "expected exact, more, less, about, range or vague",
        Field::Status => "expected done, plan or rule",
        Field::Year => "expected a year such as 2024, or none",
        Field::Region => "expected the full name of a place or its code, such as 福建省厦门市思明区 or 350203, or none",
        Field::Unit => "expected a unit such as 个, or none",
        Field::Item => "expected what is counted, such as 委员工作室, or none",
        Field::Metric | Field::Practice | Field::Name => "choose from the drop-down, or use the report's own words",
    }
}
