"""Turn printed cells into typed ones: the number that is printed, in a format that shows it so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from analysis.report.document import Column, Table
from analysis.report.words import BIDI, DASH, MINUS, Words

NUMBER = "N"
"""Stands for a number while the pattern of two limits is worded."""


@dataclass(frozen=True)
class Typed:
    """A number no more exact than it is printed, and the number format that prints it."""

    value: float
    form: str

    @property
    def is_share(self) -> bool:
        return "%" in self.form


@dataclass(frozen=True)
class _Pattern:
    number: re.Pattern[str]
    limits: tuple[re.Pattern[str], ...]
    group: str
    decimal: str


def typed(text: str, words: Words) -> Typed | None:
    """Return the number that a cell prints, None where it prints something else, such as "<10" or why there is none.

    What follows the number, the mark of a low base or a second number in brackets, is kept in the format.
    """
    pattern = _pattern(words.language, words.say("{low} to {high}", low=NUMBER, high=NUMBER))
    found = pattern.number.fullmatch(BIDI.sub("", text))
    if found is None:
        return None
    sign, whole, part, percent, more = (found[at] or "" for at in range(1, 6))
    figures = whole.replace(pattern.group, "")
    value = float(f"{'-' if sign == MINUS else ''}{figures}.{part or 0}")
    form = ("#,##0" if len(figures) > 3 else "0") + ("." + "0" * len(part) if part else "")
    form += percent.strip() and f"{percent[:-1]}%"
    form += f'"{more}"' if more else ""
    value = round(value / 100, len(part) + 2) if percent else value
    return Typed(value, f"+{form};-{form};{form}" if sign == "+" else form)


def limits(text: str, words: Words) -> tuple[Typed, Typed] | None:
    """Return the two numbers of a cell that prints an interval or a range."""
    pattern = _pattern(words.language, words.say("{low} to {high}", low=NUMBER, high=NUMBER))
    for one in pattern.limits:
        found = one.fullmatch(BIDI.sub("", text))
        both = (typed(found[1], words), typed(found[2], words)) if found else (None, None)
        if both[0] and both[1]:
            return both[0], both[1]
    return None


def typed_columns(table: Table, words: Words) -> tuple[Column, ...]:
    """Return the columns as a workbook has them: one of intervals becomes one of lower and one of upper limits."""
    made: list[Column] = []
    for column, parts in zip(table.columns, _parts(table, words), strict=True):
        if parts == 1:
            made.append(column)
        else:
            ends = (words.say("Low"), words.say("High"))
            made += [Column(f"{column.title} · {end}", is_number=True) for end in ends]
    return tuple(made)


def typed_rows(table: Table, words: Words) -> list[list[Typed | str]]:
    """Return the cells of every row without its head, one for each of `typed_columns` but the first."""
    parts = _parts(table, words)[1:]
    return [_row(row.cells, parts, table.columns[1:], words) for row in table.rows]


def _row(cells: Sequence[str], parts: Sequence[int], columns: Sequence[Column], words: Words) -> list[Typed | str]:
    made: list[Typed | str] = []
    for cell, n, column in zip(cells, parts, columns, strict=False):
        if n == 1:
            made.append((typed(cell, words) if column.is_number else None) or cell)
            continue
        both = limits(cell, words)
        before = made[-1] if made else ""
        if both and isinstance(before, Typed) and before.is_share:
            made += [Typed(round(one.value / 100, 2), f"{one.form}%") for one in both]
        else:
            made += both or (cell, cell)
    return made


def _parts(table: Table, words: Words) -> list[int]:
    """Return into how many columns each column goes: two where it prints limits."""
    with_limits = [
        column.is_number and any(limits(row.cells[at], words) for row in table.rows if row.cells)
        for at, column in enumerate(table.columns[1:])
    ]
    return [1, *(2 if both else 1 for both in with_limits)]


@lru_cache
def _pattern(language: str, joined: str) -> _Pattern:
    locale = Locale.parse(language, sep="-")
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    number = rf"([+{MINUS}]?)(\d{{1,3}}(?:{re.escape(group)}\d{{3}})*|\d+)(?:{re.escape(decimal)}(\d+))?"
    single = re.compile(rf"{number}(\s?%)?(\N{{DEGREE SIGN}}|\s\([^()]*\))?")
    words_between = [re.escape(part) for part in joined.split(NUMBER)]
    by_words = re.compile(rf"{words_between[0]}(\S+){words_between[1]}(\S+){words_between[2]}")
    return _Pattern(single, (re.compile(rf"([^{DASH}]+){DASH}([^{DASH}]+)"), by_words), group, decimal)
