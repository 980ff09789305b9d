"""Small pictures in the rows of an exported workbook, marked as such: read in again, they are no new evidence."""

import io
from collections.abc import Callable, Sequence
from typing import Any, Final

from riskmap.views.words import Words

# Hazard id → (kind of evidence, hash of the whole picture, small JPEG), in the order of the evidence.
Photos = Callable[[str], Sequence[tuple[str, str, bytes]]]
KINDS: Final = (("photo_before", "export|Photo before"), ("photo_after", "export|Photo after"))
MARK: Final = "riskmap:"  # what the importer knows a thumbnail by
SIDE, GAP, MOST = 80, 6, 3  # pixels of a picture, pixels between two, pictures in one cell


class Drawn:
    """The columns of photos of one sheet, to the right of `first`."""

    def __init__(self, sheet: Any, ids: Sequence[str], photos: Photos, form: Any, t: Words, *, first: int) -> None:
        self.sheet, self.ids, self.photos, self.first = sheet, ids, photos, first
        for at, (_, header) in enumerate(KINDS):
            sheet.write_string(1, first + at, t(header), form)
            sheet.set_column_pixels(first + at, first + at, SIDE + 2 * GAP)

    def row(self, number: int) -> None:
        """Draw the photos of a sheet row (the first hazard stands in row 2); must come before its cells."""
        shown = self.photos(self.ids[number - 2])
        if not shown:
            return
        self.sheet.set_row_pixels(number, SIDE + GAP)
        for at, (kind, _) in enumerate(KINDS):
            own = [one for one in shown if one[0] == kind][:MOST]
            for place, (_, name, raw) in enumerate(own):
                self._draw(number, self.first + at, place, len(own), name, raw)

    def _draw(self, row: int, column: int, place: int, of: int, name: str, raw: bytes) -> None:
        """Several pictures share their cell from left to right."""
        options = {
            "image_data": io.BytesIO(raw), "x_offset": GAP + place * SIDE / of, "y_offset": GAP / 2,
            "x_scale": 1 / of, "y_scale": 1 / of, "description": f"{MARK}{name}", "object_position": 2,
        }  # fmt: skip
        self.sheet.insert_image(row, column, f"{name[:12]}.jpg", options)
