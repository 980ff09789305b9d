"""The card of one hazard beside the map, as HTML. Every piece of data text is escaped in one place (markup.e)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from riskmap.domain.codes import EvidenceKind, Grade, Item, Post, Progress, Status
from riskmap.domain.five import counts, item_of
from riskmap.domain.five_marks import Mark
from riskmap.domain.five_marks import marks as marks_of
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.domain.progress import control_at
from riskmap.views import marks, words
from riskmap.views.html.markup import e
from riskmap.views.names import POSTS
from riskmap.views.words import Words

Label = Callable[[str, str], str]  # (dimension, code) → name

ITEMS = {
    Item.RESPONSIBILITY: "item|Responsibility",
    Item.MEASURES: "item|Measures",
    Item.FUNDS: "item|Funds",
    Item.DEADLINE: "item|Deadline",
    Item.EMERGENCY: "item|Emergency",
}
MARKS = {  # class, sign (its word where there is none), word
    Mark.THERE: ("ok", "✓", "mark|there"),
    Mark.PARTLY: ("pp", "", "five|partly"),
    Mark.MISSING: ("xx", "✗", "mark|missing"),
}
NOT_CONTROLLED = (Progress.PENDING, Progress.VOID)  # no control status is asked for
TONES = {Progress.OVERDUE: "late", Progress.DUE_SOON: "soon", Progress.WAITING: "wait", Progress.CLOSED: "done"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card shows: the hazard as it stood on the day (riskmap.domain.past), its place in the list, what follows.

    `hazard`, `day` and what is derived are of one day, that of the lists beside the card.
    """

    hazard: Hazard
    day: date
    number: int
    progress: str
    status: str
    left: int
    level: str
    alarm: bool
    due: date | None
    responsible: Sequence[tuple[Post, str, str]] = ()  # post, unit, person: where the chain itself is empty
    log: Sequence[tuple[str, str]] = ()  # when, what; latest first
    near: Sequence[tuple[str, str, str]] = ()  # nearest emergency resources: kind, name, distance
    near_part: bool = False  # of a part of the county only


def card(facts: Facts, t: Words, label: Label) -> str:
    """HTML of the card, without scripts, handlers or outside addresses."""
    hazard = facts.hazard
    major = hazard.grade is Grade.MAJOR
    parts = [_head(facts, t, label), _text(hazard, t), _count(facts, t)]
    if major:
        parts.append(_control_alarm(facts, t))
    parts += [_chain(facts, t), _loop(facts, t)]
    if major:
        parts.append(_five(hazard, t))
    parts += [_near(facts, t), _photos(hazard, t), _log(facts, t)]
    return f'<section class="rm-card" aria-label="{e(hazard.enterprise_name)}">{"".join(parts)}</section>'


def _day(value: date | None, year: int) -> str:
    if value is None:
        return "—"
    return f"{value:%m-%d}" if value.year == year else f"{value:%Y-%m-%d}"


def _head(facts: Facts, t: Words, label: Label) -> str:
    hazard = facts.hazard
    drawn = marks.svg(Progress(facts.progress), facts.number or None, alarm=facts.alarm, size=38)
    picture = f'<img src="{marks.data_uri(drawn)}" alt="">' if drawn else ""  # inline SVG passes no sanitizer
    about = " · ".join(
        word
        for word in (
            t("Major hazard") if hazard.grade is Grade.MAJOR else t("General hazard"),
            label("sector", hazard.sector),
            label("township", hazard.township),
        )
        if word
    )
    tag = f'<em class="rm-tag">{e(words.listed(t, facts.level))}</em>' if facts.level else ""
    name = hazard.enterprise_name or hazard.place or hazard.hazard_no
    return f'<div class="rm-top">{picture}<div><b>{e(name)}</b><span>{e(about)}</span></div>{tag}</div>'


def _text(hazard: Hazard, t: Words) -> str:
    basis = f'<span class="rm-mu">{e(t("Basis: {text}", text=hazard.basis))}</span>' if hazard.basis else ""
    place = f'<span class="rm-mu">{e(hazard.place)}</span>' if hazard.place else ""
    number = f'<span class="rm-mu">{e(t("Hazard number {number}", number=hazard.hazard_no))}</span>'
    return f"<p>{e(hazard.description)}{place}{basis}{number}</p>"


def _count(facts: Facts, t: Words) -> str:
    tone = TONES.get(Progress(facts.progress), "plain")
    year = facts.day.year
    cells = [
        (t("card|Countdown"), words.countdown(t, facts.progress, facts.left, facts.status), f"rm-t-{tone} rm-big"),
        (t("card|Due"), _day(facts.due, year), ""),
    ]
    if facts.hazard.grade is Grade.MAJOR:
        cells.append((t("card|Control status"), _control(facts, t), "rm-alarm" if facts.alarm else ""))
    else:
        cells.append((t("card|Found"), _day(facts.hazard.found, year), ""))
    boxes = "".join(f'<div><span>{e(a)}</span><b class="{c}">{e(b)}</b></div>' for a, b, c in cells)
    return f'<div class="rm-count rm-edge-{tone}">{boxes}</div>'


def _control(facts: Facts, t: Words) -> str:
    if facts.progress in NOT_CONTROLLED:
        return "—"
    record = control_at(facts.hazard, facts.day)
    return words.control(t, record.status if record else "")


def _control_alarm(facts: Facts, t: Words) -> str:
    if not facts.alarm:
        return ""
    return f'<div class="rm-warn" role="alert">{e(t("Open major hazard without control measures"))}</div>'


def _chain(facts: Facts, t: Words) -> str:
    held = {one.post: (one.unit, one.person) for one in facts.hazard.chain}
    spare = {post: (unit, person) for post, unit, person in facts.responsible}
    rows = ""
    for post, message in POSTS.items():
        (unit, person), (own_unit, own_person) = held.get(post, ("", "")), spare.get(post, ("", ""))
        unit, person = unit or own_unit, person or own_person
        text = " ".join(part for part in (unit, person) if part) or "—"
        rows += f"<div><span>{e(t(message))}</span><b>{e(text)}</b></div>"
    return f'<h4>{e(t("Responsibility chain"))}</h4><div class="rm-chain">{rows}</div>'


def _loop(facts: Facts, t: Words) -> str:
    hazard, year = facts.hazard, facts.day.year
    done = [
        hazard.found,
        hazard.ordered or hazard.confirmed,
        hazard.rectified or hazard.declared,
        hazard.passed,
        hazard.closed,
    ]
    titles = [t("step|Found"), t("step|Ordered"), t("step|Rectified"), t("step|Reviewed"), t("step|Closed")]
    current = next((number for number, value in enumerate(done) if value is None), len(done))
    if facts.status in (Status.REJECTED, Status.RECTIFYING, Status.OPEN):
        current = min(current, 2)
    steps = ""
    for number, (title, value) in enumerate(zip(titles, done, strict=True)):
        here = number == current and facts.status != Status.VOID  # nothing goes on any more
        kind = "d" if number < current else "c" if here else ""
        sign = "✓" if number < current else str(number + 1)
        note = _day(value, year) if number < current else t("under way") if here else "—"
        steps += f'<div class="{kind}"><i>{sign}</i><b>{e(title)}</b><span>{e(note)}</span></div>'
    rounds = (
        f'<span class="rm-mu">{e(t("{n} failed re-inspections", n=len(hazard.rounds)))}</span>' if hazard.rounds else ""
    )
    return f'<h4>{e(t("card|Closed loop"))}{rounds}</h4><div class="rm-loop">{steps}</div>'


def _five(hazard: Hazard, t: Words) -> str:
    written, placed = counts(hazard)
    head = (
        f"<span>{e(t('on paper {n}/5', n=written))}　"
        f'<b class="{"rm-t-done" if placed == 5 else "rm-t-late"}">{e(t("in place {n}/5", n=placed))}</b></span>'
    )
    rows = "".join(_five_row(t(message), item, hazard, t) for item, message in ITEMS.items())
    titles = "".join(f"<th>{e(word)}</th>" for word in (t("five|On paper"), t("five|In place"), t("Content / proof")))
    return (
        f'<h4>{e(t("Five implementations"))}{head}</h4><table class="rm-five"><tr><th></th>{titles}</tr>{rows}</table>'
    )


def _five_row(title: str, item: Item, hazard: Hazard, t: Words) -> str:
    one = item_of(hazard, item)
    text = one.in_place or one.content
    amounts = (hazard.funds_planned, hazard.funds_secured, hazard.funds_paid)
    if item is Item.FUNDS and any(amount is not None for amount in amounts):
        text = t(
            "planned {a} / secured {b} / paid {c}",
            a=_money(hazard.funds_planned),
            b=_money(hazard.funds_secured),
            c=_money(hazard.funds_paid),
        )
    paper, place = (_mark(mark, t) for mark in marks_of(hazard, item))
    return f"<tr><td><b>{e(title)}</b></td><td>{paper}</td><td>{place}</td><td>{e(text or '—')}</td></tr>"


def _money(value: object) -> str:
    return "—" if value is None else f"{value:.1f}"


def _mark(mark: Mark, t: Words) -> str:
    cls, sign, said = MARKS[mark]
    return f'<i class="{cls}" aria-label="{e(t(said))}">{e(sign or t(said))}</i>'


def _photos(hazard: Hazard, t: Words) -> str:
    slots = ""
    for kind, title in ((EvidenceKind.PHOTO_BEFORE, t("photo|Before")), (EvidenceKind.PHOTO_AFTER, t("photo|After"))):
        found = [one for one in hazard.evidence if one.kind == kind]
        if found:
            last = next((one for one in reversed(found) if one.sha256), found[-1])
            text = " ".join(part for part in (last.on.isoformat() if last.on else "", last.reference) if part)
            slots += f'<div class="rm-slot"><span>{e(title)}</span>{_picture(last, title)}<b>{e(text)}</b></div>'
        else:
            slots += f'<div class="rm-slot rm-none"><span>{e(title)}</span><b>{e(t("No photo yet"))}</b></div>'
    return f'<h4>{e(t("Before and after"))}</h4><div class="rm-slots">{slots}</div>'


def _picture(one: Evidence, title: str) -> str:
    """A photo that is kept, small; a click opens it whole."""
    if not one.sha256 or one.reference.lower().endswith((".pdf", ".docx")):
        return ""
    address = e(f"api/v1/attachments/{one.sha256}")
    return f'<a href="{address}" download><img src="{address}?size=small" alt="{e(title)}" loading="lazy"></a>'


def steps(found: Sequence[tuple[str, str]], t: Words) -> str:
    """The steps a reader may take, as links to their forms: (name, address)."""
    if not found:
        return ""
    links = "".join(f'<a href="{e(address)}" target="_self">{e(name)}</a>' for name, address in found)
    return f'<h4>{e(t("Steps you may take"))}</h4><div class="rm-steps">{links}</div>'


def _near(facts: Facts, t: Words) -> str:
    if not facts.near:
        return ""
    rows = "".join(f"<div><span>{e(a)}</span><b>{e(b)} · {e(far)}</b></div>" for a, b, far in facts.near)
    said = t("straight line, of your townships") if facts.near_part else t("straight line")
    title = f'{e(t("Nearest emergency resources"))}<span class="rm-mu">{e(said)}</span>'
    return f'<h4>{title}</h4><div class="rm-chain">{rows}</div>'


def _log(facts: Facts, t: Words) -> str:
    if not facts.log:
        return ""
    rows = "".join(f"<div><b>{e(when)}</b><span>{e(what)}</span></div>" for when, what in facts.log)
    title = f'<h4>{e(t("card|Record"))}<span class="rm-mu">{e(t("latest first"))}</span></h4>'
    return f'{title}<div class="rm-log">{rows}</div>'
