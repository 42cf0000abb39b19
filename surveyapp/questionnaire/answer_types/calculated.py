"""Compute a value from earlier answers; it is never asked, and a given one is ignored."""

from typing import Any, Literal

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.conditions import Values, evaluate, holds
from surveyapp.questionnaire.model import ConditionField, ExpressionField, Model


class Case(Model):
    when: ConditionField
    value: ExpressionField


class Calculated(Model):
    kind: Literal["calculated"] = "calculated"
    cases: tuple[Case, ...] = ()
    otherwise: ExpressionField | None = None

    def compute(self, values: Values) -> Any:
        """Return the first case that holds, else the value otherwise; None where that is unanswered."""
        for case in self.cases:
            if holds(case.when, values):
                return evaluate(case.value, values)
        return None if self.otherwise is None else evaluate(self.otherwise, values)

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Refuse any answer: nothing was asked."""
        return [Fault("wrong-type")]
