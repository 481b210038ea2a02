//! A report as a page: its text as it is, sentences and records marked.

use std::fmt::Write;

use super::Evidence;
use crate::export::Labels;
use crate::export::markup::{STYLE, escaped_for_html};
use crate::export::rows::{Surroundings, meaning};
use crate::model::{CharSpan, DocId, Lang, Record, Squeezed};

/// What stands above the text of a report.
#[derive(Debug, Clone)]
pub struct PackPage<'a> {
    /// The report.
    pub doc: &'a DocId,
    /// What it is called.
    pub title: &'a str,
    /// What it is cited as.
    pub citation: &'a str,
    /// The hash of its bytes.
    pub hash: &'a str,
    /// The decoded text.
    pub text: &'a str,
    /// The records, in the order of the text.
    pub records: &'a [Record],
}

/// Writes a page that needs nothing beside itself. Each record is a `mark` with the anchor that [`Evidence`] gives it.
pub fn report_page(page: &PackPage<'_>, evidence: &Evidence, around: Surroundings<'_>) -> String {
    let lang = around.labels.lang();
    let PackPage { doc, title, citation, hash, text, records } = page;
    let mut html = head(title, lang);
    let back = lang.pick("全部表格", "all tables");
    let _ = write!(html, "<p><a href=\"../index.html\">{back}</a></p>\n<h1>{}</h1>\n", escaped_for_html(title));
    let facts =
        [(lang.pick("引用", "cite as"), *citation), (lang.pick("文件", "file"), doc.as_str()), ("BLAKE3", *hash)];
    for (name, value) in facts {
        let _ = writeln!(html, "<p class=\"about\">{name}  {}</p>", escaped_for_html(value));
    }
    let mut spans = sentences(text, records);
    spans.extend(records.iter().filter_map(|record| mark_of(record, doc, evidence, around.labels, around)));
    let _ = writeln!(html, "<div class=\"text\">{}</div>\n</body>\n</html>", marked(text.trim_end(), spans));
    html
}

/// The beginning of every page of a pack.
pub(super) fn head(title: &str, lang: Lang) -> String {
    let tongue = lang.pick("zh-CN", "en");
    let title = escaped_for_html(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tongue}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n\
         {STYLE}{MARKS}</style>\n</head>\n<body>\n"
    )
}

const MARKS: &str = ".text { white-space: pre-wrap; margin: 1.5em 0 }\n\
.about { color: #555; margin: 0.2em 0; font-size: 0.9em; overflow-wrap: anywhere }\n\
.sentence { background: #fff8dc }\n\
mark { background: #ffe08a }\n\
mark.platform, mark.practice { background: #d6ecd2 }\n\
mark.problem { background: #f8cbad }\n\
:target { outline: 2px solid #c00; background: #ffb347 }\n";

/// A stretch of the text with what to put around it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Marked {
    span: CharSpan,
    /// Of stretches that cross each other, the one with the lower rank stays whole.
    rank: u8,
    tag: &'static str,
    /// Attributes of the whole, and of a part that continues it.
    attributes: (String, String),
}

fn mark_of(
    record: &Record,
    doc: &DocId,
    evidence: &Evidence,
    labels: Labels<'_>,
    around: Surroundings<'_>,
) -> Option<Marked> {
    let (rank, class) = match record {
        Record::Article(_) => return None,
        Record::Fact(_) => (0, "fact"),
        Record::Platform(_) => (1, "platform"),
        Record::Practice(_) => (1, "practice"),
        Record::Problem(_) => (2, "problem"),
    };
    let span = record.span();
    let anchor = evidence.anchor(doc, span.start, span.end)?;
    let place = record.region().map(|code| labels.region(code, None)).unwrap_or_default();
    let what = if let Record::Problem(problem) = record { problem.message.clone() } else { meaning(record, around) };
    let title = escaped_for_html(format!("{what} {place}").trim());
    let class = format!(" class=\"{class}\"");
    Some(Marked { span, rank, tag: "mark", attributes: (format!(" id=\"{anchor}\"{class} title=\"{title}\""), class) })
}

/// The sentences that hold records.
fn sentences(text: &str, records: &[Record]) -> Vec<Marked> {
    let squeezed = Squeezed::new(text);
    let mut spans: Vec<CharSpan> = Vec::new();
    for record in records.iter().filter(|record| !record.quote().is_empty()) {
        let (start, end) = squeezed.place_of(record.span());
        let holds = |place: &(usize, usize)| place.0 <= start && end <= place.1;
        let sentence = squeezed.occurrences(record.quote()).into_iter().find(holds);
        spans.extend(sentence.and_then(|place| squeezed.span(place)));
    }
    spans.sort_unstable();
    spans.dedup();
    let class = " class=\"sentence\"".to_owned();
    spans
        .into_iter()
        .map(|span| Marked { span, rank: 3, tag: "span", attributes: (class.clone(), class.clone()) })
        .collect()
}

/// The text with every stretch inside its tags. Stretches nest; of two that cross, the one of the higher rank is cut
/// where the other begins or ends. Of several at one place the first has the anchor.
fn marked(text: &str, mut stretches: Vec<Marked>) -> String {
    stretches.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), std::cmp::Reverse(m.rank)));
    stretches.dedup_by(|later, first| later.span == first.span && later.tag == first.tag);
    let mut waiting = stretches.into_iter().peekable();
    let mut writer = Writer { html: String::with_capacity(text.len() * 2), open: Vec::new() };
    for (at, character) in (0_u32..).zip(text.chars()) {
        writer.close_ended(at);
        while let Some(next) = waiting.next_if(|next| next.span.start <= at) {
            writer.open(next, at);
        }
        writer.html.push_str(&escaped_for_html(character.encode_utf8(&mut [0; 4])));
    }
    writer.close_ended(u32::MAX);
    writer.html
}

struct Writer {
    html: String,
    open: Vec<Marked>,
}

impl Writer {
    /// Closes what ends here, and what was opened inside it: that goes on behind.
    fn close_ended(&mut self, at: u32) {
        let Some(outermost) = self.open.iter().position(|open| open.span.end <= at) else { return };
        self.cut(outermost, at);
    }

    /// Opens a stretch; one that ends inside it and gives way is closed before and goes on inside.
    fn open(&mut self, next: Marked, at: u32) {
        let gives_way = |open: &Marked| open.span.end < next.span.end && open.rank > next.rank;
        let crossed = self.open.iter().position(gives_way);
        let inside = crossed.map(|outermost| self.close(outermost)).unwrap_or_default();
        self.begin(next, false);
        for stretch in inside.into_iter().filter(|stretch| stretch.span.end > at) {
            self.begin(stretch, true);
        }
    }

    fn cut(&mut self, outermost: usize, at: u32) {
        for stretch in self.close(outermost).into_iter().filter(|stretch| stretch.span.end > at) {
            self.begin(stretch, true);
        }
    }

    /// Closes the tags from one on, and gives back their stretches, the outermost first.
    fn close(&mut self, outermost: usize) -> Vec<Marked> {
        let closed = self.open.split_off(outermost);
        for stretch in closed.iter().rev() {
            let _ = write!(self.html, "</{}>", stretch.tag);
        }
        closed
    }

    fn begin(&mut self, stretch: Marked, continues: bool) {
        let attributes = if continues { &stretch.attributes.1 } else { &stretch.attributes.0 };
        let _ = write!(self.html, "<{}{attributes}>", stretch.tag);
        self.open.push(stretch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stretches: &[(u32, u32, u8)], expected: &str) {
        let stretches = stretches.iter().enumerate().map(|(n, (start, end, rank))| Marked {
            span: CharSpan::new(*start, *end),
            rank: *rank,
            tag: "mark",
            attributes: (format!(" id=\"{n}\""), String::new()),
        });
        assert_eq!(marked("甲乙丙<丁&", stretches.collect()), expected);
    }

    #[test]
    fn stretches_nest_and_numbers_stay_whole() {
        check(&[(1, 3, 0)], "甲<mark id=\"0\">乙丙</mark>&lt;丁&amp;");
        check(&[(0, 6, 3), (1, 2, 0)], "<mark id=\"0\">甲<mark id=\"1\">乙</mark>丙&lt;丁&amp;</mark>");
        // A name that begins before a number and ends inside it is cut, not the number.
        check(&[(0, 3, 1), (2, 5, 0)], "<mark id=\"0\">甲乙</mark><mark id=\"1\"><mark>丙</mark>&lt;丁</mark>&amp;");
        check(&[(0, 3, 0), (2, 5, 1)], "<mark id=\"0\">甲乙<mark id=\"1\">丙</mark></mark><mark>&lt;丁</mark>&amp;");
    }
}
