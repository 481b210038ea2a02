//! `review`: record after record on the terminal.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use tongjian::correct::{Corrections, contents};
use tongjian::dictionary::Dictionaries;
use tongjian::export::Labels;
use tongjian::export::rows::{Surroundings, ToReview, by_doubt, meaning};
use tongjian::index::Filter;
use tongjian::library::{Library, Reader};
use tongjian::model::{Amendment, ArticleRecord, Correction, Field, Judgement, Lang, PartialDate, Record, Squeezed};
use tongjian::review::field_from;

use super::Exit;
use super::context::{Context, show};
use super::corrections::field_name;
use super::filters::{Scope, StatusName, Topic};
use super::messages::Message;
use super::review_messages::ReviewMessage;
use super::to_review::to_review;

/// Accept, correct or reject records one by one, the most doubtful first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    topic: Topic,
    /// Only statements of this kind
    #[arg(long, value_enum)]
    status: Vec<StatusName>,
}

/// Goes through the records until the last or until the person has had enough. Every answer is kept at once.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let filter = args.scope.filter(context, &reader.dictionaries)?;
    let filter = Filter {
        statuses: args.status.iter().map(|status| status.status()).collect(),
        ..args.topic.narrow(filter, context, &reader.dictionaries)?
    };
    drop(context.library(&reader)?);
    let (mut library, lock) = Library::open_to_write(&context.library_folder()?)?;
    let mut waiting = to_review(&library, &filter)?;
    by_doubt(&mut waiting);
    if waiting.is_empty() {
        context.say(&Message::Review(ReviewMessage::NothingToReview));
        return Ok(Exit::AllFine);
    }
    let articles = library.index().articles()?;
    let mut desk = Desk { context, reader: &reader, articles: &articles, lines: std::io::stdin().lock() };
    let mut corrections = library.corrections().clone();
    let mut n_said = 0;
    for (n, record) in waiting.iter().enumerate() {
        match desk.ask(&library, record, (n + 1, waiting.len()))? {
            Answer::Said(judgement) => {
                n_said += 1;
                corrections.put(Correction { anchor: record.anchor.clone(), judgement, note: String::new() });
                library.keep_corrections(&lock, corrections.clone())?;
            }
            Answer::Skipped => {}
            Answer::Enough => break,
        }
    }
    finish(context, (&mut library, &lock), &reader, corrections)?;
    context.say(&Message::Review(ReviewMessage::Reviewed { n: n_said, left: waiting.len() - n_said }));
    Ok(Exit::AllFine)
}

fn finish(
    context: &Context,
    (library, lock): (&mut Library, &tongjian::library::WriteLock),
    reader: &Reader,
    corrections: Corrections,
) -> anyhow::Result<()> {
    let bar = context.progress(0);
    library.correct(lock, reader, corrections, &mut |done, all| show(&bar, done, all))?;
    bar.finish_and_clear();
    Ok(())
}

enum Answer {
    Said(Judgement),
    Skipped,
    Enough,
}

/// Where a person and the program talk, line by line, so that a script can hold the person's part.
struct Desk<'a, L> {
    context: &'a Context,
    reader: &'a Reader,
    articles: &'a BTreeMap<String, ArticleRecord>,
    lines: L,
}

impl<L: BufRead> Desk<'_, L> {
    fn ask(&mut self, library: &Library, waiting: &ToReview, (n, all): (usize, usize)) -> anyhow::Result<Answer> {
        let lang = self.context.lang;
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{n}/{all}  {}\n  {}", waiting.record.doc(), waiting.sentence)?;
        writeln!(out, "  {}", self.told(&waiting.record))?;
        loop {
            let keys = lang.pick(
                "[r] 对  [c] 改  [w] 错  [s] 跳过  [q] 结束 > ",
                "[r]ight  [c]orrect  [w]rong  [s]kip  [q]uit > ",
            );
            write!(out, "{keys}")?;
            out.flush()?;
            let Some(answer) = self.line()? else {
                writeln!(out)?;
                return Ok(Answer::Enough);
            };
            match answer.as_str() {
                "r" | "R" | "对" => return Ok(Answer::Said(Judgement::Right(contents(&waiting.record)))),
                "w" | "W" | "错" => return Ok(Answer::Said(Judgement::Wrong)),
                "s" | "S" | "" => return Ok(Answer::Skipped),
                "q" | "Q" => return Ok(Answer::Enough),
                "c" | "C" | "改" => {
                    if let Some(amendment) = self.amendment(&mut out, library, waiting)? {
                        return Ok(Answer::Said(Judgement::Corrected(amendment)));
                    }
                }
                _ => {}
            }
        }
    }

    /// What the program read, in a line.
    fn told(&self, record: &Record) -> String {
        let (lang, articles) = (self.context.lang, self.articles);
        let around = Surroundings { labels: Labels::new(&self.reader.dictionaries, lang), articles };
        let year = match record {
            Record::Fact(fact) => fact.year,
            _ => articles.get(record.doc().as_str()).and_then(|article| article.date).map(PartialDate::year),
        };
        let unknown = lang.pick("（地区不明）", "(no place)");
        let place = record.region().map_or_else(|| unknown.to_owned(), |code| around.labels.region(code, year));
        let mut parts = vec![meaning(record, around), place];
        if let Record::Fact(fact) = record {
            let range = fact.value_max.map(|high| format!("–{}", high.normalize())).unwrap_or_default();
            parts.push(format!("{}{range} {}", fact.value.normalize(), fact.unit));
            parts.push(fact.year.map_or_else(|| lang.pick("（年份不明）", "(no year)").to_owned(), |y| y.to_string()));
            parts.extend([word(&fact.bound), word(&fact.status), format!("{:.2}", fact.confidence)]);
        }
        parts.join(" · ")
    }

    /// Asks what changes until it can be understood; `None` where nothing is to change after all.
    fn amendment(
        &mut self,
        out: &mut impl Write,
        library: &Library,
        waiting: &ToReview,
    ) -> anyhow::Result<Option<Amendment>> {
        let lang = self.context.lang;
        let fields: Vec<&str> = Field::ALL
            .into_iter()
            .filter(|field| field.is_of(waiting.anchor.kind))
            .map(|f| field_name(f, lang))
            .collect();
        let fields = fields.join(" ");
        let text = library.index().text(waiting.record.doc())?.map(|text| Squeezed::new(&text));
        loop {
            let question = lang.pick(
                format!("改什么？写作 项目=内容，空格隔开，如 数值=68 地区=思明区；可改 {fields}；空行返回 > "),
                format!("what changes? field=content, spaces between, such as value=68 region=350203; {fields}; empty line to go back > "),
            );
            write!(out, "{question}")?;
            out.flush()?;
            let Some(line) = self.line()?.filter(|line| !line.is_empty()) else { return Ok(None) };
            match parse(&line, waiting, &self.reader.dictionaries, text.as_ref(), lang) {
                Ok(amendment) => return Ok(Some(amendment)),
                Err(reason) => writeln!(out, "  {reason}")?,
            }
        }
    }

    /// The next line without white space at its ends; `None` at the end of the input.
    fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        Ok((self.lines.read_line(&mut line)? > 0).then(|| line.trim().to_owned()))
    }
}

/// Reads `value=68 region=思明区`.
fn parse(
    line: &str,
    waiting: &ToReview,
    dictionaries: &Dictionaries,
    text: Option<&Squeezed>,
    lang: Lang,
) -> Result<Amendment, String> {
    let holds = |_: &_, name: &str| text.is_none_or(|text| !text.occurrences(name).is_empty());
    let mut amendment = Amendment::default();
    for part in line.split_whitespace() {
        let unread =
            || lang.pick(format!("“{part}”看不懂：应如 数值=68"), format!("“{part}”: expected such as value=68"));
        let (name, content) = part.split_once(['=', '＝']).ok_or_else(unread)?;
        let field = field_named(name).filter(|field| field.is_of(waiting.anchor.kind)).ok_or_else(unread)?;
        let amended = field_from(field, content, &waiting.anchor, dictionaries, &holds)
            .map_err(|trouble| trouble.message(lang))?;
        amendment.set(field, amended);
    }
    Ok(amendment)
}

/// A field by its name in either language.
fn field_named(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| [Lang::Zh, Lang::En].iter().any(|lang| field_name(*field, *lang) == name))
}

fn word(value: &impl serde::Serialize) -> String {
    tongjian::export::Cell::word(value).to_string()
}
