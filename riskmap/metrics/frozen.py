"""The figures of a paper that a meeting freezes, by name, and a paper as it was frozen (DOMAIN.md §3.5 no. 3).

Every number that a table or chart of the paper prints has a name here; lists of hazards are rows and have none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from riskmap.metrics import ranking
from riskmap.metrics.briefing import ENFORCED, EVENTS, FLOWS, STOCK, Figures, Point, Side
from riskmap.metrics.filters import UNKNOWN
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.own_work import PARTS, Work
from riskmap.metrics.ranking import Line, RankTable

YEAR: Final = ("due", "due_passed", "on_time", "found", "general_passed", "major_closed", "not_yet_due")
ALONE: Final = ("opening", "voided_in_period", "transferred")
UNIT: Final = ("due", "due_passed", "stock_overdue", "not_yet_due", "review_late")
POINT: Final = ("stock", "stock_overdue", "due", "due_passed")
AGES: Final = ("general", "major", "overdue")
WHOLE: Final = "departments"  # the whole of the departments' own work
OLD_WHOLE: Final = "department.."  # what papers frozen before called it
Names = dict[str, int]


def printed(f: Figures) -> Names:
    """The figures of a paper by name, such as `stock`, `year.due`, `before.stock`, `township.<code>.due`."""
    found = _side(f.this, "")
    for prefix, one in (("before.", f.before), ("last_year.", f.last_year)):
        found |= _side(one, prefix) if one.known else {}
    found |= {f"all_year.{name}": number for name, number in f.year.items()}
    for by, lines in (("township", f.townships.lines), ("group", f.groups.lines)):
        found |= {f"{by}.{line.code}.{name}": line.counts[name] for line in lines for name in UNIT}
    found |= {_worked_name(line.code, part): line.counts[part] for line in f.departments for part in PARTS}
    for point in f.points:
        name = f"point.{point.period.label}"
        found |= {f"{name}.{one}": point.counts[one] for one in POINT}
        found |= {f"{name}.{one}": number for one, number in point.flows.items()}
    for kind in AGES:
        found |= {f"ages.{kind}.{at}": number for at, number in enumerate(getattr(f.ages, kind))}
    return found


def _side(one: Side, prefix: str) -> Names:
    found = {name: one.counts[name] for name in STOCK}
    found |= {name: one.flows[name] for name in (*FLOWS, *EVENTS, *ENFORCED)}
    found |= {name: one.alone[name] for name in ALONE} | {f"year.{name}": one.counts[name] for name in YEAR}
    found["visits"] = one.visits
    return {prefix + name: number for name, number in found.items()}


def differing(f: Figures, kept: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """The figures that differ from the frozen ones: name, frozen, now. One that was not frozen differs from nothing.

    The period's own point of the trend is told by its figures.
    """
    kept = _today(kept)
    for name, number in printed(f).items():
        if kept.get(name, number) != number and not name.startswith(f"point.{f.name}."):
            yield name, kept[name], number


def restored(f: Figures, kept: Mapping[str, int]) -> Figures:
    """The paper as it was frozen. What was not frozen (lists, or figures of an older paper) is that of now."""
    if not kept:
        return f
    kept = _today(kept)
    return replace(
        f,
        this=_back(f.this, "", kept),
        before=_back(f.before, "before.", kept),
        last_year=_back(f.last_year, "last_year.", kept),
        year={name: kept.get(f"all_year.{name}", number) for name, number in f.year.items()},
        townships=_ranked(f.townships, "township", kept),
        groups=_ranked(f.groups, "group", kept),
        departments=_worked(f.departments, kept),
        points=tuple(_point(one, kept) for one in f.points),
        ages=replace(
            f.ages,
            general=_classes(f.ages.general, "general", kept),
            major=_classes(f.ages.major, "major", kept),
            overdue=_classes(f.ages.overdue, "overdue", kept),
        ),
    )


def _over(counts: Mapping[str, int], prefix: str, names: Iterable[str], kept: Mapping[str, int]) -> Names:
    return dict(counts) | {name: kept.get(prefix + name, counts.get(name, 0)) for name in names}


def _back(one: Side, prefix: str, kept: Mapping[str, int]) -> Side:
    return replace(
        one,
        counts=_over(_over(one.counts, prefix, STOCK, kept), f"{prefix}year.", YEAR, kept),
        alone=_over(one.alone, prefix, (*ALONE, *(name for name in (*STOCK, *FLOWS) if name in one.alone)), kept),
        flows=_over(one.flows, prefix, (*FLOWS, *EVENTS, *ENFORCED), kept),
        visits=kept.get(f"{prefix}visits", one.visits),
    )


def _ranked(table: RankTable, by: str, kept: Mapping[str, int]) -> RankTable:
    """Lines ranked anew by what was frozen; the whole is that of the paper."""
    codes = dict.fromkeys([*(line.code for line in table.lines), *_codes(by, kept)])
    now = {line.code: line.counts for line in table.lines}
    none = dict.fromkeys(COLUMNS, 0)
    lines = [Line(code, _over(now.get(code, none), f"{by}.{code}.", UNIT, kept)) for code in codes]
    whole = _over(table.total.counts, "year.", ("due", "due_passed", "not_yet_due"), kept)
    total = Line(table.total.code, _over(whole, "", ("stock_overdue",), kept))
    return replace(table, lines=ranking.rank(lines), total=total)


def _worked_name(code: str | None, part: str) -> str:
    return f"{WHOLE}.{part}" if code is None else f"department.{code or UNKNOWN}.{part}"


def _today(kept: Mapping[str, int]) -> Names:
    """Frozen figures by the names of today."""
    return {
        f"{WHOLE}.{name.removeprefix(OLD_WHOLE)}" if name.startswith(OLD_WHOLE) else name: number
        for name, number in kept.items()
    }


def _worked(lines: Iterable[Work], kept: Mapping[str, int]) -> list[Work]:
    """Lines of now and those that were frozen, in the order of now; the whole stands last."""
    now: dict[str | None, Mapping[str, int]] = {one.code: one.counts for one in lines}
    whole = now.pop(None, {})
    now |= {code: {} for code in _codes("department", kept, PARTS[0]) if code not in now}
    return [
        Work(code, {part: kept.get(_worked_name(code, part), counts.get(part, 0)) for part in PARTS})
        for code, counts in (*now.items(), (None, whole))
    ]


def _codes(by: str, kept: Mapping[str, int], part: str = "due") -> list[str]:
    codes = (name.split(".")[1] for name in kept if name.startswith(f"{by}.") and name.endswith(f".{part}"))
    return ["" if code == UNKNOWN else code for code in codes]


def _point(one: Point, kept: Mapping[str, int]) -> Point:
    prefix = f"point.{one.period.label}."
    return Point(one.period, _over(one.counts, prefix, POINT, kept), _over(one.flows, prefix, one.flows, kept))


def _classes(counts: tuple[int, ...], kind: str, kept: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(kept.get(f"ages.{kind}.{at}", number) for at, number in enumerate(counts))
