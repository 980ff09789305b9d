"""The pictures of a returned sheet: those in the column of photos belong to the row, of the others it is told."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from riskmap.domain.codes import EvidenceKind
from riskmap.ingest.sheet import Picture, RawSheet


class Shot(NamedTuple):
    """A picture of a row: its name, its hash, the kind of evidence that it is."""

    name: str
    sha256: str
    kind: str = EvidenceKind.PHOTO_AFTER.value


class Shots:
    """Gives each row its pictures; what no row took is odd."""

    def __init__(self, sheet: RawSheet) -> None:
        self._unread, self._damaged = sheet.unread, sheet.damaged
        self._left: dict[int | None, list[Picture]] = defaultdict(list)
        for picture in sheet.pictures:
            self._left[None if picture.row is None else picture.row + 1].append(picture)

    def of(self, row: int, column: int | None) -> tuple[Shot, ...]:
        """The pictures of a row (from 1) in a column (from 0), each content once."""
        own = [one for one in self._left.get(row, ()) if one.sha256 and column in one.columns]
        for one in own:
            self._left[row].remove(one)
        return tuple({one.sha256: Shot(one.name, one.sha256) for one in own}.values())

    def odd(self) -> Iterator[tuple[str, int | None, str]]:
        """(code, row, value) of what was not taken."""
        for row, pictures in self._left.items():
            for one in pictures:
                code = "picture_not_in_column" if one.sha256 else "picture_not_kept"
                yield code, row, f"{one.place} {one.name}".strip()
        if self._unread:
            yield "pictures_not_read", None, str(self._unread)
        if self._damaged:
            yield "pictures_damaged", None, str(self._damaged)
