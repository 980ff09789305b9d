"""Places beside the hazards: villages and communities, emergency resources; what each is, and which lies nearest."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Group(StrEnum):
    """The layers that places make."""

    VILLAGES = "villages"
    EMERGENCY = "emergency"


class Kind(StrEnum):
    """What a place is."""

    VILLAGE = "village"
    COMMUNITY = "community"
    TEAM = "team"
    STORE = "store"
    SHELTER = "shelter"
    HOSPITAL = "hospital"
    FIRE = "fire"
    WATER = "water"
    OTHER = "other"

    @property
    def group(self) -> Group:
        """The layer that a place of this kind belongs to."""
        return Group.VILLAGES if self in (Kind.VILLAGE, Kind.COMMUNITY) else Group.EMERGENCY


WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (  # the first that holds wins: 消防取水点 is for water
    (Kind.WATER, ("取水", "水源", "消火栓", "water", "hydrant")),
    (Kind.FIRE, ("消防", "fire")),
    (Kind.TEAM, ("救援队", "救护队", "抢险队", "队伍", "应急队", "team", "rescue")),
    (Kind.STORE, ("物资", "仓库", "储备", "store", "warehouse", "suppl", "depot")),
    (Kind.SHELTER, ("避难", "避险", "安置", "shelter")),
    (Kind.HOSPITAL, ("医院", "卫生", "急救", "医疗", "hospital", "clinic")),
    (Kind.COMMUNITY, ("社区", "居委会", "居民委员会", "community")),
    (Kind.VILLAGE, ("村", "village")),
)
ENDS = (("社区", Kind.COMMUNITY), ("居委会", Kind.COMMUNITY), ("居民委员会", Kind.COMMUNITY),
        ("村委会", Kind.VILLAGE), ("村民委员会", Kind.VILLAGE), ("村", Kind.VILLAGE))  # fmt: skip
EARTH = 6371.0088  # km, mean radius
KEYS = ("kind", "类别", "类型", "Kind")
PHONE = re.compile(r"(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|\d{3,4}[-—]\d{7,8}|\d{7,}")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in WGS 84 degrees, or without a position; every text as its file has it, numbers of telephones removed.

    `fault`: what is wrong with its position ("" for nothing, "no_place" for none given); `row`: where its file has it.
    """

    name: str
    kind: Kind
    lon: float | None = None
    lat: float | None = None
    township: str = ""
    code: str = ""
    population: str = ""
    capacity: str = ""
    unit: str = ""
    fault: str = ""
    row: int = 0


def kind_of(text: str) -> Kind | None:
    """The kind that a word of a file names; None for words that name none."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return next((kind for kind, words in WORDS if any(word in plain for word in words)), None)


def kind_by_name(name: str) -> Kind | None:
    """The kind that the name of a place tells: by its end for villages, else by the words in it."""
    found = next((kind for end, kind in ENDS if name.endswith(end)), None)
    if found is None and (told := kind_of(name)) is not None and told.group is Group.EMERGENCY:
        return told
    return found


def told_kind(properties: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> Kind | None:
    """The kind of a GeoJSON feature that is a place of ours: a point whose `kind` says so; None for every other."""
    if not geometry or geometry.get("type") != "Point":
        return None
    word = next((properties[key] for key in KEYS if properties.get(key)), "")
    return kind_of(word) if isinstance(word, str) else None


def short_name(name: str) -> str:
    """A village by the name it is called, without the words of its committee."""
    plain = name.removesuffix("居民委员会") if name.endswith("社区居民委员会") else name.removesuffix("民委员会")
    return plain.removesuffix("委会") if plain.endswith("村委会") else plain


def without_phones(text: str) -> str:
    """A text without the numbers of telephones in it."""
    return PHONE.sub("", text).strip(" ,，;；:：、()（）")


def distance(lon: float, lat: float, place: Place) -> float:
    """Straight line in km from a point to a place that has a position, on the sphere (error under 0.6 %)."""
    assert place.lon is not None
    assert place.lat is not None
    a, b = math.radians(lat), math.radians(place.lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(place.lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def nearest(places: Iterable[Place], lon: float, lat: float) -> dict[Kind, tuple[Place, float]]:
    """The nearest emergency resource of each kind with its distance in km, in the order of the kinds."""
    found: dict[Kind, tuple[Place, float]] = {}
    for one in places:
        if one.lon is None or one.kind.group is not Group.EMERGENCY:
            continue
        far = distance(lon, lat, one)
        if one.kind not in found or far < found[one.kind][1]:
            found[one.kind] = (one, far)
    return {kind: found[kind] for kind in Kind if kind in found}
