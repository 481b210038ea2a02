//! `dictionary check`: whether dictionaries can be used.

use std::io::Write;

use tongjian::dictionary::double_claims;

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
    /// Check the dictionaries, with --dictionaries those of a folder; faults, and words that two entries claim, are named by file and line
    Check,
}

/// Loads the dictionaries, which checks them, and names what is hardly meant: that is no failure.
pub(super) fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    match args.action {
        Action::Check => {
            context.reader()?;
            let claims = double_claims(&context.dictionaries)?;
            for claim in &claims {
                context.say(&Message::ClaimedTwice(claim));
            }
            let verdict = match claims.len() {
                0 => Message::DictionariesFine,
                n => Message::DictionariesUsable { n },
            };
            writeln!(std::io::stdout().lock(), "{}", verdict.text(context.lang))?;
            Ok(Exit::AllFine)
        }
    }
}
