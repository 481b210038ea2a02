//! Pages that a browser saved in one file (MHT), and letters (EML): the web page inside, else the plain text.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{FaultKind, ReportText, text_or_page};

/// Reads the page or text of a message.
///
/// The bytes of the part are decoded as any page's are: what browsers write about its encoding is often missing and
/// sometimes wrong.
pub(super) fn read(bytes: &[u8]) -> Result<ReportText, FaultKind> {
    let message = MessageParser::default().parse(bytes).ok_or(FaultKind::NotText)?;
    let is_page = |part: &&MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let is_text = |part: &&MessagePart<'_>| matches!(part.body, PartType::Text(_));
    let part = message.parts.iter().find(is_page).or_else(|| message.parts.iter().find(is_text));
    let part = part.ok_or(FaultKind::Empty)?;
    let mut read = text_or_page(&content(&message, part))?;
    let written = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let address = part.content_location().or_else(|| message.content_location()).and_then(written);
    let address = address.filter(|address| address.starts_with("http"));
    read.stated.url = read.stated.url.or(address);
    read.stated.title = read.stated.title.or_else(|| message.subject().and_then(written));
    Ok(read)
}

fn content<'x>(message: &'x Message<'_>, part: &'x MessagePart<'_>) -> Cow<'x, [u8]> {
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let raw = message.raw_message.get(at(part.offset_body)..at(part.offset_end)).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => None,
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    decoded.map_or(Cow::Borrowed(raw), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_is_read_with_its_address() {
        let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://zx.example.cn/1.html\r\nSubject: =?utf-8?Q?=E5=8D=8F=E5=95=86?=\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n\r\n------b\r\n\
            Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://zx.example.cn/1.html\r\n\r\n\
            <html><head><meta charset=3D\"gbk\"></head><body><p>=D0=AD=C9=CC32=B3=\r\n=A1</p></body></html>\r\n------b\r\nContent-Type: text/css\r\n\r\nx{}\r\n------b--\r\n";
        assert_eq!(super::super::format::of_bytes(page.as_bytes()), Some(super::super::Format::Mail));
        let read = read(page.as_bytes()).unwrap();
        assert_eq!(read.text, "协商32场\n");
        assert_eq!(read.stated.url.as_deref(), Some("https://zx.example.cn/1.html"));
    }

    #[test]
    fn a_letter_in_plain_text_is_read() {
        let letter = "From: a@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n5Y2P5ZWGMzLlnLo=\r\n";
        assert_eq!(read(letter.as_bytes()).unwrap().text.trim(), "协商32场");
    }
}
