//! What can be wrong with one report file, and what its owner can do about it.

use super::html::DEEPEST;
use super::pack::{MAX_MEMBERS, MAX_RATIO, MAX_ROW_BYTES, MAX_UNPACKED_BYTES};
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
    /// The file is of a format that is read, but this one cannot be.
    Broken {
        /// What it seems to be.
        format: Format,
        /// What the reader of the format says.
        reason: String,
    },
    /// A password is needed to open the file.
    Encrypted(Format),
    /// Pages without text, scanned as a rule.
    NeedsOcr {
        /// How many pages there are.
        n_pages: usize,
    },
    /// The file has text, but in fonts that do not say which characters they draw.
    UnreadableFonts,
    /// A packed part is far larger unpacked, as no document's is.
    UnpacksTooLarge {
        /// The part.
        part: String,
        /// What was allowed for it, in MiB.
        most_mib: u64,
    },
    /// The XML inside has a document type declaration, which may refer to other files.
    DeclaresEntities,
    /// The process that reads the format was ended, or ended, before it had read the file.
    ReaderStopped {
        /// The format.
        format: Format,
        /// How it came to that.
        stop: Stop,
    },
    /// These pages, counted from 1, could not be read; the others were.
    LostPages(Vec<u32>),
    /// The file does not keep to the standard of its format and was read as far as it can be understood.
    Mended(Format),
    /// An archive or a member of one cannot be unpacked.
    BrokenArchive,
    /// An archive breaks off; what stands before the break is read.
    CutOff {
        /// How many reports that is.
        n_read: usize,
    },
    /// A member is packed in a way that is not read.
    UnknownPacking,
    /// It would unpack to more than is safe.
    Bomb,
    /// An archive or table holds more reports than are read.
    TooManyMembers,
    /// A member's name leads out of its archive.
    UnsafeName {
        /// The name as written.
        name: String,
    },
    /// A row of a table of articles cannot be read.
    BadRow {
        /// Whether it is longer than a report can be; else it is malformed.
        too_long: bool,
    },
    /// A table without a column that holds a text.
    NoTextColumn,
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
    /// One of the files that a report is joined from has a fault.
    InFile {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        kind: Box<FaultKind>,
    },
    /// A file that a metadata file declares to be a part of the report is not there.
    MissingPart {
        /// The metadata file's name.
        table: String,
        /// The line that names the file.
        line: u64,
        /// The file's name.
        name: String,
    },
    /// The report was to be split, but has no parts by several committees.
    NoParts,
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

/// How the process that reads one file came to its end without having read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// It took longer than so many seconds.
    TooSlow(u64),
    /// It crashed, or needed more memory than it may have.
    Died,
    /// It could not be started.
    NotStarted {
        /// What the operating system says.
        reason: String,
    },
}

impl FaultKind {
    /// The code that the record carries.
    pub fn code(&self) -> ProblemCode {
        match self {
            Self::Unreadable { .. }
            | Self::LinkLoop
            | Self::NotAFile
            | Self::Broken { .. }
            | Self::BrokenArchive
            | Self::CutOff { .. }
            | Self::Encrypted(_)
            | Self::DeclaresEntities
            | Self::BadRow { .. }
            | Self::MissingPart { .. }
            | Self::ReaderStopped { .. } => ProblemCode::Unreadable,
            Self::InFile { kind, .. } => kind.code(),
            Self::TooLarge | Self::UnpacksTooLarge { .. } => ProblemCode::TooLarge,
            Self::TooDeep | Self::Bomb | Self::TooManyMembers | Self::UnsafeName { .. } => ProblemCode::Refused,
            Self::Empty | Self::NeedsOcr { .. } | Self::NoArticle | Self::NoTextColumn => ProblemCode::Empty,
            Self::NotText | Self::UnreadableFonts => ProblemCode::NotText,
            Self::UnsupportedFormat(_) | Self::UnknownPacking => ProblemCode::UnsupportedFormat,
            Self::Damaged { .. }
            | Self::MixedEncodings
            | Self::DoubtfulEncoding { .. }
            | Self::LostPages(_)
            | Self::Mended(_) => ProblemCode::DamagedEncoding,
            Self::BadMetadata { .. } | Self::NoParts => ProblemCode::BadMetadata,
            Self::Internal { .. } => ProblemCode::Internal,
        }
    }

    /// Whether the report could not be used as a whole, so that the run counts it as failed.
    ///
    /// The others are read as far as they go.
    pub fn is_failure(&self) -> bool {
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
const TOTAL_GIB: u64 = MAX_UNPACKED_BYTES / (1024 * 1024 * 1024);
const ROW_MIB: u64 = MAX_ROW_BYTES / (1024 * 1024);

#[expect(clippy::too_many_lines, reason = "one message a variant")]
fn in_chinese(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Unreadable { reason } => format!("文件无法读取（{reason}）：请检查文件是否存在、是否有读取权限"),
        FaultKind::LinkLoop => "链接指回上级文件夹，已跳过：请删除该链接".to_owned(),
        FaultKind::NotAFile => "不是普通文件（管道、套接字或设备），已跳过：请改为文件".to_owned(),
        FaultKind::TooLarge => format!("文件超过 {LIMIT_MIB} MiB，不像一篇报告：请拆成多个文件"),
        FaultKind::Empty => "文件没有文字：请检查是否保存完整".to_owned(),
        FaultKind::NotText => "不是文本，任何已知编码都读不通：请另存为 UTF-8 文本".to_owned(),
        FaultKind::UnsupportedFormat(Format::Packed) => {
            "是压缩包里的压缩包（或来自标准输入的压缩包），不再层层解压：请先解压".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Parquet) => {
            "是压缩包里（或来自标准输入）的 Parquet 表：请先解压，直接给出文件名".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Archive) => {
            "暂不读取 RAR/7Z/XZ/BZ2/ZST 压缩包：请先解压，或改存为 ZIP、TAR.GZ".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Ofd) => {
            "暂不读取 OFD 版式文件：请用 OFD 阅读器或 WPS 打开，另存（导出）为 DOCX、带文字的 PDF 或 UTF-8 文本"
                .to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Image) => "这是图片，没有可读的文字：请改用文字版报告".to_owned(),
        FaultKind::UnsupportedFormat(format) => {
            format!("暂不读取 {} 格式：请把正文另存为 UTF-8 文本（.txt）", format.name())
        }
        FaultKind::Broken { format: Format::Doc, reason } => {
            format!("无法读取这个 DOC/WPS 文件（{reason}）：请用 WPS 或 Word 打开，另存为 DOCX")
        }
        FaultKind::Broken { format, reason } => {
            format!("{} 文件不完整或已损坏（{reason}）：请重新下载，或打开后另存", format.name())
        }
        FaultKind::Encrypted(format) => {
            format!("{} 文件有密码，无法打开：请去掉密码后另存", format.name())
        }
        FaultKind::NeedsOcr { n_pages } => {
            format!("{n_pages} 页都没有文字，应为扫描件：请先做文字识别（OCR），再存为带文字的 PDF 或文本")
        }
        FaultKind::UnreadableFonts => {
            "字体没有说明字符编码，取出的文字是乱码：请改用其他版本，或先做文字识别（OCR）".to_owned()
        }
        FaultKind::UnpacksTooLarge { part, most_mib } => {
            format!("内含的 {part} 解压后超过 {most_mib} MiB，不像正常文档，已停止解压：请核对文件来源")
        }
        FaultKind::DeclaresEntities => {
            "内含文档类型声明（DTD），可能引用外部文件，Word 从不这样保存：请核对来源，用 Word 或 WPS 打开后另存"
                .to_owned()
        }
        FaultKind::ReaderStopped { format, stop: Stop::TooSlow(seconds) } => {
            format!("读取 {} 超过 {seconds} 秒，已放弃：文件可能已损坏，请打开后另存或改存为文本", format.name())
        }
        FaultKind::ReaderStopped { format, stop: Stop::Died } => format!(
            "读取 {} 的进程中途退出（文件损坏或内存不足），其他报告不受影响：请打开后另存或改存为文本",
            format.name()
        ),
        FaultKind::ReaderStopped { format, stop: Stop::NotStarted { reason } } => {
            format!("读取 {} 的进程无法启动（{reason}）：请检查程序文件后重试", format.name())
        }
        FaultKind::LostPages(pages) => {
            format!("第 {} 页已损坏，无法读取，其余照常读取：请核对原文件，或重新下载", listed(pages, "、"))
        }
        FaultKind::Mended(format) => {
            format!("{} 文件不合规范或有损坏，已尽量读取，可能有缺漏：请核对原文件，或打开后另存", format.name())
        }
        FaultKind::BrokenArchive => "压缩包或其中的文件已损坏，无法解压：请重新下载或重新打包".to_owned(),
        FaultKind::CutOff { n_read } => format!(
            "压缩包不完整，中途断了：断点之前的 {n_read} 篇照常读取，其后的读不出来：请重新下载或重新打包，再读一次"
        ),
        FaultKind::UnknownPacking => "压缩方式不常见，无法解压：请用普通 ZIP（Deflate）重新打包".to_owned(),
        FaultKind::Bomb => format!(
            "解压后过大（单个文件上限 {LIMIT_MIB} MiB、整包上限 {TOTAL_GIB} GiB、压缩比上限 {MAX_RATIO} 倍），疑为压缩炸弹，已拒绝：\
             如确为报告，请先解压"
        ),
        FaultKind::TooManyMembers => {
            format!("所含报告超过 {MAX_MEMBERS} 篇，或有大量损坏的行，其余未读：请拆成多个文件")
        }
        FaultKind::UnsafeName { name } => {
            format!("包内文件名“{name}”指向压缩包之外，已拒绝：请核对来源，改名后重新打包")
        }
        FaultKind::BadRow { too_long: true } => {
            format!("这一行超过 {ROW_MIB} MiB，或引号没有配对，已跳过：请核对表格的这一行")
        }
        FaultKind::BadRow { too_long: false } => "这一行读不出正文，已跳过：请核对表格的这一行".to_owned(),
        FaultKind::NoTextColumn => {
            "表格里没有正文一栏：请用 --columns 指明，如 --columns text=文章正文,title=题名".to_owned()
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
        FaultKind::InFile { name, kind } => format!("其中的 {name}：{}", in_chinese(kind)),
        FaultKind::MissingPart { table, line, name } => {
            format!("{table} 第 {line} 行说“{name}”是它的一部分，但没有这个文件，整篇未收：请补上文件，或删去这一行")
        }
        FaultKind::NoParts => {
            "元数据要求拆分（split），但没有找到至少两个单位各自的部分，仍作一篇：请核对，或删去 split 栏的内容"
                .to_owned()
        }
        FaultKind::BadMetadata { column, value } => {
            format!("元数据 {column} 一栏的“{value}”无法识别，已忽略：应为{}", expected(column, Lang::Zh))
        }
        FaultKind::Internal { reason } => {
            format!("程序在这篇报告上出错（{reason}），其他报告不受影响：请把这个文件报告给开发者")
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one message a variant")]
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
        FaultKind::UnsupportedFormat(Format::Packed) => {
            "is an archive inside an archive (or on standard input), which is not unpacked: unpack it first".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Parquet) => {
            "is a Parquet table inside an archive (or on standard input): unpack it and name the file".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Archive) => {
            "is an archive (RAR/7Z/XZ/BZ2/ZST), which is not read: unpack it, or pack it as ZIP or TAR.GZ".to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Ofd) => {
            "is OFD, which is not read yet: open it in an OFD reader or WPS and save it as DOCX, PDF with text or UTF-8 \
             text"
                .to_owned()
        }
        FaultKind::UnsupportedFormat(Format::Image) => {
            "is a picture without readable text: use the report as text".to_owned()
        }
        FaultKind::UnsupportedFormat(format) => {
            format!("is {}, which is not read yet: save its text as UTF-8 (.txt)", format.name())
        }
        FaultKind::BrokenArchive => "is damaged and cannot be unpacked: download it or pack it again".to_owned(),
        FaultKind::CutOff { n_read } => format!(
            "is damaged or incomplete: the {n_read} reports before the break are read, what comes after it is lost: \
             download it or pack it again, then read it once more"
        ),
        FaultKind::UnknownPacking => {
            "is packed in an unusual way: pack it again as an ordinary ZIP (deflate)".to_owned()
        }
        FaultKind::Broken { format: Format::Doc, reason } => {
            format!("this DOC/WPS file cannot be read ({reason}): open it in WPS or Word and save it as DOCX")
        }
        FaultKind::Broken { format, reason } => {
            format!("is a damaged or incomplete {} file ({reason}): fetch it again, or open and save it", format.name())
        }
        FaultKind::Encrypted(format) => {
            format!("is {} that needs a password: save it without one", format.name())
        }
        FaultKind::NeedsOcr { n_pages } => {
            format!("none of its {n_pages} pages holds text, probably a scan: run text recognition (OCR) on it first")
        }
        FaultKind::UnreadableFonts => {
            "its fonts do not say which characters they draw, the text comes out garbled: use another version, or text \
             recognition (OCR)"
                .to_owned()
        }
        FaultKind::UnpacksTooLarge { part, most_mib } => {
            format!("its part {part} unpacks to more than {most_mib} MiB, as no document does: check where it is from")
        }
        FaultKind::DeclaresEntities => {
            "holds a document type declaration, which may refer to other files and which Word never writes: check where \
             it is from, open it in Word or WPS and save it"
                .to_owned()
        }
        FaultKind::ReaderStopped { format, stop: Stop::TooSlow(seconds) } => {
            format!(
                "reading it as {} took more than {seconds} seconds and was given up: open and save it, or save it as text",
                format.name()
            )
        }
        FaultKind::ReaderStopped { format, stop: Stop::Died } => format!(
            "the process that reads {} failed on it (damage, or too little memory), the others are not concerned: open \
             and save it, or save it as text",
            format.name()
        ),
        FaultKind::ReaderStopped { format, stop: Stop::NotStarted { reason } } => {
            format!("the process that reads {} could not be started ({reason}): check the program file", format.name())
        }
        FaultKind::LostPages(pages) => {
            format!("page {} is damaged and was left out, the rest was read: fetch the file again", listed(pages, ", "))
        }
        FaultKind::Mended(format) => {
            format!(
                "is a {} file against the standard or damaged, read as far as it goes: check the original, or open and \
                 save it",
                format.name()
            )
        }
        FaultKind::Bomb => format!(
            "would unpack to too much (limits: {LIMIT_MIB} MiB a file, {TOTAL_GIB} GiB an archive, {MAX_RATIO} times the \
             packed size) and was refused as a bomb: unpack it first if it holds reports"
        ),
        FaultKind::TooManyMembers => {
            format!("holds more than {MAX_MEMBERS} reports or too many broken rows, the rest was not read: split it")
        }
        FaultKind::UnsafeName { name } => format!(
            "its name in the archive, “{name}”, leads out of the archive, and it was refused: check where it comes from, \
             rename it and pack it again"
        ),
        FaultKind::BadRow { too_long: true } => {
            format!(
                "the row is longer than {ROW_MIB} MiB or its quotation marks do not pair, and was skipped: check it"
            )
        }
        FaultKind::BadRow { too_long: false } => {
            "the row has no text that can be read, and was skipped: check this row of the table".to_owned()
        }
        FaultKind::NoTextColumn => {
            "is a table without a column of texts: name it with --columns, such as --columns text=body,title=headline"
                .to_owned()
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
        FaultKind::InFile { name, kind } => format!("in {name}: {}", in_english(kind)),
        FaultKind::MissingPart { table, line, name } => format!(
            "line {line} of {table} says that “{name}” is a part of it, but there is no such file, and the report was not \
             taken in: add the file, or take out the line"
        ),
        FaultKind::NoParts => "was to be split (metadata column split), but no parts by two or more committees were \
                               found, so it stays one article: check it, or empty the cell"
            .to_owned(),
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

/// The first few numbers of a list, in words of a line.
fn listed(pages: &[u32], between: &str) -> String {
    const MOST: usize = 8;
    let numbers: Vec<String> = pages.iter().take(MOST).map(u32::to_string).collect();
    numbers.join(between) + if pages.len() > MOST { "…" } else { "" }
}

fn expected(column: &str, lang: Lang) -> &'static str {
    match column {
        "date" => {
            lang.pick("年、月或日，如 2024、2024-03、2024-03-05", "a year, month or day: 2024, 2024-03, 2024-03-05")
        }
        "split" => lang.pick("yes、no 或 auto", "yes, no or auto"),
        _ => lang.pick("六位区划代码，如 350203", "a six-digit region code such as 350203"),
    }
}
