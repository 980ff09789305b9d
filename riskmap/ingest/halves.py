"""The rows of a ledger's table into facts; of a long one, each half in a process of its own, with the same outcome."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TypeVar

from riskmap.ingest.columns import Columns
from riskmap.ingest.context import Context
from riskmap.ingest.fact import Fact
from riskmap.ingest.findings import Findings
from riskmap.ingest.hazards import Builder
from riskmap.ingest.reading.summary import Rows as Repeats
from riskmap.ingest.recognise import Table
from riskmap.ingest.spool import Keys, Writer
from riskmap.ingest.visits import Seen

T = TypeVar("T")
Watched = Callable[[Iterator[Fact]], Iterator[Fact]]
MANY = 10_000  # rows of a table that are worth a second process


@dataclass(slots=True)
class Half:
    """Where a run of rows leaves what it tells beside its facts.

    `rejected` counts its rows that are none; `legacy` those of an old ledger that were done (历史台账), `unproven` of
    these the ones without any evidence.
    """

    findings: Findings = field(default_factory=Findings)
    seen: Seen = field(default_factory=Seen)
    repeats: Repeats = field(default_factory=Repeats)
    rejected: int = 0
    legacy: int = 0
    unproven: int = 0

    def counted(self, facts: Iterator[Fact]) -> Iterator[Fact]:
        """The facts as they come; those of the old ledger are counted."""
        for fact in facts:
            if fact.facts.get("legacy"):
                self.legacy += 1
                self.unproven += "evidence" not in fact.facts
            yield fact

    def absorb(self, later: "Half") -> list[int]:
        """Take over what the rows behind one's own have left, as if they had been read here; places of their visits."""
        self.findings.merge(later.findings)
        self.repeats.merge(later.repeats)
        self.rejected += later.rejected
        self.legacy += later.legacy
        self.unproven += later.unproven
        return self.seen.absorb(later.seen)


def build(
    table: Table, columns: Columns, context: Context, into: Half, out: Writer, watched: Watched = iter, *,
    processes: int = 1,
) -> None:  # fmt: skip
    """The facts of all rows of a table into `out`; `processes` (1 or 2) says how many may work at them.

    `watched` hears of each fact that this process makes as it comes.
    """
    count = len(columns.numbers)

    def read(rows: range, half: Half, to: Writer, heard: Watched = iter) -> None:
        builder = Builder(table, columns, context, half.findings, half.seen)
        facts = heard(half.counted(builder.facts(rows)))
        to.write(columns.sheet, context.sender, half.repeats.seen(columns.sheet, facts))
        half.rejected += builder.rejected

    def behind() -> tuple[Half, list[Keys]]:
        half = Half()
        read(range(count // 2, count), half, beside)
        beside.close()
        half.seen.close()
        return half, beside.chunks

    if processes < 2 or count < MANY or columns.shots:  # a rejected row gives its pictures back: that is not told here
        read(range(count), into, out, watched)
        return
    beside = out.beside()
    second = _forked(behind)
    read(range(count // 2), into, out, watched)
    later, chunks = second()
    out.merge(chunks, into.absorb(later))


def processes() -> int:
    """How many processes may work at one table: two where one can be forked and there is a processor for it."""
    return 2 if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 else 1


def _forked(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work` in a copy of this process; the function given waits for its outcome, EOFError where it failed."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(sender, work), daemon=True)
    process.start()
    sender.close()

    def outcome() -> T:
        found: T = receiver.recv()
        process.join()
        return found

    return outcome


def _send(sender: Connection, work: Callable[[], T]) -> None:
    sender.send(work())
