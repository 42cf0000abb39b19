"""Serve the page of a kiosk, and take in what its stations send; only the holder of the kiosk's key may do either."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Annotated, Any, Final
from uuid import UUID

from flask import Response, current_app, g, jsonify, make_response, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException, NotFound

from surveyapp.respondent.kiosk import taking
from surveyapp.respondent.kiosk.paper import paper_of
from surveyapp.services import kiosks
from surveyapp.services.kiosks import ImpossibleCounts, Kiosk, Queue, Sealed, TooManyRefused
from surveyapp.settings import Settings
from surveyapp.web.allowance import Allowance
from surveyapp.web.built import STATIC
from surveyapp.web.i18n import direction, preferred
from surveyapp.web.transaction import reading, session, writing, writing_late

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_CALL: Final = 256 * 1024
ASSETS: Final = ("kiosk.css", "kiosk.js", "kiosk.svg")
ICONS: Final = (192, 512)
_POINT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}\Z")
_ID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_Part = Annotated[str, Field(max_length=LARGEST_CALL)]


class SealedRecord(BaseModel):
    """A record as a station sends it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=_ID)]
    key: _Part
    nonce: _Part
    text: _Part


class Counts(BaseModel):
    """What a station has counted since it was installed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    station: Annotated[str, Field(pattern=_ID)]
    waiting: int
    held: int = 0
    given_up: int = 0
    counts: dict[str, int]


def show_kiosk(point: str) -> ResponseReturnValue:
    """Show the empty page of a kiosk: whether there is such a point only its key tells."""
    if not _POINT.match(point):
        raise NotFound
    return _of_release(make_response(_page(point, _release())))


def _page(point: str = "", release: str = "") -> str:
    spoken: tuple[str, ...] = current_app.extensions["languages"]
    g.language = preferred(list(request.accept_languages.values()), spoken)
    told = {"point": point, "release": release, "language": g.language, "direction": direction(g.language)}
    return render_template("kiosk/kiosk.html", **told)


def show_manifest(point: str) -> ResponseReturnValue:
    """Let a browser install the page."""
    if not _POINT.match(point):
        raise NotFound
    icon: Any = current_app.jinja_env.globals["asset"]
    drawn = {"src": icon("kiosk.svg"), "sizes": "any", "type": "image/svg+xml"}
    manifest = {
        "id": f"/kiosk/{point}",
        "name": f"Kiosk {point}",
        "short_name": point,
        "start_url": f"/kiosk/{point}",
        "scope": "/kiosk/",
        "display": "fullscreen",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            drawn,
            *(
                {"src": f"/kiosk/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for size in ICONS
                for purpose in ("any", "maskable")
            ),
        ],
    }
    response = jsonify(manifest)
    response.content_type = "application/manifest+json"
    return _of_release(response)


def show_icon(size: int) -> ResponseReturnValue:
    """Give the icon under which a tablet shows the installed page."""
    if size not in ICONS:
        raise NotFound
    return send_from_directory(STATIC / "kiosk", f"icon-{size}.png", mimetype="image/png", max_age=86_400)


def show_worker() -> ResponseReturnValue:
    """Serve the worker that keeps the page of this release; whatever changes in the page changes the worker."""
    asset: Any = current_app.jinja_env.globals["asset"]
    names = current_app.json.dumps([asset(name) for name in ASSETS])
    text = f'const RELEASE = "{_release()}";\nconst ASSETS = {names};\n{_worker()}'
    response = Response(text, content_type="text/javascript; charset=utf-8")
    return _with_policy(response)


def _worker() -> str:
    return (STATIC / "kiosk/worker.js").read_text("utf-8")


def _release() -> str:
    """Return what tells this release of the page, in the language of the browser, from any other."""
    return hashlib.sha256(f"{_page()}{_worker()}".encode()).hexdigest()[:16]


def _of_release(response: Response) -> Response:
    """Say of which release an answer is: the worker keeps only those of its own."""
    response.headers["Kiosk-Release"] = _release()
    return _with_policy(response)


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _admitted(view: Callable[[Kiosk], ResponseReturnValue]) -> Callable[[str], ResponseReturnValue]:
    """Give a view the kiosk that the call's key opens, if it is that of the address and does not call too often."""

    @wraps(view)
    def run(point: str) -> ResponseReturnValue:
        if (request.content_length or 0) > LARGEST_CALL:
            return _no("too-large", 413)
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        secret = _settings().secret_key
        kiosk = kiosks.find_kiosk(session(), key, secret=secret) if kind == "Kiosk" else None
        if kiosk is None:
            return _no("key", 401)
        if kiosk.point.id != point:
            return _no("point", 403)
        allowance: Allowance = current_app.extensions["kiosk-allowance"]
        if not allowance.take(f"{kiosk.survey.survey_id}/{point}"):
            return _no("too-often", 429)
        try:
            return view(kiosk)
        except (ValidationError, HTTPException):
            return _no("malformed", 400)

    return run


@reading
@_admitted
def give_paper(kiosk: Kiosk) -> ResponseReturnValue:
    """Give the questionnaire in every language of the point; nothing to a station that has this edition already."""
    paper = paper_of(kiosk, _settings(), have=request.headers.get("If-None-Match", "").strip('"'))
    return ("", 304) if paper is None else jsonify(paper)


@writing_late
@_admitted
def take_record(kiosk: Kiosk) -> ResponseReturnValue:
    """Take one record, and say whether it is stored or refused; a repeat is told the same."""
    given = SealedRecord.model_validate(request.get_json())
    sealed = Sealed(given.key, given.nonce, given.text)
    try:
        state = taking.take(session(), kiosk, given.id, sealed, secret=_settings().secret_key, today=_today())
    except TooManyRefused:
        return _no("full", 507)
    return jsonify({"id": given.id, "state": state})


@writing_late
@_admitted
def take_again(kiosk: Kiosk) -> ResponseReturnValue:
    """Try refused records of the point whose time has come, and say how many could be stored."""
    return jsonify({"stored": taking.take_again(session(), kiosk, secret=_settings().secret_key, today=_today())})


@writing
@_admitted
def take_counts(kiosk: Kiosk) -> ResponseReturnValue:
    """Take what a station has counted, and tell it the day, since its own clock may be wrong."""
    given = Counts.model_validate(request.get_json())
    queue = Queue(given.waiting, given.held, given.given_up)
    try:
        kiosks.count(session(), kiosk, str(UUID(given.station)), given.counts, queue=queue, today=_today())
    except ImpossibleCounts:
        return _no("malformed", 400)
    return jsonify({"taken": True, "day": str(_today())})


def _today() -> date:
    return datetime.now(UTC).date()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _no(why: str, status: int) -> ResponseReturnValue:
    headers = {"Retry-After": "10"} if status == 429 else {}
    return jsonify({"error": why}), status, headers
