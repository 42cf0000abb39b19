"""Know every kind of answer: one module a kind, and this registry is the whole plug-in system.

A module states the frozen model of its kind (told apart by `kind`) and how one given value is checked; what a whole
page needs (required, piping, order) belongs to `checking` and `walk`.
"""

from collections.abc import Mapping

from surveyapp.questionnaire.answer_types.best_worst import BestWorst
from surveyapp.questionnaire.answer_types.calculated import Calculated
from surveyapp.questionnaire.answer_types.consent import Consent
from surveyapp.questionnaire.answer_types.grid import Grid
from surveyapp.questionnaire.answer_types.information import Information
from surveyapp.questionnaire.answer_types.number import Number
from surveyapp.questionnaire.answer_types.one import One
from surveyapp.questionnaire.answer_types.ranking import Ranking
from surveyapp.questionnaire.answer_types.several import Several
from surveyapp.questionnaire.answer_types.text import OpenText
from surveyapp.questionnaire.choices import Choices

AnswerType = BestWorst | Calculated | Consent | Grid | Information | Number | One | OpenText | Ranking | Several


def sources_of(answer: AnswerType) -> Mapping[str, Choices]:
    """Return what a kind of answer is chosen from, by field: `rows` (of a grid, first) and `choices`."""
    fields = type(answer).model_fields
    return {name: getattr(answer, name) for name in ("rows", "choices") if name in fields}


__all__ = [
    "AnswerType",
    "BestWorst",
    "Calculated",
    "Consent",
    "Grid",
    "Information",
    "Number",
    "One",
    "OpenText",
    "Ranking",
    "Several",
    "sources_of",
]
