"""The pictures of one file, each kept once under its hash in the folder of the request."""

from hashlib import sha256
from pathlib import Path

from riskmap.ingest.reading import images

FOLDER = "pictures"
MARK = "riskmap:"  # what our own exports write beside a thumbnail: it stands for a picture that is kept already


class Album:
    """Keeps pictures as the file is read; the same bytes are looked at once."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder / FOLDER
        self.left = most  # bytes that may still be kept
        self._known: dict[bytes, str] = {}

    def keep(self, raw: bytes) -> str:
        """The hash under which a picture is kept; empty if it is none, or if there are too many."""
        mark = sha256(raw).digest()
        if mark not in self._known:
            self._known[mark] = self._keep(raw)
        return self._known[mark]

    def _keep(self, raw: bytes) -> str:
        clean = images.cleaned(raw)
        if clean is None or len(clean) > self.left:
            return ""
        self.left -= len(clean)
        name = sha256(clean).hexdigest()
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(clean)
        return name
