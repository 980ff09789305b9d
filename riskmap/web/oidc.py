"""OpenID Connect, the code flow with PKCE: the identity provider proves who somebody is, and no more.

Authlib's client asks the provider and joserfc judges what it answers. What was begun is kept here until the browser
comes back (ten minutes, at most MOST of them), so that neither a secret of a cookie nor a table is needed.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from riskmap.settings import Oidc

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")  # signed by a key, never a secret
WAIT: Final = 10.0  # seconds for an answer of the provider
LEEWAY: Final = 60  # seconds by which its clock may differ
BEGUN: Final = timedelta(minutes=10)
MOST: Final = 1_000
DISCOVERY: Final = "/.well-known/openid-configuration"


class NotProved(Exception):
    """The provider did not prove who it is."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in on its way. `browser`: what the cookie of the browser holds that began it; `onward`: where it leads."""

    browser: str
    nonce: str
    verifier: str
    onward: str
    at: datetime


_begun: dict[str, Begun] = {}
_lock = Lock()


def begin(provider: Oidc, back: str, onward: str, at: datetime) -> tuple[str, str]:
    """The address of the provider to go to, and what the browser keeps. Raises NotProved without a provider."""
    state, browser, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(4))
    one = Begun(browser, nonce, verifier, onward, at)
    with _client(provider, back) as client:
        address, _ = client.create_authorization_url(
            _endpoints(provider)["authorization_endpoint"], state=state, nonce=one.nonce, code_verifier=one.verifier
        )
    with _lock:
        for old in [key for key, kept in _begun.items() if kept.at + BEGUN <= at]:
            del _begun[old]
        while len(_begun) >= MOST:
            del _begun[next(iter(_begun))]
        _begun[state] = one
    return str(address), one.browser


def taken(state: str, browser: str, at: datetime) -> Begun | None:
    """What was begun under a state in this browser: once, and not too long ago; else None."""
    with _lock:
        one = _begun.pop(state, None)
    if one is None or one.at + BEGUN <= at or not secrets.compare_digest(one.browser.encode(), browser.encode()):
        return None
    return one


def login(provider: Oidc, back: str, code: str, one: Begun, at: datetime) -> str:
    """The login that the provider proves for a code; "" for a word that can be none of ours. Raises NotProved."""
    try:
        with _client(provider, back) as client:
            endpoints = _endpoints(provider)
            answer = client.fetch_token(
                endpoints["token_endpoint"], code=code, code_verifier=one.verifier, timeout=WAIT
            )
            keys = KeySet.import_key_set(_asked(endpoints["jwks_uri"]))
        found = jwt.decode(str(answer["id_token"]), keys, algorithms=list(ALGORITHMS))
        _judge(found.claims, provider, one, at)
    except (requests.RequestException, OAuthError, JoseError, KeyError, TypeError, ValueError) as error:
        raise NotProved(str(error)) from error
    return _named(found.claims, provider)


def _judge(claims: dict[str, Any], provider: Oidc, one: Begun, at: datetime) -> None:
    wanted = jwt.JWTClaimsRegistry(
        int(at.timestamp()), LEEWAY,
        iss={"essential": True, "value": provider.issuer}, aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": one.nonce}, exp={"essential": True}, iat={"essential": True},
    )  # fmt: skip
    wanted.validate(claims)
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ValueError("the token is for another program")


def _named(claims: Mapping[str, Any], provider: Oidc) -> str:
    word = str(claims.get(provider.claim) or "").strip().lower()
    if provider.claim != "email":
        return word
    name, at, domain = word.rpartition("@")
    return name if at and domain == provider.domain and claims.get("email_verified") is True else ""


def _client(provider: Oidc, back: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id, provider.client_secret, scope="openid profile email", redirect_uri=back,
        code_challenge_method="S256",
    )  # fmt: skip


@lru_cache(maxsize=4)
def _endpoints(provider: Oidc) -> dict[str, str]:
    """What the provider says of itself; asked once. Raises NotProved."""
    try:
        told = _asked(provider.issuer.rstrip("/") + DISCOVERY)
        if told["issuer"] != provider.issuer:
            raise NotProved("the provider names another issuer")
        return {name: str(told[name]) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    except (requests.RequestException, KeyError, TypeError, ValueError) as error:
        raise NotProved(str(error)) from error


def _asked(address: str) -> Any:
    answer = requests.get(address, timeout=WAIT)
    answer.raise_for_status()
    return answer.json()
