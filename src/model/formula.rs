//! Text that a spreadsheet would run.

/// Full-width signs count too: some programs fold them.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet that opens a text file may take a cell for a formula.
pub fn is_formula_like(text: &str) -> bool {
    text.starts_with(FORMULA)
}

/// The text as a spreadsheet leaves it alone: with an apostrophe in front where it reads like a formula.
///
/// # Examples
/// ```
/// use tongjian::model::{guarded, unguarded};
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("66个"), "66个");
/// assert_eq!(unguarded(&guarded("'=1")), "'=1");
/// ```
pub fn guarded(text: &str) -> String {
    // What looks guarded already is guarded once more, so that every text comes back as it was.
    if is_formula_like(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// A [`guarded`] text as it was.
pub fn unguarded(text: &str) -> &str {
    let bare = text.strip_prefix('\'').filter(|rest| is_formula_like(rest.trim_start_matches('\'')));
    bare.unwrap_or(text)
}
