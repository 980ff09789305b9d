"""One imported file: what it brought, how its columns were read, what was odd, whether it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from riskmap.domain.columns import from_day
from riskmap.metrics.filters import Filter, changed, to_query
from riskmap.views.html import values
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import card, e, link, table
from riskmap.views.html.reading import KINDS, LEDGER, REGISTER

COUNTED: Final = {
    "rows": "Rows in the file", "accepted": "Accepted", "rejected": "Rejected", "created": "count|Created",
    "changed": "count|Changed", "unchanged": "Unchanged",
}  # fmt: skip
ROWS: Final = {"hazard": "Hazard", "enterprise": "Enterprise", "inspection": "Visit"}
Sentence = Callable[[str], str]


class Batch(Protocol):
    """An imported file, as riskmap.ledger.batches tells it."""

    @property
    def file_name(self) -> str: ...  # noqa: D102 - named as what it is
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def sender(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def mapping(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def counts(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def findings(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102
    @property
    def stood_in(self) -> str: ...  # noqa: D102
    @property
    def opening(self) -> date | None: ...  # noqa: D102
    @property
    def undone(self) -> Any: ...  # noqa: D102


class Standing(NamedTuple):
    """The hazards that a file brought and that stand, as its reader sees them. `by`: status → how many."""

    total: int
    by: Mapping[str, int]
    first: Sequence[Mapping[str, Any]]  # rows of the frame
    where: Filter  # whose rows they are

    def opens(self, context: Context, number: int, **only: object) -> str:
        """A number that opens its rows in the ledger, whatever the page's own filter is."""
        words = to_query(changed(self.where, **only)) | {"lang": context.query.get("lang", "")}
        return link(address("ledger", words), e(context.t.number(number)), "w-n")


def shown(context: Context, one: Batch, standing: Standing, zone: str, sentence: Sentence) -> str:
    """The file with its columns, findings, numbers and first hazards, each opening."""
    return f'<div class="w-stack">{_facts(context, one, zone, sentence)}{_hazards(context, standing)}</div>'


def _facts(context: Context, one: Batch, zone: str, sentence: Sentence) -> str:
    t = context.t

    def moment(at: datetime) -> str:
        return t.moment(at.astimezone(ZoneInfo(zone)))

    counts = t(" · ").join(f"{t(word)} {t.number(int(one.counts.get(name, 0)))}" for name, word in COUNTED.items())
    lines = [
        (t("Imported at"), moment(one.at)),
        (t("By"), values.acting(t, one.by or "—", one.stood_in)),
        (t("Who sent the file"), one.sender or "—"),
        (t("Kind"), t(KINDS[one.kind]) if one.kind in KINDS else "—"),
        (t("Rows"), counts),
        (t("Fingerprint of the file (SHA-256)"), one.sha256),
    ]
    if one.opening:
        lines.append((t("Opening import"), t("opening day {day}", day=t.date(one.opening))))
    if one.undone:
        who = values.acting(t, one.undone.by, one.undone.stood_in)
        told = t("by {who}, {when}", who=who, when=moment(one.undone.at))
        lines.append((t("Undone"), told))
    body = table(["", ""], [[e(name), e(value)] for name, value in lines], "w-batch")
    return card(one.file_name, body + _columns(context, one) + _findings(context, one, sentence))


def _columns(context: Context, one: Batch) -> str:
    t = context.t
    words = LEDGER if one.kind == "ledger" else REGISTER
    rows = [[e(header), e(t(words[name]) if name in words else header)] for header, name in one.mapping.items()]
    return _more(t("Columns ({n})", n=len(rows)), [t("Header"), t("Field")], rows)


def _findings(context: Context, one: Batch, sentence: Sentence) -> str:
    t = context.t
    rows = [[e(t(sentence(code))), e(t.number(number))] for code, number in one.findings.items()]
    return _more(t("Findings ({n})", n=sum(one.findings.values())), [t("Finding"), ">" + t("Count")], rows)


def _more(title: str, heads: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    top = [">" + e(one[1:]) if one[:1] == ">" else e(one) for one in heads]
    return f'<details class="w-all"><summary>{e(title)}</summary>{table(top, rows)}</details>'


def _hazards(context: Context, standing: Standing) -> str:
    if not standing.total:
        return ""
    t, label = context.t, context.label
    rows = [
        [
            link(context.href("hazard", {"id": h["id"]}), e(h["hazard_no"])),
            e(h["enterprise"] or "—"),
            f'<span class="w-two">{e(h["description"])}</span>',
            e(label("grade", h["grade"])),
            e(t.date(from_day(h["found"]))),
            e(label("status", h["status"])),
        ]
        for h in standing.first
    ]
    heads = [t("Number"), t("Enterprise"), t("Problem"), t("Grade"), t("day|Found"), t("Status")]
    each = [
        f"{e(label('status', code))} {standing.opens(context, n, status=(code,))}" for code, n in standing.by.items()
    ]
    aside = f"{e(t('Standing in the ledger'))} {standing.opens(context, standing.total)}"
    more = f'<p class="w-mu w-more">{e(t("The first {n} are shown.", n=len(rows)))}</p>'
    body = f'<p class="w-mu">{e(t(" · ")).join(each)}</p>' + table([e(head) for head in heads], rows)
    return card(t("Hazards of this file"), body + (more if len(rows) < standing.total else ""), aside)


def kept_by(context: Context, rows: Iterable[tuple[str, str]], more: int) -> list[str]:
    """The rows that keep a file from being undone, in words."""
    t = context.t
    said = [f"{t(ROWS[kind])} {name}" for kind, name in rows]
    return said + ([t("and {n} more", n=more)] if more else [])
