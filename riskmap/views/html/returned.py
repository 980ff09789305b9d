"""What returned files would do, before anybody says yes: unit by unit, field by field, old → new, and findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from riskmap.domain.codes import Status
from riskmap.domain.filling_sheet import COLUMNS, Stand
from riskmap.domain.hazard import Hazard
from riskmap.views import filling, names
from riskmap.views.html import actions
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.report import ORDER, SEVERITY, TONE

HEADERS: Final = {column.name: column.header for column in COLUMNS} | {"pictures": "filling|Photos in the sheet"}
OUTCOMES: Final = {
    "change": "returned|would change",
    "conflict": "returned|changed meanwhile: stays unless ticked",
    "refused": "returned|not taken",
}
TONES: Final = {"change": "w-done", "conflict": "w-soon", "refused": "w-late"}
MOST, PLACES = 400, 4


class Line(Protocol):
    """One field of a returned row."""

    @property
    def field(self) -> str: ...  # noqa: D102
    @property
    def old(self) -> Any: ...  # noqa: D102
    @property
    def new(self) -> Any: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def codes(self) -> tuple[str, ...]: ...  # noqa: D102


class Finding(Protocol):
    """Something about a returned file."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> int | None: ...  # noqa: D102
    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102


def counts(context: Context, figures: Mapping[str, int]) -> str:
    """Figures of the drop: files, units, rows, changes, same, conflicts, refused."""
    t = context.t
    titles = {
        "files": t("Files"), "units": t("Units"), "rows": t("Rows that say something"), "change": t("Fields to change"),
        "photos": t("Photos to take over"),
        "same": t("Fields already so"), "conflict": t("Conflicts"), "refused": t("Fields not taken"),
    }  # fmt: skip
    tones = {"photos": "w-done", "conflict": "w-soon", "refused": "w-late", "change": "w-done"}
    cells = "".join(
        f'<div class="w-kpi"><span>{e(title)}</span><b class="{tones.get(name, "") if figures[name] else "w-mu"}">'
        f"{e(t.number(figures[name]))}</b></div>"
        for name, title in titles.items()
    )
    return card(t("What came back"), f'<div class="w-line">{cells}</div>', e(t("nothing is written yet")))


def unit(context: Context, name: str, rows: Sequence[tuple[Hazard, Sequence[Line]]]) -> str:
    """Changes of one unit; fields that say what the ledger says already are counted, not shown."""
    t, lines = context.t, []
    same = sum(line.outcome == "same" for _, own in rows for line in own)
    for hazard, own in rows:
        shown_lines = [line for line in own if line.outcome != "same"]
        for at, line in enumerate(shown_lines):
            lines.append(_line(context, hazard if at == 0 else None, line))
    heads = [
        e(t("Number")), e(t("Hazard")), e(t("Field")), e(t("In the ledger now")), e(t("In the returned file")),
        e(t("Outcome")),
    ]  # fmt: skip
    aside = e(t("{n} fields already so", n=t.number(same)))
    body = table(heads, lines[:MOST]) if lines else empty(t("Everything is in the ledger already."))
    more = f'<p class="w-mu">{e(t("… and {n} more", n=t.number(len(lines) - MOST)))}</p>' if len(lines) > MOST else ""
    return card(name, body + more, aside)


def _line(context: Context, hazard: Hazard | None, line: Line) -> list[str]:
    t = context.t
    number = link(context.href("hazard", {"id": hazard.id}), e(hazard.hazard_no), "w-text") if hazard else ""
    about = f'{e(hazard.enterprise_name)}<br><span class="w-mu">{e(hazard.description[:40])}</span>' if hazard else ""
    why = "".join(f'<br><span class="w-mu">{e(one)}</span>' for one in actions.reasons(t, line.codes))
    return [
        number, about, e(t(HEADERS[line.field])), e(value(context, line.field, line.old)),
        f"<b>{e(value(context, line.field, line.new))}</b>",
        span(t(OUTCOMES[line.outcome]), f"w-strong {TONES[line.outcome]}") + why,
    ]  # fmt: skip


def value(context: Context, field: str, told: Any) -> str:
    """A value of a field in the reader's words."""
    t = context.t
    if told is None or told == "":
        return "—"
    if field == "pictures":
        return t("photos: {n}", n=t.number(told))
    if isinstance(told, date):
        return t.date(told)
    if isinstance(told, Decimal):
        return format(told, "f")
    if field == "stand" and told in set(Stand):
        return t(filling.STAND[Stand(told)])
    if field == "stand" and told in set(Status):
        return context.label("status", str(told))
    return t(names.LATE_REASON[told]) if field == "late_reason" else str(told)


def findings(
    context: Context, found: Iterable[Finding], sentence: Callable[[str], str], severity: Callable[[str], str]
) -> str:
    """Findings by code, the grave ones first, each with its first places; "" when there is none."""
    t = context.t
    groups: dict[str, list[Finding]] = {}
    for one in found:
        groups.setdefault(one.code, []).append(one)
    rows = [
        [
            span(t(SEVERITY[severity(code)]), f"w-strong {TONE[severity(code)]}"),
            e(t(sentence(code))),
            e(t.number(len(own))),
            "<br>".join(_place(context, one) for one in own[:PLACES]),
        ]
        for code, own in sorted(groups.items(), key=lambda pair: ORDER.index(severity(pair[0])))
    ]
    heads = [e(t("Kind")), e(t("Finding")), ">" + e(t("Count")), e(t("First places (file, row, column, value)"))]
    return card(t("Findings"), table(heads, rows, "w-findings")) if rows else ""


def _place(context: Context, one: Finding) -> str:
    t = context.t
    column = t(HEADERS.get(one.column, one.column)) if one.column else ""
    parts = [one.file, one.sheet, t("row {n}", n=one.row) if one.row is not None else "", column]
    value = f' <span class="w-mu">“{e(one.value[:60])}”</span>' if one.value else ""
    return e(" · ".join(part for part in parts if part)) + value
