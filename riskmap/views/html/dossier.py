"""One hazard with its whole story: what it is, how it stands, who answers for it, what is proved, what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from riskmap.domain import due as dues
from riskmap.domain import past
from riskmap.domain import progress as standing
from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Item, Post, Progress, Status
from riskmap.domain.columns import NEVER, to_day
from riskmap.domain.five import counts as five_counts
from riskmap.domain.five_marks import Mark
from riskmap.domain.five_marks import marks as marks_of
from riskmap.domain.hazard import DUE, SAMPLE, Hazard, Move
from riskmap.domain.listing import level_at
from riskmap.views import words
from riskmap.views.card import MARKS
from riskmap.views.html.actions import code_word
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.parts import TONES, countdown, mark, sequence
from riskmap.views.html.photos import photos, saved
from riskmap.views.html.story import Told
from riskmap.views.names import EVIDENCE, ITEMS, POSTS

T = TypeVar("T", bound=Told)
CORRECTED = "corrected: {what}"
GRADED = {Action.UPGRADE: "upgraded: {what}", Action.DOWNGRADE: "downgraded: {what}"}


@dataclass(frozen=True, slots=True)
class Derived:
    """Derived facts of one day."""

    status: Status
    progress: Progress
    due: date | None
    own_due: date | None
    left: int
    alarm: bool
    level: str


@dataclass(frozen=True, slots=True)
class Case:
    """A hazard as it stood on a day (riskmap.domain.past), with what happened to it by then if that is wanted."""

    hazard: Hazard
    day: date
    now: Derived
    events: Sequence[Told] = ()

    @property
    def major(self) -> bool:
        """Whether it is a major one."""
        return self.hazard.grade is Grade.MAJOR


def case(hazard: Hazard, day: date, events: Sequence[Told] = ()) -> Case:
    """The case of a hazard on a day; one found later is shown as of the day it was found."""
    at = max(day, hazard.found)
    status, progress = standing.status_at(hazard, at), standing.progress(hazard, at)
    assert status is not None and progress is not None
    left, level = standing.days_left(hazard, at), level_at(hazard, at)
    derived = Derived(
        status=status,
        progress=progress,
        due=dues.due_eff(hazard, at),
        own_due=dues.round_due(hazard, at),
        left=NEVER if left is None else left,
        alarm=standing.alarm(hazard, at),
        level=level.value if level else "",
    )
    return Case(past.on(hazard, at), at, derived, known(events, at))


def known(events: Iterable[T], day: date) -> list[T]:
    """The events that happened by a day; those without a day of their own too."""
    return [one for one in events if not one.on_date or one.on_date <= day.isoformat()]


def head(context: Context, c: Case) -> str:
    """Title, countdown, where it stands in the loop."""
    t, h, label = context.t, c.hazard, context.label
    plate = f'<span class="w-plate">{e(words.listed(t, c.now.level))}</span>' if c.now.level else ""
    demo = f' <span class="w-demo">{e(t("Demo data"))}</span>' if h.demo else ""
    about = sequence([
        h.hazard_no, label("grade", h.grade), label("sector", h.sector), label("township", h.township),
        label("department", h.department), label("supervision", h.supervision),
    ])  # fmt: skip
    title = (
        f'<div class="w-title">{mark(c.now.progress, None, alarm=c.now.alarm, size=42)}<div>'
        f"<h2>{e(h.enterprise_name or h.place or h.hazard_no)}{plate}{demo}</h2><p>{about}</p></div></div>"
    )
    text = f'<p style="font-size:15px;margin:10px 0 0">{e(h.description or "—")}</p>'
    down = f'<a class="w-button w-phone" href="#record-a-step">{e(t("Record a step"))} ↓</a>'
    return f'<section class="w-card">{title}{text}{_count(context, c)}{_loop(context, c)}{down}</section>'


def _count(context: Context, c: Case) -> str:
    t, h, now = context.t, c.hazard, c.now
    due = e(t.date(now.due)) if now.due else e(t("none"))
    if h.due and now.due != h.due:
        due += f' <s class="w-mu" style="font-size:13px">{e(t.date(h.due))}</s>'
    cells = [
        (
            t("Countdown"),
            countdown(context, now.progress, now.left, now.status).replace('<span class="', '<span class="w-big '),
        )
    ]
    cells.append((t("day|Due"), due))
    if now.own_due:
        cells.append((t("This round's own date"), e(t.date(now.own_due))))
    cells.append((t("Status"), e(context.label("status", now.status))))
    if c.major and now.status not in (Status.CLOSED, Status.VOID, Status.PENDING):
        control = standing.control_at(h, c.day)
        said = span(words.control(t, control.status if control else ""), "w-alarm" if now.alarm else "")
        cells.append((t("Control status"), said))
    boxes = "".join(f"<div><span>{e(name)}</span><b>{inner}</b></div>" for name, inner in cells)
    edge = {"w-late": "#D6322B", "w-soon": "#F2B01E", "w-wait": "#8A3FC4", "w-done": "#1F7F4F"}.get(
        TONES.get(now.progress, ""), "#8496A6"
    )
    return f'<div class="w-count" style="border-left-color:{edge}">{boxes}</div>'


def _loop(context: Context, c: Case) -> str:
    t, h = context.t, c.hazard
    days = [h.found, h.ordered or h.confirmed, h.rectified or h.declared, h.passed, h.closed]
    titles = [t("Registered"), t("Ordered"), t("step|Rectified"), t("Re-inspected"), t("flow|Closed")]
    current = next((number for number, day in enumerate(days) if day is None), len(days))
    if c.now.status is Status.CLOSED:
        current = len(days)
    steps = []
    for number, (title, day) in enumerate(zip(titles, days, strict=True)):
        done = number < current
        kind = "d" if done else "c" if number == current and c.now.status is not Status.VOID else ""
        said = t("under way") if kind == "c" else "—"
        if day is not None:
            said = words.short_day(to_day(day), c.day.year)
        steps.append(
            f'<li class="{kind}"><i>{"✓" if done else number + 1}</i><b>{e(title)}</b><small>{e(said)}</small></li>'
        )
    failed = (
        f'<p class="w-mu" style="margin:6px 0 0">{e(t("{n} failed re-inspections", n=len(h.rounds)))}</p>'
        if h.rounds
        else ""
    )
    return f'<ol class="w-steps" style="margin-top:16px">{"".join(steps)}</ol>{failed}'


def facts(context: Context, c: Case) -> str:
    """Every stored fact that is known."""
    t, h, label = context.t, c.hazard, context.label
    money = " / ".join(
        "—" if one is None else t.number(one, 1) for one in (h.funds_planned, h.funds_secured, h.funds_paid)
    )
    rows: list[tuple[str, str]] = [
        (t("Enterprise"), h.enterprise_name), (t("Place"), h.place), (t("Township"), label("township", h.township)),
        (t("Sector"), label("sector", h.sector)), (t("Department"), label("department", h.department)),
        (t("Grade"), label("grade", h.grade)), (t("Category"), h.category), (t("Source"), label("source", h.source)),
        (t("Inspection"), label("inspection_kind", h.inspection_kind)), (t("Inspectors"), h.inspectors),
        (t("day|Found"), t.date(h.found)), (t("Confirmed"), t.date(h.confirmed)), (t("Ordered"), t.date(h.ordered)),
        (t("Measure"), h.measure), (t("Emergency measure"), h.emergency), (t("Cause"), h.cause),
        (t("Responsible unit"), h.responsible_unit), (t("Responsible person"), h.responsible_person),
        (t("Basis of judgement"), h.basis),
        (t("Funds planned / secured / paid (10,000 yuan)"), money if money != "— / — / —" else ""),
        (t("Rectified by"), h.rectified_by), (t("Reviewers"), h.reviewers), (t("Conclusion"), h.review_result),
        (t("Restart approval"), h.restart_no), (t("Ledger number"), h.ledger_no), (t("Sender of the file"), h.sender),
        (t("Coordinates"), _place(context, h)), (t("Void because"), h.void_reason), (t("Remark"), h.remark),
        *h.extra,
    ]  # fmt: skip
    cells = "".join(
        f"<div><dt>{e(name)}</dt><dd>{e(value)}</dd></div>" for name, value in rows if value and value != "—"
    )
    if h.inspection_id:
        way = link(context.href("visit", {"id": h.inspection_id}), e(t("Open the visit")), "w-text")
        cells += f"<div><dt>{e(t('Visit'))}</dt><dd>{way}</dd></div>"
    marks = _marks(context, c)
    return card(t("Facts"), f'<dl class="w-facts">{cells}</dl>{marks}')


def _place(context: Context, h: Hazard) -> str:
    if h.lon is None or h.lat is None:
        return context.t("none: not on the map")
    return f"{h.lon:.5f}, {h.lat:.5f}"


def _marks(context: Context, c: Case) -> str:
    t, h = context.t, c.hazard
    graded = {(one.on_date, one.action) for one in c.events if one.action in GRADED}
    said = [
        t("Closing taken over from a file") if h.closed_by_ledger else "",
        t("Old ledger: done before the opening day") if h.legacy else "",
        t("Done without any date") if h.undated else "",
        t("Production was stopped; restart needs approval") if h.suspended and not h.restart_on else "",
        t("Recurrence of a closed hazard") if h.recurs_of else "",
        *(_moved(context, move, graded) for move in h.moves),
    ]
    tags = " ".join(f'<span class="w-tag">{e(one)}</span>' for one in said if one)
    return f'<p style="margin:10px 0 0">{tags}</p>' if tags else ""


def _moved(context: Context, move: Move, graded: set[tuple[str, str]]) -> str:
    """A change that stays known: of what figures are grouped by, of a due date, of the sample."""
    t = context.t
    if move.name == SAMPLE:
        return t("Sample: {what}", what=code_word(t, "result", move.new))
    label = partial(context.label, move.name)
    old, new = (t.date(date.fromisoformat(one)) if move.name == DUE else label(one) for one in (move.old, move.new))
    return t(_kind_of(move, graded), what=f"{old} → {new}")


def _kind_of(move: Move, graded: set[tuple[str, str]]) -> str:
    """Whether a fact was moved by a step of its own or corrected."""
    if move.name == "grade":
        step = Action.UPGRADE if move.new == Grade.MAJOR else Action.DOWNGRADE
        if (move.on.isoformat(), step.value) in graded:
            return GRADED[step]
    return CORRECTED


def chain(context: Context, c: Case) -> str:
    """The responsibility chain, with its history."""
    t, rows = context.t, []
    for post, name in POSTS.items():
        held = [one for one in c.hazard.chain if one.post is post]
        latest = held[-1] if held else None
        spare = _spare(c.hazard, post)
        text = sequence([latest.unit, latest.person], " ") if latest else e(spare or "—")
        before = "".join(
            f'<small class="w-past">{sequence([one.unit, one.person, t.date(one.since)], " ")}</small>'
            for one in reversed(held[:-1])
        )
        rows.append(f"<div><dt>{e(t(name))}</dt><dd>{text}{before}</dd></div>")
    return card(
        t("Responsibility chain"), f'<dl class="w-facts wide" style="grid-template-columns:1fr">{"".join(rows)}</dl>'
    )


def _spare(h: Hazard, post: Post) -> str:
    known = {Post.ENTERPRISE: h.responsible_person, Post.DEPARTMENT: h.regulator_person}
    return known.get(post, "")


def five(context: Context, c: Case) -> str:
    """Five implementations, two marks each; a general hazard has none."""
    if not c.major:
        return ""
    t, given = context.t, {one.item: one for one in c.hazard.five}
    rows = []
    for item, name in ITEMS.items():
        one = given.get(item)
        content, proof = (one.content, one.in_place) if one else ("", "")
        paper, place = (_tick(context, mark) for mark in marks_of(c.hazard, item))
        money = _money(context, c.hazard) if item is Item.FUNDS else ""
        rows.append([f"<b>{e(t(name))}</b>", paper, place, e(content or "—"), sequence([proof, money]) or "—"])
    written, done = five_counts(c.hazard)
    placed = span(t("in place {n}/5", n=done), "w-strong w-done" if done == 5 else "w-strong w-late")
    aside = f"{e(t('on paper {n}/5', n=written))} · {placed}"
    heads = ["", e(t("On paper")), e(t("In place")), e(t("Content")), e(t("Proof"))]
    return card(t("Five implementations"), table(heads, rows, "w-five"), aside)


def _tick(context: Context, mark: Mark) -> str:
    cls = {Mark.THERE: "w-done", Mark.PARTLY: "w-soon w-nobr", Mark.MISSING: "w-late"}[mark]
    _, sign, said = MARKS[mark]
    return f'<b class="{cls}" aria-label="{e(context.t(said))}">{e(sign or context.t(said))}</b>'


def _money(context: Context, h: Hazard) -> str:
    amounts = (h.funds_planned, h.funds_secured, h.funds_paid)
    if all(one is None for one in amounts):
        return ""
    a, b, c = ("—" if one is None else context.t.number(one, 1) for one in amounts)
    return context.t("planned {a} / secured {b} / paid {c}", a=a, b=b, c=c)


def papers(context: Context, c: Case) -> str:
    """Evidence by kind, date and reference."""
    t = context.t
    rows = [
        [e(t(EVIDENCE[one.kind])), e(t.date(one.on)), e(one.reference or "—"), saved(context, one)]
        for one in c.hazard.evidence
    ]
    heads = [e(t("Kind")), e(t("Date")), e(t("Reference")), e(t("File"))]
    body = photos(context, c.hazard) + table(heads, rows, "w-evidence") if rows else empty(t("No evidence yet."))
    return card(t("Evidence"), body)
