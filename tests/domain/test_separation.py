"""Who entered a major hazard is warned before he crosses it off, and it shows afterwards; a general one asks nobody."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from riskmap.domain import separation
from riskmap.domain.codes import Grade, Status
from riskmap.domain.hazard import Hazard

MAJOR = Hazard("h", "FX-2026-000001", date(2026, 11, 1), Status.CLOSED, grade=Grade.MAJOR)


@dataclass
class Did:
    actor: str
    action: str


STORY = (Did("wang", "register"), Did("li", "confirm"), Did("firm", "declare"), Did("sun", "pass"))


PEOPLE = {"wang": True, "li": True, "firm": False, "sun": False, "": False}


@pytest.mark.parametrize(("person", "alone"), PEOPLE.items())
def test_who_registered_or_confirmed_a_major_hazard_would_close_it_alone(person: str, alone: bool) -> None:
    assert separation.would_be_alone(MAJOR, STORY, person) is alone
    assert separation.was_alone(MAJOR, (*STORY, Did(person, "close"))) is alone
    assert not separation.was_alone(MAJOR, STORY)
    general = replace(MAJOR, grade=Grade.GENERAL)
    assert not separation.would_be_alone(general, STORY, person)
    assert not separation.was_alone(general, (*STORY, Did(person, "close")))


def test_who_took_a_file_in_did_not_enter_its_hazards() -> None:
    imported = replace(MAJOR, batch_id="b")
    assert not separation.would_be_alone(imported, STORY, "wang")
    assert separation.would_be_alone(imported, STORY, "li")
