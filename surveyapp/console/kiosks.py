"""The kiosks of collection points: keys that open them, and what their stations have counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.catalogues import locale_of
from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.counts import SMALL, Cell
from surveyapp.console.fieldwork import blueprint
from surveyapp.console.language import current_language, number
from surveyapp.console.language import gettext as _
from surveyapp.console.small_cells import SMALLEST_SHOWN
from surveyapp.questionnaire.offline import obstacles
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import kiosks
from surveyapp.services.failures import UnknownPoint
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.kiosks import PointKiosk
from surveyapp.services.points import LinkedPoint
from surveyapp.web.transaction import session


@dataclass(frozen=True, slots=True)
class ShownKiosk:
    """`address` leads a station to the page with its key, for those who may open kiosks; empty where none is open."""

    is_open: bool
    address: str
    key: str
    approached: str
    started: str
    completed: str
    left: tuple[tuple[str, str], ...]
    cut_short: str
    waiting: str
    held: str
    given_up: str
    stored: str
    refused: tuple[tuple[str, str], ...]
    until: str
    gone: tuple[tuple[str, str], ...]
    last: str


@blueprint.post("/surveys/<slug>/field/points/<point>/kiosk")
def open_kiosk(slug: str, point: str) -> ResponseReturnValue:
    """Give the kiosk of a point a new key; an earlier one is void from now on."""
    survey: FieldedSurvey = g.survey
    try:
        kiosks.open_kiosk(session(), survey.survey_id, point, secret=current_app.config["SECRET_KEY"])
    except UnknownPoint:
        abort(404)
    note("open kiosk", survey, point=point)
    return redirect(url_for("fieldwork.points_page", slug=slug), 303)


@blueprint.post("/surveys/<slug>/field/points/<point>/kiosk/close")
def close_kiosk(slug: str, point: str) -> ResponseReturnValue:
    """Make the key of a point's kiosk void."""
    survey: FieldedSurvey = g.survey
    try:
        kiosks.close_kiosk(session(), survey.survey_id, point)
    except UnknownPoint:
        abort(404)
    note("close kiosk", survey, point=point)
    return redirect(url_for("fieldwork.points_page", slug=slug), 303)


@blueprint.post("/surveys/<slug>/field/points/<point>/kiosk/refused")
def try_refused(slug: str, point: str) -> ResponseReturnValue:
    """Let the records of a point that were refused be tried when one of its stations calls next."""
    survey: FieldedSurvey = g.survey
    kiosks.try_soon(session(), survey.survey_id, point)
    note("try refused records", survey, point=point)
    return redirect(url_for("fieldwork.points_page", slug=slug), 303)


@blueprint.post("/surveys/<slug>/field/points/<point>/kiosk/refused/erase")
def erase_refused(slug: str, point: str) -> ResponseReturnValue:
    """Delete what the refused records of a point hold, where somebody has said that they mean it."""
    survey: FieldedSurvey = g.survey
    if not request.form.get("sure"):
        abort(400)
    note("erase refused records", survey, point=point, records=kiosks.erase(session(), survey.survey_id, point))
    return redirect(url_for("fieldwork.points_page", slug=slug), 303)


def shown_kiosk(linked: LinkedPoint, counted: PointKiosk | None, complete: Cell) -> ShownKiosk | None:
    """Return the kiosk of a point as it may be shown; None where it never had one.

    Where the finished ones of the point may not be shown, no figure is that gives them away.
    """
    if linked.kiosk_key is None and counted is None and linked.point.channel != "kiosk":
        return None
    told = counted or PointKiosk()
    key = linked.kiosk_key or "" if may("fieldwork.open_kiosk") else ""
    address = f"{current_app.config['RESPONDENT_URL']}/kiosk/{linked.point.id}"
    is_open = complete.kind in ("figure", "none")
    return ShownKiosk(
        is_open=linked.kiosk_key is not None,
        address=f"{address}#{key}" if key else "",
        key=key,
        approached=_figure(told.approached),
        started=_figure(told.started) if is_open else complete.shown,
        completed=_figure(told.completed) if is_open else complete.shown,
        left=tuple((page, _figure(n)) for page, n in told.left.items()) if is_open else (),
        cut_short=_figure(told.cut_short),
        waiting=_figure(told.waiting),
        held=_figure(told.held) if told.held else "",
        given_up=_figure(told.given_up) if told.given_up else "",
        stored=_figure(told.stored) if is_open else complete.shown,
        refused=tuple((_reason(why), _figure(n)) for why, n in told.refused.items()),
        until=_day(told.until),
        gone=tuple((_fate(state), _figure(n)) for state, n in told.gone.items()),
        last=_day(told.day),
    )


def kind_name(kind: str) -> str:
    """Say what kind of place a point is."""
    return {
        "": _("not said"),
        "airport": _("airport"),
        "border-gate": _("border gate"),
        "mission": _("embassy or consulate"),
        "culture-centre": _("culture centre"),
        "association": _("association"),
        "event": _("event"),
        "university": _("university"),
        "other": _("other place"),
    }.get(kind, kind)


def obstacle_sentences(questionnaire: Questionnaire) -> list[str]:
    """Say why a questionnaire cannot be asked at a kiosk, place by place; nothing where it can."""
    why = {
        "kind": _("kinds of question that a kiosk does not know"),
        "columns": _("grids with several columns, or with conditions on their points"),
        "repeat": _("pages asked again and again"),
        "order": _("blocks of pages in random order"),
        "piping": _("wording that quotes an earlier answer"),
        "picture": _("pictures"),
        "condition": _("patterns that browsers read differently"),
        "decimals": _("numbers with decimals or steps"),
        "pattern": _("texts that must match a pattern"),
    }
    found: dict[str, list[str]] = {}
    for obstacle in obstacles(questionnaire):
        found.setdefault(why[obstacle.why], []).append(obstacle.place)
    return [f"{reason}: {', '.join(filter(None, places))}".rstrip(": ") for reason, places in found.items()]


def _day(day: date | None) -> str:
    return format_date(day, locale=locale_of(current_language())) if day else "–"


def _fate(state: str) -> str:
    told = {"erased": _("erased by the staff"), "expired": _("kept for 90 days, then erased")}
    return told.get(state, _("stored under another copy"))


def _figure(n: int) -> str:
    if not n:
        return "–"
    return number(n) if n >= SMALLEST_SHOWN else SMALL


def _reason(why: str) -> str:
    told = {
        "unreadable": _("cannot be opened: changed, or sealed for another point"),
        "malformed": _("not a record"),
        "version": _("a version that was never published"),
        "language": _("a language that is not offered"),
        "step": _("pages that do not follow from the answers"),
        "wrong-answer": _("an answer that is not accepted"),
        "incomplete": _("answers missing"),
        "code-taken": _("a receipt code that is taken"),
    }
    return told.get(why, _("ends early under the settings of now"))
