"""The weekly paper as slides: a title, then one slide a part with its sentences and the head of its table."""

from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Pt

from riskmap.reports.weekly_told import Content, Part, Table

WIDE, HIGH, MARGIN = 33.867, 19.05, 1.6  # cm, 16:9
ROWS, COLUMNS, LEAST = 8, 5, 30  # of a table on a slide; letters after which a cell is cut
BLANK: Final = 6  # the layout without anything on it
BLUE, INK, MUTED, WHITE = "1B6394", "17222E", "536374", "FFFFFF"
FONTS: Final = {"zh_CN": "Microsoft YaHei", "en": "Noto Sans"}


def slides(content: Content, lang: str) -> bytes:
    """The paper as .pptx: at most ten slides, what does not fit stands in the other files."""
    made = Presentation()
    made.slide_width, made.slide_height = Cm(WIDE), Cm(HIGH)
    to = _Deck(made, FONTS[lang])
    to.title(content)
    for part in content.parts:
        to.part(part)
    made.core_properties.title, made.core_properties.author = content.title, ""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


class _Deck:
    def __init__(self, made: Any, font: str) -> None:
        self.made, self.font = made, font

    def title(self, content: Content) -> None:
        slide = self._slide()
        self._text(slide, 6, 3, [content.title], 40, BLUE, middle=True)
        self._text(slide, 9.4, 1.6, [content.subtitle], 20, MUTED, middle=True)
        self._text(slide, HIGH - 2, 1, [" · ".join(content.marks)], 14, MUTED)

    def part(self, part: Part) -> None:
        slide = self._slide()
        self._text(slide, 0.9, 1.6, [part.title], 30, BLUE)
        height = 1.1 * max(len(part.sentences), 1) * 1.5
        self._text(slide, 2.7, height, part.sentences, 20, INK)
        if part.tables:
            self._table(slide, part.tables[0], 3.2 + height)

    def _slide(self) -> Any:
        return self.made.slides.add_slide(self.made.slide_layouts[BLANK])

    def _text(
        self, slide: Any, top: float, height: float, lines: Any, size: int, colour: str, *, middle: bool = False
    ) -> None:
        frame = slide.shapes.add_textbox(Cm(MARGIN), Cm(top), Cm(WIDE - 2 * MARGIN), Cm(height)).text_frame
        frame.word_wrap = True
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.LEFT
            self._run(paragraph, line, size, colour)

    def _run(self, paragraph: Any, text: str, size: int, colour: str) -> None:
        run, drawn = paragraph.add_run(), RGBColor.from_string(colour)  # type: ignore[no-untyped-call]
        run.text, run.font.size, run.font.name, run.font.color.rgb = text, Pt(size), self.font, drawn

    def _table(self, slide: Any, told: Table, top: float) -> None:
        heads, rows = told.heads[:COLUMNS], [row[:COLUMNS] for row in told.rows[:ROWS]]
        widths = told.widths[:COLUMNS]
        place = (Cm(MARGIN), Cm(top), Cm(WIDE - 2 * MARGIN), Cm(1.2 * (len(rows) + 1)))
        table = slide.shapes.add_table(len(rows) + 1, len(heads), *place).table
        for column, width in enumerate(widths):
            table.columns[column].width = Cm((WIDE - 2 * MARGIN) * width / sum(widths))
        for line, texts in enumerate((heads, *rows)):
            for column, text in enumerate(texts):
                cell = table.cell(line, column)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.alignment = PP_ALIGN.RIGHT if column in told.right else PP_ALIGN.LEFT
                shown = text if len(text) <= LEAST else f"{text[: LEAST - 1]}…"
                self._run(paragraph, shown, 14, WHITE if line == 0 else INK)
