"""Texts cut to a width, measured by the letters of the font that ships with the program."""

from typing import Final

from riskmap.reports.wall_map_font import font

CHINESE: Final = 0x2E80  # from here on letters are as wide as they are high, in every font
WIDER: Final = 1.15  # Latin letters of another font may be this much wider than ours


def wide(text: str, size: float) -> float:
    """How wide a text is in whatever font stands in for the one that a file names."""
    high = sum(ord(letter) >= CHINESE for letter in text)
    latin = "".join(letter for letter in text if ord(letter) < CHINESE)
    return high * size + font().width(latin, size) * WIDER


def fitted(text: str, room: float, size: float) -> str:
    """A text on one line of `room` points; what does not fit is given up at its end, with a sign of it."""
    if wide(text, size) <= room:
        return text
    kept, left = [], room - wide("…", size)
    for letter in text:
        left -= wide(letter, size)
        if left < 0:
            break
        kept.append(letter)
    return f"{''.join(kept).rstrip()}…"


def within(text: str, lines_: int, room: float, size: float) -> str:
    """A text on so many lines of `room` points each; breaking a line loses up to a word of it."""
    return fitted(text, room if lines_ == 1 else room * lines_ - 3 * size * (lines_ - 1), size)


def lines(text: str, room: float, size: float) -> int:
    """How many lines a text takes at a width; it may break anywhere and loses some room by words."""
    return max(1, -(-int(wide(text, size)) // max(int(room - size), 1)))
