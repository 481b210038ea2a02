//! The `tongjian` program.

mod cli;

use std::io::ErrorKind;
use std::process::ExitCode;

fn main() -> ExitCode {
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
    error.chain().any(|cause| {
        let kind = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        kind.or(json) == Some(ErrorKind::BrokenPipe)
    })
}
