"""Leave at once for somewhere harmless, and stay away: what the browser sends again afterwards is answered by leaving.

Without a script a page that answered a post stays in the browser's history, from where it can be sent again. Whoever
leaves quickly takes one cookie along, which holds the time of leaving and nothing else. A page that was served before
that time leads away again instead of being answered. It is the only cookie there is, and nobody else ever gets it.
"""

from __future__ import annotations

import time
from typing import Final

from flask import Response, make_response, render_template, request
from werkzeug.urls import iri_to_uri

from surveyapp.respondent.chrome import QUICK_EXIT, quick_exit_of
from surveyapp.services import answering
from surveyapp.web.errors import UNAVAILABLE
from surveyapp.web.transaction import reading, session

LEFT: Final = "left"
DAYS: Final = 7
"""How long the time of leaving is kept: pages that wait in a browser's history are not sent again much later."""


@reading
def leave(slug: str | None = None) -> Response:
    """Lead away from a survey or from a page that belongs to none, even where the database does not answer."""
    try:
        survey = None if slug is None else answering.find_survey(session(), slug)
    except UNAVAILABLE:
        survey = None
    answer = away(None if survey is None else quick_exit_of(survey.settings))
    if "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        answer.set_cookie(
            LEFT,
            str(int(time.time())),
            max_age=DAYS * 86400,
            path=request.script_root or "/",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return answer


def away(address: str | None) -> Response:
    """Return a page without anything of a survey on it, which goes on to the address by itself."""
    target = iri_to_uri(address or QUICK_EXIT)
    answer = make_response(render_template("respondent/away.html", target=target))
    answer.headers["Refresh"] = f"0; url={target}"
    return answer


def has_left(served: int) -> bool:
    """Tell whether a page served then, in seconds, was left quickly since."""
    left = request.cookies.get(LEFT, "")
    return left.isdecimal() and served <= int(left)
