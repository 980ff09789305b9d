"""The paper of a period on one page (一页纸): what leaders read first, as PDF with its Chinese font inside."""

from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import KeepInFrame, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Drawn

from riskmap.reports.briefing_told import Content, Part, Table
from riskmap.reports.chart_drawing import drawn, texts
from riskmap.reports.embedded import Face, face
from riskmap.reports.fitting import CHINESE, fitted
from riskmap.views.theme import LIGHT

FIGURES, LISTED = 1, (1, 3, 4)  # the part of figures, parts whose first table the page shows
MOST: Final = 8  # rows of a list
EVEN: Final = (2.3, 1, 1.2, 1)  # widths of the table of figures
MARGIN: Final = 40.0
WIDTH, HEIGHT = A4[0] - 2 * MARGIN - 12, A4[1] - 2 * MARGIN - 12
CHARTS: Final = 2  # of the first part that has any, beside each other


def brief(content: Content, lang: str) -> bytes:
    """One sheet of A4: the sentences of every part, figures, two charts, the heads of lists; it shrinks to fit."""
    out = BytesIO()
    with face(_texts(content)) as letters:
        made = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
            title=content.title, author="", lang=lang, invariant=1,
        )  # fmt: skip
        made.build([KeepInFrame(WIDTH, HEIGHT, _fitting(content, letters, lang), mode="shrink")])
    return out.getvalue()


def _texts(content: Content) -> list[str]:
    found = [content.title, content.subtitle, content.foot, content.issuer, *content.marks, "0123456789…"]
    for part in content.parts:
        found += [part.title, *part.sentences, *(text for chart in part.charts for text in texts(chart))]
        for table in part.tables[:1]:
            found += [*table.heads, *(text for row in table.rows[: MOST * 4] for text in row)]
    return found


def _fitting(content: Content, letters: Face, lang: str) -> list[Any]:
    """The page with as many rows of its lists as there is room for."""
    for rows in range(MOST, 0, -1):
        story = _story(content, letters, rows, lang)
        if sum(one.wrap(WIDTH, HEIGHT)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in story) <= HEIGHT:
            break
    return story


def _story(content: Content, letters: Face, rows: int, lang: str) -> list[Any]:
    def line(text: str, size: float, **more: Any) -> Paragraph:
        style = ParagraphStyle("line", fontName=letters.name, fontSize=size, leading=size * 1.4, **more)
        return _paragraph(text, style)

    between = "" if lang.startswith("zh") else " "
    story: list[Any] = [line(" · ".join(content.marks), 8), line(content.title, 15, alignment=1)]
    story.append(line(content.subtitle, 9, alignment=1))
    for number, part in enumerate(content.parts):
        story.append(line(part.title, 10.5, spaceBefore=3, textColor=colors.HexColor(LIGHT["accent"])))
        story.append(line(between.join(part.sentences), 9))
        story += [_charts(part, letters)] if number == FIGURES and part.charts else []
        if number in LISTED and part.tables and part.tables[0].rows:
            table = part.tables[0].narrow(rows)
            story.append(_halves(part.tables[0].narrow(MOST * 4), letters) if number == FIGURES
                         else _drawn(table, letters, WIDTH))  # fmt: skip
    return [*story, Spacer(0, 5), line(content.foot, 7.5), line(content.issuer, 8.5, alignment=2)]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Chinese lines break anywhere, others between words."""
    chinese = any(ord(letter) >= CHINESE for letter in text)
    return Paragraph(escape(text), ParagraphStyle("own", parent=style, wordWrap="CJK" if chinese else None))


def _halves(table: Table, letters: Face) -> Drawn:
    """A narrow table as two beside each other."""
    middle, width = -(-len(table.rows) // 2), WIDTH / 2 - 8
    both = [
        _drawn(Table(table.sheet, table.heads, rows, EVEN, table.right), letters, width)
        for rows in (table.rows[:middle], table.rows[middle:])
    ]
    return Drawn([both], colWidths=WIDTH / 2, hAlign="LEFT", style=[("LEFTPADDING", (0, 0), (-1, -1), 0),
                 ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 0)])  # fmt: skip


def _charts(part: Part, letters: Face) -> Drawn:
    width = WIDTH / CHARTS - 6
    both = [drawn(chart, width - 6, 92, letters, 6.5) for chart in part.charts[:CHARTS]]
    return Drawn([both], colWidths=width + 6, hAlign="LEFT",
                 style=[("LEFTPADDING", (0, 0), (-1, -1), 0), ("ALIGN", (0, 0), (-1, -1), "LEFT")])  # fmt: skip


def _drawn(table: Table, letters: Face, width: float) -> Drawn:
    parts = [width * one / sum(table.widths) for one in table.widths]
    small = ParagraphStyle("cell", fontName=letters.name, fontSize=8, leading=10.5)
    end = ParagraphStyle("end", parent=small, alignment=2)

    def shown(text: str, at: int) -> str:
        return fitted(text, parts[at] - 12, small.fontSize) if table.most else text

    rows = [
        [_paragraph(shown(text, at), end if at in table.right else small) for at, text in enumerate(texts_)]
        for texts_ in (table.heads, *table.rows)
    ]
    line = (0.4, colors.HexColor(LIGHT["border"]))
    return Drawn(rows, colWidths=parts, hAlign="LEFT", style=[
        ("LINEBELOW", (0, 0), (-1, -1), *line), ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(LIGHT["surface2"])),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ])  # fmt: skip
