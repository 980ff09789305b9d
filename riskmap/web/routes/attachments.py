"""A file of evidence under its hash: the file itself, or a small picture to look at. Nothing lists them."""

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from riskmap.ingest import uploads
from riskmap.ingest.reading import images
from riskmap.web import data
from riskmap.web.routes.problems import not_found, problem

SIDE = 480  # pixels of a small picture
FOREVER = "private, max-age=31536000, immutable"  # the address is the content
KINDS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def attachment(request: Request) -> Response:
    """The file of a hash, to be saved; `?size=small` gives a JPEG of at most SIDE pixels.

    404 for what belongs to no hazard that the reader reaches, and for whole files where names are masked.
    """
    name = request.path_params["name"]
    path = data.attachments().path(name)
    small = request.query_params.get("size", "")
    if small not in {"", "small"}:
        return problem("unknown_value", "size", small, "size is small, or is left out")
    if path is None or not data.shows_attachment(name, small=bool(small)):
        return not_found(request)
    raw = _small(str(path)) if small else path.read_bytes()
    kind = uploads.kind_of(raw) if raw else ""
    if raw is None or not kind:
        return not_found(request)
    headers = {
        "Content-Disposition": f'attachment; filename="{name[:12]}.{kind}"',
        "Cache-Control": FOREVER,
        "X-Content-Type-Options": "nosniff",
    }
    return Response(raw, media_type=KINDS[kind], headers=headers)


@lru_cache(maxsize=256)
def _small(path: str) -> bytes | None:
    return images.thumbnail(Path(path).read_bytes(), SIDE)


ROUTES = [Route("/api/v1/attachments/{name}", attachment)]
