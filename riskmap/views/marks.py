"""The marks of DESIGN.md §1, once for every screen: drawn here for lists and cards, sent as data to the map's script.

Colour and shape say progress, size says grade, the number is the number in the list. Paths are in units of the mark's
radius about its own centre; colours are the same on light and dark surfaces.
"""

from base64 import b64encode
from dataclasses import dataclass

from riskmap.domain.codes import Level, Progress
from riskmap.views import theme
from riskmap.views.html.markup import e

RADIUS = 11.5  # of a major's mark on a desk, in px
WALL_RADIUS = 17.0
DOT = 3.6  # radius of a general hazard's dot on a desk
WALL_DOT = 5.2
RING = 1.6  # radius of the ring about an overdue major, in radii; its line is as wide for one day as for many
DARK = "#0B141F"
HALO = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One mark: outline in radii, fill, ink of the number, edge with its width, where the number sits."""

    path: str
    fill: str
    ink: str
    edge: str
    width: float = 0.104
    dash: str = ""
    text_x: float = 0.0
    text_y: float = 0.41


_CIRCLE = "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z"
SYMBOLS: dict[Progress, Symbol] = {
    Progress.OVERDUE: Symbol("M0 -1.22L1.22 0L0 1.22L-1.22 0Z", theme.OVERDUE, "#FFFFFF", theme.OVERDUE),
    Progress.DUE_SOON: Symbol("M0 -1.24L1.3 1.02L-1.3 1.02Z", theme.DUE_SOON, "#1A1300", "#855600", text_y=0.77),
    Progress.IN_PROGRESS: Symbol("M-.9 -.9H.9V.9H-.9Z", theme.IN_PROGRESS, DARK, DARK, width=0.139),
    Progress.WAITING: Symbol(_CIRCLE, theme.WAITING, "#FFFFFF", theme.WAITING),
    Progress.CLOSED: Symbol(
        "M-1.02 1.5V-.95H1.2V.62H-.78V1.5Z", theme.CLOSED, "#FFFFFF", theme.CLOSED, text_x=0.2, text_y=0.25
    ),
    Progress.PENDING: Symbol(_CIRCLE, theme.PENDING, "#FFFFFF", "#33414E", width=0.139, dash=".26 .21"),
}
STACK = (  # from the bottom: which mark covers which
    Progress.CLOSED,
    Progress.PENDING,
    Progress.WAITING,
    Progress.IN_PROGRESS,
    Progress.DUE_SOON,
    Progress.OVERDUE,
)
ORDER = (  # of lists and numbers: what is most urgent first
    Progress.OVERDUE,
    Progress.DUE_SOON,
    Progress.WAITING,
    Progress.IN_PROGRESS,
    Progress.CLOSED,
    Progress.PENDING,
)
PLATES = (Level.PROVINCE, Level.CITY, Level.COUNTY)


def symbols() -> dict[str, dict[str, str | float]]:
    """Marks as data for the map's script, by progress code, with the stacking level `z` from 0 at the bottom."""
    return {
        progress.value: {
            "path": symbol.path,
            "fill": symbol.fill,
            "ink": symbol.ink,
            "edge": symbol.edge,
            "width": symbol.width,
            "dash": symbol.dash,
            "x": symbol.text_x,
            "y": symbol.text_y,
            "z": STACK.index(progress),
            "ring": RING if progress is Progress.OVERDUE else 0,
        }
        for progress, symbol in SYMBOLS.items()
    }


def svg(progress: Progress, number: int | None = None, *, plate: str = "", alarm: bool = False, size: int = 24) -> str:
    """SVG picture of one mark in a box of `size` px, wider with an alarm or a `plate` (a word, escaped here).

    "" for a void hazard: it is drawn nowhere.
    """
    if progress is Progress.VOID:
        return ""
    radius = size * 0.36
    left, right = (0.36 * size if alarm else 0.0), (0.42 * size if plate else 0.0)
    parts = [_body(SYMBOLS[progress], number, radius)]
    if plate:
        parts.append(_plate(plate, radius))
    if alarm:
        parts.append(_alarm(radius))
    x, y = -size / 2 - left, -size / 2
    box = f"{_n(x)} {_n(y)} {_n(size + left + right)} {size}"
    width = _n(size + left + right)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{size}" viewBox="{box}" aria-hidden="true">'
        + "".join(parts)
        + "</svg>"
    )


def data_uri(picture: str) -> str:
    """The picture as an address that an image column or an `img` takes."""
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()


def dot_svg(progress: Progress, size: int = 12) -> str:
    """SVG picture of a general hazard's dot; "" for a void one."""
    if progress is Progress.VOID:
        return ""
    fill, half = SYMBOLS[progress].fill, size / 2
    scale = half / 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" aria-hidden="true">'
        f'<circle cx="{_n(half)}" cy="{_n(half)}" r="{_n(4.9 * scale)}" fill="{DARK}"/>'
        f'<circle cx="{_n(half)}" cy="{_n(half)}" r="{_n(3.6 * scale)}" fill="{fill}" stroke="{HALO}"/></svg>'
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _body(symbol: Symbol, number: int | None, radius: float) -> str:
    dash = f' stroke-dasharray="{symbol.dash}"' if symbol.dash else ""
    path = (
        f'<path transform="scale({_n(radius)})" d="{symbol.path}" fill="{symbol.fill}" stroke="{symbol.edge}" '
        f'stroke-width="{symbol.width}" stroke-linejoin="round"{dash}/>'
    )
    if number is None:
        return path
    font = radius * (1.17, 1.08, 0.78, 0.6)[min(len(str(number)), 4) - 1]
    drop = symbol.text_y - (1.17 * radius - font) * 0.35 / radius
    return path + (
        f'<text x="{_n(symbol.text_x * radius)}" y="{_n(drop * radius)}" font-size="{_n(font)}" font-weight="700" '
        f'font-family="Noto Sans CJK SC,Microsoft YaHei,sans-serif" text-anchor="middle" fill="{symbol.ink}">{number}'
        "</text>"
    )


def _plate(word: str, radius: float) -> str:
    width, height, left, top = 1.41 * radius, 1.36 * radius, 0.9 * radius, -1.3 * radius
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" rx="2.5" fill="#FFFFFF" '
        f'stroke="{DARK}" stroke-width="1.2"/>'
        f'<text x="{_n(left + width / 2)}" y="{_n(top + height * 0.78)}" font-size="{_n(1.03 * radius)}" '
        f'font-weight="700" font-family="Noto Sans CJK SC,Microsoft YaHei,sans-serif" text-anchor="middle" '
        f'fill="{DARK}">{e(word)}</text>'
    )


def _alarm(radius: float) -> str:
    size, left, top = 1.3 * radius, -1.95 * radius, -1.3 * radius
    middle, bar = left + size / 2, 0.2 * radius
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(size)}" height="{_n(size)}" rx="{_n(bar)}" fill="#000"/>'
        f'<rect x="{_n(left + 1.3)}" y="{_n(top + 1.3)}" width="{_n(size - 2.6)}" height="{_n(size - 2.6)}" '
        f'rx="{_n(0.12 * radius)}" fill="{theme.ALARM}"/>'
        f'<path d="M{_n(middle)} {_n(top + 0.27 * size)}V{_n(top + 0.6 * size)}" stroke="#000" '
        f'stroke-width="{_n(bar)}"/>'
        f'<rect x="{_n(middle - bar / 2)}" y="{_n(top + 0.68 * size)}" width="{_n(bar)}" height="{_n(bar * 0.9)}" '
        f'fill="#000"/>'
    )
