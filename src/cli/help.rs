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
    ("export", "把记录写入文件，格式由扩展名决定：csv 或 jsonl"),
    ("eval", "用标注集给提取结果打分"),
    ("status", "资料库里有什么，索引是否最新"),
    ("rebuild", "删除索引，由所存报告重建"),
    ("dictionary", "维护词典"),
    ("check", "检查词典（用 --dictionaries 检查某个文件夹）；错误指明文件和行号"),
    ("completions", "输出命令行补全脚本"),
];

/// What each argument means; `command.argument` where commands use one name for different things.
const ARGUMENTS: &[(&str, &str)] = &[
    ("library", "资料库文件夹 [默认：环境变量 TONGJIAN_LIBRARY，否则为系统数据文件夹]"),
    ("dictionaries", "用这个文件夹里的词典代替内置词典"),
    ("lang", "提示语言：zh 或 en [默认：随系统]"),
    ("paths", "文件或文件夹；- 表示从标准输入读一篇"),
    ("metadata", "元数据 CSV，列为 doc,date,region,title,source,url [默认：报告旁的 metadata.csv]"),
    ("threads", "线程数，不影响结果 [默认：每个处理器一个]"),
    ("batch", "每批一起提交的报告数；中断时已提交的保留 [默认：2000]"),
    ("shell", "bash、elvish、fish、powershell 或 zsh"),
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
    let argument = argument.help_heading(heading).hide_default_value(true);
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
