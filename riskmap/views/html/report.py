"""What a file would do to the ledger, before anybody says yes: counts, findings by kind, first rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from riskmap.domain.hazard import Hazard
from riskmap.views.html import values
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table

EXAMPLES, OPENED, SHOWN = 3, 300, 10
SEVERITY = {"error": "severity|rejected", "warning": "severity|warning", "info": "severity|note"}
ORDER = ("error", "warning", "info")
TONE = {"error": "w-late", "warning": "w-soon", "info": "w-mu"}
CREATED = (
    "Ledger number", "Enterprise", "Problem", "Township", "Sector", "Grade", "day|Found", "day|Due", "Status",
)  # fmt: skip
Sentence = Callable[[str], str]  # code → message id


def counts(context: Context, report: Mapping[str, Any]) -> str:
    """The counts of the file: rows = accepted + rejected."""
    t = context.t
    cells = "".join(
        f'<div class="w-kpi"><span>{e(t(title))}</span><b class="{cls}">{e(t.number(int(report[name])))}</b></div>'
        for name, title, cls in (
            ("rows", "Rows in the file", ""),
            ("accepted", "Accepted", ""),
            ("rejected", "Rejected", "w-late" if report["rejected"] else ""),
            ("created", "Would be created", ""),
            ("changed", "Would be changed", ""),
            ("unchanged", "Unchanged", ""),
        )
    )
    sheets = t(" · ").join(
        t("{name}: {rows} rows, header in row {row}", name=one["name"] or "—", rows=one["rows"], row=one["header_row"])
        for one in report["sheets"]
    )
    below = f'<p class="w-mu" style="margin:8px 0 0">{e(sheets)}</p>' if sheets else ""
    return card(
        t("Dry run of {file}", file=report["file"]),
        f'<div class="w-line">{cells}</div>{below}',
        e(t("nothing is written yet")),
    )


def findings(
    context: Context, issues: Sequence[Mapping[str, Any]], totals: Mapping[str, int], sentence: Sentence
) -> str:
    """Findings grouped by code, the grave ones first, each with its first places in the file."""
    t = context.t
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for issue in issues:
        if issue["code"] != "more_of_the_same":
            groups.setdefault(str(issue["code"]), []).append(issue)
    codes = sorted(
        groups, key=lambda code: (ORDER.index(str(groups[code][0]["severity"])), -totals.get(code, len(groups[code])))
    )
    rows = []
    for code in codes:
        severity = str(groups[code][0]["severity"])
        number = totals.get(code, len(groups[code]))
        rows.append([
            span(t(SEVERITY[severity]), f"w-strong {TONE[severity]}"),
            e(t(sentence(code))),
            e(t.number(number)),
            _places(context, groups[code], number),
            span(t(fix) if (fix := str(groups[code][0].get("fix", ""))) else "—", "w-mu"),
        ])  # fmt: skip
    heads = [e(t("Kind")), e(t("Finding")), ">" + e(t("Count")), e(t("First places (row, column, value)"))]
    heads.append(e(t("What to do")))
    title = t("Findings")
    return card(title, table(heads, rows, "w-findings") if rows else empty(t("Nothing odd was found.")))


def _places(context: Context, issues: Sequence[Mapping[str, Any]], number: int) -> str:
    """The first places, and on asking the others; beyond OPENED they are in the file to send back."""
    t = context.t
    first = "<br>".join(_place(context, issue) for issue in issues[:EXAMPLES])
    others = issues[EXAMPLES:OPENED]
    if not others:
        return first
    rest = "<br>".join(_place(context, issue) for issue in others)
    hidden = number - EXAMPLES - len(others)
    tail = f"<br>{e(t('and {n} more', n=t.number(hidden)))}" if hidden > 0 else ""
    opened = e(t("{n} more rows", n=t.number(number - EXAMPLES)))
    return f'{first}<details class="w-all"><summary>{opened}</summary>{rest}{tail}</details>'


def _place(context: Context, issue: Mapping[str, Any]) -> str:
    t = context.t
    where = [
        str(issue["sheet"]),
        t("row {n}", n=issue["row"]) if issue["row"] is not None else "",
        str(issue["column"]),
    ]
    value = f' <span class="w-mu">“{e(str(issue["value"])[:60])}”</span>' if issue["value"] else ""
    return e(" · ".join(part for part in where if part)) + value


def created(context: Context, hazards: Iterable[Hazard], total: int) -> str:
    """The first of the rows that would be created, as they were understood."""
    t, label = context.t, context.label
    rows = [
        [
            e(one.ledger_no or "—"),
            e(one.enterprise_name or "—"),
            f'<span class="w-two">{e(one.description)}</span>',
            e(label("township", one.township) if one.township else one.township_raw or label("township", "")),
            e(label("sector", one.sector)),
            e(label("grade", one.grade)),
            e(t.date(one.found)),
            e(t.date(one.due)),
            e(label("status", one.status)),
        ]
        for one in hazards
    ]
    if not rows:
        return ""
    heads = [t(one) for one in CREATED]
    aside = e(t("first {n} of {m}", n=len(rows), m=t.number(total)))
    return card(t("Would be created, as understood"), table([e(one) for one in heads], rows), aside)


def changed(context: Context, changes: Iterable[Mapping[str, Any]], total: int) -> str:
    """The first of what is stored and would be changed, a line a row: number, enterprise, place in the file, old → new.

    `changes`: those of the report, one a field; those of one row stand together.
    """
    t = context.t
    rows = []
    for (number, enterprise, sheet, row), told in islice(groupby(changes, key=_whose), SHOWN):
        said = _said(context, list(told))
        where = " · ".join(part for part in (sheet, t("row {n}", n=row)) if part)
        rows.append([e(number or "—"), e(enterprise or "—"), e(where), "<br>".join(map(e, said))])
    if not rows:
        return ""
    aside = e(t("first {n} of {m}", n=len(rows), m=t.number(total)))
    heads = [t("Number"), t("Enterprise"), t("Row in the file"), t("Old value → new value")]
    return card(t("Would be changed"), table([e(one) for one in heads], rows), aside)


def _whose(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["hazard_no"], one["enterprise"], one["sheet"], one["row"]


def _said(context: Context, changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """Old → new of one row; the words as written stand back where the code they were read as changes too."""
    names = {one["field"] for one in changes}
    spare = {f"{name}_raw" for name in names}
    return [
        values.change(context, one["field"], one["old"], one["new"]) for one in changes if one["field"] not in spare
    ]
