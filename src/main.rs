//! The `tongjian` program.

mod cli;

use std::io::ErrorKind;
use std::process::ExitCode;

use tongjian::read::{READER_ARGUMENT, read_apart, set_reader_program};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == READER_ARGUMENT) {
        return read_apart(arguments.next().as_deref());
    }
    if let Ok(program) = std::env::current_exe() {
        set_reader_program(program);
    }
    match cli::run() {
        Ok(cli::Exit::AllFine) => ExitCode::SUCCESS,
        Ok(cli::Exit::SomeFailed) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::complain(&format!("tongjian: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of our output has gone, as `head` does: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| kind_of(cause) == Some(ErrorKind::BrokenPipe))
}

/// What went wrong with the disk or a pipe, if that is what the error is about.
fn kind_of(error: &(dyn std::error::Error + 'static)) -> Option<ErrorKind> {
    if let Some(ours) = error.downcast_ref::<tongjian::error::Error>() {
        return match ours {
            tongjian::error::Error::Disk(disk) => Some(disk.kind()),
            tongjian::error::Error::Json(json) => json.io_error_kind(),
            tongjian::error::Error::Csv(csv) => kind_of(csv),
            _ => None,
        };
    }
    if let Some(csv) = error.downcast_ref::<csv::Error>()
        && let csv::ErrorKind::Io(disk) = csv.kind()
    {
        return Some(disk.kind());
    }
    let json = error.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
    error.downcast_ref::<std::io::Error>().map(std::io::Error::kind).or(json)
}
