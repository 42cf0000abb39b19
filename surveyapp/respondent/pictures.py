"""Serve the pictures of a survey under names that carry their content: browsers may keep them for good."""

from __future__ import annotations

from flask import Response, current_app
from werkzeug.exceptions import NotFound

from surveyapp.services import manuscripts, publishing
from surveyapp.settings import Settings
from surveyapp.web.transaction import reading, session


@reading
def show_picture(slug: str, digest: str) -> Response:
    """Return a picture of any version of the survey, since people under way finish the version they began."""
    settings: Settings = current_app.extensions["settings"]
    tried = manuscripts.previewed(session(), slug, settings.secret_key)
    if tried is not None:
        picture = publishing.picture_in(tried.questionnaire, digest)
    else:
        picture = publishing.find_picture(session(), slug, digest)
    if picture is None:
        raise NotFound
    keep = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(picture.content, content_type=picture.type, headers=keep)
