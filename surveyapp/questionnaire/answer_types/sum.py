"""Share out a total over several things: a number each, which together make up what they have to."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, is_empty, missing_kind
from surveyapp.questionnaire.choices import Choices
from surveyapp.questionnaire.conditions import Condition, Expression, Values, as_number, evaluate
from surveyapp.questionnaire.model import ExpressionField, Text
from surveyapp.questionnaire.problems import sentence

_NEAR = 1e-9
"""Decimals are added as binary fractions: 0.1 + 0.2 is 0.3."""


class Sum(Answer):
    kind: Literal["sum"] = "sum"
    choices: Choices
    total: ExpressionField | None = None
    """A number, an earlier answer, a calculated value or arithmetic of them; where it is unanswered nothing is held."""
    together: Literal["equal", "at-most", "at-least"] = "equal"
    decimals: int = Field(default=0, ge=0, le=12)
    minimum: float | None = 0
    """The least of each number."""
    maximum: float | None = None
    unit: Text | None = None
    shuffle: bool = False
    only_in: str | None = None
    """Ask only for the codes that this earlier answer or assignment holds."""
    not_in: str | None = None
    """Leave out the codes that this earlier answer or assignment holds."""

    def needs(self) -> Iterator[tuple[str, Condition | Expression]]:
        if self.total is not None:
            yield "total", self.total

    def bounds(self, values: Values) -> Mapping[str, Any]:
        return {"total": None if self.total is None else as_number(evaluate(self.total, values))}

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a number for each code shown, which together fit the total; one left empty counts as nothing."""
        if not isinstance(value, Mapping):
            return [Fault("wrong-type")]
        codes = [choice.code for choice in shown.choices]
        faults = [Fault("not-a-choice", part=str(code)) for code in value if code not in codes]
        given = {code: value[code] for code in codes if not is_empty(value.get(code))}
        if not given and not faults:
            return [Fault("required")]
        faults += [fault for code, number in given.items() for fault in self._of_number(code, number)]
        return faults or self._of_total(sum(given.values()), shown)

    def _of_number(self, code: str, number: Any) -> list[Fault]:
        if isinstance(number, bool) or not isinstance(number, int | float) or as_number(number) is None:
            return [Fault("wrong-type", part=code)]
        if round(number, self.decimals) != number:
            return [Fault("pattern", part=code, limit=self.decimals)]
        for limit, outside in (
            (self.minimum, number < (self.minimum or 0)),
            (self.maximum, number > (self.maximum or 0)),
        ):
            if limit is not None and outside:
                return [Fault("out-of-range", part=code, limit=limit)]
        return []

    def _of_total(self, made: float, shown: Shown) -> list[Fault]:
        total = shown.bounds.get("total")
        if total is None:
            return []
        near = abs(made - total) <= _NEAR * max(1.0, abs(total))
        below = self.together in ("equal", "at-least") and made < total
        above = self.together in ("equal", "at-most") and made > total
        return [Fault("out-of-range", limit=total)] if (below or above) and not near else []

    def counted(self, value: Any, shown: Shown) -> Any:
        return {c.code: value[c.code] for c in shown.choices if not is_empty(value.get(c.code))} or None

    def reading(self, name: str, value: Any) -> Values:
        return {name: sum(value.values())} | {f"{name}.{code}": number for code, number in value.items()}

    def names(self, name: str, choices_of: ChoicesOf) -> tuple[str, ...]:
        return tuple(f"{name}.{choice.code}" for choice in choices_of(self.choices))

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        for choice in choices_of(self.choices):
            yield Column(part=choice.code, choice=choice.code, label=choice.text)

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        whole = value is None or missing_kind(value) is not None
        return {choice.code: value if whole else value.get(choice.code, 0) for choice in shown.choices}

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            yield crossed(
                sentence(
                    "No answer can be right: the lower limit {low} is above the upper limit {high}.",
                    low=f"{self.minimum:g}",
                    high=f"{self.maximum:g}",
                )
            )
        total = None if self.total is None else as_number(evaluate(self.total, {}))
        n = len(choices_of(self.choices))
        needed = total is not None and self.together != "at-most"
        if n and needed and self.maximum is not None and n * self.maximum < (total or 0):
            yield Impossible(
                "limits-impossible",
                sentence(
                    "{n} numbers of at most {maximum} never make {total}.",
                    n=n,
                    maximum=f"{self.maximum:g}",
                    total=f"{total:g}",
                ),
                "maximum",
            )
