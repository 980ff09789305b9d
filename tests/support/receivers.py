"""A receiver of notices on this machine: keeps what it was sent, answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`got`: what arrived, as JSON; `answer`: the status that the next requests get; `hold`: they wait for it."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer, self.arrived, self.hold = 200, threading.Event(), threading.Event()
        self.hold.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        """The address of this receiver with a secret in it."""
        return f"json://127.0.0.1:{self.server.server_port}/hook/s3cret-key"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(json.loads(body))
                receiver.arrived.set()
                receiver.hold.wait(30)
                self.send_response(receiver.answer)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
                del format, args

        return Handler


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs within the block."""
    one = Receiver()
    thread = threading.Thread(target=one.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        one.hold.set()
        one.server.shutdown()
        one.server.server_close()
        thread.join()
