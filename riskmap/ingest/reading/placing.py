"""Pictures to rows: by the cell they cover and the header above it, or by the number in their name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from riskmap.domain.codes import EvidenceKind
from riskmap.ingest.clean.text import flat, word
from riskmap.ingest.pictures import Account
from riskmap.ingest.recognise import Column, Table
from riskmap.ingest.sheet import Picture, RawSheet

PICTURE = re.compile(r"图|照|影像|截图|photo|picture|image", re.IGNORECASE)
AFTER = re.compile(r"后|完成|after", re.IGNORECASE)
NUMBERED = ("seq", "ledger_no", "hazard_no")
Shots = dict[int, list[tuple[str, str, str]]]  # place among the rows → kind of evidence, name, hash


def place(sheet: RawSheet, table: Table, numbers: list[int], texts: Mapping[str, list[str]], account: Account) -> Shots:
    """The pictures of the rows with these sheet numbers (from 1), with those that a person put there.

    A picture known by its name alone is left to others: it may belong to another table of the file.
    """
    shots: Shots = {}
    rows = {number - 1 - sheet.first: at for at, number in enumerate(numbers)}
    kinds = {column.index: kind for column in table.columns if (kind := _kind(column, table))}
    by_number: dict[str, int] | None = None
    for picture in sheet.pictures:
        if not picture.sha256:
            if picture.numbers:
                continue  # told once, with the photos that no table took
            account.leave(sheet.name, picture, _line(sheet, picture))
            continue
        if picture.row is None and picture.numbers:
            by_number = numbered(texts) if by_number is None else by_number
            at = next((by_number[number] for number in picture.numbers if number in by_number), None)
            found, kind = ([] if at is None else [at]), picture.kind
        else:
            kind = next((kinds[one] for one in picture.columns if one in kinds), "")
            found = [rows[one] for one in _covered(sheet, table, picture) if one in rows]
        if kind and found:
            picture.side = kind
            for at in found:
                _add(shots.setdefault(at, []), (kind, picture.name, picture.sha256))
        elif picture.row is not None or not picture.numbers:
            account.leave(sheet.name, picture, _line(sheet, picture), _header(table, picture))
    _by_hand(shots, sheet, numbers, account)
    return shots


def _by_hand(shots: Shots, sheet: RawSheet, numbers: list[int], account: Account) -> None:
    """Pictures of the whole file that a person put to rows of this table."""
    wanted = {name: one for name, one in account.put.items() if one.sheet == sheet.name and name not in account.taken}
    at_of = {number: at for at, number in enumerate(numbers)} if wanted else {}
    for name, one in wanted.items():
        if (at := at_of.get(one.row)) is not None:
            _add(shots.setdefault(at, []), (one.kind, one.name, name))


def _add(shots: list[tuple[str, str, str]], shot: tuple[str, str, str]) -> None:
    if all((shot[0], shot[2]) != (kind, own) for kind, _, own in shots):
        shots.append(shot)


def _kind(column: Column, table: Table) -> str:
    """The kind of evidence of a column: what its field says, or the words of a header that is about pictures."""
    spec = table.schema.fields.get(column.field)
    if spec is not None and spec.kind == "evidence":
        return spec.evidence
    header = flat(column.header)
    if spec is None and PICTURE.search(header):
        if "前" in header and AFTER.search(header):
            return EvidenceKind.OTHER.value  # both in one column: which is which, a person sees
        return (EvidenceKind.PHOTO_AFTER if AFTER.search(header) else EvidenceKind.PHOTO_BEFORE).value
    return ""


def _covered(sheet: RawSheet, table: Table, picture: Picture) -> Iterator[int]:
    """The row of a picture; in a merged cell all of its rows, as its words would be filled down."""
    if picture.row is None:
        return
    for top, left, bottom, right in sheet.merged:
        columns = picture.columns[:1]
        if top >= table.first and top <= picture.row <= bottom and columns and left <= columns[0] <= right:
            yield from range(top, bottom + 1)
            return
    yield picture.row


def numbered(texts: Mapping[str, list[str]]) -> dict[str, int]:
    """Number → place among the rows, where one alone bears it: 3, the sender's own (YA-2026-003) as `=ya2026003`."""
    found: dict[str, int] = {}
    for name in NUMBERED:
        forms = [(at, form) for at, text in enumerate(texts.get(name, ())) if (form := word(text))]
        count = Counter(form for _, form in forms)
        for at, form in forms:
            if count[form] == 1:
                found.setdefault(f"={form}", at)
                if form.isdigit():
                    found.setdefault(str(int(form)), at)
    return found


def _line(sheet: RawSheet, picture: Picture) -> int | None:
    return None if picture.row is None else sheet.first + picture.row + 1


def _header(table: Table, picture: Picture) -> str:
    return next((one.header for one in table.columns if one.index in picture.columns[:1]), "")
