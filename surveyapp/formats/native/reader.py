"""Read a questionnaire from JSON, or say everything that keeps it from being read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from surveyapp.questionnaire.answer_types.asked import is_storable
from surveyapp.questionnaire.problems import Problem, Sentence, phrase, sentence
from surveyapp.questionnaire.schema import Questionnaire

MOST_BYTES = 20_000_000
MOST_DIGITS = 1000


def read_native(source: bytes | str | Path) -> Questionnaire | list[Problem]:
    """Read a file (Path) or its content; return the problems instead where there are any.

    A file that is no JSON object gives one problem `unreadable`; else every departure from the schema gives a problem
    `not-valid` whose place is a JSON pointer.
    """
    try:
        data = _load(_content(source))
    except (OSError, ValueError, RecursionError) as error:
        return [_unreadable(error)]
    try:
        return Questionnaire.model_validate(data)
    except ValidationError as error:
        return _problems(error, data)
    except RecursionError as error:
        return [_unreadable(error)]


def _unreadable(error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return Problem("unreadable", "error", "", sentence("This file cannot be read: it is nested too deeply."))
    told = error.args[0] if error.args and isinstance(error.args[0], Sentence) else None
    return Problem(
        "unreadable", "error", "", told or sentence("This file cannot be read: {reason}.", reason=str(error))
    )


def _content(source: bytes | str | Path) -> bytes:
    if isinstance(source, Path):
        if source.stat().st_size > MOST_BYTES:
            raise ValueError(_too_large())
        source = source.read_bytes()
    return source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source


def _load(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise ValueError(_too_large())
    if b"\0" in content:
        raise ValueError(sentence("This file cannot be read: it holds NUL bytes; save it as UTF-8 text."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = sentence("This file cannot be read: byte {n} is not UTF-8; save it as UTF-8 text.", n=error.start + 1)
        raise ValueError(told) from error
    data = json.loads(
        text, object_pairs_hook=_once_each, parse_constant=_refuse, parse_float=_finite, parse_int=whole_number
    )
    if not isinstance(data, dict):
        raise ValueError(sentence("This file cannot be read: it holds no JSON object."))
    if not all(is_storable(text) for text in _texts(data)):
        told = sentence("This file cannot be read: some text holds a NUL or half of a surrogate pair.")
        raise ValueError(told)
    return data


def _texts(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, dict):
            waiting += (*here, *here.values())
        elif isinstance(here, list):
            waiting += here


def _too_large() -> Sentence:
    return sentence("This file cannot be read: it is larger than {most} MB.", most=MOST_BYTES // 1_000_000)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the name {next(name for name in names if names.count(name) > 1)!r} is given twice")
    return found


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number of JSON")


def whole_number(text: str) -> int:
    """Return the number; raise ValueError for one longer than anybody can mean."""
    if len(text) > MOST_DIGITS:
        raise ValueError(f"the number {text[:20]}… has more than {MOST_DIGITS} digits")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:20]} is too large")
    return number


_PLAIN = {
    "extra_forbidden": phrase("There is no field of this name here."),
    "missing": phrase("This field is needed."),
    "union_tag_invalid": phrase("There is no kind '{tag}'; known are {expected_tags}."),
    "union_tag_not_found": phrase("Say in the field {discriminator} which kind it is."),
    "literal_error": phrase("It must be {expected}."),
    "string_type": phrase("Write a text here."),
    "string_too_short": phrase("This text needs at least {min_length} characters."),
    "string_too_long": phrase("This text may have at most {max_length} characters."),
    "string_pattern_mismatch": phrase("It is not written as it has to be, by the pattern {pattern}."),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), phrase("Write a whole number here.")),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), phrase("Write a number here.")),
    **dict.fromkeys(("bool_type", "bool_parsing"), phrase("Write true or false here.")),
    **dict.fromkeys(("tuple_type", "list_type"), phrase("Write a list here.")),
    **dict.fromkeys(
        ("dict_type", "mapping_type", "model_type", "model_attributes_type"), phrase("Write an object here.")
    ),
    "greater_than": phrase("It must be more than {gt}."),
    "greater_than_equal": phrase("It must be at least {ge}."),
    "less_than": phrase("It must be less than {lt}."),
    "less_than_equal": phrase("It must be at most {le}."),
    "too_short": phrase("At least {min_length} are needed here, and there are {actual_length}."),
    "too_long": phrase("At most {max_length} may stand here."),
}


def sentence_of(error: ErrorDetails) -> str:
    """Return a departure from the schema in words that need no knowledge of what checks it."""
    known = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if error["type"] in _PLAIN:
        return Sentence.of(_PLAIN[error["type"]], {**known, "discriminator": known.get("discriminator", "").strip("'")})
    return error["msg"].removeprefix("Value error, ")


def first_sentence(error: ValidationError) -> str:
    """Return the first departure from the schema with the field it is about."""
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {sentence_of(first)}".strip(": ")


def _problems(error: ValidationError, data: Any) -> list[Problem]:
    found = error.errors(include_url=False)
    telling = [one for one in found if not (one["type"] == "string_type" and isinstance(one["input"], list))]
    problems = [Problem("not-valid", "error", _pointer(one["loc"], data), sentence_of(one)) for one in telling or found]
    return list(dict.fromkeys(problems))


def _pointer(location: tuple[int | str, ...], data: Any) -> str:
    """Follow a location into the data, leaving out the names of union members that pydantic puts into it."""
    pointer, here = "", data
    for at, step in enumerate(location):
        inside = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if inside or (isinstance(here, dict) and step in here):
            here = here[step]
        elif at < len(location) - 1:
            continue
        pointer += "/" + str(step).replace("~", "~0").replace("/", "~1")
    return pointer
