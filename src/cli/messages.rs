//! Every message of the commands, in Chinese and in English.
//!
//! What is wrong with a report file is said by [`tongjian::read::Fault`], which holds both wordings too.

use std::path::Path;

use tongjian::dictionary::{ClaimKind, DoubleClaim};
use tongjian::model::{DocId, Lang};

use super::review_messages::ReviewMessage;

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
    /// A report looks like a digest of several committees.
    LooksLikeDigest {
        /// The report.
        doc: &'a DocId,
        /// The headings of its parts.
        headings: &'a [String],
    },
    /// More reports look like digests than are named.
    MoreDigests {
        /// How many.
        n: usize,
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
    /// The dictionaries can be used, though some words are claimed twice.
    DictionariesUsable {
        /// How many.
        n: usize,
    },
    /// Two entries of the dictionaries claim a word.
    ClaimedTwice(&'a DoubleClaim),
    /// A question has no answer.
    NothingFound {
        /// What was looked for.
        what: &'a str,
        /// How many reports there are.
        n_reports: usize,
        /// What to try.
        advice: Advice,
    },
    /// The dictionaries know every word that was looked at.
    NothingToDiscover {
        /// How many reports there are.
        n_reports: usize,
    },
    /// A listing was cut.
    MoreFound {
        /// How many are shown.
        shown: usize,
        /// How many there are.
        total: usize,
    },
    /// No dictionary knows what was asked for, so that its words are looked for.
    SearchedAsWords {
        /// What was asked for.
        what: &'a str,
    },
    /// How many places use something, do not mention it, or were not read.
    Answers {
        /// Places that use it.
        uses: usize,
        /// Places that were read and do not mention it.
        not_mentioned: usize,
        /// Places of which no report was read.
        not_read: usize,
        /// What to do to see the places themselves.
        listing: AnswerListing,
    },
    /// Rows of a file of figures that belong to no one place.
    UnknownPlaces {
        /// The file.
        file: &'a Path,
        /// The rows: line and name.
        rows: &'a str,
    },
    /// Values without a figure to divide by.
    NoFigure {
        /// How many.
        n: usize,
        /// The places.
        places: &'a str,
    },
    /// A picture was written.
    Drawn {
        /// The file.
        file: &'a Path,
    },
    /// Places of which a file of borders has none.
    NoBorders {
        /// How many.
        n: usize,
        /// The places.
        places: &'a str,
    },
    /// Numbers that may or may not be what was searched for.
    Undecided {
        /// How many.
        n: usize,
    },
    /// Some values of a table are not sure.
    StarsMeanCaution,
    /// Statements that a comparison leaves out.
    LeftOut {
        /// How many.
        n: usize,
    },
    /// A score is lower than it must be.
    BelowFloor {
        /// The score.
        name: &'a str,
        /// What it is.
        actual: f64,
        /// What it must be at least.
        least: f64,
    },
    /// A file was written.
    Written {
        /// The file.
        file: &'a Path,
        /// How many rows or lines.
        n: usize,
    },
    /// A name fits several reports or none.
    WhichReport {
        /// What was asked for.
        name: &'a str,
        /// The reports that it fits, or some of those that there are.
        candidates: &'a str,
        /// Whether it fits several.
        fits: bool,
    },
    /// About a review, corrections or a pack.
    Review(ReviewMessage<'a>),
}

/// Which of the three answers of `who` a listing holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerListing {
    /// Places that use it.
    Users,
    /// Those that do not mention it too; places without a report are too many without a region.
    NoRegion,
    /// Everything.
    All,
}

/// What to try where nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// The question was narrowed by options.
    Widen,
    /// Words were looked for.
    OtherWords,
    /// A name was looked for, which may stand in the reports as words.
    SearchWords,
    /// There is nothing to try.
    None,
}

impl Advice {
    /// To widen a narrowed question, or else something better.
    pub(super) const fn widen_or(narrowed: bool, other: Self) -> Self {
        if narrowed { Self::Widen } else { other }
    }

    const fn in_chinese(self) -> &'static str {
        match self {
            Self::Widen => "：可放宽 --region、--year 等条件",
            Self::OtherWords => "：可减少词数、缩短词语或换一种说法",
            Self::SearchWords => "：可换一种说法，或用 tongjian search 按字词查找",
            Self::None => "",
        }
    }

    const fn in_english(self) -> &'static str {
        match self {
            Self::Widen => ": try fewer conditions such as --region and --year",
            Self::OtherWords => ": try fewer, shorter or other words",
            Self::SearchWords => ": try another name, or `tongjian search` for the words themselves",
            Self::None => "",
        }
    }
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
            Self::Review(message) => message.text(Lang::Zh),
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
            Self::LooksLikeDigest { doc, headings } => format!(
                "{doc}：像是几个单位的汇编（{}），现作一篇：要各自成篇，加 --split-digests，或在元数据的 split 栏写 yes；写 no 则不再提示",
                shown(headings, "、")
            ),
            Self::MoreDigests { n } => {
                format!("另有 {n} 篇也像汇编：tongjian ingest --dry-run 的 split_evidence 栏列出全部")
            }
            Self::MoreFaults { n, message } => {
                format!("另有 {n} 篇同类（{message}）：把标准错误输出存入文件可看全部名单")
            }
            Self::DictionariesFine => "词典无误".to_owned(),
            Self::DictionariesUsable { n } => format!("词典可用，{n} 处词语有两个条目争用"),
            Self::ClaimedTwice(claim) => {
                let DoubleClaim { file, line, word, first, second, kind } = claim;
                let reason = match kind {
                    ClaimKind::Name => "只差空格、引号或大小写，查名称时只会得到前者：留给其中一个",
                    ClaimKind::Counterpart => "二者并非一事，compare 与 who 会各取其一：留给其中一个",
                    ClaimKind::Term => "同样的字句会同时显出两种做法：若非有意，留给其中一个",
                    ClaimKind::Noun => {
                        "单位相同，又无动词、上下文或权重区分，取哪个只看先后：加 verbs、near 或 weight，或留给其中一个"
                    }
                };
                format!("{file}:{line}：“{word}”既属 {first} 又属 {second}；{reason}")
            }
            Self::NothingFound { what, n_reports: 0, .. } => {
                format!("没有找到{what}：资料库里还没有报告，先运行 tongjian ingest 路径…")
            }
            Self::NothingFound { what, n_reports, advice } => {
                format!("在 {n_reports} 篇报告中没有找到{what}{}", advice.in_chinese())
            }
            Self::NothingToDiscover { n_reports } => format!("{n_reports} 篇报告中没有词典不认识的常见词语"),
            Self::MoreFound { shown, total } => format!("共 {total} 处，列出 {shown} 处：--limit 可多列"),
            Self::SearchedAsWords { what } => format!("词典里没有叫“{what}”的做法或平台，以下按字词查找"),
            Self::Answers { uses, not_mentioned, not_read, listing } => {
                let how = match listing {
                    AnswerListing::Users => "：--all 一并列出",
                    AnswerListing::NoRegion => "：加 --region 或 --like 可列出没有报告的",
                    AnswerListing::All => "",
                };
                format!("采用的 {uses} 处，报告已读而未提到的 {not_mentioned} 处，没有报告的 {not_read} 处{how}")
            }
            Self::UnknownPlaces { file, rows } => {
                format!("{}：以下各行的地名无法确定，未使用（请改用全称或六位代码）：{rows}", file.display())
            }
            Self::NoFigure { n, places } => format!("{n} 处没有可除的数，未算比值：{places}"),
            Self::Drawn { file } => format!("{}：图已写入", file.display()),
            Self::NoBorders { n, places } => {
                format!("有 {n} 处在 GeoJSON 中没有对应的区域，未画：{places}（按代码对应，区划调整后代码会变）")
            }
            Self::Undecided { n } => {
                format!("另有 {n} 个数（如“近20”“约30”）文字不足以断定是否符合，未列入")
            }
            Self::StarsMeanCaution => "* 有注意事项（非确数、矛盾、口径不一等）：不加 --wide 可看详情".to_owned(),
            Self::LeftOut { n } => format!("另有 {n} 条其他状态（已有、计划或常规）的数未列入：--status 可选"),
            Self::BelowFloor { name, actual, least } => format!("{name}：{actual} 低于要求的 {least}"),
            Self::Written { file, n } => format!("{}：写入 {n} 条", file.display()),
            Self::WhichReport { name, candidates, fits: true } => format!("“{name}”对应多篇报告：{candidates}"),
            Self::WhichReport { name, candidates, fits: false } => {
                format!("没有叫“{name}”的报告：tongjian status 看总数，现有的如 {candidates}")
            }
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Review(message) => message.text(Lang::En),
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
            Self::LooksLikeDigest { doc, headings } => format!(
                "{doc}: looks like a digest of several committees ({}) and is one article: --split-digests makes each \
                 part its own, as does yes in the metadata column split; no ends this note",
                shown(headings, ", ")
            ),
            Self::MoreDigests { n } => {
                format!(
                    "{n} more look like digests: the column split_evidence of `tongjian ingest --dry-run` names them"
                )
            }
            Self::MoreFaults { n, message } => {
                format!("and {n} more like it ({message}): redirect standard error to a file to see all")
            }
            Self::DictionariesFine => "the dictionaries are in order".to_owned(),
            Self::DictionariesUsable { n } => format!("the dictionaries can be used; words claimed twice: {n}"),
            Self::ClaimedTwice(claim) => {
                let DoubleClaim { file, line, word, first, second, kind } = claim;
                let reason = match kind {
                    ClaimKind::Name => {
                        "they differ in spaces, quotation marks or case only, so the name finds just the first: leave it \
                         to one of them"
                    }
                    ClaimKind::Counterpart => {
                        "these are two different things, and `compare` and `who` take one each: leave it to one of them"
                    }
                    ClaimKind::Term => "the same words show both practices: unless that is meant, leave them to one",
                    ClaimKind::Noun => {
                        "the units meet and no verb, context or weight tells them apart: add verbs, near or weight, or \
                         leave it to one of them"
                    }
                };
                format!("{file}:{line}: “{word}” is claimed by {first} and by {second}; {reason}")
            }
            Self::NothingFound { what, n_reports: 0, .. } => {
                format!("{what} not found: the library holds no reports yet, `tongjian ingest PATH…` brings some")
            }
            Self::NothingFound { what, n_reports, advice } => {
                format!("{what} not found in {n_reports} reports{}", advice.in_english())
            }
            Self::NothingToDiscover { n_reports } => {
                format!("the dictionaries know every frequent word of {n_reports} reports")
            }
            Self::MoreFound { shown, total } => format!("{shown} of {total} are shown: --limit shows more"),
            Self::SearchedAsWords { what } => {
                format!("no dictionary knows a practice or platform called “{what}”: its words were looked for")
            }
            Self::Answers { uses, not_mentioned, not_read, listing } => {
                let how = match listing {
                    AnswerListing::Users => ": --all lists them",
                    AnswerListing::NoRegion => ": with --region or --like the last are listed too",
                    AnswerListing::All => "",
                };
                format!(
                    "places that use it: {uses}, read but not mentioned: {not_mentioned}, no report: {not_read}{how}"
                )
            }
            Self::UnknownPlaces { file, rows } => format!(
                "{}: these rows name no one place and are unused (use full names or six-digit codes): {rows}",
                file.display()
            ),
            Self::NoFigure { n, places } => format!("{n} places have no figure to divide by, and no ratio: {places}"),
            Self::Drawn { file } => format!("{}: drawn", file.display()),
            Self::NoBorders { n, places } => {
                format!("{n} places have no area in the GeoJSON file and are not drawn: {places} (joined by code)")
            }
            Self::Undecided { n } => {
                format!("{n} more numbers (such as “近20”) may or may not fit, their words do not decide it: left out")
            }
            Self::StarsMeanCaution => {
                "* a reason for caution (bound, contradiction, scope …): without --wide it is told".to_owned()
            }
            Self::LeftOut { n } => format!("{n} more are of another status (done, plan or rule): choose with --status"),
            Self::BelowFloor { name, actual, least } => format!("{name}: {actual} is below {least}"),
            Self::Written { file, n } => format!("{}: {n} written", file.display()),
            Self::WhichReport { name, candidates, fits: true } => {
                format!("“{name}” fits several reports: {candidates}")
            }
            Self::WhichReport { name, candidates, fits: false } => {
                format!("no report is called “{name}”: there are, for instance, {candidates}")
            }
        }
    }
}

/// The first few headings.
fn shown(headings: &[String], between: &str) -> String {
    const SHOWN: usize = 4;
    let first: Vec<&str> = headings.iter().map(String::as_str).take(SHOWN).collect();
    first.join(between) + if headings.len() > SHOWN { " …" } else { "" }
}
