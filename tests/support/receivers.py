"""A receiver of notices on this machine: keeps what it was sent, answers as it is told."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ELSEWHERE = "/elsewhere"


class Receiver:
    """`got`: what arrived, as JSON; `answer`, `says`: status and text that the next requests get; `hold`: they wait.

    `answer` 0: the line is cut without a word; one of 300 to 399 leads to an address that takes anything.
    """

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer, self.says, self.arrived, self.hold = 200, b"", threading.Event(), threading.Event()
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
                if not receiver.answer:
                    return
                elsewhere = 300 <= receiver.answer < 400 and self.path != ELSEWHERE
                self.send_response(receiver.answer if elsewhere or receiver.answer >= 400 else 200)
                if elsewhere:
                    self.send_header("Location", ELSEWHERE)
                self.end_headers()
                self.wfile.write(receiver.says)

            def do_GET(self) -> None:
                self.send_response(200)  # a page to sign in at, for one
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
                del format, args

        return Handler


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs within the block."""
    one = Receiver()
    with _serving(one.server):
        try:
            yield one
        finally:
            one.hold.set()


ANSWERS = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "235 welcome"}  # of a mail server


class Mailbox:
    """A mail server on this machine. `got`: texts it took; `refuses`: recipients it does not know; `silent`: it takes
    a text and hangs up without a word."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.refuses, self.silent = "nobody", False
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())

    def url(self, *to: str) -> str:
        """The address of this server for some recipients, with a secret in it."""
        host = f"127.0.0.1:{self.server.server_address[1]}"
        return f"mailto://u:s3cret-key@{host}/?from=map@county.example&mode=insecure&to={','.join(to)}"

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 here")
                while line := self.rfile.readline().decode().strip():
                    word = line[:4].upper()
                    if word == "DATA":
                        self.say("354 go on")
                        box.got.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                        if box.silent:
                            return
                    refused = word == "RCPT" and box.refuses in line
                    self.say(ANSWERS.get(word, "550 unknown" if refused else "250 ok"))

            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

        return Handler


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that runs within the block."""
    one = Mailbox()
    with _serving(one.server):
        yield one


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
