"""The monthly form of a round: the sum of what units reported, held against our own ledger cell by cell."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from riskmap.domain.filling import FillingRound
from riskmap.domain.filling_form import BY_NAME, COLUMNS, FILLED, Difference, FormColumn, rate
from riskmap.metrics.format import pct
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table
from riskmap.views.html.rounds import unit_name

MOST: Final = 200
Sums = Mapping[tuple[str, str], Decimal]


def consolidated(
    context: Context, title: str, told: Sums, ledger: Sums, counted: Sequence[str], sectors: Sequence[str]
) -> str:
    """One table: rows are sectors and the total; where our ledger counts otherwise, its figure stands below in red.

    `told`, `ledger`: sums by (sector, column), "" the total; `counted`: columns that the ledger counts.
    """
    t = context.t
    if not told:
        return card(title, empty(t("No unit has reported yet.")))
    rows = [row for row in sectors if any(key[0] == row for key in (*told, *ledger))]
    lines = [
        [
            e(t("Total") if row == "" else context.label("sector", row)),
            *(_cell(context, column, row, told, ledger, counted) for column in COLUMNS),
        ]
        for row in (*rows, "")
    ]
    heads = [e(t("form|Sector")), *(">" + e(t(column.header)) for column in COLUMNS)]
    missing = [t(column.header) for column in FILLED if column.name not in counted]
    asides = [t("red: our ledger counts otherwise"), *(t("not compared: {column}", column=one) for one in missing)]
    aside = e(" · ".join(asides))
    body = table(heads, lines, "w-figures", [*([""] * len(rows)), "total"])
    return card(title, f'<div class="w-scroll">{body}</div>', aside)


def _cell(context: Context, column: FormColumn, row: str, told: Sums, ledger: Sums, counted: Sequence[str]) -> str:
    t = context.t
    if column.kind == "rate":
        ours, theirs = (t.percent(pct(*rate(sums, row, column))) for sums in (ledger, told))
        known = set(column.of) <= set(counted)
    else:
        ours, theirs = (number(context, sums.get((row, column.name), Decimal(0))) for sums in (ledger, told))
        known = column.name in counted
    differs = f"<br>{span(ours, 'w-late')}" if known and ours != theirs else ""
    return f"{e(theirs)}{differs}"


def number(context: Context, value: Decimal) -> str:
    """A figure: whole numbers grouped, amounts with the decimals they have."""
    whole = value == value.to_integral()
    return context.t.number(value, 0 if whole else max(-int(value.normalize().as_tuple().exponent), 0))


def differences(context: Context, sent: FillingRound, found: Sequence[Difference]) -> str:
    """Every cell in which a unit and our ledger do not agree."""
    t = context.t
    rows = [
        [
            e(unit_name(context, sent, one.unit)), e(context.label("sector", one.row)),
            e(t(BY_NAME[one.column].header)), e(number(context, one.reported)), e(number(context, one.ledger)),
            span(_signed(context, one.reported - one.ledger), "w-late w-strong"),
        ]
        for one in found[:MOST]
    ]  # fmt: skip
    heads = [
        e(t("filling|Unit")), e(t("form|Sector")), e(t("form|Column")), ">" + e(t("form|Reported")),
        ">" + e(t("form|Our ledger")), ">" + e(t("form|Difference")),
    ]  # fmt: skip
    body = table(heads, rows, "w-units") if rows else empty(t("All figures reported agree with our ledger."))
    more = f'<p class="w-mu">{e(t("… and {n} more", n=t.number(len(found) - MOST)))}</p>' if len(found) > MOST else ""
    return card(t("Differences to our ledger"), body + more, e(t("{n} cells", n=t.number(len(found)))))


def _signed(context: Context, value: Decimal) -> str:
    return ("+" if value > 0 else "−") + number(context, abs(value))


def changes(
    context: Context, sent: FillingRound, found: Mapping[tuple[str, str, str], tuple[Decimal | None, Decimal]]
) -> str:
    """Figures that would change, old → new, unit by unit."""
    t = context.t
    rows = [
        [
            e(unit_name(context, sent, unit)), e(context.label("sector", row)), e(t(BY_NAME[column].header)),
            "—" if old is None else e(number(context, old)), f"<b>{e(number(context, new))}</b>",
        ]
        for (unit, row, column), (old, new) in list(found.items())[:MOST]
    ]  # fmt: skip
    heads = [
        e(t("filling|Unit")), e(t("form|Sector")), e(t("form|Column")), ">" + e(t("Reported before")),
        ">" + e(t("In the returned file")),
    ]  # fmt: skip
    body = table(heads, rows, "w-units") if rows else empty(t("There is nothing new in these files."))
    aside = e(t("{n} cells", n=t.number(len(found))))
    return card(t("What came back"), body, aside)
