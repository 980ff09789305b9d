"""The rank tables of the wall (DOMAIN.md §3.3): townships and sector groups by due-item rate, then by overdue items."""

from collections.abc import Mapping

from riskmap.metrics.format import fraction
from riskmap.metrics.ranking import FEWEST_DUE, Line, RankTable
from riskmap.views.html.markup import e
from riskmap.views.html.parts import percent, rate
from riskmap.views.html.wall.base import Wall, block, fit, nothing

TITLES = {
    "township": ("Townships: due-item rate", "Township"),
    "group": ("Sector groups: due-item rate", "Sector group"),
}


def table(wall: Wall, by: str) -> str:
    """The card of a dimension (township or group): ranked lines, those that stand apart, the whole."""
    t = wall.t
    ranks: RankTable = wall.figures.townships if by == "township" else wall.figures.groups
    among = "township" if by == "township" else "sector"
    title, first = TITLES[by]
    lines = [
        _line(wall, line, wall.context.label(by, line.code), among, {by: (line.code or "unknown",)}, code=line.code)
        for line in ranks.lines
    ]
    if by == "township":  # what stands apart and the whole are the same for sectors: told once
        lines += _apart(wall, ranks)
    if not lines:
        lines = [nothing(t("No hazards in this selection"))]
    body = fit("".join(lines), 0, t("wall|{n} lines left out"), head=_head(wall, first), drop="middle")
    return block("township" if by == "township" else "group", t(title), body, e(t("wall|by rate, then overdue")))


def _apart(wall: Wall, ranks: RankTable) -> list[str]:
    """The lines beside the ranks, and the whole of the scope."""
    t = wall.t
    beside = (
        (ranks.higher, t("wall|Supervised higher"), "higher"),
        (ranks.self_found, t("wall|Self-found"), "self_found"),
    )
    lines = [_line(wall, line, name, part, {}, "wa-apart") for line, name, part in beside if line is not None]
    return [*lines, _line(wall, ranks.total, wall.context.whole, "", {}, "wa-total wa-keep")]


def _head(wall: Wall, first: str) -> str:
    t = wall.t
    cells = (
        ("", t("wall|#")), ("", t(first)), ("wide", t("Due-item rate")), ("", t("wall|Late")),
        ("", t("Not due")), ("", t("rate|Rectified")),
    )  # fmt: skip
    return (
        '<div class="wa-rank wa-head">'
        + "".join(f'<span class="{cls}">{e(text)}</span>' for cls, text in cells)
        + "</div>"
    )


def _line(
    wall: Wall, line: Line, name: str, among: str, only: Mapping[str, object], cls: str = "", *, code: str = ""
) -> str:
    """One line; fewer than five due items are shown, not ranked, in every line of the table that could be ranked."""
    counts, late = line.counts, line.counts["stock_overdue"]
    n, m = rate("due_rate_passed").parts(counts)
    few = m < FEWEST_DUE and cls in {"", "wa-apart"}
    place = "" if cls else "—" if line.rank is None else str(line.rank)
    shown = (
        f"<b>{e(percent(wall.context, 'due_rate_passed', counts))}</b><small>{_parts(wall, n, m, among, only)}</small>"
    )
    if few:
        told = wall.t("wall|under {n} due", n=FEWEST_DUE) if m else wall.t("nothing due")
        shown = f'<span class="wa-few">{e(told)} <small>{fraction(n, m)}</small></span>'
    cells = (
        f'<span class="wa-place">{place}</span><span class="wa-cut">{e(name)}</span>{shown}'
        f"<span>{wall.count(late, 'stock_overdue', among, 'wa-late' if late else 'wa-zero', only)}</span>"
        f"<span>{wall.count(counts['not_yet_due'], 'not_yet_due', among, only=only)}</span>"
        f"<small>{e(percent(wall.context, 'rectification_rate', counts))}</small>"
    )
    mark = f' data-code="{e(code)}"' if code else ""
    return f'<div class="wa-rank wa-row{" " + cls if cls else ""}"{mark}>{cells}</div>'


def _parts(wall: Wall, n: int, m: int, among: str, only: Mapping[str, object]) -> str:
    """n/m, in digits alone: with commas the county's own would touch its rate."""
    if not m or not wall.links:
        return e(fraction(n, m))
    return f"{wall.count(str(n), 'due_passed', among, only=only)}/{wall.count(str(m), 'due', among, only=only)}"
