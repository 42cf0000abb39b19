"""Say whether the application can serve: it can if its database answers."""

from __future__ import annotations

from flask import Flask, Response
from sqlalchemy import text

from surveyapp.web.errors import UNAVAILABLE
from surveyapp.web.transaction import reading, session


def tell_health(app: Flask) -> None:
    """Serve `/healthz`: `ok`, or 503 where the database does not answer."""

    @reading
    def health() -> Response:
        try:
            session().execute(text("SELECT 1"))
        except UNAVAILABLE:
            return Response("the database does not answer\n", 503, content_type="text/plain; charset=utf-8")
        return Response("ok\n", content_type="text/plain; charset=utf-8")

    app.add_url_rule("/healthz", "health", health)
