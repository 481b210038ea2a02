//! What is said about reviews, corrections and packs, in Chinese and in English.

use std::path::Path;

use tongjian::model::Lang;

/// Something that the program says beside what a review or a pack holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum ReviewMessage<'a> {
    /// A folder that holds other things is no place for a pack.
    NotAPack {
        /// The folder.
        folder: &'a Path,
    },
    /// A pack was written.
    Packed {
        /// The folder.
        folder: &'a Path,
        /// How many reports it shows.
        n_reports: usize,
        /// How many records.
        n_records: usize,
    },
    /// A file that is no reviewed table.
    NoTable {
        /// The file.
        file: &'a Path,
    },
    /// A table to review was written.
    Waiting {
        /// The file.
        file: &'a Path,
        /// How many records it holds.
        n: usize,
    },
    /// Cells of a reviewed table that cannot be used.
    BadCells {
        /// The file.
        file: &'a Path,
        /// How many.
        n: usize,
    },
    /// Rows of a reviewed table that have a note and no verdict.
    NotesAlone {
        /// How many.
        n: usize,
    },
    /// The file and the library say different things of some records, and nobody can be asked.
    Conflicts {
        /// How many.
        n: usize,
    },
    /// What a reviewed table would change.
    WouldApply(Counts),
    /// What a reviewed table has changed.
    Applied(Counts),
    /// Nobody has corrected anything.
    NoCorrections,
    /// The list of corrections has no such number.
    NoSuchCorrection {
        /// The number.
        n: usize,
        /// How many there are.
        n_all: usize,
    },
    /// Nobody has corrected anything of a report.
    NoCorrectionOf {
        /// The report.
        doc: &'a str,
    },
    /// Everything that was asked for has been reviewed.
    NothingToReview,
    /// What a person got through.
    Reviewed {
        /// How many records.
        n: usize,
        /// How many are left.
        left: usize,
    },
}

/// What became of the corrections of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Records that were not reviewed yet.
    pub(super) n_new: usize,
    /// Corrections that take the place of others.
    pub(super) n_replaced: usize,
    /// Corrections that the library has, or keeps.
    pub(super) n_same: usize,
}

impl ReviewMessage<'_> {
    /// The wording in a language.
    pub(super) fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::NotAPack { folder } => format!(
                "{}：文件夹里已有别的文件：请另写一个空的或新的文件夹，或加 --force（那些文件不动）",
                folder.display()
            ),
            Self::Packed { folder, n_reports, n_records } => format!(
                "{}：{n_reports} 篇报告、{n_records} 条记录：用浏览器打开其中的 index.html，或用 Excel 打开 workbook.xlsx",
                folder.display()
            ),
            Self::NoTable { file } => format!(
                "{}：里面没有复核表：应是 tongjian export review.xlsx 写出的文件，或另一资料库的 corrections.csv",
                file.display()
            ),
            Self::Waiting { file, n } => {
                format!("{0}：写入待复核的 {n} 条：填好白色各列后运行 tongjian apply {0}", file.display())
            }
            Self::BadCells { file, n } => {
                format!("{}：有 {n} 格不能用，什么都没有改动：请改好上述各格，再运行一次", file.display())
            }
            Self::NotesAlone { n } => format!("有 {n} 行只写了备注，没有判断，未计入：要计入请填“判断”"),
            Self::Conflicts { n } => format!(
                "有 {n} 条记录资料库里已有不同的说法（见上），什么都没有改动：加 --prefer new 以文件为准，--prefer old \
                 以资料库为准"
            ),
            Self::WouldApply(Counts { n_new, n_replaced, n_same }) => {
                format!("将新增 {n_new} 条，替换 {n_replaced} 条，{n_same} 条不变；现在什么都没有改动")
            }
            Self::Applied(Counts { n_new, n_replaced, n_same }) => {
                format!("新增 {n_new} 条，替换 {n_replaced} 条，{n_same} 条不变：tongjian corrections 可列出和撤销")
            }
            Self::NoCorrections => {
                "还没有更正：tongjian review 逐条复核，或 tongjian export review.xlsx 在 Excel 里复核".to_owned()
            }
            Self::NoSuchCorrection { n, n_all } => {
                format!("没有第 {n} 条更正：共 {n_all} 条，tongjian corrections 可列出")
            }
            Self::NoCorrectionOf { doc } => format!("报告“{doc}”没有更正：tongjian corrections 可列出全部"),
            Self::NothingToReview => "没有待复核的记录：都已复核，或所给条件下没有记录".to_owned(),
            Self::Reviewed { n, left } => {
                format!("复核了 {n} 条，还有 {left} 条：tongjian corrections 可列出和撤销")
            }
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::NotAPack { folder } => format!(
                "{}: the folder holds other files: name an empty or new one, or add --force (those files stay as they are)",
                folder.display()
            ),
            Self::Packed { folder, n_reports, n_records } => format!(
                "{}: {n_reports} reports, {n_records} records: open its index.html in a browser, or workbook.xlsx in Excel",
                folder.display()
            ),
            Self::NoTable { file } => format!(
                "{}: no table to review in it: expected what `tongjian export review.xlsx` wrote, or the corrections.csv \
                 of another library",
                file.display()
            ),
            Self::Waiting { file, n } => format!(
                "{0}: {n} records to review: fill in the white columns, then run tongjian apply {0}",
                file.display()
            ),
            Self::BadCells { file, n } => format!(
                "{}: {n} cells cannot be used and nothing was changed: correct the cells above and apply the file again",
                file.display()
            ),
            Self::NotesAlone { n } => format!(
                "{n} rows have a note and no verdict and were passed over: fill in the verdict to have them count"
            ),
            Self::Conflicts { n } => format!(
                "records judged otherwise in the library: {n} (see above); nothing was changed: --prefer new takes the \
                 file's word, --prefer old the library's"
            ),
            Self::WouldApply(Counts { n_new, n_replaced, n_same }) => {
                format!("new {n_new}, replaced {n_replaced}, same {n_same}; nothing is changed yet")
            }
            Self::Applied(Counts { n_new, n_replaced, n_same }) => format!(
                "new {n_new}, replaced {n_replaced}, same {n_same}: `tongjian corrections` lists and undoes them"
            ),
            Self::NoCorrections => "no corrections yet: `tongjian review` goes through records one by one, `tongjian \
                                    export review.xlsx` takes them to Excel"
                .to_owned(),
            Self::NoSuchCorrection { n, n_all } => {
                format!("there is no correction {n}: there are {n_all}, and `tongjian corrections` lists them")
            }
            Self::NoCorrectionOf { doc } => {
                format!("nothing was corrected of “{doc}”: `tongjian corrections` lists what was")
            }
            Self::NothingToReview => "nothing to review: all was reviewed, or no record fits the conditions".to_owned(),
            Self::Reviewed { n, left } => {
                format!("reviewed {n}, left {left}: `tongjian corrections` lists and undoes them")
            }
        }
    }
}
