"""The chain of events: in order, without gaps, and nobody changes what is written."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from riskmap.store import events
from riskmap.store.engine import reading, writing

BY = events.Signature("2026-11-23T08:00:00.000Z", "a", '甲"乙\n', "committee")


def draft(number: int) -> events.Draft:
    return events.Draft("register", "hazard", f"h{number}", "2026-11-23", f'{{"n":{number}}}')


def write(engine: Engine, count: int) -> tuple[int, int]:
    with writing(engine) as connection:
        return events.append(connection, "141034", map(draft, range(count)), BY)


def chain(engine: Engine) -> list[events.StoredEvent]:
    with reading(engine) as connection:
        return list(events.read(connection, "141034"))


def test_events_are_numbered_without_gaps_each_over_the_hash_of_the_last(engine: Engine) -> None:
    assert write(engine, 3) == (1, 3)
    assert write(engine, 200) == (4, 203)
    found = chain(engine)
    assert [one.seq for one in found] == list(range(1, 204))
    assert [one.prev_hash for one in found] == [events.GENESIS, *(one.hash for one in found[:-1])]
    assert all(one.hash == events.digest(one) for one in found)


def test_a_hash_is_what_it_always_was(engine: Engine) -> None:
    """A chain written by an earlier program must hold: the definition is fixed."""
    write(engine, 1)
    (one,) = chain(engine)
    head = [one.county_code, one.seq, one.prev_hash, *one[4:13]]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")) + "\n" + one.payload
    assert one.hash == sha256(text.encode()).hexdigest()


def test_no_events_leave_no_trace(engine: Engine) -> None:
    assert write(engine, 0) == (1, 0)
    assert chain(engine) == []


def test_a_hash_covers_every_field(engine: Engine) -> None:
    write(engine, 1)
    (one,) = chain(engine)
    for name in set(events.NAMES) - {"hash"}:
        changed = one._replace(**{name: 7 if name == "seq" else "x"})
        assert events.digest(changed) != one.hash, name


def test_counties_have_chains_of_their_own(engine: Engine) -> None:
    write(engine, 2)
    with writing(engine) as connection:
        assert events.append(connection, "999999", [draft(1)], BY) == (1, 1)
    assert len(chain(engine)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = '{}' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        "TRUNCATE event",
    ],
)
def test_the_database_refuses_to_change_an_event(engine: Engine, statement: str) -> None:
    write(engine, 2)
    before = chain(engine)
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert chain(engine) == before


def test_an_error_undoes_the_whole_transaction(engine: Engine) -> None:
    write(engine, 1)
    with pytest.raises(RuntimeError), writing(engine) as connection:
        events.append(connection, "141034", [draft(2)], BY)
        raise RuntimeError
    assert len(chain(engine)) == 1
