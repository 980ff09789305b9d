"""The weekly paper on one page (一页纸): what leaders read first, as PDF with its Chinese font inside."""

from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepInFrame, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Drawn

from riskmap.reports.wall_map_font import font
from riskmap.reports.weekly_told import Content, Part, Table

SHOWN: Final = (0, 1, 2, 3, 4, 5)  # parts of the paper that the page tells
ROWS: Final = 6  # of each list
MARGIN: Final = 42.0
LISTED: Final = 4  # columns of a list that a page has room for


def brief(content: Content, lang: str) -> bytes:
    """One sheet of A4: the sentences of the first parts, the figures, the heads of the lists; it shrinks to fit."""
    letters = {letter for text in _texts(content) for letter in text} | set("0123456789…")
    part = font().part(letters)
    name = f"Brief-{sha256(''.join(sorted(letters)).encode()).hexdigest()[:12]}"  # a font is known by its letters
    pdfmetrics.registerFont(TTFont(name, part))
    out = BytesIO()
    made = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=content.title, author="", lang=lang, invariant=1,
    )  # fmt: skip
    story = _story(content, name)
    width, height = A4[0] - 2 * MARGIN - 12, A4[1] - 2 * MARGIN - 12
    made.build([KeepInFrame(width, height, story, mode="shrink")])
    return out.getvalue()


def _texts(content: Content) -> list[str]:
    found = [content.title, content.subtitle, content.foot, *content.marks]
    for part in content.parts:
        found += [part.title, *part.sentences]
        for table in part.tables:
            found += [table.sheet, *table.heads, *(text for row in table.rows for text in row)]
    return found


def _story(content: Content, name: str) -> list[Any]:
    def style(size: float, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(f"s{size}", fontName=name, fontSize=size, leading=size * 1.45, wordWrap="CJK", **more)

    def line(text: str, size: float, **more: Any) -> Paragraph:
        return Paragraph(escape(text), style(size, **more))

    story: list[Any] = [line(" · ".join(content.marks), 8), line(content.title, 15, alignment=1)]
    story += [line(content.subtitle, 9, alignment=1), Spacer(0, 6)]
    for number in SHOWN:
        part = content.parts[number]
        story.append(line(part.title, 11, spaceBefore=6, textColor=colors.HexColor("#1B6394")))
        story += [line(sentence, 10) for sentence in part.sentences]
        story += [_drawn(table, name) for table in _shown(part)]
    return [*story, Spacer(0, 6), line(content.foot, 7.5)]


def _shown(part: Part) -> list[Table]:
    """The first table of a part, its first rows and columns alone."""
    found = []
    for one in part.tables[:1]:
        rows = tuple(row[:LISTED] for row in one.rows[:ROWS])
        found.append(Table(one.sheet, one.heads[:LISTED], rows, one.widths[:LISTED], one.right))
    return found


def _drawn(table: Table, name: str) -> Drawn:
    width = A4[0] - 2 * MARGIN - 12
    parts = [width * one / sum(table.widths) for one in table.widths]
    small = ParagraphStyle("cell", fontName=name, fontSize=8.5, leading=11.5, wordWrap="CJK")
    end = ParagraphStyle("end", parent=small, alignment=2)
    rows = [
        [Paragraph(escape(text), end if at in table.right else small) for at, text in enumerate(texts)]
        for texts in (table.heads, *table.rows)
    ]
    line = (0.4, colors.HexColor("#D5DEE7"))
    return Drawn(rows, colWidths=parts, hAlign="LEFT", style=[
        ("LINEBELOW", (0, 0), (-1, -1), *line), ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#EDF2F6")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ])  # fmt: skip
