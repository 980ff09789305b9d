"""What python-docx has no public way for: fonts of every script, rows that repeat or stay whole, the page's number."""

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FONTS: Final = {"zh": ("FangSong", "SimHei"), "en": ("Noto Serif", "Noto Sans")}  # text, headings


def set_font(owner: Any, name: str) -> None:
    """Name the font of a style or run, for Latin and CJK letters alike."""
    properties = owner.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.append(fonts)
    for side in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{side}"), name)


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
