"""Rounds of filling in: the list, the 报送情况表 of one, and who is to be chased."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from riskmap.domain.filling import CHASED, FillingRound, ReceiverKind, Report, Reporting, RoundKind, reports, tally
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table

STATES: Final = {
    Reporting.REPORTED: "report|Reported",
    Reporting.LATE: "report|Reported late",
    Reporting.MISSING: "report|Not reported",
    Reporting.SENT_BACK: "report|Sent back",
}
TONES: Final = {
    Reporting.REPORTED: "w-done", Reporting.LATE: "w-soon", Reporting.MISSING: "w-late", Reporting.SENT_BACK: "w-wait",
}  # fmt: skip
BY: Final = {
    ReceiverKind.TOWNSHIP: "Townships",
    ReceiverKind.DEPARTMENT: "Departments",
    ReceiverKind.ENTERPRISE: "Enterprises",
}
KIND: Final = {RoundKind.ITEMS: "Open items", RoundKind.FORM: "Monthly form"}

FEW: Final = 6  # with fewer rounds the list explains itself


def listed(context: Context, rounds: Sequence[FillingRound], today: date) -> str:
    """Every round with how its units stand; a title opens it."""
    t, rows = context.t, []
    for sent in rounds:
        found = reports(sent, today)
        counted = tally(found)
        rows.append([
            link(context.href("rounds", {"id": sent.id}), e(sent.title), "w-text"),
            e(t(KIND[sent.kind])),
            e(t(BY[sent.by])),
            e(t.date(sent.created)),
            _deadline(context, sent, today),
            e(t.number(len(found))),
            *(_number(context, counted[state], _tone(state, found)) for state in STATES),
            e(f"{sum(one.answered for one in found)} / {len(sent.asked)}") if sent.asked else "—",
            e(t("round|Closed") if sent.closed else t("round|Open")),
        ])  # fmt: skip
    heads = [
        e(t("Title")), e(t("Kind")), e(t("Sent to")), e(t("Sent out on")), e(t("round|Deadline")), ">" + e(t("Units")),
        *(">" + e(t(word)) for word in STATES.values()), ">" + e(t("Items answered")), e(t("State")),
    ]  # fmt: skip
    body = table(heads, rows) if rows else empty(t("Nothing has been sent out yet."))
    body += _how(context) if len(rounds) < FEW else ""
    return card(t("Rounds sent out"), body)


def _how(context: Context) -> str:
    """The four steps of a round, for those who see the page for the first time."""
    t = context.t
    steps = (
        (t("Send out"), t("one workbook a unit with its open items only")),
        (t("Fill in"), t("units fill the yellow columns and send the files back")),
        (t("Collect"), t("drop all files in; see every change before it is written")),
        (t("Chase"), t("who has not reported, and how many days late")),
    )
    lines = "".join(
        f"<li><i>{number}</i><b>{e(title)}</b><small>{e(text)}</small></li>"
        for number, (title, text) in enumerate(steps, 1)
    )
    return f'<ol class="w-steps">{lines}</ol>'


def _deadline(context: Context, sent: FillingRound, today: date) -> str:
    late = sent.closed is None and today > sent.deadline
    return span(context.t.date(sent.deadline), "w-late w-strong" if late else "")


def _number(context: Context, number: int, tone: str) -> str:
    return span(context.t.number(number), f"w-strong {tone}" if number else "w-mu")


def head(context: Context, sent: FillingRound, found: Sequence[Report], scope: str) -> str:
    """What one round asks, and how its units stand; `scope`: the filter in words."""
    t, counted = context.t, tally(list(found))
    cells = "".join(
        f'<div class="w-kpi"><span>{e(t(word))}</span><b class="{_tone(state, found) if counted[state] else "w-mu"}">'
        f"{e(t.number(counted[state]))}</b></div>"
        for state, word in STATES.items()
    )
    answered = sum(one.answered for one in found)
    items = (
        f'<div class="w-kpi"><span>{e(t("Items answered"))}</span><b>{e(t.number(answered))}</b>'
        f"<i>/ {e(t.number(len(sent.asked)))}</i></div>"
        if sent.asked
        else ""
    )
    units = f'<div class="w-kpi"><span>{e(t("Units"))}</span><b>{e(t.number(len(found)))}</b></div>'
    facts = [
        (t("Kind"), t(KIND[sent.kind])), (t("Sent to"), t(BY[sent.by])), (t("Sent out on"), t.date(sent.created)),
        (t("As of"), t.date(sent.as_of)), (t("round|Deadline"), t.date(sent.deadline)), (t("Selection"), scope),
        (t("Filling notes"), sent.notes),
    ]  # fmt: skip
    if sent.closed:
        facts.append((t("Closed on"), t.date(sent.closed)))
    told = "".join(f"<div><dt>{e(name)}</dt><dd>{e(value)}</dd></div>" for name, value in facts if value)
    back = link(context.href("rounds"), e(t("← All rounds")), "w-text")
    body = f'<div class="w-line">{units}{cells}{items}</div><dl class="w-facts" style="margin:12px 0 0">{told}</dl>'
    return card(sent.title, body, back)


def unit_name(context: Context, sent: FillingRound, code: str) -> str:
    """Name of a unit in the reader's language; of an enterprise, as it was asked."""
    if sent.by is not ReceiverKind.ENTERPRISE:
        return context.label(sent.by, code)
    return next((one.name for one in sent.receivers if one.code == code), code)


def standing(context: Context, sent: FillingRound, found: Sequence[Report], today: date) -> str:
    """The 报送情况表: one line a unit, and the sum."""
    t = context.t
    rows = [
        [
            e(unit_name(context, sent, one.receiver.code)),
            _state(context, one),
            e(t.date(one.on)),
            e(t("{n} days", n=one.days_late)) if one.days_late else "—",
            e(f"{one.answered} / {one.asked}") if one.asked else "—",
            _files(context, one),
        ]
        for one in found
    ]
    asked = sum(one.asked for one in found)
    total = f"{sum(one.answered for one in found)} / {asked}" if asked else "—"
    rows.append([e(t("Total")), "", "", "", e(total), ""])
    heads = [
        e(t("filling|Unit")), e(t("State")), e(t("Date of return")), e(t("Late by")), ">" + e(t("Items answered")),
        e(t("Files")),
    ]  # fmt: skip
    aside = e(t("as of {day}", day=t.date(today)))
    classes = [*([""] * len(found)), "total"]
    if not asked:  # a form has figures, no items, and nothing to add up here
        heads, classes = [*heads[:4], *heads[5:]], [""] * len(found)
        rows = [[*row[:4], *row[5:]] for row in rows[:-1]]
    body = table(heads, rows, "w-units", classes)
    return card(t("Who has reported"), body, aside)


def _tone(state: Reporting, found: Sequence[Report]) -> str:
    """Colour of a state; a report that is not due yet is nothing to blame."""
    quiet = state is Reporting.MISSING and not any(one.days_late for one in found)
    return "w-mu" if quiet else TONES[state]


def _state(context: Context, one: Report) -> str:
    return span(context.t(STATES[one.state]), f"w-strong {_tone(one.state, [one])}")


def _files(context: Context, one: Report) -> str:
    t = context.t
    lines = []
    for file in one.files:
        back = f" · {t('sent back {day}: {reason}', day=t.date(file.sent_back), reason=file.reason)}"
        lines.append(f"{file.file_name} ({t.date(file.on)}){back if file.sent_back else ''}")
    return "<br>".join(e(line) for line in lines) or "—"


def chase_text(context: Context, one: Report) -> str:
    """What is sent to a unit that has not reported: a count and 请登录查看, nothing else (DOMAIN.md §7.2)."""
    return context.t("{n} items wait for your report; please log in to see them.", n=max(one.asked - one.answered, 1))


def chase(context: Context, sent: FillingRound, found: Sequence[Report]) -> str:
    """The 催报清单: who has not reported, how late, and the words to send."""
    t = context.t
    rows = [
        [
            e(unit_name(context, sent, one.receiver.code)),
            _state(context, one),
            span(t("{n} days", n=one.days_late), "w-late w-strong") if one.days_late else e(t("not yet due")),
            e(chase_text(context, one)),
        ]
        for one in sorted(found, key=lambda one: -one.days_late)
        if one.state in CHASED
    ]
    heads = [e(t("filling|Unit")), e(t("State")), e(t("Late by")), e(t("Words to send"))]
    body = table(heads, rows, "w-units") if rows else empty(t("Every unit has reported."))
    return card(t("To be chased"), body, e(t("{n} units", n=len(rows))))
