//! Naming the reports that are at fault.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use tongjian::model::ProblemCode;
use tongjian::read::{Fault, Found};

use super::complain;
use super::context::Context;
use super::messages::Message;

/// How many reports with the same kind of fault are named on a terminal. A file gets them all.
const NAMED_ON_TERMINAL: usize = 20;

/// Writes faults to standard error.
pub(super) struct FaultLog<'a> {
    context: &'a Context,
    most: usize,
    seen: BTreeMap<String, (usize, String)>,
}

impl<'a> FaultLog<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        let most = if std::io::stderr().is_terminal() { NAMED_ON_TERMINAL } else { usize::MAX };
        Self { context, most, seen: BTreeMap::new() }
    }

    /// Names one report with its fault.
    pub(super) fn write(&mut self, fault: &Fault) {
        let message = fault.message(self.context.lang);
        let (n_seen, last) = self.seen.entry(kind_of(fault.kind.code())).or_default();
        *n_seen += 1;
        if *n_seen <= self.most {
            complain(&format!("{}: {message}", fault.doc));
        }
        *last = message;
    }

    /// Says how many were not named.
    pub(super) fn finish(self) {
        for (n_seen, message) in self.seen.values() {
            if *n_seen > self.most {
                self.context.say(&Message::MoreFaults { n: n_seen - self.most, message });
            }
        }
    }
}

fn kind_of(code: ProblemCode) -> String {
    format!("{code:?}")
}

/// Says what was odd about the paths and metadata files that were named.
pub(super) fn say_oddities(context: &Context, found: &Found) {
    for (file, doc) in &found.idle_metadata {
        context.say(&Message::IdleMetadata { file, doc });
    }
    for (wanted, taken) in &found.renamed {
        context.say(&Message::Renamed { wanted, taken });
    }
    if found.sources.is_empty() {
        context.say(&Message::NoReports);
    }
}
