"""The reading process from outside: started, listened to, stopped. Whoever asked may leave; nothing stays behind."""

import logging
import pickle
import signal
import subprocess
import time
from typing import Final

from riskmap.domain.batches import interpreter
from riskmap.ingest import child, guard
from riskmap.ingest.child import Request, Summary
from riskmap.ingest.pace import read
from riskmap.ingest.refusal import Refusal
from riskmap.ledger.batch import Progress, silent

logger = logging.getLogger("riskmap.ingest")
TICK: Final = 0.2  # seconds between two looks
BUSY: Final = int(getattr(signal, "SIGXCPU", 24))  # ends a process that used up its time of the processor


def in_child(request: Request, progress: Progress = silent) -> Summary:
    """The reading process; raises Refusal when it ends without an answer, at once for what is no table or a bomb.

    `progress` hears of the rows done and of the rows of the sheet (0 while they are not known); whatever it raises
    ends the process and goes on to the caller.
    """
    guard.kind_of(request.path, request.caps)
    started = _start(request)
    try:
        _wait(started, request, progress)
    finally:
        if started.poll() is None:
            started.kill()
            started.wait()
    if started.returncode == -BUSY:
        raise Refusal("took_too_long", str(request.caps.seconds))
    answer = request.folder / "summary.pickle"
    if started.returncode != 0 or not answer.is_file():
        said = (request.folder / "stderr").read_bytes()[-2_000:].decode("utf-8", "replace")
        logger.warning("the reading process ended with %d: %s", started.returncode, said)
        raise Refusal("reader_failed", f"exit {started.returncode}")
    with answer.open("rb") as file:
        summary: Summary = pickle.load(file)  # noqa: S301 - written by our own child process
    return summary


def _start(request: Request) -> "subprocess.Popen[bytes]":
    command, environ = interpreter(child.__name__)
    asked = request.folder / "request.pickle"
    asked.write_bytes(pickle.dumps(request))
    with asked.open("rb") as told, (request.folder / "stderr").open("wb") as said:
        return subprocess.Popen(command, stdin=told, stdout=subprocess.DEVNULL, stderr=said, env=environ)  # noqa: S603 - ours


def _wait(started: "subprocess.Popen[bytes]", request: Request, progress: Progress) -> None:
    until = time.monotonic() + request.caps.seconds
    while True:
        try:
            started.wait(TICK)
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                raise Refusal("took_too_long", str(request.caps.seconds)) from None
            progress(*read(request.folder))
        else:
            return
