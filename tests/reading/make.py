"""Makes the samples beside it from report.txt and tables of its own; how to run it is said in README.md."""

import io
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

HERE = Path(__file__).parent
FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
REPORT = (HERE / "report.txt").read_text("utf-8").splitlines()
ROWS = [["工作指标", "2023年", "2024年"], ["协商活动（场次）", "98", "120"], ["走访企业（家）", "196", "215"], ["民主监督（次）", "6", "8"]]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NO_CLOSING = "，。；：、）”！？"


def number_of(line):
    """The level of a numbered heading and its words without the number."""
    for level, pattern in enumerate(["[一二三四五六七八九十]+、", "（[一二三四五六七八九十]+）"]):
        if found := re.match(pattern, line):
            return level, line[found.end():]
    return None, line


# ---- DOCX, written part by part: a word processor would not write all that a reader must cope with.

def run(text):
    return f'<w:r><w:t xml:space="preserve">{text.replace("&", "&amp;")}</w:t></w:r>'


def paragraph(content, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(rows):
    cell = lambda text: f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/></w:tcPr>{paragraph(run(text))}</w:tc>'
    row = lambda cells: f"<w:tr>{''.join(map(cell, cells))}</w:tr>"
    return f'<w:tbl><w:tblPr/><w:tblGrid/>{"".join(map(row, rows))}</w:tbl>'


def body_of(lines, has_changes=False, has_box=False):
    """The report as paragraphs, the numbers of headings left to the program."""
    parts = []
    for index, line in enumerate(lines):
        level, words = number_of(line)
        if level == 0:
            parts.append(paragraph(run(words), '<w:pStyle w:val="Heading1"/>'))
        elif level == 1:
            parts.append(paragraph(run(words), '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'))
        elif has_changes and "组织280余名" in line:
            # A number that was corrected, the correction accepted by the reader.
            before, after = words.split("120场次")
            deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>110场次</w:delText></w:r></w:del>'
            inserted = f'<w:ins w:id="2" w:author="x">{run("120场次")}</w:ins>'
            parts.append(paragraph(run(before) + deleted + inserted + run(after)))
        elif has_box and index == len(lines) - 1:
            # In a text box, written twice as Word does for older programs.
            box = f"<w:txbxContent>{paragraph(run(words))}</w:txbxContent>"
            parts.append(paragraph(
                '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>' + box + "</w:drawing></mc:Choice>"
                "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"))
        else:
            parts.append(paragraph(run(words)))
    return "".join(parts)


def docx(name, body, prologue="", extra=None):
    level = lambda index, text: (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        + ('<w:pStyle w:val="Heading1"/>' if index == 0 else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>')
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{office}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{office}.numbering+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels":
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{relation}/numbering" Target="numbering.xml"/></Relationships>',
        "word/document.xml": f'{prologue}<w:document {W} '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{level(0, "%1、")}{level(1, "（%2）")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        **(extra or {}),
    }
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            head = "" if text.startswith("<?xml") else '<?xml version="1.0" encoding="UTF-8"?>'
            archive.writestr(zipfile.ZipInfo(part, (2025, 1, 1, 0, 0, 0)), head + text, zipfile.ZIP_DEFLATED)


# ---- PDF

def wrapped(text, width, indent=True):
    """Lines of so many full-width characters; closing marks do not begin a line."""
    text = ("　　" if indent else "") + text
    length = lambda c: 0.5 if ord(c) < 256 else 1
    lines, line, used = [], "", 0
    for c in text:
        if used + length(c) > width and c not in NO_CLOSING:
            lines, line, used = lines + [line], "", 0
        line, used = line + c, used + length(c)
    return lines + [line]


def page_text(name, size=14, encrypt=None):
    """A document page in one column, with a page number at its foot."""
    page = canvas.Canvas(str(HERE / name), invariant=1, encrypt=encrypt)
    page.setFont("wqy", 20)
    page.drawCentredString(297, 770, REPORT[0])
    page.setFont("wqy", size)
    y = 730
    for line in REPORT[1:]:
        for row in wrapped(line, 32):
            page.drawString(72, y, row)
            y -= 22
    page.setFont("wqy", 10)
    page.drawCentredString(297, 40, "— 1 —")
    page.save()


def columns(name):
    """Three newspaper pages: a headline over two columns, a running head and a page number on each."""
    page = canvas.Canvas(str(HERE / name), invariant=1)
    rows = [row for line in REPORT[1:] for row in wrapped(line, 17)]
    per_column = -(-len(rows) // 6)
    for number in range(3):
        page.setFont("wqy", 9)
        page.drawString(60, 815, "青禾政协 委员工作")
        page.drawRightString(535, 815, "2025年1月10日")
        page.drawCentredString(297, 30, f"第{number + 1}版")
        top = 780
        if number == 0:
            page.setFont("wqy", 22)
            page.drawCentredString(297, 770, REPORT[0])
            top = 730
        page.setFont("wqy", 12)
        for column in range(2):
            start = (number * 2 + column) * per_column
            for index, row in enumerate(rows[start:start + per_column]):
                page.drawString(60 + column * 245, top - index * 18, row)
        page.showPage()
    page.save()


def grid(name):
    """A table whose columns stand close, after a sentence."""
    page = canvas.Canvas(str(HERE / name), invariant=1)
    page.setFont("wqy", 12)
    page.drawString(72, 760, "青禾区政协2024年主要工作指标对比如下。")
    for number, row in enumerate(ROWS):
        for text, x in zip(row, (72, 190, 240)):
            page.drawString(x, 720 - number * 20, text)
    page.save()


def bare_pdf(objects, name):
    """A PDF of these objects, the first of them the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    (HERE / name).write_bytes(out.getvalue())


def stream(content):
    return b"<</Length %d>>\nstream\n" % len(content) + content + b"\nendstream"


def text_pdf(name, font, rows):
    content = b"BT /F1 14 Tf 22 TL 72 770 Td " + b" ".join(b"<%s> Tj T*" % row for row in rows) + b" ET"
    bare_pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        stream(content), *font], name)


def predefined(name, encoding, codec, half_width):
    """A font that is not embedded, in an encoding that every reader has to know, and no table of characters."""
    rows = [row for n, line in enumerate(REPORT) for row in wrapped(line, 32, indent=n > 0)]
    text_pdf(name, [
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-%b/Encoding/%b/DescendantFonts[6 0 R]>>"
        % (encoding, encoding),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R/W[%b 500]>>" % half_width,
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>"], [row.encode(codec).hex().encode() for row in rows])


def nameless_glyphs(name):
    """Glyph numbers of a font that is not there: no reader can know the characters."""
    rows = [b"".join(b"%04x" % ((ord(c) * 7919) % 4000 + 1) for c in row)
            for line in REPORT for row in wrapped(line, 32)]
    text_pdf(name, [
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Unknown/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Unknown/DW 1000/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/ABCDEF+Unknown/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>"], rows)


def scan(name):
    """A page that is a picture."""
    bare_pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>",
        stream(b"595 0 0 842 0 0 cm /I Do"),
        b"<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 1/Length 8>>\n"
        b"stream\n\x18\x3c\x66\xc3\xc3\x66\x3c\x18\nendstream"], name)


def by_office(source, kind, name):
    """LibreOffice's own file of another kind."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        kind, "--outdir", folder, str(HERE / source)], check=True, capture_output=True)
        made = next(Path(folder).glob(f"{Path(source).stem}.*"))
        (HERE / name).write_bytes(made.read_bytes())


def main():
    """Writes them all."""
    pdfmetrics.registerFont(TTFont("wqy", FONT, subfontIndex=0))
    docx("report.docx", body_of(REPORT, has_changes=True, has_box=True))
    docx("table.docx", paragraph(run("青禾区政协2024年主要工作指标对比如下。")) + table(ROWS))
    docx("entities.docx", paragraph(run("开展协商32场。") + "<w:r><w:t>&x;</w:t></w:r>"),
         '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
    docx("bomb.docx", paragraph(run("开展协商32场。")), extra={"word/styles.xml": "<w:styles>" + " " * (64 << 20)})
    page_text("report.pdf")
    page_text("encrypted.pdf", encrypt=pdfencrypt.StandardEncryption("secret", "owner"))
    columns("report-columns.pdf")
    grid("table.pdf")
    predefined("report-gbk-euc.pdf", b"GBK-EUC-H", "gbk", b"814 907")
    predefined("report-unigb-ucs2.pdf", b"UniGB-UCS2-H", "utf-16-be", b"1 95")
    nameless_glyphs("nameless-glyphs.pdf")
    scan("scan.pdf")
    docx("changed.docx", body_of(REPORT, has_changes=True))
    docx("plain.docx", body_of(REPORT))
    by_office("changed.docx", "doc:MS Word 97", "report.doc")
    by_office("changed.docx", "docx:Office Open XML Text", "report-office.docx")
    by_office("plain.docx", "pdf", "report-office.pdf")
    (HERE / "changed.docx").unlink()
    (HERE / "plain.docx").unlink()


if __name__ == "__main__":
    main()
