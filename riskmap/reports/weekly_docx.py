"""The weekly paper as a Word file in the manner of an official briefing: numbered parts, tables with repeated heads."""

from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt

from riskmap.i18n import Translator
from riskmap.reports import word
from riskmap.reports.weekly_told import Content, Part, Table

ZH: Final = "一二三四五六七八九十"
MOST: Final = 300  # rows of a table; a workbook holds all of them
WIDTH: Final = 25.7  # cm of text on a sheet of A4 across


def document(content: Content, lang: str) -> bytes:
    """The paper as .docx; `lang`: zh_CN or en."""
    to = _Writer(lang)
    to.line(" · ".join(content.marks), size=10.5)
    to.line(content.title, size=22, align=ALIGN.CENTER, head=True)
    to.line(content.subtitle, size=12, align=ALIGN.CENTER)
    for number, part in enumerate(content.parts):
        to.part(number, part)
    to.line(content.foot, size=9)
    to.file.core_properties.title, to.file.core_properties.author = content.title, ""
    out = BytesIO()
    to.file.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, lang: str) -> None:
        self.zh = lang.startswith("zh")
        self.more = Translator(lang)("paper|{n} more rows stand in the workbook.", n="{n}")
        text, self.heading = word.FONTS["zh" if self.zh else "en"]
        self.file: Any = Document()
        page = self.file.sections[0]
        page.page_width, page.page_height = Cm(29.7), Cm(21)
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2), Cm(2), Cm(2.2), Cm(2)
        style = self.file.styles["Normal"]
        style.font.size = Pt(14)
        word.set_font(style, text)
        foot = page.footer.paragraphs[0]
        foot.alignment = ALIGN.CENTER
        word.add_page_number(foot)

    def part(self, number: int, part: Part) -> None:
        title = f"{ZH[number]}、{part.title}" if self.zh else f"{number + 1}. {part.title}"
        self.line(title, size=15, head=True, keep=True)
        for sentence in part.sentences:
            self.line(sentence, size=14, indent=True)
        for place, table in enumerate(part.tables):
            if len(part.tables) > 1:
                mark = f"（{ZH[place]}）" if self.zh else f"({place + 1}) "
                self.line(f"{mark}{table.sheet}", size=12, head=True, keep=True)
            self.table(table)

    def line(
        self, text: str, *, size: float, align: Any = ALIGN.LEFT, head: bool = False, indent: bool = False,
        keep: bool = False,
    ) -> None:  # fmt: skip
        paragraph = self.file.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = align, keep
        paragraph.paragraph_format.space_after = Pt(4)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), head
        if head:
            word.set_font(run, self.heading)

    def table(self, told: Table) -> None:
        table = self.file.add_table(rows=0, cols=len(told.heads))
        table.style, table.autofit = "Table Grid", False
        parts = [WIDTH * width / sum(told.widths) for width in told.widths]
        for at, texts in enumerate((told.heads, *told.rows[:MOST])):
            row = table.add_row()
            word.keep_whole(row)
            for column, (cell, text, width) in enumerate(zip(row.cells, texts, parts, strict=True)):
                cell.width, cell.text = Cm(width), text
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                if column in told.right:
                    paragraph.alignment = ALIGN.RIGHT
                for run in paragraph.runs:
                    run.font.size, run.bold = Pt(10.5), at == 0
        word.repeat(table.rows[0])
        more = len(told.rows) - MOST
        self.line(self.more.format(n=more) if more > 0 else "", size=10.5)
