"""How each column of a table was told, with what confidence, and what is left for a person to choose.

Headers first (recognise.py), then values (guess.py). A guess below CERTAIN is a suggestion: the column stays extra text
until somebody chooses. A sheet with fewer than three known headers is a table if its values make up for them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from riskmap.ingest.clean.text import header_forms, text_of
from riskmap.ingest.fields import Schema, schema
from riskmap.ingest.guess import guesses, values_of
from riskmap.ingest.profile import EXTRA, IGNORE, Profile
from riskmap.ingest.recognise import DEPTH, KNOWN, LONG, Column, Table, recognise
from riskmap.ingest.sheet import RawSheet

CERTAIN: Final = 0.8
ALIAS, NORMALISED, VALUES, PROFILE, CHOSEN = "alias", "normalised", "values", "profile", "chosen"
HOW: Final = {  # message ids
    ALIAS: "how|its header",
    NORMALISED: "how|its header, nearly",
    VALUES: "how|its values",
    PROFILE: "how|the sender's profile",
    CHOSEN: "how|your choice",
    "": "how|not told",
}
SAMPLES, SAMPLE = 3, 40


@dataclass(frozen=True, slots=True)
class Told:
    """One column as the report names it. `field` is empty where it is kept as extra text."""

    sheet: str
    header: str
    field: str
    suggested: str
    how: str
    confidence: float
    samples: tuple[str, ...]
    kind: str  # ledger or register
    table: bool = True  # False: no table was recognised, choices may make it one

    def as_json(self) -> dict[str, Any]:
        """The column in the report."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"samples": list(self.samples)}


def understand(sheet: RawSheet, kind: str, profile: Profile) -> tuple[Table | None, list[Told]]:
    """The table of a sheet, or None, and how each of its columns was told."""
    table = recognise(sheet, kind, profile)
    if table is not None:
        _settle(sheet, table, profile)
        return table, list(_told(sheet, table, found=True))
    for name in ("ledger", "register") if kind == "auto" else (kind,):
        table = _by_values(sheet, schema(name), profile)
        if table is not None and _enough(table):
            return table, list(_told(sheet, table, found=True))
    unsure = _by_values(sheet, schema("ledger" if kind == "auto" else kind), profile)
    hopeful = unsure is not None and any(c.field or c.suggested for c in unsure.columns)
    return None, list(_told(sheet, unsure, found=False)) if unsure is not None and hopeful else []


def _settle(sheet: RawSheet, table: Table, profile: Profile) -> None:
    """Name how each column was told; what no header told is asked of the values."""
    table.columns = [_explained(column, table.schema, profile) for column in table.columns]
    left = [column for column in table.columns if not column.field and not column.how]
    found = guesses(sheet, table, left)
    for at, column in enumerate(table.columns):
        guess = found.get(column.index)
        if guess is None:
            continue
        sure = guess.confidence >= CERTAIN
        field, suggested = (guess.field, "") if sure else ("", guess.field)
        table.columns[at] = replace(column, field=field, suggested=suggested, how=VALUES, confidence=guess.confidence)


def _explained(column: Column, fields: Schema, profile: Profile) -> Column:
    """The column with the way its header was told; a choice to keep it as extra text ends here."""
    told = _by_profile(column, profile)
    if told and column.field in {EXTRA, IGNORE, profile.headers[told]}:
        how = CHOSEN if told in profile.chosen else PROFILE
        return replace(column, field="" if column.field == EXTRA else column.field, how=how, confidence=1.0)
    if not column.field:
        return column
    how, confidence = _by_header(column, fields)
    return replace(column, how=how, confidence=confidence)


def _readings(column: Column) -> Iterator[str]:
    parts = column.header.split("/")
    yield "".join(parts)
    yield from reversed(parts)


def _by_profile(column: Column, profile: Profile) -> str:
    """The form of the header that a profile names, or an empty string."""
    forms = (form for text in _readings(column) for form in header_forms(text))
    return next((form for form in forms if form in profile.headers), "")


def _by_header(column: Column, fields: Schema) -> tuple[str, float]:
    spec = fields.fields[column.field]
    for text in _readings(column):
        plain, bare = header_forms(text)
        if text.strip() in {spec.header, *spec.aliases}:
            return ALIAS, 1.0
        if fields.index.get(plain) == column.field:
            return NORMALISED, 0.95
        if fields.index.get(bare) == column.field:
            return NORMALISED, 0.9
    if any(header_forms(text)[0] in fields.index for text in _readings(column)):
        return VALUES, 0.9  # 隐患类型: the grade or the category, as its values say
    return ALIAS, 0.85  # a header that means this field only in the company of others


def _by_values(sheet: RawSheet, fields: Schema, profile: Profile) -> Table | None:
    """The first lines that look like a header over rows, with what headers and values tell of its columns."""
    for at, row in enumerate(sheet.rows[:DEPTH]):
        names = [(i, cell.strip()) for i, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
        short = [(i, name) for i, name in names if len(name) <= LONG // 2 and not any(map(str.isdigit, name))]
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else []
        filled = sum(cell not in ("", None) for cell in below)
        if len(short) < KNOWN or len(short) != len(names) or filled < KNOWN:
            continue
        columns = [Column(i, name, _meant(name, fields, profile)) for i, name in short]
        table = Table(fields, at, at + 1, _single(columns))
        _settle(sheet, table, profile)
        return table
    return None


def _meant(name: str, fields: Schema, profile: Profile) -> str:
    for form in header_forms(name):
        found = profile.headers.get(form) or fields.index.get(form)
        if found and (found in fields.fields or found in {EXTRA, IGNORE}):
            return found
    return ""


def _single(columns: list[Column]) -> list[Column]:
    """The first column of each field; the others stay extra text."""
    seen: set[str] = set()
    kept = []
    for column in columns:
        again = column.field in seen and column.field not in {EXTRA, IGNORE}
        kept.append(replace(column, field="") if again else column)
        seen.add(column.field)
    return kept


def _enough(table: Table) -> bool:
    """A ledger needs its day and its substance, a register its names, and three fields in all."""
    known = {c.field for c in table.columns} - {"", "seq", IGNORE}
    substance = {"enterprise", "place", "description"} & known
    needed = "found" in known and substance if table.schema.kind == "ledger" else {"name", "uscc"} <= known
    return bool(needed) and len(known) >= KNOWN


def _told(sheet: RawSheet, table: Table, *, found: bool) -> Iterator[Told]:
    for column in table.columns:
        texts = (text_of(cell)[:SAMPLE] for cell in values_of(sheet, table.first, column.index) if cell is not None)
        samples = list(dict.fromkeys(texts))[:SAMPLES]
        name = "" if column.field == IGNORE else column.field
        yield Told(
            sheet.name, column.header, name, column.suggested, column.how, column.confidence, tuple(samples),
            table.schema.kind, found,
        )  # fmt: skip


def guessed(columns: list[Mapping[str, Any]]) -> dict[str, str]:
    """Header → field of the columns of a report that were told by their values alone: what a profile remembers."""
    return {one["header"]: one["field"] for one in columns if one["how"] in {VALUES, CHOSEN} and one["field"]}
