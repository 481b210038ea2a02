//! The names that archives give their members.

use encoding_rs::GB18030;

use crate::read::FaultKind;

/// A member's name with `/` between its parts, or the reason why it is not used.
///
/// Archives made on Chinese Windows hold names in GBK without saying so; what is valid UTF-8 is hardly ever GBK.
/// Nothing is written to disk under such a name, yet one that leads out of the archive shows that something is wrong.
pub(super) fn read(raw: &[u8]) -> (String, Option<FaultKind>) {
    let written = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    let slashed = written.replace('\\', "/");
    let is_drive = slashed.as_bytes().get(1) == Some(&b':') && slashed.as_bytes()[0].is_ascii_alphabetic();
    let leads_out = slashed.starts_with('/') || is_drive || slashed.split('/').any(|part| part == "..");
    let parts: Vec<&str> = slashed.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let name: String = parts.join("/").chars().filter(|c| !c.is_control()).collect();
    (name, leads_out.then(|| FaultKind::UnsafeName { name: written.escape_debug().to_string() }))
}

/// Whether systems put the member there for themselves: hidden files, and what macOS keeps beside each file.
pub(super) fn is_hidden(name: &str) -> bool {
    name.is_empty() || name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &[u8], name: &str, leads_out: bool) {
        let (read, fault) = read(raw);
        assert_eq!((read.as_str(), fault.is_some()), (name, leads_out));
    }

    #[test]
    fn names_are_decoded_and_kept_inside() {
        check("2024/报告.txt".as_bytes(), "2024/报告.txt", false);
        check(&GB18030.encode("2024\\报告.txt").0, "2024/报告.txt", false);
        check(b"../../etc/a.txt", "etc/a.txt", true);
        check(b"/etc/a.txt", "etc/a.txt", true);
        check(b"C:\\a.txt", "C:/a.txt", true);
        check(b"a..b/c.txt", "a..b/c.txt", false);
        assert!(is_hidden("__MACOSX/a.txt") && is_hidden("a/.DS_Store") && !is_hidden("a/b.txt"));
    }
}
