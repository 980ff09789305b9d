"""Scripts and styles served by this program itself: nothing is fetched from outside (ARCHITECTURE.md, decision 3)."""

from importlib.resources import files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ADDRESS = "/assets"
_OWN = Path(__file__).parent.parent / "assets"
_LEAFLET = Path(str(files("xstatic.pkg.leaflet"))) / "data"
_FONTS = Path(str(files("pylopdf_fonts_zh_cn")))
_YEAR = "public, max-age=31536000, immutable"


class Fonts(StaticFiles):
    """The one Chinese font that walls without any are given: a name and nothing else of its package."""

    NAME = "NotoSansSC-Regular.otf"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The font, 404 for everything else."""
        if path != self.NAME:
            raise HTTPException(status_code=404)
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = _YEAR
        answer.headers["Content-Type"] = "font/otf"
        return answer


class Assets(StaticFiles):
    """Static files with a lasting cache for addresses that carry a version, revalidation for the others."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """File at `path`, 404 if there is none."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = _YEAR if b"v=" in scope.get("query_string", b"") else "no-cache"
        return answer


ROUTES = [
    Mount(f"{ADDRESS}/fonts", Fonts(directory=_FONTS), name="fonts"),
    Mount(f"{ADDRESS}/leaflet", Assets(directory=_LEAFLET), name="leaflet"),
    Mount(f"{ADDRESS}/riskmap", Assets(directory=_OWN), name="riskmap-assets"),
]
