"""`export hazards`: the rows of a filter as a workbook, as text, or as GeoJSON; each export leaves an event."""

import argparse
import logging
import os
from collections.abc import Mapping
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from riskmap.cli.office import Office, question, words_of
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.settings import now

if TYPE_CHECKING:
    import pandas as pd

    from riskmap.ledger.batch import Export
    from riskmap.metrics.filters import Filter
    from riskmap.views.drawn import Photos

logger = logging.getLogger("riskmap.export")
PART = ".part"  # behind the name of a file that is being written


def run(options: argparse.Namespace) -> Result:
    """Answer `export hazards --format F --out FILE`: writes the file whole or not at all, tells file and rows."""
    office = Office.open()
    index, where = question(office, words_of(options))
    frame = index.select(where)
    if options.thumbnails and options.format != "xlsx":
        raise Problem(f"--thumbnails needs --format xlsx, not {options.format}")
    content = _content(options, office, frame, where)
    leave(office, told(office, "hazards", options, where, len(frame)), {options.out: content})
    logger.info("%d hazards in %s", len(frame), options.out)
    return {"file": str(options.out), "format": options.format, "rows": len(frame), "as_of": where.as_of.isoformat()}, 0


def told(
    office: Office, what: str, options: argparse.Namespace, where: "Filter", count: int, form: str = ""
) -> "Export":
    """What the chain keeps of the rows of a filter that a command takes out."""
    from riskmap.domain.masking import masks
    from riskmap.ledger.batch import Export
    from riskmap.metrics.filters import to_query

    form = form or str(options.out.suffix.lstrip(".") if what != "hazards" else options.format)
    return Export(what, form, options.purpose, to_query(where), where.as_of, count, masks(office.actor.role))


def leave(office: Office, export: "Export", files: Mapping[Path, bytes]) -> None:
    """Note in the chain what leaves the program and what for, then write its files, each whole or not at all.

    Raises Refused before anything is on the disk, and Problem, without an event, where a file has no place.
    """
    from riskmap.ledger.errors import Refused

    if codes := export.faults():
        raise Refused(codes)  # the ledger says the same below, but here no folder is made yet
    try:
        for path in files:
            _has_place(path)
        office.ledger.record_export(export, office.actor)
        for path, content in files.items():
            write_whole(path, content)
    except OSError as error:
        place = str(error.filename or next(iter(files))).removesuffix(PART)
        raise Problem(f"{place} cannot be written: {error.strerror or error}", 1) from error


def _has_place(path: Path) -> None:
    """Make the folder of a file; raises OSError where it cannot be written."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + PART)
    try:
        part.touch()
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a half; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + PART)
    try:
        part.write_bytes(content)
        os.replace(part, path)  # noqa: PTH105 - Path.replace says the same, os.replace is the documented atomic step
    finally:
        part.unlink(missing_ok=True)


def _photos(office: Office) -> "Photos":
    """Small pictures of a hazard's photos; one whose file is missing or broken is left out."""
    from riskmap.ingest.reading import images
    from riskmap.ledger import attached
    from riskmap.views.drawn import SIDE

    stored, kept = attached.photos(office.engine, office.county), office.attachments

    def of(hazard_id: str) -> list[tuple[str, str, bytes]]:
        found = []
        for kind, name in stored.get(hazard_id, ()):
            path = kept.path(name)
            small = images.thumbnail(path.read_bytes(), SIDE) if path else None
            if small:
                found.append((kind, name, small))
        return found

    return of


def _content(options: argparse.Namespace, office: Office, frame: "pd.DataFrame", where: "Filter") -> bytes:
    from riskmap.domain.columns import to_day
    from riskmap.i18n import Translator
    from riskmap.ledger import batches, queries
    from riskmap.reports import exports
    from riskmap.views.cover import Cover
    from riskmap.views.export import Ledger
    from riskmap.views.names import labels

    lang, day, firms = where.lang or office.lang, to_day(where.as_of), office.snapshot.enterprises
    files = batches.names(office.engine, office.county)
    label = labels(office.county, lang, dict(zip(firms["id"], firms["name"], strict=True)), files)
    stream = queries.hazards(office.engine, office.county, map(str, frame["id"]))
    t, ledger = Translator(lang), Ledger(frame, day, label, stream, office.actor.role)
    cover = Cover(
        title=t("export|Hazard ledger of {county}", county=office.county.label(lang)),
        county=office.county.label(lang),
        marks=(t("export|Internal use"), *([t("export|Demo data")] if office.snapshot.demo else [])),
        count=len(frame),
        overdue=exports.overdue(ledger),
        purpose=options.purpose,
        who=office.actor.name,
        role=office.actor.role,
        moment=t.moment(now().astimezone(ZoneInfo(office.county.time_zone))),
    )
    hidden = firms.loc[firms["sensitive"].to_numpy(dtype=bool), "id"]
    photos = _photos(office) if options.thumbnails else None
    return exports.content(options.format, ledger, cover, where, t, hidden, photos=photos)
