"""What stands on the wall's map besides its marks: title, legend with counts, ramp, north, and whose map it is."""

from riskmap.domain.codes import Progress
from riskmap.views import sheet, theme, words
from riskmap.views.html.markup import e, span
from riskmap.views.html.parts import mark
from riskmap.views.html.wall import lists
from riskmap.views.html.wall.base import Wall
from riskmap.views.marks import ORDER
from riskmap.views.scene import Tally

CLASSES = ("<85", "85–90", "90–95", "95–98", "≥98")
DRAWN_MAJORS_ONLY = (Progress.CLOSED,)  # green dots of general hazards would hide what stands open


def over(wall: Wall, unit: str, *, real: bool) -> str:
    """Everything over the map. `unit`: the county; `real`: the township borders are no sketch."""
    t = wall.t
    inner = f'<span class="wa-inner">{e(t("For internal use"))}</span>'
    head = (
        f'<header><h2>{e(t("Battle map"))}</h2>{inner}<div class="wa-aside">'
        f"{e(t('numbers as in the list'))}</div></header>"
    )
    north = f'<div class="wa-north">{e(t("N"))}<i></i></div>'
    footer = t(sheet.WORDS["footer_real" if real else "footer"])
    maker = t("{unit} safety committee office", unit=unit)
    told = f'<div class="wa-maker"><span>{e(footer)}</span><span>{e(maker)}</span></div>'
    return f'<section class="wa-card wa-over">{head}{lists.news(wall)}{north}{_legend(wall)}{told}</section>'


def _ramp(wall: Wall) -> str:
    steps = "".join(
        f'<i style="background:{colour}"></i>{span(text)}'
        for colour, text in zip(theme.RAMP["dark"], CLASSES, strict=True)
    )
    return f'<span class="wa-ramp"><b>{e(wall.t("Due-item rate"))} %</b>{steps}</span>'


def _legend(wall: Wall) -> str:
    """Counts are those of the battle map's legend: majors, then general hazards, with or without a position."""
    t, scene = wall.t, wall.figures.scene
    rows = "".join(_key(wall, code, scene.tallies[code]) for code in ORDER)
    missing, unplaced = "", len(scene.unplaced)
    if unplaced:
        missing = span(t("{n} without coordinates, not on the map", n=t.number(unplaced)), "wa-muted")
    return (
        f'<div class="wa-legend"><div class="wa-keys"><span class="wa-head-key"><b>{e(t("Legend"))}</b>'
        f"<i>{e(t('wall|major / general'))}</i></span>{rows}"
        f'<span><u class="wa-bang">!</u>{e(t("No control measures"))} <b>{t.number(scene.alarms)}</b></span>'
        f'<span class="wa-ring-key"><u class="wa-ring"></u>{e(t("wall|several in one place"))}</span>'
        f"{missing}{_ramp(wall)}</div></div>"
    )


def _key(wall: Wall, code: Progress, tally: Tally) -> str:
    major, others = tally.major + tally.major_unplaced, tally.general + tally.general_unplaced
    general = "" if code in DRAWN_MAJORS_ONLY else f"<i>/ {wall.t.number(others)}</i>"
    word = words.progress(wall.t, code)
    return f"<span>{mark(code, size=28)}{e(word)} <b>{wall.t.number(major)}</b>{general}</span>"
