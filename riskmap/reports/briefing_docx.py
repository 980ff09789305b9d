"""The paper of a period as a Word file in the manner of an official briefing: numbered parts, heads that repeat.

An overdue item stands on one line, fifteen to a page; a major hazard on a page of its own.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt, RGBColor

from riskmap.i18n import Translator
from riskmap.reports import word
from riskmap.reports.briefing_pictures import pictures
from riskmap.reports.briefing_told import Case, Chart, Content, Part, Table
from riskmap.reports.fitting import within

ZH: Final = "一二三四五六七八九十"
MOST: Final = 300  # rows of a table; a workbook holds all of them
MOST_CASES: Final = 60
WIDTH: Final = 25.7  # cm of text on a sheet of A4 across
PICTURE: Final = (12.3, 4.9)  # cm, two beside each other
CELL, LINE, SIZE = 10.5, 8.5, 14  # points of a cell, of one in a row of given height, of the text
HEAD, BODY, LOW, NAME, FACT = "Cell head", "Cell", "Cell low", "Cell name", "Cell fact"
STYLES: Final = {HEAD: (9.5, True), BODY: (CELL, False), LOW: (LINE, False), NAME: (SIZE, True), FACT: (SIZE, False)}
PADDING: Final = 0.4  # cm at the sides of a cell
HIGH: Final = 0.84  # cm of a row of given height
CASE: Final = (6.2, WIDTH - 6.2)  # cm of a fact's name and of its words
WHOLE: Final = 14  # rows of a table that is not broken over two pages


def document(content: Content, lang: str) -> bytes:
    """The paper as .docx; `lang`: zh_CN or en."""
    width, height = (Cm(side).pt for side in PICTURE)
    to = _Writer(lang, pictures(content, lambda _: (width, height, 8)), " · ".join(content.marks))
    to.line(" · ".join(content.marks), size=10.5)
    to.line(content.title, size=22, align=ALIGN.CENTER, head=True)
    to.line(content.subtitle, size=12, align=ALIGN.CENTER)
    for number, part in enumerate(content.parts):
        to.part(number, part)
    to.end(content)
    to.file.core_properties.title, to.file.core_properties.author = content.title, ""
    out = BytesIO()
    to.file.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, lang: str, drawn: Mapping[Chart, bytes], marks: str) -> None:
        self.zh, self.drawn, self.t = lang.startswith("zh"), drawn, Translator(lang)
        self.broken = False  # the part before fills its pages: the next one begins on a new one
        text, self.heading = word.FONTS["zh" if self.zh else "en"]
        self.file: Any = Document()
        word.name_fallbacks(self.file)
        page = self.file.sections[0]
        page.page_width, page.page_height = Cm(29.7), Cm(21)
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2), Cm(2), Cm(2.2), Cm(2)
        style = self.file.styles["Normal"]
        style.font.size = Pt(SIZE)
        word.set_font(style, text)
        for name, size in (("Heading 1", 16), ("Heading 2", 13)):
            self._heading_style(self.file.styles[name], size)
        self.styles: dict[str, str] = {}
        self._cell_styles()
        page.different_first_page_header_footer = True  # the first page has its marks above the title
        top = page.header.paragraphs[0]
        top.alignment = ALIGN.RIGHT
        top.add_run(marks).font.size = Pt(9)
        for footer in (page.footer, page.first_page_footer):
            foot = footer.paragraphs[0]
            foot.alignment = ALIGN.CENTER
            foot.add_run("— ")
            word.add_page_number(foot)
            foot.add_run(" —")

    def _cell_styles(self) -> None:
        """A style each for the cells of tables: a paper has thousands of them."""
        for name, (size, bold) in STYLES.items():
            style = self.file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.size, style.font.bold = self.file.styles["Normal"], Pt(size), bold
            style.paragraph_format.space_after = Pt(0)
            self.styles[name] = style.style_id

    def _heading_style(self, style: Any, size: int) -> None:
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        word.set_font(style, self.heading)
        shape = style.paragraph_format
        shape.keep_with_next, shape.space_before, shape.space_after = True, Pt(8), Pt(4)

    def part(self, number: int, part: Part) -> None:
        title = f"{ZH[number]}、{part.title}" if self.zh else f"{number + 1}. {part.title}"
        head = self.file.add_paragraph(title, style="Heading 1")
        head.paragraph_format.page_break_before = self.broken or any(table.lines for table in part.tables)
        self.broken = bool(part.cases) or any(table.lines for table in part.tables)
        for at, sentence in enumerate(part.sentences, 1):
            follows = bool(part.tables or part.charts) and at == len(part.sentences)
            self.line(sentence, size=SIZE, indent=True, keep=follows)
        self.pictures(part.charts)
        for place, table in enumerate(part.tables):
            if len(part.tables) > 1:
                mark = f"（{ZH[place]}）" if self.zh else f"({place + 1}) "
                self.file.add_paragraph(f"{mark}{table.sheet}", style="Heading 2")
            self.table(table)
        for place, case in enumerate(part.cases[:MOST_CASES]):
            self.case(place, case)

    def line(
        self, text: str, *, size: float, align: Any = ALIGN.LEFT, head: bool = False, indent: bool = False,
        keep: bool = False,
    ) -> None:  # fmt: skip
        paragraph = self.file.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = align, keep
        paragraph.paragraph_format.space_after = Pt(4)
        if indent and self.zh:
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), head
        if head:
            word.set_font(run, self.heading)

    def pictures(self, charts: Sequence[Chart]) -> None:
        """Two beside each other, in a table without lines."""
        for start in range(0, len(charts), 2):
            if start:  # each pair is a table of its own, so that the first one may stay with its sentence
                self.line("", size=1)
            row = self._empty((WIDTH / 2, WIDTH / 2), "Normal Table").add_row()
            word.keep_whole(row)
            for cell in row.cells:
                cell.width = Cm(WIDTH / 2)
            for cell, chart in zip(row.cells, charts[start : start + 2], strict=False):
                shape = cell.paragraphs[0].add_run().add_picture(BytesIO(self.drawn[chart]), *map(Cm, PICTURE))
                word.describe(shape, chart.alt)
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        if charts:
            self.line("", size=4)

    def table(self, told: Table) -> None:
        if not told.rows:  # a frozen list of none, to which rows came since, or a ledger without any
            self.line(self.t("paper|This list has no rows."), size=CELL)
            return
        rows = told.rows[:MOST]
        step = told.lines or len(rows)
        for start in range(0, len(rows), step):
            if start:
                self.file.add_page_break()
            self._table(told, rows[start : start + step])
        more = len(told.rows) - MOST
        if more > 0:
            self.line(self.t("paper|{n} more rows stand in the workbook.", n=self.t.number(more)), size=CELL)
        else:
            self.line("", size=6)

    def _table(self, told: Table, rows: Sequence[tuple[str, ...]]) -> None:
        parts = [WIDTH * width / sum(told.widths) for width in told.widths]
        table = self._empty(parts)
        size = LINE if told.lines else CELL
        shown = (_cut(row, parts, told.most, size) if told.most else row for row in rows)
        for at, texts in enumerate((told.heads, *shown)):
            row = table.add_row()
            word.keep_whole(row)
            if told.lines and at:
                row.height, row.height_rule = Cm(HIGH), WD_ROW_HEIGHT_RULE.EXACTLY
            together = at == 0 or (len(rows) <= WHOLE and at < len(rows))
            for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Cm(parts[column])
                style = HEAD if at == 0 else LOW if told.lines else BODY
                self._cell(cell, text, style, end=column in told.right, together=together)
                if at == 0:
                    word.shade(cell, "EDF2F6")
        word.repeat(table.rows[0])

    def _empty(self, parts: Sequence[float], style: str = "Table Grid") -> Any:
        table = self.file.add_table(rows=0, cols=len(parts))
        table.style, table.autofit, table.alignment = style, False, WD_TABLE_ALIGNMENT.CENTER
        for column, part in zip(table.columns, parts, strict=True):
            column.width = Cm(part)
        return table

    def _cell(self, cell: Any, text: str, style: str, *, end: bool = False, together: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        word.dress(paragraph, self.styles[style])
        if together:
            paragraph.paragraph_format.keep_with_next = True
        if end:
            paragraph.alignment = ALIGN.RIGHT
        paragraph.add_run(text)

    def case(self, place: int, case: Case) -> None:
        """A hazard on a page of its own."""
        mark = self.t("paper|Major hazard {n}: {name}", n=place + 1, name=case.title)
        self.file.add_paragraph(mark, style="Heading 2").paragraph_format.page_break_before = True
        table = self._empty(CASE)
        for name, text in case.facts:
            row = table.add_row()
            word.keep_whole(row)
            for cell, words, width in zip(row.cells, (name, text), CASE, strict=True):
                cell.width = Cm(width)
                self._cell(cell, words, NAME if words is name else FACT)
            word.shade(row.cells[0], "EDF2F6")

    def end(self, content: Content) -> None:
        """Definition, what lies beside the paper, who gives it out."""
        self.line(content.foot, size=9)
        if content.appendix:
            names = self.t("list|, ").join(table.sheet for table in content.appendix)
            self.line(self.t("paper|Appendix (in the workbook): {names}.", names=names), size=CELL)
        self.line(content.issuer, size=12, align=ALIGN.RIGHT)


def _cut(texts: Sequence[str], parts: Sequence[float], most: int, size: float) -> tuple[str, ...]:
    """Cells cut to what fits on so many lines of their columns; the workbook has the whole words."""
    return tuple(within(text, most, Cm(part - PADDING).pt, size) for text, part in zip(texts, parts, strict=True))
