"""Show and read every kind of answer.

A kind with a look of its own has a module and a template, found by looking into this folder; any other is a line to
write on.
"""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from surveyapp.questionnaire.answer_types.answer import Answer
from surveyapp.respondent.widgets.any_kind import any_kind
from surveyapp.respondent.widgets.offered import Form, Widget


def _widgets() -> dict[str, Widget]:
    """Return the widget of every kind for which a module of this folder has one."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found: list[Widget] = [vars(module)["WIDGET"] for module in modules if "WIDGET" in vars(module)]
    return {widget.kind: widget for widget in found}


WIDGETS: Final[Mapping[str, Widget]] = _widgets()


def widget_of(answer: Answer) -> Widget:
    """Return how a kind of answer is shown and read."""
    return WIDGETS.get(answer.kind) or any_kind(answer.kind)


__all__ = ["WIDGETS", "Form", "Widget", "widget_of"]
