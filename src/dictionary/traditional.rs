//! `traditional.tsv`: traditional characters and the simplified ones that stand for them.

use super::source::{DictionarySource, fault};
use crate::error::Result;

/// The file's name in the dictionaries folder.
const FILE: &str = "traditional.tsv";

/// Loads the pairs, traditional first; every line must hold exactly two characters between which a tab stands.
pub(super) fn load(source: &DictionarySource) -> Result<crate::model::Traditional> {
    let text = source.text(FILE)?;
    let mut pairs = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let (traditional, simplified) = line
            .split_once('\t')
            .and_then(|(t, s)| Some((single(t)?, single(s)?)))
            .ok_or_else(|| fault(FILE, index + 1, format!("“{line}” is not two characters with a tab between")))?;
        pairs.push((traditional, simplified));
    }
    Ok(crate::model::Traditional::new(pairs))
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
