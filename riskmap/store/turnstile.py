"""Where processes that want to write wait for each other, so that none is overtaken for long."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":

    @contextmanager
    def turnstile(file: Path) -> Iterator[None]:
        """Nothing is waited for: the database alone decides who is next, which is as safe, but less even."""
        del file
        yield

else:
    import fcntl

    @contextmanager
    def turnstile(file: Path) -> Iterator[None]:
        """Let one process at a time wait within; the others wait here. The system frees it when a process dies.

        What is within is the wait for SQLite's own lock, which alone keeps writers apart. Left to itself SQLite lets
        processes wait in ever longer sleeps while others come and go; here whoever leaves the database stands behind
        the one who waits within. A file that may not be opened (another account made it) keeps nobody waiting.
        """
        with ExitStack() as stack:
            with suppress(PermissionError):
                fcntl.flock(stack.enter_context(file.open("ab")), fcntl.LOCK_EX)
            yield  # closing the file frees it
