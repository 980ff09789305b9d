"""`import --place NAME=ROW:SIDE`: pictures that no row takes by itself, put to their rows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from riskmap.cli.problem import Problem
from riskmap.ingest.pictures import AFTER, BEFORE, OTHER, Put

TOLD: Final = re.compile(r"(?P<name>.+)=(?:(?P<sheet>.+)!)?(?P<row>\d{1,7}):(?P<side>before|after|other)")
KIND: Final = {"before": BEFORE, "after": AFTER, "other": OTHER}


def resolved(told: Sequence[str], report: Mapping[str, Any]) -> dict[str, Put]:
    """Where each named picture goes, by its hash; `report`: of a dry run without any. Raises Problem for others.

    A picture is named as the report names it: name, place, or the beginning of its hash; a row as NUMBER, or
    SHEET!NUMBER where the file has several tables.
    """
    found: dict[str, Put] = {}
    for one in told:
        said = TOLD.fullmatch(one)
        if said is None:
            raise Problem(f"--place takes NAME=ROW:before|after|other, not {one!r}")
        picture = _picture(said["name"], report)
        found[picture["sha256"]] = Put(
            _sheet(said["sheet"], report), int(said["row"]), KIND[said["side"]], picture["name"]
        )
    return found


def _picture(name: str, report: Mapping[str, Any]) -> Mapping[str, Any]:
    own = [
        one
        for one in report.get("photos", {}).get("by_hand", ())
        if name in {one["name"], one["place"]} or (len(name) >= 8 and one["sha256"].startswith(name))
    ]
    if len(own) == 1:
        return own[0]  # type: ignore[no-any-return]
    said = "several pictures without a row are" if own else "no picture without a row is"
    raise Problem(f"{report['file']}: {said} called {name!r}; nothing was taken")


def _sheet(name: str | None, report: Mapping[str, Any]) -> str:
    known = list(dict.fromkeys(one["name"] for one in report["sheets"]))
    if name is None and len(known) == 1:
        return str(known[0])
    if name in known:
        return str(name)
    raise Problem(f"{report['file']}: name the sheet of --place as SHEET!ROW, one of {', '.join(known)}")


def refused(put: Mapping[str, Put], report: Mapping[str, Any]) -> str:
    """Why the file is not taken: a picture was put to what is no accepted row; "" if each was taken."""
    there = {one["sha256"] for one in report.get("photos", {}).get("by_hand", ()) if one["put"]}
    left = [one for name, one in put.items() if name not in there]
    told = ", ".join(f"{one.name} → {one.row}" for one in left)
    return f"{report['file']}: no accepted row for {told}; nothing was taken" if left else ""
