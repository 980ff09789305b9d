"""`export hazards`: the rows of a filter as a workbook, as text, or as GeoJSON."""

import argparse
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from riskmap.cli.office import Office, question, words_of
from riskmap.cli.parser import Result
from riskmap.cli.problem import Problem
from riskmap.settings import now

if TYPE_CHECKING:
    import pandas as pd

    from riskmap.metrics.filters import Filter
    from riskmap.views.drawn import Photos

logger = logging.getLogger("riskmap.export")


def run(options: argparse.Namespace) -> Result:
    """Answer `export hazards --format F --out FILE`: writes the file whole or not at all, tells file and rows."""
    office = Office.open()
    index, where = question(office, words_of(options))
    frame = index.select(where)
    if options.thumbnails and options.format != "xlsx":
        raise Problem(f"--thumbnails needs --format xlsx, not {options.format}")
    content = _content(options.format, office, frame, where, thumbnails=options.thumbnails)
    try:
        write_whole(options.out, content)
    except OSError as error:
        raise Problem(f"{options.out} cannot be written: {error.strerror or error}", 1) from error
    logger.info("%d hazards in %s", len(frame), options.out)
    return {"file": str(options.out), "format": options.format, "rows": len(frame), "as_of": where.as_of.isoformat()}, 0


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a half; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
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


def _content(form: str, office: Office, frame: "pd.DataFrame", where: "Filter", *, thumbnails: bool) -> bytes:
    from riskmap.domain.columns import to_day

    if form == "geojson":
        from riskmap.views import layers

        enterprises = office.snapshot.enterprises
        hidden = enterprises.loc[enterprises["sensitive"].to_numpy(dtype=bool), "id"]
        return layers.hazards(frame, to_day(where.as_of), sensitive=hidden)
    from riskmap.i18n import Translator
    from riskmap.views import export
    from riskmap.views.names import labels

    lang, day = where.lang or office.lang, to_day(where.as_of)
    names = dict(zip(office.snapshot.enterprises["id"], office.snapshot.enterprises["name"], strict=True))
    label, t = labels(office.county, lang, names), Translator(lang)
    if form == "csv":
        return export.hazards_csv(frame, day, label, t)
    marks = [t("export|Internal use"), *([t("export|Demo data")] if office.snapshot.demo else [])]
    moment = now().astimezone(ZoneInfo(office.county.time_zone))
    title = t(
        "export|Hazard ledger of {county}, as of {day}; exported by {who}, {moment}",
        county=office.county.label(lang), day=t.date(where.as_of), who=office.actor.name, moment=t.moment(moment),
    )  # fmt: skip
    photos = _photos(office) if thumbnails else None
    return export.hazards_xlsx(frame, day, label, t, title=f"{title} [{' · '.join(marks)}]", photos=photos)
