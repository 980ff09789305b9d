"""Role × action × part of the county by direct call of the ledger's door, beside one plain table of who may what.

The table is written out here and knows nothing of riskmap.domain.roles: what is changed there has to be changed here.
"yes": takes the step; "for": records it on behalf of the enterprise and not otherwise; ".": neither.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Grade, Sampled, Source, Status
from riskmap.domain.hazard import SAMPLE, Hazard, Move
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.bulk import Bulk, Request
from riskmap.ledger.commands import Ledger, Refused
from support import lives
from support.facts import OFFICE
from support.lives import FIRM, FOUND, made, take

A = Action
ON = FOUND + timedelta(days=5)
OURS, THEIRS = "141034100", "141034101"
TABLE = """
step                  committee department township enterprise inspector leader analyst admin auditor device system
register              yes       yes        yes      yes        yes       .      .       .     .       .      yes
fix                   yes       yes        yes      yes        yes       .      .       .     .       .      yes
confirm               yes       yes        .        .          .         .      .       .     .       .      yes
void                  yes       yes        .        .          .         .      .       .     .       .      yes
start                 for       for        for      yes        .         .      .       .     .       .      for
declare               for       for        for      yes        .         .      .       .     .       .      for
pass                  yes       yes        .        .          .         .      .       .     .       .      yes
pass:own              for       for        for      yes        .         .      .       .     .       .      for
fail                  yes       yes        .        .          .         .      .       .     .       .      yes
fail:own              for       for        for      yes        .         .      .       .     .       .      for
resume                for       for        for      yes        .         .      .       .     .       .      for
close                 yes       yes        .        .          .         .      .       .     .       .      yes
close:own             for       for        for      yes        .         .      .       .     .       .      for
close:major           yes       .          .        .          .         .      .       .     .       .      yes
upgrade               yes       yes        .        .          .         .      .       .     .       .      yes
downgrade             yes       .          .        .          .         .      .       .     .       .      yes
recur                 yes       yes        .        .          .         .      .       .     .       .      yes
request_extension     for       for        for      yes        .         .      .       .     .       .      for
approve_extension     yes       yes        .        .          .         .      .       .     .       .      yes
refuse_extension      yes       yes        .        .          .         .      .       .     .       .      yes
propose_listing       yes       yes        .        .          .         .      .       .     .       .      yes
drop_listing          yes       .          .        .          .         .      .       .     .       .      yes
list                  yes       .          .        .          .         .      .       .     .       .      yes
apply_delisting       for       for        for      yes        .         .      .       .     .       .      for
refuse_delisting      yes       .          .        .          .         .      .       .     .       .      yes
delist                yes       .          .        .          .         .      .       .     .       .      yes
mark_five             yes       yes        yes      yes        .         .      .       .     .       .      yes
add_evidence          yes       yes        yes      yes        yes       .      .       .     .       .      yes
record_control        yes       yes        yes      yes        .         .      .       .     .       .      yes
record_report         yes       yes        .        .          .         .      .       .     .       .      yes
approve_restart       yes       yes        .        .          .         .      .       .     .       .      yes
handover              yes       yes        .        .          .         .      .       .     .       .      yes
state_progress        yes       yes        yes      yes        .         .      .       .     .       .      yes
take_step             yes       yes        .        .          .         .      .       .     .       .      yes
take_step:supervise   yes       .          .        .          .         .      .       .     .       .      yes
check_sample          yes       yes        .        .          .         .      .       .     .       .      yes
correct               yes       yes        .        .          .         .      .       .     .       .      yes
correct:closed        yes       .          .        .          .         .      .       .     .       .      yes
revise                yes       .          .        .          .         .      .       .     .       .      yes
"""


def table() -> dict[tuple[str, Role], str]:
    """(step, role) → what the table says."""
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    return {(line[0], Role(role)): cell for line in lines for role, cell in zip(head[1:], line[1:], strict=True)}


def stands(step: str) -> Hazard | None:
    """A hazard of ours for which the step comes next; None for the first one."""
    action, _, special = step.partition(":")
    facts: dict[str, Any] = {"township": OURS, "id": "", "hazard_no": ""}
    if special == "own":
        facts["source"] = Source.SELF
    listing = action in {A.PROPOSE_LISTING, A.DROP_LISTING, A.LIST, A.APPLY_DELISTING, A.REFUSE_DELISTING, A.DELIST}
    if special == "major" or listing or action in {A.DOWNGRADE, A.RECORD_CONTROL, A.APPROVE_RESTART}:
        facts |= {"grade": Grade.MAJOR, "basis": "判定标准第3条"}
    if action in {A.REGISTER, A.FIX}:
        return None
    if action in {A.CONFIRM, A.VOID}:
        return made(**facts, status=Status.PENDING, confirmed=None, ordered=None, due=None)
    one = made(**facts)
    for before in BEFORE.get(step, BEFORE.get(action, ())):
        one = lives.five_marked(one, ON) if before is A.MARK_FIVE else take(one, before, ON)
    if action == A.CHECK_SAMPLE:
        one = replace(one, moves=(Move(SAMPLE, ON, "", Sampled.DRAWN.value),))
    return replace(one, id="", hazard_no="", version=1, touched=False)


NO = "role:not_allowed"
ASKED = {  # on whose behalf → what the door says, in this order
    "yes": {"": "done"},
    "for": {"": "missing:on_behalf_of", FIRM: "done"},
    ".": {"": NO, FIRM: NO},
}
DONE = (A.START, A.DECLARE, A.PASS)
MAJOR_DONE = (A.MARK_FIVE, A.START, A.RECORD_CONTROL, A.DECLARE, A.PASS)
LISTED = (A.PROPOSE_LISTING, A.LIST)
MORE = {"take_step": {"step": "remind"}}
BEFORE: dict[str, tuple[Action, ...]] = {
    "declare": (A.START,),
    "pass": DONE[:2],
    "fail": DONE[:2],
    "resume": (*DONE[:2], A.FAIL),
    "close": DONE,
    "close:major": (*MAJOR_DONE, A.APPROVE_RESTART),
    "recur": (*DONE, A.CLOSE),
    "check_sample": (*DONE, A.CLOSE),
    "correct:closed": (*DONE, A.CLOSE),
    "approve_extension": (A.REQUEST_EXTENSION,),
    "refuse_extension": (A.REQUEST_EXTENSION,),
    "drop_listing": LISTED[:1],
    "list": LISTED[:1],
    "apply_delisting": (*LISTED, *MAJOR_DONE),
    "refuse_delisting": (*LISTED, *MAJOR_DONE, A.APPLY_DELISTING),
    "delist": (*LISTED, *MAJOR_DONE, A.APPLY_DELISTING),
    "approve_restart": MAJOR_DONE,
}


def who(role: Role, *, inside: bool, behalf: str) -> Actor:
    township = OURS if inside else THEIRS
    return Actor(f"{role}", f"{role}", role.value, behalf, (Grant(role, Scope(townships=(township,))),))


def answer(ledger: Ledger, step: str, hazard: Hazard | None, actor: Actor) -> str:
    """done, or the first code of the refusal."""
    action = step.partition(":")[0]
    data = lives.step(A(action), ON, hazard, **MORE.get(step, {})).data
    if actor.on_behalf_of:
        data["evidence"].append(lives.paper(EvidenceKind.ON_BEHALF, ON))
    try:
        if hazard is None:
            facts = {**data.pop("facts"), "township": OURS, "sector": "machine", "grade": "general"}
            own = {"source": "self"} if actor.role == "enterprise" else {}
            ledger.register(facts | own, actor, on=FOUND, action=action, data=data)
        else:
            ledger.act(hazard.id, action, data, actor, hazard.version, ON)
    except Refused as refused:
        return refused.codes[0]
    return "done"


def at_once(ledger: Ledger, step: str, hazard: Hazard, actor: Actor) -> str:
    """The same by the form over several hazards."""
    action = step.partition(":")[0]
    data = lives.step(A(action), ON, hazard, **MORE.get(step, {"step": "remind"} if action == A.TAKE_STEP else {})).data
    if actor.on_behalf_of:
        data["evidence"].append(lives.paper(EvidenceKind.ON_BEHALF, ON))
    try:
        (told,) = ledger.act_many(Bulk("", ON, (Request(hazard.id, hazard.version, action, data),)), actor).outcomes
    except Refused as refused:
        return refused.codes[0]
    return told.codes[0] if told.codes else "done"


def stored(ledger: Ledger, told: dict[tuple[str, Role], str]) -> dict[tuple[str, Role], Hazard | None]:
    """A hazard of its own for each cell of the table."""
    waiting = {step: stands(step) for step, _ in told}
    cells = [(step, role) for step, role in told if waiting[step] is not None]
    rows = [replace(waiting[step], ledger_no=f"{step}|{role}") for step, role in cells]  # type: ignore[type-var]
    marks = [row.ledger_no for row in rows]
    ledger.import_batch(PreparedBatch("a.xlsx", "0" * 64, creates=rows, fingerprints=marks), OFFICE)
    ids = map(str, queries.snapshot(ledger.engine, ledger.county).hazards["id"])
    found = {one.ledger_no: one for one in queries.hazards(ledger.engine, ledger.county, list(ids))}
    return {(step, role): found.get(f"{step}|{role}") for step, role in told}


def test_every_role_does_what_the_table_says_inside_its_part_and_nothing_outside(ledger: Ledger) -> None:
    told = table()
    assert {step.partition(":")[0] for step, _ in told} == {action.value for action in Action}
    assert {role for _, role in told} == set(Role)
    hazards, wrong = stored(ledger, told), []
    for (step, role), cell in told.items():
        one = hazards[step, role]
        beyond = [answer(ledger, step, one, who(role, inside=False, behalf=behalf)) for behalf in ("", FIRM)]
        within = [answer(ledger, step, one, who(role, inside=True, behalf=behalf)) for behalf in ASKED[cell]]
        within = [NO if cell == "." and told_so == "role:on_behalf" else told_so for told_so in within]
        if (beyond, within) != (["scope:outside"] * 2, list(ASKED[cell].values())):
            wrong.append((step, role.value, cell, beyond, within))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(told) == 39 * 11
    assert maintain.verify(ledger.engine, ledger.county).ok


MANY = ("confirm", "pass", "fail", "take_step")


def test_several_at_once_are_open_to_whom_the_table_says_inside_the_part_and_to_nobody_outside(ledger: Ledger) -> None:
    told = {(step, role): cell for (step, role), cell in table().items() if step in MANY}
    hazards, wrong = stored(ledger, told), []
    for (step, role), cell in told.items():
        one = hazards[step, role]
        assert one is not None
        beyond = at_once(ledger, step, one, who(role, inside=False, behalf=""))
        within = at_once(ledger, step, one, who(role, inside=True, behalf=""))
        expected = ("scope:outside", "done") if cell == "yes" else (NO, NO)
        if (beyond, within) != expected:
            wrong.append((step, role.value, cell, beyond, within))
    assert not wrong, "\n".join(map(str, wrong))
