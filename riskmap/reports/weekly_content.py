"""The weekly paper as text and tables, whatever file it becomes: the words are written from the numbers by rules.

Rises and falls are told for what they mean; finding more is never worse; what the ladder proposes is called a proposal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from riskmap.domain.codes import Step
from riskmap.domain.columns import from_day, to_day
from riskmap.i18n import Translator
from riskmap.metrics import frame as facts
from riskmap.metrics.format import fraction, pct, points
from riskmap.metrics.frame import Ints
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import RATES
from riskmap.metrics.weekly import EVENTS, FLOWS, LADDER, STOCK
from riskmap.metrics.weekly import RATES as SHOWN
from riskmap.reports.weekly_told import Asked, Content, Part, Table
from riskmap.views import words
from riskmap.views.html.my_work import PROPOSED
from riskmap.views.html.weekly import NAMES
from riskmap.views.html.weekly_lists import said
from riskmap.views.names import LATE_REASON

NAMED: Final = 3  # units that a sentence names


def content(asked: Asked) -> Content:
    """Write the paper."""
    t, f = asked.t, asked.figures
    marks = [t("For internal use"), *([t("Demo data")] if asked.demo else [])]
    days = t("{start} to {end}, last day included", start=t.date(f.week.from_), end=t.date(f.now.as_of))
    written: Sequence[Callable[[Asked], Part]] = (
        _pending, _situation, _units, _majors, _overdue, _ladder, _wishes, _next_due, _decided,
    )  # fmt: skip
    parts = tuple(part(asked) for part in written)
    foot = t("due-item rate = re-inspected and passed ÷ due (carried over in, void out, not yet due not counted).")
    between = "" if t.lang == "zh_CN" else ": "
    title = f"{asked.county}{between}{t('Weekly review, week {week}', week=f.name)}"
    return Content(title, days, tuple(marks), parts, foot)


def _compared(t: Translator, now: int, before: int) -> str:
    if now == before:
        return t("paper|as many as the week before")
    more = now > before
    return t("paper|{n} more than the week before" if more else "paper|{n} fewer than the week before",
             n=t.number(abs(now - before)))  # fmt: skip


def _pending(asked: Asked) -> Part:
    t, f, day = asked.t, asked.figures, asked.figures.now.as_of
    earlier = [one for one in asked.decisions if one.week < f.name and one.decided <= day]
    still = sorted((one for one in earlier if one.open(day)), key=lambda one: (one.owner, one.due))
    late = sum(one.late(day) for one in still)
    sentence = (
        t("paper|{n} decisions of earlier meetings are open, {late} of them past their date.", n=len(still), late=late)
        if still
        else t("paper|All decisions of earlier meetings are done.")
    )
    heads = (t("Decided"), t("Unit"), t("Due by"), t("How it stands"))
    rows = tuple((one.text, one.owner, t.date(one.due), one.progress or "—") for one in still)
    table = (Table(t("sheet|Open decisions"), heads, rows, (4, 2, 1.4, 3)),) if rows else ()
    return Part(t("paper|Decided earlier, not done"), (sentence,), table)


def _situation(asked: Asked) -> Part:
    t, f = asked.t, asked.figures
    c, b, flows, former = f.counts, f.before, f.flows, f.flows_before
    due, before = RATES["due_rate_passed"].parts(c), RATES["due_rate_passed"].parts(b)
    gaps = {name: _compared(t, flows[name], former[name]) for name in ("new_in_period", "closed_in_period")}
    gaps |= {name: _compared(t, c[name], b[name]) for name in ("stock", "stock_overdue")}
    sentences = (
        t(
            "paper|This week {new} hazards were entered ({new_gap}) and {closed} crossed off ({closed_gap}); {stock} "
            "are open ({stock_gap}).",
            new=flows["new_in_period"], new_gap=gaps["new_in_period"], closed=flows["closed_in_period"],
            closed_gap=gaps["closed_in_period"], stock=c["stock"], stock_gap=gaps["stock"],
        ),
        t(
            "paper|{late} are overdue and not rectified ({gap}), {new} of them since this week; {major} major hazards "
            "are open, {listed} hazards are listed for supervision.",
            late=c["stock_overdue"], gap=gaps["stock_overdue"], new=flows["newly_late"], major=c["stock_major"],
            listed=c["stock_listed"],
        ),
        t(
            "paper|Of what fell due this year {rate} ({parts}) is re-inspected and passed, {points} percentage points "
            "against the week before.",
            rate=t.percent(pct(*due)), parts=fraction(*due), points=points(*due, *before),
        ),
    )  # fmt: skip
    return Part(t("paper|The week in figures"), sentences, (_figures(asked), _rates(asked)))


def _figures(asked: Asked) -> Table:
    t, f = asked.t, asked.figures
    rows = [(t(NAMES[name]), t.number(f.counts[name]), t.number(f.before[name])) for name in STOCK]
    rows += [(t(NAMES[name]), t.number(f.flows[name]), t.number(f.flows_before[name])) for name in (*FLOWS, *EVENTS)]
    heads = (t("Figure"), t("week|This week"), t("week|Week before"))
    return Table(t("sheet|Figures"), heads, tuple(rows), (3, 1, 1), frozenset({1, 2}))


def _rates(asked: Asked) -> Table:
    t, f = asked.t, asked.figures
    rows = []
    for name in SHOWN:
        now, before = RATES[name].parts(f.counts), RATES[name].parts(f.before)
        rows.append((t(NAMES[name]), t.percent(pct(*now)), fraction(*now), t.percent(pct(*before)), fraction(*before)))
    heads = (t("Figure"), t("week|This week"), t("paper|n/m"), t("week|Week before"), t("paper|n/m"))
    return Table(t("sheet|Rates"), heads, tuple(rows), (3, 1, 1.4, 1, 1.4), frozenset({1, 2, 3, 4}))


def _units(asked: Asked) -> Part:
    t, f = asked.t, asked.figures
    late = sorted((line for line in f.townships.lines if line.counts["stock_overdue"]),
                  key=lambda line: -line.counts["stock_overdue"])[:NAMED]  # fmt: skip
    named = t(", ").join(
        t("paper|{unit} {n}", unit=asked.label("township", line.code), n=line.counts["stock_overdue"]) for line in late
    )
    sentence = t("paper|Most overdue items, where help is needed first: {units}.", units=named) if named else t(
        "paper|No township has an overdue item.")  # fmt: skip
    ranks = (_rank(asked, "township", f.townships.lines, f.townships.total),
             _rank(asked, "group", f.groups.lines, f.groups.total))  # fmt: skip
    return Part(t("paper|Sectors, townships, departments"), (sentence,), (*ranks, _departments(asked)))


def _rank(asked: Asked, by: str, lines: Sequence[Line], whole: Line) -> Table:
    t = asked.t
    fixed = asked.meeting.fixed_order
    ordered = sorted(lines, key=lambda line: line.code) if fixed else list(lines)
    rows = [_ranked(asked, by, line, "" if fixed else "—" if line.rank is None else str(line.rank)) for line in ordered]
    rows.append(_ranked(asked, by, whole, "", t("Whole county")))
    heads = (t("Rank"), t("Township") if by == "township" else t("Sector group"), t("Due-item rate"),
             t("Confirmed / due"), t("Overdue"), t("Not due"))  # fmt: skip
    sheet = t("sheet|Townships") if by == "township" else t("sheet|Sectors")
    return Table(sheet, heads, tuple(rows), (0.7, 2.4, 1.4, 1.4, 0.9, 0.9), frozenset({2, 3, 4, 5}))


def _ranked(asked: Asked, by: str, line: Line, place: str, name: str = "") -> tuple[str, ...]:
    t, c = asked.t, line.counts
    n, m = RATES["due_rate_passed"].parts(c)
    rate = t("fewer than {n} due", n=FEWEST_DUE) if m < FEWEST_DUE and not name else t.percent(pct(n, m))
    return (place, name or asked.label(by, line.code), rate, fraction(n, m), t.number(c["stock_overdue"]),
            t.number(c["not_yet_due"]))  # fmt: skip


def _departments(asked: Asked) -> Table:
    t = asked.t
    rows = []
    for line in asked.figures.departments:
        cells = [asked.label("department", line.code) if line.code else t("Whole county")]
        for name in ("confirmed", "reviewed", "ordered"):
            n, m = line.counts[name], line.counts[f"{name}_of"]
            cells.append(f"{t.percent(pct(n, m))} {fraction(n, m)}")
        rows.append(tuple(cells))
    heads = (t("Department"), t("own|Confirmed in time"), t("own|Re-inspected in time"), t("own|Orders done in time"))
    return Table(t("sheet|Departments"), heads, tuple(rows), (2.4, 1.8, 1.8, 1.8), frozenset({1, 2, 3}))


def _each(asked: Asked, rows: Ints) -> Iterator[tuple[dict[str, object], str, int, str, int]]:
    """Facts, progress, days left, status and due day of each of some hazards."""
    day = to_day(asked.figures.now.as_of)
    frame = asked.index.at(day).take(rows)
    progress, left = facts.progress_and_left(frame, day)
    status, due = facts.status_at(frame, day), facts.countdown_day(frame)
    for at, row in enumerate(frame.to_dict("records")):
        given = {str(key): value for key, value in row.items()}
        yield given, str(progress[at]), int(left[at]), str(status[at]), int(due[at])


def _majors(asked: Asked) -> Part:
    t, f = asked.t, asked.figures
    rows = []
    for row, progress, left, status, _ in _each(asked, f.majors):
        told = said(asked.hazards.get(str(row["id"])), f.now.as_of)
        rows.append((
            str(row["hazard_no"]), _duty(asked, row), str(row["enterprise"] or row["place"]), str(row["description"]),
            words.control(t, str(row["control"])), f"{row['five_content']}/5 · {row['five_in_place']}/5",
            words.countdown(t, progress, left, status), told.progress if told else "—",
        ))  # fmt: skip
    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("Control"),
             t("Five on paper / in place"), t("Countdown"), t("How it stands"))  # fmt: skip
    widths = (1.5, 2, 1.8, 2.2, 1.5, 1.3, 1.2, 2)
    table = Table(t("sheet|Major hazards"), heads, tuple(rows), widths, single=True)
    sentence = t("paper|{n} major hazards are open.", n=len(rows))
    return Part(t("paper|Major hazards, one by one"), (sentence,), (table,) if rows else ())


def _duty(asked: Asked, row: Mapping[str, object]) -> str:
    parts = (asked.label(name, str(row[name])) for name in ("department", "township"))
    return asked.t(", ").join(part for part in parts if part)


def _overdue(asked: Asked) -> Part:
    t, f = asked.t, asked.figures
    rows, unexplained = [], 0
    for row, progress, left, status, due in _each(asked, f.overdue):
        told = said(asked.hazards.get(str(row["id"])), f.now.as_of)
        unexplained += told is None
        reason = t("not stated")
        if told is not None:
            parts = (t(LATE_REASON[told.late_reason]) if told.late_reason else "", told.progress)
            reason = "；".join(part for part in parts if part) or "—"
        rows.append((
            str(row["hazard_no"]), _duty(asked, row), str(row["enterprise"] or row["place"]), str(row["description"]),
            t.date(from_day(due)), words.countdown(t, progress, left, status), reason,
            told.coordination if told and told.coordination else "—",
        ))  # fmt: skip
    heads = (t("Number"), t("Department, township"), t("Enterprise"), t("Problem"), t("day|Due"), t("Countdown"),
             t("Reason for lateness"), t("What the county must solve"))  # fmt: skip
    sentence = (
        t("paper|{n} items are overdue; for {m} of them no reason is stated.", n=len(rows), m=unexplained)
        if rows
        else t("Nothing overdue (as of {day}).", day=t.date(f.now.as_of))
    )
    table = (Table(t("sheet|Overdue"), heads, tuple(rows), (1.5, 2, 1.8, 2.2, 1.2, 1.2, 1.8, 1.8)),) if rows else ()
    return Part(t("paper|Overdue, not rectified"), (sentence,), table)


def _ladder(asked: Asked) -> Part:
    t, f = asked.t, asked.figures
    rows = tuple(
        (t(PROPOSED[step]), str(row["hazard_no"]), _duty(asked, row), str(row["enterprise"] or row["place"]))
        for step in LADDER
        for row, *_ in _each(asked, f.steps[step])
    )
    counts = t(", ").join(_proposals(t, step, len(f.steps[step])) for step in LADDER if len(f.steps[step]))
    sentence = t("paper|Due and not taken, to be decided: {steps}.", steps=counts) if counts else t("No step is due.")
    heads = (t("Step"), t("Number"), t("Department, township"), t("Enterprise"))
    table = (Table(t("sheet|Steps"), heads, rows, (2.2, 1.6, 2.4, 2.4)),) if rows else ()
    return Part(t("paper|Due steps not taken"), (sentence,), table)


def _proposals(t: Translator, step: Step, number: int) -> str:
    return t("paper|{unit} {n}", unit=t(PROPOSED[step]), n=number)


def _wishes(asked: Asked) -> Part:
    t, day = asked.t, asked.figures.now.as_of
    ids = asked.index.at(to_day(day))["id"].take(asked.figures.wished)
    found = [(one, said(one, day)) for one in (asked.hazards[key] for key in ids if key in asked.hazards)]
    rows = tuple(
        (one.hazard_no, one.enterprise_name or one.place, told.coordination if told else "") for one, told in found
    )
    asks = t("paper|{n} matters are asked of the county.", n=len(rows))
    sentence = asks if rows else t("Nothing was asked of the county.")
    heads = (t("Number"), t("Enterprise"), t("What the county must solve"))
    table = (Table(t("sheet|Wishes"), heads, rows, (1.5, 2.5, 5)),) if rows else ()
    return Part(t("paper|To be coordinated by the county"), (sentence,), table)


def _next_due(asked: Asked) -> Part:
    t, f = asked.t, asked.figures
    rows = tuple(
        (t.date(from_day(due)), str(row["hazard_no"]), _duty(asked, row), str(row["enterprise"] or row["place"]),
         str(row["description"]))
        for row, _, _, _, due in _each(asked, f.next_due)
    )  # fmt: skip
    sentence = t("paper|{n} items fall due in the next seven days.", n=len(rows))
    heads = (t("day|Due"), t("Number"), t("Department, township"), t("Enterprise"), t("Problem"))
    table = (Table(t("sheet|Due next"), heads, rows, (1.2, 1.6, 2.4, 2, 2.6)),) if rows else ()
    return Part(t("paper|Due next week"), (sentence,), table)


def _decided(asked: Asked) -> Part:
    t = asked.t
    own = [one for one in asked.decisions if one.week == asked.figures.name]
    rows = tuple((one.text, one.owner, t.date(one.due)) for one in own)
    sentence = t("paper|This meeting decided {n} matters.", n=len(rows)) if rows else t("Nothing has been decided yet.")
    table = (Table(t("sheet|Decided"), (t("Decided"), t("Unit"), t("Due by")), rows, (5, 2, 1.4)),) if rows else ()
    return Part(t("paper|Decided at this meeting"), (sentence,), table)
