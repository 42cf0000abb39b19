"""Invent a respondent: where they live, what they speak, and what they would answer.

The answers have structure on purpose (needs differ by audience, age and place of birth), so that the report of the
demonstration has something to find. They describe nobody.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from surveyapp.demonstration.forms import Control, Fieldset
from surveyapp.demonstration.frame import FRAME, Link

YOUNG_AGES = ("3", "4")
OLD_AGES = ("7", "8", "9")
REFUSAL_CHANCE = 0.02


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented person; `belonging` are the codes of SCR3, `rng` their private randomness.

    They are asked so many waves `ago`: what is liked drifts from wave to wave, by the steps that the preferences state.
    """

    audience: str
    country: str
    age: str
    gender: str
    belonging: tuple[str, ...]
    rng: random.Random
    consents: bool = True
    ago: int = 0

    @property
    def traits(self) -> tuple[str, ...]:
        """Return what may shift a preference."""
        age = "young" if self.age in YOUNG_AGES else "old" if self.age in OLD_AGES else "middle"
        born = "born-elsewhere" if self.belonging == ("3",) else "born-there"
        return (self.audience, f"{self.audience}-{age}", f"{self.audience}-{born}", f"{self.audience}-{self.country}")


@cache
def preferences() -> dict[str, Any]:
    """Return what is liked by whom: question -> trait -> code -> weight, or row -> mean for scales."""
    text = resources.files("surveyapp.demonstration").joinpath("preferences.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def invent(link: Link, rng: random.Random, ago: int = 0) -> Persona:
    """Invent a person who would have come by this link so many waves ago."""
    drawn_from_frame = link.sample_source == FRAME
    age = rng.choices("3456789", (12, 24, 22, 16, 12, 9, 5))[0]
    gender = rng.choices(("1", "2", "3"), (52, 46, 2))[0]
    if drawn_from_frame:
        belonging = (rng.choices("123", _belonging_weights(link.country or "", age))[0],)
    else:
        belonging = (rng.choices("45", (15, 85))[0],)
    return Persona("V" if drawn_from_frame else "F", link.country or "", age, gender, belonging, rng, ago=ago)


def _belonging_weights(country: str, age: str) -> tuple[float, float, float]:
    recent = country in ("JP", "KR")
    elsewhere = 0.42 if age in YOUNG_AGES and not recent else 0.12 if recent else 0.15
    citizens = 0.8 if recent else 0.25
    return (1 - elsewhere) * citizens, (1 - elsewhere) * (1 - citizens), elsewhere


def answer(persona: Persona, fieldset: Fieldset) -> list[tuple[str, str]]:
    """Fill one fieldset: name and value of every control that would be sent."""
    fixed = _fixed(persona).get(fieldset.question)
    boxes = [control for control in fieldset.controls.values() if control.kind == "checkbox" and _codes(control)]
    sent: list[tuple[str, str]] = []
    if fixed is not None:
        return [
            (control.name, code) for control in fieldset.controls.values() for code in fixed if code in control.values
        ]
    if boxes:
        sent.extend(_several(persona, fieldset, boxes))
    used: set[str] = set()
    for control in fieldset.controls.values():
        value = _one(persona, fieldset, control, used)
        if value is not None:
            used.add(value)
            sent.append((control.name, value))
    return sent


def _fixed(persona: Persona) -> dict[str, tuple[str, ...]]:
    return {
        "SCR1": (persona.age,),
        "SCR2": (persona.country,),
        "CNS1": ("yes",) if persona.consents else ("no",),
        "SCR3": persona.belonging,
        "CIT1": ("VN",) if "1" in persona.belonging else (persona.country,),
        "CIT1B": (".not_applicable",),
        "DEM1": (persona.gender,),
        **{name: tuple(codes) for name, codes in preferences()["gates"].items()},
    }


def _one(persona: Persona, fieldset: Fieldset, control: Control, used: set[str]) -> str | None:
    if control.kind in ("radio", "select"):
        values = _codes(control)
        if fieldset.distinct:
            values = [code for code in values if code not in used]
        ways_out = [code for code in control.values if code.startswith(".")]
        if not values or (ways_out and persona.rng.random() < REFUSAL_CHANCE):
            return ways_out[0] if ways_out else None
        return _choose(persona, fieldset.question, control.name, values)
    if control.kind == "checkbox" or control.name.endswith("_other"):
        return None
    if control.kind == "number" or fieldset.question in preferences()["numbers"]:
        low, high = preferences()["numbers"].get(fieldset.question, (1, 9))
        return str(persona.rng.randint(low, high))
    return persona.rng.choice(preferences()["texts"]) if persona.rng.random() < 0.6 else None


def _several(persona: Persona, fieldset: Fieldset, boxes: Sequence[Control]) -> list[tuple[str, str]]:
    name = boxes[0].name
    codes = [code for box in boxes for code in _codes(box)]
    free = [code for code in codes if code not in fieldset.exclusive]
    alone = [code for code in codes if code in fieldset.exclusive]
    if not free or (alone and persona.rng.random() < 0.03):
        return [(name, persona.rng.choice(alone or codes))]
    typical = preferences()["how_many"].get(fieldset.question, 2)
    wanted = max(fieldset.least, min(len(free), fieldset.most or len(free), _about(persona.rng, typical)))
    ranked = sorted(free, key=lambda code: _gumbel(persona.rng) + _liking(persona, name, code), reverse=True)
    return [(name, code) for code in ranked[:wanted]]


def _choose(persona: Persona, question: str, name: str, codes: Sequence[str]) -> str:
    scales = preferences()["scales"]
    if question in scales:
        row = name.partition("__")[2] or "all"
        means = [scales[question].get(trait, {}).get(row) for trait in persona.traits]
        mean = next((value for value in reversed(means) if value is not None), 3.2) - _drifted(
            persona.traits, persona.ago, question, row
        )
        points = sorted(code for code in codes if code.isdigit() and int(code) <= 5) or sorted(codes)
        drawn = round(persona.rng.gauss(mean, 1.05))
        if len(codes) > len(points) and persona.rng.random() < 0.06:
            return next(code for code in codes if code not in points)
        return points[min(max(drawn, 1), len(points)) - 1]
    worst = name.endswith("__worst")
    sign = -1 if worst else 1
    return max(codes, key=lambda code: _gumbel(persona.rng) + sign * _liking(persona, question, code))


def _codes(control: Control) -> list[str]:
    """Return what can be chosen, without the ways not to answer."""
    return [code for code in control.values if not code.startswith(".")]


def _liking(persona: Persona, question: str, code: str) -> float:
    return _liked(persona.traits, persona.ago, question, code)


@cache
def _liked(traits: tuple[str, ...], ago: int, question: str, code: str) -> float:
    asked = preferences()["same_as"].get(question, question)
    table = preferences()["likes"].get(asked, {})
    liked = sum(float(table.get(trait, {}).get(code, 0.0)) for trait in traits)
    return liked - _drifted(traits, ago, asked, code)


def _drifted(traits: tuple[str, ...], ago: int, question: str, code: str) -> float:
    """Return how far an answer has moved from the wave, so many `ago`, in which somebody is asked until today."""
    steps = preferences()["drift"].get(question, {})
    return ago * sum(float(steps.get(trait, {}).get(code, 0.0)) for trait in traits)


def _about(rng: random.Random, typical: float) -> int:
    return max(1, round(rng.gauss(typical, 1.0)))


def _gumbel(rng: random.Random) -> float:
    return -math.log(-math.log(rng.random() or 1e-12))
