"""Responsibility: who answers for what, counts that open their rows, and a post handed over item by item."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import Post
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.metrics import filters
from riskmap.metrics import responsibility as figures
from riskmap.web import book, data, once, responsibility
from support.small import OFFICE, TODAY, ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
LATE, OLD, MAJOR, SOON = "灭火器过期", "上年示例", "通风系统不可靠", "临期示例"


def name(post: Post, person: str, *hazards: str, actor: Actor = OFFICE) -> None:
    """Write a holder into the chain of hazards."""
    for description in hazards:
        one = stored(description)
        told = {"post": post.value, "person": person}
        data.ledger().act(one.id, "handover", told, actor, one.version, TODAY)


def holders(post: Post) -> dict[str, tuple[str, int]]:
    """Person → (key, open items) of a post."""
    where = filters.default(data.today())
    return {one.person: (one.key, len(one.rows)) for one in figures.lines(data.view().index, where, post)}


def stored(description: str) -> Hazard:
    """A hazard of the ledger, whoever reads now."""
    frame = data.whole().snapshot.hazards
    found = dict(zip(frame["description"], frame["id"], strict=True))
    return queries.hazard(data.engine(), data.county(), found[description])


def held_by(description: str, post: Post) -> str:
    one = stored(description)
    return next((held.person for held in reversed(one.chain) if held.post is post), "")


def choose(app: AppTest, person: str, post: Post = Post.DEPARTMENT) -> AppTest:
    app.selectbox(key=responsibility.FROM).set_value(holders(post)[person][0])
    return app.run()


def submit(app: AppTest, person: str) -> AppTest:
    app.text_input(key=responsibility.PERSON).set_value(person)
    next(one for one in app.button if one.form_id).click()
    return app.run()


@pytest.mark.parametrize("post", list(Post))
def test_every_count_of_a_post_opens_its_rows(ledger_of: Make, post: Post) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE, OLD)
    view, where = data.view(), filters.default(data.today())
    lines = figures.lines(view.index, where, post)
    for line in lines:
        word = f"post.{post}.{line.key}"
        assert sorted(line.rows) == sorted(book.rows(view, where, {"rows": word}))
        assert line.soon == len(book.rows(view, where, {"rows": f"{word}.soon"}))
        late = filters.changed(where, progress=("overdue",))
        assert line.overdue == len(book.rows(view, late, {"rows": word}))
    nobody = book.rows(view, where, {"rows": f"post.{post}.nobody"})
    assert len(nobody) == sum(len(line.rows) for line in lines if not line.person)


def test_every_open_item_stands_under_each_post_once_and_the_missing_come_first(ledger_of: Make) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE, OLD)
    where = filters.default(data.today())
    index = data.view().index
    lines = figures.lines(index, where, Post.DEPARTMENT)
    assert sum(len(one.rows) for one in lines) == 6
    assert [bool(one.person) for one in lines] == sorted(bool(one.person) for one in lines)
    assert holders(Post.DEPARTMENT)["王某"][1] == 2
    assert holders(Post.ENTERPRISE) == {"张某": (holders(Post.ENTERPRISE)["张某"][0], 6)}
    assert figures.lacking(index, where, Post.LEADER).sum() == 1  # the one open major
    assert figures.lacking(index, where, Post.SUPERVISION).sum() == 1  # it is listed


def test_who_holds_a_post_is_asked_for_the_day(ledger_of: Make) -> None:
    ledger_of("several")
    name(Post.TOWNSHIP, "赵某", LATE)
    today = filters.default(data.today())
    before = filters.changed(today, as_of=data.today().replace(day=1), from_=data.today().replace(day=1))
    index = data.view().index
    assert "赵某" in {one.person for one in figures.lines(index, today, Post.TOWNSHIP)}
    assert "赵某" not in {one.person for one in figures.lines(index, before, Post.TOWNSHIP)}


def test_what_is_read_again_after_a_change_is_the_whole(ledger_of: Make) -> None:
    ledger_of("several")
    data.view()
    name(Post.DEPARTMENT, "王某", LATE, OLD)
    data.view()
    name(Post.DEPARTMENT, "李某", LATE)
    one = queries.hazard(data.engine(), data.county(), ids()[LATE])
    told = {"progress": "在途", "late_reason": "equipment"}
    for version, wish in enumerate(("请县里协调", ""), one.version):
        data.ledger().act(one.id, "state_progress", told | {"coordination": wish}, OFFICE, version, data.today())
        data.view()
    whole, kept = queries.snapshot(data.engine(), data.county()), data.view().snapshot
    for frames in ((whole.posts, kept.posts), (whole.acts, kept.acts)):
        ours, theirs = (list(map(tuple, frame.astype("str").to_numpy())) for frame in frames)
        assert len(ours) > 1
        assert sorted(ours) == sorted(theirs)
        of_one = [[row for row in rows if row[0] == one.id] for rows in (ours, theirs)]
        assert of_one[0] == of_one[1]  # in the order of entry


def test_a_word_for_a_holder_that_means_nothing_is_said_so(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    assert "w-book" not in shown(open_at("ledger", lang="zh_CN", rows="post.mayor.nobody"))
    gone = open_at("ledger", lang="zh_CN", rows="post.leader.0123456789ab")  # handed over since the link was kept
    assert not gone.error
    assert "没有隐患" in shown(gone)


def test_the_page_names_holders_and_never_compares_county_leaders(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    name(Post.LEADER, "周某", MAJOR, LATE)
    page = shown(open_at("responsibility", lang="zh_CN", post="leader"))
    assert "周某" in page
    table = page.split("w-holders")[1]
    assert "需县协调" in table or "协调" in table
    assert "超期" not in table
    assert "w-late" not in table
    assert "w-late" in shown(open_at("responsibility", lang="zh_CN", post="department")).split("w-holders")[1]


def test_who_may_not_see_names_sees_none_and_hands_nothing_over(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王大明", LATE)
    be(Role.ANALYST)
    app = open_at("responsibility", lang="zh_CN", post="department")
    assert "王**" in shown(app)
    assert "王大明" not in shown(app)
    assert not [one for one in app.selectbox if one.key == responsibility.FROM]


def test_all_items_of_a_holder_change_hands_after_a_preview(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE, OLD)
    app = choose(open_at("responsibility", lang="zh_CN", post="department"), "王某")
    preview = shown(app).split("w-preview")[1]
    assert LATE in preview
    assert OLD in preview
    app = submit(app, "李某")
    assert re.search(r"2 项隐患已移交 李某", app.success[0].value.replace("\\", ""))
    assert held_by(LATE, Post.DEPARTMENT) == held_by(OLD, Post.DEPARTMENT) == "李某"
    assert held_by(SOON, Post.DEPARTMENT) == ""
    assert "王某" not in holders(Post.DEPARTMENT)


def test_an_item_that_changed_meanwhile_is_told_and_the_others_stand(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE, OLD)
    app = choose(open_at("responsibility", lang="zh_CN", post="department"), "王某")
    name(Post.TOWNSHIP, "赵某", LATE)  # somebody else, in between
    app = submit(app, "李某")
    assert "1 项隐患已移交" in app.success[0].value.replace("\\", "")
    assert app.error
    assert held_by(LATE, Post.DEPARTMENT) == "王某"
    assert held_by(OLD, Post.DEPARTMENT) == "李某"


def test_nobody_and_the_same_person_take_nothing_over(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE)
    app = submit(choose(open_at("responsibility", lang="zh_CN", post="department"), "王某"), "")
    assert app.warning[0].value == "请填写接任者。"
    app = submit(choose(open_at("responsibility", lang="zh_CN", post="department"), "王某"), "王某")
    assert app.warning[0].value == "接任者与原责任人相同。"
    assert held_by(LATE, Post.DEPARTMENT) == "王某"


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.LEADER, {}),
        (Role.INSPECTOR, {}),
        (Role.TOWNSHIP, {"townships": ("141034103",)}),
        (Role.DEPARTMENT, {"departments": ("housing",)}),
    ],
)
def test_the_wrong_person_has_no_form_and_a_form_sent_anyway_changes_nothing(
    ledger_of: Make, open_at: Open, be: Callable[..., None], role: Role, scope: dict[str, tuple[str, ...]]
) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE)
    app = choose(open_at("responsibility", lang="zh_CN", post="department"), "王某")
    be(role, **scope)
    submit(app, "李某")
    assert held_by(LATE, Post.DEPARTMENT) == "王某"
    fresh = open_at("responsibility", lang="zh_CN", post="department")
    assert not [one for one in fresh.selectbox if one.key == responsibility.FROM]
    one = stored(LATE)
    wrong = Actor("1", "某人", role.value, "", (Grant(role, Scope(**scope)),))
    with pytest.raises(Refused):
        data.ledger().act(one.id, "handover", {"post": "department", "person": "李某"}, wrong, one.version, TODAY)


def test_a_second_click_hears_that_every_item_was_handed_over(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    name(Post.DEPARTMENT, "王某", LATE, OLD)
    app = choose(open_at("responsibility", post="department", lang="zh_CN"), "王某")
    token = app.session_state[responsibility.TOKEN]
    done = (Post.DEPARTMENT.value, "赵某", ["FX-1", "FX-2"], [], "")
    sent = app.session_state[once.KEY] = once.Sent()
    sent.keep(token, done)  # the first one was cut off after it had written
    submit(app, "赵某")
    assert not app.error
    assert "2" in app.success[0].value
    assert holders(Post.DEPARTMENT)["王某"]  # nothing was written a second time
