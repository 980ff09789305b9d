"""The words of villages and emergency resources, what a search finds among them, and the lines of the hazard card."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from riskmap.geo.places import Group, Kind, Place
from riskmap.views.words import Words

TITLES = {Group.VILLAGES: "Villages and communities", Group.EMERGENCY: "Emergency resources"}
KINDS = {
    Kind.VILLAGE: "place|Village",
    Kind.COMMUNITY: "place|Community",
    Kind.TEAM: "place|Rescue team",
    Kind.STORE: "place|Supply store",
    Kind.SHELTER: "place|Shelter",
    Kind.HOSPITAL: "place|Hospital",
    Kind.FIRE: "place|Fire station",
    Kind.WATER: "place|Water point",
    Kind.OTHER: "place|Other resource",
}
SHORT = {  # beside the mark on the map; what has none is called by its name
    Kind.TEAM: "mark of a place|Team",
    Kind.STORE: "mark of a place|Store",
    Kind.SHELTER: "mark of a place|Shelter",
    Kind.HOSPITAL: "mark of a place|Hospital",
    Kind.FIRE: "mark of a place|Fire",
    Kind.WATER: "mark of a place|Water",
}
FACTS = {  # in the order in which they are told
    "population": "fact|Population",
    "capacity": "fact|Number or capacity",
    "unit": "fact|Responsible unit",
    "code": "fact|Code",
}
MOST = 6  # places that a search finds


def word(one: Place, t: Words) -> str:
    """The word beside the mark of a place: short for its kind, else its name."""
    return t(SHORT[one.kind]) if one.kind in SHORT else one.name


def words(t: Words) -> dict[str, Any]:
    """What the map's script needs to name places: kinds and facts."""
    return {
        "kinds": {kind.value: [t(title), t(SHORT[kind]) if kind in SHORT else ""] for kind, title in KINDS.items()},
        "groups": {kind.value: kind.group.value for kind in KINDS},
        "facts": {key: t(title) for key, title in FACTS.items()},
    }


def searched(known: Iterable[Place], names: Mapping[str, str], t: Words, text: str) -> list[dict[str, Any]]:
    """Places whose name holds the text, exact names first; one without a position says so by having none."""
    plain = text.casefold()
    hits = sorted((one for one in known if plain in one.name.casefold()), key=lambda one: (len(one.name), one.name))
    return [
        {
            "kind": "place",
            "group": one.kind.group.value,
            "label": one.name,
            "more": " · ".join(filter(None, (t(KINDS[one.kind]), names.get(one.township, one.township), one.unit))),
            **({} if one.lon is None else {"lon": round(one.lon, 6), "lat": round(one.lat or 0, 6)}),
        }
        for one in hits[:MOST]
    ]


def near(found: Mapping[Kind, tuple[Place, float]], t: Words) -> Sequence[tuple[str, str, str]]:
    """Kind, name and distance of the nearest resources, in words of a reader; km with one decimal."""
    return [(t(KINDS[kind]), one.name, t("{n} km", n=f"{far:.1f}")) for kind, (one, far) in found.items()]
