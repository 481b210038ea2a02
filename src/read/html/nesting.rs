//! How deep the elements of a page lie in each other, counted before the page is parsed.

/// The deepest page that is read. Browsers stop nesting here as well; real pages stay below 60.
pub(crate) const DEEPEST: usize = 512;

/// Elements that never hold others, or that the next of their kind closes.
const FLAT: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead", "tfoot", "html", "head", "body",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noembed", "noframes"];

/// Whether elements lie deeper in each other than [`DEEPEST`].
///
/// Time is linear and memory constant, whatever the page: a parser walks up the open elements for many a tag, so that
/// a hundred thousand of them would cost it hours, and whatever recurses would run out of stack.
pub(super) fn is_too_deep(page: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let closes = rest.starts_with('/');
        let name_start = usize::from(closes);
        let length = rest[name_start..].bytes().take_while(u8::is_ascii_alphanumeric).take(12).count();
        let name = rest[name_start..name_start + length].to_ascii_lowercase();
        if name.is_empty() || FLAT.contains(&name.as_str()) {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else if RAW.contains(&name.as_str()) {
            rest = after_raw(rest, &name);
        } else {
            depth += 1;
            if depth > DEEPEST {
                return true;
            }
        }
    }
    false
}

/// What follows the end tag of an element whose content is no markup; all of it where there is none, so that a page
/// with many such tags is not searched to its end for each.
fn after_raw<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
        at += found + 2;
        let is_end =
            rest.as_bytes().get(at..at + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()));
        if is_end {
            return &rest[at + name.len()..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_open_elements_only() {
        assert!(!is_too_deep(&"<p>协商<br><li>".repeat(5000)));
        assert!(!is_too_deep(&"<div>协商</div>".repeat(5000)));
        assert!(!is_too_deep(&"<div>".repeat(500)));
        assert!(is_too_deep(&"<div>".repeat(600)));
        assert!(is_too_deep(&"<SPAN class='a'>".repeat(100_000)));
        assert!(!is_too_deep(&format!("<script>{}</SCRIPT><!--{}-->", "'<b>'".repeat(600), "<b>".repeat(600))));
        assert!(!is_too_deep("2 < 3 <"));
    }
}
