"""Show and read every kind of answer: one module and one template a kind, and this registry."""

from collections.abc import Mapping
from typing import Final

from surveyapp.respondent.widgets import (
    best_worst,
    consent,
    grid,
    information,
    number,
    one,
    ranking,
    several,
    text,
)
from surveyapp.respondent.widgets.offered import Form, Widget

WIDGETS: Final[Mapping[str, Widget]] = {
    "best-worst": best_worst.WIDGET,
    "consent": consent.WIDGET,
    "grid": grid.WIDGET,
    "information": information.WIDGET,
    "number": number.WIDGET,
    "one": one.WIDGET,
    "ranking": ranking.WIDGET,
    "several": several.WIDGET,
    "text": text.WIDGET,
}

__all__ = ["WIDGETS", "Form", "Widget"]
