"""Headers on every answer: nothing but our own server is ever asked, nobody else may frame us (issue contract).

The one exception is of the county's own making: pictures of a base map that its county file names.
"""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval'; img-src 'self' data: blob:; frame-ancestors 'self'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(pictures: Iterable[str] = ()) -> str:
    """The content policy, widened by origins for pictures and for nothing else."""
    more = "".join(f" {origin}" for origin in pictures)
    return POLICY.replace("data: blob:;", f"data: blob:{more};")


class SecurityHeaders:
    """ASGI middleware that writes HEADERS and the content policy on every HTTP answer.

    `pictures`: origins of which pictures may be asked, those of the county's base maps.
    """

    def __init__(self, app: ASGIApp, pictures: Iterable[str] = ()) -> None:
        self.app, self.headers = app, {"Content-Security-Policy": policy(pictures), **HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; HTTP answers get the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)
