"""The fields of a ledger and of a register, with their headers, from data/*.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from riskmap.domain.records import ROUNDS
from riskmap.ingest.clean.text import header_forms

ROUND_KINDS = {
    "started": "date",
    "rectified": "date",
    "declared": "date",
    "reviewed": "date",
    "result": "review",
    "opinion": "text",
    "reviewers": "text",
    "new_due": "due",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field a column may hold; `kind` chooses the cleaning, the rest is data for its kind."""

    name: str
    header: str
    kind: str
    aliases: tuple[str, ...] = ()
    strong: bool = False
    item: str = ""  # five implementations
    post: str = ""  # responsibility chain
    evidence: str = ""
    spare: tuple[str, ...] = ()  # headers taken when nothing better was found


@dataclass(frozen=True, slots=True)
class Schema:
    """All fields of one kind of table and the index from normal forms of headers to field names."""

    kind: str  # ledger or register
    fields: Mapping[str, Field]
    index: Mapping[str, str]
    when_beside: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)


@cache
def schema(kind: str) -> Schema:
    """The schema `ledger` or `register`."""
    table = tomllib.loads(files("riskmap.ingest").joinpath("data", f"{kind}.toml").read_text(encoding="utf-8"))
    rounds = table.pop("rounds", None)
    fields = {name: _field(name, spec) for name, spec in table.items()}
    if rounds:
        fields.update(_rounds(rounds))
    beside = {
        header_forms(header)[0]: (name, frozenset(header_forms(other)[0] for other in others))
        for name, spec in table.items()
        for header, others in spec.get("when_beside", {}).items()
    }
    return Schema(kind, fields, _index(fields), beside)


def _field(name: str, spec: Mapping[str, object]) -> Field:
    known = {key: spec[key] for key in ("header", "kind", "strong", "item", "post", "evidence") if key in spec}
    lists = {key: tuple(map(str, spec.get(key, ()))) for key in ("aliases", "spare")}  # type: ignore[call-overload]
    return Field(name=name, **known, **lists)  # type: ignore[arg-type]


def _rounds(table: Mapping[str, list[object]]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for number, prefixes in enumerate(table["prefixes"][:ROUNDS], 1):
        assert isinstance(prefixes, list)
        for part, kind in ROUND_KINDS.items():
            names = [f"{prefix}{tail}" for prefix in prefixes for tail in table[part]]
            name = f"round{number}_{part}"
            found[name] = Field(name, names[0], kind, tuple(names[1:]))
    return found


def _index(fields: Mapping[str, Field]) -> dict[str, str]:
    """Canonical headers outrank aliases; the first field named keeps an alias that two would claim."""
    index: dict[str, str] = {}
    for one in fields.values():
        index.setdefault(header_forms(one.header)[0], one.name)
    for one in fields.values():
        for alias in one.aliases:
            for form in header_forms(alias)[:1]:
                index.setdefault(form, one.name)
    return index
