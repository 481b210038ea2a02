//! A table that is read when it is asked for.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use super::source::DictionarySource;
use crate::error::Result;

/// One table of the dictionaries.
///
/// What is built into the program is known to be right, so it is read when it is first asked for: a question needs a few
/// of the tables, and to read them all would take longer than to answer it. What a folder holds is read and checked at
/// once, so that its faults are named.
pub struct Table<T> {
    read: OnceLock<T>,
    load: Box<dyn Fn() -> Result<T> + Send + Sync>,
}

impl<T> Table<T> {
    /// The table that `load` reads from a source.
    ///
    /// # Errors
    /// When the table of a folder cannot be read or is at fault.
    pub(super) fn new(
        source: &DictionarySource,
        load: impl Fn(&DictionarySource) -> Result<T> + Send + Sync + 'static,
    ) -> Result<Self> {
        let read = match source {
            DictionarySource::Embedded => OnceLock::new(),
            DictionarySource::Folder(_) => OnceLock::from(load(source)?),
        };
        let source = source.clone();
        Ok(Self { read, load: Box::new(move || load(&source)) })
    }

    /// Reads the table, unless it has been read.
    pub(super) fn read(&self) -> &T {
        self.read.get_or_init(|| (self.load)().expect("what is built in is right: a test reads every table"))
    }
}

impl<T> Deref for Table<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.read()
    }
}

impl<T: fmt::Debug> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read.fmt(f)
    }
}
