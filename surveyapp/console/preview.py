"""Say where a manuscript is tried, language by language."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app

from surveyapp.services import manuscripts
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.i18n import own_name


def preview_of(found: Manuscript, languages: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return tag, name and address of each language on the respondents' own pages."""
    slug = manuscripts.preview_slug(found.id, current_app.config["SECRET_KEY"])
    respondents = current_app.config["RESPONDENT_URL"]
    return [(tag, own_name(tag), f"{respondents}/{tag}/s/{slug}") for tag in languages]
