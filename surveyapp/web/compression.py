"""Send pages small: gzip for whoever accepts it, since many respondents pay by the kilobyte."""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, request

SMALLEST: Final = 600
"""Bytes below which compressing costs more than it saves."""
LARGE: Final = 16_000
"""Bytes from which the last two per cent are worth a millisecond: lists of countries."""


def compress_pages(app: Flask) -> None:
    """Compress text answers.

    No page of the respondents carries both a cookie's authority and a secret, which is what makes compression
    attackable elsewhere.
    """
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.status_code < 200
        or response.mimetype not in ("text/html", "text/plain", "application/json")
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    response.set_data(gzip.compress(body, compresslevel=9 if len(body) >= LARGE else 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
