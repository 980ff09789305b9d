"""What a paper of a closed meeting says of itself: that its figures are frozen, and which differ from those of now."""

from riskmap.metrics import frozen
from riskmap.reports.briefing_told import Asked, Table
from riskmap.views.briefing import gap
from riskmap.views.frozen import named


def sentence(asked: Asked) -> tuple[str, ...]:
    """When the figures were frozen, what was entered late and corrected since, how many differ; () while it is open."""
    t, meeting = asked.t, asked.meeting
    if meeting.closed is None or not meeting.figures:
        return ()
    late, corrected = map(len, asked.moved or ((), ()))
    said = t(
        "paper|Figures as frozen on {day}. Since then entered late: {late}, corrected: {corrected}; figures that "
        "differ: {n}.", day=t.date(meeting.closed), late=late, corrected=corrected, n=len(_differing(asked)),
    )  # fmt: skip
    of_lists = (
        t("paper|Lists hold the rows as frozen, with their facts as they stand; what changed since is marked, what "
          "came since stands apart.")
        if asked.lists
        else t("paper|Lists of hazards show the ledger as it stands.")
    )  # fmt: skip
    return (said, of_lists)


def table(asked: Asked) -> tuple[Table, ...]:
    """The figures that differ: frozen, now, difference; () without any."""
    t = asked.t
    rows = tuple(
        (named(t, asked.label, asked.figures, name), t.number(then), t.number(now), gap(t, now, then))
        for name, then, now in _differing(asked)
    )
    heads = (t("Figure"), t("Frozen"), t("Now, for the same days"), t("paper|± items"))
    return (Table(t("sheet|Differences"), heads, rows, (3, 1, 1.2, 1), frozenset({1, 2, 3})),) if rows else ()


def _differing(asked: Asked) -> list[tuple[str, int, int]]:
    return list(frozen.differing(asked.live, asked.meeting.printed)) if asked.live else []
