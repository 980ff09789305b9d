"""The pages outside of the program: signing in, choosing a password. Plain documents, they need no script."""

from collections.abc import Mapping, Sequence

from riskmap.i18n import Translator
from riskmap.views.html.markup import e

PROBLEMS: Mapping[str, str] = {
    "failed": "Login and password do not fit, or too many attempts: after five, wait a quarter of an hour.",
    "no_role": "Your account is open, but none of its roles holds today: ask the administrator.",
    "password:wrong": "The present password is not right.",
    "password:short": "The new password needs at least ten characters.",
    "password:long": "The new password is too long.",
    "password:plain": "The new password is too simple.",
    "password:own_words": "The new password must not contain your login or name.",
    "password:same": "The new password is the present one.",
    "password:twice": "The two new passwords differ.",
    "oidc:unknown": "You proved who you are, but no account here is open under that name: ask the administrator.",
    "oidc:state": "This sign-in was begun in another browser or too long ago: begin again.",
    "oidc:provider": "The identity provider did not prove who you are: begin again, or tell the administrator.",
    "device": "This token opens nothing: ask the administrator for a new one.",
}
STYLE = """
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #F3F6F9; color: #17222E;
  font: 15px/1.5 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
main { width: min(360px, 88vw); background: #FFF; border: 1px solid #D5DEE7; border-radius: 8px;
  padding: 28px 32px 24px; }
h1 { font-size: 20px; margin: 0 0 4px; } p { margin: 0 0 16px; color: #536374; font-size: 13px; }
p.no { background: #FDECEA; color: #8E1B16; border: 1px solid #E9B0AB; border-radius: 4px; padding: 6px 10px; }
label { display: block; font-size: 13px; margin-bottom: 12px; } small { color: #536374; }
input { display: block; width: 100%; box-sizing: border-box; margin-top: 4px; padding: 9px 10px; font: inherit;
  border: 1px solid #8496A6; border-radius: 4px; }
input:focus-visible, button:focus-visible { outline: 2px solid #1B6394; }
button { width: 100%; padding: 10px; font: inherit; font-weight: 700; color: #FFF; background: #1B6394; border: 0;
  border-radius: 4px; cursor: pointer; margin-top: 4px; } a { color: #1B6394; font-size: 13px; }
footer { display: flex; justify-content: space-between; margin-top: 16px; }
"""

TAKE = """
const token = location.hash.slice(1), form = document.forms[0];
if (token) {
  history.replaceState(null, "", location.pathname + location.search);
  form.token.value = token;
  form.submit();
}
"""


def sign_in(t: Translator, county: str, onward: str, problem: str = "") -> str:
    """Login and password; `onward`: the address to go on to, `problem`: a code of PROBLEMS."""
    who = _field(t("Login"), "login", "username", kind="text")
    fields, said = who + _field(t("Password"), "password", "current-password"), [problem] if problem else []
    why = t("For internal use. Never enter classified information.")
    return _page(t, county, t("Sign in"), why, fields, onward, said, "/sign-in")


def sign_in_elsewhere(t: Translator, county: str, onward: str, problem: str = "") -> str:
    """One button, to the county's identity provider."""
    why = t("You prove who you are to the county's identity provider; no password is typed here.")
    page = _page(t, county, t("Sign in"), why, "", onward, [problem] if problem else [], "/door/oidc")
    page = page.replace('<form method="post"', '<form method="get"')
    return page.replace('href="/door/oidc?lang=', 'href="/sign-in?lang=')


def onward(t: Translator, address: str) -> str:
    """A page that leads on at once: what follows is asked by us, not by the site that the reader came from."""
    return (
        f'<!doctype html><html lang="{t.lang[:2]}"><head><meta charset="utf-8"><title>{e(t("Sign in"))}</title>'
        f'<meta http-equiv="refresh" content="0;url={e(address)}"></head>'
        f'<body><a href="{e(address)}">{e(t("Go on"))}</a></body></html>'
    )


def password(t: Translator, county: str, onward: str, problems: Sequence[str], *, first: bool) -> str:
    """The present password and twice the new one; `first`: it was told by somebody else and has to be changed."""
    why = t("The first password was told to you by somebody else: choose your own.") if first else ""
    rule = t("At least ten characters; a short sentence is good.")
    fields = (
        _field(t("Present password"), "present", "current-password")
        + _field(t("New password"), "password", "new-password", rule)
        + _field(t("New password again"), "again", "new-password")
    )
    return _page(t, county, t("Choose a password"), why, fields, onward, problems, "/password")


def device(t: Translator, county: str, onward: str, problem: str = "") -> str:
    """The way in of a screen on a wall: its token, typed, or brought behind the # of the address.

    What stands behind # is never sent to a server; the script takes it from there, wipes it off and posts it.
    """
    hint = t("It is used up by this; the screen keeps a cookie of its own.")
    fields, said = _field(t("Token of this screen"), "token", "off", hint), [problem] if problem else []
    page = _page(t, county, t("Open the big screen"), "", fields, onward, said, "/door/device")
    return page.replace("</body>", f"<script>{TAKE}</script></body>")


def gone(t: Translator) -> str:
    """What stands in a page whose session has ended; our script leads on to the door."""
    way = f'<a class="w-text" href="/sign-in" target="_self">{e(t("Sign in"))}</a>'
    return f'<p class="w-empty" data-signed-out>{e(t("You are signed out."))} {way}</p>'


def _field(label: str, name: str, complete: str, hint: str = "", kind: str = "password") -> str:
    said = f"<small>{e(hint)}</small>" if hint else ""
    return f'<label>{e(label)}<input name="{name}" type="{kind}" autocomplete="{complete}" required>{said}</label>'


def _page(
    t: Translator, county: str, title: str, why: str, fields: str, onward: str, problems: Sequence[str], to: str
) -> str:
    said = "".join(f'<p class="no" role="alert">{e(t(PROBLEMS.get(code, code)))}</p>' for code in problems)
    other, name = ("en", "English") if t.lang == "zh_CN" else ("zh_CN", "中文")
    heading = t("{county} work safety: battle map", county=county)
    return (
        f'<!doctype html><html lang="{t.lang[:2]}"><head><meta charset="utf-8"><title>{e(heading)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body><main>'
        f"<h1>{e(heading)}</h1><p>{e(title)}{e(' · ' + why if why else '')}</p>{said}"
        f'<form method="post" action="{to}">{fields}<input type="hidden" name="next" value="{e(onward)}">'
        f'<input type="hidden" name="tongue" value="{t.lang}"><button>{e(title)}</button></form>'
        f'<footer><span></span><a href="{to}?lang={other}&amp;next={e(onward)}" lang="{other[:2]}">{name}</a></footer>'
        "</main></body></html>"
    )
