"""Reports of whistle-blowers through the door: sealed, for the named receiver alone, one wordless event a write."""

import stat
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.domain.tips import Channel, Tip, TipMove, TipState, Words
from riskmap.ledger import audit, maintain, people, queries
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import journal
from riskmap.ledger.resealing import reseal
from riskmap.ledger.sealing import Keyring
from riskmap.ledger.tips import Tips
from riskmap.store import events
from riskmap.store.engine import open_engine, reading
from riskmap.store.migrate import upgrade
from support.lives import made

DAY = date(2026, 11, 18)
DUE = DAY + timedelta(days=10)
KEEPER = Actor("keeper", "管理员", "admin")
SYSTEM = Actor("system", "system (root)", "system")
OWN = Grant(Role.COMMITTEE)
WORDS = Words("三号井夜间超员下井", reporter="告密人孙某某", contact="13800138000")
ANSWER = "已责令停产整顿并复查"
PLAIN = (WORDS.reported, WORDS.reporter, WORDS.contact, ANSWER)
WRONG = ("leader", "analyst", "department", "township", "enterprise", "inspector", "admin", "auditor", "device",
         "system", "nobody")  # fmt: skip


@pytest.fixture
def tips(ledger: Ledger, tmp_path: Path) -> Tips:
    return Tips(ledger.engine, ledger.county, Keyring(tmp_path / "keys" / "tips.key"))


def person(tips: Tips, login: str, *grants: Grant) -> Actor:
    """Who signed in with an account of this login."""
    known = Person("", login, f"{login}某", grants or (OWN,), post=f"{login}科长")
    found, _ = Accounts(tips.engine, tips.county).add_person(known, KEEPER)
    return Actor(found.id, found.name, found.grants[0].role.value, "", found.grants)


@pytest.fixture
def wang(tips: Tips) -> Actor:
    return person(tips, "wang")


@pytest.fixture
def li(tips: Tips) -> Actor:
    return person(tips, "li")


def report(receiver: Actor, **over: Any) -> Tip:
    return replace(Tip("", DAY, Channel.PHONE, receiver.id, DUE), **over)


def received(tips: Tips, by: Actor, receiver: Actor | None = None) -> Tip:
    return tips.receive(report(receiver or by), WORDS, by, DAY)


def told(tips: Tips) -> list[tuple[str, str]]:
    with reading(tips.engine) as connection:
        found = events.read(connection, tips.county.code, "entity = ?", (events.TIP,))
        return [(one.action, one.payload) for one in found]


def attempts(tips: Tips, who: Actor, number: str) -> dict[str, Any]:
    """Every method of the door in the hands of somebody, but entering one and the plain list."""
    return {
        "move": lambda: tips.move(number, TipMove.CHECK, "", who, 1, DAY),
        "hand_over": lambda: tips.hand_over(number, who.id, who, 1, DAY),
        "link": lambda: tips.link(number, "", who, 1, DAY),
        "opened": lambda: tips.opened(number, who),
    }


def verified(tips: Tips) -> bool:
    return maintain.verify(tips.engine, tips.county).ok


def test_a_report_walks_from_receipt_to_answer_one_event_a_step_and_no_word_in_it(tips: Tips, wang: Actor) -> None:
    one = received(tips, wang)
    assert (one.number, one.state, one.version) == ("JB-2026-0001", TipState.RECEIVED, 1)
    checking = tips.move(one.number, TipMove.CHECK, "", wang, 1, DAY)
    done = tips.move(one.number, TipMove.ANSWER, ANSWER, wang, checking.version, DAY + timedelta(days=1))
    assert (done.state, done.checked, done.answered) == (TipState.ANSWERED, DAY, DAY + timedelta(days=1))
    assert tips.opened(one.number, wang) == (done, replace(WORDS, answer=ANSWER))
    found = told(tips)
    assert [action for action, _ in found] == ["tip_received", "tip_check", "tip_answer"]
    assert not [word for word in PLAIN for _, payload in found if word in payload]
    assert all('"sealed":"' in payload for _, payload in found)
    assert verified(tips)
    with pytest.raises(Refused, match="tip:not_in_state"):
        tips.move(one.number, TipMove.DISMISS, ANSWER, wang, done.version, DUE)


def test_numbers_have_no_gap_by_year_and_a_refused_report_takes_none(tips: Tips, wang: Actor) -> None:
    first = received(tips, wang)
    with pytest.raises(Refused, match="missing:reported"):
        tips.receive(report(wang), replace(WORDS, reported=""), wang, DAY)
    with pytest.raises(Refused, match="bad:receiver"):
        tips.receive(report(replace(wang, id="nobody")), WORDS, wang, DAY)
    last_year = tips.receive(report(wang, received=date(2025, 12, 31)), WORDS, wang, DAY)
    second = received(tips, wang)
    assert [one.number for one in (first, last_year, second)] == ["JB-2026-0001", "JB-2025-0001", "JB-2026-0002"]
    assert [one.number for one in tips.every(wang)] == ["JB-2026-0002", "JB-2026-0001", "JB-2025-0001"]


def test_another_officer_sees_that_it_is_there_and_no_more(tips: Tips, wang: Actor, li: Actor) -> None:
    one = received(tips, wang)
    assert tips.every(li) == [one]
    for name, attempt in attempts(tips, li, one.number).items():
        with pytest.raises(Refused, match="tip:receiver"):
            attempt()
        assert len(told(tips)) == 1, name


def test_who_enters_for_another_does_not_read_it_afterwards(tips: Tips, wang: Actor, li: Actor) -> None:
    one = received(tips, li, wang)
    assert tips.opened(one.number, wang).words == WORDS
    with pytest.raises(Refused, match="tip:receiver"):
        tips.opened(one.number, li)


@pytest.mark.parametrize("role", WRONG)
def test_no_other_role_sees_or_does_anything(tips: Tips, wang: Actor, role: str) -> None:
    one = received(tips, wang)
    who = Actor(wang.id, "某人", role)  # even under the receiver's own id
    calls = attempts(tips, who, one.number) | {
        "receive": lambda: tips.receive(report(wang), WORDS, who, DAY),
        "every": lambda: tips.every(who),
        "receivers": lambda: tips.receivers(who, DAY),
    }
    for attempt in calls.values():
        with pytest.raises(Refused, match="role:not_allowed"):
            attempt()
    assert len(told(tips)) == 1


def test_a_token_reads_nothing_whatever_role_it_has(tips: Tips, wang: Actor) -> None:
    one = received(tips, wang)
    program = Actor("token:x", "市平台", "committee", "", (OWN,))
    for attempt in (*attempts(tips, program, one.number).values(), lambda: tips.every(program)):
        with pytest.raises(Refused, match="role:not_allowed"):
            attempt()


def test_a_deputy_of_the_receiver_does_not_get_it_by_deputising(tips: Tips, wang: Actor, li: Actor) -> None:
    one = received(tips, wang)
    lent = Accounts(tips.engine, tips.county)
    stands_in = person(tips, "zhao", Grant(Role.ANALYST))
    found = lent.deputise(stands_in.id, wang.id, DAY, DAY, KEEPER)
    deputy = replace(stands_in, grants=found.grants)
    assert [grant.deputy_of for grant in found.grants] == ["", "wang"]
    assert tips.every(deputy) == [one]
    with pytest.raises(Refused, match="tip:receiver"):
        tips.opened(one.number, deputy)
    for call in (
        lambda: tips.receive(report(deputy), WORDS, deputy, DAY),
        lambda: tips.hand_over(one.number, deputy.id, wang, 1, DAY),
    ):
        with pytest.raises(Refused, match="bad:receiver"):
            call()
    assert tips.receive(report(li), WORDS, deputy, DAY).receiver == li.id  # the telephone does not wait
    assert {one.login for one in tips.receivers(wang, DAY)} == {"wang", "li"}


def test_who_lost_the_role_reads_no_more_even_as_somebodys_deputy(tips: Tips, wang: Actor) -> None:
    one = received(tips, wang)
    for grants in ((Grant(Role.LEADER),), (Grant(Role.COMMITTEE, deputy_of="li"),)):
        with pytest.raises(Refused):
            tips.opened(one.number, replace(wang, role=grants[0].role.value, grants=grants))


def test_handing_over_gives_it_to_the_new_receiver_and_takes_it_from_the_former(
    tips: Tips, wang: Actor, li: Actor
) -> None:
    one = received(tips, wang)
    with pytest.raises(Refused, match="same:receiver"):
        tips.hand_over(one.number, wang.id, wang, 1, DAY)
    with pytest.raises(Refused, match="bad:receiver"):
        tips.hand_over(one.number, person(tips, "zhou", Grant(Role.LEADER)).id, wang, 1, DAY)
    after = tips.hand_over(one.number, li.id, wang, 1, DAY)
    assert tips.opened(one.number, li) == (after, WORDS)
    for attempt in attempts(tips, wang, one.number).values():
        with pytest.raises(Refused, match="tip:receiver"):
            attempt()
    assert [action for action, _ in told(tips)] == ["tip_received", "tip_handed_over"]
    assert verified(tips)


def test_a_report_keeps_the_number_of_its_hazard_which_learns_nothing(ledger: Ledger, tips: Tips, wang: Actor) -> None:
    prepared = PreparedBatch("f", "0", creates=[made(id="", hazard_no="")], fingerprints=["a"])
    ledger.import_batch(prepared, Actor("office", "县安委办", "committee"))
    hazard = queries.snapshot(ledger.engine, ledger.county).hazards.iloc[0]
    other = person(tips, "li")
    one = received(tips, wang)
    with pytest.raises(Refused, match="tip:no_hazard"):
        tips.link(one.number, "FX-2026-999999", wang, 1, DAY)
    linked = tips.link(one.number, f" {hazard['hazard_no']} ", wang, 1, DAY)
    assert linked.hazard == hazard["hazard_no"]
    assert [tip.hazard for tip in tips.every(other)] == [""]
    assert tips.every(wang) == [linked]
    with pytest.raises(Refused, match="no_change"):
        tips.link(one.number, linked.hazard, wang, 2, DAY)
    assert not [event for event in queries.story(ledger.engine, ledger.county, hazard["id"]) if "tip" in event.action]
    assert tips.link(one.number, "", wang, 2, DAY).hazard == ""
    assert verified(tips)


def test_a_stale_version_and_an_unknown_number_change_nothing(tips: Tips, wang: Actor) -> None:
    one = received(tips, wang)
    with pytest.raises(Stale):
        tips.move(one.number, TipMove.CHECK, "", wang, 2, DAY)
    for attempt in attempts(tips, wang, "JB-2026-0099").values():
        with pytest.raises(NotFound):
            attempt()
    assert len(told(tips)) == 1


def test_no_file_of_database_or_backup_holds_a_plain_word(tips: Tips, wang: Actor, tmp_path: Path) -> None:
    one = received(tips, wang)
    tips.move(one.number, TipMove.CHECK, "", wang, 1, DAY)
    tips.move(one.number, TipMove.DISMISS, ANSWER, wang, 2, DAY)
    maintain.backup(tips.engine, tmp_path / "kept.riskmap")
    key = tips.keys.file.read_bytes().strip()
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file != tips.keys.file]
    assert tmp_path / "kept.riskmap" in files
    for file in files:
        raw = file.read_bytes()
        assert key not in raw
        assert not [word for word in PLAIN for code in ("utf-8", "utf-16-le", "gb18030") if word.encode(code) in raw]
        assert file.suffix != ".riskmap" or one.number.encode() in raw


def test_a_restored_backup_opens_with_its_key_and_not_without(tips: Tips, wang: Actor, tmp_path: Path) -> None:
    one = received(tips, wang)
    maintain.backup(tips.engine, tmp_path / "kept.riskmap")
    elsewhere = open_engine(f"sqlite:///{(tmp_path / 'elsewhere.sqlite3').as_posix()}")
    upgrade(elsewhere)
    maintain.restore(elsewhere, tmp_path / "kept.riskmap")
    assert maintain.verify(elsewhere, tips.county).ok
    assert replace(tips, engine=elsewhere).opened(one.number, wang).words == WORDS
    without = Tips(elsewhere, tips.county, Keyring(tmp_path / "none.key"))
    with pytest.raises(Refused, match="tip:key_missing"):
        without.opened(one.number, wang)
    elsewhere.dispose()


def test_the_audit_trail_tells_number_and_action_alone(tips: Tips, wang: Actor) -> None:
    one = received(tips, wang)
    lines = [line for line in audit.lines(tips.engine, tips.county, audit.Asked()) if line.entity == events.TIP]
    assert [(line.action, line.entity_id, line.told) for line in lines] == [("tip_received", one.number, {})]


def test_the_key_is_made_with_the_first_report_and_is_its_owners_alone(tips: Tips, wang: Actor) -> None:
    assert not tips.keys.file.exists()
    tips.every(wang)
    assert not tips.keys.file.exists()
    received(tips, wang)
    assert stat.S_IMODE(tips.keys.file.stat().st_mode) == 0o600
    kept = tips.keys.file.read_bytes()
    received(tips, wang)
    assert tips.keys.file.read_bytes() == kept
    assert [file.name for file in tips.keys.file.parent.iterdir()] == ["tips.key"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "tip:key_missing"), (Fernet.generate_key(), "tip:key_wrong"), (b"no key\n", "tip:key_wrong"),
     (b"", "tip:key_wrong")],
    ids=("no file", "another key", "no key", "empty"),
)  # fmt: skip
def test_without_the_right_key_nothing_opens_nothing_is_lost_and_nothing_is_sealed_anew(
    tips: Tips, wang: Actor, li: Actor, content: bytes | None, code: str
) -> None:
    one = received(tips, wang)
    right = tips.keys.file.read_bytes()
    tips.keys.file.unlink()
    if content is not None:
        tips.keys.file.write_bytes(content)
    checking = tips.move(one.number, TipMove.CHECK, "", wang, 1, DAY)  # says no word, so needs no key
    for attempt in (
        lambda: tips.opened(one.number, wang),
        lambda: tips.move(one.number, TipMove.ANSWER, ANSWER, wang, 2, DAY),
        lambda: tips.hand_over(one.number, li.id, wang, 2, DAY),
        lambda: received(tips, wang),
    ):
        with pytest.raises(Refused) as why:
            attempt()
        assert why.value.codes == (code,)
    assert tips.keys.file.exists() is (content is not None)
    assert tips.every(li) == [checking]
    tips.keys.file.write_bytes(right)
    assert tips.opened(one.number, wang) == (checking, WORDS)
    assert received(tips, wang).number == "JB-2026-0002"


def test_a_new_key_above_the_old_one_seals_and_both_open(tips: Tips, wang: Actor) -> None:
    one = received(tips, wang)
    old, new = tips.keys.file.read_bytes(), Fernet.generate_key() + b"\n"
    tips.keys.file.write_bytes(new + old)
    two = received(tips, wang)
    assert [tips.opened(number, wang).words for number in (one.number, two.number)] == [WORDS, WORDS]
    tips.keys.file.write_bytes(new)
    assert tips.opened(two.number, wang).words == WORDS
    with pytest.raises(Refused, match="tip:key_wrong"):
        tips.opened(one.number, wang)
    tips.keys.file.write_bytes(new + old)
    tips.move(one.number, TipMove.CHECK, "", wang, 1, DAY)
    tips.move(one.number, TipMove.ANSWER, ANSWER, wang, 2, DAY)
    tips.keys.file.write_bytes(new)
    assert tips.opened(one.number, wang).words == replace(WORDS, answer=ANSWER)
    assert verified(tips)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tip SET sealed = (SELECT o.sealed FROM tip AS o WHERE o.id = 'JB-2026-0002') WHERE id = 'JB-2026-0001'",
        "UPDATE tip SET told = replace(told, '2026-11-28', '2026-12-28') WHERE id = 'JB-2026-0001'",
        "UPDATE tip SET told = replace(told, '{old}', '{new}') WHERE id = 'JB-2026-0001'",
        "DELETE FROM tip WHERE id = 'JB-2026-0001'",
    ],
)
def test_what_was_changed_behind_the_door_is_found_and_stays_closed(
    tips: Tips, wang: Actor, li: Actor, statement: str
) -> None:
    one = received(tips, wang)
    received(tips, li)
    assert verified(tips)
    with tips.engine.begin() as connection:
        connection.exec_driver_sql(statement.replace("{old}", wang.id).replace("{new}", li.id))
    problems = maintain.verify(tips.engine, tips.county).problems
    assert [said for said in problems if one.number in said]
    for reader in (wang, li):
        with pytest.raises((Refused, NotFound)):
            tips.opened(one.number, reader)


def test_a_new_receiver_in_row_and_chain_alike_does_not_open_what_was_sealed_for_another(
    tips: Tips, wang: Actor, li: Actor
) -> None:
    """Whoever writes a false event as well still lacks the words: they are sealed with the name of their receiver."""
    from riskmap.store import tips as store

    one = received(tips, wang)
    with journal(tips.engine, tips.county, li) as book:
        kept = store.kept(book.connection, tips.county.code)[0]
        false = replace(kept.tip, receiver=li.id, version=2)
        number = book.note("tip_handed_over", events.TIP, one.number, DAY, store.told(false, kept.sealed))
        store.write(book.connection, tips.county.code, false, kept.sealed, number)
    with pytest.raises(Refused, match="tip:changed"):
        tips.opened(one.number, li)


def test_reports_entered_over_the_demo_go_with_it(ledger: Ledger, tips: Tips, wang: Actor) -> None:
    office = Actor("office", "县安委办", "committee")
    demo = replace(made(id="", hazard_no=""), demo=True)
    ledger.import_batch(PreparedBatch("d", "0", creates=[demo], fingerprints=["d"], demo=True), office)
    received(tips, wang)
    ledger.import_batch(PreparedBatch("f", "1", creates=[made(id="", hazard_no="")], fingerprints=["x"]), office)
    assert tips.every(wang) == []
    assert verified(tips)
    assert people.persons(tips.engine, tips.county)
    assert received(tips, wang).number == "JB-2026-0002"


def test_every_report_is_sealed_anew_with_one_event_and_the_old_key_opens_none(
    tips: Tips, wang: Actor, tmp_path: Path
) -> None:
    first, second = received(tips, wang), received(tips, wang)
    new = Keyring(tmp_path / "new.key")
    before = maintain.verify(tips.engine, tips.county).events
    assert reseal(tips.engine, tips.county, tips.keys, new, SYSTEM, DAY) == 2
    assert maintain.verify(tips.engine, tips.county).events == before + 1
    assert maintain.verify(tips.engine, tips.county).ok
    after = replace(tips, keys=new)
    assert [after.opened(one.number, wang).words for one in (first, second)] == [WORDS, WORDS]
    with pytest.raises(Refused, match="tip:key_wrong"):
        tips.opened(first.number, wang)
    moved = after.move(first.number, TipMove.CHECK, "", wang, first.version, DAY)
    assert maintain.verify(tips.engine, tips.county).ok
    again = Keyring(tmp_path / "third.key")
    assert reseal(tips.engine, tips.county, new, again, SYSTEM, DAY) == 2  # one that went on since, one that did not
    assert replace(tips, keys=again).opened(moved.number, wang).words == WORDS
    assert maintain.verify(tips.engine, tips.county).ok
    with pytest.raises(Refused, match="tip:key_same"):
        reseal(tips.engine, tips.county, again, again, SYSTEM, DAY)


def test_a_new_key_on_top_of_the_old_ones_seals_anew_in_its_own_file(tips: Tips, wang: Actor) -> None:
    tip = received(tips, wang)
    old = tips.keys.file.read_bytes()
    tips.keys.file.write_bytes(Fernet.generate_key() + b"\n" + old)
    assert reseal(tips.engine, tips.county, tips.keys, tips.keys, SYSTEM, DAY) == 1
    tips.keys.file.write_bytes(tips.keys.file.read_bytes().split()[0])  # the old key may go
    assert tips.opened(tip.number, wang).words == WORDS


def test_a_report_that_was_changed_behind_the_door_stops_the_sealing_of_all(
    tips: Tips, wang: Actor, tmp_path: Path
) -> None:
    first, second = received(tips, wang), received(tips, wang)
    with tips.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE tip SET told = replace(told, 'phone', 'letter') WHERE id = '{first.number}'"
        )
    with pytest.raises(Refused, match=f"tip:which:{first.number}$"):
        reseal(tips.engine, tips.county, tips.keys, Keyring(tmp_path / "new.key"), SYSTEM, DAY)
    assert tips.opened(second.number, wang).words == WORDS
    assert not (tmp_path / "new.key").exists()


@pytest.mark.parametrize("role", [*WRONG, "committee"])
def test_nobody_but_the_command_line_seals_anew(tips: Tips, wang: Actor, tmp_path: Path, role: str) -> None:
    if role == "system":
        return
    received(tips, wang)
    with pytest.raises(Refused, match="role:not_allowed"):
        reseal(tips.engine, tips.county, tips.keys, Keyring(tmp_path / "new.key"), Actor("x", "某", role), DAY)
