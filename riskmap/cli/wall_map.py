"""`report wall-map`: the battle map on paper, as PDF or pictures, with the numbered list; it leaves an event."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from riskmap.cli import exporting
from riskmap.cli.office import Office, question, words_of
from riskmap.cli.words import Result
from riskmap.settings import now

if TYPE_CHECKING:
    from riskmap.geo.boundaries import Boundaries
    from riskmap.geo.places import Place


def run(options: argparse.Namespace) -> Result:
    """Answer `report wall-map --paper P --format F --out FILE`: writes the file (a PNG a sheet), tells files and rows.

    Without --names no person is named: a wall is read by everybody (DOMAIN.md §7.2).
    """
    from riskmap.geo import boundaries
    from riskmap.i18n import Translator
    from riskmap.reports import wall_map_asked as asked
    from riskmap.reports.wall_map_content import counts, within
    from riskmap.views.names import labels

    office = Office.open()
    index, where = question(office, words_of(options))
    county, firms = office.county, office.snapshot.enterprises
    lang = options.lang or where.lang or office.lang
    t, label = Translator(lang), labels(county, lang, dict(zip(firms["id"], firms["name"], strict=True)))
    moment = t.moment(now().astimezone(ZoneInfo(county.time_zone)))
    taker = asked.Taker(office.actor.name, office.actor.role, moment, options.purpose, options.names)
    shapes = boundaries.load(
        county.boundary, county.townships_boundary, code=county.code, real=county.boundary_real,
        source=county.boundary_source,
    )  # fmt: skip
    shown = asked.shown(index, where, office.snapshot.inspections, firms)
    around = asked.around(
        county, shapes, firms, lang, taker, demo=office.snapshot.demo, places=_places(options.layers, shapes, office)
    )
    pages = asked.files(
        options.format, shown, around, t, label, paper=options.paper, by_township=options.by == "township",
        measure=options.measure,
    )  # fmt: skip
    written, told = _named(options.out, pages), counts(within(shown.scene, shapes))
    exporting.leave(office, exporting.told(office, "wall-map", options, where, told.total), written)
    return {
        "files": [str(path) for path in written], "paper": options.paper, "format": options.format,
        "as_of": where.as_of.isoformat(), "rows": told.total, "on_the_map": told.drawn,
        "off_the_map": told.off, "without_coordinates": told.unplaced, "closed_earlier": told.earlier,
        "void": told.void,
    }, 0  # fmt: skip


def _places(groups: Sequence[str], shapes: "Boundaries", office: Office) -> "list[Place]":
    """The villages and emergency resources of the data folder that are asked for."""
    from riskmap.ingest import place_folder

    folder = office.settings.data_dir / place_folder.FOLDER
    known = place_folder.known(folder, place_folder.state(folder), shapes.bounds(), office.county.regions)
    return [one for one in known.places if one.kind.group in groups]


def _named(out: Path, pages: list[bytes]) -> dict[Path, bytes]:
    """One file under its own name, several as NAME-1, NAME-2, …"""
    many = len(pages) > 1
    return {out.with_name(f"{out.stem}-{n}{out.suffix}") if many else out: page for n, page in enumerate(pages, 1)}
