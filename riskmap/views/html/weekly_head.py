"""The head of the paper on its page: which period, what it is compared with, its files, and what was frozen."""

from datetime import date
from typing import Final

from riskmap.domain import periods
from riskmap.domain.columns import to_day
from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.metrics import frozen, frozen_lists
from riskmap.metrics.briefing import KINDS, Figures, beside
from riskmap.metrics.index import Index
from riskmap.views.briefing import SHEETS, TITLES, called, gap, held
from riskmap.views.frozen import named
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, link, span, table
from riskmap.views.html.weekly import Paper

MOST: Final = 12  # lines of differences before the rest is folded
NAMED: Final = 40  # hazards that are named one by one
FILES: Final = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "pptx": "PPT"}
TABLE_KINDS: Final = ("csv", "xlsx")
PATHS: Final = {Kind.WEEK: "weekly", Kind.MONTH: "monthly", Kind.QUARTER: "quarterly"}  # of the interface
SWITCH: Final = {Kind.WEEK: "period|Week", Kind.MONTH: "period|Month", Kind.QUARTER: "period|Quarter"}
BACK: Final = {Kind.WEEK: "← Week before", Kind.MONTH: "← Month before", Kind.QUARTER: "← Quarter before"}
ON: Final = {Kind.WEEK: "Week after →", Kind.MONTH: "Month after →", Kind.QUARTER: "Quarter after →"}


def words(name: str, against: str = "", meeting: str = "") -> dict[str, str]:
    """The words of the address of a paper: its period, what it is compared with, the item of a meeting."""
    own = {"week" if periods.parse(name).kind is Kind.WEEK else "period": name}
    return own | ({"against": against} if against else {}) | ({"meeting": meeting} if meeting else {})


def files(context: Context, paper: Paper, told: str = "") -> str:
    """The buttons that give the paper as a file, and the menu of its tables; `told`: of how much, where not of all."""
    t, f = context.t, paper.figures
    against = f"&against={f.against.period.label}" if f.against else ""
    address, words_ = f"/api/v1/{PATHS[f.kind]}/{f.name}", f"lang={t.lang}{against}"
    whole = [_file(context, f"{address}.{kind}?{words_}", name, "w-button w-file") for kind, name in FILES.items()]
    much = (f'<span class="w-mu" style="align-self:center">{e(told)}</span>',) if told else ()
    return " ".join((*much, *whole, _tables(context, paper, address, words_)))


def _tables(context: Context, paper: Paper, address: str, words_: str) -> str:
    """Each table of the paper as text and as a workbook."""
    t, f = context.t, paper.figures
    differing = any(True for _ in frozen.differing(f, paper.meeting.printed))
    then = frozen_lists.restored(f, paper.held)
    codes = {code for one in (f, then) for code in held(one, paper.decisions, differing=differing)}
    lines = "".join(
        f"<li>{span(t(SHEETS[code]))}"
        + "".join(_file(context, f"{address}/{code}.{kind}?{words_}", kind.upper(), "w-file") for kind in TABLE_KINDS)
        + "</li>"
        for code in SHEETS
        if code in codes
    )
    return f'<details class="w-tables"><summary class="w-button">{e(t("Tables"))}</summary><ul>{lines}</ul></details>'


def _file(context: Context, address: str, name: str, cls: str) -> str:
    t = context.t
    told = f'data-making="{e(t("file|being written"))}" data-failed="{e(t("file|The file could not be made."))}"'
    return f'<a class="{cls}" href="{e(address)}" {told} download>{e(name)}</a>'


def head(context: Context, paper: Paper, today: date, files: str = "") -> str:
    """Which period, as of when, those beside it, its files, and what was frozen."""
    t, f = context.t, paper.figures
    title = t(TITLES[f.kind], period=called(t, f.this.period))
    days = t("{start} to {end}, last day included", start=t.date(f.own.from_), end=t.date(f.now.as_of))
    ways = [_way(context, beside(f.name, -1), t(BACK[f.kind]))]
    if periods.parse(beside(f.name, 1), f.ends).start <= today:
        ways.append(_way(context, beside(f.name, 1), t(ON[f.kind])))
    if f.kind is Kind.WEEK:
        ways.append(link(context.href("weekly_review", words(f.name, "", "1")), e(t("Meeting view")), "w-button"))
    running = span(t("period|The period is still running."), "w-soon") if f.running else ""
    aside = " ".join((_kinds(context, f), *ways, files))
    return (
        f'<div class="w-weekhead"><div><h2>{e(title)}</h2><p class="w-mu">{e(days)} {running}</p>'
        f'{_state(context, paper)}</div><div class="w-aside">{aside}</div></div>'
    )


def _way(context: Context, name: str, said: str) -> str:
    return link(context.href("weekly_review", words(name)), e(said), "w-button")


def _kinds(context: Context, f: Figures) -> str:
    """Week, month, quarter: the last one of each that is over, whenever the link is followed."""
    marks = []
    for kind in KINDS:
        address = context.href("weekly_review", {} if kind is Kind.WEEK else {"period": kind.value})
        marks.append(link(address, e(context.t(SWITCH[kind])), "w-button on" if kind is f.kind else "w-button"))
    return f'<span class="w-switch">{"".join(marks)}</span>'


def _state(context: Context, paper: Paper) -> str:
    """Whether the figures are frozen, and what was entered or corrected since."""
    t, meeting = context.t, paper.meeting
    if meeting.closed is None:
        return ""
    changed = list(frozen.differing(paper.figures, meeting.printed))
    said = t("Frozen on {day}.", day=t.date(meeting.closed))
    if paper.moved and any(paper.moved):
        late, corrected = map(len, paper.moved)
        said += " " + t("Since then: {late} entered late, {corrected} corrected.", late=late, corrected=corrected)
    if changed:
        said += " " + t("{n} figures differ from the frozen paper; both are shown.", n=len(changed))
    return f'<p class="{"w-soon" if changed else "w-mu"}">{e(said)}</p>'


def stated(t: Translator, paper: Paper) -> str:
    """As of when the figures of the meeting are, and whether they are frozen, with the definition of the rate."""
    day = t("Figures as of {day}", day=t.date(paper.figures.now.as_of))
    kept = paper.meeting.closed if paper.meeting.figures else None
    rate = t("due-item rate = re-inspected and passed ÷ due (carried over in, void out, not yet due not counted).")
    said = (day, t("Frozen on {day}.", day=t.date(kept)) if kept else "", rate)
    return " · ".join(one.rstrip(".。") for one in said if one)


def differences(context: Context, index: Index, paper: Paper) -> str:
    """The figures that differ from the frozen paper, and what was entered late or corrected since; "" without any."""
    t, f = context.t, paper.figures
    rows = [
        [e(named(t, context.label, f, name)), e(t.number(then)), e(t.number(now)), e(gap(t, now, then))]
        for name, then, now in frozen.differing(f, paper.meeting.printed)
    ]
    since = _since(context, index, paper)
    if not rows:
        return card(t("Differences from the frozen paper"), since) if since else ""
    heads = [e(t("Figure")), ">" + e(t("Frozen")), ">" + e(t("Now, for the same days")), ">" + e(t("paper|± items"))]
    body = table(heads, rows[:MOST])
    if len(rows) > MOST:
        rest = e(t("{n} more figures", n=len(rows) - MOST))
        body += f'<details class="w-all"><summary>{rest}</summary>{table(heads, rows[MOST:])}</details>'
    return card(t("Differences from the frozen paper"), body + since)


def _since(context: Context, index: Index, paper: Paper) -> str:
    """The hazards behind both counts, each with its page."""
    t, lines = context.t, []
    frame = index.at(to_day(paper.figures.now.as_of))
    for title, ids in zip((t("Entered late"), t("Corrected since")), paper.moved or ((), ()), strict=True):
        if not ids:
            continue
        rows = frame[frame["id"].isin(ids[:NAMED])]
        names = [
            link(context.href("hazard", {"id": str(one)}), e(number), "w-text")
            for one, number in zip(rows["id"], rows["hazard_no"], strict=True)
        ]
        rest = e(t("and {n} more", n=t.number(len(ids) - NAMED))) if len(ids) > NAMED else ""
        lines.append(f'<p class="w-hint"><b>{e(title)} {len(ids)}</b> {" ".join(filter(None, (*names, rest)))}</p>')
    return "".join(lines)
