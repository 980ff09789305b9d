"""What python-docx has no public way for: fonts with fall-backs, rows that repeat or stay whole, page numbers, words of
pictures.
"""

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

FONTS: Final = {"zh": ("FangSong", "SimHei"), "en": ("Noto Serif", "Noto Sans")}  # text, headings
ALSO: Final = {  # what stands in where a font is not installed
    "FangSong": "仿宋,仿宋_GB2312,STFangsong,Noto Serif CJK SC", "SimHei": "黑体,Microsoft YaHei,Noto Sans CJK SC",
    "Noto Serif": "Times New Roman,Liberation Serif", "Noto Sans": "Arial,Liberation Sans",
}  # fmt: skip


def set_font(owner: Any, name: str) -> None:
    """Name the font of a style or run, for Latin and CJK letters alike."""
    properties = owner.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.append(fonts)
    for side in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{side}"), name)
        fonts.attrib.pop(qn(f"w:{side}Theme"), None)


def name_fallbacks(file: Any) -> None:
    """Say in the document's table of fonts what stands in for each that is not installed."""
    part = file.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    made = "".join(f'<w:font w:name="{name}"><w:altName w:val="{also}"/></w:font>' for name, also in ALSO.items())
    whole = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{made}</w:fonts>'
    part._blob = whole.encode()  # noqa: SLF001


def repeat(row: Any) -> None:
    """A row, the first of a table, stands on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def keep_whole(row: Any) -> None:
    """A row is never broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def add_page_number(paragraph: Any) -> None:
    """The number of the page, counted by the reader's program."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run.element.append(element)


def dress(paragraph: Any, style_id: str) -> None:
    """Give a paragraph a style by its id; by its name the library looks through all styles each time."""
    paragraph._p.style = style_id  # noqa: SLF001


def describe(inline: Any, words: str) -> None:
    """What a picture shows, for who does not see it."""
    inline._inline.docPr.set("descr", words)  # noqa: SLF001


def shade(cell: Any, colour: str) -> None:
    """The ground of a cell, as RRGGBB."""
    cell._tc.get_or_add_tcPr().append(  # noqa: SLF001
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )
