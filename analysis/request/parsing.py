"""Read a request document into shapes, collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from analysis.request.asks import ASKS
from analysis.request.problems import Problem
from analysis.request.shapes import Ask, DesignShape, RequestShape, Shape
from analysis.request.weighting_shapes import STEPS, StepShape

S = TypeVar("S", bound=Shape)

_CODES = {"extra_forbidden": "unknown-key", "missing": "missing-key", "value_error": "bad-value"}


@dataclass(frozen=True)
class Parsed:
    """What could be read; parts that could not are None or left out, and `problems` says why."""

    shape: RequestShape | None
    design: DesignShape | None
    asks: tuple[tuple[int, Ask], ...]
    problems: tuple[Problem, ...]
    steps: tuple[tuple[int, StepShape], ...] = ()


def parse_request(document: Any) -> Parsed:
    """Check the shape of a request."""
    if not isinstance(document, dict):
        problem = Problem("bad-value", "", "A request must be a JSON object.")
        return Parsed(None, None, (), (problem,))
    problems: list[Problem] = []
    shape = _read(RequestShape, document, "", problems)
    if shape is None:
        shape = _read(RequestShape, {**document, "ask": [None]}, "", problems)
    if shape is not None and shape.data is None and shape.imputations is None:
        problems.append(Problem("missing-key", "data", "Name the file that holds the data."))
    if shape is not None and shape.data is not None and shape.imputations is not None:
        problems.append(Problem("bad-value", "imputations", "Give `data` or `imputations`, not both."))
    given = document.get("design")
    design = _read(DesignShape, given if isinstance(given, dict) else {}, "design", problems)
    listed, weighting = document.get("ask"), document.get("weighting")
    asks = _asks(listed if isinstance(listed, list) else [], problems)
    steps = _steps(weighting if isinstance(weighting, list) else [], problems)
    return Parsed(shape, design, tuple(asks), tuple(problems), tuple(steps))


def _steps(listed: Sequence[Any], problems: list[Problem]) -> list[tuple[int, StepShape]]:
    steps: list[tuple[int, StepShape]] = []
    for i, given in enumerate(listed):
        method = given.get("method") if isinstance(given, dict) else None
        if not isinstance(method, str) or method not in STEPS:
            text = f"A step of weighting is an object whose `method` is one of: {', '.join(STEPS)}."
            problems.append(Problem("bad-value", f"weighting[{i}]", text))
            continue
        if method == "propensity" and i > 0:
            text = "Chances of taking part are the first step: what follows starts from their weights."
            problems.append(Problem("bad-value", f"weighting[{i}].method", text))
        step = _read(STEPS[method], given, f"weighting[{i}]", problems)
        if step is not None:
            steps.append((i, step))
    return steps


def _asks(listed: Sequence[Any], problems: list[Problem]) -> list[tuple[int, Ask]]:
    asks: list[tuple[int, Ask]] = []
    seen: set[str] = set()
    for i, given in enumerate(listed):
        ask = _ask(given, f"ask[{i}]", problems)
        if ask is None:
            continue
        if ask.id in seen:
            problems.append(Problem("repeated-id", f"ask[{i}].id", f"Another ask is called {ask.id!r} too."))
        seen.add(ask.id)
        asks.append((i, ask))
    return asks


def _ask(given: Any, place: str, problems: list[Problem]) -> Ask | None:
    if not isinstance(given, dict):
        problems.append(Problem("bad-value", place, "An ask must be a JSON object."))
        return None
    statistic = given.get("statistic")
    if not isinstance(statistic, str) or statistic not in ASKS:
        known = ", ".join(sorted(ASKS))
        problems.append(Problem("unknown-statistic", f"{place}.statistic", f"Use one of: {known}."))
        return None
    return _read(ASKS[statistic], given, place, problems)


def _read(shape: type[S], given: dict[str, Any], place: str, problems: list[Problem]) -> S | None:
    """Read one part; a key that holds null counts as left out.

    After a problem the rest of the part is still read, so that its names can be checked against the data.
    """
    present = {key: value for key, value in given.items() if value is not None}
    try:
        return shape.model_validate(present)
    except ValidationError as error:
        bad = set()
        for found in error.errors(include_url=False, include_input=False):
            bad.add(found["loc"][0] if found["loc"] else None)
            problem = _problem(place, found["type"], found["loc"], found["msg"])
            if all(problem.place != other.place for other in problems):
                problems.append(problem)
    try:
        return shape.model_validate({key: value for key, value in present.items() if key not in bad})
    except ValidationError:
        return None


def _problem(place: str, kind: str, location: tuple[int | str, ...], message: str) -> Problem:
    for part in location:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else part
    code = _CODES.get(kind, "bad-value")
    text = message.removeprefix("Value error, ")
    if code == "unknown-key":
        text = "This key is not known here; see the documentation for those that are."
    elif code == "missing-key":
        text = "This key is required."
    return Problem(code, place, text)
