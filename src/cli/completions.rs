//! `completions`: for the shell.

use std::io::Write;

use clap::CommandFactory;

use super::{Cli, Exit};

/// Write completions for a shell to standard output
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// bash, elvish, fish, powershell or zsh
    shell: clap_complete::Shell,
}

/// Writes the script; to a buffer first, since the generator panics on a broken pipe.
pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tongjian", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Exit::AllFine)
}
