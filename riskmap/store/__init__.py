"""Tables, and how the domain lies in them."""

from riskmap.store import schema_assessment as schema_assessment
from riskmap.store import schema_meetings as schema_meetings
from riskmap.store import schema_notices as schema_notices
from riskmap.store import schema_papers as schema_papers
from riskmap.store import schema_people as schema_people  # whoever asks the metadata finds every table
from riskmap.store import schema_tips as schema_tips
from riskmap.store import schema_views as schema_views
