"""`tips reseal`: every report under a new key or none, and no word of any on the screen."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from riskmap.domain.county import load_county
from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.domain.tips import Channel, Tip, Words
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.ledger.sealing import Keyring
from riskmap.ledger.tips import Tips
from riskmap.store.engine import open_engine
from support.commands import Run
from support.small import ROOT, TODAY

WORDS = Words("三号井夜间超员下井", reporter="告密人孙某某")


@pytest.fixture
def received(riskmap: Run, tmp_path: Path) -> tuple[Tips, Actor, Tip]:
    """A report in the ledger of the command line, in the hands of an officer."""
    assert riskmap("verify").code == 0
    engine = open_engine(f"sqlite:///{(tmp_path / 'var' / 'riskmap.sqlite3').as_posix()}")
    county = load_county(ROOT / "data" / "county.toml")
    own = Grant(Role.COMMITTEE)
    found, _ = Accounts(engine, county).add_person(
        Person("", "wang", "王某", (own,)), Actor("keeper", "管理员", "admin")
    )
    wang = Actor(found.id, found.name, own.role.value, "", (own,))
    tips = Tips(engine, county, Keyring(tmp_path / "var" / "tips.key"))
    tip = tips.receive(Tip("", TODAY, Channel.PHONE, wang.id, TODAY), WORDS, wang, TODAY)
    return tips, wang, tip


def test_reports_are_sealed_anew_under_a_key_that_is_made(
    riskmap: Run, received: tuple[Tips, Actor, Tip], tmp_path: Path
) -> None:
    tips, wang, tip = received
    file = tmp_path / "var" / "apart" / "new.key"
    answer = riskmap("tips", "reseal", "--new-key", str(file))
    assert (answer.code, answer.document) == (0, {"resealed": 1, "key_file": str(file)})
    assert "RISKMAP_TIP_KEY_FILE" in answer.err
    assert not [word for word in (WORDS.reported, WORDS.reporter) if word in answer.err + answer.out]
    assert riskmap("verify").code == 0
    assert Tips(tips.engine, tips.county, Keyring(file)).opened(tip.number, wang).words == WORDS


def test_a_wrong_key_changes_nothing_and_says_why_in_the_language_of_the_office(
    riskmap: Run, received: tuple[Tips, Actor, Tip], tmp_path: Path
) -> None:
    tips, wang, tip = received
    right = tips.keys.file.read_bytes()
    tips.keys.file.write_bytes(Fernet.generate_key())
    answer = riskmap("tips", "reseal", "--new-key", str(tmp_path / "var" / "new.key"))
    assert answer.code == 2
    assert "未重新加密任何举报记录" in answer.err
    assert tip.number in answer.err
    assert not (tmp_path / "var" / "new.key").exists()
    tips.keys.file.write_bytes(right)
    assert tips.opened(tip.number, wang).words == WORDS
    assert riskmap("verify").code == 0


def test_without_reports_there_is_nothing_to_seal(riskmap: Run, tmp_path: Path) -> None:
    answer = riskmap("tips", "reseal", "--new-key", str(tmp_path / "var" / "new.key"))
    assert (answer.code, answer.document["resealed"]) == (0, 0)
    assert riskmap("verify").document["events"] == 0
