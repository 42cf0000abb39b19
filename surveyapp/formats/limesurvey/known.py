"""Know what LimeSurvey can show or ask of beside answers: the survey's own texts, and attributes of a participant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.limesurvey.document import Document

_ATTRIBUTE = re.compile(r"TOKEN:(ATTRIBUTE_\d+)")
_PERSONAL = tuple(f"TOKEN:{name}" for name in ("FIRSTNAME", "LASTNAME", "EMAIL", "TOKEN", "LANGUAGE"))
_TEXTS = {"SURVEYNAME": "title", "SURVEYDESCRIPTION": "description"}
_ADMINISTRATOR = {"ADMINNAME": "admin", "ADMINEMAIL": "adminemail", "SID": "sid", "SURVEYID": "sid"}


def texts_of_survey(document: Document) -> Mapping[str, Mapping[str, str]]:
    """Return name -> LimeSurvey's language -> what it always shows; an empty language stands for all."""
    survey = next(iter(document.sections.get("surveys", [])), {})
    rows = document.sections.get("surveys_languagesettings", [])
    found = {
        name: {row.get("surveyls_language", ""): row.get(f"surveyls_{column}", "") for row in rows}
        for name, column in _TEXTS.items()
    }
    same = {name: {"": survey[column]} for name, column in _ADMINISTRATOR.items() if survey.get(column)}
    return {**found, **same}


def add_attributes(document: Document, scope: Scope) -> tuple[str, ...]:
    """Know the participant's attributes that the survey uses as names set by a link, and return those."""
    named = {
        attribute
        for rows in document.sections.values()
        for row in rows
        for cell in row.values()
        if "TOKEN:" in cell
        for attribute in _ATTRIBUTE.findall(cell)
    }
    scope.gone.update(dict.fromkeys(_PERSONAL, "which nobody here knows of a respondent"))
    taken = {symbol.name for symbol in scope.symbols.values()}
    context: list[str] = []
    for attribute in sorted(named):
        name = attribute.lower()
        while name in taken:
            name = f"{name}_"
        scope.add(f"TOKEN:{attribute}", Single(name), -1)
        context.append(name)
    return tuple(context)
