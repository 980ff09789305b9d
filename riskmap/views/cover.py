"""The cover sheet of an export: what was asked for in words, as of when, what the figures mean, who took it and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from riskmap.domain.masking import masks
from riskmap.metrics.filters import LISTS, Filter
from riskmap.views.names import Label
from riskmap.views.words import Words

NAMES = {
    "sector": "Sector", "group": "Sector group", "township": "Township", "grade": "Grade", "status": "Status",
    "progress": "Progress", "department": "Department", "enterprise": "Enterprise", "source": "Source",
    "supervision": "Supervised by", "size": "Size (headcount)", "listed": "Listing", "batch": "Imported file",
}  # fmt: skip
LISTING = {
    "any": "Any listing", "province": "Province level", "city": "City level", "county": "County level",
    "none": "Not listed",
}  # fmt: skip
DEFINITIONS = (  # the figures of the ledger sheet, as the pages define them
    (
        "cover|Overdue, not rectified",
        "The due date in force lies before the as-of day and no rectification is declared.",
    ),
    (
        "cover|Due with extensions",
        "The date first ordered, moved by granted extensions only; a failed re-inspection does not move it.",
    ),
    (
        "cover|Days left",
        "From the as-of day to the date of the standing round, else to the date in force; negative when past.",
    ),
    (
        "cover|Awaiting",
        "Declared rectified or passed, not yet closed: it waits for the authorities, also when past due.",
    ),
    ("cover|Closed", "Crossed off against the ledger with its evidence; “rectified” alone is not closed."),
    ("cover|Steps", "Steps taken after the as-of day are not told."),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says besides its definitions. `marks`: internal use, demo data; `count`: rows that follow."""

    title: str
    county: str
    marks: tuple[str, ...]
    count: int
    overdue: int
    purpose: str
    who: str
    role: str
    moment: str
    behind: str = ""  # the number whose rows these are, in words


def conditions(where: Filter, label: Label, t: Words) -> Iterator[tuple[str, str]]:
    """The filter in words: (name, values) for every part that narrows."""
    for key in LISTS:
        codes = getattr(where, key)
        if codes:
            names = [t(LISTING[code]) if key == "listed" else label(key, code) for code in codes]
            yield t(NAMES[key]), t("cover|, ").join(names)
    if where.overdue:
        yield t("Only overdue"), t("cover|yes")
    if where.area:
        yield t("Part of the map"), where.area
    if where.q:
        yield t("Search"), where.q


def lines(cover: Cover, where: Filter, label: Label, t: Words) -> list[tuple[str, str]]:
    """The cover as (name, text) lines; definitions follow after an empty name."""
    narrowed = [f"{name}{t('cover|: ')}{text}" for name, text in conditions(where, label, t)]
    if cover.behind:
        narrowed.append(cover.behind)
    persons = t("cover|masked for this role") if masks(cover.role) else t("cover|shown; handle with care")
    return [
        (t("cover|County"), cover.county),
        (t("cover|Mark"), t("cover|, ").join(cover.marks)),
        (t("cover|As of"), t("{day} (last day, included)", day=where.as_of.isoformat())),
        (t("cover|Filter"), t("cover|; ").join(narrowed) if narrowed else t("cover|none: the whole ledger")),
        (t("cover|Rows"), t("{n} hazards, {m} of them overdue and not rectified", n=cover.count, m=cover.overdue)),
        (t("cover|Purpose"), cover.purpose or t("cover|not stated")),
        (t("cover|Exported by"), cover.who),
        (t("cover|Exported at"), cover.moment),
        (t("cover|Personal data"), persons),
        ("", t("cover|Definitions")),
        *((t(name), t(text)) for name, text in DEFINITIONS),
    ]
