"""Know every kind of answer: one module a kind, found by looking into this folder.

A module states the frozen model of its kind (told apart by `kind`) and everything that only this kind knows: how a
value is checked, read, stored, laid out as columns and said. What a whole page needs belongs to `checking` and `walk`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias, Union

from surveyapp.questionnaire.answer_types.answer import Answer
from surveyapp.questionnaire.answer_types.best_worst import BestWorst
from surveyapp.questionnaire.answer_types.calculated import Calculated
from surveyapp.questionnaire.answer_types.consent import Consent
from surveyapp.questionnaire.answer_types.date import Date
from surveyapp.questionnaire.answer_types.datetime import DateTime
from surveyapp.questionnaire.answer_types.duration import Duration
from surveyapp.questionnaire.answer_types.grid import Grid, GridColumn
from surveyapp.questionnaire.answer_types.information import Information
from surveyapp.questionnaire.answer_types.month import Month
from surveyapp.questionnaire.answer_types.number import Number
from surveyapp.questionnaire.answer_types.one import One
from surveyapp.questionnaire.answer_types.ranking import Ranking
from surveyapp.questionnaire.answer_types.several import Several
from surveyapp.questionnaire.answer_types.sum import Sum
from surveyapp.questionnaire.answer_types.text import OpenText
from surveyapp.questionnaire.answer_types.time import Time
from surveyapp.questionnaire.choices import Choices


def _kinds() -> dict[str, type[Answer]]:
    """Return the model of every kind that a module of this folder defines."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    models = [
        model
        for module in modules
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, Answer) and model.__module__ == module.__name__
    ]
    return {
        model.model_fields["kind"].default: model for model in models if not model.model_fields["kind"].is_required()
    }


KINDS: Final[Mapping[str, type[Answer]]] = _kinds()

if TYPE_CHECKING:
    AnswerType: TypeAlias = Answer
else:
    AnswerType = Union[tuple(KINDS.values())]  # noqa: UP007


def sources_of(answer: Answer) -> Mapping[str, Choices]:
    """Return what a kind of answer is chosen from, by field: `rows` (of a grid, first) and `choices`."""
    return answer.sources()


def narrowed_by(answer: Answer) -> Mapping[str, str]:
    """Return the earlier answers or assignments that hold the codes to ask (`only_in`) or leave out (`not_in`)."""
    found = {field: getattr(answer, field, None) for field in ("only_in", "not_in")}
    return {field: name for field, name in found.items() if name}


def is_shuffled(answer: Answer) -> bool:
    """Tell whether what is chosen from, or the rows of a grid, come in an order drawn by lot."""
    return bool(getattr(answer, "shuffle", False))


__all__ = [
    "KINDS",
    "Answer",
    "AnswerType",
    "BestWorst",
    "Calculated",
    "Consent",
    "Date",
    "DateTime",
    "Duration",
    "Grid",
    "GridColumn",
    "Information",
    "Month",
    "Number",
    "One",
    "OpenText",
    "Ranking",
    "Several",
    "Sum",
    "Time",
    "is_shuffled",
    "narrowed_by",
    "sources_of",
]
