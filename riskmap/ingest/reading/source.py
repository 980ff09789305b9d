"""Any file → sheets: one door for every kind of file (guard.py says which), archives opened file by file."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from riskmap.ingest import guard, separated, workbook
from riskmap.ingest.reading import below, beside, bundle, docx, xml
from riskmap.ingest.reading.album import Album
from riskmap.ingest.reading.bundle import Bundle, Member
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Picture, RawSheet

Note = Callable[[str, str, str], None]  # name of the sheet or file, value, code of the finding
HasTable = Callable[[RawSheet], bool]


@dataclass(slots=True)
class Source:
    """One file to be read; `note` takes findings about files that are not, `loose` the photos that no table takes."""

    path: Path
    name: str
    folder: Path
    caps: guard.Caps
    note: Note
    has_table: HasTable
    only: str | None = None
    loose: list[Picture] = field(default_factory=list)

    def sheets(self, kind: str) -> Iterator[RawSheet]:
        """The sheets of the file one after another; raises Refusal for a file that is none."""
        album = Album(self.folder, self.caps.pictures)
        if kind != "zip":
            yield from self._of(self.path, self.name, kind, album)
            return
        with xml.opened(self.path) as archive:
            yield from self._members(archive, album)

    def _of(self, path: Path, name: str, kind: str, album: Album) -> Iterator[RawSheet]:
        if kind == "csv":
            found: Iterator[RawSheet] = iter(separated.read(path, name, self.caps))
        elif kind == "docx":
            found = iter(docx.read(path, name, self.caps, album))
        else:
            found = workbook.read(path, kind, self.only, self.caps, album)
        for sheet in found:
            for table in below.split(sheet):
                yield from beside.split(table)

    def _members(self, archive: zipfile.ZipFile, album: Album) -> Iterator[RawSheet]:
        files = bundle.listed(archive)
        own = self._photos(archive, files, album)
        for member in files.packed:
            self.note(member.name, "", "nested_archive")
        for member in (*files.tables, *files.others):
            begun = False
            try:
                for sheet in self._member(archive, member, album, own.get(member.name, [])):
                    begun = True
                    yield sheet
            except Refusal as refusal:
                if begun:
                    raise  # no file is taken by half
                self.note(member.name, f"{refusal.code} {refusal.detail}".strip(), "file_not_read")

    def _photos(self, archive: zipfile.ZipFile, files: Bundle, album: Album) -> dict[str, list[tuple[Member, Picture]]]:
        """Photos by the name of the table they belong to."""
        own: dict[str, list[tuple[Member, Picture]]] = {}
        for member, picture in bundle.photos(archive, files.photos, album):
            table = bundle.owner(member, files.tables)
            if table is None:
                self.loose.append(picture)
            else:
                own.setdefault(table.name, []).append((member, picture))
        return own

    def _member(
        self, archive: zipfile.ZipFile, member: Member, album: Album, own: list[tuple[Member, Picture]]
    ) -> Iterator[RawSheet]:
        target = self.folder / "member"
        album.files += 1
        bundle.unpack(archive, member, target, self.caps)
        kind = guard.kind_of(target, self.caps)
        if kind == "zip":
            raise Refusal("nested_archive")
        sheets = self._of(target, member.name, kind, album)
        self.loose.extend(picture for _, picture in own)  # until a table takes them
        if own:
            several = list(sheets)
            _share(several, own, self.has_table)
            sheets = iter(several)
        for sheet in sheets:
            alone = kind in {"csv", "docx"} and member.name.endswith(f"{sheet.name}{member.suffix}")
            sheet.name = member.name if alone else f"{member.name} › {sheet.name}"
            yield sheet


def _share(sheets: list[RawSheet], photos: list[tuple[Member, Picture]], has_table: HasTable) -> None:
    """Photos to the one sheet with a table; among several to the one whose name the photo's path bears."""
    tables = [sheet for sheet in sheets if has_table(sheet)]
    for member, picture in photos:
        fit = tables if len(tables) == 1 else [one for one in tables if bundle.bears(member.name, one.name)]
        if len(fit) == 1:
            fit[0].pictures.append(picture)
