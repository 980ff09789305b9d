"""What stands around a hazard: where it lies, its enterprise, what it recurs of, what may be the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from riskmap.domain.codes import Progress
from riskmap.domain.table import OPEN_STATES
from riskmap.views.html.context import Context
from riskmap.views.html.dossier import Case
from riskmap.views.html.markup import card, e, link, span
from riskmap.views.small_map import Outline, picture

NEAR: Final = 3  # days between two findings that may be one hazard (DOMAIN.md §3.5)


@dataclass(frozen=True, slots=True)
class Firm:
    """The enterprise as its reader sees it. `facts`: row of the register; counts of hazards and visits up to a day."""

    facts: Mapping[str, Any]
    standing: int
    overdue: int
    visits: int
    last: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Hazards that belong to one: `before`: of which it recurs; `after`: that recurred of it; `alike`: maybe the same.

    Each is (id, permanent number, what it says).
    """

    before: Sequence[tuple[str, str, str]]
    after: Sequence[tuple[str, str, str]]
    alike: Sequence[tuple[str, str, str]]


def place(context: Context, c: Case, among: Outline | None, *, sketch: bool) -> str:
    """Where the hazard lies, opening the battle map there; "" without a position or outlines, and for a void one.

    What is void stands on no map; its coordinates are among its facts.
    """
    t, h = context.t, c.hazard
    if among is None or h.lon is None or h.lat is None or c.now.progress is Progress.VOID:
        return ""
    address = context.href("battle_map", {"mark": h.hazard_no})
    drawn = picture(among, h.lon, h.lat, c.now.progress, major=c.major, alarm=c.now.alarm)
    said = t("Place of {number} in the county", number=h.hazard_no)
    shown = link(address, f'<img src="{drawn}" alt="{e(said)}" class="w-here">', "w-place")
    note = span(t("Schematic: township borders are no basis for boundaries."), "w-mu") if sketch else ""
    return card(t("Place"), f"{shown}{note}", span(f"{h.lon:.5f}, {h.lat:.5f}", "w-mu"))


def firm(context: Context, found: Firm | None) -> str:
    """The enterprise: who answers for it, what stands there, how often it was visited; "" where it is unknown."""
    if found is None:
        return ""
    t, row = context.t, found.facts
    key = str(row["id"])
    rows = [
        (t("Unified code"), e(row["uscc"])), (t("Township"), e(context.label("township", str(row["township"])))),
        (t("Sector"), e(context.label("sector", str(row["sector"])))), (t("Address"), e(row["address"])),
        (t("Principal"), e(row["principal"])), (t("Safety officer"), e(row["safety_person"])),
        (t("Standard grade"), e(row["standard_grade"])),
        (t("Open hazards"), _opens(context, found.standing, key, ())),
        (t("of them overdue"), _opens(context, found.overdue, key, ("overdue",))),
        (t("Visits up to the day"), e(_visits(context, found))),
    ]  # fmt: skip
    cells = "".join(f"<div><dt>{e(name)}</dt><dd>{inner}</dd></div>" for name, inner in rows if inner and inner != "—")
    note = "" if row["confirmed"] else span(t("not confirmed in the register"), "w-tag")
    aside = span(t("as of {day}", day=t.date(context.day)), "w-mu")
    return card(str(row["name"]), f'{note}<dl class="w-facts w-facts-one">{cells}</dl>', aside)


def _opens(context: Context, count: int, firm: str, progress: tuple[str, ...]) -> str:
    """A count that opens its rows."""
    if not count:
        return e(context.t.number(0))
    status = () if progress else tuple(sorted(one.value for one in OPEN_STATES))
    address = context.href("ledger", enterprise=(firm,), progress=progress, status=status)
    return link(address, e(context.t.number(count)), "w-n")


def _visits(context: Context, found: Firm) -> str:
    t = context.t
    if not found.visits:
        return t("No visit on record.")
    return t("{n}, the last on {day}", n=t.number(found.visits), day=found.last)


def kin(context: Context, found: Kin) -> str:
    """Recurrences, and hazards that may be the same, for a person to judge; "" without any."""
    t = context.t
    parts = (
        (t("It recurs of"), found.before), (t("It recurred as"), found.after),
        (t("Perhaps the same (enterprise, place, problem, found within {n} days)", n=NEAR), found.alike),
    )  # fmt: skip
    lines = "".join(
        f"<div><dt>{e(title)}</dt><dd>{''.join(_line(context, *one) for one in rows)}</dd></div>"
        for title, rows in parts
        if rows
    )
    if not lines:
        return ""
    return card(t("Recurrences and possible duplicates"), f'<dl class="w-facts w-facts-one">{lines}</dl>')


def _line(context: Context, key: str, number: str, words: str) -> str:
    return f"<p>{link(context.href('hazard', {'id': key}), e(number), 'w-text')} {span(words, 'w-mu')}</p>"
