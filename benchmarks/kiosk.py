"""A wall without a browser: a web socket that asks as the page does, at the interval it is told, and its pulse."""

import asyncio
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PULSE: Final = 5.0  # seconds, as assets/wall.js looks
PATIENCE: Final = 30.0  # seconds for an answer
AGAIN: Final = 1.0  # seconds until a lost wall knocks again
DIRECT: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # this machine, whatever proxy is set


class ScriptError(RuntimeError):
    """The page told an exception, or that there is no such page."""


@dataclass
class Told:
    """What became of a wall: looks that were answered, bytes, errors, how often it was lost, when it was last well."""

    ticks: int = 0
    received: int = 0
    lost: int = 0
    errors: list[str] = field(default_factory=list)
    well: float = 0.0  # time.monotonic


class Kiosk:
    """One wall at a server `host:port`. `page` with `query` is asked for; `fixed` asks at an interval of its own."""

    def __init__(self, server: str, page: str, query: str, fixed: float = 0.0) -> None:
        self.server, self.page, self.query, self.fixed = server, page, query, fixed
        self.told = Told()
        self.script, self.fragment, self.interval = "", "", fixed
        self.hashes: set[str] = set()

    async def live(self, until: asyncio.Event, after: float = 0.0) -> None:
        """Stand on the wall until the event; come back whenever the server is lost. `after`: seconds before it."""
        await asyncio.sleep(after)
        while not until.is_set():
            try:
                await self._stand(until)
            except ScriptError as error:
                self.told.errors.append(str(error))
            except (OSError, TimeoutError, WebSocketException):
                self.told.lost += 1
            if not until.is_set():
                await asyncio.sleep(AGAIN)

    async def _stand(self, until: asyncio.Event) -> None:
        """One connection: the page, then looks at the interval that the server told, and a pulse between."""
        address, origin = f"ws://{self.server}/_stcore/stream", f"http://{self.server}"
        self.script, self.fragment, self.interval, self.hashes = "", "", self.fixed, set()
        async with connect(
            address, subprotocols=["streamlit"], max_size=None, proxy=None, origin=origin, open_timeout=PATIENCE  # type: ignore[list-item,arg-type]
        ) as socket:  # fmt: skip
            await self._look(socket)
            due = time.monotonic() + self.interval
            while not until.is_set():
                await asyncio.sleep(max(0.0, min(PULSE, due - time.monotonic())))
                if time.monotonic() < due:
                    await asyncio.to_thread(self._pulse)
                    continue
                await self._look(socket)
                due = max(due + self.interval, time.monotonic())

    def _pulse(self) -> None:
        if self.fixed:
            return  # a page that is none of ours has no pulse
        with DIRECT.open(f"http://{self.server}/api/v1/wall/pulse.json", timeout=PATIENCE) as answer:
            self.told.received += len(answer.read())

    async def _look(self, socket: ClientConnection) -> None:
        """Ask for the page, or for its fragment alone once it is there, and wait until the answer is complete."""
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.query_string, rerun.page_script_hash = self.query, self.script
        rerun.page_name = "" if self.script else self.page
        rerun.cached_message_hashes.extend(self.hashes)
        if self.fragment:
            rerun.fragment_id, rerun.is_auto_rerun = self.fragment, True
        await socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE if not self.fixed else 3600):
            while not self._over(await socket.recv()):
                pass
        self.told.ticks, self.told.well = self.told.ticks + 1, time.monotonic()

    def _over(self, packet: str | bytes) -> bool:
        """Take a message in; whether the script has finished."""
        assert isinstance(packet, bytes)
        self.told.received += len(packet)
        message = ForwardMsg()
        message.ParseFromString(packet)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.hashes.add(message.hash)
        if kind == "new_session":
            self.script = message.new_session.page_script_hash or self.script
        elif kind == "navigation":
            self.script = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.fragment = message.auto_rerun.fragment_id
            self.interval = self.fixed or float(message.auto_rerun.interval)
        elif kind == "delta" and message.delta.new_element.HasField("exception"):
            raise ScriptError(message.delta.new_element.exception.message)
        elif kind == "page_not_found":
            raise ScriptError(f"no page {self.page!r}")
        finished = kind == "script_finished" and message.script_finished
        return kind == "script_finished" and finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


async def stand(kiosks: list[Kiosk], seconds: float, spread: float) -> None:
    """All of them at once for some seconds, beginning one after the other within `spread` seconds."""
    until = asyncio.Event()
    steps = spread / max(len(kiosks), 1)
    walls = [asyncio.create_task(one.live(until, place * steps)) for place, one in enumerate(kiosks)]
    await asyncio.sleep(seconds)
    until.set()
    for wall in walls:
        wall.cancel()
    await asyncio.gather(*walls, return_exceptions=True)
