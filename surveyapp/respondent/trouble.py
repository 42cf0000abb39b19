"""Say in the reader's language what went wrong and what to do; a posted page comes back whole, to be sent again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from surveyapp.respondent.chrome import bare_chrome
from surveyapp.respondent.visit import readers_language
from surveyapp.web.errors import Trouble

RESENDABLE: Final = ("unavailable", "internal", "too-often")
RETRY_SECONDS: Final = "10"


def trouble_page(trouble: Trouble) -> ResponseReturnValue:
    """Draw the page of any error."""
    language = g.get("language") or readers_language()
    g.language = language
    fields = list(_posted()) if trouble.code in RESENDABLE else []
    page = render_template(
        "respondent/trouble.html",
        chrome=bare_chrome(language),
        trouble=trouble,
        fields=fields,
        again=request.path,
    )
    headers = {"Retry-After": RETRY_SECONDS} if trouble.status in (429, 503) else {}
    return page, trouble.status, headers


def _posted() -> Iterator[tuple[str, str]]:
    """Yield every field of the posted form, nothing if it cannot be read."""
    try:
        yield from request.form.items(multi=True)
    except HTTPException:
        return
