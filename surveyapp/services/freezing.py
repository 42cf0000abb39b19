"""Set the day from which answers are no longer corrected, because the analysis begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services.failures import FreezeRefused
from surveyapp.store import surveys


def freeze_of(settings: Mapping[str, Any]) -> date | None:
    """Return the day of a survey's freeze; None where only the survey's closing freezes it, or the day is no day."""
    told = settings.get("freeze")
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None


def is_frozen(state: str, settings: Mapping[str, Any], today: date) -> bool:
    """Tell whether the analysis has begun: the survey is closed, or the day of its freeze has come."""
    freeze = freeze_of(settings)
    return state == "closed" or (freeze is not None and today >= freeze)


def set_freeze(session: Session, survey_id: str, day: str, today: date) -> date | None:
    """Set the day, or take it away where it is empty, and return it.

    Raises FreezeRefused for what is no day, for a day that is past, and once the freeze has come: those who were
    refused a correction since cannot be told that it was not so.
    """
    surveys.lock(session, survey_id)
    survey = surveys.by_id(session, survey_id)
    session.refresh(survey)
    before = freeze_of(survey.settings)
    if before is not None and before <= today:
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
