"""Compute with texts, counted in code points; a number reads as its shortest decimals, a list as no text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import re2

from surveyapp.questionnaire.conditions.functions.function import Function
from surveyapp.questionnaire.conditions.functions.numbers import whole
from surveyapp.questionnaire.conditions.values import MOST_TEXT, Value, as_number, as_text, elements_of
from surveyapp.questionnaire.problems import Sentence, sentence

MOST_PATTERN = 1_000
_SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_RUN_OF_SPACES = re.compile(f"[{_SPACES}]+")
_NUMBER_AHEAD = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def pattern_fault(pattern: str) -> Sentence | None:
    """Say why a text is no usable RE2 pattern; None where it is one."""
    if len(pattern) > MOST_PATTERN:
        return sentence("a pattern may have at most {most} characters", most=MOST_PATTERN)
    try:
        _compiled(pattern)
    except re2.error as error:
        return sentence("the pattern is not RE2: {reason}", reason=str(error))
    return None


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)


def _matches(value: Value, pattern: Value) -> bool | None:
    """Tell whether the whole text matches an RE2 pattern."""
    text = as_text(value)
    if text is None or not isinstance(pattern, str) or pattern_fault(pattern) is not None:
        return None
    return _compiled(pattern).fullmatch(_encodable(text)) is not None


def _encodable(text: str) -> str:
    """Put the replacement character for half of a surrogate pair, which UTF-8 cannot hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _of_text(compute: Callable[[str], Value]) -> Callable[[Value], Value]:
    def apply(value: Value) -> Value:
        text = as_text(value)
        return None if text is None else compute(text)

    return apply


def _tested(compute: Callable[[str, str], bool]) -> Callable[[Value, Value], bool | None]:
    def apply(value: Value, piece: Value) -> bool | None:
        text, other = as_text(value), as_text(piece)
        return None if text is None or other is None else compute(text, other)

    return apply


def _concat(*values: Value) -> Value:
    return _join("", *values)


def _join(separator: Value, *values: Value) -> Value:
    between = as_text(separator)
    read = [as_text(element) for value in values for element in elements_of(value)]
    texts = [text for text in read if text is not None]
    if between is None or not texts:
        return None
    return bounded(between.join(texts))


def bounded(text: str) -> str | None:
    """Return the text if it is of a length that anybody can mean."""
    return text if len(text) <= MOST_TEXT else None


def _substring(value: Value, start: Value, length: Value = MOST_TEXT) -> Value:
    """Return up to `length` characters from the one numbered `start`; places outside the text are not there."""
    text, first, wanted = as_text(value), whole(start), whole(length)
    if text is None or first is None or wanted is None:
        return None
    return text[max(first - 1, 0) : max(first - 1 + wanted, 0)]


def _find(value: Value, piece: Value) -> int | None:
    """Return the place of the first occurrence, from 1; None where there is none."""
    text, other = as_text(value), as_text(piece)
    if text is None or other is None or (at := text.find(other)) < 0:
        return None
    return at + 1


def _replace(value: Value, piece: Value, by: Value) -> str | None:
    """Return the text with every occurrence of a piece replaced; an empty piece occurs nowhere."""
    text, other, instead = as_text(value), as_text(piece), as_text(by)
    if text is None or other is None or instead is None:
        return None
    if not other:
        return text
    longer = text.count(other) * (len(instead) - len(other))
    return text.replace(other, instead) if len(text) + longer <= MOST_TEXT else None


def _leading_number(value: Value) -> float | None:
    text = as_text(value)
    found = None if text is None else _NUMBER_AHEAD.match(text[:MOST_TEXT])
    return as_number(found[0]) if found else None


FUNCTIONS = (
    Function("text", ("value",), _of_text(lambda text: text)),
    Function("concat", ("value",), _concat, repeats=True),
    Function("join", ("value", "value"), _join, repeats=True),
    Function("length", ("value",), _of_text(len)),
    Function("substring", ("value", "value", "value"), _substring, optional=1),
    Function("lower", ("value",), _of_text(lambda text: bounded(text.lower()))),
    Function("upper", ("value",), _of_text(lambda text: bounded(text.upper()))),
    Function("trim", ("value",), _of_text(lambda text: text.strip(_SPACES))),
    Function("single_spaced", ("value",), _of_text(lambda text: _RUN_OF_SPACES.sub(" ", text).strip(" "))),
    Function("find", ("value", "value"), _find),
    Function("replace", ("value", "value", "value"), _replace),
    Function("leading_number", ("value",), _leading_number),
    Function("contains", ("value", "value"), _tested(lambda text, piece: piece in text), gives="truth"),
    Function("starts_with", ("value", "value"), _tested(str.startswith), gives="truth"),
    Function("ends_with", ("value", "value"), _tested(str.endswith), gives="truth"),
    Function("matches", ("value", "pattern"), _matches, gives="truth"),
)
