//! Every message of the commands, in Chinese and in English.
//!
//! What is wrong with a report file is said by [`tongjian::read::Fault`], which holds both wordings too.

use std::path::Path;

use tongjian::model::{DocId, Lang};

/// Something that the program says beside its results.
#[derive(Debug, Clone, Copy)]
pub(super) enum Message<'a> {
    /// The platform names no folder for data.
    NoDataFolder,
    /// The index was made with other dictionaries.
    OtherDictionaries,
    /// Another program is writing, so that answers are those of its last whole batch.
    BeingWritten,
    /// Nothing lies below the paths that were named.
    NoReports,
    /// A row of a metadata file names a report that is not there.
    IdleMetadata {
        /// The metadata file.
        file: &'a Path,
        /// The report.
        doc: &'a str,
    },
    /// Two reports have the same name.
    Renamed {
        /// The name of both.
        wanted: &'a DocId,
        /// What the second is called.
        taken: &'a DocId,
    },
    /// More reports of the same kind of fault than are named on a terminal.
    MoreFaults {
        /// How many.
        n: usize,
        /// The message of the last.
        message: &'a str,
    },
    /// The dictionaries are in order.
    DictionariesFine,
}

impl Message<'_> {
    /// The wording in a language.
    pub(super) fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::NoDataFolder => "找不到系统的数据文件夹：请用 --library 指定资料库的位置".to_owned(),
            Self::OtherDictionaries => {
                "提示：索引是用另一套词典（或另一版本）建立的，结果仍按旧词典：运行 tongjian rebuild 更新".to_owned()
            }
            Self::BeingWritten => "提示：另一个 tongjian 正在写入资料库，这里的结果截至它上一批".to_owned(),
            Self::NoReports => "所给路径下没有报告".to_owned(),
            Self::IdleMetadata { file, doc } => {
                format!("{}：元数据写到的报告“{doc}”不存在，该行未使用：请核对文件名", file.display())
            }
            Self::Renamed { wanted, taken } => format!("{wanted}：有两篇报告同名，后一篇记为“{taken}”"),
            Self::MoreFaults { n, message } => {
                format!("另有 {n} 篇同类（{message}）：把标准错误输出存入文件可看全部名单")
            }
            Self::DictionariesFine => "词典无误".to_owned(),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::NoDataFolder => "this system names no folder for data: name the library with --library".to_owned(),
            Self::OtherDictionaries => "note: the index was made with other dictionaries (or by another version), and \
                                        answers are theirs: `tongjian rebuild` brings it up to date"
                .to_owned(),
            Self::BeingWritten => {
                "note: another tongjian is writing to the library; answers are those of its last batch".to_owned()
            }
            Self::NoReports => "there are no reports below the paths that were named".to_owned(),
            Self::IdleMetadata { file, doc } => format!(
                "{}: the report “{doc}” that the metadata describes is not there, the row is unused: check its name",
                file.display()
            ),
            Self::Renamed { wanted, taken } => {
                format!("{wanted}: two reports have this name, the second is called “{taken}”")
            }
            Self::MoreFaults { n, message } => {
                format!("and {n} more like it ({message}): redirect standard error to a file to see all")
            }
            Self::DictionariesFine => "the dictionaries are in order".to_owned(),
        }
    }
}
