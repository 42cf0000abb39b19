"""Know the day from which no answer is finished or corrected any more, because the analysis begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services.failures import FreezeRefused
from surveyapp.services.fielded import draft_days
from surveyapp.store import surveys

CLOSED_ON = "closed_on"
"""Among a survey's settings: the day on which it was closed."""


def freeze_of(settings: Mapping[str, Any]) -> date | None:
    """Return the day that was set for a survey's freeze; None where none was, or the day is no day."""
    return _day(settings.get("freeze"))


def said_of_the_end(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return, of a survey's settings, those that people who answer were told by: when it closed, when it freezes."""
    return {name: settings[name] for name in ("freeze", CLOSED_ON) if name in settings}


def frozen_from(state: str, settings: Mapping[str, Any]) -> date | None:
    """Return the first day on which no answer is corrected, nor finished once the survey is closed.

    It is the day that was set. Without one it is, of a closed survey, the day on which whatever had begun before the
    closing has expired; None of an open one, and the first day of all of one that does not tell when it was closed.
    """
    closed_on = _day(settings.get(CLOSED_ON)) or date.min
    after_closing = closed_on + timedelta(days=draft_days(settings)) if state == "closed" else None
    return freeze_of(settings) or after_closing


def is_frozen(state: str, settings: Mapping[str, Any], today: date) -> bool:
    """Tell whether the analysis has begun: the survey's freeze has come."""
    begins = frozen_from(state, settings)
    return begins is not None and today >= begins


def set_freeze(session: Session, survey_id: str, day: str, today: date) -> date | None:
    """Set the day, or take it away where it is empty, and return it.

    Raises FreezeRefused for what is no day, for a day that is past, and once the freeze has come: those who were
    refused a correction since cannot be told that it was not so.
    """
    surveys.lock(session, survey_id)
    survey = surveys.by_id(session, survey_id)
    session.refresh(survey)
    if is_frozen(survey.state, survey.settings, today):
        raise FreezeRefused("begun")
    wanted = freeze_of({"freeze": day}) if day else None
    if day and wanted is None:
        raise FreezeRefused("day")
    if wanted is not None and wanted < today:
        raise FreezeRefused("past")
    kept = {name: value for name, value in survey.settings.items() if name != "freeze"}
    survey.settings = kept | ({"freeze": wanted.isoformat()} if wanted else {})
    session.flush()
    return wanted


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
