"""The lists of a paper: major hazards one by one, overdue items, listings, due steps, wishes, what falls due next."""

from typing import Final

from riskmap.domain.hazard import Hazard
from riskmap.domain.listing import listing_at
from riskmap.metrics.briefing import LADDER
from riskmap.metrics.frozen_lists import STEPS, STOCK
from riskmap.reports import briefing_proposed
from riskmap.reports import briefing_since as since
from riskmap.reports.briefing_cases import case
from riskmap.reports.briefing_rows import Row, reason, wish
from riskmap.reports.briefing_told import Asked, Part, Table
from riskmap.views.html.my_work import PROPOSED

LINES: Final = 15  # overdue items on a page, a line each


def majors(asked: Asked) -> Part:
    """Major hazards one by one: an overview, then each on a page of its own."""
    t, rows = asked.t, since.printed(asked, "majors")

    def cells(one: Row) -> tuple[str, ...]:
        told = one.told.progress if one.told and one.told.progress else "—"
        return (one.number, one.duty, one.firm, one.problem, one.control, one.five, one.countdown, told)

    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("Control"),
             t("Five on paper / in place"), t("Countdown"), t("How it stands"))  # fmt: skip
    shape = Table(t("sheet|Major hazards"), heads, (), (1.9, 2, 1.9, 2.2, 1.4, 1.2, 1.4, 1.6), most=3,
                  brief=(1, 2, 3, 4, 6))  # fmt: skip
    sentences = (t("paper|{n} major hazards are open.", n=len(rows)), *since.sentence(asked, ("majors",)))
    cases = tuple(case(asked, one) for one in rows if one.id)
    tables = since.tables(asked, (("majors", cells),), shape)
    return Part(t("paper|Major hazards, one by one"), sentences, tables, cases=cases)


def overdue(asked: Asked) -> Part:
    """Every overdue item on a line of its own, with its reason and what the county must solve."""
    t, rows = asked.t, since.printed(asked, "overdue")

    def cells(one: Row) -> tuple[str, ...]:
        told = (reason(asked, one.told), wish(one.told)) if one.id else ("—", "—")
        return (one.number, one.duty, one.firm, one.problem, one.due, one.countdown, *told)

    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("day|Due"), t("Countdown"),
             t("Reason for lateness"), t("What the county must solve"))  # fmt: skip
    silent = sum(one.told is None for one in rows if one.id)
    sentence = (
        t("paper|{n} items are overdue; for {m} of them no reason is stated.", n=len(rows), m=silent)
        if rows
        else t("Nothing overdue (as of {day}).", day=t.date(asked.figures.now.as_of))
    )
    shape = Table(t("sheet|Overdue"), heads, (), (3.2, 4.7, 3.3, 3.5, 2.5, 2.6, 3.1, 2.8), lines=LINES, most=2,
                  brief=(1, 2, 3, 5, 6))  # fmt: skip
    tables = since.tables(asked, (("overdue", cells),), shape)
    return Part(t("paper|Overdue, not rectified"), (sentence, *since.sentence(asked, ("overdue",))), tables)


def listing(asked: Asked) -> Part:
    """Listed hazards and how they stand, what is proposed to be listed or delisted, due steps that nobody took."""
    t = asked.t
    names = ("listed", "to_list", "to_delist")
    listed, to_list, to_delist = (since.many(asked, name) for name in names)
    sentences = [t("paper|{n} hazards are listed for supervision; {a} are proposed to be listed, {b} to be delisted.",
                   n=listed, a=to_list, b=to_delist)]  # fmt: skip
    due = {step: since.many(asked, STEPS + step) for step in LADDER}
    counts = t(", ").join(t("paper|{unit} {n}", unit=t(PROPOSED[step]), n=due[step]) for step in LADDER if due[step])
    sentences.append(t("paper|Due and not taken, to be decided: {steps}.", steps=counts) if counts
                     else t("No step is due."))  # fmt: skip
    sentences += briefing_proposed.sentence(asked)
    sentences += since.sentence(asked, (*names, *(STEPS + step for step in LADDER)))
    tables = (*_listed(asked), *_proposed(asked), *_steps(asked), *briefing_proposed.units(asked))
    title = t("paper|Listed for supervision, proposals, due steps not taken")
    return Part(title, tuple(sentences), tables)


def _listed(asked: Asked) -> tuple[Table, ...]:
    t = asked.t
    heads = (t("Number"), t("Level"), t("Department, township"), t("Enterprise"), t("Problem"), t("Listed on"),
             t("Supervision ends"), t("Countdown"), t("How it stands"))  # fmt: skip
    shape = Table(t("sheet|Listed"), heads, (), (2.2, 1, 2, 2, 2.2, 1.7, 1.7, 1.5, 1.4), most=3,
                  brief=(1, 2, 3, 6, 7))  # fmt: skip
    return since.tables(asked, (("listed", lambda one: _one_listed(asked, one)),), shape)


def _one_listed(asked: Asked, one: Row) -> tuple[str, ...]:
    t = asked.t
    running = listing_at(one.hazard, asked.figures.now.as_of) if one.hazard else None
    level = asked.label("listed_level", running.level) if running else "—"
    days = (t.date(running.listed), t.date(running.due)) if running else ("—", "—")
    return (one.number, level, one.duty, one.firm, one.problem, *days, one.countdown,
            one.told.progress if one.told and one.told.progress else "—")  # fmt: skip


def _proposed(asked: Asked) -> tuple[Table, ...]:
    """拟挂牌, 拟摘牌: what was proposed and nobody has decided."""
    t = asked.t

    def listing_(one: Row) -> tuple[str, ...]:
        return (t("to be listed"), *_of(one), _asked_on(asked, one.hazard, delisting=False))

    def delisting(one: Row) -> tuple[str, ...]:
        return (t("to be delisted"), *_of(one), _asked_on(asked, one.hazard, delisting=True))

    heads = (t("week|Proposed"), t("Number"), t("Department, township"), t("Enterprise"), t("Problem"),
             t("Proposed on"))  # fmt: skip
    shape = Table(t("sheet|Listings proposed"), heads, (), (1.1, 1.7, 2.2, 2.2, 2.6, 1.3), most=3, brief=(0, 2, 3, 4))
    return since.tables(asked, (("to_list", listing_), ("to_delist", delisting)), shape)


def _asked_on(asked: Asked, hazard: Hazard | None, *, delisting: bool) -> str:
    days = [one.delist_applied if delisting else one.proposed for one in hazard.listings] if hazard else []
    known = [day for day in days if day is not None and day <= asked.figures.now.as_of]
    return asked.t.date(max(known, default=None))


def _steps(asked: Asked) -> tuple[Table, ...]:
    t = asked.t
    lists = [(STEPS + step, _led(t(PROPOSED[step]))) for step in LADDER]
    heads = (t("Step"), t("Number"), t("Department, township"), t("Enterprise"), t("Problem"))
    return since.tables(asked, lists, Table(t("sheet|Steps"), heads, (), (1.8, 1.7, 2.4, 2.4, 2.6), most=3,
                                            brief=(0, 2, 3, 4)))  # fmt: skip


def _led(word: str) -> since.Cells:
    return lambda one: (word, *_of(one))


def _of(one: Row) -> tuple[str, ...]:
    return (one.number, one.duty, one.firm, one.problem)


def wishes(asked: Asked) -> Part:
    """What the county must coordinate, in the words of those who asked."""
    t = asked.t
    rows = since.printed(asked, "wished")
    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("What the county must solve"))
    sentence = t("paper|{n} matters are asked of the county.", n=len(rows))
    shape = Table(t("sheet|Wishes"), heads, (), (1.7, 2, 2, 2.2, 3.2), most=8, brief=(1, 2, 4))
    tables = since.tables(asked, (("wished", lambda one: (*_of(one), wish(one.told))),), shape)
    said = sentence if rows else t("Nothing was asked of the county.")
    return Part(t("paper|To be coordinated by the county"), (said, *since.sentence(asked, ("wished",))), tables)


def next_due(asked: Asked) -> tuple[Table, ...]:
    """What falls due in the period that follows."""
    t = asked.t
    heads = (t("day|Due"), t("Number"), t("Grade"), t("Department, township"), t("Enterprise"), t("Problem"))

    def cells(one: Row) -> tuple[str, ...]:
        return (one.due, one.number, one.grade, one.duty, one.firm, one.problem)

    shape = Table(t("sheet|Due next"), heads, (), (1.2, 1.7, 0.9, 2.4, 2, 2.6), most=3, brief=(0, 2, 3, 4, 5))
    return since.tables(asked, (("next_due", cells),), shape)


def ledger(asked: Asked) -> tuple[Table, ...]:
    """附件: every hazard that is open at the end of the period."""
    t = asked.t
    heads = (t("Number"), t("Grade"), t("Department"), t("Township"), t("Enterprise"), t("Problem"), t("Found"),
             t("day|Due"), t("Countdown"))  # fmt: skip

    def cells(one: Row) -> tuple[str, ...]:
        return (one.number, one.grade, one.department, one.township, one.firm, one.problem, one.found, one.due,
                one.countdown)  # fmt: skip

    shape = Table(t("sheet|Open hazards"), heads, (), (1.8, 1, 1.6, 1.4, 2.4, 3.2, 1.2, 1.2, 1.3))
    return since.tables(asked, ((STOCK, cells),), shape) or (shape,)
