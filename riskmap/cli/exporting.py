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

logger = logging.getLogger("riskmap.export")


def run(options: argparse.Namespace) -> Result:
    """Answer `export hazards --format F --out FILE`: writes the file whole or not at all, tells file and rows."""
    office = Office.open()
    index, where = question(office, words_of(options))
    frame = index.select(where)
    content = _content(options.format, office, frame, where)
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


def _content(form: str, office: Office, frame: "pd.DataFrame", where: "Filter") -> bytes:
    from riskmap.domain.columns import to_day

    if form == "geojson":
        from riskmap.views import layers

        enterprises = office.snapshot.enterprises
        hidden = enterprises.loc[enterprises["sensitive"].to_numpy(dtype=bool), "id"]
        return layers.hazards(frame, to_day(where.as_of), sensitive=hidden)
    from riskmap.i18n import Translator
    from riskmap.ledger import rounds
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
    title = f"{title} [{' · '.join(marks)}]"
    return export.hazards_xlsx(
        frame, day, label, t, title=title, statements=rounds.statements(office.engine, office.county)
    )
