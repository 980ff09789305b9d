"""A tiny OpenID Connect provider on this machine: discovery, authorize, token, keys. Tests bend what it says."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "riskmap", "a secret of the provider and the program"


class Provider:
    """Who is proved by `claims`; `bent` replaces words of the token, `key` signs it, `algorithm` how."""

    def __init__(self, issuer: str) -> None:
        self.issuer, self.own = issuer, RSAKey.generate_key(2048, {"kid": "one"})
        self.key: Any = self.own
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        self.bent: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The signed answer to a code, once, for the verifier whose challenge was shown."""
        asked = self.codes.pop(form.get("code", ""), None)
        shown = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or shown != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        told = {key: value for key, value in {**claims, **self.claims, **self.bent}.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        signed = jwt.encode(header, told, self.key, algorithms=[self.algorithm])
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def shared(self) -> None:
        """Sign with the secret, as a forger would who knows it, or who takes the public key for one."""
        self.key, self.algorithm = OctKey.import_key(SECRET), "HS256"


@contextmanager
def provider() -> Iterator[Provider]:
    """A running provider."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(told.query).items()}
            if told.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", one.authorize(query))
                self.end_headers()
            elif told.path == "/keys":
                self.say({"keys": [one.own.as_dict(private=False)]})
            else:
                self.say(one.discovery())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = one.token({name: values[-1] for name, values in parse_qs(body).items()})
            self.say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def say(self, told: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *words: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    one = Provider(f"http://127.0.0.1:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield one
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
