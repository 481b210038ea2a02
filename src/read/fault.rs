//! What can be wrong with one report file, and what its owner can do about it.

use super::html::DEEPEST;
use super::{Format, MAX_REPORT_BYTES};
use crate::model::{DocId, Lang, Problem, ProblemCode};

/// One fault of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The report.
    pub doc: DocId,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with a report file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The file could not be opened or read.
    Unreadable {
        /// What the operating system says.
        reason: String,
    },
    /// A link in a folder leads back to a folder above it.
    LinkLoop,
    /// A pipe, socket or device inside a folder.
    NotAFile,
    /// The file is larger than [`MAX_REPORT_BYTES`].
    TooLarge,
    /// There is no text in the file.
    Empty,
    /// The bytes are no text in any encoding that is read.
    NotText,
    /// The file is of a known format that is not read.
    UnsupportedFormat(Format),
    /// A web page nests its elements too deep to be parsed.
    TooDeep,
    /// A web page without an article, such as a list of links.
    NoArticle,
    /// Some bytes could not be decoded.
    Damaged {
        /// The encoding that fits best.
        encoding: &'static str,
        /// How many replacement characters stand in the text.
        n_lost: usize,
        /// Where the first of them stands, in characters from 0.
        first: usize,
    },
    /// Some lines are in one encoding, some in another; each was decoded in its own.
    MixedEncodings,
    /// The text decodes without error but reads like no Chinese.
    DoubtfulEncoding {
        /// The encoding that fits best.
        encoding: &'static str,
    },
    /// A cell of the metadata file cannot be understood.
    BadMetadata {
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// The program itself failed on the report.
    Internal {
        /// What it said.
        reason: String,
    },
}

impl FaultKind {
    /// The code that the record carries.
    pub const fn code(&self) -> ProblemCode {
        match self {
            Self::Unreadable { .. } | Self::LinkLoop | Self::NotAFile => ProblemCode::Unreadable,
            Self::TooLarge => ProblemCode::TooLarge,
            Self::TooDeep => ProblemCode::Refused,
            Self::Empty | Self::NoArticle => ProblemCode::Empty,
            Self::NotText => ProblemCode::NotText,
            Self::UnsupportedFormat(_) => ProblemCode::UnsupportedFormat,
            Self::Damaged { .. } | Self::MixedEncodings | Self::DoubtfulEncoding { .. } => ProblemCode::DamagedEncoding,
            Self::BadMetadata { .. } => ProblemCode::BadMetadata,
            Self::Internal { .. } => ProblemCode::Internal,
        }
    }

    /// Whether the report could not be used as a whole, so that the run counts it as failed.
    ///
    /// The others are read as far as they go.
    pub const fn is_failure(&self) -> bool {
        matches!(
            self.code(),
            ProblemCode::Unreadable
                | ProblemCode::TooLarge
                | ProblemCode::Empty
                | ProblemCode::NotText
                | ProblemCode::UnsupportedFormat
                | ProblemCode::Refused
                | ProblemCode::Internal
        )
    }
}

impl Fault {
    /// What was found and what to do, without the report's name.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => in_chinese(&self.kind),
            Lang::En => in_english(&self.kind),
        }
    }

    /// The fault as a record. Its message is always Chinese, like the reports, so that records do not depend on the
    /// language of whoever runs the program.
    pub fn problem(&self) -> Problem {
        Problem { doc: self.doc.clone(), start: 0, end: 0, code: self.kind.code(), message: self.message(Lang::Zh) }
    }
}

const LIMIT_MIB: u64 = MAX_REPORT_BYTES / (1024 * 1024);

fn in_chinese(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Unreadable { reason } => format!("文件无法读取（{reason}）：请检查文件是否存在、是否有读取权限"),
        FaultKind::LinkLoop => "链接指回上级文件夹，已跳过：请删除该链接".to_owned(),
        FaultKind::NotAFile => "不是普通文件（管道、套接字或设备），已跳过：请改为文件".to_owned(),
        FaultKind::TooLarge => format!("文件超过 {LIMIT_MIB} MiB，不像一篇报告：请拆成多个文件"),
        FaultKind::Empty => "文件没有文字：请检查是否保存完整".to_owned(),
        FaultKind::NotText => "不是文本，任何已知编码都读不通：请另存为 UTF-8 文本".to_owned(),
        FaultKind::UnsupportedFormat(Format::Archive) => "暂不读取压缩包（ZIP/GZ/RAR/7Z）：请先解压".to_owned(),
        FaultKind::UnsupportedFormat(Format::Image) => "这是图片，没有可读的文字：请改用文字版报告".to_owned(),
        FaultKind::UnsupportedFormat(format) => {
            format!("暂不读取 {} 格式：请把正文另存为 UTF-8 文本（.txt）", format.name())
        }
        FaultKind::TooDeep => {
            format!("网页元素嵌套超过 {DEEPEST} 层，不是正常网页，已拒绝：请在浏览器中打开后另存为文本")
        }
        FaultKind::NoArticle => "网页里没有正文（可能是列表页、导航页或空页）：请打开文章页面后再保存".to_owned(),
        FaultKind::Damaged { encoding, n_lost, first } => format!(
            "按 {encoding} 解码时有 {n_lost} 处无法还原（第一处在第 {} 个字），其余照常读取：请核对原文件",
            first + 1
        ),
        FaultKind::MixedEncodings => "文件混有 UTF-8 和 GBK 两种编码，已逐行解码：请核对后统一另存为 UTF-8".to_owned(),
        FaultKind::DoubtfulEncoding { encoding } => {
            format!("按 {encoding} 解码后不像通顺的中文，可能是乱码：请核对后另存为 UTF-8")
        }
        FaultKind::BadMetadata { column, value } => {
            format!("元数据 {column} 一栏的“{value}”无法识别，已忽略：应为{}", expected(column, Lang::Zh))
        }
        FaultKind::Internal { reason } => {
            format!("程序在这篇报告上出错（{reason}），其他报告不受影响：请把这个文件报告给开发者")
        }
    }
}

fn in_english(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Unreadable { reason } => {
            format!("cannot be read ({reason}): check that the file exists and that you may read it")
        }
        FaultKind::LinkLoop => "the link leads back to a folder above it and was skipped: remove the link".to_owned(),
        FaultKind::NotAFile => "is a pipe, socket or device and was skipped: put a file in its place".to_owned(),
        FaultKind::TooLarge => format!("is larger than {LIMIT_MIB} MiB, too large for a report: split the file"),
        FaultKind::Empty => "holds no text: check that it was saved completely".to_owned(),
        FaultKind::NotText => "is no text in any encoding that is read: save it as UTF-8 text".to_owned(),
        FaultKind::UnsupportedFormat(Format::Archive) => {
            "is an archive (ZIP/GZ/RAR/7Z), which is not read yet: unpack it first".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Image) => {
            "is a picture without readable text: use the report as text".to_owned()
        }
        FaultKind::UnsupportedFormat(format) => {
            format!("is {}, which is not read yet: save its text as UTF-8 (.txt)", format.name())
        }
        FaultKind::TooDeep => format!(
            "is a web page nested deeper than {DEEPEST} elements, which no real page is, and was refused: open it in a \
             browser and save its text"
        ),
        FaultKind::NoArticle => {
            "is a web page without an article (a list, a menu or an empty page): save the page of the article itself"
                .to_owned()
        }
        FaultKind::Damaged { encoding, n_lost, first } => format!(
            "{n_lost} places cannot be decoded as {encoding} (the first is character {}), the rest was read: check the \
             original",
            first + 1
        ),
        FaultKind::MixedEncodings => {
            "mixes UTF-8 and GBK, decoded line by line: check it and save it as UTF-8".to_owned()
        }
        FaultKind::DoubtfulEncoding { encoding } => {
            format!("decoded as {encoding} it reads like no Chinese and may be garbled: check it and save it as UTF-8")
        }
        FaultKind::BadMetadata { column, value } => {
            format!(
                "metadata column {column} holds “{value}”, which was ignored: expected {}",
                expected(column, Lang::En)
            )
        }
        FaultKind::Internal { reason } => {
            format!(
                "the program failed on this report ({reason}), the others are not concerned: please report the file"
            )
        }
    }
}

fn expected(column: &str, lang: Lang) -> &'static str {
    match column {
        "date" => {
            lang.pick("年、月或日，如 2024、2024-03、2024-03-05", "a year, month or day: 2024, 2024-03, 2024-03-05")
        }
        _ => lang.pick("六位区划代码，如 350203", "a six-digit region code such as 350203"),
    }
}
