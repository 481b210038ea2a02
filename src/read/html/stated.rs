//! What a page says of itself: title, date, source, address.

use std::sync::LazyLock;

use dom_query::{Document, NodeRef};
use regex::Regex;

use super::lines::Line;
use super::paths::Paths;
use super::shapes;
use crate::model::{FilePlace, Metadata, PartialDate};

/// What a page says of itself outside its article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stated {
    metadata: Metadata,
    /// Where the title stands.
    pub(super) title_place: Option<FilePlace>,
}

impl Stated {
    /// Reads a whole page.
    pub(super) fn read(page: &Document, paths: &Paths) -> Self {
        let title = shapes::TITLES.iter().find_map(|selector| title_of(page, paths, selector));
        let (title, title_place) = title.map_or((None, None), |(title, place)| (Some(title), place));
        let info = info_line(page);
        let date = shapes::DATES.iter().find_map(|selector| values(page, selector).find_map(|value| date_in(&value)));
        let source =
            shapes::SOURCES.iter().find_map(|selector| values(page, selector).find_map(|value| source_of(&value)));
        let metadata = Metadata {
            date: date.or_else(|| script_date(page)).or_else(|| info.as_deref().and_then(published_in)),
            region: None,
            title,
            source: source.or_else(|| info.as_deref().and_then(source_in)),
            url: address(page),
        };
        Self { metadata, title_place }
    }

    /// Takes date and source from the lines above the article's words too, and drops those lines.
    pub(super) fn with_info_lines(&self, lines: &mut Vec<Line>) -> Metadata {
        let mut metadata = self.metadata.clone();
        let mut at = 0;
        for _ in 0..INFO_WITHIN {
            let Some(line) = lines.get(at) else { break };
            if line.width() <= INFO_WIDTH && is_info(&line.text) {
                metadata.date = metadata.date.or_else(|| published_in(&line.text));
                metadata.source = metadata.source.or_else(|| source_in(&line.text));
                lines.remove(at);
            } else {
                at += 1;
            }
        }
        metadata
    }
}

/// Among so many first lines of the article those about its publication are looked for.
const INFO_WITHIN: usize = 6;
/// The widest such line, in characters.
const INFO_WIDTH: usize = 90;

/// 2024-03-05, 2024年3月5日, 2024/3/5 08:30.
static DATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})").expect("is a pattern"));
/// Words before the date on which a page was published.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:发布时间|发布日期|发表时间|发表日期|更新时间|时间|日期)\s*[:：]?\s*((?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})")
        .expect("is a pattern")
});
/// What ends the name of a source: a gap, another label, a date.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:信息来源|文章来源|稿件来源|来源)\s*[:：]\s*(?:<[^>]*>)?\s*([^\s|｜<>（(【\[]{2,40})")
        .expect("is a pattern")
});
/// The time of publication in the scripts of `WeChat` pages.
static SCRIPT_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:createTime|create_time|publish_time)\s*[=:]\s*['"]?((?:19|20)\d\d-\d{1,2}-\d{1,2})"#)
        .expect("is a pattern")
});
static SCRIPT_SECONDS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\b(?:ct|oriCreateTime)\s*=\s*['"](\d{10})['"]"#).expect("is a pattern"));
/// What browsers write above a page that they save.
static SAVED_FROM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"saved from url=\(\d+\)(\S+)").expect("is a pattern"));

/// The first day that a text names by its number.
pub(in crate::read) fn date_in(text: &str) -> Option<PartialDate> {
    let found = DATE.captures(text)?;
    let number = |group: usize| found.get(group)?.as_str().parse::<i16>().ok();
    let narrow = |group: usize| i8::try_from(number(group)?).ok();
    PartialDate::new(number(1)?, narrow(2), narrow(3))
}

/// The date of a line about publication: behind a label, or the only thing like it in a line that names a source.
fn published_in(text: &str) -> Option<PartialDate> {
    match PUBLISHED.captures(text) {
        Some(found) => date_in(&found[1]),
        None => date_in(text),
    }
}

fn source_in(text: &str) -> Option<String> {
    SOURCE.captures(text).and_then(|found| source_of(&found[1]))
}

fn source_of(written: &str) -> Option<String> {
    let name = written.trim();
    let name = name.strip_prefix("来源：").or_else(|| name.strip_prefix("来源:")).unwrap_or(name).trim();
    let labels = ["作者", "发布", "时间", "编辑", "浏览", "字体", "字号", "阅读", "点击"];
    let end = labels.iter().filter_map(|label| name.find(label)).min().unwrap_or(name.len());
    let name = name[..end].trim_matches(|c: char| c.is_whitespace() || "：:·|-—".contains(c));
    let says_something = name.chars().count() >= 2 && !shapes::OWN_NAMES.contains(&name);
    says_something.then(|| name.to_owned())
}

/// Whether a line is about the publication of the article rather than part of it.
fn is_info(text: &str) -> bool {
    let labels =
        ["来源", "发布时间", "发布日期", "发表时间", "浏览", "作者：", "作者:", "字体", "字号", "阅读次数", "更新时间"];
    let n_labels = labels.iter().filter(|label| text.contains(**label)).count();
    let dated = DATE.is_match(text) && text.contains(':') | text.contains('：') | text.contains('-');
    !text.contains('。') && (PUBLISHED.is_match(text) || n_labels >= 2 || n_labels == 1 && dated)
}

/// The shortest text of the page that is about its publication, wherever it stands.
fn info_line(page: &Document) -> Option<String> {
    let body = page.body()?;
    let candidates = body.descendants_it().filter(NodeRef::is_text).filter_map(|text| {
        if !(text.text().contains("来源") || text.text().contains("发布") || text.text().contains("时间")) {
            return None;
        }
        // 来源 and its value often stand in elements of their own, side by side.
        let within = std::iter::successors(text.parent(), NodeRef::parent).take(3);
        within.into_iter().map(|node| folded(&node.text())).take_while(|text| text.chars().count() <= INFO_WIDTH).last()
    });
    candidates.take(INFO_CANDIDATES).find(|text| is_info(text))
}

/// Texts that are looked at, so that no page takes long.
const INFO_CANDIDATES: usize = 60;

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the elements that a selector names hold: `content` of `meta`, `datetime` of `time`, else their words.
fn values<'a>(page: &'a Document, selector: &str) -> impl Iterator<Item = String> + use<'a> {
    let nodes = page.select(selector).nodes().to_vec();
    nodes.into_iter().map(|node| value(&node)).filter(|value| !value.is_empty())
}

fn value(node: &NodeRef<'_>) -> String {
    let attribute = node.attr("content").or_else(|| node.attr("datetime"));
    folded(&attribute.unwrap_or_else(|| node.text()))
}

/// The longest and shortest titles that are believed, in characters.
const TITLE_WIDTHS: std::ops::RangeInclusive<usize> = 4..=80;

fn title_of(page: &Document, paths: &Paths, selector: &str) -> Option<(String, Option<FilePlace>)> {
    let node = page.select(selector).nodes().iter().find(|node| !value(node).is_empty()).copied()?;
    let whole = value(&node);
    let title = if selector == "title" { without_site(&whole) } else { &whole };
    let is_title = TITLE_WIDTHS.contains(&title.chars().count());
    let place = || paths.of(&node, false);
    is_title.then(|| (title.to_owned(), (!node.has_name("meta")).then(place)))
}

/// A page's title without the names of site and column that follow it: `标题_栏目_某某网`.
fn without_site(title: &str) -> &str {
    let mut end = title.len();
    for (at, mark) in title.match_indices(['_', '-', '|', '–']) {
        let before = &title[..at];
        // 2023-2024 is part of a title.
        let in_number = before.ends_with(|c: char| c.is_ascii_digit())
            && title[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit());
        if !in_number && before.trim().chars().count() >= *TITLE_WIDTHS.start() {
            end = end.min(at);
        }
    }
    title[..end].trim()
}

fn script_date(page: &Document) -> Option<PartialDate> {
    page.select("script").nodes().iter().find_map(|script| {
        let text = script.text();
        if let Some(found) = SCRIPT_DATE.captures(&text) {
            return date_in(&found[1]);
        }
        let seconds = SCRIPT_SECONDS.captures(&text)?[1].parse().ok()?;
        // WeChat counts in seconds; its day is that of Beijing, which has no summer time.
        let day = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)));
        PartialDate::new(day.year(), Some(day.month()), Some(day.day()))
    })
}

fn address(page: &Document) -> Option<String> {
    let attribute = |selector: &str, name: &str| {
        let found = page.select_single(selector).attr(name).map(|address| address.trim().to_owned());
        found.filter(|address| address.starts_with("http"))
    };
    let saved_from = || {
        let comments = page.root().children_it(false).filter(NodeRef::is_comment);
        let text = |node: NodeRef<'_>| {
            node.query(|node| match &node.data {
                dom_query::NodeData::Comment { contents } => Some(contents.to_string()),
                _ => None,
            })
        };
        comments
            .filter_map(|node| text(node).flatten())
            .find_map(|text| Some(SAVED_FROM.captures(&text)?[1].to_owned()))
    };
    attribute("link[rel=canonical i]", "href")
        .or_else(|| attribute("meta[property='og:url' i]", "content"))
        .or_else(saved_from)
}
