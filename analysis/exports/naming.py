"""Give columns names that a program can hold: SPSS and Stata allow fewer signs and fewer of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

SPSS_LONGEST, STATA_LONGEST, TRIPLES_LONGEST = 64, 27, 64
_SPSS_WORDS = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_STATA_WORDS = frozenset(
    (
        "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi",
        "_pred",
        "_rc", "_se", "_skip", "strL", "using", "with",
    )
)  # fmt: skip
_STATA_TYPE = re.compile(r"str[0-9]+")
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "Ł": "L"})


def spss_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return the name in SPSS of each column, unique whatever the case, of at most 64 bytes.

    A name of one letter grows: the segments of a long text would be named T0 to TO, and TO is a word of the language.
    """
    return _unique(names, SPSS_LONGEST, lambda name: name.upper() in _SPSS_WORDS or len(name) == 1)


def stata_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return the name in Stata of each column, unique, of at most 27 letters.

    Stata takes 32; a set of labels is named after its column and its number, of up to five digits.
    """
    return _unique(names, STATA_LONGEST, lambda name: name in _STATA_WORDS or bool(_STATA_TYPE.fullmatch(name)))


def triples_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return the name in Triple-S of each variable, unique whatever the case, of at most 64 letters."""
    return _unique(names, TRIPLES_LONGEST, lambda _: False)


def _unique(names: Iterable[str], longest: int, is_taken: Callable[[str], bool]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        plain = _plain(name)[:longest].rstrip("_") or "v"
        wanted, number = plain, 1
        while wanted.casefold() in used or is_taken(wanted):
            number += 1
            ending = f"_{number}"
            wanted = plain[: longest - len(ending)] + ending
        used.add(wanted.casefold())
        found[name] = wanted
    return found


def _plain(name: str) -> str:
    """Write a name in ASCII letters, digits and underscores, beginning with a letter."""
    apart = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    kept = "".join(sign for sign in apart if not unicodedata.combining(sign))
    plain = re.sub("[^A-Za-z0-9_]", "_", kept)
    return plain if re.match("[A-Za-z]", plain) else f"v{plain}" if plain.strip("_") else "v"
