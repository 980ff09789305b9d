"""The pictures of one file, each kept once under its hash in the folder of the request."""

import zipfile
from hashlib import sha256
from pathlib import Path

from riskmap.ingest.reading import images, xml
from riskmap.ingest.reading.images import MOST_BYTES
from riskmap.ingest.refusal import Refusal

FOLDER = "pictures"
MARK = "riskmap:"  # what our own exports write beside a thumbnail: it stands for a picture that is kept already


class Album:
    """Keeps pictures as the file is read; the same bytes are looked at once."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder / FOLDER
        self.left = most  # bytes that may still be kept
        self.files = 0  # which file of an archive is read
        self._known: dict[bytes, str] = {}
        self._parts: dict[tuple[str, int, str], str] = {}

    def keep(self, raw: bytes) -> str:
        """The hash under which a picture is kept; empty if it is none, or if there are too many."""
        mark = sha256(raw).digest()
        if mark not in self._known:
            self._known[mark] = self._keep(raw)
        return self._known[mark]

    def part(self, archive: zipfile.ZipFile, name: str) -> str:
        """The same for a part of an office file; one that is missing, damaged or too large is not kept."""
        key = (str(archive.filename), self.files, name)
        if key not in self._parts:
            try:
                self._parts[key] = self.keep(xml.part(archive, name, MOST_BYTES) or b"") if name else ""
            except Refusal:
                self._parts[key] = ""
        return self._parts[key]

    def _keep(self, raw: bytes) -> str:
        clean = images.cleaned(raw)
        if clean is None or len(clean) > self.left:
            return ""
        self.left -= len(clean)
        name = sha256(clean).hexdigest()
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(clean)
        return name
