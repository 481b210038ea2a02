//! Readers that run apart, in a child process of the same program with limits of time and memory.
//!
//! The libraries behind PDF and DOC are known to panic, to hang and to ask for any amount of memory on damaged files.
//! Apart, that costs the one report. The program names its own executable once with [`set_reader_program`]; the child
//! is that executable with the argument [`READER_ARGUMENT`], and runs [`read_apart`]: the bytes of one file come on its
//! standard input, what was read goes to its standard output.
//!
//! Where no program was named, as when this crate is used as a library, the reader runs in a thread of this process.
//! A panic is caught there and time is limited, but memory is not, and a reader that hangs keeps its thread.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{FaultKind, Format, ReportText, Stop, doc, pdf};
use crate::model::PlaceMark;

/// The first argument of a process that only reads one file for another.
pub const READER_ARGUMENT: &str = "__extract";

/// Longest time for one file. The slowest real report takes a hundredth of it.
const TIME_LIMIT: Duration = Duration::from_mins(1);
/// Largest address space of the child: a file of the largest size, twice, and as much again for what is made of it.
#[cfg(unix)]
const MEMORY_LIMIT: u64 = 2 << 30;
/// What a child may answer at most.
const LARGEST_ANSWER: u64 = 256 << 20;

static READER_PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the executable that runs [`read_apart`] when its first argument is [`READER_ARGUMENT`]; only the first call
/// counts. Without it PDF and DOC files are read in a thread of this process.
pub fn set_reader_program(path: PathBuf) {
    let _ = READER_PROGRAM.set(path);
}

/// What can be read apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// PDF files.
    Pdf,
    /// DOC files.
    Doc,
}

impl Reader {
    const ALL: [Self; 2] = [Self::Pdf, Self::Doc];

    const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Doc => "doc",
        }
    }

    const fn format(self) -> Format {
        match self {
            Self::Pdf => Format::Pdf,
            Self::Doc => Format::Doc,
        }
    }

    fn read(self, bytes: &[u8]) -> Answer {
        match self {
            Self::Pdf => pdf::read(bytes),
            Self::Doc => doc::read(bytes),
        }
    }
}

/// What a reader makes of a file.
pub(super) type Answer = Result<Plain, Refusal>;

/// Text with its marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plain {
    /// The text.
    pub(super) text: String,
    /// Where its parts stand.
    pub(super) marks: Vec<PlaceMark>,
    /// Pages that could not be read, counted from 1.
    pub(super) lost_pages: Vec<u32>,
    /// Whether the file is damaged and was read as far as it can be understood.
    pub(super) is_mended: bool,
}

/// Why a file has no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Refusal {
    /// It is damaged.
    Broken(String),
    /// It needs a password.
    Encrypted,
    /// Its pages hold no text.
    NoText {
        /// How many pages there are.
        n_pages: usize,
    },
    /// Its text comes out as noise.
    UnreadableFonts,
}

/// Reads a file in a process of its own, or in a thread where no program was named.
pub(super) fn text_of(reader: Reader, bytes: &[u8]) -> Result<ReportText, FaultKind> {
    let format = reader.format();
    let answer = match READER_PROGRAM.get() {
        Some(program) => {
            let mut command = Command::new(program);
            command.arg(READER_ARGUMENT).arg(reader.name());
            converse(command, bytes, TIME_LIMIT)
                .and_then(|answer| serde_json::from_slice::<Answer>(&answer).map_err(|_| Stop::Died))
        }
        None => in_thread(reader, bytes.to_vec(), TIME_LIMIT),
    };
    match answer.map_err(|stop| FaultKind::ReaderStopped { format, stop })? {
        Ok(Plain { text, marks, lost_pages, is_mended }) => {
            let lost = (!lost_pages.is_empty()).then_some(FaultKind::LostPages(lost_pages));
            let oddities = is_mended.then_some(FaultKind::Mended(format)).into_iter().chain(lost).collect();
            Ok(ReportText { text, marks, oddities, ..ReportText::default() })
        }
        Err(Refusal::Broken(reason)) => Err(FaultKind::Broken { format, reason }),
        Err(Refusal::Encrypted) => Err(FaultKind::Encrypted(format)),
        Err(Refusal::NoText { n_pages: 0 }) => Err(FaultKind::Empty),
        Err(Refusal::NoText { n_pages }) => Err(FaultKind::NeedsOcr { n_pages }),
        Err(Refusal::UnreadableFonts) => Err(FaultKind::UnreadableFonts),
    }
}

/// The child's side: reads the file on standard input and writes the answer; `name` is the argument behind
/// [`READER_ARGUMENT`].
///
/// It limits its own memory and processor time first, so that a child whose parent is gone ends too.
pub fn read_apart(name: Option<&OsStr>) -> ExitCode {
    let Some(reader) = Reader::ALL.into_iter().find(|reader| name == Some(OsStr::new(reader.name()))) else {
        return ExitCode::from(2);
    };
    if limit_this_process().is_err() {
        return ExitCode::FAILURE;
    }
    let mut bytes = Vec::new();
    let is_read = std::io::stdin().lock().read_to_end(&mut bytes).is_ok();
    let written = is_read.then(|| serde_json::to_vec(&reader.read(&bytes)).ok()).flatten();
    let is_told = written.is_some_and(|answer| std::io::stdout().lock().write_all(&answer).is_ok());
    if is_told { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(unix)]
fn limit_this_process() -> std::io::Result<()> {
    use rlimit::Resource;
    let lower = |resource: Resource, most: u64| {
        let (soft, hard) = resource.get()?;
        resource.set(soft.min(most), hard.min(most))
    };
    lower(Resource::AS, MEMORY_LIMIT)?;
    lower(Resource::CPU, TIME_LIMIT.as_secs())?;
    // A crash is expected here and is no occasion to fill the disk.
    lower(Resource::CORE, 0)
}

#[cfg(not(unix))]
fn limit_this_process() -> std::io::Result<()> {
    Ok(())
}

/// Gives a process its input, and takes what it writes until it ends well; kills it when the time is over.
fn converse(mut command: Command, input: &[u8], limit: Duration) -> Result<Vec<u8>, Stop> {
    let started = Instant::now();
    let not_started = |error: &std::io::Error| Stop::NotStarted { reason: error.kind().to_string() };
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| not_started(&error))?;
    let (to_child, from_child) = (child.stdin.take(), child.stdout.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that has seen enough may close its input early: its answer counts, not ours.
            to_child.map(|mut pipe| pipe.write_all(input))
        });
        let (sender, receiver) = channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            let outcome = from_child.map(|pipe| pipe.take(LARGEST_ANSWER).read_to_end(&mut answer));
            let _ = sender.send(outcome.and_then(Result::ok).map(|_| answer));
        });
        let answer = match receiver.recv_timeout(limit) {
            Ok(answer) => {
                let success = ended_well(&mut child, started, limit);
                success.and_then(|is_success| answer.filter(|_| is_success).ok_or(Stop::Died))
            }
            Err(RecvTimeoutError::Timeout) => Err(Stop::TooSlow(limit.as_secs())),
            Err(RecvTimeoutError::Disconnected) => Err(Stop::Died),
        };
        // Whatever it still does, nobody listens any more; the ends of its pipes end the two threads.
        let _ = child.kill();
        let _ = child.wait();
        answer
    })
}

/// How often a process that has said all is asked whether it has ended.
const ASK_EVERY: Duration = Duration::from_millis(2);

fn ended_well(child: &mut Child, started: Instant, limit: Duration) -> Result<bool, Stop> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if started.elapsed() < limit => std::thread::sleep(ASK_EVERY),
            Ok(None) => return Err(Stop::TooSlow(limit.as_secs())),
            Err(_) => return Err(Stop::Died),
        }
    }
}

/// Reads in a thread. One that hangs is left behind: a thread cannot be killed.
fn in_thread(reader: Reader, bytes: Vec<u8>, limit: Duration) -> Result<Answer, Stop> {
    let (sender, receiver) = channel();
    let work = move || {
        // The bytes are all that the reader has, so that nothing half-changed can outlive a panic.
        let _ = sender.send(catch_unwind(|| reader.read(&bytes)));
    };
    let thread = std::thread::Builder::new().spawn(work);
    thread.map_err(|error| Stop::NotStarted { reason: error.kind().to_string() })?;
    match receiver.recv_timeout(limit) {
        Ok(Ok(answer)) => Ok(answer),
        Err(RecvTimeoutError::Timeout) => Err(Stop::TooSlow(limit.as_secs())),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(Stop::Died),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[track_caller]
    fn check(program: &str, arguments: &[&str], input: &[u8], expected: &Result<Vec<u8>, Stop>) {
        let started = Instant::now();
        let mut command = Command::new(program);
        command.args(arguments);
        assert_eq!(&converse(command, input, Duration::from_secs(1)), expected);
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_child_that_answers_is_heard() {
        let megabytes = vec![7; 3 << 20];
        check("cat", &[], &megabytes, &Ok(megabytes.clone()));
        check("true", &[], &megabytes, &Ok(Vec::new()));
    }

    #[test]
    fn a_child_that_hangs_is_ended() {
        check("sleep", &["30"], b"x", &Err(Stop::TooSlow(1)));
        check("sh", &["-c", "exec 1>&-; exec sleep 30"], &vec![7; 1 << 20], &Err(Stop::TooSlow(1)));
    }

    #[test]
    fn a_child_that_fails_costs_its_report() {
        check("false", &[], b"x", &Err(Stop::Died));
        check("sh", &["-c", "echo half; kill -9 $$"], b"x", &Err(Stop::Died));
        let reason = "entity not found".to_owned();
        check("./no such program", &[], b"x", &Err(Stop::NotStarted { reason }));
    }
}
