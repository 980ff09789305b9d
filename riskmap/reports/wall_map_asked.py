"""What a wall map is made of, out of a county and its frames; one way for the page and the command line."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.domain.county import County
from riskmap.geo.approval import approval
from riskmap.geo.boundaries import Boundaries
from riskmap.geo.places import Place
from riskmap.metrics import inspected
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.reports import wall_map
from riskmap.reports.wall_map_content import Around, Shown
from riskmap.reports.wall_map_paper import pictures
from riskmap.views import scene, shading
from riskmap.views.names import Label
from riskmap.views.words import Words


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes the map out, in which role, when, what for, and whether names of persons are asked for."""

    who: str
    role: str
    moment: str
    purpose: str = ""
    names: bool = False


def shown(index: Index, where: Filter, visits: pd.DataFrame | None = None, firms: pd.DataFrame | None = None) -> Shown:
    """The hazards and shades of a filter, as the battle map has them.

    `visits`, `firms`: frames of the snapshot, for hazards per enterprise inspected; without them that is not known.
    """
    day = to_day(where.as_of)
    frame = index.at(day)[index.mask(where)].reset_index(drop=True)
    visited = {} if visits is None or firms is None else inspected.by_township(visits, firms, where)
    return Shown(where, scene.scene(frame, day), shading.asked(index, where, visited))


def around(
    county: County, shapes: Boundaries, firms: pd.DataFrame, lang: str, taker: Taker, *, demo: bool,
    places: Sequence[Place] = (),
) -> Around:  # fmt: skip
    """What stands around the map; `firms`: the enterprises frame; `places`: villages and resources to draw."""
    chinese = lang.startswith("zh")
    hidden = firms.loc[firms["sensitive"].to_numpy(dtype=bool), "id"]
    return Around(
        county=county.label(lang),
        shapes=shapes,
        lang=lang,
        source=county.boundary_source if chinese else county.boundary_source_en or county.boundary_source,
        who=taker.who,
        role=taker.role,
        moment=taker.moment,
        demo=demo,
        purpose=taker.purpose,
        names=taker.names,
        approval=approval(county.boundary),
        people=dict(zip(firms["id"], firms["principal"], strict=True)),
        sensitive=frozenset(map(str, hidden)),
        order=[one.code for one in county.regions.townships],
        places=places,
    )


def files(
    form: str, shown: Shown, around: Around, t: Words, label: Label, *, paper: str, by_township: bool,
    measure: str = wall_map.SHADE,
) -> list[bytes]:  # fmt: skip
    """The map as one PDF, or as one PNG a sheet."""
    document = wall_map.document(shown, around, t, label, paper=paper, by_township=by_township, measure=measure)
    return [document] if form == "pdf" else pictures(document, paper)


def bundle(pages: list[bytes], name: str) -> bytes:
    """Several pictures as one zip: name-1.png, name-2.png, …"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for number, page in enumerate(pages, 1):
            made.writestr(f"{name}-{number}.png", page)
    return out.getvalue()
