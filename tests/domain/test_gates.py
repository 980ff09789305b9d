"""Evidence gates as data, the five implementations and the listing sub-machine (DOMAIN.md §2.4–2.6)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Grade, Item, Level, ListingState, Source, Status
from riskmap.domain.events import Event
from riskmap.domain.five import counts, has_content, in_place, item_of
from riskmap.domain.gates import GatesError, load_gates
from riskmap.domain.hazard import FiveItem, Hazard, Listing
from riskmap.domain.listing import level_at
from riskmap.domain.sampling import drawn
from support.lives import ALL_EVIDENCE, DAY, FOUND, five_marked, judged, made, paper, refused, step, take

A = Action

GENERAL = {"photo_before", "photo_after", "inspection_paper", "review_paper"}
MAJOR = GENERAL | {"plan", "control_record", "workers_report", "acceptance"}


def ready(grade: Grade = Grade.GENERAL, **facts: object) -> Hazard:
    return made(status=Status.VERIFIED, grade=grade, passed=FOUND, **facts)


@pytest.mark.parametrize("kind", sorted(GENERAL))
def test_a_general_hazard_is_not_crossed_off_without(kind: str) -> None:
    assert refused(ready(), A.CLOSE, FOUND, without=(kind,)) == {f"missing_evidence:{kind}"}


@pytest.mark.parametrize("kind", sorted(MAJOR))
def test_a_major_hazard_is_not_crossed_off_without(kind: str) -> None:
    hazard = five_marked(ready(Grade.MAJOR), FOUND)
    hazard = replace(hazard, evidence=())
    assert refused(hazard, A.CLOSE, FOUND, without=(kind,)) == {f"missing_evidence:{kind}"}


def test_a_general_hazard_needs_nothing_of_the_major_list() -> None:
    kinds = [paper(kind, FOUND) for kind in sorted(GENERAL)]
    assert take(ready(), A.CLOSE, FOUND, evidence=kinds).status is Status.CLOSED


def test_a_hazard_of_the_short_loop_closes_with_an_after_photo() -> None:
    hazard = ready(source=Source.SELF)
    assert take(hazard, A.CLOSE, FOUND, evidence=[paper("photo_after", FOUND)]).status is Status.CLOSED
    assert refused(hazard, A.CLOSE, FOUND, evidence=[]) == {"missing_evidence:photo_after"}


def test_a_major_hazard_closes_with_all_five_in_place_only() -> None:
    hazard = take(ready(Grade.MAJOR), A.MARK_FIVE, FOUND)
    missing = {f"missing_in_place:{item}" for item in Item if item is not Item.FUNDS}
    assert refused(hazard, A.CLOSE, FOUND) == missing


def test_listed_and_stopped_needs_an_assessment_too() -> None:
    done = Listing(ListingState.DELISTED, Level.COUNTY, FOUND, listed=FOUND, delisted=FOUND)
    hazard = five_marked(ready(Grade.MAJOR, listings=(done,), suspended=True, restart_no="1", restart_on=FOUND), FOUND)
    hazard = replace(hazard, evidence=())
    assert refused(hazard, A.CLOSE, FOUND, without=("assessment",)) == {"missing_evidence:assessment"}


def test_a_county_switches_single_items_off_and_they_are_known() -> None:
    gates = load_gates(off=["close.photo_before", "close.inspection_paper"])
    assert gates.off == ("close.photo_before", "close.inspection_paper")
    one = step(A.CLOSE, FOUND, ready(), evidence=[paper("photo_after", FOUND), paper("review_paper", FOUND)])
    assert isinstance(judged(ready(), one, FOUND, gates), Event)


def test_law_cannot_be_switched_off() -> None:
    gates = load_gates(off=["close.five_in_place"])
    listed = Listing(ListingState.LISTED, Level.COUNTY, FOUND, listed=FOUND)
    hazard = ready(Grade.MAJOR, suspended=True, listings=(listed,))
    assert refused(hazard, A.CLOSE, FOUND, gates=gates) == {"missing:delisting", "missing:restart_approval"}
    with pytest.raises(GatesError, match=r"close\.restart"):
        load_gates(off=["close.restart"])


def test_hazards_from_before_the_opening_day_are_exempt_from_evidence() -> None:
    gates = load_gates(since=FOUND + DAY)
    assert isinstance(judged(ready(), step(A.CLOSE, FOUND, ready(), evidence=[]), FOUND, gates), Event)
    same = load_gates(since=FOUND)
    assert refused(ready(), A.CLOSE, FOUND, gates=same, evidence=[])


def test_a_gate_file_with_an_unknown_item_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "gates.toml"
    head = "inspectors=2\nreviewers=2\nself_sample_percent=5\ncoal_sectors=[]\n"
    file.write_text(head + '[close]\ngeneral = ["stamp"]\n', encoding="utf-8")
    with pytest.raises(GatesError, match=r"close\.general"):
        load_gates(file)


def test_evidence_shown_earlier_counts_later() -> None:
    hazard = ready()
    for kind in sorted(GENERAL):
        hazard = take(hazard, A.ADD_EVIDENCE, FOUND, evidence=[paper(kind, FOUND)])
    assert take(hazard, A.CLOSE, FOUND, evidence=[]).status is Status.CLOSED


# The five implementations


@pytest.mark.parametrize(
    ("content", "proof", "marks"),
    [
        ("", "", (False, False)),
        ("√", "", (False, False)),
        ("是", "是", (False, False)),
        ("已落实", "", (False, False)),
        ("安全科长负责", "", (True, False)),
        ("安全科长负责", "√", (True, False)),
        ("安全科长负责", "到岗记录", (True, True)),
        ("", "到岗记录", (False, False)),
    ],
)
def test_an_item_needs_words_and_a_proof_not_a_tick(content: str, proof: str, marks: tuple[bool, bool]) -> None:
    one = FiveItem(Item.RESPONSIBILITY, content, proof)
    assert (has_content(one), in_place(one)) == marks


def test_an_amount_of_one_is_content_where_an_amount_is_asked_for() -> None:
    hazard = take(made(), A.MARK_FIVE, FOUND, item="funds", content="1", in_place="凭证7号")
    assert (has_content(hazard.five[0]), in_place(hazard.five[0])) == (True, True)
    assert not has_content(FiveItem(Item.MEASURES, "1"))


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"item": "measures", "content": "√"}, "tick_only:measures"),
        ({"item": "funds", "content": "已安排"}, "no_figure:funds"),
        ({"item": "deadline", "content": "尽快"}, "no_figure:deadline"),
        ({"item": "measures", "content": "", "in_place": "照片"}, "proof_without_content:measures"),
        ({"item": "measures", "content": "加固", "in_place": "是"}, "tick_only:measures"),
        ({"item": "luck", "content": "加固"}, "bad:item"),
    ],
)
def test_a_mark_says_what_it_is_not(over: dict[str, str], code: str) -> None:
    assert code in refused(made(), A.MARK_FIVE, FOUND, **over)


def test_a_mark_changes_only_what_it_tells() -> None:
    hazard = take(made(), A.MARK_FIVE, FOUND, item="funds", content="计划 5 万元", in_place=None)
    assert counts(hazard) == (1, 0)
    hazard = take(hazard, A.MARK_FIVE, FOUND + DAY, item="funds", content=None, in_place="凭证 3 号")
    assert item_of(hazard, Item.FUNDS) == FiveItem(Item.FUNDS, "计划 5 万元", "凭证 3 号", FOUND + DAY)
    assert counts(five_marked(hazard, FOUND)) == (5, 5)


def test_zero_is_an_amount() -> None:
    assert counts(take(made(), A.MARK_FIVE, FOUND, item="funds", content="0 万元")) == (1, 1)


# Listing


def listed(hazard: Hazard | None = None) -> Hazard:
    return take(take(hazard or made(grade=Grade.MAJOR), A.PROPOSE_LISTING, FOUND), A.LIST, FOUND + DAY)


def test_a_hazard_is_proposed_listed_accepted_and_delisted() -> None:
    hazard = replace(listed(), status=Status.VERIFIED)
    hazard = take(hazard, A.APPLY_DELISTING, FOUND + 5 * DAY)
    hazard = take(hazard, A.REFUSE_DELISTING, FOUND + 6 * DAY)
    refusal = hazard.listings[0]
    assert (refusal.state, refusal.delist_refused) == (ListingState.LISTED, FOUND + 6 * DAY)
    hazard = take(take(hazard, A.APPLY_DELISTING, FOUND + 7 * DAY), A.DELIST, FOUND + 8 * DAY)
    one = hazard.listings[0]
    assert (one.state, one.number, one.listed) == (ListingState.DELISTED, "督办1号", FOUND + DAY)
    assert (one.delist_applied, one.delisted, one.delist_refused) == (FOUND + 7 * DAY, FOUND + 8 * DAY, None)
    shown = [level_at(hazard, FOUND + n * DAY) for n in (0, 1, 7, 8)]
    assert shown == [None, Level.COUNTY, Level.COUNTY, None]


def test_a_dropped_proposal_knows_its_day() -> None:
    hazard = take(take(made(grade=Grade.MAJOR), A.PROPOSE_LISTING, FOUND), A.DROP_LISTING, FOUND + DAY)
    (one,) = hazard.listings
    assert (one.state, one.dropped) == (ListingState.DROPPED, FOUND + DAY)


def test_a_listed_hazard_is_delisted_before_it_is_closed() -> None:
    hazard = replace(five_marked(listed(), FOUND), status=Status.VERIFIED, passed=FOUND)
    assert refused(hazard, A.CLOSE, FOUND + 9 * DAY) == {"missing:delisting"}
    hazard = take(take(hazard, A.APPLY_DELISTING, FOUND + 7 * DAY), A.DELIST, FOUND + 8 * DAY)
    assert refused(hazard, A.CLOSE, FOUND + 7 * DAY) == {"bad_order:on<delisted"}
    assert take(hazard, A.CLOSE, FOUND + 9 * DAY).status is Status.CLOSED


def test_delisting_needs_acceptance_and_approval_and_a_passed_re_inspection() -> None:
    hazard = take(
        replace(listed(), status=Status.VERIFIED, evidence=()), A.APPLY_DELISTING, FOUND + 7 * DAY, evidence=[]
    )
    told = refused(hazard, A.DELIST, FOUND + 8 * DAY, evidence=[])
    assert told == {"missing_evidence:acceptance", "missing_evidence:delisting"}
    open_one = replace(hazard, status=Status.AWAITING_REVIEW)
    assert refused(open_one, A.DELIST, FOUND + 8 * DAY) == {"not_in_state:awaiting_review"}


def test_at_most_one_listing_runs_and_steps_keep_their_order() -> None:
    assert refused(listed(), A.PROPOSE_LISTING, FOUND + DAY) == {"listing:not_in_state"}
    assert refused(made(), A.LIST, FOUND) == {"listing:not_in_state"}
    assert refused(listed(), A.DROP_LISTING, FOUND + DAY) == {"listing:not_in_state"}
    dropped = take(take(made(grade=Grade.MAJOR), A.PROPOSE_LISTING, FOUND), A.DROP_LISTING, FOUND)
    assert take(dropped, A.PROPOSE_LISTING, FOUND).listings[1].state is ListingState.PROPOSED


def test_a_general_hazard_is_listed_by_decision_only() -> None:
    assert refused(made(), A.PROPOSE_LISTING, FOUND, without=("decision",)) == {"missing:decision"}
    assert take(made(grade=Grade.MAJOR), A.PROPOSE_LISTING, FOUND, decision="").listings
    assert refused(made(), A.PROPOSE_LISTING, FOUND, level="township") == {"bad:level"}


def test_a_listing_names_number_and_unit() -> None:
    proposed = take(made(grade=Grade.MAJOR), A.PROPOSE_LISTING, FOUND)
    assert refused(proposed, A.LIST, FOUND, without=("number", "unit")) == {"missing:number", "missing:unit"}


def test_the_sample_follows_from_the_chain_and_the_hazard_alone_and_keeps_its_share() -> None:
    ids = [f"h{n}" for n in range(20_000)]
    heads = ("a" * 64, "b" * 64)
    samples = [{one for one in ids if drawn(head, one, 5)} for head in heads]
    for sample in samples:
        assert 0.045 < len(sample) / len(ids) < 0.055
    assert samples[0] != samples[1]
    assert samples[0] == {one for one in ids if drawn(heads[0], one, 5)}
    assert drawn(heads[0], ids[0], 100)
    assert not drawn(heads[0], ids[0], 0)
    assert not drawn("", ids[0], 100)


def test_all_kinds_of_evidence_can_be_asked_for() -> None:
    assert set(ALL_EVIDENCE) | {EvidenceKind.OTHER} == set(EvidenceKind)
    assert load_gates().since is None
    assert date.min < FOUND
