"""The lists of a paper: major hazards one by one, overdue items, listings, due steps, wishes, what falls due next."""

from typing import Final

from riskmap.domain.hazard import Hazard
from riskmap.domain.listing import listing_at
from riskmap.metrics import drill
from riskmap.metrics.briefing import LADDER, ordered
from riskmap.metrics.frame import Ints
from riskmap.reports.briefing_cases import case
from riskmap.reports.briefing_rows import Row, each, reason, wish
from riskmap.reports.briefing_told import Asked, Part, Table
from riskmap.views.html.my_work import PROPOSED

LINES: Final = 15  # overdue items on a page, a line each


def majors(asked: Asked) -> Part:
    """Major hazards one by one: an overview, then each on a page of its own."""
    t, rows = asked.t, list(each(asked, asked.figures.majors))
    cells = tuple(
        (one.number, one.duty, one.firm, one.problem, one.control, one.five, one.countdown,
         one.told.progress if one.told and one.told.progress else "—")
        for one in rows
    )  # fmt: skip
    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("Control"),
             t("Five on paper / in place"), t("Countdown"), t("How it stands"))  # fmt: skip
    table = Table(t("sheet|Major hazards"), heads, cells, (1.9, 2, 1.9, 2.2, 1.4, 1.2, 1.4, 1.6), most=3,
                  brief=(1, 2, 3, 4, 6))  # fmt: skip
    sentence = t("paper|{n} major hazards are open.", n=len(rows))
    cases = tuple(case(asked, one) for one in rows)
    return Part(t("paper|Major hazards, one by one"), (sentence,), (table,) if rows else (), cases=cases)


def overdue(asked: Asked) -> Part:
    """Every overdue item on a line of its own, with its reason and what the county must solve."""
    t, rows = asked.t, list(each(asked, asked.figures.overdue))
    cells = tuple(
        (one.number, one.duty, one.firm, one.problem, one.due, one.countdown, reason(asked, one.told), wish(one.told))
        for one in rows
    )
    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("day|Due"), t("Countdown"),
             t("Reason for lateness"), t("What the county must solve"))  # fmt: skip
    silent = sum(one.told is None for one in rows)
    sentence = (
        t("paper|{n} items are overdue; for {m} of them no reason is stated.", n=len(rows), m=silent)
        if rows
        else t("Nothing overdue (as of {day}).", day=t.date(asked.figures.now.as_of))
    )
    table = Table(t("sheet|Overdue"), heads, cells, (3.2, 4.7, 3.3, 3.5, 2.5, 2.6, 3.1, 2.8), lines=LINES, most=2,
                  brief=(1, 2, 3, 5, 6))  # fmt: skip
    return Part(t("paper|Overdue, not rectified"), (sentence,), (table,) if rows else ())


def listing(asked: Asked) -> Part:
    """Listed hazards and how they stand, what is proposed to be listed or delisted, due steps that nobody took."""
    t, f = asked.t, asked.figures
    sentences = [t("paper|{n} hazards are listed for supervision; {a} are proposed to be listed, {b} to be delisted.",
                   n=len(f.listed), a=len(f.to_list), b=len(f.to_delist))]  # fmt: skip
    counts = t(", ").join(
        t("paper|{unit} {n}", unit=t(PROPOSED[step]), n=len(f.steps[step])) for step in LADDER if len(f.steps[step])
    )
    sentences.append(t("paper|Due and not taken, to be decided: {steps}.", steps=counts) if counts
                     else t("No step is due."))  # fmt: skip
    tables = (_listed(asked), _proposed(asked), _steps(asked))
    title = t("paper|Listed for supervision, proposals, due steps not taken")
    return Part(title, tuple(sentences), tuple(one for one in tables if one.rows))


def _listed(asked: Asked) -> Table:
    t = asked.t
    heads = (t("Number"), t("Level"), t("Department, township"), t("Enterprise"), t("Problem"), t("Listed on"),
             t("Supervision ends"), t("Countdown"), t("How it stands"))  # fmt: skip
    rows = tuple(_one_listed(asked, one) for one in each(asked, asked.figures.listed))
    return Table(t("sheet|Listed"), heads, rows, (2.2, 1, 2, 2, 2.2, 1.7, 1.7, 1.5, 1.4), most=3,
                 brief=(1, 2, 3, 6, 7))  # fmt: skip


def _one_listed(asked: Asked, one: Row) -> tuple[str, ...]:
    t = asked.t
    running = listing_at(one.hazard, asked.figures.now.as_of) if one.hazard else None
    level = asked.label("listed_level", running.level) if running else "—"
    days = (t.date(running.listed), t.date(running.due)) if running else ("—", "—")
    return (one.number, level, one.duty, one.firm, one.problem, *days, one.countdown,
            one.told.progress if one.told and one.told.progress else "—")  # fmt: skip


def _proposed(asked: Asked) -> Table:
    """拟挂牌, 拟摘牌: what was proposed and nobody has decided."""
    t, f = asked.t, asked.figures
    rows = tuple(
        (words, one.number, one.duty, one.firm, one.problem, _asked_on(asked, one.hazard, delisting=at == 1))
        for at, (words, found) in enumerate(((t("to be listed"), f.to_list), (t("to be delisted"), f.to_delist)))
        for one in each(asked, found)
    )
    heads = (t("week|Proposed"), t("Number"), t("Department, township"), t("Enterprise"), t("Problem"),
             t("Proposed on"))  # fmt: skip
    return Table(t("sheet|Listings proposed"), heads, rows, (1.1, 1.7, 2.2, 2.2, 2.6, 1.3), most=3, brief=(0, 2, 3, 4))


def _asked_on(asked: Asked, hazard: Hazard | None, *, delisting: bool) -> str:
    days = [one.delist_applied if delisting else one.proposed for one in hazard.listings] if hazard else []
    known = [day for day in days if day is not None and day <= asked.figures.now.as_of]
    return asked.t.date(max(known, default=None))


def _steps(asked: Asked) -> Table:
    t, f = asked.t, asked.figures
    rows = tuple((t(PROPOSED[step]), *_of(one)) for step in LADDER for one in each(asked, f.steps[step]))
    heads = (t("Step"), t("Number"), t("Department, township"), t("Enterprise"), t("Problem"))
    return Table(t("sheet|Steps"), heads, rows, (1.8, 1.7, 2.4, 2.4, 2.6), most=3, brief=(0, 2, 3, 4))


def _of(one: Row) -> tuple[str, ...]:
    return (one.number, one.duty, one.firm, one.problem)


def wishes(asked: Asked) -> Part:
    """What the county must coordinate, in the words of those who asked."""
    t = asked.t
    rows = tuple((*_of(one), wish(one.told)) for one in each(asked, asked.figures.wished))
    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("What the county must solve"))
    sentence = t("paper|{n} matters are asked of the county.", n=len(rows))
    table = (Table(t("sheet|Wishes"), heads, rows, (1.7, 2, 2, 2.2, 3.2), most=8, brief=(1, 2, 4)),) if rows else ()
    return Part(t("paper|To be coordinated by the county"),
                (sentence if rows else t("Nothing was asked of the county."),), table)  # fmt: skip


def next_due(asked: Asked) -> Table:
    """What falls due in the period that follows."""
    t = asked.t
    heads = (t("day|Due"), t("Number"), t("Grade"), t("Department, township"), t("Enterprise"), t("Problem"))
    rows = tuple(
        (one.due, one.number, one.grade, one.duty, one.firm, one.problem)
        for one in each(asked, asked.figures.next_due)
    )
    return Table(t("sheet|Due next"), heads, rows, (1.2, 1.7, 0.9, 2.4, 2, 2.6), most=3, brief=(0, 2, 3, 4, 5))


def ledger(asked: Asked) -> Table:
    """附件: every hazard that is open at the end of the period."""
    t = asked.t
    heads = (t("Number"), t("Grade"), t("Department"), t("Township"), t("Enterprise"), t("Problem"), t("Found"),
             t("day|Due"), t("Countdown"))  # fmt: skip
    rows = tuple(
        (one.number, one.grade, one.department, one.township, one.firm, one.problem, one.found, one.due, one.countdown)
        for one in each(asked, ordered(asked.index, asked.figures.now, "stock"))
    )
    return Table(t("sheet|Open hazards"), heads, rows, (1.8, 1, 1.6, 1.4, 2.4, 3.2, 1.2, 1.2, 1.3))


def measured(asked: Asked, name: str) -> Ints:
    """The hazards behind a flow of the period."""
    return ordered(asked.index, asked.figures.own, f"{drill.FLOW}{name}")
