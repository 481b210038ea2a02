//! `dictionary check`: whether dictionaries can be used.

use std::io::Write;

use super::Exit;
use super::context::Context;
use super::messages::Message;

/// Look after the dictionaries
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Check the dictionaries, with --dictionaries those of a folder; a fault is named by file and line
    Check,
}

/// Loads the dictionaries, which checks them.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    match args.action {
        Action::Check => {
            context.reader()?;
            writeln!(std::io::stdout().lock(), "{}", Message::DictionariesFine.text(context.lang))?;
            Ok(Exit::AllFine)
        }
    }
}
