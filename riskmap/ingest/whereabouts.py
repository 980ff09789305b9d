"""What the points of a table say beside its words: outside the county, or in a township that no column names."""

from typing import TYPE_CHECKING

from riskmap.ingest.clean.text import is_blank
from riskmap.ingest.columns import Columns
from riskmap.ingest.findings import Findings

if TYPE_CHECKING:
    from riskmap.domain.county import County


def look(columns: Columns, county: "County", findings: Findings) -> None:
    """Findings about the points of a table, all at once; an outline suggests a township, it never assigns one."""
    at = [i for i, point in enumerate(columns.points) if point is not None]
    if not at or county.boundary is None:
        return
    from riskmap.geo import boundaries  # half a second to import: only where there are points

    try:
        outlines = boundaries.load(county.boundary, county.townships_boundary, code=county.code)
    except boundaries.BoundaryError:
        return  # the map tells what is wrong with its file; rows are taken without it
    lons, lats = zip(*(point for point in columns.points if point is not None), strict=True)
    inside, townships = outlines.inside(lons, lats), outlines.township_at(lons, lats)
    words, header = columns.words("township"), columns.headers.get("lon") or columns.headers.get("point", "")
    for i, lon, lat, within, code in zip(at, lons, lats, inside, townships, strict=True):
        number = columns.numbers[i]
        if not within:
            findings.add(columns.sheet, number, header, f"{lon}, {lat}", "point_outside_county")
        elif code and is_blank(words[i]):
            findings.add(columns.sheet, number, header, county.regions.label(str(code), "zh"), "township_suggested")
