"""`import --decide FILE`: which enterprise of the register an unknown name means, as the import page asks it."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from riskmap.cli.problem import Problem

NEW: Final = "new"


def resolved(file: Path, report: Mapping[str, Any]) -> dict[str, str]:
    """Name as written → id of the enterprise meant, "" for a new one; `report`: of a dry run without decisions.

    The file has two columns, the name and its enterprise: id or name of one of the candidates that the report names for
    it, or `new`. Raises Problem for a file that cannot be read, a name that is not asked about, another enterprise.
    """
    asked = {one["value"]: one["candidates"] for one in report["issues"] if one["code"] == "enterprise_resembles"}
    found: dict[str, str] = {}
    for name, meant in _lines(file):
        if name not in asked:
            raise Problem(f"{report['file']}: no enterprise is asked about under {name!r}; nothing was taken")
        own = _meant(name, meant, asked[name])
        if found.setdefault(name, own) != own:
            raise Problem(f"{file}: {name!r} is decided twice; nothing was taken")
    return found


def _meant(name: str, meant: str, candidates: list[Mapping[str, Any]]) -> str:
    if meant == NEW:
        return ""
    ids = [str(one["id"]) for one in candidates if meant in (one["id"], one["name"])]
    if len(ids) == 1:
        return ids[0]
    known = ", ".join(f"{one['id']} ({one['name']})" for one in candidates)
    said = "several candidates bear" if ids else "no candidate bears"
    raise Problem(f"{name!r}: {said} {meant!r}; candidates are {known}, or {NEW}; nothing was taken")


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """The decisions of a text file, in whatever encoding a table of the county comes."""
    from riskmap.ingest.refusal import Refusal
    from riskmap.ingest.separated import decode, separator_of

    try:
        text = decode(file.read_bytes())
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror or error}") from error
    except Refusal as refused:
        raise Problem(f"{file} is no text of two columns") from refused
    for number, line in enumerate(csv.reader(text.splitlines(), delimiter=separator_of(text)), 1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) != 2 or not all(cells):
            raise Problem(f"{file}, line {number}: a name and its enterprise are needed, not {line!r}")
        yield cells[0], cells[1]
