"""Archives of ledgers and photos, names packed as Windows in China packs them."""

import io
import zipfile


def archive(members: dict[str, bytes], encoding: str = "") -> bytes:
    """A zip; names in UTF-8 with its mark, or as the bytes of `encoding` without any mark (gb18030)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(_Raw(name, encoding) if encoding else zipfile.ZipInfo(name), content)
    return out.getvalue()


class _Raw(zipfile.ZipInfo):
    """An entry whose name is written in a bare encoding."""

    __slots__ = ("encoding",)

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800
