"""Texts cut to a width, measured by the letters of the font that ships with the program."""

from riskmap.reports.wall_map_font import font


def fitted(text: str, room: float, size: float) -> str:
    """A text on one line of `room` points; what does not fit is given up at its end, with a sign of it."""
    if font().width(text, size) <= room:
        return text
    kept = text
    while kept and font().width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines(text: str, room: float, size: float) -> int:
    """How many lines a text takes at a width; it may break anywhere and loses some room by words."""
    return max(1, -(-int(font().width(text, size) * 1.06) // max(int(room), 1)))
