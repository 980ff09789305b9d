"""Battle map: where each hazard is, who answers for it, whether it is under control."""

from riskmap.web import battle_map

battle_map.page()
