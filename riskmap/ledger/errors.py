"""How the ledger says no. Codes are translated by whoever shows them."""


class LedgerError(Exception):
    """The ledger did not take a change; nothing was written."""


class Refused(LedgerError):
    """A rule or the actor's role forbids the change; `codes` say why, as domain.lifecycle gives them."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


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
