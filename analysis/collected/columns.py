"""Describe one column of a foreign data file as the codebook of a data package does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from analysis.collected.not_answers import RESERVED, cells, reason_in, reasons, taken
from analysis.files.reading import Description, as_text

Raw: TypeAlias = dict[str, Any]
MOST_UNLABELLED, MOST_TEXTS = 10, 20
"""Whole numbers of so many different values, and texts of so many, count as choices where nothing else is said."""
CHOSEN = ("one", "grid")


@dataclass(frozen=True)
class Described:
    """A column as the package will hold it, with what a person should know of how it was taken."""

    variable: Raw
    cells: pd.Series[str]
    notes: tuple[str, ...] = ()


class LeftOut(ValueError):
    """A column cannot be taken; the message says why."""


def describe(name: str, column: pd.Series[Any], said: Description, given: Raw | None, language: str) -> Described:
    """Describe a column by what a codebook says of it (`given`), else by what the file does; raise LeftOut.

    Labels decide between a choice and a number: where every answer has one it is a choice. Without labels whole numbers
    of few values and texts of few are choices; texts of many stay behind, since they may name somebody.
    """
    values = _values(given, said)
    spoken = {code: _telling(text) for code, text in values.items()}
    why = reasons(_missing(given) | dict(said.missing), {} if given and "missing" in given else spoken)
    swallowed = taken(column, why)
    if swallowed:
        raise LeftOut(f"it holds {', '.join(swallowed)} as answers, which stand for missing ones here")
    found = cells(column, why)
    answers = [text for text in pd.unique(found) if text not in ("", *RESERVED)]
    points = {code: text for code, text in values.items() if code not in why}
    kind = (given or {}).get("kind") or _kind(answers, points)
    if kind == "text" and not given:
        raise LeftOut(f"it is a text of {len(answers)} different values that no codebook describes")
    notes = [_said_of_missing(name, why, {**spoken, **said.missing})] if why else []
    if kind in CHOSEN:
        points, unlabelled = _completed(points, answers)
        notes += [f"{name}: {', '.join(unlabelled[:5])} have no label."] if unlabelled and (given or values) else []
    elif kind == "several":
        counted = str((given or {}).get("counted", "1"))
        found = found.where(found.isin(["", *RESERVED]), found.eq(counted).astype(int).astype(str))
        points = {}
    elif kind == "number":
        _all_numbers(answers)
        points = {}
    return Described(_variable(name, kind, points, said, given, language), found, tuple(notes))


def _values(given: Raw | None, said: Description) -> dict[str, Any]:
    if given and given.get("values"):
        return {str(value["code"]): value.get("text") or str(value["code"]) for value in given["values"]}
    return dict(said.values)


def _missing(given: Raw | None) -> dict[str, str]:
    """Read what a codebook declares as missing: a list of codes, or their wordings by code."""
    declared = (given or {}).get("missing") or {}
    return {str(code): _telling(declared[code]) if isinstance(declared, Mapping) else "" for code in declared}


def _telling(text: Any) -> str:
    """Return one wording: of several languages the first that says why somebody did not answer, else the first."""
    wordings = [str(said) for said in text.values()] if isinstance(text, Mapping) else [str(text)]
    return next((said for said in wordings if reason_in(said)), next(iter(wordings), ""))


def _kind(answers: Sequence[str], points: Mapping[str, Any]) -> str:
    numbers = [_number(text) for text in answers]
    if points and (set(answers) <= set(points) or len({*answers, *points}) <= MOST_UNLABELLED + 1):
        return "one"
    if any(number is None for number in numbers):
        return "one" if len(answers) <= MOST_TEXTS else "text"
    whole = all(number == int(number) for number in numbers if number is not None)
    return "one" if not points and whole and len(answers) <= MOST_UNLABELLED else "number"


def _completed(points: Mapping[str, Any], answers: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """Add answers without a label as their own, in the order of their numbers; without any label in theirs alone."""
    lacking = sorted((text for text in answers if text not in points), key=natural)
    if not lacking:
        return dict(points), []
    every = [*points, *lacking]
    if all(_number(code) is not None for code in every):
        every = sorted(every, key=natural)
    return {code: points.get(code, code) for code in every}, lacking


def natural(text: str) -> tuple[tuple[float, ...], str]:
    """Order texts by the numbers in them ("(0,19]" before "(19,39]"), then by their letters."""
    return tuple(float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", text)) or (float("inf"),), text


def _variable(
    name: str, kind: str, points: Mapping[str, Any], said: Description, given: Raw | None, language: str
) -> Raw:
    told = given or {}
    text = told.get("text") or (None if told.get("row") or told.get("choice") else told.get("label")) or said.label
    return {
        "name": name,
        "question": told.get("question") or name,
        "kind": kind,
        "text": worded(text or name, language),
        "label": worded(told.get("label"), language),
        "row": told.get("row"),
        "choice": told.get("choice"),
        "place": told.get("place"),
        "values": [_point(code, text, given, language) for code, text in points.items()],
        "unit": told.get("unit"),
        "base": told.get("base") or "always",
        "assignment": None,
        "role": told.get("role") or "answer",
        "sensitivity": told.get("sensitivity") or "basic",
        "locked": bool(told.get("locked")),
    }


def _point(code: str, text: Any, given: Raw | None, language: str) -> Raw:
    apart = next((v.get("apart") for v in (given or {}).get("values") or () if str(v["code"]) == code), False)
    return {"code": code, "text": worded(text, language), "apart": bool(apart)}


def worded(text: Any, language: str) -> dict[str, str]:
    """Return a wording by language, given as one or in one language."""
    if isinstance(text, Mapping):
        return {str(tag): str(said) for tag, said in text.items()}
    return {language: str(text)} if text else {}


def _said_of_missing(name: str, why: Mapping[str, str], texts: Mapping[str, Any]) -> str:
    told = {"-6": "unanswered", "-7": "refused", "-8": "don't know", "-9": "not applicable"}
    first = {code: next(iter(text.values()), "") if isinstance(text, Mapping) else text for code, text in texts.items()}
    parts = (f"{as_text(code)} ({first[code]})" if first.get(code) else code for code in why)
    return f"{name}: " + ", ".join(f"{part} is {told[why[code]]}" for part, code in zip(parts, why, strict=True)) + "."


def _all_numbers(answers: Sequence[str]) -> None:
    words = [text for text in answers if _number(text) is None]
    if words:
        raise LeftOut(f"the codebook says that it holds numbers, but it holds {words[0]!r}")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
