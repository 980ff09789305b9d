"""The lists of a paper, row by row: of a closed meeting as they were frozen, with what became of each row since.

A row that changed since is marked (更正); rows that came since stand in a table of their own under the list (补录).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from riskmap.domain.meetings import Row as Frozen
from riskmap.metrics.frozen_lists import NOWHERE, State, rows
from riskmap.reports.briefing_rows import Row, each
from riskmap.reports.briefing_told import Asked, Table
from riskmap.views.frozen import BY_CORRECTION, LATE, SINCE

Words = tuple[str, ...]
Cells = Callable[[Row], Words]  # the words of a row of a table
WIDTH = 0.13  # of a table, for the column that tells what became of a row


def printed(asked: Asked, name: str) -> list[Row]:
    """The rows of a list by its name (riskmap.metrics.frozen_lists): as many as its figure says."""
    held = asked.lists.get(name)
    if held is None:
        return list(each(asked, rows(asked.index, asked.figures, name)))
    told = iter(each(asked, held.there))
    words = {state: asked.t(SINCE[state]) if state else "" for state in State}
    return [
        _gone(row, words[State.GONE]) if at == NOWHERE else replace(next(told), since=words[state])
        for row, at, state in zip(held.rows, held.at, held.states, strict=True)
    ]


def many(asked: Asked, name: str) -> int:
    """How many rows a list has."""
    held = asked.lists.get(name)
    return len(rows(asked.index, asked.figures, name)) if held is None else len(held.rows)


def came(asked: Asked, name: str) -> list[Row]:
    """The rows that would stand in a frozen list now and did not then; none of a list that is not frozen."""
    held = asked.lists.get(name)
    if held is None:
        return []
    late, corrected = asked.t(LATE), asked.t(BY_CORRECTION)
    return [
        replace(row, since=late if entered else corrected)
        for row, entered in zip(each(asked, held.came), held.late, strict=True)
    ]


def tables(asked: Asked, lists: Sequence[tuple[str, Cells]], shape: Table) -> tuple[Table, ...]:
    """Lists as one table, and what came since apart; () without rows. `shape`: the table without its rows."""
    kept = [(*cells(row), row.since) for name, cells in lists for row in printed(asked, name)]
    later = [(*cells(row), row.since) for name, cells in lists for row in came(asked, name)]
    return told(asked, shape, kept, later)


def told(asked: Asked, shape: Table, kept: Sequence[Words], later: Sequence[Words]) -> tuple[Table, ...]:
    """Rows whose last word is what became of them as a table, and those that came since apart; () without rows."""
    if not kept and not later:
        return ()
    if not later and not any(row[-1] for row in kept):
        return (replace(shape, rows=tuple(row[:-1] for row in kept)),)
    t, last = asked.t, len(shape.heads)
    rows_ = tuple((*row[:-1], row[-1] or "—") for row in kept)
    marked = replace(
        shape, heads=(*shape.heads, t("list|Since the freeze")), rows=rows_,
        widths=(*shape.widths, sum(shape.widths) * WIDTH), brief=(*shape.brief, last) if shape.brief else (),
    )  # fmt: skip
    apart = replace(marked, sheet=t("sheet|{name}, since the freeze", name=shape.sheet), rows=tuple(later), lines=0,
                    of=shape.sheet)  # fmt: skip
    return (marked, apart) if later else (marked,)


def sentence(asked: Asked, names: Iterable[str]) -> tuple[str, ...]:
    """What became of lists since they were frozen; () where nothing did."""
    t, held = asked.t, [asked.lists[name] for name in names if name in asked.lists]
    late = sum(int(one.late.sum()) for one in held)
    more = sum(len(one.came) for one in held) - late
    states = [state for one in held for state in one.states]
    changed = states.count(State.CHANGED)
    left = states.count(State.LEFT) + states.count(State.GONE)
    parts = (
        (late, t("paper|{n} entered late (apart)", n=late)),
        (more, t("paper|{n} listed now by a correction (apart)", n=more)),
        (left, t("paper|{n} corrected, not on the list now (marked)", n=left)),
        (changed, t("paper|{n} otherwise corrected (marked)", n=changed)),
    )
    said = t("list|, ").join(words for number, words in parts if number)
    return (t("paper|Since the freeze: {changes}.", changes=said),) if said else ()


def _gone(row: Frozen, since: str) -> Row:
    """A row that the ledger holds no more: what was frozen of it."""
    none = "—"
    return Row(
        id="", number=row.number, duty=none, department=none, township=none, firm=none, problem=none, control=none,
        five=none, found=none, due=none, countdown=none, grade=none, hazard=None, told=None, since=since,
    )  # fmt: skip
