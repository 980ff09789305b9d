"""The audit trail: events, the proof of the chain, its heads by day, and these on a sheet to be kept outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from riskmap.i18n import Translator
from riskmap.views import audit
from riskmap.views.audit import Line
from riskmap.views.html import record, values
from riskmap.views.html.context import Context
from riskmap.views.html.exporting import form
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.names import Label

KINDS: Final = {"xlsx": "Export Excel", "csv": "Export CSV"}
EXPORTS: Final = "/api/v1/audit/events"
SHEET: Final = "/api/v1/audit/heads"
STYLE: Final = """
body { font: 14px/1.6 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; color: #17222E;
  margin: 32px auto; max-width: 920px; padding: 0 24px; }
h1 { font-size: 20px; margin: 0; } p { margin: 4px 0 16px; color: #536374; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #8496A6; padding: 6px 10px; text-align: left; } td.r { text-align: right; }
td.h { font: 13px/1.5 "DejaVu Sans Mono", Consolas, monospace; word-spacing: .3em; }
footer { display: flex; gap: 48px; margin-top: 56px; }
footer span { flex: 1; border-top: 1px solid #17222E; padding-top: 4px; }
button { font: inherit; padding: 6px 16px; border: 1px solid #8496A6; background: #FFF; border-radius: 4px;
  float: right; }
@media print { body { margin: 0; } button { display: none; } @page { margin: 18mm; } }
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of events. `own`: words of the page's own filter; `total`: events of that filter."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int
    own: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """The chain recomputed: at which moment, events, the head, and how many places do not hold."""

    at: datetime
    events: int
    head: str
    problems: int


def events(context: Context, found: Found, label: Label, *, opens: bool) -> str:
    """A page of events, latest first. `opens`: hazards open, for those who read them."""
    t = context.t
    rows = [_row(context, one, label, opens=opens) for one in found.lines]
    heads = [
        ">" + e(t("audit|No.")), e(t("audit|Moment")), e(t("audit|Person")), e(t("Action")), e(t("audit|On what")),
        e(t("audit|More")), e(t("audit|Hash")),
    ]  # fmt: skip
    body = table(heads, rows, "w-audit") if rows else empty(t("There is no such event."))
    words = {**found.own, "lang": t.lang}
    words.pop("page", "")
    aside = span(t("{n} events", n=t.number(found.total)), "w-many") + form(t, EXPORTS, words, KINDS)
    return card(t("Audit trail"), body + _pages(context, found), aside)


def _row(context: Context, one: Line, label: Label, *, opens: bool) -> list[str]:
    t, what = context.t, audit.what(one)
    role = record.role(t, one.role)
    under = t("{role}, on behalf of {who}", role=role, who=one.behalf) if one.behalf else role
    named = link(context.href("hazard", {"id": one.entity_id}), e(what), "w-text") if opens and one.number else e(what)
    return [
        str(one.seq),
        e(f"{t.moment(one.at)}:{one.at:%S}"),
        f"{e(values.acting(t, one.name or '—', one.deputy_of))} {span(under, 'w-mu')}",
        e(audit.action(t, one.action)),
        f"{span(audit.kind(t, one.entity), 'w-mu')} {named}",
        e(audit.more(t, label, one)),
        f'<code title="{e(one.hash)}">{e(one.hash[:12])}</code>',
    ]


def proof(context: Context, last: Proof | None, heads: Iterable[tuple[date, str]]) -> str:
    """Whether the chain holds, as it was last recomputed, and its heads by day."""
    t = context.t
    if last is None:
        said = span(t("Not recomputed since the last event."), "w-mu")
    elif last.problems:
        told = t("The chain does not hold in {n} places: run verify on the server.", n=t.number(last.problems))
        said = span(told, "w-late w-strong")
    else:
        told = t("Chain verified: {n} events", n=t.number(last.events))
        at = t("recomputed {when}", when=t.moment(last.at))
        said = f"{span(told, 'w-done w-strong')} · {e(at)}<br><code>{e(last.head)}</code>"
    rows = [[e(t.date(day)), f"<code>{e(head)}</code>"] for day, head in heads]
    titles = (t("Day"), t("Head at its end (number and hash of the last event)"))
    why = t("Keep a head outside of this machine: verify --head tells whether it still stands in the chain.")
    listed = f'{table(map(e, titles), rows, "w-heads")}<p class="w-mu">{e(why)}</p>'
    days = f'<details class="w-all"><summary>{e(t("Heads of the last days"))}</summary>{listed}</details>'
    sheet = f'<a class="w-button" href="{SHEET}?lang={t.lang}" target="_blank">{e(t("Print …"))}</a>'
    return card(t("Proof of the chain"), f'<p class="w-proof">{said}</p>{days}', sheet)


def paper(t: Translator, county: str, heads: Iterable[tuple[date, str]], last: Proof, who: str) -> str:
    """The heads on a sheet of its own, with lines for who copies them and where they are kept."""
    title = t("Heads of the chain of events")
    good = t("Chain verified: {n} events", n=t.number(last.events))
    bad = t("The chain does not hold in {n} places: run verify on the server.", n=t.number(last.problems))
    told = t("{who}, {when}", who=who, when=t.moment(last.at))
    body = "".join(
        f'<tr><td>{e(t.date(day))}</td><td class="r">{e(head.partition(":")[0])}</td><td class="h">'
        f"{e(_grouped(head.partition(':')[2]))}</td></tr>"
        for day, head in heads
    )
    top = "".join(f"<th>{e(word)}</th>" for word in (t("Day"), t("audit|No."), t("audit|Hash")))
    lines = "".join(f"<span>{e(word)}</span>" for word in (t("Copied by"), t("Kept at"), t("Date")))
    return (
        f'<!doctype html><html lang="{t.lang[:2]}"><head><meta charset="utf-8"><title>{e(title)}</title>'
        f'<style>{STYLE}</style></head><body><button onclick="print()">{e(t("Print …"))}</button>'
        f"<h1>{e(county)} · {e(title)}</h1><p>{e(bad if last.problems else good)} · {e(told)}</p>"
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table><footer>{lines}</footer></body></html>"
    )


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _pages(context: Context, found: Found) -> str:
    if found.pages < 2:
        return ""

    def to(page: int, text: str) -> str:
        return link(context.href("audit", {**found.own, "page": str(page)}), e(text))

    back = to(found.page - 1, context.t("Previous")) if found.page > 1 else ""
    on = to(found.page + 1, context.t("Next")) if found.page < found.pages else ""
    here = f"<b aria-current='page'>{found.page}</b><span>/ {found.pages}</span>"
    return f'<nav class="w-pages" aria-label="{e(context.t("Pages"))}">{back}{here}{on}</nav>'
