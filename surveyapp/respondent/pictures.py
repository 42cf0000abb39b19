"""Serve the pictures of a survey under names that carry their content: browsers may keep them for good."""

from __future__ import annotations

from flask import Response
from werkzeug.exceptions import NotFound

from surveyapp.services import publishing
from surveyapp.web.transaction import reading, session


@reading
def show_picture(slug: str, digest: str) -> Response:
    """Return a picture of any version of the survey, since people under way finish the version they began."""
    picture = publishing.find_picture(session(), slug, digest)
    if picture is None:
        raise NotFound
    keep = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(picture.content, content_type=picture.type, headers=keep)
