"""Which posts of the responsibility chain (责任链) a hazard needs: who has to be named, and when."""

from collections.abc import Mapping
from typing import Final

from riskmap.domain.codes import Post

EVERY: Final = "every"  # hazard
MAJORS: Final = "major"
LISTED: Final = "listed"  # for supervision
# DOMAIN.md §2.4: filled from the enterprise and the responsibility list. A county leader stands behind majors, somebody
# who supervises behind a listing; enterprise, department and township behind each hazard.
NEEDED: Final[Mapping[Post, str]] = {
    Post.ENTERPRISE: EVERY,
    Post.DEPARTMENT: EVERY,
    Post.TOWNSHIP: EVERY,
    Post.LEADER: MAJORS,
    Post.SUPERVISION: LISTED,
}
UNRANKED: Final = frozenset({Post.LEADER})  # county leaders are never ranked or coloured (DOMAIN.md §7.2)
