"""Send pages small: brotli or gzip for whoever accepts it, since many respondents pay by the kilobyte."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

from surveyapp.web.allowance import Allowance
from surveyapp.web.around import HARDEST, MOST_OF_A_PART, Encoding, Joined, squeeze

ROOM: Final = 5_400
"""Bytes of a compressed page that fit into 6 KB with its headers."""
NEARLY: Final = 6_100
"""Bytes of a quickly compressed page from which compressing hardest cannot make it fit."""
HARD: Final = (60.0, 1.0)
"""Pages that may be compressed hardest to go out once, in a row and each second: each costs some 16 ms of CPU."""
SMALLEST: Final = 600
"""Bytes below which compressing costs more than it saves."""
COMPRESSED: Final = ("text/html", "text/plain", "application/json")


def compress_pages(app: Flask) -> None:
    """Compress text answers.

    No page of the respondents carries both a cookie's authority and a secret, which is what makes compression
    attackable elsewhere.
    """
    make = app.make_response

    def remember(answer: Any) -> Response:
        response = make(answer)
        if isinstance(answer, Joined):
            response.joined = answer  # type: ignore[attr-defined]
        return response

    app.make_response = remember  # type: ignore[method-assign, assignment]
    app.after_request(partial(_compress, Allowance(*HARD)))


def _compress(hard: Allowance, response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.status_code < 200
        or response.mimetype not in COMPRESSED
        or "Content-Encoding" in response.headers
    ):
        return response
    encoding = _taken(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = response.get_data()
    if encoding is None or len(body) < SMALLEST:
        return response
    joined: Joined | None = getattr(response, "joined", None)
    small = None
    if joined is not None and len(joined.part) <= MOST_OF_A_PART:
        small = joined.around.compressed(joined.part.encode(), encoding)
    response.set_data(small or _squeezed_once(body, encoding, hard))
    response.headers["Content-Encoding"] = encoding
    if "Cache-Control" in response.headers:  # else nobody may keep it, and nobody need tell two kinds apart
        response.vary.add("Accept-Encoding")
    return response


def _squeezed_once(body: bytes, encoding: Encoding, hard: Allowance) -> bytes:
    """Return what goes out once: quickly compressed, and harder where that makes it fit into one page's room."""
    quick = squeeze(body, encoding)
    if encoding == "br" and ROOM < len(quick) < NEARLY and hard.take(""):
        return squeeze(body, encoding, quality=HARDEST)
    return quick


@lru_cache(maxsize=256)
def _taken(accepted: str) -> Encoding | None:
    """Return how an answer goes out to who accepts these; where both are as welcome, the smaller one."""
    welcome = parse_accept_header(accepted)
    brotli, gzip = welcome["br"], welcome["gzip"]
    if brotli and brotli >= gzip:
        return "br"
    return "gzip" if gzip else None
