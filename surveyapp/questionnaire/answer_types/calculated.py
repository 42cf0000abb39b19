"""Compute a value from earlier answers; it is never asked, and a given one is ignored."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from surveyapp.questionnaire.answer_types.answer import Answer
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.conditions import Condition, Expression, Values, evaluate, holds
from surveyapp.questionnaire.model import ConditionField, ExpressionField, Model


class Case(Model):
    when: ConditionField
    value: ExpressionField


class Calculated(Answer):
    kind: Literal["calculated"] = "calculated"
    asks: ClassVar[bool] = False
    cases: tuple[Case, ...] = ()
    otherwise: ExpressionField | None = None

    def compute(self, values: Values) -> Any:
        """Return the first case that holds, else the value otherwise; None where that is unanswered."""
        for case in self.cases:
            if holds(case.when, values):
                return evaluate(case.value, values)
        return None if self.otherwise is None else evaluate(self.otherwise, values)

    def needs(self) -> Iterator[tuple[str, Condition | Expression]]:
        for at, case in enumerate(self.cases):
            yield f"cases.{at}.when", case.when
            yield f"cases.{at}.value", case.value
        if self.otherwise is not None:
            yield "otherwise", self.otherwise

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Refuse any answer: nothing was asked."""
        return [Fault("wrong-type")]
