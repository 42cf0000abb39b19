"""Turn every error into a page that says what happened and what to do; each application draws its own page."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from surveyapp.services.failures import (
    DatabaseUnavailable,
    StaleManuscript,
    UnknownManuscript,
    UnknownPoint,
    UnknownSurvey,
)

TroubleCode = Literal["not-found", "not-allowed", "too-large", "malformed", "too-often", "unavailable", "internal"]
UNAVAILABLE: Final = (DatabaseUnavailable, OperationalError, InterfaceError, PoolTimeout)
"""What a database raises that is away, locked, full or read-only."""
_CODES: Final[dict[int, TroubleCode]] = {
    401: "not-allowed",
    403: "not-allowed",
    404: "not-found",
    405: "malformed",
    413: "too-large",
    429: "too-often",
    503: "unavailable",
}
log = logging.getLogger("surveyapp.web")


@dataclass(frozen=True, slots=True)
class Trouble:
    """`status` is the HTTP status to answer with."""

    code: TroubleCode
    status: int


def answer_errors(app: Flask, page: Callable[[Trouble], ResponseReturnValue]) -> None:
    """Answer every error of `app` with `page`.

    What is logged names the error's kind and where it arose, never its text: that may quote an answer.
    """

    def handle(error: Exception) -> ResponseReturnValue:
        if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
            return error
        return page(trouble_of(error))

    app.register_error_handler(Exception, handle)


def trouble_of(error: Exception) -> Trouble:
    """Name an error, and log it if it is ours to mend."""
    if isinstance(error, HTTPException):
        status = error.code or 500
        return Trouble(_CODES.get(status, "malformed" if status < 500 else "internal"), status)
    if isinstance(error, UnknownSurvey | UnknownPoint):
        return Trouble("not-found", 404)
    if isinstance(error, StaleManuscript | UnknownManuscript):
        return Trouble("malformed", 409)
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s in %s\n%s", type(error).__name__, request.endpoint, where)
    return Trouble("unavailable", 503) if isinstance(error, UNAVAILABLE) else Trouble("internal", 500)
