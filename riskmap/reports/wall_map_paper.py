"""Sheets of a printed map: what is drawn is kept as shapes and texts, then written as vector PDF or as pictures.

Lengths are millimetres on A4, from the upper left corner; a larger paper enlarges them by its `scale`, and holds more.
"""

import io
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riskmap.reports.wall_map_font import font

MM = 72 / 25.4  # points
LEAST_TYPE = 6 * 25.4 / 72  # mm on paper: no letter is printed smaller than 6 points
LEADING = 1.34  # line height of text in its size
BOLD = 0.035  # stroke that makes the one weight of the font a bold one, in ems
DPI = {"A4": 300, "A3": 300, "A2": 200, "A1": 150, "A0": 120}  # of a picture
Point = tuple[float, float]
_DOCUMENTS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Paper:
    """A landscape paper: its sides in mm and how much larger than on A4 everything is printed."""

    width: float
    height: float
    scale: float


PAPERS = {
    "A4": Paper(297, 210, 1.0),
    "A3": Paper(420, 297, 1.22),
    "A2": Paper(594, 420, 1.55),
    "A1": Paper(841, 594, 1.95),
    "A0": Paper(1189, 841, 2.5),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on its baseline; `align`: -1 begins, 0 is centred, 1 ends at x."""

    x: float
    y: float
    text: str
    size: float
    ink: str
    align: int = -1
    bold: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        wide = font().width(self.text, self.size)
        left = self.x - wide * (self.align + 1) / 2
        return left, self.y - 0.88 * self.size, left + wide, self.y + 0.12 * self.size


@dataclass(frozen=True, slots=True)
class Area:
    """Rings or lines; holes are told by even and odd. No `fill`: lines only, no `edge`: area only."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str = ""
    edge: str = ""
    width: float = 0.2
    dash: tuple[float, ...] = ()
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str = ""
    edge: str = ""
    width: float = 0.2
    dash: tuple[float, ...] = ()


@dataclass(slots=True)
class Sheet:
    """One sheet of a paper; `width` and `height` in the lengths of the module."""

    paper: Paper
    shapes: list[Text | Area | Disc] = field(default_factory=list)

    @property
    def least(self) -> float:
        """The smallest size of type that can be read on this paper."""
        return LEAST_TYPE / self.paper.scale

    @property
    def width(self) -> float:
        """Width of the sheet."""
        return self.paper.width / self.paper.scale

    @property
    def height(self) -> float:
        """Height of the sheet."""
        return self.paper.height / self.paper.scale

    def text(
        self, x: float, y: float, text: str, size: float, ink: str, *, align: int = -1, bold: bool = False
    ) -> None:
        """Write one line on its baseline."""
        self.shapes.append(Text(x, y, printable(text), size, ink, align, bold))

    def line(self, *points: Point, ink: str, width: float = 0.2, dash: tuple[float, ...] = ()) -> None:
        """Draw a line through the points."""
        self.shapes.append(Area((points,), "", ink, width, dash, closed=False))

    def rect(
        self, box: tuple[float, float, float, float], *, fill: str = "", edge: str = "", width: float = 0.2
    ) -> None:
        """Draw the rectangle left, top, right, bottom."""
        left, top, right, bottom = box
        ring = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.shapes.append(Area((ring,), fill, edge, width))


def printable(text: str) -> str:
    """Text on one line: control and invisible letters, which could hide or turn what is read, are left out."""
    seen = "".join(" " if letter in "\r\n\t\v\f" else letter for letter in text)
    return "".join(one for one in seen if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`: broken at spaces, between Chinese letters, else within a word that is too long."""
    lines, line, measure = [], "", font().width
    for word in _words(printable(text)):
        rest = word
        if line and measure(line + word.rstrip(), size) > width:
            lines.append(line.rstrip())
            line, rest = "", word.lstrip()
        while measure(rest.rstrip(), size) > width and len(rest) > 1:
            fits = next(n for n in range(1, len(rest) + 1) if measure(rest[: n + 1], size) > width)
            lines.append(rest[:fits])
            rest = rest[fits:]
        line += rest
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


CLOSING = "，。；：、）》”’！？,.;:)]}%"  # never at the beginning of a line


def _words(text: str) -> Iterator[str]:
    """Pieces that stay together: a Chinese letter with the sign after it, a word with its space."""
    word = ""
    for number, letter in enumerate(text):
        word += letter
        after = text[number + 1 : number + 2]
        wide = ord(letter) > 0x2E7F or (after != "" and ord(after) > 0x2E7F)
        if not after or (after not in CLOSING and (wide or letter in " /-")):
            yield word
            word = ""


def pdf(sheets: Sequence[Sheet], *, title: str, author: str, subject: str, lang: str) -> bytes:
    """The sheets as one PDF: vectors with the used letters of the font; searchable; same sheets, same bytes."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from riskmap.reports.wall_map_drawn import draw

    letters = {letter for sheet in sheets for one in sheet.shapes if isinstance(one, Text) for letter in one.text}
    out = io.BytesIO()
    paper = sheets[0].paper
    canvas = Canvas(out, pagesize=(paper.width * MM, paper.height * MM), invariant=1, lang=lang.replace("_", "-"))
    embedded = TTFont(f"wall-map-{next(_DOCUMENTS)}", font().part(letters | {" "}))
    name, face = embedded.fontName, embedded.face.name
    pdfmetrics.registerFont(embedded)  # with the whole process, under its own name and that of its letters
    try:
        canvas.setTitle(printable(title))
        canvas.setAuthor(printable(author))
        canvas.setSubject(printable(subject))
        for sheet in sheets:
            canvas.scale(sheet.paper.scale * MM, sheet.paper.scale * MM)
            draw(canvas, sheet, name)
            canvas.showPage()
        canvas.save()
    finally:
        pdfmetrics._fonts.pop(name, None)  # noqa: SLF001 - the registry knows no way out
        pdfmetrics._dynFaceNames.pop(face, None)  # noqa: SLF001
    return out.getvalue()


def pictures(document: bytes, paper: str) -> list[bytes]:
    """Each page of a PDF as PNG, in the resolution of the paper (DPI)."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(document)
    try:
        return [_png(page, DPI[paper]) for page in opened]
    finally:
        opened.close()


def _png(page: "object", dpi: int) -> bytes:
    out = io.BytesIO()
    page.render(scale=dpi / 72).to_pil().save(out, "PNG", dpi=(dpi, dpi))  # type: ignore[attr-defined]
    return out.getvalue()
