"""Let an invented person answer questions as a walk asks them, without a page in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from surveyapp.demonstration.forms import Control, Fieldset
from surveyapp.demonstration.persona import Persona, answer
from surveyapp.questionnaire.answer_types.best_worst import BestWorst
from surveyapp.questionnaire.answer_types.grid import Grid
from surveyapp.questionnaire.answer_types.ranking import Ranking
from surveyapp.questionnaire.answer_types.several import Several
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.path import Asked

BEST, WORST = "best", "worst"
Sent = Sequence[tuple[str, str]]


def answered(persona: Persona, asked: Asked, _known: Values) -> Mapping[str, Any]:
    """Return a person's answer by the id of the question; nothing where they leave it out."""
    sent = [pair for fieldset in fieldsets_of(asked) for pair in answer(persona, fieldset)]
    if not sent:
        return {}
    if sent[0][1].startswith("."):
        return {asked.question.id: {"missing": sent[0][1].removeprefix(".")}}
    return {asked.question.id: _READERS.get(asked.question.answer.kind, _first)(sent)}


def fieldsets_of(asked: Asked) -> list[Fieldset]:
    """Return the fieldsets that pages would show for a question: one, but for best–worst choices one a screen."""
    question, given, shown = asked.question.id, asked.question.answer, asked.shown
    codes, ways_out = [choice.code for choice in shown.choices], [f".{kind}" for kind in shown.missing]
    match given:
        case Grid():
            names = [f"{question}__{row.code}" for row in shown.rows]
            return [Fieldset(question, controls=_controls(names, "radio", codes))]
        case BestWorst():
            return [_screen(f"{question}__{at}", screen) for at, screen in enumerate(shown.screens)]
        case Ranking():
            names = [f"{question}__{place}" for place in range(given.places(shown))]
            return [Fieldset(question, distinct=True, controls=_controls(names, "select", codes))]
        case Several():
            alone = frozenset([*(choice.code for choice in shown.choices if choice.exclusive), *ways_out])
            boxes = _controls([question], "checkbox", [*codes, *ways_out])
            return [Fieldset(question, max(given.at_least, 1), given.at_most, alone, controls=boxes)]
    kind = given.kind if given.kind in ("number", "text") else "radio"
    offered = ["yes", "no"] if given.kind == "consent" else codes
    return [Fieldset(question, controls=_controls([question], kind, [*offered, *ways_out]))]


_SIDES: Final = (BEST, WORST)


def _screen(name: str, codes: Sequence[str]) -> Fieldset:
    sides = [f"{name}__{side}" for side in _SIDES]
    return Fieldset(name.partition("__")[0], distinct=True, controls=_controls(sides, "radio", codes))


def _controls(names: Iterable[str], kind: str, codes: Sequence[str]) -> dict[str, Control]:
    return {name: Control(name, kind, list(codes)) for name in names}


def _first(sent: Sent) -> str:
    return sent[0][1]


def _screens(sent: Sent) -> list[dict[str, str]]:
    screens: dict[str, dict[str, str]] = {}
    for name, code in sent:
        _question, at, side = name.split("__")
        screens.setdefault(at, {})[side] = code
    return list(screens.values())


_READERS: Final[Mapping[str, Callable[[Sent], Any]]] = {
    "grid": lambda sent: {name.partition("__")[2]: code for name, code in sent},
    "best-worst": _screens,
    "ranking": lambda sent: [code for _name, code in sent],
    "several": lambda sent: [code for _name, code in sent],
    "number": lambda sent: int(sent[0][1]),
}
