"""Inform, without a control."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.offered import Form, Widget


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    return None


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    return {}


WIDGET = Widget("information", "respondent/widgets/information.html", read, draw)
