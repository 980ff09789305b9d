"""The ledger: hazards with their children, enterprises, visits, imported files, the chain of events."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from riskmap.store.guards import protect_events

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KINDS: dict[str, Any] = {
    "text": sa.Text(),
    "int": sa.Integer(),
    "big": sa.BigInteger(),
    "flag": sa.Boolean(),
    "day": sa.Date(),
    "float": sa.Float(53),
    "money": sa.Numeric().with_variant(sa.Text(), "sqlite"),
}


class Made(NamedTuple):
    """A table as it was made: columns (name, :kind unless text, ? if it may be missing), key, parent."""

    columns: str
    key: str
    to: str = ""
    by: str = ""


# fmt: off
TABLES = {
    "counter": Made("""
        county_code name year:int value:int
        """, key="county_code name year"),
    "enterprise": Made("""
        county_code id name uscc short legal_person principal principal_phone safety_person safety_phone
        township township_raw address lon:float? lat:float? crs_raw sector sector_raw industry_code department
        supervision economic_type size headcount:int? above_scale:flag high_risk:flag state standard_grade
        standard_to:day? licence licence_to:day? major_source:flag major_source_raw risk? fire_key:flag leader
        video:flag plan_filed last_drill:day? sensitive:flag remark extra confirmed:flag demo:flag batch_id?
        version:int last_event:big
        """, key="county_code id"),
    "event": Made("""
        county_code seq:big prev_hash hash at actor actor_name role on_behalf_of action entity entity_id on_date
        payload
        """, key="county_code seq"),
    "import_batch": Made("""
        county_code id file_name sha256 sender kind mapping counts demo:flag actor at
        """, key="county_code id"),
    "enterprise_alias": Made("""
        county_code enterprise_id seq:int alias
        """, key="county_code enterprise_id seq", to="enterprise", by="enterprise_id"),
    "hazard": Made("""
        county_code id hazard_no found:day status grade ledger_no sender enterprise_id? enterprise_name township
        township_raw sector sector_raw department place description category source inspection_id?
        inspection_kind supervision inspectors check_unit responsible_unit responsible_person regulator_person
        measure emergency cause basis funds_planned:money? funds_secured:money? funds_paid:money? ordered:day?
        confirmed:day? due:day? started:day? declared:day? rectified:day? rectified_by passed:day? reviewers
        review_result closed:day? closed_by closed_by_ledger:flag voided:day? void_reason undated:flag
        suspended:flag restart_no restart_on:day? plan_filed:day? lon:float? lat:float? recurs_of? remark
        grade_raw status_raw extra demo:flag judged touched:flag batch_id? version:int fingerprint entered:day
        created_at last_event:big
        """, key="county_code id", to="enterprise", by="enterprise_id"),
    "inspection": Made("""
        county_code id on:day enterprise_id? enterprise_name kind inspectors result found_nothing:flag township
        department remark demo:flag batch_id? last_event:big
        """, key="county_code id", to="enterprise", by="enterprise_id"),
    "control_record": Made("""
        county_code hazard_id seq:int status on:day person document
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "evidence": Made("""
        county_code hazard_id seq:int kind on:day? reference sha256?
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "extension": Made("""
        county_code hazard_id seq:int state applied:day requested_to:day reason decided:day? approved_to:day?
        decided_by
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "five_item": Made("""
        county_code hazard_id seq:int item content in_place in_place_on:day?
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "hazard_round": Made("""
        county_code hazard_id seq:int rectified:day? declared:day? reviewed:day reviewers opinion new_due:day?
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "listing": Made("""
        county_code hazard_id seq:int state level proposed:day? number unit leader listed:day? due:day?
        delist_applied:day? delisted:day?
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "move": Made("""
        county_code hazard_id seq:int name on:day old new reason
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
    "responsible": Made("""
        county_code hazard_id seq:int post unit person since:day?
        """, key="county_code hazard_id seq", to="hazard", by="hazard_id"),
}
# fmt: on


def _parts(name: str, made: Made) -> Iterator[Any]:
    for word in made.columns.split():
        column, _, kind = word.rstrip("?").partition(":")
        yield sa.Column(column, KINDS[kind or "text"], nullable=word.endswith("?"))
    yield sa.PrimaryKeyConstraint(*made.key.split(), name=f"pk_{name}")
    if made.to:
        yield sa.ForeignKeyConstraint(
            ["county_code", made.by], [f"{made.to}.county_code", f"{made.to}.id"], name=f"fk_{name}_{made.to}"
        )
    if name == "hazard":
        yield sa.UniqueConstraint("county_code", "hazard_no", name="uq_hazard_no")


def upgrade() -> None:
    for name, made in TABLES.items():
        op.create_table(name, *_parts(name, made))
    op.create_index("ix_hazard_last_event", "hazard", ["county_code", "last_event"])
    op.create_index("ix_event_entity", "event", ["county_code", "entity_id", "seq"])
    for name in ("hazard", "enterprise"):
        demo = sa.text("demo")
        op.create_index(f"ix_{name}_demo", name, ["county_code"], sqlite_where=demo, postgresql_where=demo)
    protect_events(op.get_bind())
