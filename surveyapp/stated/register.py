"""Read the register of measures: what is proposed to be done, on which evidence, by whom, until when, measured how."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

from surveyapp.stated.reading import read_json

FORMAT = "measures-1"
FILE = "measures.json"
State: TypeAlias = Literal["active", "retired"]
STATES = ("active", "retired")


class RegisterError(ValueError):
    """The register cannot be used; the message says what is wrong, a line each."""


@dataclass(frozen=True)
class Figure:
    """A figure as published when a measure was confirmed; None where it was not printed or has no interval."""

    estimate: float | None
    low: float | None = None
    high: float | None = None
    n: float | None = None
    basis: str = ""


@dataclass(frozen=True)
class Indicator:
    """How success is seen: the same evidence in the next wave, from `baseline` to `target`."""

    evidence: str
    baseline: float
    target: float


@dataclass(frozen=True)
class Confirmation:
    """Who confirmed a measure, when, on which figures, made from which data, weights and plan (by hash)."""

    by: str
    on: date
    figures: Mapping[str, Figure]
    made_from: Mapping[str, str]


@dataclass(frozen=True)
class Measure:
    """Texts are wording by language. Without a confirmation it is a candidate that nobody has decided."""

    id: str
    text: Mapping[str, str]
    evidence: tuple[str, ...]
    lead: Mapping[str, str]
    deadline: date | None = None
    coordinating: tuple[Mapping[str, str], ...] = ()
    indicator: Indicator | None = None
    state: State = "active"
    confirmed: Confirmation | None = None


@dataclass(frozen=True)
class Register:
    measures: tuple[Measure, ...] = ()

    @property
    def active(self) -> tuple[Measure, ...]:
        return tuple(one for one in self.measures if one.state == "active")

    def as_json(self) -> dict[str, Any]:
        """Return plain values from which `register_from` makes the register again."""
        return {"format": FORMAT, "measures": [json.loads(json.dumps(asdict(m), default=str)) for m in self.measures]}


@dataclass(frozen=True)
class _Mistakes:
    found: list[str] = field(default_factory=list)

    def add(self, place: str, text: str) -> None:
        self.found.append(f"{place}: {text}")


def read_register(path: Path) -> Register:
    """Read a register from JSON; raise RegisterError naming everything that is wrong."""
    return register_from(read_json(path, RegisterError))


def register_from(raw: Any) -> Register:
    """Build a register from plain values; a text may be one wording or one for each language."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or not isinstance(raw.get("measures"), list):
        raise RegisterError(f"A register needs the format {FORMAT!r} and a list of measures.")
    mistakes = _Mistakes()
    found = [_measure(part, f"measures[{at}]", mistakes) for at, part in enumerate(raw["measures"])]
    names = [one.id for one in found if one]
    for name in sorted({name for name in names if names.count(name) > 1}):
        mistakes.add("measures", f"the id {name!r} stands there twice.")
    if mistakes.found:
        raise RegisterError("\n".join(mistakes.found))
    return Register(tuple(one for one in found if one))


def confirm(register: Register, ids: Sequence[str], confirmation: Confirmation) -> Register:
    """Return the register in which a person confirmed these measures on the figures given; raise RegisterError.

    Every figure that a measure cites must be known and printed.
    """
    mistakes = _Mistakes()
    known = {one.id: one for one in register.measures}
    for name in ids:
        if name not in known:
            mistakes.add(name, "there is no such measure.")
            continue
        for cited in known[name].evidence:
            figure = confirmation.figures.get(cited)
            if figure is None or figure.estimate is None:
                mistakes.add(name, f"the evidence {cited} is not printed in this report; nothing can rest on it.")
    if not confirmation.by.strip():
        mistakes.add("by", "name the person who confirms.")
    if mistakes.found:
        raise RegisterError("\n".join(mistakes.found))
    return Register(tuple(_confirmed(one, confirmation) if one.id in ids else one for one in register.measures))


def _confirmed(measure: Measure, confirmation: Confirmation) -> Measure:
    cited = {name: confirmation.figures[name] for name in measure.evidence}
    return replace(measure, confirmed=replace(confirmation, figures=cited))


def _measure(raw: Any, place: str, mistakes: _Mistakes) -> Measure | None:
    if not isinstance(raw, dict):
        mistakes.add(place, "must be an object.")
        return None
    name, text, lead = str(raw.get("id") or ""), _text(raw.get("text")), _text(raw.get("lead"))
    evidence = raw.get("evidence")
    cited = tuple(str(one) for one in evidence) if isinstance(evidence, list) else ()
    for problem in _problems(name, text, lead, cited, raw):
        mistakes.add(place, problem)
    try:
        return Measure(
            id=name,
            text=text,
            evidence=cited,
            lead=lead,
            deadline=_day(raw.get("deadline")),
            coordinating=tuple(_text(one) for one in raw.get("coordinating") or ()),
            indicator=_indicator(raw.get("indicator")),
            state="retired" if raw.get("state") == "retired" else "active",
            confirmed=_confirmation(raw.get("confirmed")),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        mistakes.add(place, f"cannot be read ({wrong}).")
        return None


def _problems(
    name: str, text: Mapping[str, str], lead: Mapping[str, str], cited: Sequence[str], raw: Mapping[str, Any]
) -> Iterator[str]:
    told = name or "a measure"
    if not name:
        yield "a measure needs an id."
    if not text:
        yield f"{told} does not say what is to be done."
    if not cited:
        yield f"{told} cites no evidence; a measure without evidence is not taken into the register."
    if not lead:
        yield f"{told} names no lead agency."
    if raw.get("state", "active") not in STATES:
        yield f"{told} has the state {raw['state']!r}; it can be {' or '.join(STATES)}."


def _text(raw: Any) -> dict[str, str]:
    if isinstance(raw, str):
        return {"und": raw.strip()} if raw.strip() else {}
    return {str(key): str(words).strip() for key, words in (raw or {}).items() if str(words).strip()}


def _day(raw: Any) -> date | None:
    return date.fromisoformat(raw) if raw else None


def _indicator(raw: Any) -> Indicator | None:
    return Indicator(str(raw["evidence"]), float(raw["baseline"]), float(raw["target"])) if raw else None


def _confirmation(raw: Any) -> Confirmation | None:
    if not raw:
        return None
    figures = {str(name): Figure(**figure) for name, figure in raw["figures"].items()}
    return Confirmation(str(raw["by"]), date.fromisoformat(raw["on"]), figures, dict(raw["made_from"]))
