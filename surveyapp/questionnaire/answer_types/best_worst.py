"""Choose the best and the worst of each screen (MaxDiff), from a balanced design whose draw is stored."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.asked import Fault, FaultCode, Shown
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.model import Model


class BestWorst(Model):
    kind: Literal["best-worst"] = "best-worst"
    choices: Choices
    designs: tuple[tuple[tuple[str, ...], ...], ...] = Field(min_length=1)
    """Versions of the design, each a list of screens of codes; one is drawn by the seed."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept, for every screen shown, one best and another worst of its codes."""
        if not isinstance(value, list):
            return [Fault("wrong-type")]
        faults = [Fault("not-a-choice", part=str(at + 1)) for at in range(len(shown.screens), len(value))]
        for at, screen in enumerate(shown.screens):
            given = value[at] if at < len(value) else None
            faults.extend(Fault(code, part=str(at + 1)) for code in _screen_faults(given, screen))
        return faults


def _screen_faults(given: Any, screen: tuple[str, ...]) -> list[FaultCode]:
    if given is None or given == {}:
        return ["required"]
    if not isinstance(given, Mapping):
        return ["wrong-type"]
    best, worst = given.get("best"), given.get("worst")
    if best is None or worst is None:
        return ["required"]
    if best not in screen or worst not in screen or given.get("shown", list(screen)) != list(screen):
        return ["not-a-choice"]
    return ["duplicate"] if best == worst else []
