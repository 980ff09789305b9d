"""How the ledger says no. Codes are translated by whoever shows them."""

from collections.abc import Mapping


class LedgerError(Exception):
    """The ledger did not take a change; nothing was written."""


class Refused(LedgerError):
    """A rule or the actor's role forbids the change; `codes` say why, as domain.lifecycle gives them."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class PartsRefused(Refused):
    """Of several things entered together some cannot be: `parts` tells the codes of each by its key, "" for the whole.

    The keys are what the caller named the parts by: places of a list from 0 as text, or ids.
    """

    def __init__(self, parts: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(tuple(dict.fromkeys(code for codes in parts.values() for code in codes)))
        self.parts = dict(parts)


class NotUndone(Refused):
    """A batch stays: `rows` are what prevents it, each (code, name of the row: hazard number, enterprise or visit)."""

    def __init__(self, code: str, rows: tuple[tuple[str, str], ...] = (), more: int = 0) -> None:
        super().__init__((code,))
        self.rows, self.more = rows, more


class Stale(LedgerError):
    """Somebody else changed the row since it was read; `current_version` is the one to read now."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"changed meanwhile, now at version {current_version}")
        self.current_version = current_version


class NotFound(LedgerError):
    """There is no such hazard, enterprise or visit in this county."""


class RestoreError(LedgerError):
    """A file cannot be restored. Codes: not_a_backup, newer_schema, not_empty, broken; the message says more."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
