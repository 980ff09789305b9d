"""What the page of imports tells before a file is there: the last files, headers that are read, a sender's profile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from riskmap.views.html.context import Context
from riskmap.views.html.empty_books import books
from riskmap.views.html.markup import card, e, empty, span, table

ALIASES: Final = 3  # shown beside a header
CJK: Final = range(0x3400, 0xA000)
LEDGER: Final = {  # fields told of one by one → name; the others stand below the table
    "enterprise": "Enterprise", "township": "Township", "sector": "Sector", "place": "Place",
    "description": "Problem", "grade": "Grade", "source": "Source", "found": "day|Found", "inspectors": "Inspectors",
    "department": "Department", "responsible_person": "Responsible person", "measure": "Measure", "due": "day|Due",
    "rectified": "Rectified on", "status": "Status", "passed": "Re-inspected", "closed": "Closed",
}  # fmt: skip
REGISTER: Final = {
    "name": "Enterprise", "uscc": "Unified social credit code", "township": "Township", "address": "Address",
    "sector": "Sector", "department": "Department", "supervision": "Level of supervision", "principal": "Principal",
    "safety_person": "Safety person", "headcount": "Employees", "state": "State of production", "risk": "Risk level",
    "standard_grade": "Standardisation grade", "licence": "Safety licence", "licence_to": "Licence valid to",
    "lon": "Longitude", "lat": "Latitude",
}  # fmt: skip
KINDS: Final = {"ledger": "Hazard ledger", "register": "Enterprise register"}
EXAMPLE: Final = "assets/riskmap/profile-example.{lang}.toml"


class Header(Protocol):
    """A field that a column may hold, with the headers it is known by."""

    @property
    def header(self) -> str:
        """What the file calls it first."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """What files call it too."""
        ...

    @property
    def kind(self) -> str:
        """Way of reading, or kind of table."""
        ...


class Imported(Protocol):
    """A file that was taken into the ledger; `at`: moment in UTC."""

    @property
    def file_name(self) -> str:
        """Name of the file."""
        ...

    @property
    def sender(self) -> str:
        """Who sent it."""
        ...

    @property
    def kind(self) -> str:
        """Way of reading, or kind of table."""
        ...

    @property
    def counts(self) -> Mapping[str, int]:
        """What became of its rows."""
        ...

    @property
    def demo(self) -> bool:
        """Whether it brought demo rows."""
        ...

    @property
    def undone(self) -> object:
        """When and by whom it was undone, None while it stands."""
        ...

    @property
    def at(self) -> datetime:
        """When, in UTC."""
        ...


def before(
    context: Context,
    batches: Sequence[tuple[Imported, str]],
    fields: Mapping[str, Mapping[str, Header]],
    zone: str,
    largest: int,
) -> str:
    """All that stands under the uploader while it is empty; `batches` as `last` takes them, `largest` in MB."""
    ledger = headers(context, "ledger", fields["ledger"], LEDGER)
    register = headers(context, "register", fields["register"], REGISTER)
    side = f'<div class="w-two-rows">{_rules(context, largest)}{_profile(context)}</div>'
    return f'{last(context, batches, zone)}{books(context)}<div class="w-grid w-reading">{ledger}{register}{side}</div>'


def last(context: Context, batches: Sequence[tuple[Imported, str]], zone: str) -> str:
    """The last files that were taken in, latest first, each with the number (HTML) of its hazards that stand."""
    t = context.t
    demo = f' <span class="w-tag">{e(t("Demo data"))}</span>'
    undone = f' <span class="w-tag">{e(t("Undone"))}</span>'
    counted = ("rows", "created", "changed", "unchanged", "rejected")
    rows = [
        [
            f"{e(one.file_name)}{demo if one.demo else ''}{undone if one.undone else ''}",
            e(t(KINDS[one.kind]) if one.kind in KINDS else "—"),
            e(one.sender or "—"),
            e(t.moment(one.at.astimezone(ZoneInfo(zone)))),
            *(e(t.number(int(one.counts.get(name, 0)))) for name in counted),
            standing,
        ]
        for one, standing in batches
    ]
    heads = [t("File"), t("Kind"), t("Who sent the file"), t("Imported at")]
    heads += [
        f">{t(one)}"
        for one in ("Rows", "count|Created", "count|Changed", "Unchanged", "Rejected", "Standing in the ledger")
    ]
    body = table([e(one) if one[0] != ">" else ">" + e(one[1:]) for one in heads], rows) if rows else ""
    title = t("Last imports")
    return card(title, body or empty(t("No file has been imported yet.")), e(t("latest first")) if rows else "")


def headers(context: Context, kind: str, fields: Mapping[str, Header], told: Mapping[str, str]) -> str:
    """The fields of a kind of table with the headers that are read; those beyond `told` by their header alone."""
    t = context.t
    rows = [
        [span(t(word), "w-nobr"), span(fields[name].header, "w-nobr w-strong"), _aliases(context, fields[name])]
        for name, word in told.items()
        if name in fields
    ]
    rest = [one.header for name, one in fields.items() if name not in told and one.kind not in {"derived", "seq"}]
    more = f'<p class="w-mu w-more">{e(t("Also read"))}: {e("、".join(rest))}</p>'
    details = f'<details class="w-all"><summary>{e(t("{n} more fields", n=len(rest)))}</summary>{more}</details>'
    heads = [e(t("Field")), e(t("Header")), e(t("Also accepted"))]
    return card(t(KINDS[kind]), table(heads, rows, "w-headers") + details, e(t("{n} fields", n=len(rows) + len(rest))))


def _aliases(context: Context, field: Header) -> str:
    """A few of the other headers, in the reader's own language where there are any."""
    own = [one for one in field.aliases if _chinese(one) == (context.t.lang == "zh_CN")]
    shown = (own or list(field.aliases))[:ALIASES]
    rest = len(field.aliases) - len(shown)
    tail = context.t(" and {n} more", n=rest) if rest else ""
    comma = "、" if _chinese("".join(shown)) else ", "
    return f'<span class="w-mu" title="{e("、".join(field.aliases))}">{e(comma.join(shown) + tail)}</span>'


def _chinese(text: str) -> bool:
    return any(ord(sign) in CJK for sign in text)


def _rules(context: Context, largest: int) -> str:
    t = context.t
    lines = [
        t("Excel (xlsx, xlsb, xls), WPS, OpenDocument and text files, up to {n} MB; the content decides.", n=largest),
        t("The header may stand in the first 20 rows, over several rows, merged or not; sheets are read in turn."),
        t("At least three known headers make a table."),
        t("Merged cells are filled down; blank lines, subtotals and notes are no rows."),
        t("A row is rejected only without a date found, or without enterprise, place and description."),
        *([t("So is a row outside the part of the county that you answer for.")] if context.partial else []),
        t("The same file twice changes nothing; name the same sender each time."),
        t("Unknown columns are kept with the row; what looks odd is listed before you confirm."),
    ]
    items = "".join(f"<li>{e(line)}</li>" for line in lines)
    return card(t("How a file is read"), f'<ul class="w-rules">{items}</ul>')


def _profile(context: Context) -> str:
    t = context.t
    what = t("A sender with habits of its own gets a profile: a small text file with its headers, words and dates.")
    how = t("Upload it beside the file; the command line takes it with --profile.")
    address = EXAMPLE.format(lang=t.lang[:2])
    example = (
        f'<a class="w-button" download="profile-example.toml" href="{e(address)}">{e(t("Example of a profile"))}</a>'
    )
    return card(t("Other headers: a profile"), f'<p class="w-say">{e(what)} {e(how)}</p>{example}')
