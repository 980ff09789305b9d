"""The columns of a table, cleaned as columns: each distinct raw value is read once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from riskmap.ingest.clean import dates, money, points
from riskmap.ingest.clean.dates import Parsed
from riskmap.ingest.clean.text import text_of, word
from riskmap.ingest.clean.words import code_of
from riskmap.ingest.findings import Findings
from riskmap.ingest.profile import Profile
from riskmap.ingest.recognise import Column, Table
from riskmap.ingest.rows import Rows
from riskmap.ingest.sheet import Cell

V = TypeVar("V")
DATES = frozenset({"date", "due", "date_or_yes"})
DROPPED = frozenset({"bad_date", "no_fixed_date", "status_in_date"})


@dataclass(slots=True)
class Columns:
    """Cleaned columns by field, all of one length; `text` holds every mapped field but numbers as text."""

    sheet: str
    numbers: list[int]
    headers: dict[str, str] = field(default_factory=dict)
    text: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, list[Parsed]] = field(default_factory=dict)
    money: dict[str, list[Decimal | None]] = field(default_factory=dict)
    points: list[tuple[float, float] | None] = field(default_factory=list)  # longitude, latitude, WGS 84
    extra: list[list[tuple[str, str]]] = field(default_factory=list)
    shots: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)  # row → kind, name, hash of its pictures

    def words(self, name: str) -> list[str]:
        """The text of a field, blanks where the table has no such column."""
        return self.text.get(name) or [""] * len(self.numbers)

    def keep(self, row: int, name: str, value: str) -> None:
        """Keep what could not be read beside the row, under its header."""
        self.extra[row].append((self.headers.get(name, name), value))


def clean(
    sheet: str, table: Table, rows: Rows, profile: Profile, zone: str, findings: Findings, *, epoch_1904: bool = False
) -> Columns:
    """All columns of a table, cleaned by the kind of their field; odd cells become findings."""
    result = Columns(sheet, rows.numbers, extra=[[] for _ in rows.numbers])
    for column in table.columns:
        _one(result, table, column, [row[column.index] for row in rows.cells], profile, findings, zone, epoch_1904)
    for name, (label, value) in table.above.items():
        _default(result, table, name, value, zone)
        findings.add(sheet, None, label, value, "taken_from_above")
    for name, value in profile.defaults.items():
        if name in table.schema.fields:
            _default(result, table, name, value, zone)
    _points(result, profile, findings)
    return result


def _one(
    result: Columns,
    table: Table,
    column: Column,
    raw: list[Cell],
    profile: Profile,
    findings: Findings,
    zone: str,
    epoch_1904: bool,
) -> None:
    name = column.field
    if name == "ignore":
        return
    texts = _each(raw, _text)
    if not name:
        for i, text in enumerate(texts):
            if text:
                result.extra[i].append((column.header, text))
        return
    spec = table.schema.fields[name]
    if spec.kind == "derived":
        return
    if column.part:
        texts = [f"{column.part}:{text}" if text else "" for text in texts]
    result.headers.setdefault(name, column.header if not column.part else column.header.split("/", maxsplit=1)[0])
    before = result.text.get(name)
    if before is not None:
        texts = [f"{a}；{b}" if a and b else a or b for a, b in zip(before, texts, strict=True)]
    result.text[name] = texts
    if spec.kind in DATES:
        reader = _date_reader(profile, zone, due=spec.kind == "due", epoch_1904=epoch_1904)
        result.dates[name] = _read_dates(result, name, raw, reader, findings)
    elif spec.kind == "money":
        result.money[name] = _read_money(result, name, raw, findings)


def _text(cell: Cell) -> str:
    """`text_of`, sooner for what most cells are."""
    if isinstance(cell, str) and cell.isprintable() and not cell.startswith("'"):
        return cell.strip()
    return text_of(cell)


def _each(raw: Sequence[Cell], read: Callable[[Cell], V]) -> list[V]:
    """What each cell says; equal ones are read once (1, 1.0 and True are equal, and yet not the same)."""
    if len(set(map(type, raw))) < 2:
        alike = {cell: read(cell) for cell in set(raw)}
        return [alike[cell] for cell in raw]
    known = {key: read(key[1]) for key in set(zip(map(type, raw), raw, strict=True))}
    return [known[key] for key in zip(map(type, raw), raw, strict=True)]


def _date_reader(profile: Profile, zone: str, *, due: bool, epoch_1904: bool) -> Callable[[Cell], Parsed]:
    zone = profile.zone or zone

    def read(cell: Cell) -> Parsed:
        if isinstance(cell, str):
            for form in profile.formats:
                try:
                    return Parsed(datetime.strptime(cell.strip(), form).date())  # noqa: DTZ007 - a calendar day
                except ValueError:
                    continue
        return dates.parse(cell, due=due, zone=zone, epoch_1904=epoch_1904)

    return read


def _read_dates(
    result: Columns, name: str, raw: Sequence[Cell], read: Callable[[Cell], Parsed], findings: Findings
) -> list[Parsed]:
    found = _each(raw, read)
    header = result.headers[name]
    texts = result.text[name]
    yes_counts = name == "plan_filed"
    for i, parsed in enumerate(found):
        if not parsed.finding or (yes_counts and parsed.finding in DROPPED):
            continue
        if parsed.finding == "status_in_date" and name == "closed":
            continue  # a word of crossing off: read as the mark
        findings.add(result.sheet, result.numbers[i], header, texts[i], parsed.finding)
        if parsed.finding in DROPPED:
            result.extra[i].append((header, texts[i]))
    return found


def _read_money(result: Columns, name: str, raw: Sequence[Cell], findings: Findings) -> list[Decimal | None]:
    header = result.headers[name]
    unit = money.unit_of(header)
    found = _each(raw, lambda cell: money.amount(cell, unit))
    for i, (_, finding) in enumerate(found):
        if finding:
            findings.add(result.sheet, result.numbers[i], header, result.text[name][i], finding)
            if finding == "bad_amount":
                result.extra[i].append((header, result.text[name][i]))
    return [value for value, _ in found]


def _default(result: Columns, table: Table, name: str, value: str, zone: str) -> None:
    texts = result.words(name)
    result.text[name] = [text or value for text in texts]
    result.headers.setdefault(name, table.schema.fields[name].header)
    if table.schema.fields[name].kind in DATES:
        told = dates.parse(value, zone=zone)
        before = result.dates.get(name, [dates.NOTHING] * len(texts))
        result.dates[name] = [parsed if text else told for parsed, text in zip(before, texts, strict=True)]


def _points(result: Columns, profile: Profile, findings: Findings) -> None:
    """Coordinates of all rows, converted in one go a system; nothing if the table has no such columns."""
    result.points = [None] * len(result.numbers)
    if not {"lon", "lat", "point"} & result.text.keys():
        return
    lons, lats, pairs, systems = (result.words(name) for name in ("lon", "lat", "point", "crs"))
    by_system: dict[str, list[tuple[int, float, float]]] = {}
    for i in range(len(result.numbers)):
        if not (lons[i] or lats[i] or pairs[i]):
            continue
        lon, lat, finding = _point(lons[i], lats[i], pairs[i])
        if finding:
            value = pairs[i] or f"{lons[i]},{lats[i]}"
            findings.add(result.sheet, result.numbers[i], result.headers.get("lon", "point"), value, finding)
            if lon is None:
                result.extra[i].append((result.headers.get("lon", "坐标"), value))
        if lon is not None and lat is not None:
            by_system.setdefault(_system(systems[i], profile), []).append((i, lon, lat))
    for system, members in by_system.items():
        moved = points.to_wgs84([m[1] for m in members], [m[2] for m in members], system)
        for (i, _, _), place in zip(members, moved, strict=True):
            result.points[i] = place


def _point(lon: str, lat: str, pair: str) -> tuple[float | None, float | None, str]:
    if pair and not (lon and lat):
        both = points.pair(pair)
        return points.placed(*both) if both else (None, None, "bad_coordinate")
    x, y = points.degrees(lon), points.degrees(lat)
    if (lon and x is None) or (lat and y is None):
        return None, None, "bad_coordinate"
    return points.placed(x, y)


def _system(text: str, profile: Profile) -> str:
    return code_of(text, "crs") or profile.system or "wgs84"


def cached(read: Callable[[str], V]) -> Callable[[str], V]:
    """`read` with a memory for the few distinct words of a column."""
    known: dict[str, V] = {}

    def look(text: str) -> V:
        if text not in known:
            known[text] = read(text)
        return known[text]

    return look


def meant(values: Mapping[str, str], text: str) -> str | None:
    """The code a profile gives to a word, None if it says nothing."""
    return values.get(word(text) or text)
