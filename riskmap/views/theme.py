"""The tokens of DESIGN.md §2 and §3, one table a theme: charts, maps, pages and reports take every colour from here."""

from collections.abc import Mapping
from typing import Final

FONT: Final = '"Noto Sans CJK SC", "Microsoft YaHei", sans-serif'

LIGHT: Final[Mapping[str, str]] = {
    "bg": "#F3F6F9",
    "surface": "#FFFFFF",
    "surface2": "#EDF2F6",
    "border": "#D5DEE7",
    "grid": "#E6ECF1",
    "text": "#17222E",
    "muted": "#536374",
    "accent": "#1B6394",
    "outline": "#8496A6",
    "bar": "#5F9FC2",
    "second": "#536374",
    "major": "#17222E",
    "overdue_text": "#B3241D",
    "soon_text": "#855600",
    "waiting_text": "#6B2FA3",
    "closed_text": "#17693F",
    "pending_text": "#55636F",
}
DARK: Final[Mapping[str, str]] = {
    "bg": "#0B141F",
    "surface": "#121F2E",
    "surface2": "#18293B",
    "border": "#2A3D53",
    "grid": "#22344A",
    "text": "#EAF0F7",
    "muted": "#A3B4C7",
    "accent": "#5AB0E0",
    "outline": "#66768A",
    "bar": "#428CB6",
    "second": "#A3B4C7",
    "major": "#EAF0F7",
    "overdue_text": "#FF8078",
    "soon_text": "#F5C04A",
    "waiting_text": "#C8A2F2",
    "closed_text": "#5FCF93",
    "pending_text": "#B4C1CF",
}
THEMES: Final[Mapping[str, Mapping[str, str]]] = {"light": LIGHT, "dark": DARK}

# Rates on one blue hue, lowest class first; breaks in riskmap.views.shading. `INK`: label colour of each class, ≥ 5:1.
RAMP: Final[Mapping[str, tuple[str, ...]]] = {
    "light": ("#EAF1F6", "#C9DEEB", "#9CC4DB", "#5F9FC2", "#2A7199"),
    "dark": ("#1B2C41", "#234460", "#2D6084", "#428CB6", "#58A6CC"),
}
INK: Final[Mapping[str, tuple[str, ...]]] = {
    "light": ("#17222E", "#17222E", "#17222E", "#17222E", "#FFFFFF"),
    "dark": ("#EAF0F7", "#EAF0F7", "#EAF0F7", "#0B141F", "#0B141F"),
}

# Fills of the marks (DESIGN.md §1); their shapes are in riskmap.views.marks.
OVERDUE: Final = "#D6322B"
DUE_SOON: Final = "#F2B01E"
IN_PROGRESS: Final = "#FFFFFF"
WAITING: Final = "#8A3FC4"
CLOSED: Final = "#1F7F4F"
PENDING: Final = "#66768A"
ALARM: Final = "#FFD400"
