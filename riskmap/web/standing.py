"""What a page says of the data behind it: whose county, demo or not, how fresh, whether the database answers."""

from zoneinfo import ZoneInfo

from riskmap.views.html.top import Standing
from riskmap.web import data
from riskmap.web.data import View


def of(view: View, lang: str) -> Standing:
    """Standing of a state of the ledger, with moments in the county's zone."""
    snapshot, county = view.snapshot, data.county()
    updated, hours = snapshot.updated_at, None
    if updated is not None:
        hours = int((data.now() - updated).total_seconds() // 3600)
        updated = updated.astimezone(ZoneInfo(county.time_zone))
    limit = data.settings().stale_hours
    return Standing(county.label(lang), snapshot.demo, updated, hours, view.failed, limit)
