"""The paper of a period as slides: a title, then a slide a part with its sentences and charts, or a table."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from riskmap.reports.briefing_pictures import Size, pictures
from riskmap.reports.briefing_told import Chart, Content, Part, Table
from riskmap.reports.fitting import fitted, lines

WIDE, HIGH, MARGIN = 33.867, 19.05, 1.6  # cm, 16:9
FULL: Final = WIDE - 2 * MARGIN
TOP, BOTTOM = 2.8, 17.7  # cm between which a part tells
ROW, CELL = 1.15, 14  # cm of a row of a table, points of its letters
SIDE: Final = 12.6  # cm of the sentences beside charts
MOST_CHARTS: Final = 3  # on a slide
SIZES: Final = (20, 18, 16, 15, 14, 13, 12)  # of sentences, the first that fits
POINTS: Final = 28.35  # points in a cm
BLANK: Final = 6  # the layout without anything on it
BANDS: Final = ("F3F6F9", "FFFFFF")  # of the rows of a table
BLUE, INK, MUTED, WHITE = "1B6394", "17222E", "536374", "FFFFFF"
FONTS: Final = {"zh_CN": "Microsoft YaHei", "en": "Noto Sans"}


def slides(content: Content, lang: str) -> bytes:
    """The paper as .pptx: at most ten slides, what does not fit stands in the other files."""
    made = Presentation()
    made.slide_width, made.slide_height = Cm(WIDE), Cm(HIGH)
    to = _Deck(made, FONTS[lang], pictures(content, _size), content)
    to.title(content)
    for part in content.parts:
        to.part(part)
    made.core_properties.title, made.core_properties.author = content.title, ""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _size(part: Part) -> Size:
    """Charts stand one above the other on the right of a slide."""
    many = min(len(part.charts), MOST_CHARTS)
    width, height = FULL - SIDE - 0.8, (BOTTOM - TOP) / max(many, 1) - 0.3
    return width * POINTS, height * POINTS, 11 if many < MOST_CHARTS else 10


class _Deck:
    def __init__(self, made: Any, font: str, drawn: Mapping[Chart, bytes], content: Content) -> None:
        self.made, self.font, self.drawn = made, font, drawn
        self.marks, self.count = " · ".join(content.marks), len(content.parts) + 1

    def title(self, content: Content) -> None:
        slide = self._slide()
        self._text(slide, (6, 3, FULL), [content.title], 36, BLUE, PP_ALIGN.CENTER)
        self._text(slide, (9.4, 1.6, FULL), [content.subtitle], 20, MUTED, PP_ALIGN.CENTER)
        self._text(slide, (11, 1.6, FULL), [content.issuer], 18, MUTED, PP_ALIGN.CENTER)

    def part(self, part: Part) -> None:
        slide = self._slide()
        self._text(slide, (0.9, 1.6, FULL), [part.title], 28, BLUE)
        if part.charts:
            size = _fitting(part.sentences, SIDE, BOTTOM - TOP)
            self._text(slide, (TOP, BOTTOM - TOP, SIDE), part.sentences, size, INK)
            self._charts(slide, part)
            return
        room = 4.2 if part.tables else BOTTOM - TOP
        size = _fitting(part.sentences, FULL, room)
        height = _high(part.sentences, FULL, size)
        self._text(slide, (TOP, height, FULL), part.sentences, size, INK)
        if part.tables and part.tables[0].rows:
            top = TOP + height + 0.3
            self._table(slide, part.tables[0].narrow(int((BOTTOM - top) / ROW) - 1), top)

    def _charts(self, slide: Any, part: Part) -> None:
        width, height, _ = (side / POINTS for side in _size(part))
        for at, chart in enumerate(part.charts[:MOST_CHARTS]):
            place = (Cm(MARGIN + SIDE + 0.8), Cm(TOP + at * (height + 0.3)), Cm(width), Cm(height))
            shape = slide.shapes.add_picture(BytesIO(self.drawn[chart]), *place)
            shape._element.nvPicPr.cNvPr.set("descr", chart.alt)  # noqa: SLF001

    def _slide(self) -> Any:
        slide = self.made.slides.add_slide(self.made.slide_layouts[BLANK])
        number = f"{len(self.made.slides)} / {self.count}"
        self._text(slide, (HIGH - 1.2, 0.9, FULL), [f"{self.marks}    {number}"], 12, MUTED, PP_ALIGN.RIGHT)
        return slide

    def _text(
        self, slide: Any, box: tuple[float, float, float], said: Sequence[str], size: float, colour: str,
        align: Any = PP_ALIGN.LEFT,
    ) -> None:  # fmt: skip
        top, height, width = box
        frame = slide.shapes.add_textbox(Cm(MARGIN), Cm(top), Cm(width), Cm(height)).text_frame
        frame.word_wrap = True
        for at, line in enumerate(said):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = align
            paragraph.space_after = Pt(size * 0.4)
            self._run(paragraph, line, size, colour)

    def _run(self, paragraph: Any, text: str, size: float, colour: str) -> None:
        run, drawn = paragraph.add_run(), _rgb(colour)
        run.text, run.font.size, run.font.name, run.font.color.rgb = text, Pt(size), self.font, drawn
        for script in ("a:ea", "a:cs"):  # Chinese letters have a font of their own
            run._r.get_or_add_rPr().append(run._r.makeelement(qn(script), {"typeface": self.font}))  # noqa: SLF001

    def _table(self, slide: Any, told: Table, top: float) -> None:
        parts = [FULL * width / sum(told.widths) for width in told.widths]
        place = (Cm(MARGIN), Cm(top), Cm(FULL), Cm(ROW * (len(told.rows) + 1)))
        table = slide.shapes.add_table(len(told.rows) + 1, len(told.heads), *place).table
        for column, width in enumerate(parts):
            table.columns[column].width = Cm(width)
        for line, texts in enumerate((told.heads, *told.rows)):
            for column, text in enumerate(texts):
                cell = table.cell(line, column)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb(BLUE if line == 0 else BANDS[line % 2])
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.alignment = PP_ALIGN.RIGHT if column in told.right else PP_ALIGN.LEFT
                shown = fitted(text, (parts[column] - 0.6) * POINTS, CELL)
                self._run(paragraph, shown, CELL, WHITE if line == 0 else INK)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour)  # type: ignore[no-untyped-call, no-any-return]


def _high(said: Sequence[str], width: float, size: float) -> float:
    """Centimetres that sentences take, with the space between them and at the edges."""
    each = (lines(one, (width - 0.6) * POINTS, size) * size * 1.25 + size * 0.4 for one in said)
    return sum(each) / POINTS + 0.4


def _fitting(said: Sequence[str], width: float, height: float) -> float:
    """The largest size at which sentences fit."""
    return next((size for size in SIZES if _high(said, width, size) <= height), SIZES[-1])
