"""The Chinese font inside a document of reportlab: just the letters it uses, known to the process while it is made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from riskmap.reports.wall_map_font import font

NAME: Final = "Briefing"
_making = Lock()  # reportlab knows one font a name in the whole process


class Face:
    """The font of one document."""

    name = NAME

    def wide(self, text: str, size: float) -> float:
        """Width of a text in the unit of `size`."""
        return font().width(text, size)


@contextmanager
def face(texts: Iterable[str]) -> Iterator[Face]:
    """The font of the letters of some texts, for as long as documents are made of them; one at a time."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    letters = {letter for text in texts for letter in text}
    with _making:
        made = TTFont(NAME, font().part(letters))
        pdfmetrics.registerFont(made)
        try:
            yield Face()
        finally:  # there is no public way to forget a font; without it every paper would stay in memory
            pdfmetrics._fonts.pop(NAME, None)  # noqa: SLF001
            pdfmetrics._dynFaceNames.pop(made.face.name, None)  # noqa: SLF001
