//! The help texts in Chinese. English ones stand at the arguments themselves; a test sees that none lacks its match.

use clap::{Arg, ArgAction, Command};
use tongjian::model::Lang;

/// What each command does.
const COMMANDS: &[(&str, &str)] = &[
    ("tongjian", "读政协工作报告，提取可检索、可比较、可溯源的事实"),
    ("extract", "把报告中的记录写到标准输出，每行一个 JSON 对象；不需要资料库"),
    ("ingest", "把报告收入资料库：新的读入，未变的跳过"),
    ("search", "查找含有全部词语的段落，最相关的在前"),
    ("who", "哪些地方采用某种做法或平台，从何时起，附原句"),
    ("compare", "按地区或按年份比较某项指标"),
    ("facts", "列出报告中的数字"),
    ("platforms", "列出各地建设或运行的平台、品牌"),
    ("practices", "列出报告中的做法"),
    ("show", "显示一篇报告，标出记录所在之处，再逐条列出"),
    ("profile", "一页看尽一个地方：做法、平台、历年数字、报告、矛盾和空白"),
    ("export", "把记录写入文件，格式由扩展名决定：csv、jsonl、xlsx、parquet 或 sqlite；review.xlsx 供复核"),
    ("pack", "写成证据包：工作簿和网页，每个数链接到报告里标出的原句，附引用格式、文件哈希和版本"),
    ("review", "在终端逐条复核记录：对、改、错，最没把握的在前"),
    ("apply", "读回在 Excel 里复核过的 review.xlsx 或 review.csv，或别的资料库的 corrections.csv"),
    ("corrections", "列出或撤销更正"),
    ("undo", "撤销更正：按列表中的序号，或一篇报告的全部"),
    ("discover", "找出词典不认识的常见计数名词、带引号的名称、机制和地名，写成可粘贴的词典条目"),
    ("eval", "用标注集给提取结果打分"),
    ("status", "资料库里有什么，索引是否最新"),
    ("rebuild", "删除索引，由所存报告重建"),
    ("dictionary", "维护词典"),
    ("check", "检查词典（用 --dictionaries 检查某个文件夹）；错误和两个条目争用的词语指明文件和行号"),
    ("completions", "输出命令行补全脚本"),
];

/// What each argument means; `command.argument` where commands use one name for different things.
const ARGUMENTS: &[(&str, &str)] = &[
    ("library", "资料库文件夹 [默认：环境变量 TONGJIAN_LIBRARY，否则为系统数据文件夹]"),
    ("dictionaries", "用这个文件夹里的词典代替内置词典"),
    ("lang", "提示语言：zh 或 en [默认：随系统]"),
    ("paths", "文件（网页、压缩包、表格在内）或文件夹；- 表示从标准输入读一篇"),
    (
        "metadata",
        "元数据 CSV，列为 doc,date,region,title,source,url，要拆分汇编或合并文件时再加 split,part_of,part [默认：报告旁的 metadata.csv]",
    ),
    ("split_digests", "几个单位的汇编按单位拆开，各自成篇：NAME#1、NAME#2……"),
    ("columns", "一行一篇的表格里，列名看不出含义时逐一指明：text=正文,title=标题,date=日期"),
    ("dry_run", "不入库；以 CSV 输出每篇将得知的日期、地区、标题等及其依据，可修改后交给 --metadata"),
    ("discover.paths", "文件或文件夹 [默认：资料库里的全部报告]"),
    ("discover.limit", "最多列出多少条 [默认：50]"),
    ("discover.format", "给人看的表格（table）、可粘贴的词典条目（toml），或给程序读的 csv、jsonl [默认：table]"),
    ("least", "至少有多少篇报告受益 [默认：1]"),
    ("threads", "线程数，不影响结果 [默认：每个处理器一个]"),
    ("batch", "每批一起提交的报告数；中断时已提交的保留 [默认：2000]"),
    ("shell", "bash、elvish、fish、powershell 或 zsh"),
    (
        "query",
        "须全部出现的词语；“…”里的连在一起找，-词语 排除；条件写在其中：指标：微协商 数值>=10 地区：福建 年份：2024 做法： 平台： 报告：",
    ),
    ("search.by", "按地区归在一起（region），最相关的地区在前"),
    ("region", "只看这个地方及其下辖各地：名称或代码"),
    ("year", "只看这一年，或一段年份（2021-2024）"),
    ("doc", "只看这篇报告"),
    ("show.doc", "报告名，或只有它含有的一部分"),
    ("metric", "只看这项指标或这一类指标：代号、名称或别名"),
    ("practice", "只看这种做法：代号、名称或别名"),
    ("platform", "只看名称含有这些字的平台"),
    ("name", "名称含有这些字的平台"),
    ("limit", "最多列出多少段 [默认：20]"),
    ("explain", "每个事实附上考虑过的指标及其得分，最好的在前"),
    ("extract.format", "给程序读的 JSON Lines（jsonl），或给人看的文字（text）：逐句标出所得 [默认：jsonl]"),
    ("place", "地方的名称或代码"),
    ("profile.format", "终端文字（text）、markdown 或网页（html）[默认：text]"),
    ("format", "给人看的表格（table），或给程序读的 csv、jsonl [默认：table]"),
    ("what", "做法（代号、名称或别名）、平台名称的一部分，或任意词语；给出几个则列成地方×做法的矩阵"),
    ("level", "只看这一级：county 县区、city 地市、province 省"),
    ("like", "只看与此地同省同级的各地"),
    ("all", "也列出报告已读而未提到的，有 --region 或 --like 时还列出没有报告的"),
    ("timeline", "逐年列出新见的地方和累计数"),
    ("wide", "每行一地一年，每列一项指标"),
    ("export.wide", "csv、parquet：每行一地一年，每列一项指标的首选值，附上下限、原文、注意事项"),
    ("stata", "csv、parquet：列名改为 Stata 可用的，另写一份编码手册说明对应关系"),
    ("districts", "在每地之下列出所辖各地之和，并写明涵盖几处；按当年的区划"),
    ("per", "用此 CSV 中的数去除：列为 region（名称或代码）、可有 year、再一列数，列名即数的名称，如 人口"),
    ("chart", "同时画成图，写入文件：.svg、.png，或 .html（图下附表）"),
    ("map", "画成地图：一县一格，按省、地市排列"),
    ("geojson", "用此 GeoJSON 文件的边界画地图，其区域须有 adcode、code 或 区划码 属性"),
    ("font", "画 .png 所用的字体文件 [默认：系统字体]"),
    ("rank", "按数值从大到小排列，写明名次；文字不足以定先后的写作 1–3"),
    ("metrics", "指标或指标类：代号、名称或别名"),
    ("by", "按地区（region）并列，或按年份（year）先后 [默认：region]"),
    ("compare.status", "只看已做到（done）、打算做（plan）或常规（rule）的 [默认：done]"),
    ("status", "只看已做到（done）、打算做（plan）或常规（rule）的"),
    ("sum", "同一地方同一年的流量，时段不重叠时相加"),
    ("records_only", "不显示正文"),
    ("keep_reprints", "每篇刊载各自列出；否则转载、删节和改动不大的版本合为一条"),
    (
        "file",
        "要写的文件：facts.csv、platforms.parquet 等各含一类记录，.jsonl、.xlsx、.sqlite 含全部，review.xlsx 为待复核的",
    ),
    ("kind", "哪一类记录，或供复核的表（review）[默认：由文件名决定；否则 .csv、.parquet 为事实，.jsonl 为全部]"),
    ("encoding", "csv 文件的编码：utf-8（带 Excel 认得的标记）或旧程序要的 gb18030 [默认：utf-8]"),
    ("folder", "要写的文件夹：空的、新的，或以前的证据包"),
    ("force", "文件夹里另有文件时也写；那些文件不动"),
    ("reviewed", "复核过的文件"),
    ("apply.dry_run", "只看会改什么，不改"),
    ("prefer", "文件与资料库对同一条记录说法不同时，以文件（new）还是资料库（old）为准 [默认：在终端上逐条询问]"),
    ("numbers", "列表中的序号"),
    ("all_of", "这篇报告的全部更正"),
    ("eval.corrections", "以资料库里的更正为标准答案：程序自己读出的与人复核过的相比"),
    ("reports", "报告文件或文件夹"),
    ("gold", "标注集：.facts.jsonl、.platforms.jsonl、.practices.jsonl 之前的部分"),
    ("extracted", "不重新提取，给这些记录打分"),
    ("errors", "列出多少处错误，all 为全部，各附原句"),
    ("breakdown", "再按指标、地区、报告、版式分列，并看置信度是否可靠"),
    ("gate", "任一得分低于此文件所写即失败，每行如 fact = 0.85"),
    ("min", "任一得分低于此即失败，如 fact=0.85 number.recall=0.9 region=0.95"),
    ("json", "以 JSON 输出得分"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
];

/// Puts a command's help into a language.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::Zh => in_chinese(command, true),
        Lang::En => command,
    }
}

fn in_chinese(command: Command, is_top: bool) -> Command {
    let name = command.get_name().to_owned();
    let about = look_up(COMMANDS, &name).unwrap_or_default();
    let mut command = command
        .about(about)
        .long_about(None)
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}")
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .mut_args(|argument| argument_in_chinese(&name, argument))
        .arg(flag("help", 'h', ArgAction::Help));
    if is_top {
        command = command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version));
    }
    command.mut_subcommands(|subcommand| in_chinese(subcommand, false))
}

fn argument_in_chinese(command: &str, argument: Arg) -> Arg {
    let id = argument.get_id().to_string();
    let heading = if argument.is_positional() { "参数" } else { "选项" };
    let help = look_up(ARGUMENTS, &format!("{command}.{id}")).or_else(|| look_up(ARGUMENTS, &id));
    let argument = argument.help_heading(heading);
    // Where there is a default, the Chinese text says so.
    let has_default = !argument.get_default_values().is_empty() && argument.get_action().takes_values();
    let argument = if has_default { argument.hide_default_value(true) } else { argument };
    match help {
        Some(help) => argument.help(help).long_help(None),
        None => argument,
    }
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    let help = look_up(ARGUMENTS, name).unwrap_or_default();
    Arg::new(name).short(short).long(name).action(action).help(help).help_heading("选项")
}

fn look_up(texts: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    texts.iter().find(|(key, _)| *key == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn lacking(command: &Command, into: &mut Vec<String>) {
        let name = command.get_name();
        if look_up(COMMANDS, name).is_none() {
            into.push(name.to_owned());
        }
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            let full = format!("{name}.{id}");
            if look_up(ARGUMENTS, &full).or_else(|| look_up(ARGUMENTS, id)).is_none() {
                into.push(full);
            }
        }
        command.get_subcommands().for_each(|subcommand| lacking(subcommand, into));
    }

    #[test]
    fn every_command_and_argument_is_explained_in_chinese() {
        let mut names = Vec::new();
        lacking(&Cli::command(), &mut names);
        assert!(names.is_empty(), "no Chinese help for {}", names.join(", "));
    }

    #[test]
    fn both_languages_make_a_sound_command() {
        in_language(Cli::command(), Lang::Zh).debug_assert();
        in_language(Cli::command(), Lang::En).debug_assert();
    }
}
