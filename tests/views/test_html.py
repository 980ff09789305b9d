"""Our own HTML: data is text everywhere, colours are the theme's, addresses hold what they were given."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from riskmap.views import theme
from riskmap.views.html import markup, rates
from riskmap.views.html.context import address

CSS = (Path(__file__).resolve().parents[2] / "riskmap" / "web" / "assets" / "pages.css").read_text(encoding="utf-8")
SIGNS = st.text(st.sampled_from("<>&\"'{}$`%=\n ab汾"))


@given(SIGNS)
def test_data_is_text_between_tags_and_in_attributes(text: str) -> None:
    safe = markup.e(text)
    assert not set(safe) & set("<>\"'{}$`\n")
    assert unescape(safe) == text.replace("\n", " ")


@given(SIGNS.filter(bool), SIGNS, SIGNS.filter(bool))
def test_no_part_of_a_card_or_link_lets_data_become_markup(title: str, place: str, tip: str) -> None:
    made, plain = (
        markup.card(a, markup.link(b, markup.e(b), title=c) + markup.span(c))
        for a, b, c in ((title, place, tip), "xyz")
    )
    assert re.findall(r"<[a-z0-9/]+", made) == re.findall(r"<[a-z0-9/]+", plain)


@given(st.dictionaries(st.sampled_from(("q", "sector", "township", "rows")), SIGNS.filter(str.strip), max_size=3))
def test_an_address_holds_what_it_was_given(words: dict[str, str]) -> None:
    parts = urlsplit(address("ledger", words))
    assert parts.path == "ledger"
    assert dict(parse_qsl(parts.query, keep_blank_values=True)) == words


def test_the_style_sheet_uses_the_tokens_of_the_theme() -> None:
    names = {
        "bg": "bg", "surface": "surface", "surface2": "surface2", "border": "border", "grid": "grid", "text": "text",
        "muted": "muted", "accent": "accent", "outline": "outline", "bar": "bar", "late": "overdue_text",
        "soon": "soon_text", "wait": "waiting_text", "done": "closed_text",
    }  # fmt: skip
    said = dict(re.findall(r"--w-([a-z0-9]+): (#[0-9A-F]{6});", CSS))
    assert {name: said[name] for name in names} == {name: theme.LIGHT[token] for name, token in names.items()}
    assert said["alarm"] == theme.ALARM


def test_the_ramp_of_the_style_sheet_is_the_themes() -> None:
    classes = re.findall(r"td\.c([0-4]) \{ background: (#[0-9A-F]{6})", CSS)
    assert tuple(colour for _, colour in sorted(classes)) == theme.RAMP["light"]
    assert len(rates.CLASSES) == len(theme.RAMP["light"])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_from_every_surface() -> None:
    for tokens in theme.THEMES.values():
        for name in ("text", "muted", "accent", "overdue_text", "soon_text", "waiting_text", "closed_text"):
            for surface in ("bg", "surface", "surface2"):
                assert contrast(tokens[name], tokens[surface]) >= 4.5, (name, surface)
    for name, ramp in theme.RAMP.items():
        for colour, ink in zip(ramp, theme.INK[name], strict=True):
            assert contrast(colour, ink) >= 4.5, (name, colour)
