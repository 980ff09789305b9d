"""The Chinese font of printed maps: measures text, and gives a TrueType part of it with just the letters of a document.

The font that ships with the program (Noto Sans SC, OFL) has PostScript outlines, which the PDF writer does not take.
"""

import hashlib
import io
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

FILE = "NotoSansSC-Regular.otf"
MISSING = ".notdef"
PRECISION = 0.8  # units of 1/1000 em by which a curve may differ from the original


class Font:
    """The whole font, opened once a process: widths of letters in ems, and parts to embed."""

    def __init__(self) -> None:
        from fontTools.ttLib import TTFont

        self._font = TTFont(str(files("pylopdf_fonts_zh_cn") / FILE), lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._glyphs: Any = self._font.getGlyphSet()
        self._unit: int = self._font["head"].unitsPerEm
        self._advance: dict[str, float] = {}
        self._outlines: dict[str, Any] = {}

    def width(self, text: str, size: float) -> float:
        """Width of a line in the unit of `size`; a letter that the font lacks is as wide as its empty box."""
        return size * sum(self._of(letter) for letter in text)

    def _of(self, letter: str) -> float:
        known = self._advance.get(letter)
        if known is None:
            known = self._advance[letter] = self._font["hmtx"][self._name(letter)][0] / self._unit
        return known

    def _name(self, letter: str) -> str:
        return self._names.get(ord(letter), MISSING)

    def part(self, letters: Iterable[str]) -> io.BytesIO:
        """A TrueType font of these letters; one that the font lacks is an empty box that can still be searched."""
        from fontTools.fontBuilder import FontBuilder

        used = sorted(set(letters))
        table = {ord(letter): self._name(letter) for letter in used}
        order = [MISSING, *sorted(set(table.values()) - {MISSING})]
        metrics, head = self._font["hmtx"], self._font["hhea"]
        made = FontBuilder(self._unit, isTTF=True)
        made.updateHead(created=0, modified=0)  # the same letters make the same file at any moment
        made.setupGlyphOrder(order)
        made.setupCharacterMap(table)
        made.setupGlyf({name: self._outline(name) for name in order})
        made.setupHorizontalMetrics({name: metrics[name] for name in order})
        made.setupHorizontalHeader(ascent=head.ascent, descent=head.descent)
        name = f"NotoSansSC-{hashlib.sha256(''.join(used).encode()).hexdigest()[:12]}"  # known by its letters
        made.setupNameTable({"familyName": "Noto Sans SC", "styleName": "Regular", "psName": name})
        made.setupOS2(sTypoAscender=head.ascent, usWinAscent=head.ascent, usWinDescent=-head.descent)
        made.setupPost()
        out = io.BytesIO()
        made.save(out)
        out.seek(0)
        return out

    def _outline(self, name: str) -> Any:
        """Quadratic outline of a glyph, kept: the next document needs most of them again."""
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        if name not in self._outlines:
            pen = TTGlyphPen(None)
            self._glyphs[name].draw(Cu2QuPen(pen, PRECISION, reverse_direction=True))
            self._outlines[name] = pen.glyph()
        return self._outlines[name]


@lru_cache(maxsize=1)
def font() -> Font:
    """The font of this process, opened when the first map is printed."""
    return Font()
