"""The formulas of an assessment: a small language of its own, read here, worked out exactly, never run as a program.

    formula   = sum
    sum       = product { ("+" | "-") product }
    product   = factor { ("*" | "/") factor }
    factor    = ["-"] ( number ["%"] | name | "(" sum ")" | call )
    call      = ("min" | "max") "(" sum { "," sum } ")" | "if" "(" condition "," sum "," sum ")"
    condition = sum ("<" | "<=" | ">" | ">=" | "=" | "!=") sum

Numbers are decimal; a name is a figure, `full` or `target`. What is divided by 0, or by nothing, is nothing (None): it
is never 0 and never full.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

LONGEST: Final = 300  # characters
DEEPEST: Final = 20  # brackets within brackets
MOST: Final = 120  # numbers, names and signs
COMPARE: Final = ("<=", ">=", "!=", "<", ">", "=")
FUNCTIONS: Final = ("min", "max", "if")
_TOKEN = re.compile(r"\s*(?:(\d{1,9}(?:\.\d{1,6})?)|([^\W\d]\w*)|(<=|>=|!=|[-+*/(),%<>=]))")
_SAME = str.maketrans("（），×÷＝＜＞％－＋", "(),*/=<>%-+")


class FormulaError(ValueError):
    """A text that is no formula. `code`: empty, too_long, too_deep, syntax; `at`: place of the sign, from 1."""

    def __init__(self, code: str, at: int = 0) -> None:
        super().__init__(f"{code} at {at}")
        self.code, self.at = code, at


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula. `kind`: number, name, neg, a sign of arithmetic or comparison, or one of FUNCTIONS."""

    kind: str
    parts: tuple["Node", ...] = ()
    value: Fraction = Fraction(0)
    name: str = ""

    def names(self) -> tuple[str, ...]:
        """The names in it, each once, in the order they are written."""
        return tuple(dict.fromkeys(one.name for one in self.walk() if one.kind == "name"))

    def walk(self) -> Iterator["Node"]:
        """Itself and every part."""
        yield self
        for part in self.parts:
            yield from part.walk()


def parse(text: str) -> Node:
    """Read a formula; full-width signs stand for the plain ones. Raises FormulaError."""
    plain = text.translate(_SAME).strip()
    if not plain:
        raise FormulaError("empty")
    if len(plain) > LONGEST:
        raise FormulaError("too_long", LONGEST)
    return _Reader(_tokens(plain)).whole()


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """(kind, word, place) of every sign, closed by an empty one."""
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError("syntax", at + 1)
        kind = ("number", "name", "sign")[(match.lastindex or 1) - 1]
        found.append((kind, match[match.lastindex or 1], match.start(match.lastindex or 1) + 1))
        at = match.end()
    if len(found) > MOST:
        raise FormulaError("too_long", found[MOST][2])
    return [*found, ("end", "", len(text) + 1)]


class _Reader:
    """Reads signs from left to right."""

    def __init__(self, tokens: list[tuple[str, str, int]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        """The whole text as one formula."""
        found = self._sum()
        self._expect("")
        return found

    def _word(self) -> str:
        kind, word, _ = self._tokens[self._at]
        return word if kind in {"sign", "end"} else ""

    def _take(self, *words: str) -> str:
        """The next sign where it is one of these, "" otherwise."""
        kind, word, _ = self._tokens[self._at]
        if kind != "sign" or word not in words:
            return ""
        self._at += 1
        return word

    def _expect(self, word: str) -> None:
        kind, found, at = self._tokens[self._at]
        if found != word or kind not in {"sign", "end"}:
            raise FormulaError("syntax", at)
        self._at += 1

    def _sum(self) -> Node:
        found = self._product()
        while sign := self._take("+", "-"):
            found = Node(sign, (found, self._product()))
        return found

    def _product(self) -> Node:
        found = self._factor()
        while sign := self._take("*", "/"):
            found = Node(sign, (found, self._factor()))
        return found

    def _factor(self) -> Node:
        if self._take("-"):
            self._deeper(1)
            found = Node("neg", (self._factor(),))
            self._deeper(-1)
            return found
        kind, word, at = self._tokens[self._at]
        self._at += kind != "end"
        if kind == "number":
            return Node("number", value=Fraction(word) / (100 if self._take("%") else 1))
        if kind == "name":
            return self._call(word) if self._word() == "(" else Node("name", name=word)
        if word != "(":
            raise FormulaError("syntax", at)
        self._deeper(1)
        found = self._sum()
        self._expect(")")
        self._deeper(-1)
        return found

    def _call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise FormulaError("syntax", self._tokens[self._at - 1][2])
        self._expect("(")
        self._deeper(1)
        parts = [self._condition() if name == "if" else self._sum()]
        while self._take(","):
            parts.append(self._sum())
        at = self._tokens[self._at][2]
        self._expect(")")
        self._deeper(-1)
        if name == "if" and len(parts) != 3:
            raise FormulaError("syntax", at)
        return Node(name, tuple(parts))

    def _condition(self) -> Node:
        left, at = self._sum(), self._tokens[self._at][2]
        sign = self._take(*COMPARE)
        if not sign:
            raise FormulaError("syntax", at)
        return Node(sign, (left, self._sum()))

    def _deeper(self, step: int) -> None:
        self._depth += step
        if self._depth > DEEPEST:
            raise FormulaError("too_deep", self._tokens[self._at][2])


def value(node: Node, figures: Mapping[str, Fraction | None]) -> Fraction | None:
    """Work a formula out; None where it divides by 0 or needs a figure that is nothing. Raises KeyError."""
    if node.kind == "number":
        return node.value
    if node.kind == "name":
        return figures[node.name]
    if node.kind == "if":
        holds = _holds(node.parts[0], figures)
        return None if holds is None else value(node.parts[1 if holds else 2], figures)
    known = [value(part, figures) for part in node.parts]
    given = [one for one in known if one is not None]
    return _worked(node.kind, given) if len(given) == len(known) else None


def _holds(node: Node, figures: Mapping[str, Fraction | None]) -> bool | None:
    left, right = (value(part, figures) for part in node.parts)
    if left is None or right is None:
        return None
    told = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "=": left == right}
    return told.get(node.kind, left != right)


def _worked(kind: str, given: list[Fraction]) -> Fraction | None:
    if kind in {"min", "max"}:
        return min(given) if kind == "min" else max(given)
    if kind == "neg":
        return -given[0]
    left, right = given
    if kind == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right}.get(kind, left * right)
