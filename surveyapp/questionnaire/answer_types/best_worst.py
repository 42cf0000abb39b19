"""Choose the best and the worst of each screen (MaxDiff), from a balanced design whose draw is stored."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column
from surveyapp.questionnaire.answer_types.asked import Fault, FaultCode, Shown, missing_kind
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.conditions import Values


class BestWorst(Answer):
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

    def counted(self, value: Any, shown: Shown) -> Any:
        """Return the screens answered, each as it was shown, {} for the others; None without any."""
        screens: list[Any] = []
        for at, screen in enumerate(shown.screens):
            given = value[at] if at < len(value) else None
            if not isinstance(given, Mapping) or given.get("best") is None or given.get("worst") is None:
                screens.append({})
            else:
                screens.append({"shown": list(screen), "best": given["best"], "worst": given["worst"]})
        return screens if any(screens) else None

    def reading(self, name: str, value: Any) -> Values:
        """Read as the codes chosen best."""
        return {name: tuple(screen["best"] for screen in value if isinstance(screen, Mapping) and screen)}

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        offered = choices_of(self.choices)
        for screen in range(1, max(map(len, self.designs)) + 1):
            for part in ("shown", "best", "worst"):
                yield Column(part=f"{screen}__{part}", place=f"{screen}.{part}", values=offered)

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        whole = value is None or missing_kind(value) is not None
        cells: dict[str, Any] = {}
        for at, screen in enumerate(shown.screens):
            chosen = {} if whole or at >= len(value) else value[at]
            cells[f"{at + 1}__shown"] = " ".join(screen)
            for side in ("best", "worst"):
                cells[f"{at + 1}__{side}"] = value if whole else chosen.get(side)
        return cells


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
