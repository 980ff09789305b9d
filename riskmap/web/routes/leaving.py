"""Routes through which rows leave the program: they see what the roles that may export reach, and no more."""

from collections.abc import Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from riskmap.domain.roles import Right
from riskmap.web import identity
from riskmap.web.routes.problems import refused

Answer = Callable[[Request], Response]


def leaving(*rights: Right) -> Callable[[Answer], Answer]:
    """A route that is asked by the reader with those roles alone that may export and have `rights`; 403 without any.

    Whoever also reads more than that in another role (an inspector the county, say) takes none of it out.
    """

    def around(route: Answer) -> Answer:
        @wraps(route)
        def asked(request: Request) -> Response:
            asks = identity.reader().holding(Right.EXPORT, *rights)
            if asks is None:
                return refused()
            with identity.told(asks):
                return route(request)

        return asked

    return around
